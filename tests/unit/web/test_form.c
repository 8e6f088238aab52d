/* Declared forms, their tokens, and cookies. */
#include <string.h>

#include "../../test.h"
#include "base/str.h"
#include "secure/token.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/form.h"

enum { NAME, SECRET, COLOUR, AGREED, HOURS, FIELDS };

static const struct form_choice COLOURS[] = {{"red", "Red"}, {"blue", "Blue"}, {NULL, NULL}};
static const struct form_field FORM[FIELDS] = {
	[NAME] = {"name", "Name", form_check_text, .most = 10, .hint = "Yours"},
	[SECRET] = {"secret", "Secret", form_check_secret, .most = 10},
	[COLOUR] = {"colour", "Colour", form_check_choice, .most = 10, .choices = COLOURS},
	[AGREED] = {"agreed", "Agreed", form_check_box, .most = 3, .optional = true},
	[HOURS] = {"hours", "For how many hours", form_check_whole, .most = 2, .least = 1, .greatest = 72, .optional = true}};

struct sent {
	struct arena *arena;
	struct request request;
	struct form form;
	struct err err;
	int rc;
};

/* Pairs of name and value, ended by NULL. */
static void send_form(struct sent *s, const char *const *pairs)
{
	s->arena = arena_new();
	request_begin(&s->request, s->arena, "POST");
	for (size_t i = 0; pairs[i] != NULL; i += 2)
		*ARENA_PUSH(s->arena, &s->request.fields, &s->request.fields_count, &s->request.fields_room) =
			(struct request_pair){pairs[i], pairs[i + 1]};
	s->rc = form_read(&s->request, FORM, FIELDS, &s->form, &s->err);
}

static void done(struct sent *s)
{
	arena_free(s->arena);
}

#define SEND(s, ...) send_form((s), (const char *const[]){__VA_ARGS__, NULL})

static void has_issue(const char *const *pairs, const char *field, const char *words)
{
	struct sent s;

	send_form(&s, pairs);
	assert_int_equal(s.rc, 0);
	if (s.form.issues_count != 1 || !str_equal(s.form.issues[0].field, field) || strstr(s.form.issues[0].sentence, words) == NULL)
		fail_msg("%zu issues, the first of %s: %s", s.form.issues_count, s.form.issues[0].field, s.form.issues[0].sentence);
	done(&s);
}

#define HAS_ISSUE(field, words, ...) has_issue((const char *const[]){__VA_ARGS__, NULL}, field, words)

static void test_form__gives_checked_values(void **state)
{
	struct sent s;

	(void)state;
	SEND(&s, "token", "t", "name", "  Ann ", "secret", " as typed ", "colour", "blue", "agreed", "yes", "once", "o");
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.form.issues_count, 0);
	assert_string_equal(s.form.values[NAME].text, "Ann");
	assert_string_equal(s.form.values[SECRET].text, " as typed ");
	assert_true(s.form.values[AGREED].is_set);
	done(&s);
}

static void test_form__tells_an_issue_a_field(void **state)
{
	struct sent s;

	(void)state;
	HAS_ISSUE("name", "Name: this has to be filled in", "name", "  ", "secret", "s", "colour", "red");
	HAS_ISSUE("name", "at most 10", "name", "abcdefghijk", "secret", "s", "colour", "red");
	HAS_ISSUE("name", "one line", "name", "a\nb", "secret", "s", "colour", "red");
	HAS_ISSUE("colour", "choose one", "name", "a", "secret", "s");
	HAS_ISSUE("colour", "choose one of the list", "name", "a", "secret", "s", "colour", "green");
	HAS_ISSUE("agreed", "tick it", "name", "a", "secret", "s", "colour", "red", "agreed", "1");
	SEND(&s, "token", "t");
	assert_int_equal(s.form.issues_count, 3);
	done(&s);
}

static void test_form__says_what_a_number_may_be_however_long_it_is(void **state)
{
	static const char *const WRONG[] = {"0", "73", "100", "1000000000000000000000", "-1", "2.5", "two"};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		HAS_ISSUE("hours", "For how many hours: a whole number from 1 to 72", "name", "a", "secret", "s", "colour", "red", "hours", WRONG[i]);
}

