#include "service/import/import_cases.h"

#include "base/str.h"
#include "core/access.h"
#include "core/import_episodes.h"
#include "core/import_list.h"
#include "core/import_rules.h"
#include "exchange/england.h"
#include "store/looks.h"

/* One case in hand. Everything lives in an arena that is emptied for the next. */
struct deciding {
	struct import_cases *c;
	struct arena *a;
	struct assumed_starts assumed;
	struct import_wholes wholes;
	const int32_t *works_until; /* by id of the post, where gains are noted: until when its holder works on cases */
	int32_t last_post_id;
	struct case_facts told, known;
	bool was_restricted; /* the case is, or was when it was last there */
	bool hidden;         /* it is, and whoever asked may not open it */
	struct case_facts second_leads; /* told, and not spoken of yet: what is noted as a gain is told of there */
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

static void say(struct deciding *d, bool warning, const struct fact *f, const char *field, const char *code, const char *expected)
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

/* Whether something fits would tell what is known of a case. */
static void note(struct deciding *d, bool warning, const struct fact *f, const char *field, const char *code, const char *expected)
{
	if (!d->hidden)
		say(d, warning, f, field, code, expected);
}

/* ---- two files that disagree ---- */

static const char *fact_words(struct arena *a, const struct fact *f)
{
	static const char *const KINDS[FACT_KINDS] = {"case", "episode", "stage", "factor", "task", "surge", "holding", "reader",
		"view"};

	if (f->kind == FACT_CASE)
		return "case";
	return arena_printf(a, "%s%s%s from %s", KINDS[f->kind], f->code[0] != '\0' && f->kind != FACT_EPISODE &&
		f->kind != FACT_HOLDING ? " " : "", f->kind != FACT_EPISODE && f->kind != FACT_HOLDING ? f->code : "",
		day_text(a, f->when.from));
}

/* Dates and numbers are told; a text could be about a person, and is not. */
struct difference {
	const char *field, *kept, *other; /* NULL: texts */
};

static bool texts_differ(struct difference *d, const char *field, const char *kept, const char *other)
{
	if (other[0] == '\0' || str_equal(kept, other))
		return false;
	*d = (struct difference){field, NULL, NULL};
	return true;
}

static bool teams_differ(struct difference *d, int32_t kept, int32_t other)
{
	if (other == 0 || kept == other)
		return false;
	*d = (struct difference){"team", NULL, NULL};
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
	struct difference d = {"value", NULL, NULL};

	if (kept->purge != other->purge)
		return (struct difference){"purge", kept->purge ? "to go" : "stated", other->purge ? "to go" : "stated"};
	if (other->when.until != DAY_MAX && other->when.until != kept->when.until)
		return (struct difference){"end", day_text(a, kept->when.until), day_text(a, other->when.until)};
	(void)(texts_differ(&d, kept->kind == FACT_EPISODE ? "closing reason" : "reason", kept->code, other->code) || texts_differ(&d, "service", kept->service, other->service) ||
		texts_differ(&d, "household", kept->household, other->household) ||
		texts_differ(&d, "owner", kept->owner, other->owner) ||
		numbers_differ(a, &d, "minutes", kept->minutes, other->minutes, -1) ||
		numbers_differ(a, &d, "share", kept->share, other->share, -1) ||
		teams_differ(&d, kept->team_id, other->team_id) || teams_differ(&d, kept->case_team_id, other->case_team_id) ||
		numbers_differ(a, &d, "restricted", kept->restricted, other->restricted, -1));
	return d;
}

static void note_conflict(void *context, const struct fact *kept, const struct fact *other)
{
	struct deciding *d = context;
	struct difference differ = find_difference(d->a, kept, other);
	const char *what = arena_printf(d->a, "one %s of the %s", differ.field, fact_words(d->a, other));

	if (differ.kept != NULL)
		what = arena_printf(d->a, "%s: it is %s here and %s in %s, which stands", what, differ.other, differ.kept,
			source_path(d, kept));
	else
		what = arena_printf(d->a, "%s: it is another in %s, which stands", what, source_path(d, kept));
	note(d, true, other, differ.field, "disagrees", what);
}

/* ---- the rules (core/import_rules.h), and what is said of them ---- */

static void settle_purge(struct deciding *d)
{
	const struct fact *stands, *goes;

	d->told = import_settle_purge(d->a, &d->told, &stands, &goes);
	if (stands != NULL)
		note_conflict(d, stands, goes);
}

static const char *rule_words(struct arena *a, enum holding_rule rule, const struct fact *f)
{
	return arena_printf(a, "%s, for the holding from %s", holding_rule_expected(rule), day_text(a, f->when.from));
}

/* Says why a holding was left out, or what to know of one that was taken. */
static void note_ruling(struct deciding *d, const struct fact *f, const struct import_holding_ruling *ruling)
{
	if (ruling->rule == HOLDING_SECOND_LEAD && !ruling->left_out)
		case_facts_add(d->a, &d->second_leads, f);
	else if (ruling->rule != HOLDING_FITS)
		note(d, !ruling->is_error, f, "worker", holding_rule_code(ruling->rule), rule_words(d->a, ruling->rule, f));
}

static void guard_holdings(struct deciding *d)
{
	struct case_facts after = import_facts_after(d->a, &d->known, &d->told), kept = {.ref = d->told.ref};

	for (size_t i = 0; i < d->told.count; i++) {
		const struct fact *f = &d->told.facts[i];
		struct import_holding_ruling ruling = {0};

		if (f->kind == FACT_HOLDING && !f->purge)
			ruling = import_rule_on_holding(&d->known, &after, f);
		note_ruling(d, f, &ruling);
		if (ruling.left_out)
			d->c->report->holdings_left_out += d->hidden ? 0 : 1;
		else
			case_facts_add(d->a, &kept, f);
	}
	d->told = kept;
}

static void rule_on_episodes(struct deciding *d)
{
	const struct fact *one, *other;
	struct case_facts after;

	if (!import_states(&d->told, FACT_EPISODE))
		return;
	d->told = import_replace_episodes(d->a, &d->known, &d->told, d->wholes);
	after = import_facts_after(d->a, &d->known, &d->told);
	case_facts_tidy(&after, NULL, NULL);
	if (import_find_two_open(&after, &d->told, d->wholes, &one, &other))
		note(d, true, other, "opened", "two-open", arena_printf(d->a,
			"one episode at a time: the one from %s overlaps with the one from %s", day_text(d->a, other->when.from),
			day_text(d->a, one->when.from)));
}

static void rule_on_holdings(struct deciding *d)
{
	d->told = import_end_with_episodes(d->a, &d->known, &d->told);
	if (!import_states(&d->told, FACT_HOLDING))
		return;
	d->told = import_drop_assumed(d->a, &d->known, &d->told, d->assumed);
	d->told = import_replace_restarted(d->a, &d->known, &d->told);
	guard_holdings(d);
}

static void rule_on_opening(struct deciding *d)
{
	enum import_opening opening = import_opening_of(&d->known, &d->told);

	if (opening == CASE_IS_MADE)
		return;
	if (opening == CASE_IS_NOT_OPENED)
		note(d, false, &d->told.facts[0], "", "case-unknown", "a record that says when the case was opened");
	d->told.count = 0;
}

/* ---- restrictions: a file sets one and never lifts it (core/access.h) ---- */

static struct fact *told_case(struct case_facts *told)
{
	for (size_t i = 0; i < told->count; i++)
		if (told->facts[i].kind == FACT_CASE && !told->facts[i].purge)
			return &told->facts[i];
	return NULL;
}

/* Before what is known is laid under what is told. */
static void keep_restriction(struct deciding *d)
{
	struct fact *f = told_case(&d->told);

	if (!d->was_restricted || f == NULL || f->restricted != 0)
		return;
	f->restricted = -1;
	note(d, true, f, "restricted", "stays-restricted", "the restriction to be lifted on the page that says who may open the case, or "
		"by 'plimsoll access': no file lifts it, and it stays");
}

/* A case that was restricted when it was withdrawn or taken back comes again as it was. */
static void restrict_again(struct deciding *d)
{
	struct fact *f = d->known.count == 0 && d->was_restricted ? told_case(&d->told) : NULL;

	if (f != NULL)
		f->restricted = 1;
}

/* ---- one case ---- */

static void count_changes(struct deciding *d, const struct fact_change *changes, size_t count)
{
	struct import_report *r = d->c->report;

	r->cases++;
	r->cases_changed += count > 0;
	for (size_t i = 0; i < count && !d->hidden; i++) {
		const struct fact *f = changes[i].op == CHANGE_ADD ? changes[i].after : changes[i].before;
		struct import_count *kind = &r->facts[f->kind];

		kind->added += changes[i].op == CHANGE_ADD;
		kind->replaced += changes[i].op == CHANGE_REPLACE;
		kind->withdrawn += changes[i].op == CHANGE_WITHDRAW;
	}
}

/* Until when there is somebody in each post who works on cases: a manager's is a holding in name, and a leaver's is one since then;
 * both give way to a lead. */
static void read_posts(struct deciding *d, struct arena *a)
{
	const struct roster *r = &d->c->plan->roster.roster;
	int32_t *until;

	for (size_t i = 0; i < r->posts_count; i++)
		if (r->posts[i].post_id > d->last_post_id)
			d->last_post_id = r->posts[i].post_id;
	until = arena_array(a, (size_t)d->last_post_id + 1, sizeof *until);
	for (size_t i = 0; i < r->posts_count; i++)
		until[r->posts[i].post_id] = r->posts[i].role == POST_MANAGER ? DAY_MIN : r->posts[i].when.until;
	d->works_until = until;
}

/* The case as it would be, with holdings no longer than somebody works on it. */
static struct case_facts facts_at_work(const struct deciding *d)
{
	const struct case_facts after = import_facts_after(d->a, &d->known, &d->told);
	struct case_facts ret = {.ref = after.ref};

