#include "exchange/statistics_csv.h"

enum area_column { COLUMN_YEAR, COLUMN_LEVEL, COLUMN_COUNTRY, COLUMN_REGION, COLUMN_REGION_NAME, COLUMN_DFE,
	COLUMN_CODE, COLUMN_NAME, AREA_COLUMNS };

static const char *const AREA_NAMES[AREA_COLUMNS] = {"time_period", "geographic_level", "country_code", "region_code",
	"region_name", "old_la_code", "new_la_code", "la_name"};

static const char *const LEVELS[] = {[AREA_ENGLAND] = "National", [AREA_REGION] = "Regional",
	[AREA_EMPLOYER] = "Local authority"};

/* Files with several rows an area and year, told apart by a column: the one that is read. */
static const struct {
	const char *column, *word;
} TAKEN[] = {
	{"sw_stability", "3 or more social workers during the year"},
	{"age_group", "Children aged 0 to 17 years"},
};
enum { TAKEN_COUNT = sizeof TAKEN / sizeof *TAKEN, DFE_CODES = 1000, NOWHERE = -1 };

/* Where the columns stand. */
struct layout {
	int area[AREA_COLUMNS];
	int statistic[STATISTIC_COUNT];
	int taken[TAKEN_COUNT];
	int dfe, neighbours[LEAGUE_NEIGHBOURS_MOST]; /* of the other kind */
};

static int column_of(const struct str *cells, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_is(str_trim(cells[i]), name))
			return (int)i;
	}
	return NOWHERE;
}

static size_t find_statistics(const struct str *cells, size_t count, int places[STATISTIC_COUNT])
{
	size_t found = 0;

	for (int i = 0; i < STATISTIC_COUNT; i++)
		places[i] = NOWHERE;
	for (size_t i = 0; i < count; i++) {
		enum statistic which;

		if (statistic_of_column(str_trim(cells[i]), &which) && places[which] == NOWHERE) {
			places[which] = (int)i;
			found++;
		}
	}
	return found;
}

static bool find_area(const struct str *cells, size_t count, int places[AREA_COLUMNS])
{
	bool all = true;

	for (int i = 0; i < AREA_COLUMNS; i++) {
		places[i] = column_of(cells, count, AREA_NAMES[i]);
		all = all && places[i] != NOWHERE;
	}
	return all;
}

static bool find_neighbours(const struct str *cells, size_t count, struct layout *l)
{
	char name[8];
	bool all = true;

	for (int i = 0; i < LEAGUE_NEIGHBOURS_MOST; i++) {
		(void)snprintf(name, sizeof name, "SN_%d", i + 1);
		l->neighbours[i] = column_of(cells, count, name);
		all = all && l->neighbours[i] != NOWHERE;
	}
	l->dfe = column_of(cells, count, AREA_NAMES[COLUMN_DFE]);
	return all && l->dfe != NOWHERE;
}

static enum statistics_kind lay_out(const struct str *cells, size_t count, struct layout *ret)
{
	if (find_neighbours(cells, count, ret))
		return STATISTICS_NEIGHBOURS;
	for (size_t i = 0; i < TAKEN_COUNT; i++)
		ret->taken[i] = column_of(cells, count, TAKEN[i].column);
	return find_area(cells, count, ret->area) &&
		find_statistics(cells, count, ret->statistic) > 0 ? STATISTICS_FIGURES : STATISTICS_NONE;
}

/* ---- columns that stand twice ---- */