static void test_form__says_what_to_choose(void **state)
{
	static const struct form_field HOW_LONG = {"days", "For", form_check_choice, .most = 2, .choices = COLOURS, .missing = "Choose for how long"};
	struct request request;
	struct form form;
	struct err err;
	struct arena *arena = arena_new();

	(void)state;
	request_begin(&request, arena, "POST");
	assert_int_equal(form_read(&request, &HOW_LONG, 1, &form, &err), 0);
	assert_int_equal(form.issues_count, 1);
	assert_string_equal(form.issues[0].sentence, "Choose for how long");
	arena_free(arena);
}

static void test_form__refuses_what_was_not_asked_for_and_what_comes_twice(void **state)
{
	struct sent s;

	(void)state;
	SEND(&s, "name", "a", "secret", "s", "colour", "red", "role", "admin");
	assert_int_equal(s.rc, PL_INVALID);
	done(&s);
	SEND(&s, "name", "a", "secret", "s", "colour", "red", "name", "b");
	assert_int_equal(s.rc, PL_INVALID);
	done(&s);
	SEND(&s, "name", "a", "secret", "s", "colour", "red", "token", "1", "token", "2");
	assert_int_equal(s.rc, PL_INVALID);
	assert_null(form_field_of(&s.request, "token"));
	done(&s);
}

static void test_form__shows_what_was_typed_but_no_secret(void **state)
{
	struct sent s;
	struct select_view colours;
	struct issues_view issues;

	(void)state;
	SEND(&s, "name", "Ann", "secret", "s", "colour", "green", "agreed", "yes");
	assert_string_equal(form_input(&s.form, NAME).value, "Ann");
	assert_true(form_input(&s.form, NAME).field.described);
	assert_string_equal(form_input(&s.form, SECRET).value, "");
	assert_string_equal(form_input(&s.form, SECRET).type, "password");
	assert_true(form_box(&s.form, AGREED).ticked);
	colours = form_select(&s.form, s.arena, COLOUR);
	assert_int_equal(colours.choices_count, 2);
	assert_false(colours.choices[0].chosen);
	assert_string_not_equal(colours.field.error, "");
	issues = form_issues(&s.form, s.arena);
	assert_int_equal(issues.items_count, 1);
	assert_string_equal(issues.items[0].href, "#colour");
	done(&s);
}

static void test_form__tells_one_issue_of_a_field_only(void **state)
{
	struct sent s;

	(void)state;
	SEND(&s, "name", "a", "secret", "s", "colour", "red");
	form_add_issue(&s.form, s.arena, NAME, "first");
	form_add_issue(&s.form, s.arena, NAME, "second");
	form_add_issue(&s.form, s.arena, -1, "of the whole");
	assert_int_equal(s.form.issues_count, 2);
	assert_string_equal(form_issues(&s.form, s.arena).items[1].href, "");
	done(&s);
}

/* ---- tokens ---- */

static void test_token__fits_its_session_and_route_only(void **state)
{
	struct arena *a = arena_new();
	char mine[TOKEN_SIZE], yours[TOKEN_SIZE];
	const char *token;

	(void)state;
	token_make(mine);
	token_make(yours);
	token = csrf_token(a, mine, "/sign-out");
	assert_true(csrf_token_fits(a, mine, "/sign-out", token));
	assert_false(csrf_token_fits(a, yours, "/sign-out", token));
	assert_false(csrf_token_fits(a, mine, "/account/password", token));
	assert_false(csrf_token_fits(a, mine, "/sign-out", ""));
	assert_false(csrf_token_fits(a, mine, "/sign-out", NULL));
	assert_false(csrf_token_fits(a, NULL, "/sign-out", token));
	arena_free(a);
}

static bool same_origin(const char *origin, const char *site)
{
	struct request r;

	request_begin(&r, NULL, "POST");
	r.origin = origin;
	r.fetch_site = site;
	return csrf_is_same_origin(&r, "https://plimsoll.example.gov.uk");
}

