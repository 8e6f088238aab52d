/* scheme: what is listed, shown and checked, and a council's own scheme in use. */
#include <sys/stat.h>

#include "run.h"
#include "service/pictures/pictures.h"
#include "service/pictures/scheme_use.h"

#define HERE "--db", "a.db", "--employer", "A"
#define USE "scheme", "use", HERE, "--service", "children"
#define DAY_BEFORE "2026-02-28"
#define FIRST_DAY "2026-03-01"

/* Each test has a council of its own. */
static int open_with_council(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	IMPORT_SYNTH(*state, "a.db", SYNTH_API, SYNTH_CSWW);
	return 0;
}

/* The starter scheme of England with twice the minutes for every type that has its own, as a diary might show. */
static json_t *own_scheme(void)
{
	const char *path = "schemes/england-children-starter.json";
	struct arena *a = arena_new();
	json_t *scheme = json_load_file(arena_printf(a, "%s/%s", getenv("PLIMSOLL_SOURCE"), path), 0, NULL), *type;
	size_t i;

	assert_non_null(scheme);
	assert_int_equal(json_object_set_new(scheme, "id", json_string("our-own")), 0);
	assert_int_equal(json_object_set_new(scheme, "title", json_string("Our own values")), 0);
	json_array_foreach(json_object_get(scheme, "types"), i, type) {
		json_t *base = json_object_get(type, "base_minutes");

		if (base != NULL)
			assert_int_equal(json_object_set_new(type, "base_minutes", json_integer(2 * json_integer_value(base))), 0);
		(void)json_object_del(type, "standard_cases");
		assert_int_equal(json_object_set_new(json_object_get(type, "source"), "state", json_string("measured")), 0);
	}
	arena_free(a);
	return scheme;
}

/* Returns the file's name; takes the scheme. */
static const char *write_scheme(struct desk *d, const char *name, json_t *scheme)
{
	assert_int_equal(json_dump_file(scheme, desk_path(d, name), JSON_INDENT(1)), 0);
	json_decref(scheme);
	return name;
}

static const char *write_own(struct desk *d)
{
	return write_scheme(d, "own.json", own_scheme());
}

static json_t *type_of(json_t *scheme, size_t i)
{
	return json_array_get(json_object_get(scheme, "types"), i);
}

static const char *write_wrong(struct desk *d)
{
	json_t *scheme = own_scheme();

	assert_int_equal(json_object_set_new(type_of(scheme, 2), "base_minutes", json_string("many")), 0);
	return write_scheme(d, "wrong.json", scheme);
}

static int64_t load_on(struct desk *d, const char *day)
{
	json_t *loads = RUN_JSON(d, "load", HERE, "--on", day);
	int64_t minutes = member_int(member(loads, "pooled"), "load_minutes");

	json_decref(loads);
	return minutes;
}

static size_t entries(struct desk *d)
{
	json_t *log = RUN_JSON(d, "log", HERE);
	size_t count = json_array_size(member(log, "entries"));

	json_decref(log);
	return count;
}

/* ---- list, show, check ---- */

static void test_scheme__lists_those_that_come_with_the_program(void **state)
{
	json_t *json = RUN_JSON(*state, "scheme", "list");
	struct run words = RUN_WELL(*state, "scheme", "list");
	const json_t *schemes = member(json, "schemes");

	assert_true(json_array_size(schemes) >= 3);
	for (size_t i = 0; i < json_array_size(schemes); i++) {
		assert_true(member_true(json_array_get(schemes, i), "built_in"));
		assert_non_null(strstr(words.out, member_text(json_array_get(schemes, i), "id")));
	}
	json_decref(json);
}

