#include "api/figure_parts.h"

#include "base/csv.h"

enum { MILLIONTHS_OF_THOUSANDTH = 1000, CELL_BYTES = 40 };

void rows_thousandths(struct rows *r, int64_t thousandths)
{
	rows_millionths(r, thousandths * MILLIONTHS_OF_THOUSANDTH);
}

void json_thousandths(struct json_writer *w, const char *key, int64_t thousandths)
{
	json_millionths(w, key, thousandths * MILLIONTHS_OF_THOUSANDTH);
}

void rows_figure(struct rows *r, const struct figure *f)
{
	if (f->symbol == FIGURE_NUMBER)
		rows_thousandths(r, f->thousandths);
	else
		rows_text(r, "");
}

void json_figure(struct json_writer *w, const char *key, const struct figure *f)
{
	if (f->symbol == FIGURE_NUMBER)
		json_thousandths(w, key, f->thousandths);
	else
		json_put_null(w, key);
}

void csv_figure(struct buf *out, const struct figure *f)
{
	struct buf text = BUF_INIT(CELL_BYTES);

	if (f->symbol == FIGURE_NUMBER)
		buf_put_millionths(&text, f->thousandths * MILLIONTHS_OF_THOUSANDTH);
	else
		buf_puts(&text, figure_symbol_code(f->symbol));
	csv_cell(out, false, buf_text(&text));
	buf_free(&text);
}
