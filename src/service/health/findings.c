#include "service/health/findings.h"

#include <string.h>

#include "base/clock.h"
#include "service/health/health_records.h"
#include "store/store.h"

enum { QUARTERS_A_YEAR = 4 };
_Static_assert((int)FINDINGS < (int)KEPT_NUMBERS, "a number for each finding, and one that says which have been judged");

/* What is looked for, and in which quarters each was found: a bit each, the newest is bit 0. */
struct looking {
	struct pictures *pictures; /* NULL: a command's */
	struct store *store;
	struct arena *a;
	const struct snapshot *today;
	const struct health *h;
	const bool *in;
	struct days quarters[FINDING_QUARTERS];
	uint32_t wanted, judged;   /* findings, a bit each */
	uint64_t held[FINDINGS];
};

/* ---- what is kept ---- */

/* False where it is too long to be kept. */
static bool name_of(const struct looking *k, char name[KEPT_NAME])
{
	const struct health_scope scope = k->h->scope;
	const char *text = arena_printf(k->a, "%s/%s/%s/%d", k->today->employer.code, scope.service != NULL ? scope.service : "",
		scope.team >= 0 ? k->today->teams[scope.team].code : scope.team == TEAMS_ALL ? "" : "-", k->quarters[0].from);

	if (strlen(text) >= KEPT_NAME)
		return false;
	memcpy(name, text, strlen(text) + 1);
	return true;
}

static void recall(struct looking *k)
{
	char name[KEPT_NAME];
	struct kept_numbers kept;

	if (k->pictures == NULL || !name_of(k, name) || !pictures_recall(k->pictures, name, &kept))
		return;
	if (kept.position != k->today->employer.position && clock_steady_ms() - kept.steady_ms > FINDINGS_KEPT_MS)
		return;
	memcpy(k->held, kept.numbers, sizeof k->held);
	k->judged = (uint32_t)kept.numbers[FINDINGS];
}

static void keep(struct looking *k)
{
	struct kept_numbers kept = {.position = k->today->employer.position, .steady_ms = clock_steady_ms()};

	if (k->pictures == NULL || !name_of(k, kept.name))
		return;
	memcpy(kept.numbers, k->held, sizeof k->held);
	kept.numbers[FINDINGS] = k->judged;
	pictures_keep(k->pictures, &kept);
}

/* ---- looking back ---- */

static unsigned sections_of(uint32_t findings)
{
	unsigned sections = 0;

	for (int f = 0; f < FINDINGS; f++)
		if ((findings >> f & 1) != 0)
			sections |= finding_sections((enum finding_code)f);
	return sections;
}

static void judge_year(struct looking *k, struct arena *scratch, const struct health_records *r, uint32_t findings, int first)
{
	for (int f = 0; f < FINDINGS; f++)
		for (int q = first; q < first + QUARTERS_A_YEAR && (findings >> f & 1) != 0; q++)
			if (finding_held_in(scratch, r, (enum finding_code)f, k->in, k->quarters[q]))
				k->held[f] |= (uint64_t)1 << q;
}

static int read_year(struct looking *k, struct store *s, struct arena *scratch, struct days year, unsigned sections,
	struct health_records *ret, struct err *err)
{
	int rc = store_begin_reading(s, err);

	if (rc < 0)
		return rc;
	rc = health_records_read(s, scratch, k->today, year, sections, ret, err);
	store_end_reading(s);
	return rc;
}

static int look_at_year(struct looking *k, uint32_t findings, int first, struct err *err)
{
	const struct days year = {k->quarters[first + QUARTERS_A_YEAR - 1].from, k->quarters[first].until};
	struct arena *scratch = arena_new();
	struct health_records r;
	struct store *s = k->pictures != NULL ? pictures_lock_store(k->pictures) : k->store;
	int rc = read_year(k, s, scratch, year, sections_of(findings), &r, err);

	if (k->pictures != NULL)
		pictures_unlock_store(k->pictures);
	if (rc == 0)
		judge_year(k, scratch, &r, findings, first);
	arena_free(scratch);
	return rc;
}

static int look_back(struct looking *k, struct err *err)
{
	uint32_t missing;
	int rc = 0;

	recall(k);
	missing = k->wanted & ~k->judged;
	for (int q = 0; q < FINDING_QUARTERS && missing != 0 && rc == 0; q += QUARTERS_A_YEAR)
		rc = look_at_year(k, missing, q, err);
	if (rc < 0 || missing == 0)
		return rc;
	k->judged |= missing;
	keep(k);
	return 0;
}

/* ---- what is found ---- */

static bool sees_earlier(const struct looking *k, const struct sight *sight)
{
	for (int32_t team = -1; team < (int32_t)k->today->teams_count; team++)
		if (k->in[team + 1] && !sees_team(sight, FIELD_TEAM_PATTERNS, team))
			return false;
	return true;
}

static struct finding found(const struct looking *k, enum finding_code f)
{
	struct finding found = {.code = f, .row = finding_row(f), .since = ""};

	found.sentence = finding_sentence(k->a, f, &k->h->figures[found.row->measure]);
	if ((k->judged >> f & 1) == 0)
		return found;
	found.remembered = true;
	found.since = finding_since(k->a, k->h->day, k->held[f]);
	found.earlier = finding_spells(k->a, k->h->day, k->held[f], &found.earlier_count);
	return found;
}

static int find_all(struct looking *k, const struct sight *sight, struct finding **ret, size_t *ret_count, struct err *err)
{
	struct finding *rows = arena_array(k->a, FINDINGS, sizeof *rows);
	bool holds[FINDINGS], earlier = sees_earlier(k, sight);
	size_t count = 0;
	int rc;

	for (int f = 0; f < FINDINGS; f++) {
		holds[f] = finding_holds((enum finding_code)f, &k->h->figures[finding_row((enum finding_code)f)->measure]);
		if (holds[f] && earlier && finding_sections((enum finding_code)f) != 0)
			k->wanted |= (uint32_t)1 << f;
	}
	rc = look_back(k, err);
	if (rc < 0)
		return rc;
	k->judged &= k->wanted;
	for (int f = 0; f < FINDINGS; f++)
		if (holds[f])
			rows[count++] = found(k, (enum finding_code)f);
	*ret = rows;
	*ret_count = count;
	return 0;
}

static struct looking looking_at(struct arena *a, const struct snapshot *today, const struct health *h)
{
	struct looking k = {.a = a, .today = today, .h = h, .in = health_scope_teams(a, today, h->scope)};

	finding_quarters(h->day, k.quarters);
	return k;
}

int findings_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight, const struct health *h,
	struct finding **ret, size_t *ret_count, struct err *err)
{
	struct looking k = looking_at(a, today, h);

	k.pictures = pictures;
	return find_all(&k, sight, ret, ret_count, err);
}

int findings_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight, const struct health *h,
	struct finding **ret, size_t *ret_count, struct err *err)
{
	struct looking k = looking_at(a, today, h);

	k.store = s;
	return find_all(&k, sight, ret, ret_count, err);
}