static bool is_same(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

/* Where the name of one of these columns stands again; NOWHERE. */
static int find_again(const struct str *cells, size_t count, const int *places, size_t places_count)
{
	for (size_t p = 0; p < places_count; p++) {
		for (size_t i = 0; i < count && places[p] != NOWHERE; i++)
			if ((int)i != places[p] && is_same(str_trim(cells[i]), str_trim(cells[places[p]])))
				return (int)i;
	}
	return NOWHERE;
}

/* Under one of the names that a statistic has had over the years. */
static int find_statistic_again(const struct str *cells, size_t count, const int places[STATISTIC_COUNT])
{
	enum statistic which;

	for (size_t i = 0; i < count; i++)
		if (statistic_of_column(str_trim(cells[i]), &which) && places[which] != (int)i)
			return (int)i;
	return NOWHERE;
}

static int check_columns(const struct csv_source *s, const struct layout *l, enum statistics_kind kind, struct err *err)
{
	const struct str *cells = s->csv.fields;
	const size_t count = s->csv.count;
	int again;

	if (kind == STATISTICS_NEIGHBOURS) {
		again = find_again(cells, count, l->neighbours, LEAGUE_NEIGHBOURS_MOST);
		again = again == NOWHERE ? find_again(cells, count, &l->dfe, 1) : again;
	} else {
		again = find_statistic_again(cells, count, l->statistic);
		again = again == NOWHERE ? find_again(cells, count, l->area, AREA_COLUMNS) : again;
		again = again == NOWHERE ? find_again(cells, count, l->taken, TAKEN_COUNT) : again;
	}
	if (again == NOWHERE)
		return 0;
	return err_set(err, PL_INVALID, "%s: what column %d says (%.*s) is said by another column too: expected it once",
		s->place, again + 1, (int)str_trim(cells[again]).len, str_trim(cells[again]).at);
}

void statistics_of_header(const struct str *cells, size_t count, bool ret[STATISTIC_COUNT])
{
	int places[STATISTIC_COUNT];

	(void)find_statistics(cells, count, places);
	for (int i = 0; i < STATISTIC_COUNT; i++)
		ret[i] = places[i] != NOWHERE;
}

enum statistics_kind statistics_kind_of_header(const struct str *cells, size_t count)
{
	struct layout l;

	return lay_out(cells, count, &l);
}

/* ---- rows ---- */

static struct str cell_at(const struct csv_source *s, int column)
{
	return column >= 0 && (size_t)column < s->csv.count ? str_trim(s->csv.fields[column]) : STR("");
}

static int expected(const struct csv_source *s, const char *column, const char *what, struct err *err)
{
	return err_set(err, PL_INVALID, "%s, column %s: expected %s", s->place, column, what);
}

/* Whether the row is one of several that is not read. */
static bool is_passed_over(const struct csv_source *s, const struct layout *l)
{
	for (size_t i = 0; i < TAKEN_COUNT; i++) {
		if (l->taken[i] != NOWHERE && !str_is(cell_at(s, l->taken[i]), TAKEN[i].word))
			return true;
	}
	return false;
}

static bool read_level(struct str word, enum area_level *ret)
{
	for (size_t i = 0; i < sizeof LEVELS / sizeof *LEVELS; i++) {
		if (str_is(word, LEVELS[i])) {
			*ret = (enum area_level)i;
			return true;
		}
	}
	return false;
}

static struct str area_cell(const struct csv_source *s, const struct layout *l, enum area_column column)
{
	return cell_at(s, l->area[column]);
}

static struct str name_of(const struct csv_source *s, const struct layout *l, enum area_level level)
{
	if (level == AREA_ENGLAND)
		return STR("England");
	return area_cell(s, l, level == AREA_EMPLOYER ? COLUMN_NAME : COLUMN_REGION_NAME);
}

static int read_area(const struct csv_source *s, const struct layout *l, int year_most, struct league_told *ret,
	struct err *err)
{
	static const enum area_column CODES[] = {[AREA_ENGLAND] = COLUMN_COUNTRY, [AREA_REGION] = COLUMN_REGION,
		[AREA_EMPLOYER] = COLUMN_CODE};
	int64_t year;

	if (!str_to_int(area_cell(s, l, COLUMN_YEAR), LEAGUE_YEAR_LEAST, LEAGUE_YEAR_MOST, &year))
		return expected(s, AREA_NAMES[COLUMN_YEAR], "a year of four digits", err);
	if (year_most != 0 && year > year_most)
		return err_set(err, PL_INVALID, "%s, column %s: %d is a year to come: expected %d at most", s->place,
			AREA_NAMES[COLUMN_YEAR], (int)year, year_most);
	if (!read_level(area_cell(s, l, COLUMN_LEVEL), &ret->level))
		return expected(s, AREA_NAMES[COLUMN_LEVEL], "National, Regional or Local authority", err);
	ret->year = (int)year;
	ret->code = area_cell(s, l, CODES[ret->level]);
	ret->region = area_cell(s, l, COLUMN_REGION_NAME);
	ret->dfe_code = area_cell(s, l, COLUMN_DFE);
	ret->name = name_of(s, l, ret->level);
	if (ret->code.len == 0 || !str_is_clean_utf8(ret->code))
		return expected(s, AREA_NAMES[CODES[ret->level]], "the code of the area", err);
	if (ret->name.len == 0 || !str_is_clean_utf8(ret->name))
		return expected(s, AREA_NAMES[ret->level == AREA_EMPLOYER ? COLUMN_NAME : COLUMN_REGION_NAME], "the name of the area",
			err);
	return 0;
}

static int read_figures_row(const struct csv_source *s, const struct layout *l, const struct statistics_sink *to,
	struct err *err)
{
	struct league_told row = {0};
	int rc = read_area(s, l, to->year_most, &row, err);

	for (int i = 0; i < STATISTIC_COUNT && rc == 0; i++) {
		row.has[i] = l->statistic[i] != NOWHERE;
		if (row.has[i] && !figure_parse(cell_at(s, l->statistic[i]), &row.figures.of[i]))
			rc = expected(s, statistic_row((enum statistic)i)->code, "a number, c, low, u, x, z or :", err);
	}
	if (rc < 0)
		return rc;
	rc = to->figures(to->context, &row, err);
	return rc < 0 ? err_prefix(err, "%s", s->place) : rc;
}

/* `told` has the employers whose neighbours an earlier row said, by their digits. */
static int read_neighbours_row(const struct csv_source *s, const struct layout *l, const struct statistics_sink *to,
	bool told[DFE_CODES], struct err *err)
{
	int64_t number = 0;
	struct statistics_neighbours row = {.dfe_code = cell_at(s, l->dfe)};

	if (!league_is_dfe_code(row.dfe_code))
		return expected(s, AREA_NAMES[COLUMN_DFE], "the three digits of an employer", err);
	(void)str_to_int(row.dfe_code, 0, DFE_CODES - 1, &number);
	if (told[number])
		return err_set(err, PL_INVALID, "%s: the neighbours of %.3s stand in an earlier line already: expected them once",
			s->place, row.dfe_code.at);
	told[number] = true;
	for (int i = 0; i < LEAGUE_NEIGHBOURS_MOST; i++) {
		struct str code = cell_at(s, l->neighbours[i]);

		if (code.len == 0)
			continue;
		if (!league_is_dfe_code(code))
			return expected(s, "SN_1 to SN_10", "the three digits of an employer", err);
		row.neighbours[row.count++] = code;
	}
	return to->neighbours(to->context, &row, err);
}

/* ---- whole lines ---- */

static bool is_one_of(int place, const int *places, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (places[i] == place)
			return true;
	return false;
}

/* Whether more could have stood behind the last field of the row, which has every field. */
static bool may_go_on(const struct csv_source *s, const struct layout *l, enum statistics_kind kind)
{
	const int last = (int)s->csv.count - 1;
	const struct str cell = cell_at(s, last);
	struct figure f;

	if (s->csv.end[-1] == '"')
		return false;
	if (kind == STATISTICS_NEIGHBOURS)
		return is_one_of(last, l->neighbours, LEAGUE_NEIGHBOURS_MOST) ? !league_is_dfe_code(cell) : last == l->dfe;
	if (is_one_of(last, l->statistic, STATISTIC_COUNT))
		return !figure_parse(cell, &f) || f.symbol == FIGURE_NUMBER || f.symbol == FIGURE_MISSING;
	return is_one_of(last, l->area, AREA_COLUMNS) || is_one_of(last, l->taken, TAKEN_COUNT);
}

static int check_whole(const struct csv_source *s, const struct layout *l, enum statistics_kind kind, size_t columns,
	struct err *err)
{
	const bool ended = s->csv.at < s->csv.end || s->csv.end[-1] == '\n' || s->csv.end[-1] == '\r';

	if (s->csv.count != columns)
		return err_set(err, PL_INVALID, "%s has %zu fields%s: expected %zu, as many as there are columns", s->place,
			s->csv.count, ended ? "" : " and no line end, so the file is cut short", columns);
	if (!ended && may_go_on(s, l, kind))
		return err_set(err, PL_INVALID, "%s has no line end, so its last field may be cut short: expected a whole file "
			"(if it is whole, put a line end behind it)", s->place);
	return 0;
}

/* ---- the file ---- */

static int read_header(struct csv_source *s, struct layout *l, enum statistics_kind *ret, struct err *err)
{
	enum statistics_kind kind;
	int rc = csv_source_next(s, err);

	if (rc < 0)
		return rc;
	kind = rc == 0 ? STATISTICS_NONE : lay_out(s->csv.fields, s->csv.count, l);
	if (kind == STATISTICS_NONE)
		return err_set(err, PL_INVALID,
			"line 1: these are not the columns of a file of official statistics that is known here");
	*ret = kind;
	return check_columns(s, l, kind, err);
}

static int read_rows(struct csv_source *s, const struct statistics_sink *to, struct err *err)
{
	struct layout l;
	bool told[DFE_CODES] = {false};
	enum statistics_kind kind = STATISTICS_NONE;
	int rc = read_header(s, &l, &kind, err);
	const size_t columns = s->csv.count;

	if (rc < 0)
		return rc;
	for (size_t rows = 0; (rc = csv_source_next(s, err)) > 0; rows++) {
		if (rows == STATISTICS_ROWS_MOST)
			return err_set(err, PL_LIMIT, "%s: more than %d rows", s->place, STATISTICS_ROWS_MOST);
		rc = check_whole(s, &l, kind, columns, err);
		if (rc == 0 && kind == STATISTICS_NEIGHBOURS)
			rc = read_neighbours_row(s, &l, to, told, err);
		else if (rc == 0 && !is_passed_over(s, &l))
			rc = read_figures_row(s, &l, to, err);
		if (rc < 0)
			return rc;
	}
	return rc;
}

int statistics_csv_read_bytes(const char *bytes, size_t n, const struct statistics_sink *to, struct err *err)
{
	struct csv_source s;
	int rc = csv_source_open_bytes(bytes, n, NULL, &s, err);

	if (rc < 0)
		return rc;
	rc = read_rows(&s, to, err);
	csv_source_close(&s);
	return rc;
}
