#include "../test.h"
#include "route_table.h"
#include "test_routes.h"
#include "tool.h"

#define HANDLER(name) \
	int name(struct page_context *context, const struct request *request, struct response *response, struct err *err) \
	{ \
		(void)context, (void)request, (void)response, (void)err; \
		return 0; \
	}

HANDLER(page_home)
HANDLER(page_other)
HANDLER(page_unallocated)
HANDLER(post_unallocated)
HANDLER(post_team)
HANDLER(page_case)
HANDLER(page_file)
HANDLER(page_team)
HANDLER(page_health)

/* The path leads to the handler with the values and the format. */
static void check_found(const char *path, route_handler *handler, enum route_format format, const char *last_value)
{
	struct route_match match;
	const struct route *route = route_find("GET", path, &match);

	assert_non_null(route);
	assert_ptr_equal(route->handler, handler);
	assert_int_equal(match.problem, ROUTE_FOUND);
	assert_int_equal(match.format, format);
	assert_string_equal(match.count > 0 ? match.values[match.count - 1].text : "", last_value);
}

static void check_problem(const char *method, const char *path, enum route_problem problem)
{
	struct route_match match;

	assert_null(route_find(method, path, &match));
	assert_int_equal(match.problem, problem);
	assert_int_equal(match.count, 0);
}

static void test_route__prefers_literal_segments_to_values(void **state)
{
	(void)state;
	check_found("/", page_home, ROUTE_HTML, "");
	check_found("/employers/north/unallocated", page_unallocated, ROUTE_HTML, "north");
	check_found("/employers/north/elsewhere", page_other, ROUTE_HTML, "elsewhere");
	check_found("/health", page_health, ROUTE_TEXT, "");
}

static void test_route__names_its_values(void **state)
{
	struct route_match match;

	(void)state;
	assert_non_null(route_find("GET", "/employers/north/cases/C-17", &match));
	assert_string_equal(route_value(&match, "employer"), "north");
	assert_string_equal(route_value(&match, "reference"), "C-17");
	assert_string_equal(route_value(&match, "team"), "");
}

static void test_route__takes_a_suffix_for_a_format_only_where_it_has_that_format(void **state)
{
	(void)state;
	check_found("/employers/north/unallocated.csv", page_unallocated, ROUTE_CSV, "north");
	check_found("/employers/north/unallocated.json", page_unallocated, ROUTE_JSON, "north");
	check_found("/employers/north/unallocated.xml", page_other, ROUTE_HTML, "unallocated.xml");
	check_found("/employers/north/cases/C.17.json", page_case, ROUTE_JSON, "C.17");
	check_found("/employers/north/cases/C.17.csv", page_case, ROUTE_HTML, "C.17.csv");
	check_found("/employers/north/cases/C.17%2Ejson", page_case, ROUTE_HTML, "C.17.json");
	check_found("/employers/north/cases/.json", page_case, ROUTE_HTML, ".json");
	check_found("/static/data.json", page_file, ROUTE_FILE, "data.json");
}

static void test_route__decodes_each_segment_by_itself(void **state)
{
	(void)state;
	check_found("/employers/north/cases/A%2FB%20c", page_case, ROUTE_HTML, "A/B c");
	check_found("/%65mployers/n/cases/Szab%C3%B3", page_case, ROUTE_HTML, "Szab\xC3\xB3");
	check_found("/employers/n/cases/100%25", page_case, ROUTE_HTML, "100%");
	check_found("/employers/n/cases/a+b", page_case, ROUTE_HTML, "a+b");
}

static void test_route__refuses_addresses_that_are_wrongly_encoded(void **state)
{
	static const char *const BAD[] = {"", "x", "/employers/n/cases/%", "/employers/n/cases/%4", "/employers/n/cases/%zz",
		"/employers/n/cases/a%00b", "/employers/n/cases/%0D%0A", "/employers/n/cases/%7F", "/employers/n/cases/%C3",
		"/employers/n/cases/%ED%A0%80", "/employers/n/cases/%C0%AF", "/employers/%FF/cases/x"};

	(void)state;
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		check_problem("GET", BAD[i], ROUTE_BAD_ADDRESS);
}

