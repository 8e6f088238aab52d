#include "service/league/release_read.h"

#include "base/date.h"
#include "exchange/inspections.h"
#include "exchange/statistics_csv.h"

static const char ZIP[] = "PK\x03\x04";

static int none_of_them(struct err *err)
{
	return err_set(err, PL_NOT_FOUND, "the league is made of no such file: expected figures of employers or their "
		"statistical neighbours (Department for Education, CSV), inspection outcomes (Ofsted, .ods), or a health check as an "
		"employer has published it (.json)");
}

static int recognise_csv(const char *bytes, size_t n, enum release_kind *ret, struct err *err)
{
	enum statistics_kind kind = STATISTICS_NONE;
	struct csv_source s;
	struct err ignored;

	if (csv_source_open_bytes(bytes, n, NULL, &s, &ignored) < 0)
		return none_of_them(err);
	if (csv_source_next(&s, &ignored) > 0)
		kind = statistics_kind_of_header(s.csv.fields, s.csv.count);
	csv_source_close(&s);
	if (kind == STATISTICS_NONE)
		return none_of_them(err);
	*ret = kind == STATISTICS_FIGURES ? RELEASE_FIGURES : RELEASE_NEIGHBOURS;
	return 0;
}

static int recognise_spreadsheet(const char *bytes, size_t n, enum release_kind *ret, struct err *err)
{
	struct err why;
	int rc = inspections_recognise_bytes(bytes, n, &why);

	if (rc < 0)
		return err_set(err, rc == PL_INVALID ? PL_NOT_FOUND : rc, "%s", why.text);
	if (rc == 0)
		return none_of_them(err);
	*ret = RELEASE_INSPECTIONS;
	return 0;
}

int release_recognise(const char *bytes, size_t n, enum release_kind *ret, struct err *err)
{
	bool is_package = n >= sizeof ZIP - 1 && memcmp(bytes, ZIP, sizeof ZIP - 1) == 0;

	return is_package ? recognise_spreadsheet(bytes, n, ret, err) : recognise_csv(bytes, n, ret, err);
}

static void find_columns(const char *bytes, size_t n, bool ret[STATISTIC_COUNT])
{
	struct csv_source s;
	struct err ignored;

	for (int i = 0; i < STATISTIC_COUNT; i++)
		ret[i] = false;
	if (csv_source_open_bytes(bytes, n, NULL, &s, &ignored) < 0)
		return;
	if (csv_source_next(&s, &ignored) > 0)
		statistics_of_header(s.csv.fields, s.csv.count, ret);
	csv_source_close(&s);
}

bool releases_tell_the_same(enum release_kind kind, struct str one, struct str other)
{
	bool of_one[STATISTIC_COUNT], of_other[STATISTIC_COUNT], any = kind != RELEASE_FIGURES;

	if (any)
		return true;
	find_columns(one.at, one.len, of_one);
	find_columns(other.at, other.len, of_other);
	for (int i = 0; i < STATISTIC_COUNT; i++)
		any = any || (of_one[i] && of_other[i]);
	return any;
}

static void count_row(struct release_read *r, int year)
{
	r->rows++;
	r->latest_year = year > r->latest_year ? year : r->latest_year;
}

static int on_figures(void *context, const struct league_told *row, struct err *err)
{
	struct release_read *r = context;

	count_row(r, row->year);
	return league_tell(r->league, row, err);
}

static int on_neighbours(void *context, const struct statistics_neighbours *row, struct err *err)
{
	struct release_read *r = context;

	(void)err;
	count_row(r, 0);
	league_tell_neighbours(r->league, row->dfe_code, row->neighbours, row->count);
	return 0;
}

static int on_inspection(void *context, struct str code, struct str name, const struct inspection *inspection,
	struct err *err)
{
	struct release_read *r = context;
	int year, month, day;

	date_to_civil(inspection->inspected, &year, &month, &day);
	if (r->year_most != 0 && year > r->year_most)
		return err_set(err, PL_INVALID, "%.*s: an inspection of %d is of a year to come: expected %d at most", (int)name.len,
			name.at, year, r->year_most);
	count_row(r, year);
	league_tell_inspection(r->league, code, inspection);
	return 0;
}

int release_read(enum release_kind kind, const char *bytes, size_t n, struct release_read *ret, struct err *err)
{
	const struct statistics_sink to = {ret, on_figures, on_neighbours, ret->year_most};

	league_begin_release(ret->league);
	if (kind == RELEASE_INSPECTIONS)
		return inspections_read_bytes(bytes, n, on_inspection, ret, err);
	return statistics_csv_read_bytes(bytes, n, &to, err);
}
