#include "api/resource_tallies.h"

static const char *const COLUMNS[] = {"employer", "name", "on", "demo", "open_cases", "households", "unallocated", "lapsed",
	"double_allocated", "case_holders", "case_holders_fte", "case_holders_without_fte", "cases_held", "average_caseload",
	"max_cases_per_fte", "median_cases", "p90_cases", "waiting", "people", "people_past_line", "people_not_known"};
/* The first four say whose they are. */
enum { COLUMNS_COUNT = sizeof COLUMNS / sizeof *COLUMNS, COLUMNS_OF_WHOM = 4 };

struct rows resource_tallies_begin(struct buf *out, enum resource_format format)
{
	struct rows r = ROWS(out, format, COLUMNS);

	rows_list(&r, "employers");
	return r;
}

static void put_tally(struct rows *r, const struct tally *t)
{
	rows_int(r, t->open_cases);
	rows_int(r, t->households);
	rows_int(r, t->unallocated);
	rows_int(r, t->lapsed);
	rows_int(r, t->double_allocated);
	rows_int(r, t->case_holders);
	rows_millionths(r, t->case_holders_fte_millionths);
	rows_int(r, t->case_holders_without_fte);
	rows_int(r, t->cases_held);
	rows_tenths_or_null(r, tally_average_tenths(t));
	rows_tenths_or_null(r, t->most_per_fte_tenths);
	rows_int(r, tally_rank(t, 50));
	rows_int(r, tally_rank(t, 90));
	rows_int(r, t->waiting);
	rows_int(r, t->people);
	rows_int(r, t->past_line);
	rows_int(r, t->not_known);
}

void resource_tallies_add(struct rows *r, const struct snapshot *s, const struct tally *t)
{
	rows_begin(r);
	rows_text(r, s->employer.code);
	rows_text(r, s->employer.name);
	rows_date(r, s->day);
	rows_bool(r, s->employer.demo);
	put_tally(r, t);
	rows_end(r);
}

void resource_tallies_end(struct rows *r, const struct tally *together)
{
	rows_list_end(r);
	if (r->format == RESOURCE_JSON) {
		struct rows all = {r->json, r->out, r->format, COLUMNS, COLUMNS_COUNT, COLUMNS_OF_WHOM};

		json_begin_object(&all.json, "together");
		json_int(&all.json, "employers", together->employers);
		put_tally(&all, together);
		json_end(&all.json, '}');
		r->json = all.json;
	}
	rows_finish(r);
}
