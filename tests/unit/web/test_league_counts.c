/* A joint return counts once, and so on the page, in the chart, on the page of each employer, in CSV and in JSON. The
 * figures are invented: in the first year a joint return has none, in the next it stands out low, in the last high. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../test.h"
#include "base/buf.h"
#include "base/str.h"
#include "council.h"
#include "service/league/release_files.h"
#include "web/app.h"

#define AREA "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name," \
	"old_la_code,new_la_code,la_name"
#define PLACE "Local authority,E92000001,England,E12000002,North West"

enum { PLAIN = 20, BYTES = 65536, CELLS = 30, CELL = 80, FIRST_YEAR = 2023, YEARS = 3, TAKEN = 1795000000 };

static struct council council;
static struct store *store;
static struct league_pictures *league;
static struct web_app *app;
static struct place place;
static char file[100];

/* ---- the releases ---- */

/* 20 ordinary employers, one that is far above, and a joint return before and one after them. */
static void put_year(struct buf *out, int year, const char *joint)
{
	for (int i = 0; i < PLAIN; i++)
		buf_putf(out, "%d,Year," PLACE ",%d,E0800%04d,Employer %c,100,%d,%d.%d\n", year, 300 + i, i, 'A' + i,
			1500 + i % 5 * 10, 15, i % 5);
	buf_putf(out, "%d,Year," PLACE ",400,E08000400,Farabove,100,4000,40\n", year);
	buf_putf(out, "%d,Year," PLACE ",940 / 941,E06000061 / E06000062,Zed North / Bee West,%s\n", year, joint);
}

static void take(void)
{
	struct buf csv = BUF_INIT(BYTES);
	const char *const paths[] = {file};
	struct release_files_asked asked = {.database = place.path, .paths = paths, .count = 1, .by = "adam", .instant = TAKEN};
	struct release_file *files;
	struct err err;
	size_t count;
	FILE *to;

	buf_puts(&csv, AREA ",case_holders_fte,cases,caseload_fte\n");
	put_year(&csv, FIRST_YEAR, "x,x,x");
	put_year(&csv, FIRST_YEAR + 1, "200,200,1");
	put_year(&csv, FIRST_YEAR + 2, "200,8000,40");
	place_make(&place);
	(void)snprintf(file, sizeof file, "%s/counts.csv", place.folder);
	to = fopen(file, "w");
	assert_non_null(to);
	assert_int_equal(fwrite(buf_text(&csv), 1, csv.len, to), csv.len);
	assert_int_equal(fclose(to), 0);
	buf_free(&csv);
	if (release_files_take(council.arena, &asked, &files, &count, &err) < 0 ||
		store_open(place.path, STORE_READ, &store, &err) < 0)
		fail_msg("%s", err.text);
	league = league_pictures_new(store);
}

/* ---- asking ---- */

static const char *ask(const char *target)
{
	struct response response = {0};
	struct log_subject subject;
	struct request request;
	const char *text;

	request_begin(&request, NULL, "GET");
	response_reset(&response);
	request.arena = council.arena;
	request.host = "localhost";
	request.cookies = request.if_none_match = "";
	(void)request_read_target(&request, target, NULL);
	web_answer(app, &request, &response, &subject);
	assert_int_equal(response.status, 200);
	text = arena_strdup(council.arena, buf_text(&response.body));
	buf_free(&response.body);
	return text;
}

static const char *address(const char *form, int year)
{
	return arena_printf(council.arena, "/league%s?year=%d", form, year);
}

static void says(const char *page, const char *words)
{
	if (strstr(page, words) == NULL)
		fail_msg("a page does not say \"%s\"", words);
}

/* ---- counting in the data, by nothing but what stands in it ---- */

struct counted {
	size_t employers, returns, points, high, low;
};

static size_t cells_of(const char *line, char cells[CELLS][CELL])
{
	size_t count = 0;

	while (count < CELLS) {
		size_t n = strcspn(line, ",\r");

		(void)snprintf(cells[count++], CELL, "%.*s", (int)n, line);
		if (line[n] != ',')
			return count;
		line += n + 1;
	}
	return count;
}

static size_t column(char cells[CELLS][CELL], const char *name)
{
	size_t i = 0;

	while (i < CELLS && strcmp(cells[i], name) != 0)
		i++;
	assert_true(i < CELLS);
	return i;
}