	for (size_t i = 0; i < after.count; i++) {
		struct fact f = after.facts[i];
		bool known = f.kind == FACT_HOLDING && f.post_id > 0 && f.post_id <= d->last_post_id;

		if (known && d->works_until[f.post_id] < f.when.until)
			f.when.until = d->works_until[f.post_id];
		case_facts_add(d->a, &ret, &f);
	}
	return ret;
}

/* What the case puts on somebody's desk is for the lines to judge (service/import/import_rehearse.h). */
static void note_gains(struct deciding *d, struct fact_change *changes, size_t count)
{
	struct import_plan *p = d->c->plan;
	const struct case_facts after = facts_at_work(d);

	for (size_t i = 0; i < count; i++) {
		struct import_gain gain;

		if (!import_gain_find(d->a, &d->known, &after, &changes[i], d->c->today, &gain))
			continue;
		gain.ref = arena_strdup(d->c->gains, d->told.ref);
		gain.only_change = count == 1;
		*ARENA_PUSH(d->c->gains, &p->gains, &p->gains_count, &p->gains_room) = gain;
	}
}

static bool is_told_with_gains(const struct import_gain *gains, size_t count, const struct fact *f)
{
	for (size_t i = 0; i < count; i++)
		if (gains[i].second_lead && gains[i].post_id == f->post_id && gains[i].from == f->when.from)
			return true;
	return false;
}

/* A row that is put on paper as a second lead is told of with what becomes of it, and not twice. */
static void note_second_leads(struct deciding *d, size_t gains_before)
{
	const struct import_plan *plan = d->c->plan;
	size_t count = plan != NULL ? plan->gains_count - gains_before : 0;
	const struct import_gain *gains = count > 0 ? plan->gains + gains_before : NULL;

	for (size_t i = 0; i < d->second_leads.count; i++) {
		const struct fact *f = &d->second_leads.facts[i];

		if (!is_told_with_gains(gains, count, f))
			note(d, true, f, "worker", holding_rule_code(HOLDING_SECOND_LEAD), rule_words(d->a, HOLDING_SECOND_LEAD, f));
	}
}

static int read_known(struct deciding *d, struct err *err)
{
	int code;

	d->known = (struct case_facts){.ref = d->told.ref};
	d->was_restricted = false;
	if (d->c->store == NULL || d->c->employer_id == 0)
		return 0;
	code = store_case_facts(d->c->store, d->a, d->c->employer_id, d->told.ref, &d->known, err);
	if (code == PL_NOT_FOUND)
		return store_case_was_restricted(d->c->store, d->c->employer_id, d->told.ref, &d->was_restricted, err);
	d->was_restricted = code == 0 && case_is_restricted(&d->known);
	return code;
}

/* Says of a case that whoever asked may not open how much the files have of it, which they know, and nothing else. */
static void hide(struct deciding *d)
{
	struct import_report *r = d->c->report;

	if (d->c->may_open == NULL || !case_is_restricted(&d->known) || d->c->may_open(d->c->context, &d->known))
		return;
	say(d, true, &d->told.facts[0], "", "restricted", "somebody who may open this restricted case: what the files change in it, and "
		"what of them does not fit, is not told to others");
	d->hidden = true;
	r->hidden_rows += (int64_t)d->told.count;
	if (r->hidden_count < IMPORT_HIDDEN)
		*ARENA_PUSH(d->c->a, &r->hidden_refs, &r->hidden_count, &r->hidden_room) = arena_strdup(d->c->a, d->told.ref);
}

static int decide_case(struct deciding *d, struct err *err)
{
	struct fact_change *changes;
	size_t count, left_out, gains = d->c->plan != NULL ? d->c->plan->gains_count : 0;
	int code;

	d->hidden = false;
	d->second_leads = (struct case_facts){.ref = d->told.ref};
	left_out = gather_resolve(d->c->matches, &d->told);
	d->c->report->holdings_left_out += (int64_t)left_out;
	case_facts_tidy(&d->told, note_conflict, d);
	settle_purge(d);
	code = read_known(d, err);
	if (code != 0)
		return code;
	keep_restriction(d);
	hide(d);
	d->told = import_take_list(d->a, &d->known, &d->told,
		&(struct import_list){d->assumed, d->c->today, left_out == 0});
	case_facts_complete(&d->known, &d->told);
	rule_on_episodes(d);
	rule_on_holdings(d);
	rule_on_opening(d);
	d->told = import_make_case(d->a, &d->known, &d->told);
	restrict_again(d);
	case_decide(d->a, &d->known, &d->told, &changes, &count);
	if (d->c->live && d->c->plan != NULL)
		note_gains(d, changes, count);
	if (d->second_leads.count > 0)
		note_second_leads(d, gains);
	count_changes(d, changes, count);
	return count > 0 && d->c->plan != NULL ? import_plan_case(d->c->plan, d->a, d->told.ref, changes, count, err) : 0;
}

/* Annex A knows who holds a case now, and not since when. */
static struct assumed_starts assumed_by_format(struct arena *a, const struct import_files *list)
{
	bool *of_source = arena_array(a, list->files_count, sizeof *of_source);

