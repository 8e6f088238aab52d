#include "service/import_cases.h"

#include "base/str.h"
#include "core/guard.h"

/* One case in hand. Everything lives in an arena that is emptied for the next. */
struct deciding {
	struct import_cases *c;
	struct arena *a;
	struct case_facts told, known;
};

static const char *day_text(struct arena *a, int32_t day)
{
	return date_iso(day, arena_alloc(a, DATE_ISO_SIZE));
}

static const char *source_path(const struct deciding *d, const struct fact *f)
{
	const struct import_files *files = &d->c->report->files;

	return (size_t)f->source < files->files_count ? files->files[f->source].path : "";
}

static void note(struct deciding *d, bool warning, const struct fact *f, const char *field, const char *code, const char *expected)
{
	gather_issue(d->c->told, &(struct import_issue){
		.file = source_path(d, f),
		.place = arena_printf(d->a, "case %s", d->told.ref),
		.field = field,
		.code = code,
		.expected = expected,
		.warning = warning,
	});
}

/* ---- two files that disagree ---- */

static const char *fact_words(struct arena *a, const struct fact *f)
{
	static const char *const KINDS[FACT_KINDS] = {"case", "episode", "stage", "factor", "task", "surge", "holding"};

	if (f->kind == FACT_CASE)
		return "case";
	return arena_printf(a, "%s%s%s from %s", KINDS[f->kind], f->code[0] != '\0' && f->kind != FACT_EPISODE &&
		f->kind != FACT_HOLDING ? " " : "", f->kind != FACT_EPISODE && f->kind != FACT_HOLDING ? f->code : "",
		day_text(a, f->when.from));
}

struct difference {
	const char *field, *kept, *other;
};

static bool texts_differ(struct difference *d, const char *field, const char *kept, const char *other)
{
	if (other[0] == '\0' || str_equal(kept, other))
		return false;
	*d = (struct difference){field, kept, other};
	return true;
}

static bool numbers_differ(struct arena *a, struct difference *d, const char *field, int32_t kept, int32_t other, int32_t not_said)
{
	if (other == not_said || kept == other)
		return false;
	*d = (struct difference){field, arena_printf(a, "%d", kept), arena_printf(a, "%d", other)};
	return true;
}

/* The first thing in which the two differ. */
static struct difference find_difference(struct arena *a, const struct fact *kept, const struct fact *other)
{
	struct difference d = {"value", "one", "another"};

	if (kept->purge != other->purge)
		return (struct difference){"purge", kept->purge ? "to go" : "stated", other->purge ? "to go" : "stated"};
	if (other->when.until != DAY_MAX && other->when.until != kept->when.until)
		return (struct difference){"end", day_text(a, kept->when.until), day_text(a, other->when.until)};
	(void)(texts_differ(&d, "code", kept->code, other->code) || texts_differ(&d, "service", kept->service, other->service) ||
		texts_differ(&d, "household", kept->household, other->household) ||
		texts_differ(&d, "owner", kept->owner, other->owner) ||
		numbers_differ(a, &d, "minutes", kept->minutes, other->minutes, -1) ||
		numbers_differ(a, &d, "share", kept->share, other->share, -1) ||
		numbers_differ(a, &d, "team", kept->team_id, other->team_id, 0) ||
		numbers_differ(a, &d, "team", kept->case_team_id, other->case_team_id, 0) ||
		numbers_differ(a, &d, "restricted", kept->restricted, other->restricted, -1));
	return d;
}

static void note_conflict(void *context, const struct fact *kept, const struct fact *other)
{
	struct deciding *d = context;
	struct difference differ = find_difference(d->a, kept, other);

	note(d, true, other, differ.field, "disagrees", arena_printf(d->a, "one %s of the %s: it is %s here and %s in %s, which stands",
		differ.field, fact_words(d->a, other), differ.other, differ.kept, source_path(d, kept)));
}

/* ---- holdings of one post that overlap ---- */

