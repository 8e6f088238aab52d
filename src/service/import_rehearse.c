#include "service/import_rehearse.h"

static int judge(const struct import_rehearsal *r, struct err *err)
{
	const struct snapshot *s;
	int code = store_snapshot(r->store, r->employer->code, r->day, &s, err);

	if (code != 0)
		return code;
	import_gains_judge(s, r->plan->gains, r->plan->gains_count);
	import_gains_sort(r->plan->gains, r->plan->gains_count);
	r->plan->judged = true;
	snapshot_drop(s);
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
	return g->counts_cases ? arena_printf(a, "%d cases", count) : hours(a, count);
}

static const char *expected(struct arena *a, const struct import_gain *g)
{
	char from[DATE_ISO_SIZE];
	const char *what = g->kind == GAIN_SHARE ? "its share stays as it was" : "it is on paper until somebody answers for it";

	(void)date_iso(g->from, from);
	if (g->rule == LINE_KEPT)
		return arena_printf(a, "a case and a post that are there on the day of the import, for the holding from %s: %s", from, what);
	return arena_printf(a, "%s at most, for the holding from %s, with which it would be %s: %s", amount(a, g, g->limit), from,
		amount(a, g, g->counted), what);
}

static const char *code_of(const struct import_gain *g)
{
	static const char *const CODES[] = {[LINE_KEPT] = "not-judged", [LINE_PASSED] = "line-passed",
		[PROTECTION_PASSED] = "protection-passed"};

	return CODES[g->rule];
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
