#include "service/import/import_rehearse.h"

#include "store/close_up.h"

enum { LATER_DAYS = 12 }; /* on which something begins that is gained; each takes a picture of all */

/* The next day after a day on which something begins for a post that gains. */
static int next_start(const struct import_rehearsal *r, int32_t day, int32_t *ret, struct err *err)
{
	const struct import_gain *gains = r->plan->gains;
	int32_t next, first = DAY_MAX;
	int rc = 0;

	for (size_t i = 0; i < r->plan->gains_count && rc == 0; i++) {
		if (i > 0 && gains[i].post_id == gains[i - 1].post_id)
			continue;
		rc = store_next_start(r->store, r->employer->id, gains[i].post_id, day, &next, err);
		if (rc == 0 && next < first)
			first = next;
	}
	*ret = first;
	return rc;
}

static int judge_on(const struct import_rehearsal *r, int32_t day,
	void (*how)(const struct snapshot *s, struct import_gain *gains, size_t count), struct err *err)
{
	const struct snapshot *s;
	int code = store_snapshot(r->store, r->employer->code, day, &s, err);

	if (code != 0)
		return code;
	how(s, r->plan->gains, r->plan->gains_count);
	snapshot_drop(s);
	return 0;
}

/* What begins after the last day that was looked at waits on paper until it is near. */
static int judge_later(const struct import_rehearsal *r, struct err *err)
{
	int32_t day = r->day;
	int code = next_start(r, day, &day, err);

	for (int days = 0; days < LATER_DAYS && code == 0 && day != DAY_MAX; days++) {
		code = judge_on(r, day, import_gains_judge_later, err);
		if (code == 0)
			code = next_start(r, day, &day, err);
	}
	for (size_t i = 0; i < r->plan->gains_count && code == 0; i++)
		r->plan->gains[i].stands &= r->plan->gains[i].from < day;
	return code;
}

static int judge(const struct import_rehearsal *r, struct err *err)
{
	int code = judge_on(r, r->day, import_gains_judge, err);

	if (code == 0)
		code = judge_later(r, err);
	if (code != 0)
		return code;
	import_gains_sort(r->plan->gains, r->plan->gains_count);
	r->plan->judged = true;
	return 0;
}

int import_rehearse(const struct import_rehearsal *r, struct err *err)
{
	struct commit *c;
	int code = commit_begin(r->store, r->employer->id, r->employer->position, &c, err);

	if (code != 0)
		return code;
	code = import_plan_write(r->plan, c, err);
	if (code == 0)
		code = judge(r, err);
	commit_abandon(c);
	return code;
}

/* ---- what is said of them ---- */

static const char *hours(struct arena *a, int32_t minutes)
{
	return arena_printf(a, "%d.%d hours a week", minutes / 60, minutes % 60 / 6);
}

static const char *amount(struct arena *a, const struct import_gain *g, int32_t count)
{
	return g->counts_cases ? arena_printf(a, "%d case%s", count, count == 1 ? "" : "s") : hours(a, count);
}

static const char *expected(struct arena *a, const struct import_gain *g)
{
	char from[DATE_ISO_SIZE];
	static const char *const WHAT[] = {[GAIN_NEW] = "it is on paper until somebody answers for it",
		[GAIN_SHARE] = "its share stays as it was", [GAIN_DAYS] = "its last day stays as it was"};
	const char *what = WHAT[g->kind];

	(void)date_iso(g->from, from);
	if (g->second_lead)
		return arena_printf(a, "%s, for the holding from %s: %s", holding_rule_expected(HOLDING_SECOND_LEAD), from, what);
	if (g->rule == LINE_KEPT)
		return arena_printf(a, "a case and a post that are there on the day of the import, for the holding from %s: %s", from, what);
	return arena_printf(a, "%s at most, for the holding from %s, with which it would be %s: %s", amount(a, g, g->limit), from,
		amount(a, g, g->counted), what);
}

static const char *code_of(const struct import_gain *g)
{
	static const char *const CODES[] = {[LINE_KEPT] = "not-judged", [LINE_PASSED] = "line-passed",
		[PROTECTION_PASSED] = "protection-passed"};

	return g->second_lead ? holding_rule_code(HOLDING_SECOND_LEAD) : CODES[g->rule];
}

static void tell(struct arena *a, const struct import_gain *g, struct gather *told, struct import_report *report)
{
	const struct import_files *files = &report->files;

	gather_issue(told, &(struct import_issue){
		.file = (size_t)g->source < files->files_count ? files->files[g->source].path : "",
		.place = arena_printf(a, "case %s", g->ref),
		.field = "worker",
		.code = code_of(g),
		.expected = expected(a, g),
		.warning = true,
	});
}

void import_tell_gains(struct arena *a, const struct import_plan *plan, struct gather *told, struct import_report *report)
{
	for (size_t i = 0; i < plan->gains_count; i++) {
		const struct import_gain *g = &plan->gains[i];

		report->holdings_without_talk += g->stands;
		if (g->stands)
			continue;
		tell(a, g, told, report);
		if (g->kind == GAIN_NEW) {
			report->holdings_on_paper++;
		} else if (g->only_change) {
			report->cases_changed--;
			report->facts[FACT_HOLDING].replaced--;
		}
	}
}
