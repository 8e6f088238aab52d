/* The league from a file of figures as it is published: from its bytes to the rows of every year, the median of several
 * passes.
 *
 *	league FILE     prints: nanoseconds, employers' rows, flags other than "within", the last centre in millionths
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/plain_file.h"
#include "core/league.h"
#include "exchange/statistics_csv.h"

enum { PASSES = 21, FILE_BYTES = 64 * 1024 * 1024, MILLION = 1000000 };

struct outcome {
	int64_t took, rows, flagged, centre;
};

static int64_t now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int tell(void *context, const struct league_told *row, struct err *err)
{
	return league_tell(context, row, err);
}

static int pass_over(void *context, const struct statistics_neighbours *row, struct err *err)
{
	(void)context;
	(void)row;
	(void)err;
	return 0;
}

static void count_year(const struct league_year *y, struct outcome *ret)
{
	ret->rows += (int64_t)y->count;
	for (size_t i = 0; i < y->count; i++)
		ret->flagged += y->rows[i].has_flag && y->rows[i].flag != FUNNEL_WITHIN;
	if (y->has_funnel)
		ret->centre = fixed_round(y->funnel.centre, MILLION);
}

static int make(const struct buf *bytes, struct outcome *ret, struct err *err)
{
	int64_t begun = now_ns();
	struct arena *a = arena_new();
	struct league *league = league_new(a);
	const struct statistics_sink to = {league, tell, pass_over, 0};
	int first, last, rc = statistics_csv_read_bytes(buf_text(bytes), bytes->len, &to, err);

	*ret = (struct outcome){0};
	for (bool any = rc == 0 && league_years(league, &first, &last); any && first <= last; first++) {
		const struct league_year y = league_year_of(a, league, first);

		count_year(&y, ret);
	}
	arena_free(a);
	ret->took = now_ns() - begun;
	return rc;
}

static int by_time(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	return (x->took > y->took) - (x->took < y->took);
}

int main(int argc, char **argv)
{
	struct buf bytes = BUF_INIT(FILE_BYTES);
	struct outcome passes[PASSES];
	struct err err;
	int rc = argc == 2 ? plain_file_read(argv[1], FILE_PLAIN, "a file of figures", &bytes, &err)
		: err_set(&err, PL_INVALID, "expected the name of a file");

	for (int i = 0; i < PASSES && rc == 0; i++)
		rc = make(&bytes, &passes[i], &err);
	buf_free(&bytes);
	if (rc < 0) {
		(void)fprintf(stderr, "league: %s\n", err.text);
		return 1;
	}
	qsort(passes, PASSES, sizeof *passes, by_time);
	(void)printf("%lld\t%lld\t%lld\t%lld\n", (long long)passes[PASSES / 2].took, (long long)passes[0].rows,
		(long long)passes[0].flagged, (long long)passes[0].centre);
	return 0;
}