static void test_route__does_not_know_other_addresses(void **state)
{
	static const char *const UNKNOWN[] = {"/employers", "/employers/", "/employers/north", "//", "/employers//cases/x",
		"/employers/n/cases/x/y", "/Health", "/health/", "/health.json", "/1/2/3/4/5/6/7/8/9"};

	(void)state;
	for (size_t i = 0; i < sizeof UNKNOWN / sizeof *UNKNOWN; i++)
		check_problem("GET", UNKNOWN[i], ROUTE_UNKNOWN);
}

static void test_route__does_not_know_a_segment_that_is_too_long(void **state)
{
	char path[ROUTE_SEGMENT_SIZE + 64] = "/static/";
	size_t n = strlen(path);

	(void)state;
	memset(path + n, 'a', ROUTE_SEGMENT_SIZE - 1);
	assert_non_null(route_find("GET", path, &(struct route_match){0}));
	memset(path + n, 'a', ROUTE_SEGMENT_SIZE);
	check_problem("GET", path, ROUTE_UNKNOWN);
}

static void test_route__tells_which_methods_an_address_knows(void **state)
{
	struct route_match match;

	(void)state;
	assert_ptr_equal(route_find("POST", "/employers/n/unallocated", &match)->handler, post_unallocated);
	assert_ptr_equal(route_find("HEAD", "/health", &match)->handler, page_health);
	assert_null(route_find("DELETE", "/employers/n/unallocated", &match));
	assert_int_equal(match.problem, ROUTE_WRONG_METHOD);
	assert_int_equal(match.allowed, ROUTE_GET | ROUTE_POST);
	check_problem("POST", "/health", ROUTE_WRONG_METHOD);
	check_problem("get", "/health", ROUTE_WRONG_METHOD);
}

static void test_routes__carry_words_for_the_documents(void **state)
{
	(void)state;
	assert_int_equal(ROUTES_COUNT, 9);
	assert_string_equal(ROUTES[0].path, "/");
	assert_string_equal(ROUTES[1].path, "/health");
	assert_string_equal(ROUTES[1].words, "\"Is it up?\"");
	assert_int_equal(ROUTES[1].who, ROUTE_PUBLIC);
}

static unsigned who_of(const char *method, const char *path)
{
	struct route_match match;
	const struct route *route = route_find(method, path, &match);

	assert_non_null(route);
	return route->who;
}

static void test_routes__say_which_field_must_be_seen(void **state)
{
	struct route_match match;

	(void)state;
	assert_int_equal(route_find("GET", "/health", &match)->field, -1);
	assert_int_equal(route_find("GET", "/employers/n/teams/x", &match)->field, FIELD_TEAM_BOARD);
}

static void test_routes__say_which_roles_may_ask(void **state)
{
	(void)state;
	assert_int_equal(who_of("GET", "/employers/n/unallocated"), ROLES_ALL);
	assert_int_equal(who_of("POST", "/employers/n/unallocated"), ROLE_BIT(ROLE_MANAGER) | ROLE_BIT(ROLE_HEAD));
	assert_int_equal(who_of("GET", "/employers/n/cases/x"), ROLES_ALL & ~ROLE_BIT(ROLE_ADMINISTRATOR));
}

static void test_routes__say_which_roles_must_hold_for_the_whole_employer(void **state)
{
	struct route_match match;

	(void)state;
	assert_int_equal(route_find("GET", "/employers/n/unallocated", &match)->whole, 0);
	assert_int_equal(who_of("POST", "/employers/n/teams/x"), ROLE_BIT(ROLE_ANALYST) | ROLE_BIT(ROLE_DIRECTOR));
	assert_int_equal(route_find("POST", "/employers/n/teams/x", &match)->whole, ROLE_BIT(ROLE_ANALYST));
}