static void test_origin__is_ours_or_not_told(void **state)
{
	(void)state;
	assert_true(same_origin("", ""));
	assert_true(same_origin("https://plimsoll.example.gov.uk", "same-origin"));
	assert_true(same_origin("", "none"));
	assert_false(same_origin("", "cross-site"));
	assert_false(same_origin("", "same-site"));
	assert_false(same_origin("null", ""));
	assert_false(same_origin("http://plimsoll.example.gov.uk", ""));
	assert_false(same_origin("https://plimsoll.example.gov.uk.evil.example", ""));
	assert_false(same_origin("https://plimsoll.example.gov.uk:8443", ""));
	assert_false(same_origin("https://evil.example", "same-origin"));
}

/* ---- cookies ---- */

static void finds_cookie(const char *header, const char *value)
{
	struct arena *a = arena_new();
	struct request r;
	const char *found;

	request_begin(&r, a, "GET");
	r.cookies = header;
	found = cookie_of(&r, COOKIE_SESSION);
	if (value == NULL ? found != NULL : found == NULL || !str_equal(found, value))
		fail_msg("%s in \"%s\"", found != NULL ? found : "nothing", header);
	arena_free(a);
}

static void test_cookie__is_found_among_others_by_its_whole_name(void **state)
{
	(void)state;
	finds_cookie("", NULL);
	finds_cookie("__Host-plimsoll=abc", "abc");
	finds_cookie("a=1; __Host-plimsoll=abc; b=2", "abc");
	finds_cookie(" __Host-plimsoll=a=b ;", "a=b");
	finds_cookie("x__Host-plimsoll=abc", NULL);
	finds_cookie("__Host-plimsoll-visit=abc", NULL);
	finds_cookie("__host-plimsoll=abc", NULL);
	finds_cookie("__Host-plimsoll", NULL);
	finds_cookie("__Host-plimsoll=", "");
}

static void test_cookie__that_comes_twice_is_none(void **state)
{
	(void)state;
	finds_cookie("__Host-plimsoll=mine; __Host-plimsoll=planted", NULL);
}

static void test_number__is_whole_and_has_nine_digits_at_most(void **state)
{
	(void)state;
	assert_int_equal(form_number("12"), 12);
	assert_int_equal(form_number("999999999"), 999999999);
	assert_int_equal(form_number("1000000000"), 0);
	assert_int_equal(form_number("12a"), 0);
	assert_int_equal(form_number("-1"), 0);
	assert_int_equal(form_number(""), 0);
	assert_int_equal(form_number(NULL), 0);
}

static void test_times__may_be_written_with_a_colon_or_a_point(void **state)
{
	(void)state;
	assert_int_equal(form_of_day(&(struct form_value){.text = "9:30"}), 570);
	assert_int_equal(form_of_day(&(struct form_value){.text = "9.30"}), 570);
	assert_int_equal(form_of_day(&(struct form_value){.text = "14.05"}), 845);
	assert_int_equal(form_of_day(&(struct form_value){.text = "9,30"}), -1);
	assert_int_equal(form_of_day(&(struct form_value){.text = "24.00"}), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form__gives_checked_values),
		cmocka_unit_test(test_form__tells_an_issue_a_field),
		cmocka_unit_test(test_form__says_what_a_number_may_be_however_long_it_is),
		cmocka_unit_test(test_form__says_what_to_choose),
		cmocka_unit_test(test_form__refuses_what_was_not_asked_for_and_what_comes_twice),
		cmocka_unit_test(test_form__shows_what_was_typed_but_no_secret),
		cmocka_unit_test(test_form__tells_one_issue_of_a_field_only),
		cmocka_unit_test(test_number__is_whole_and_has_nine_digits_at_most),
		cmocka_unit_test(test_token__fits_its_session_and_route_only),
		cmocka_unit_test(test_origin__is_ours_or_not_told),
		cmocka_unit_test(test_cookie__is_found_among_others_by_its_whole_name),
		cmocka_unit_test(test_cookie__that_comes_twice_is_none),
		cmocka_unit_test(test_times__may_be_written_with_a_colon_or_a_point),
	};

	return RUN_TESTS(tests);
}