static void test_scheme__shows_every_number_with_its_source(void **state)
{
	json_t *json = RUN_JSON(*state, "scheme", "show", "probation-hmpps");
	const json_t *values = member(json, "values");

	assert_true(json_array_size(values) > 10);
	for (size_t i = 0; i < json_array_size(values); i++)
		assert_true(member_text(json_array_get(values, i), "source")[0] != '\0');
	assert_non_null(strstr(RUN_WELL(*state, "scheme", "show", "england-children-starter").out, "\nunder,,,"));
	assert_null(strstr(RUN_WELL(*state, "scheme", "show", "probation-hmpps").out, "guess"));
	assert_memory_equal(RUN_WELL(*state, "scheme", "show", "probation-hmpps").out, "kind,code,stage,name,value,", 27);
	ASSERT_REFUSES(RUN(*state, "scheme", "show", "nothing"), 1, "'nothing'", "scheme list");
	json_decref(json);
}

static void test_scheme__checks_a_file_and_names_the_path_of_what_is_wrong(void **state)
{
	struct desk *d = *state;

	assert_non_null(strstr(RUN_WELL(d, "scheme", "check", write_own(d)).out, "our-own version 1"));
	ASSERT_REFUSES(RUN(d, "scheme", "check", write_wrong(d)), 1, "wrong.json", "types[2].base_minutes", "whole number");
	ASSERT_REFUSES(RUN(d, "scheme", "check", desk_write(d, "torn.json", "{\"id\": \"x\",\n \"version\": ")), 1,
		"torn.json", "line 2");
	ASSERT_REFUSES(RUN(d, "scheme", "check", desk_write(d, "empty.json", "")), 1, "empty.json");
	ASSERT_REFUSES(RUN(d, "scheme", "check", "nowhere.json"), 1, "nowhere.json");
	ASSERT_REFUSES(RUN(d, "scheme", "check", "."), 1, "not a file");
	assert_int_equal(mkfifo(desk_path(d, "pipe"), 0600), 0);
	ASSERT_REFUSES(RUN(d, "scheme", "check", "pipe"), 1, "not a file");
	ASSERT_REFUSES(RUN(d, "scheme", "check", "/dev/zero"), 1, "not a file");
}

/* ---- use ---- */

static void test_use__an_own_scheme_weighs_from_its_day_on_and_not_before(void **state)
{
	struct desk *d = *state;
	int64_t before = load_on(d, DAY_BEFORE), after = load_on(d, FIRST_DAY);
	json_t *used = RUN_JSON(d, USE, "--from", FIRST_DAY, write_own(d)), *explained;

	assert_string_equal(member_text(used, "scheme"), "our-own");
	assert_string_equal(member_text(used, "from"), FIRST_DAY);
	assert_int_equal(member_int(used, "ledger_position"), 2);
	assert_int_equal(load_on(d, DAY_BEFORE), before);
	assert_true(load_on(d, FIRST_DAY) > after * 3 / 2);
	explained = RUN_JSON(d, "explain", HERE, "--on", FIRST_DAY, "SYN011077");
	assert_string_equal(member_text(explained, "scheme"), "our-own");
	json_decref(explained);
	explained = RUN_JSON(d, "explain", HERE, "--on", DAY_BEFORE, "SYN011077");
	assert_string_equal(member_text(explained, "scheme"), "england-children-starter");
	json_decref(explained);
	json_decref(used);
}

static void test_use__needs_the_file_no_longer_once_it_is_kept(void **state)
{
	struct desk *d = *state;
	int64_t weighed;
	json_t *list;

	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, write_own(d));
	assert_int_equal(unlink(desk_path(d, "own.json")), 0);
	weighed = load_on(d, FIRST_DAY);
	list = RUN_JSON(d, "scheme", "list", "--db", "a.db");
	assert_string_equal(member_text(json_array_get(member(list, "schemes"), json_array_size(member(list, "schemes")) - 1),
		"id"), "our-own");
	assert_non_null(strstr(RUN_WELL(d, "scheme", "show", "our-own", "--db", "a.db").out, "Child in need plan"));
	IMPORT_SYNTH(d, "a.db", SYNTH_CIN);
	assert_true(load_on(d, FIRST_DAY) >= weighed);
	(void)RUN_WELL(d, USE, "--from", "2026-03-15", "nebraska");
	(void)RUN_WELL(d, USE, "--from", "2026-04-01", "our-own");
	json_decref(list);
}