/* Whether the format knows only who holds a case now, not since when. */
static bool start_is_assumed(const struct deciding *d, const struct fact *f)
{
	const struct import_files *files = &d->c->report->files;

	return (size_t)f->source < files->files_count && files->files[f->source].format == FORMAT_ANNEX_A;
}

static bool same_live_holding(const struct fact *a, const struct fact *b)
{
	return a->kind == FACT_HOLDING && b->kind == FACT_HOLDING && !a->purge && !b->purge && a->post_id != 0 &&
		a->post_id == b->post_id && a->role == b->role && a->when.until == DAY_MAX && b->when.until == DAY_MAX &&
		a->when.from != b->when.from;
}

static bool gives_way(const struct deciding *d, const struct fact *f)
{
	if (!start_is_assumed(d, f))
		return false;
	for (size_t i = 0; i < d->known.count; i++)
		if (same_live_holding(f, &d->known.facts[i]))
			return true;
	for (size_t i = 0; i < d->told.count; i++)
		if (same_live_holding(f, &d->told.facts[i]) && !start_is_assumed(d, &d->told.facts[i]))
			return true;
	return false;
}

static void drop_assumed(struct deciding *d)
{
	struct case_facts kept = {.ref = d->told.ref};

	for (size_t i = 0; i < d->told.count; i++)
		if (d->told.facts[i].kind != FACT_HOLDING || !gives_way(d, &d->told.facts[i]))
			case_facts_add(d->a, &kept, &d->told.facts[i]);
	d->told = kept;
}

/* What was known of a post's live holding goes if the files tell it with another start. */
static void replace_restarted(struct deciding *d)
{
	size_t told = d->told.count;

	for (size_t k = 0; k < d->known.count; k++) {
		for (size_t t = 0; t < told; t++) {
			struct fact gone = d->known.facts[k];

			if (!same_live_holding(&d->told.facts[t], &gone))
				continue;
			gone.purge = true;
			gone.source = d->told.facts[t].source;
			case_facts_add(d->a, &d->told, &gone);
			break;
		}
	}
	if (d->told.count > told)
		case_facts_tidy(&d->told, NULL, NULL);
}

/* ---- the guard ---- */

static const struct fact *find_fact(const struct case_facts *facts, const struct fact *like)
{
	for (size_t i = 0; i < facts->count; i++)
		if (fact_same_key(&facts->facts[i], like))
			return &facts->facts[i];
	return NULL;
}

/* The case as it would be: what is told, and what is known and not told of. */
static struct case_facts facts_after(struct deciding *d)
{
	struct case_facts after = {.ref = d->told.ref};

	if (d->known.count == 0)
		return d->told;
	for (size_t i = 0; i < d->told.count; i++)
		case_facts_add(d->a, &after, &d->told.facts[i]);
	for (size_t i = 0; i < d->known.count; i++)
		if (find_fact(&d->told, &d->known.facts[i]) == NULL)
			case_facts_add(d->a, &after, &d->known.facts[i]);
	return after;
}

/* Asks the guard for a holding that is made or changed; false if it must be left out. One that is over before the case is
 * known to begin is history that these files do not reach: no error. */
static bool passes_guard(struct deciding *d, const struct case_facts *after, const struct fact *f)
{
	const struct fact *known = find_fact(&d->known, f);
	struct holding_ruling ruling;
	bool only_history;

	if (known != NULL && fact_same_value(known, f))
		return true;
	ruling = holding_guard(after, f);
	if (ruling.rule == HOLDING_FITS)
		return true;
	only_history = (ruling.rule == HOLDING_OUTSIDE_EPISODES || ruling.rule == HOLDING_CASE_UNKNOWN) &&
		f->when.until != DAY_MAX;
	note(d, !ruling.refused || only_history, f, "worker", holding_rule_code(ruling.rule),
		arena_printf(d->a, "%s, for the holding from %s", holding_rule_expected(ruling.rule), day_text(d->a, f->when.from)));
	return !ruling.refused;
}

