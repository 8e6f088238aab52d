/* Tokens with which programs ask: how long they hold, and whose they are. */
#include "reception.h"
#include "service/accounts/tokens.h"

enum { DAY = 24 * 60 * 60 };

static const char *make_token(struct reception *r, const char *login, const char *role, int32_t days)
{
	const struct new_api_token wanted = {.employer = r->office->employer, .login = login, .name = "tests", .role = role, .days = days};
	char made[API_TOKEN_SIZE];

	OK(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err));
	return arena_strdup(r->a, made);
}

static int ask_with(struct reception *r, const char *token)
{
	struct session session;

	return api_token_find(r->accounts, r->a, token, &session, &err);
}

static void test_token__holds_until_its_day_and_not_a_second_longer(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	const char *token = make_token(r, "ann", "", 2);

	(void)in;
	assert_int_equal(strncmp(token, API_TOKEN_START, strlen(API_TOKEN_START)), 0);
	assert_int_equal(ask_with(r, token), 0);
	reception_clock += 2 * DAY - 1;
	assert_int_equal(ask_with(r, token), 0);
	reception_clock += 1;
	assert_int_equal(ask_with(r, token), PL_NOT_FOUND);
	reception_clock += DAY;
	assert_int_equal(ask_with(r, token), PL_NOT_FOUND);
}

static void test_token__has_a_name_that_says_what_it_is_for(void **state)
{
	static const char *const WRONG[] = {"", "  ", "Tommy 943 476 5919"};
	struct reception *r = *state;

	(void)reception_worker(r);
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		const struct new_api_token wanted = {.employer = r->office->employer, .login = "ann", .name = WRONG[i], .role = "", .days = 30};
		char made[API_TOKEN_SIZE];

		assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_INVALID);
	}
}

static void test_token__of_a_disabled_account_opens_nothing(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	const char *token = make_token(r, "ann", "", 30);

	(void)in;
	assert_int_equal(ask_with(r, token), 0);
	OK(account_disable(r->accounts, &BY_ROOT, "council", "ann", &err));
	assert_int_equal(ask_with(r, token), PL_NOT_FOUND);
}

/* It is closed by itself, and its tokens with it. */
static void test_token__of_an_account_that_was_not_used_for_long_opens_nothing(void **state)
{
	struct reception *r = *state;
	const char *token;

	(void)reception_add(r, "ann", "W1", "worker");
	token = make_token(r, "ann", "", 366);
	assert_int_equal(ask_with(r, token), 0);
	reception_clock += 365 * (int64_t)DAY;
	assert_int_equal(ask_with(r, token), PL_NOT_FOUND);
}

static void test_token__is_revoked_at_once_and_for_one(void **state)
{
	struct reception *r = *state;
	const char *first, *other;
	struct own_api_token *rows;
	size_t count;

	(void)reception_worker(r);
	first = make_token(r, "ann", "", 30);
	reception_clock += 60;
	other = make_token(r, "ann", "worker", 30);
	OK(api_tokens_of(r->accounts, r->a, "council", "ann", &rows, &count, &err));
	assert_int_equal(count, 2);
	OK(api_token_revoke(r->accounts, &BY_ROOT, "council", "ann", rows[1].token_id, &err));
	assert_int_equal(ask_with(r, first), PL_NOT_FOUND);
	assert_int_equal(ask_with(r, other), 0);
	assert_int_equal(api_token_revoke(r->accounts, &BY_ROOT, "council", "ann", rows[1].token_id, &err), PL_NOT_FOUND);
}

static void test_token__that_is_none_is_answered_as_one_that_has_ended(void **state)
{
	static const char *const NONE[] = {"", "plimsoll_", "plimsoll_x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"plimsoll_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct reception *r = *state;

	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_int_equal(ask_with(r, NONE[i]), PL_NOT_FOUND);
}

static void test_token__holds_for_days_that_there_are_and_for_a_role_of_the_account(void **state)
{
	struct reception *r = *state;
	struct new_api_token wanted = {.employer = "council", .login = "ann", .name = "tests", .role = "", .days = 0};
	char made[API_TOKEN_SIZE];

	(void)reception_worker(r);
	assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_INVALID);
	wanted.days = API_TOKEN_DAYS_MOST + 1;
	assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_INVALID);
	wanted.days = 1;
	wanted.role = "director";
	assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_INVALID);
	wanted.role = "";
	wanted.name = "";
	assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_INVALID);
}

static void test_token__is_one_of_so_many_of_an_account(void **state)
{
	struct reception *r = *state;
	struct new_api_token wanted = {.employer = "council", .login = "ann", .name = "tests", .role = "", .days = 1};
	char made[API_TOKEN_SIZE];

	(void)reception_worker(r);
	for (int i = 0; i < API_TOKENS_MOST; i++)
		(void)make_token(r, "ann", "", 30);
	assert_int_equal(api_token_make(r->accounts, &BY_ROOT, &wanted, made, &err), PL_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_RECEPTION(test_token__holds_until_its_day_and_not_a_second_longer),
		AT_RECEPTION(test_token__has_a_name_that_says_what_it_is_for),
		AT_RECEPTION(test_token__of_a_disabled_account_opens_nothing),
		AT_RECEPTION(test_token__of_an_account_that_was_not_used_for_long_opens_nothing),
		AT_RECEPTION(test_token__is_revoked_at_once_and_for_one),
		AT_RECEPTION(test_token__that_is_none_is_answered_as_one_that_has_ended),
		AT_RECEPTION(test_token__holds_for_days_that_there_are_and_for_a_role_of_the_account),
		AT_RECEPTION(test_token__is_one_of_so_many_of_an_account),
	};

	return RUN_TESTS(tests);
}