static void test_routes__refuse_wrong_lines(void **state)
{
	static const struct {
		const char *text, *sentence;
	} CASES[] = {
		{"# nothing\n", "r.def: no route at all"},
		{"GET / h public html\n",
			"r.def:1: the line is too short: expected method, path, handler, who may, formats and words"},
		{"\nPUT / h public html Words\n", "r.def:2: the method 'PUT': expected GET or POST"},
		{"GET x h public html Words\n", "r.def:1: the path 'x': expected it to begin with '/'"},
		{"GET /x/ h public html Words\n", "r.def:1: the path ends with '/': expected none there"},
		{"GET /X h public html Words\n",
			"r.def:1: the segment 'X': expected lower case letters, digits, '-', '_', '.', or {name}"},
		{"GET /{a}{b} h public html Words\n",
			"r.def:1: the segment '{a}{b}': expected lower case letters, digits, '-', '_', '.', or {name}"},
		{"GET /{a}/{a} h public html Words\n", "r.def:1: {a} stands twice in the path"},
		{"GET /{a}/{b}/{c}/{d}/{e} h public html Words\n",
			"r.def:1: the path is too long: expected at most 8 segments and 4 values"},
		{"GET / a-b public html Words\n", "r.def:1: the handler 'a-b': expected the name of a C function"},
		{"GET / h everyone html Words\n", "r.def:1: who may: 'everyone': expected public, signed-in or a role"},
		{"GET /cases/{case} h worker html Words\n", "r.def:1: who may: expected /case-... at the end, the field that must be "
			"seen of what the path names"},
		{"GET /cases/{case} h worker/worker-page html Words\n",
		"r.def:1: who may: expected /case-... at the end, the field that "
			"must be seen of what the path names"},
		{"GET /cases/{case} h worker/case-pages html Words\n",
		"r.def:1: who may: expected /case-... at the end, the field that "
			"must be seen of what the path names"},
		{"GET / h worker/case-page html Words\n",
			"r.def:1: who may: expected no field, for the path names no team, worker or case"},
		{"GET / h analyst:service html Words\n", "r.def:1: who may: expected nothing but ':employer' behind a role"},
		{"GET / h signed-in:employer html Words\n", "r.def:1: who may: expected nothing but ':employer' behind a role"},
		{"GET / h worker,public html Words\n", "r.def:1: who may: expected no role beside public"},
		{"GET / h worker,!signed-in html Words\n", "r.def:1: who may: expected somebody"},
		{"GET / h public html,pdf Words\n",
			"r.def:1: the format 'pdf': expected html, csv, json, xlsx, text, file, upload or api"},
		{"GET /cases/open h public html Words\n",
			"r.def:1: the handler 'h': expected 'open', the last word of the path, in its name"},
		{"POST /cases/{post} post_x public html Words\n",
			"r.def:1: the handler 'post_x': expected 'cases', the last word of the path, in its name"},
		{"GET /hand-overs page_hand_ove public html Words\n",
			"r.def:1: the handler 'page_hand_ove': expected 'hand-overs', the last word of the path, in its name"},
		{"GET /{a} page_a public html Words\nGET /{b} page_b public html Words\n",
			"r.def:2: the same addresses as line 1: expected one route for them"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct buf c = BUF_INIT(10000), h = BUF_INIT(10000);
		struct err err = {0};

		assert_true(route_table_write("r.def", str_of(CASES[i].text), "r.h", &c, &h, &err) < 0);
		assert_string_equal(err.text, CASES[i].sentence);
		buf_free(&c);
		buf_free(&h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_route__prefers_literal_segments_to_values),
		cmocka_unit_test(test_route__names_its_values),
		cmocka_unit_test(test_route__takes_a_suffix_for_a_format_only_where_it_has_that_format),
		cmocka_unit_test(test_route__decodes_each_segment_by_itself),
		cmocka_unit_test(test_route__refuses_addresses_that_are_wrongly_encoded),
		cmocka_unit_test(test_route__does_not_know_other_addresses),
		cmocka_unit_test(test_route__does_not_know_a_segment_that_is_too_long),
		cmocka_unit_test(test_route__tells_which_methods_an_address_knows),
		cmocka_unit_test(test_routes__carry_words_for_the_documents),
		cmocka_unit_test(test_routes__say_which_field_must_be_seen),
		cmocka_unit_test(test_routes__say_which_roles_may_ask),
		cmocka_unit_test(test_routes__say_which_roles_must_hold_for_the_whole_employer),
		cmocka_unit_test(test_routes__refuse_wrong_lines),
	};

	return RUN_TESTS(tests);
}