static void guard_holdings(struct deciding *d)
{
	struct case_facts after = facts_after(d), kept = {.ref = d->told.ref};

	for (size_t i = 0; i < d->told.count; i++) {
		const struct fact *f = &d->told.facts[i];

		if (f->kind != FACT_HOLDING || f->purge || passes_guard(d, &after, f))
			case_facts_add(d->a, &kept, f);
		else
			d->c->report->holdings_left_out++;
	}
	d->told = kept;
}

/* ---- one case ---- */

/* Whether any file states (not purges) a fact that `is_meant`. */
static bool states(const struct case_facts *told, bool (*is_meant)(enum fact_kind kind))
{
	for (size_t i = 0; i < told->count; i++)
		if (!told->facts[i].purge && is_meant(told->facts[i].kind))
			return true;
	return false;
}

static bool is_episode(enum fact_kind kind)
{
	return kind == FACT_EPISODE;
}

static bool is_holding(enum fact_kind kind)
{
	return kind == FACT_HOLDING;
}

static bool is_work(enum fact_kind kind)
{
	return kind != FACT_CASE;
}

/* A case of which nobody says when it was opened is not made. */
static void leave_out_unopened(struct deciding *d)
{
	if (d->known.count > 0 || states(&d->told, is_episode))
		return;
	if (states(&d->told, is_work))
		note(d, false, &d->told.facts[0], "", "case-unknown", "a record that says when the case was opened");
	d->told.count = 0;
}

/* A new case is a fact, if only that it is there. Of which service it is, where no file says, follows from its team when it
 * is weighed (core/snapshot.h). */
static void make_case(struct deciding *d)
{
	struct fact f = fact_blank(FACT_CASE);

	if (d->known.count > 0 || d->told.count == 0 || d->told.facts[0].kind == FACT_CASE)
		return;
	case_facts_add(d->a, &d->told, &f);
	case_facts_tidy(&d->told, NULL, NULL);
}

static void count_changes(struct import_report *r, const struct fact_change *changes, size_t count)
{
	r->cases++;
	r->cases_changed += count > 0;
	for (size_t i = 0; i < count; i++) {
		const struct fact *f = changes[i].op == CHANGE_ADD ? changes[i].after : changes[i].before;
		struct import_count *kind = &r->facts[f->kind];

		kind->added += changes[i].op == CHANGE_ADD;
		kind->replaced += changes[i].op == CHANGE_REPLACE;
		kind->withdrawn += changes[i].op == CHANGE_WITHDRAW;
	}
}

static int read_known(struct deciding *d, struct err *err)
{
	int code;

	d->known = (struct case_facts){.ref = d->told.ref};
	if (d->c->store == NULL || d->c->employer_id == 0)
		return 0;
	code = store_case_facts(d->c->store, d->a, d->c->employer_id, d->told.ref, &d->known, err);
	return code == PL_NOT_FOUND ? 0 : code;
}

static int decide_case(struct deciding *d, struct err *err)
{
	struct fact_change *changes;
	size_t count;
	int code;

	d->c->report->holdings_left_out += (int64_t)gather_resolve(d->c->matches, &d->told);
	case_facts_tidy(&d->told, note_conflict, d);
	code = read_known(d, err);
	if (code != 0)
		return code;
	case_facts_complete(&d->known, &d->told);
	if (states(&d->told, is_holding)) {
		drop_assumed(d);
		replace_restarted(d);
		guard_holdings(d);
	}
	leave_out_unopened(d);
	make_case(d);
	case_decide(d->a, &d->known, &d->told, &changes, &count);
	count_changes(d->c->report, changes, count);
	return count > 0 && d->c->commit != NULL ? commit_case(d->c->commit, d->told.ref, changes, count, err) : 0;
}

int import_cases_decide(struct import_cases *c, struct err *err)
{
	struct deciding d = {.c = c, .a = arena_new()};
	int code = 0;

	for (size_t i = 0; code == 0 && i < SPOOL_PARTITIONS; i++) {
		code = spool_load(c->told->spool, i, err);
		while (code == 0 && spool_next(c->told->spool, d.a, &d.told)) {
			code = decide_case(&d, err);
			arena_reset(d.a);
		}
	}
	arena_free(d.a);
	return code;
}