static const char *scheme_in(struct pictures *pictures, int32_t day)
{
	const struct picture *p;
	const char *id;
	struct err err;

	if (pictures_get(pictures, "A", day, &p, &err) < 0)
		fail_msg("%s", err.text);
	id = p->snap->services[0].scheme->id;
	picture_drop(p);
	return id;
}

/* As a server has it, which must not be started anew for it. */
static void test_use__is_noticed_by_who_has_the_database_open(void **state)
{
	struct desk *d = *state;
	struct pictures *pictures;
	struct store *store;
	struct err err;
	int32_t day;

	assert_true(date_parse_iso(FIRST_DAY, strlen(FIRST_DAY), &day));
	assert_int_equal(store_open(desk_path(d, "a.db"), STORE_READ, &store, &err), 0);
	assert_int_equal(schemes_of_store(store, &err), 0);
	pictures = pictures_new(store, 1024 * 1024 * 1024);
	assert_string_equal(scheme_in(pictures, day), "england-children-starter");
	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, write_own(d));
	assert_string_equal(scheme_in(pictures, day), "our-own");
	assert_string_equal(scheme_in(pictures, day - 1), "england-children-starter");
	pictures_free(pictures);
	store_close(store);
}

static void test_use__is_one_entry_that_can_be_taken_back(void **state)
{
	struct desk *d = *state;
	int64_t before = load_on(d, FIRST_DAY);
	json_t *log;
	const json_t *entry;

	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, write_own(d));
	log = RUN_JSON(d, "log", HERE);
	assert_int_equal(json_array_size(member(log, "entries")), 2);
	entry = json_array_get(member(log, "entries"), 0);
	assert_string_equal(member_text(entry, "action"), "scheme");
	assert_non_null(strstr(member_text(entry, "payload"), "\"our-own\""));
	assert_non_null(strstr(member_text(entry, "payload"), "\"" FIRST_DAY "\""));
	(void)RUN_WELL(d, "undo", HERE, "--entry", "2");
	assert_int_equal(load_on(d, FIRST_DAY), before);
	json_decref(log);
}

static void test_use__a_built_in_scheme_by_its_id(void **state)
{
	struct desk *d = *state;
	int64_t before = load_on(d, FIRST_DAY);

	assert_non_null(strstr(RUN_WELL(d, USE, "--from", FIRST_DAY, "western-australia").out, "1 March 2026"));
	assert_int_not_equal(load_on(d, FIRST_DAY), before);
}

static void test_use__begins_today_unless_a_day_is_given(void **state)
{
	struct desk *d = *state;
	json_t *used = RUN_JSON(d, USE, "western-australia"), *counts = RUN_JSON(d, "counts", HERE);

	assert_true(strcmp(member_text(used, "from"), member_text(counts, "on")) <= 0);
	assert_int_equal(member_int(used, "ledger_position"), 2);
	json_decref(used);
	json_decref(counts);
}

/* Refused: the bytes of the database and its ledger are what they were. */
#define ASSERT_CHANGES_NOTHING(d, r, ...) \
	do { \
		struct str before_ = desk_bytes((d), "a.db"); \
		size_t entries_ = entries(d); \
		ASSERT_REFUSES((r), 1, __VA_ARGS__); \
		assert_bytes(desk_bytes((d), "a.db"), before_); \
		assert_int_equal(entries(d), entries_); \
	} while (0)

static void test_use__a_wrong_file_changes_nothing(void **state)
{
	struct desk *d = *state;

	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, write_wrong(d)), "wrong.json", "types[2].base_minutes", "whole number");
	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, desk_write(d, "torn.json", "{")), "torn.json");
	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, "."), "not a file");
	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, "nowhere.json"), "'nowhere.json'", "or a file");
}

