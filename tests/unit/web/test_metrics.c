/* What monitoring reads is what was counted, in the form that Prometheus reads, and about nobody. */
#include <string.h>

#include "../../test.h"
#include "council.h"
#include "web/metrics.h"

static const struct readiness_figures FIGURES = {.ready = true, .confined = 1, .disk_free_bytes = 5000000000, .sessions = 3,
	.backup_instant = 1795304135, .backup_bytes = 1234, .backup_ms = 1250,
	.writer = {.taken = 7, .waits = 2, .waited_us = 1500000, .file = {.waits = 1, .waited_ms = 35, .refused = 4}},
	.employers = (struct employer_figures[]){
		{.code = "NORTH \"A\"", .entries = 12, .last_entry = 1795300000, .last_checkpoint = 1795290000, .checks_unsigned = 2,
			.cases_open = 1200,
			.unallocated = 73, .persons_past_line = 5},
		{.code = "SOUTH", .entries = 1}}, .employers_count = 2,
	.pictures = {.kept = 3, .made = 17, .evicted = 6, .bytes = 4000000, .most_bytes = 24 * 1024 * 1024}};

static struct buf written(const struct metrics *m)
{
	struct buf out = BUF_INIT(1 << 20);

	metrics_write(&out, m, &FIGURES, 9);
	assert_false(out.full);
	return out;
}

static void has_line(const struct buf *out, const char *line)
{
	size_t n = strlen(line);

	for (const char *at = buf_text(out); (at = strstr(at, line)) != NULL; at++)
		if ((at == buf_text(out) || at[-1] == '\n') && at[n] == '\n')
			return;
	fail_msg("no line %s in %s", line, buf_text(out));
}

static void test_count__sorts_a_request_by_route_class_and_time(void **state)
{
	struct metrics *m = metrics_new();
	struct buf out;

	(void)state;
	metrics_count(m, "/employers/{employer}/cases/{case}", 200, 1000);
	metrics_count(m, "/employers/{employer}/cases/{case}", 304, 1001);
	metrics_count(m, "/employers/{employer}/cases/{case}", 200, 60000000);
	out = written(m);
#define CASE(suffix, status) "plimsoll_http_request_duration_seconds" suffix "{route=\"/employers/{employer}/cases/{case}\",status=\"" status "\""
	has_line(&out, CASE("_bucket", "2xx") ",le=\"0.001\"} 1");
	has_line(&out, CASE("_bucket", "2xx") ",le=\"10\"} 1");
	has_line(&out, CASE("_bucket", "2xx") ",le=\"+Inf\"} 2");
	has_line(&out, CASE("_count", "2xx") "} 2");
	has_line(&out, CASE("_sum", "2xx") "} 60.001000");
	has_line(&out, CASE("_bucket", "3xx") ",le=\"0.001\"} 0");
	has_line(&out, CASE("_bucket", "3xx") ",le=\"0.0025\"} 1");
	buf_free(&out);
	metrics_free(m);
}

static void test_count__puts_what_has_no_route_under_none(void **state)
{
	struct metrics *m = metrics_new();
	struct buf out;

	(void)state;
	metrics_count(m, "", 404, 10);
	metrics_count(m, "/employers/NORTH/cases/C1", 404, 10);
	metrics_count(m, "", 999, 10);
	out = written(m);
	has_line(&out, "plimsoll_http_request_duration_seconds_count{route=\"none\",status=\"4xx\"} 2");
	has_line(&out, "plimsoll_http_request_duration_seconds_count{route=\"none\",status=\"5xx\"} 1");
	assert_null(strstr(buf_text(&out), "C1"));
	buf_free(&out);
	metrics_free(m);
}

static void test_page__tells_the_figures_in_the_units_of_prometheus(void **state)
{
	struct metrics *m = metrics_new();
	struct buf out;

	(void)state;
	metrics_shed(m);
	out = written(m);
	has_line(&out, "plimsoll_http_requests_in_flight 9");
	has_line(&out, "plimsoll_http_requests_shed_total 1");
	has_line(&out, "plimsoll_writer_turns_total 7");
	has_line(&out, "plimsoll_writer_waits_total 2");
	has_line(&out, "plimsoll_writer_wait_seconds_total 1.500000");
	has_line(&out, "plimsoll_database_busy_wait_seconds_total 0.035");
	has_line(&out, "plimsoll_database_busy_refusals_total 4");
	has_line(&out, "plimsoll_pictures 3");
	has_line(&out, "plimsoll_pictures_bytes 4000000");
	has_line(&out, "plimsoll_pictures_limit_bytes 25165824");
	has_line(&out, "plimsoll_pictures_made_total 17");
	has_line(&out, "plimsoll_pictures_evicted_total 6");
	has_line(&out, "plimsoll_ready 1");
	has_line(&out, "plimsoll_disk_free_bytes 5000000000");
	has_line(&out, "plimsoll_sessions 3");
	has_line(&out, "plimsoll_backup_last_timestamp_seconds 1795304135");
	has_line(&out, "plimsoll_backup_last_duration_seconds 1.250");
	has_line(&out, "plimsoll_cases_unallocated{employer=\"NORTH \\\"A\\\"\"} 73");
	has_line(&out, "plimsoll_persons_past_line{employer=\"NORTH \\\"A\\\"\"} 5");
	has_line(&out, "plimsoll_ledger_last_entry_timestamp_seconds{employer=\"NORTH \\\"A\\\"\"} 1795300000");
	has_line(&out, "plimsoll_checkpoint_last_timestamp_seconds{employer=\"NORTH \\\"A\\\"\"} 1795290000");
	assert_null(strstr(buf_text(&out), "plimsoll_checkpoint_last_timestamp_seconds{employer=\"SOUTH"));
	has_line(&out, "plimsoll_published_unsigned{employer=\"NORTH \\\"A\\\"\"} 2");
	has_line(&out, "plimsoll_sandbox_whole 1");
	buf_free(&out);
	metrics_free(m);
}

