#include "service/health/findings.h"

#include <string.h>

#include "base/clock.h"
#include "core/health_day.h"
#include "service/health/health_records.h"
#include "store/load_facts.h"
#include "store/many_days.h"
#include "store/store.h"

enum { QUARTERS_A_YEAR = 4, YEARS = FINDING_QUARTERS / QUARTERS_A_YEAR };
/* What a finding is judged by in earlier years: a section of the records, or pictures of days. */
enum { PICTURES = HEALTH_SECTIONS, SOURCES };

/* In which quarters each was found (a bit each, the newest is bit 0), and how many years back it was looked for: of the
 * ledger's position at which that was begun, and of later ones. */
struct memory {
	int64_t position, begun_ms, looked_ms; /* by the monotonic clock */
	uint64_t held[FINDINGS];
	uint8_t years[FINDINGS];
};
_Static_assert(FINDING_QUARTERS < 64, "each quarter has its bit");

struct looking {
	struct pictures *pictures; /* NULL: a command's */
	struct store *store;
	bool whole;                /* all years, of the records as they stand */
	struct arena *a;
	const struct snapshot *today;
	const struct health *h;
	const bool *in;
	struct days quarters[FINDING_QUARTERS];
	uint32_t wanted;           /* findings that hold now and are remembered, a bit each */
	bool rests;                /* somebody looked further a moment ago */
	int32_t live_since;        /* the first day on which allocations were negotiated; DAY_MAX: none */
	bool has_begun;
	struct health_records begun; /* what is of all the quarters */
	struct memory memory;
};

/* ---- what is kept ---- */

static const char *key_of(const struct looking *k)
{
	const struct health_scope scope = k->h->scope;

	return arena_printf(k->a, "findings/%s/%s/%d", scope.service != NULL ? scope.service : "",
		scope.team >= 0 ? k->today->teams[scope.team].code : scope.team == TEAMS_ALL ? "" : "-", k->quarters[0].from);
}

/* Nothing that was begun longer ago than it may be kept, unless nobody has committed since. */
static void recall(struct looking *k)
{
	const int64_t now = clock_steady_ms(), most = k->whole ? -1 : FINDINGS_KEPT_MS;
	struct memory kept;

	if (k->pictures == NULL || !kept_results_recall_older(pictures_results(k->pictures), &k->today->employer, key_of(k),
		&kept, sizeof kept))
		return;
	if (kept.position != k->today->employer.position && now - kept.begun_ms > most)
		return;
	k->memory = kept;
	k->rests = !k->whole && now - kept.looked_ms < FINDINGS_REST_MS;
}

