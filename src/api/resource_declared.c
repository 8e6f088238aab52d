/* What an employer declares of itself. */
#include "api/parts.h"
#include "core/list_words.h"

static const char *const DECLARED_COLUMNS[] = {"declared", "figure", "from", "until", "goal", "starts", "due", "pounds", "status", "agreed_by",
	"said_by", "said_at"};

/* A figure in the unit in which it is said. */
static void put_figure(struct rows *r, enum declared what, int32_t figure)
{
	int64_t millionths = figure;

	for (int places = declared_places(what); places < 6; places++)
		millionths *= 10;
	rows_millionths_or_null(r, millionths);
}

static void put_row(struct rows *r, const struct declaration *d, bool names)
{
	bool is_target = d->what == DECLARED_TARGET;

	rows_begin(r);
	rows_text(r, declared_code(d->what));
	put_figure(r, d->what, d->figure);
	rows_date(r, d->when.from);
	rows_date(r, d->when.until);
	rows_tenths_or_null(r, is_target ? d->goal : -1);
	rows_date(r, is_target ? d->starts : DAY_MIN);
	rows_date(r, is_target || d->what == DECLARED_PLAN ? d->due : DAY_MAX);
	rows_int_or_null(r, is_target ? d->pounds : -1);
	rows_text(r, is_target ? line_status_code(d->status) : "");
	rows_text(r, d->agreed_by);
	rows_text(r, names ? d->by : "");
	rows_instant(r, d->instant);
	rows_end(r);
}

void resource_declared(struct buf *out, enum resource_format format, const struct picture *p, const struct declaration *rows, size_t count,
	bool names)
{
	struct rows r = ROWS(out, format, DECLARED_COLUMNS);

	if (format == RESOURCE_JSON)
		put_head(&r, p);
	rows_list(&r, "declared");
	for (size_t i = 0; i < count; i++)
		put_row(&r, &rows[i], names);
	rows_list_end(&r);
	rows_finish(&r);
}