/* ---- health ---- */

static void test_figures__are_those_of_the_picture(void **state)
{
	struct council *c = *state;
	struct readiness_figures f;
	const struct picture *p;
	struct err err;

	readiness_figures(c->readiness, c->arena, COUNCIL_DAY, 1795304135, &f);
	assert_int_equal(f.employers_count, 1);
	assert_string_equal(f.employers[0].code, "northshire");
	assert_int_equal(pictures_get(c->pictures, "northshire", COUNCIL_DAY, &p, &err), 0);
	assert_int_equal(f.employers[0].unallocated, p->pile_count);
	assert_int_equal(f.employers[0].cases_open, p->counts.open_cases);
	assert_true(f.employers[0].persons_past_line > 0);
	assert_true(place_is_of_server() ? f.disk_free_bytes < 0 : f.disk_free_bytes > 0);
	assert_int_equal(f.backup_instant, 0);
	assert_int_equal(f.employers[0].last_checkpoint, 0);
	assert_int_equal(f.confined, -1);
	picture_drop(p);
}

static void test_health__is_ready_where_there_is_room_and_says_when_there_is_not(void **state)
{
	struct council *c = *state;
	struct readiness_sources sources = {.database = c->place.path, .pictures = c->pictures, .writer = c->writer};
	struct readiness *h = readiness_new(&sources);
	char words[READINESS_WORDS];

	assert_true(readiness_look(h, words));
	assert_string_equal(words, "ready");
	readiness_free(h);
	if (place_is_of_server())
		SKIP_TEST("the disk of a server is its own affair");
	sources.disk_floor_bytes = INT64_MAX;
	h = readiness_new(&sources);
	assert_false(readiness_look(h, words));
	assert_non_null(strstr(words, "MB left"));
	assert_null(strstr(words, c->place.path));
	readiness_free(h);
}

static void test_health__says_what_confines_the_processes(void **state)
{
	static const struct {
		struct sandbox_state sandbox;
		int64_t whole;
		const char *words;
	} CASES[] = {{{true, 7}, 1, "system calls and files are confined (seccomp, Landlock 7)"}, {{true, 0}, 0, "has no Landlock"},
		{{false, 0}, 0, "neither seccomp filters nor Landlock"}};
	struct council *c = *state;

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const struct readiness_sources sources = {.database = c->place.path, .pictures = c->pictures, .sandbox = &CASES[i].sandbox};
		struct readiness *h = readiness_new(&sources);
		struct readiness_figures f;
		char words[SANDBOX_WORDS];

		assert_non_null(strstr(readiness_sandbox(h, words), CASES[i].words));
		readiness_figures(h, c->arena, COUNCIL_DAY, 1795304135, &f);
		assert_int_equal(f.confined, CASES[i].whole);
		readiness_free(h);
	}
}

static void test_health__is_ready_while_another_process_writes(void **state)
{
	struct council *c = *state;
	struct readiness_sources sources = {.database = c->place.path, .pictures = c->pictures, .writer = c->writer};
	struct readiness *h = readiness_new(&sources);
	char words[READINESS_WORDS];
	struct place_held import;

	import = place_hold(&c->place);
	assert_true(readiness_look(h, words));
	assert_string_equal(words, "ready: another process is writing to the database");
	assert_true(place_is_of_server() || writer_counts(c->writer).file.refused > 0);
	place_let_go(import);
	readiness_free(h);
}

static int open_council(void **state)
{
	static struct council council;

	council_open(&council);
	*state = &council;
	return 0;
}

static int close_council(void **state)
{
	council_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_count__sorts_a_request_by_route_class_and_time),
		cmocka_unit_test(test_count__puts_what_has_no_route_under_none),
		cmocka_unit_test(test_page__tells_the_figures_in_the_units_of_prometheus),
		cmocka_unit_test(test_figures__are_those_of_the_picture),
		cmocka_unit_test(test_health__is_ready_where_there_is_room_and_says_when_there_is_not),
		cmocka_unit_test(test_health__says_what_confines_the_processes),
		cmocka_unit_test(test_health__is_ready_while_another_process_writes),
	};

	return (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, open_council, close_council));
}
