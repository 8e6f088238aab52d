/* Files of official statistics. */
#include "exchange/statistics_csv.h"
#include "fuzz_promise.h"

static int see_figures(void *context, const struct league_told *row, struct err *err)
{
	(void)context, (void)err;
	fuzz_promise(row->year >= LEAGUE_YEAR_LEAST && row->year <= LEAGUE_YEAR_MOST);
	fuzz_promise(row->code.len > 0 && str_is_clean_utf8(row->name));
	for (int i = 0; i < STATISTIC_COUNT; i++)
		fuzz_promise(row->figures.of[i].symbol == FIGURE_NUMBER || row->figures.of[i].thousandths == 0);
	return 0;
}

static int see_neighbours(void *context, const struct statistics_neighbours *row, struct err *err)
{
	(void)context, (void)err;
	fuzz_promise(row->dfe_code.len == 3 && row->count <= LEAGUE_NEIGHBOURS_MOST);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct statistics_sink to = {NULL, see_figures, see_neighbours, 0};
	struct err err;

	fuzz_answer(statistics_csv_read_bytes((const char *)bytes, n, &to, &err), &err);
	return 0;
}