static void test_use__other_numbers_need_another_version(void **state)
{
	struct desk *d = *state;
	json_t *changed = own_scheme(), *next = own_scheme();

	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, write_own(d));
	assert_int_equal(json_object_set_new(type_of(changed, 0), "base_minutes", json_integer(999)), 0);
	assert_int_equal(json_object_set_new(type_of(next, 0), "base_minutes", json_integer(999)), 0);
	assert_int_equal(json_object_set_new(next, "version", json_integer(2)), 0);
	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, write_scheme(d, "changed.json", changed)), "our-own version 1", "new version");
	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, write_scheme(d, "next.json", next));
	(void)RUN_WELL(d, USE, "--from", FIRST_DAY, "own.json");
	(void)load_on(d, FIRST_DAY);
}

static void test_use__may_not_take_the_id_of_a_built_in_scheme(void **state)
{
	struct desk *d = *state;
	json_t *scheme = own_scheme();

	assert_int_equal(json_object_set_new(scheme, "id", json_string("nebraska")), 0);
	assert_int_equal(json_object_set_new(scheme, "version", json_integer(7)), 0);
	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, write_scheme(d, "taken.json", scheme)), "taken.json", "nebraska",
		"id of its own");
}

static void test_use__refuses_a_scheme_that_contradicts_the_service(void **state)
{
	struct desk *d = *state;
	const char *own = write_own(d);

	ASSERT_CHANGES_NOTHING(d, RUN(d, "scheme", "use", HERE, "--service", "no such", own), "'no such'", "letters");
	ASSERT_CHANGES_NOTHING(d, RUN(d, "scheme", "use", HERE, "--service", "adults", own), "our-own", "'children'",
		"'adults'");
	ASSERT_CHANGES_NOTHING(d, RUN(d, "scheme", "use", HERE, "--service", "probation", own), "our-own", "'probation'");
	ASSERT_CHANGES_NOTHING(d, RUN(d, "scheme", "use", "--db", "a.db", "--employer", "Z", "--service", "children", own),
		"employer Z");
}

/* ---- a service that the employer does not have ---- */

#define P "--db", "p.db", "--employer", "P"
#define MARCH "--on", "2026-03-01"

static void import_probation(struct desk *d)
{
	(void)desk_write(d, "teams.csv", "team,name,service\nN,North,probation\n");
	(void)desk_write(d, "workers.csv", "worker,name,team,role,grade,hours\nW1,Nia,N,social worker,PO,37\n");
	(void)desk_write(d, "cases.csv", "case,opened,service,team,type,stage\n"
		"K1,2025-01-01,probation,N,community,A3\nK2,2025-01-01,probation,N,custody,D1\n");
	(void)desk_write(d, "holdings.csv", "case,worker,from\nK1,W1,2025-01-02\nK2,W1,2025-01-02\n");
}

static const json_t *only_post(const json_t *load)
{
	assert_int_equal(json_array_size(member(load, "posts")), 1);
	return json_array_get(member(load, "posts"), 0);
}

static void test_service__a_new_one_is_counted_and_not_weighed(void **state)
{
	struct desk *d = *state;
	struct run r;
	json_t *load;

	import_probation(d);
	r = RUN_WELL(d, "import", P, "teams.csv", "workers.csv", "cases.csv", "holdings.csv");
	assert_non_null(strstr(r.out, "a weighting scheme for the service probation"));
	assert_non_null(strstr(RUN_WELL(d, "explain", P, MARCH, "K1").out, "no weighting scheme has been agreed"));
	load = RUN_JSON(d, "load", P, MARCH);
	assert_int_equal(member_int(only_post(load), "unweighed_cases"), 2);
	assert_int_equal(member_int(only_post(load), "load_minutes"), 0);
	assert_string_equal(member_text(only_post(load), "band"), "not-known");
	json_decref(load);
}

