/* The league's picture: made of the published files, shared, and made anew when, and only when, there is another
 * release. */
#include <pthread.h>

#include "office.h"
#include "service/league/league_picture.h"

#define AREA "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name," \
	"old_la_code,new_la_code,la_name"
#define BOLTON "Local authority,E92000001,England,E12000002,North West,350,E08000001,Bolton"

static const char WORKERS[] = "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\n";

enum { LOOKS = 200, LOOKERS = 4, NEWER = 40 };

static struct store *open_store(struct office *o, enum store_mode mode)
{
	struct store *s = NULL;

	if (store_open(o->database, mode, &s, &o->err) < 0)
		fail_msg("%s", o->err.text);
	return s;
}

static int take(struct office *o, const char *path, struct release *ret, enum release_taken *ret_taken)
{
	struct store *s = open_store(o, STORE_CREATE);
	struct release_asked asked = {.by = "ann", .instant = OFFICE_NOW};
	struct input in;
	int rc;

	assert_int_equal(input_open(path, &in, &o->err), 0);
	asked.in = &in;
	rc = release_take(s, o->a, &asked, ret, ret_taken, &o->err);
	input_close(&in);
	store_close(s);
	return rc;
}

static struct release take_well(struct office *o, const char *path)
{
	enum release_taken taken;
	struct release r;

	if (take(o, path, &r, &taken) < 0)
		fail_msg("%s", o->err.text);
	assert_int_equal(taken, RELEASE_TAKEN);
	return r;
}

static struct release take_fixture(struct office *o, const char *name)
{
	return take_well(o, office_fixture(o, name));
}

/* A release of one row. */
static void take_cases(struct office *o, const char *name, int year, int cases)
{
	(void)take_well(o, office_file(o, name,
		arena_printf(o->a, AREA ",cases\n%d,Reporting year," BOLTON ",%d\n", year, cases)));
}

static const struct league_picture *load(struct office *o)
{
	struct store *s = open_store(o, STORE_READ);
	const struct league_picture *p;

	if (league_picture_load(s, &p, &o->err) < 0)
		fail_msg("%s", o->err.text);
	store_close(s);
	return p;
}

static int64_t figure(const struct league_picture *p, const char *code, int year, enum statistic which)
{
	int32_t place = league_find(p->league, code);

	assert_true(place >= 0);
	return league_cell(p->league, place, year)->figures.of[which].thousandths;
}

/* ---- taking ---- */

static void test_release__tells_what_it_is_of(void **state)
{
	struct release r = take_fixture(*state, "league_workforce_2025.csv");

	assert_int_equal(r.kind, RELEASE_FIGURES);
	assert_int_equal(r.rows, 28);
	assert_int_equal(r.latest_year, 2025);
	assert_string_equal(r.file_name, "league_workforce_2025.csv");
	assert_int_equal(take_fixture(*state, "league_neighbours_2025.csv").kind, RELEASE_NEIGHBOURS);
	r = take_fixture(*state, "league_inspections_2025.ods");
	assert_int_equal(r.kind, RELEASE_INSPECTIONS);
	assert_int_equal(r.rows, 6);
	assert_int_equal(r.latest_year, 2023);
}

static void test_release__that_would_be_too_many_areas_is_refused_with_its_line(void **state)
{
	struct buf text = BUF_INIT(1024 * 1024);
	struct office *o = *state;
	enum release_taken taken;
	struct release r;

	buf_puts(&text, AREA ",cases\n");
	for (int i = 0; i <= LEAGUE_AREAS_MOST; i++)
		buf_putf(&text, "2025,Reporting year,Local authority,E92000001,England,E12000002,North West,%d,E%d,Place %d,1\n", i,
			i, i);
	assert_int_equal(take(o, office_file(o, "many.csv", buf_text(&text)), &r, &taken), PL_LIMIT);
	assert_string_equal(o->err.text, "line 1002: there are more than 1000 areas");
	buf_free(&text);
}

static void assert_refused(struct office *o, const char *text, int code, const char *why)
{
	enum release_taken taken;
	struct release r;

	assert_int_equal(take(o, office_file(o, "a.json", text), &r, &taken), code);
	if (strstr(o->err.text, why) == NULL)
		fail_msg("%s: expected \"%s\", is \"%s\"", text, why, o->err.text);
}