	for (size_t i = 0; i < list->files_count; i++)
		of_source[i] = list->files[i].format == FORMAT_ANNEX_A;
	return (struct assumed_starts){of_source, list->files_count};
}

/* The daily API and the census give all of a child in one record. The census knows no holdings and not who is looked after,
 * the API no care proceedings. */
static struct import_whole whole_of_format(enum source_format format)
{
	static const char *const API_WORK[] = {STAGE_ASSESSMENT, STAGE_IN_NEED, STAGE_ENQUIRY, STAGE_PROTECTION, STAGE_LOOKED_AFTER,
		STAGE_CARE_LEAVER, NULL};
	static const char *const CENSUS_WORK[] = {STAGE_ASSESSMENT, STAGE_IN_NEED, STAGE_ENQUIRY, STAGE_PROTECTION,
		STAGE_PROCEEDINGS, NULL};

	if (format == FORMAT_CSC_API)
		return (struct import_whole){true, true, API_WORK};
	if (format == FORMAT_CIN_XML)
		return (struct import_whole){true, false, CENSUS_WORK};
	return (struct import_whole){false, false, NULL};
}

static struct import_wholes wholes_by_format(struct arena *a, const struct import_files *list)
{
	struct import_whole *of_source = arena_array(a, list->files_count, sizeof *of_source);

	for (size_t i = 0; i < list->files_count; i++)
		of_source[i] = whole_of_format(list->files[i].format);
	return (struct import_wholes){of_source, list->files_count};
}

int import_cases_decide(struct import_cases *c, struct err *err)
{
	struct arena *longer = arena_new();
	struct deciding d = {.c = c, .a = arena_new(), .assumed = assumed_by_format(longer, &c->report->files),
		.wholes = wholes_by_format(longer, &c->report->files)};
	int code = 0;

	if (c->live && c->plan != NULL)
		read_posts(&d, longer);
	for (size_t i = 0; code == 0 && i < SPOOL_PARTITIONS; i++) {
		code = spool_load(c->told->spool, i, err);
		while (code == 0 && spool_next(c->told->spool, d.a, &d.told)) {
			code = decide_case(&d, err);
			arena_reset(d.a);
		}
	}
	arena_free(d.a);
	arena_free(longer);
	return code;
}