static void test_service__a_new_one_is_weighed_by_the_scheme_that_it_is_given(void **state)
{
	struct desk *d = *state;
	json_t *load;

	import_probation(d);
	(void)RUN_WELL(d, "import", P, "teams.csv", "workers.csv", "cases.csv", "holdings.csv");
	(void)RUN_WELL(d, "scheme", "use", P, "--service", "probation", "--from", "2025-01-01", "probation-hmpps");
	load = RUN_JSON(d, "load", P, MARCH);
	assert_int_equal(member_int(only_post(load), "load_minutes"), 206 + 13);
	assert_int_equal(member_int(only_post(load), "unweighed_cases"), 0);
	json_decref(load);
	(void)RUN_WELL(d, "undo", P, "--entry", "2");
	assert_non_null(strstr(RUN_WELL(d, "explain", P, MARCH, "K1").out, "no weighting scheme has been agreed"));
}

static void test_service__is_added_by_choosing_a_scheme_for_it(void **state)
{
	struct desk *d = *state;
	json_t *explained;
	struct run r;

	import_probation(d);
	r = RUN_WELL(d, "scheme", "use", HERE, "--service", "probation", "--from", "2025-01-01", "probation-hmpps");
	assert_non_null(strstr(r.out, "new to A"));
	r = RUN_WELL(d, "import", HERE, "teams.csv", "workers.csv", "cases.csv", "holdings.csv");
	assert_null(strstr(r.out, "a weighting scheme for"));
	explained = RUN_JSON(d, "explain", HERE, MARCH, "K1");
	assert_string_equal(member_text(explained, "scheme"), "probation-hmpps");
	json_decref(explained);
	(void)RUN_WELL(d, "undo", HERE, "--entry", "3");
	(void)RUN_WELL(d, "undo", HERE, "--entry", "2");
	(void)RUN_WELL(d, "scheme", "use", HERE, "--service", "pdu_north", "probation-hmpps");
}

static void test_use__not_before_the_scheme_may_be_used(void **state)
{
	struct desk *d = *state;

	ASSERT_CHANGES_NOTHING(d, RUN(d, USE, "--from", "2016-12-31", "nebraska"), "nebraska", "from 2017-01-01 on");
}

#define ON_A_COUNCIL(test) cmocka_unit_test_setup_teardown(test, open_with_council, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_COUNCIL(test_scheme__lists_those_that_come_with_the_program),
		ON_A_COUNCIL(test_scheme__shows_every_number_with_its_source),
		ON_A_COUNCIL(test_scheme__checks_a_file_and_names_the_path_of_what_is_wrong),
		ON_A_COUNCIL(test_use__an_own_scheme_weighs_from_its_day_on_and_not_before),
		ON_A_COUNCIL(test_use__needs_the_file_no_longer_once_it_is_kept),
		ON_A_COUNCIL(test_use__is_noticed_by_who_has_the_database_open),
		ON_A_COUNCIL(test_use__is_one_entry_that_can_be_taken_back),
		ON_A_COUNCIL(test_use__a_built_in_scheme_by_its_id),
		ON_A_COUNCIL(test_use__begins_today_unless_a_day_is_given),
		ON_A_COUNCIL(test_use__a_wrong_file_changes_nothing),
		ON_A_COUNCIL(test_use__other_numbers_need_another_version),
		ON_A_COUNCIL(test_use__may_not_take_the_id_of_a_built_in_scheme),
		ON_A_COUNCIL(test_use__refuses_a_scheme_that_contradicts_the_service),
		ON_A_COUNCIL(test_use__not_before_the_scheme_may_be_used),
		ON_A_COUNCIL(test_service__a_new_one_is_counted_and_not_weighed),
		ON_A_COUNCIL(test_service__a_new_one_is_weighed_by_the_scheme_that_it_is_given),
		ON_A_COUNCIL(test_service__is_added_by_choosing_a_scheme_for_it),
	};

	return RUN_TESTS(tests);
}