static void test_file__that_the_league_is_not_made_of_is_told_what_it_is_made_of(void **state)
{
	static const char NONE[] = "(Ofsted, .ods), or a health check as an employer has published it (.json)";

	assert_refused(*state, "{\"format\":\"something else\"}", PL_NOT_FOUND, NONE);
	assert_refused(*state, "{\"format\"", PL_NOT_FOUND, NONE);
	assert_refused(*state, "", PL_NOT_FOUND, NONE);
	assert_refused(*state, "child,name\n1,Ann\n", PL_NOT_FOUND, NONE);
}

static void test_health_check__is_refused_as_one_however_it_is_laid_out(void **state)
{
	static const char *const LAID_OUT[] = {"{\"format\":\"plimsoll health check\"}",
		"{\n\t\"format\" : \"plimsoll health check\"\r\n}", "\xEF\xBB\xBF {\"format\": \"plimsoll health check\""};

	for (size_t i = 0; i < sizeof LAID_OUT / sizeof *LAID_OUT; i++)
		assert_refused(*state, LAID_OUT[i], PL_INVALID, "ealth check");
}

/* ---- what is made of them ---- */

static void test_picture__has_inspections_and_neighbours_whatever_was_taken_first(void **state)
{
	struct office *o = *state;
	const struct league_picture *p;
	const struct league_area *area;

	(void)take_fixture(o, "league_inspections_2025.ods");
	(void)take_fixture(o, "league_neighbours_2025.csv");
	(void)take_fixture(o, "league_workforce_2025.csv");
	p = load(o);
	area = league_area(p->league, league_find(p->league, "E08000038"));
	assert_string_equal(area->name, "Barnsley");
	assert_int_equal(area->inspections_count, 2);
	assert_int_equal(area->inspections[1].of[1], JUDGED_REQUIRES_IMPROVEMENT);
	assert_int_equal(area->neighbours_count, 1);
	assert_string_equal(league_area(p->league, area->neighbours[0])->name, "Sunderland");
	assert_int_equal(p->releases_count, 3);
	assert_int_equal(p->funnel_year, 2025);
	assert_int_equal(p->first_year, 2024);
	league_picture_drop(p);
}

static void test_picture__believes_the_later_release_of_a_year(void **state)
{
	struct office *o = *state;
	const struct league_picture *p;

	take_cases(o, "now.csv", 2025, 3);
	take_cases(o, "corrected.csv", 2025, 5);
	take_cases(o, "before.csv", 2024, 7);
	p = load(o);
	assert_int_equal(figure(p, "E08000001", 2025, STATISTIC_CASES), 5000);
	assert_int_equal(figure(p, "E08000001", 2024, STATISTIC_CASES), 7000);
	league_picture_drop(p);
}

static void test_picture__of_nothing_has_no_years(void **state)
{
	struct office *o = *state;
	const struct league_picture *p;

	store_close(open_store(o, STORE_CREATE));
	p = load(o);
	assert_int_equal(p->last_year, 0);
	assert_int_equal(p->funnel_year, 0);
	assert_null(league_picture_year(p, 2025));
	league_picture_drop(p);
}

#define HOLDERS "case_holders_fte,cases,caseload_fte"
#define BURY "Local authority,E92000001,England,E12000002,North West,351,E08000002,Bury"

/* Two employers, so that there is a funnel; in the other years there are cases only. */
static void take_caseloads(struct office *o, int year, bool has_funnel)
{
	(void)take_well(o, office_file(o, arena_printf(o->a, "%d.csv", year), has_funnel
		? arena_printf(o->a, AREA "," HOLDERS "\n%d,Reporting year," BOLTON ",20,300,15\n%d,Reporting year," BURY
		",20,400,20\n", year, year) : arena_printf(o->a, AREA ",cases\n%d,Reporting year," BOLTON ",300\n", year)));
}

static void test_change__is_said_since_five_years_before_or_the_first_after_that_with_a_funnel(void **state)
{
	struct office *o = *state;
	const struct league_picture *p;

	take_caseloads(o, 2019, true);
	take_caseloads(o, 2021, false);
	take_caseloads(o, 2022, true);
	take_caseloads(o, 2024, true);
	take_caseloads(o, 2026, true);
	p = load(o);
	assert_int_equal(league_picture_change_from(p, 2019), 0);
	assert_int_equal(league_picture_change_from(p, 2022), 2019);
	assert_int_equal(league_picture_change_from(p, 2024), 2019);
	assert_int_equal(league_picture_change_from(p, 2026), 2022);
	league_picture_drop(p);
}