static struct counted count_csv(const char *csv)
{
	char cells[CELLS][CELL] = {{0}};
	struct counted c = {0};
	size_t code, joint, standing, caseload;

	(void)cells_of(csv, cells);
	code = column(cells, "code");
	joint = column(cells, "joint_with");
	standing = column(cells, "standing");
	caseload = column(cells, "caseload");
	for (const char *line = strchr(csv, '\n') + 1; *line != '\0'; line = strchr(line, '\n') + 1) {
		(void)cells_of(line, cells);
		c.employers++;
		if (cells[joint][0] != '\0' && strcmp(cells[joint], cells[code]) < 0)
			continue;
		c.returns++;
		c.points += cells[caseload][0] != '\0' ? 1 : 0;
		c.high += strstr(cells[standing], "high") != NULL ? 1 : 0;
		c.low += strstr(cells[standing], "low") != NULL ? 1 : 0;
	}
	return c;
}

static size_t times(const char *page, const char *words)
{
	size_t n = 0;

	for (const char *at = strstr(page, words); at != NULL; at = strstr(at + 1, words))
		n++;
	return n;
}

static const char *title_of(const struct counted *c)
{
	size_t unusual = c->high + c->low;

	return arena_printf(council.arena, "%zu of %zu returns stand%s out from the rest", unusual, c->points,
		unusual == 1 ? "s" : "");
}

static void test_counts__are_the_same_on_page_and_chart_and_in_the_data_of_every_year(void **state)
{
	(void)state;
	for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++) {
		struct counted c = count_csv(ask(address(".csv", year)));
		const char *page = ask(address("", year));

		assert_int_equal(c.employers, PLAIN + 3);
		assert_int_equal(c.returns, PLAIN + 2);
		says(page, arena_printf(council.arena, "Of the %zu returns that %zu employers made, %zu ha", c.returns, c.employers,
			c.high));
		says(page, arena_printf(council.arena, " for their size, %zu unusually low; in %zu there is no figure.", c.low,
			c.returns - c.points));
		says(page, title_of(&c));
		says(page, arena_printf(council.arena, "%zu of %zu returns stand beyond", c.high + c.low, c.points));
		says(page, arena_printf(council.arena, "%zu employers make %zu returns, of which %zu have a point: of %zu there",
			c.employers, c.returns, c.points, c.returns - c.points));
		assert_int_equal(times(page, "tabindex=\"-1\"><title>"), c.points);
		says(ask(address(".json", year)), arena_printf(council.arena, "\"funnel\":{\"count\":%zu,", c.points));
	}
	assert_int_equal(count_csv(ask(address(".csv", FIRST_YEAR))).points, PLAIN + 1);
	assert_int_equal(count_csv(ask(address(".csv", FIRST_YEAR + 1))).low, 1);
	assert_int_equal(count_csv(ask(address(".csv", FIRST_YEAR + 2))).high, 2);
}

/* Whichever of the two is looked at, it is drawn in the place of the other. */
static void test_counts__are_the_same_on_the_page_of_each_employer(void **state)
{
	static const char *const CODES[] = {"E06000061", "E06000062", "E08000400"};
	struct counted c = count_csv(ask(address(".csv", FIRST_YEAR + 2)));

	(void)state;
	for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++) {
		const char *page = ask(arena_printf(council.arena, "/league/%s", CODES[i]));

		says(page, arena_printf(council.arena, "%zu of %zu returns stand beyond", c.high + c.low, c.points));
		says(page, arena_printf(council.arena, "%zu employers make %zu returns, of which %zu have a point", c.employers,
			c.returns, c.points));
		assert_int_equal(times(page, "tabindex=\"-1\"><title>"), c.points);
	}
}

static int begin(void **state)
{
	struct web_options options;

	(void)state;
	council_open(&council);
	take();
	options = (struct web_options){.pictures = council.pictures, .accounts = council.accounts,
		.readiness = council.readiness, .today = council_today, .league = league};
	app = web_app_new(&options);
	return 0;
}

static int end(void **state)
{
	(void)state;
	app = web_app_free(app);
	league_pictures_free(league);
	store_close(store);
	place_clear(&place);
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts__are_the_same_on_page_and_chart_and_in_the_data_of_every_year),
		cmocka_unit_test(test_counts__are_the_same_on_the_page_of_each_employer),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