static void keep(struct looking *k)
{
	if (k->pictures == NULL)
		return;
	k->memory.looked_ms = clock_steady_ms();
	kept_results_remember(pictures_results(k->pictures), &k->today->employer, key_of(k), &k->memory, sizeof k->memory);
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

static void judge(struct looking *k, const struct health_records *r, const struct health_figure *figures,
	uint32_t findings, int quarter)
{
	for (int f = 0; f < FINDINGS; f++)
		if ((findings >> f & 1) != 0 && finding_held_in(r, (enum finding_code)f, k->in, k->quarters[quarter], figures))
			k->memory.held[f] |= (uint64_t)1 << quarter;
}

static void judge_by_records(struct looking *k, const struct health_records *r, uint32_t findings, int quarter)
{
	const unsigned sections = sections_of(findings);
	struct health_figure figures[HEALTH_MEASURES] = {{0}};
	struct arena *scratch = arena_new();

	for (int section = 0; section < HEALTH_SECTIONS; section++)
		if ((sections & HEALTH_SECTION_BIT(section)) != 0)
			health_of_section(scratch, r, (enum health_section)section, k->in, k->quarters[quarter], figures);
	arena_free(scratch);
	judge(k, r, figures, findings, quarter);
}

static void judge_by_picture(struct looking *k, struct many_days *days, uint32_t findings, int quarter)
{
	const struct snapshot *s = many_days_on(days, k->quarters[quarter].until - 1);
	struct health_figure figures[HEALTH_MEASURES] = {{0}};

	health_of_snapshot(s, k->h->scope, figures);
	snapshot_drop(s);
	judge(k, NULL, figures, findings, quarter);
}

/* Who was in post and away is read once for all quarters, with the first records that are wanted. */
static int begin_records(struct looking *k, struct store *s, struct err *err)
{
	const struct days all = {k->quarters[FINDING_QUARTERS - 1].from, k->quarters[0].until};
	int rc = k->has_begun ? 0 : health_records_begin(s, k->a, k->today, all, &k->begun, err);

	k->has_begun = rc == 0;
	return rc;
}

static int read_year(struct looking *k, struct store *s, struct arena *scratch, struct days year, unsigned sections,
	struct health_records *ret, struct err *err)
{
	int rc = store_begin_reading(s, err);

	if (rc < 0)
		return rc;
	rc = begin_records(k, s, err);
	if (rc == 0)
		rc = health_records_add(s, scratch, k->today, &k->begun, year, sections, ret, err);
	store_end_reading(s);
	if (rc == 0)
		ret->is_live = k->live_since < year.until;
	return rc;
}

static struct store *take_store(struct looking *k)
{
	return k->pictures != NULL ? pictures_lock_long(k->pictures) : k->store;
}

static void give_store(struct looking *k)
{
	if (k->pictures != NULL)
		pictures_unlock_long(k->pictures);
}

/* Only the days between the last of the first quarter and that of the last. */
static int look_at_pictures(struct looking *k, uint32_t findings, int first, struct err *err)
{
	const struct days span = {k->quarters[first + QUARTERS_A_YEAR - 1].until - 1, k->quarters[first].until};
	struct many_days *days;
	int rc = many_days_read(take_store(k), k->today->employer.code, span, &days, err);

	give_store(k);
	if (rc < 0)
		return rc;
	for (int q = first; q < first + QUARTERS_A_YEAR; q++)
		judge_by_picture(k, days, findings, q);
	many_days_free(days);
	return 0;
}

static int look_at_records(struct looking *k, uint32_t findings, int first, struct err *err)
{
	const struct days year = {k->quarters[first + QUARTERS_A_YEAR - 1].from, k->quarters[first].until};
	struct arena *scratch = arena_new();
	struct health_records r;
	int rc = read_year(k, take_store(k), scratch, year, sections_of(findings), &r, err);

	give_store(k);
	for (int q = first; q < first + QUARTERS_A_YEAR && rc == 0; q++)
		judge_by_records(k, &r, findings, q);
	arena_free(scratch);
	return rc;
}

/* Those that were looked for in all later years, and not in this one. */
static uint32_t missing_of(const struct looking *k, int year)
{
	uint32_t missing = 0;

	for (int f = 0; f < FINDINGS; f++)
		if ((k->wanted >> f & 1) != 0 && k->memory.years[f] == year)
			missing |= (uint32_t)1 << f;
	return missing;
}

/* Without those of which the records say nothing before work was offered and answered here. */
static uint32_t sayable(const struct looking *k, uint32_t findings, int year)
{
	for (int f = 0; f < FINDINGS && k->quarters[year * QUARTERS_A_YEAR].until <= k->live_since; f++)
		if (f != FINDING_BEYOND_CHANCE && finding_sections((enum finding_code)f) == HEALTH_SECTION_BIT(HEALTH_NEGOTIATION))
			findings &= ~((uint32_t)1 << f);
	return findings;
}

static int read_live(struct looking *k, struct err *err)
{
	struct setting_row *rows;
	size_t count;
	int rc = store_settings(take_store(k), k->a, k->today->employer.id, &rows, &count, err);

	give_store(k);
	k->live_since = DAY_MAX;
	for (size_t i = 0; i < count && rc == 0; i++)
		if (rows[i].setting == SETTING_LIVE && rows[i].when.from < k->live_since)
			k->live_since = rows[i].when.from;
	return rc;
}

static bool is_time_over(const struct looking *k, int64_t begun)
{
	return k->pictures != NULL && !k->whole && clock_steady_ms() - begun > FINDINGS_LOOK_MS;
}

/* Those that are judged by one source. */
static uint32_t told_by(uint32_t findings, int source)
{
	const unsigned sections = source == PICTURES ? 0 : HEALTH_SECTION_BIT(source);
	uint32_t told = 0;

	for (int f = 0; f < FINDINGS; f++)
		if ((findings >> f & 1) != 0 && finding_sections((enum finding_code)f) == sections)
			told |= (uint32_t)1 << f;
	return told;
}

/* Each source is read by itself, so that time can be over between them. */
static int look_at(struct looking *k, int year, int source, struct err *err)
{
	const uint32_t missing = told_by(missing_of(k, year), source), sought = sayable(k, missing, year);
	int rc = 0;

	if (sought != 0)
		rc = (source == PICTURES ? look_at_pictures : look_at_records)(k, sought, year * QUARTERS_A_YEAR, err);
	for (int f = 0; f < FINDINGS && rc == 0; f++)
		if ((missing >> f & 1) != 0)
			k->memory.years[f]++;
	return rc;
}

static int look_further(struct looking *k, struct err *err)
{
	const int64_t begun = clock_steady_ms();
	int rc = read_live(k, err);

	if (k->memory.begun_ms == 0) {
		k->memory.position = k->today->employer.position;
		k->memory.begun_ms = begun;
	}
	for (int year = 0; year < YEARS; year++)
		for (int source = 0; source < SOURCES && rc == 0 && !is_time_over(k, begun); source++)
			rc = look_at(k, year, source, err);
	if (rc == 0)
		keep(k);
	return rc;
}

/* A page looks no further while somebody else does, or works out something else of this employer: a year's records take
 * room. */
static bool take_turn(struct looking *k)
{
	struct kept_results *results = pictures_results(k->pictures);
	bool taken = kept_results_try(results, &k->today->employer);

	while (k->whole && !taken)
		taken = kept_results_begin(results, &k->today->employer);
	return taken;
}

static int look_back(struct looking *k, struct err *err)
{
	int rc;

	recall(k);
	if (k->rests || k->wanted == 0)
		return 0;
	if (k->pictures == NULL)
		return look_further(k, err);
	if (!take_turn(k))
		return 0;
	recall(k);
	rc = k->rests ? 0 : look_further(k, err);
	kept_results_end(pictures_results(k->pictures), &k->today->employer);
	return rc;
}

/* ---- what is found ---- */

/* How many of the earlier quarters were looked at of which the records could tell. */
static size_t quarters_told(const struct looking *k, enum finding_code f)
{
	size_t looked = (size_t)k->memory.years[f] * QUARTERS_A_YEAR, told = 0;

	if (!finding_is_of_the_clock(f))
		return looked;
	while (told < looked && k->quarters[told].from >= k->live_since)
		told++;
	return told;
}

static struct finding found(const struct looking *k, enum finding_code f)
{
	struct finding found = {.code = f, .row = finding_row(f), .since = ""};
	uint64_t held;
	size_t told;

	found.sentence = finding_sentence(k->a, f, &k->h->figures[found.row->measure]);
	told = (k->wanted >> f & 1) != 0 ? quarters_told(k, f) : 0;
	if (told == 0)
		return found;
	held = k->memory.held[f] & (((uint64_t)1 << told) - 1);
	found.remembered = true;
	found.looked_from = k->quarters[told - 1].from;
	found.since = finding_since(k->a, k->h->day, held);
	found.earlier = finding_spells(k->a, k->h->day, held, &found.earlier_count);
	return found;
}

static int find_all(struct looking *k, const struct sight *sight, struct finding **ret, size_t *ret_count,
	struct err *err)
{
	struct finding *rows = arena_array(k->a, FINDINGS, sizeof *rows);
	bool holds[FINDINGS], earlier = sees_teams(sight, FIELD_TEAM_PATTERNS, k->in);
	size_t count = 0;
	int rc;

	for (int f = 0; f < FINDINGS; f++) {
		holds[f] = finding_holds((enum finding_code)f, &k->h->figures[finding_row((enum finding_code)f)->measure]);
		if (holds[f] && earlier)
			k->wanted |= (uint32_t)1 << f;
	}
	rc = look_back(k, err);
	if (rc < 0)
		return rc;
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

int findings_for(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err)
{
	struct looking k = looking_at(a, today, h);

	k.pictures = pictures;
	return find_all(&k, sight, ret, ret_count, err);
}

int findings_whole(struct pictures *pictures, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err)
{
	struct looking k = looking_at(a, today, h);

	k.pictures = pictures;
	k.whole = true;
	return find_all(&k, sight, ret, ret_count, err);
}

int findings_read(struct store *s, struct arena *a, const struct snapshot *today, const struct sight *sight,
	const struct health *h, struct finding **ret, size_t *ret_count, struct err *err)
{
	struct looking k = looking_at(a, today, h);

	k.store = s;
	return find_all(&k, sight, ret, ret_count, err);
}