/* ---- shared ---- */

struct gallery {
	struct store *reader;
	struct league_pictures *pictures;
};

static struct gallery gallery_open(struct office *o)
{
	struct gallery g;

	take_cases(o, "first.csv", 2025, 1);
	g.reader = open_store(o, STORE_READ);
	g.pictures = league_pictures_new(g.reader);
	return g;
}

static void gallery_close(struct gallery *g)
{
	league_pictures_free(g->pictures);
	store_close(g->reader);
}

static const struct league_picture *look(struct gallery *g)
{
	const struct league_picture *p;
	struct err err;

	if (league_pictures_get(g->pictures, &p, &err) < 0)
		fail_msg("%s", err.text);
	return p;
}

static void test_picture__stays_when_something_else_is_written(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	const struct league_picture *before = look(&g), *after;

	(void)IMPORT(o, office_file(o, "workers.csv", WORKERS));
	after = look(&g);
	assert_ptr_equal(before, after);
	league_picture_drop(before);
	league_picture_drop(after);
	gallery_close(&g);
}

static void test_picture__is_made_anew_for_a_new_release_and_the_old_one_lives_on(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	const struct league_picture *before = look(&g), *after;

	take_cases(o, "second.csv", 2025, 2);
	after = look(&g);
	assert_int_equal(figure(before, "E08000001", 2025, STATISTIC_CASES), 1000);
	assert_int_equal(figure(after, "E08000001", 2025, STATISTIC_CASES), 2000);
	assert_string_not_equal(before->etag, after->etag);
	league_picture_drop(before);
	league_picture_drop(after);
	gallery_close(&g);
}

/* Each look is of a whole picture, and none is older than the one before. */
static void *keep_looking(void *context)
{
	static char WRONG[] = "a picture is not whole, or older than the one before";
	struct gallery *g = context;
	int64_t seen = 0;

	for (int i = 0; i < LOOKS; i++) {
		const struct league_picture *p = look(g);
		int64_t cases = figure(p, "E08000001", 2025, STATISTIC_CASES);

		if (cases < seen || p->releases_count * 1000 != (size_t)cases)
			return WRONG;
		seen = cases;
		league_picture_drop(p);
	}
	return NULL;
}

static void test_picture__may_be_asked_for_by_several_while_releases_are_added(void **state)
{
	struct office *o = *state;
	struct gallery g = gallery_open(o);
	pthread_t lookers[LOOKERS];

	for (int i = 0; i < LOOKERS; i++)
		assert_int_equal(pthread_create(&lookers[i], NULL, keep_looking, &g), 0);
	for (int n = 2; n <= NEWER; n++)
		take_cases(o, arena_printf(o->a, "%d.csv", n), 2025, n);
	for (int i = 0; i < LOOKERS; i++) {
		void *wrong;

		assert_int_equal(pthread_join(lookers[i], &wrong), 0);
		if (wrong != NULL)
			fail_msg("%s", (const char *)wrong);
	}
	gallery_close(&g);
}

#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_OFFICE(test_release__tells_what_it_is_of),
		IN_OFFICE(test_release__that_would_be_too_many_areas_is_refused_with_its_line),
		IN_OFFICE(test_file__that_the_league_is_not_made_of_is_told_what_it_is_made_of),
		IN_OFFICE(test_health_check__is_refused_as_one_however_it_is_laid_out),
		IN_OFFICE(test_picture__has_inspections_and_neighbours_whatever_was_taken_first),
		IN_OFFICE(test_picture__believes_the_later_release_of_a_year),
		IN_OFFICE(test_picture__of_nothing_has_no_years),
		IN_OFFICE(test_change__is_said_since_five_years_before_or_the_first_after_that_with_a_funnel),
		IN_OFFICE(test_picture__stays_when_something_else_is_written),
		IN_OFFICE(test_picture__is_made_anew_for_a_new_release_and_the_old_one_lives_on),
		IN_OFFICE(test_picture__may_be_asked_for_by_several_while_releases_are_added),
	};

	return RUN_TESTS(tests);
}
