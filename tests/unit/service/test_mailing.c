/* Who is told by mail, what the mail says, and that it is said once. */
#include "allocation_desk.h"
#include "service/telling/mailing.h"
#include "service/telling/own_mail.h"
#include "store/mail.h"

#define SITE "https://plimsoll.example.gov.uk"

enum { A_MINUTE = 60, AN_HOUR = 3600, CACHE = 1024 * 1024 };

static struct mailing mailing;
static struct store *reader;
static struct accounts *accounts;
static struct {
	char to[300], text[4000];
	int count, answer;
	const char *only; /* to this address; NULL: to all */
	bool beside;      /* while it takes one, another server looks what is to be sent */
} box;

static int64_t now(void)
{
	return desk.now;
}

static int take_mail(void *context, const char *to, const char *message, struct err *err)
{
	struct mail_counts counts;
	struct err other;

	(void)context;
	if (box.beside) {
		box.beside = false;
		DESK_OK(mail_once(&mailing, NULL, desk.now + A_MINUTE, &counts, &other));
	}
	if (box.answer < 0 && (box.only == NULL || strcmp(box.only, to) == 0))
		return err_set(err, box.answer, "The mail server says no");
	box.count++;
	(void)snprintf(box.to, sizeof box.to, "%s", to);
	(void)snprintf(box.text, sizeof box.text, "%s", message);
	return 0;
}

static struct account_row account_of(const char *login)
{
	struct account_row row;

	DESK_OK(store_account(desk.store, desk.a, desk.employer_id, login, &row, &desk.err));
	return row;
}

/* They have signed in lately. */
static void use_accounts(void)
{
	static const char *const LOGINS[] = {"ann", "ben", "mia"};
	const struct account_proof proof = {.password = "", .factor = "", .used_at = desk.now};

	DESK_OK(store_begin_writing(desk.store, &desk.err));
	for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++)
		DESK_OK(store_proof_put(desk.store, desk.employer_id, account_of(LOGINS[i]).account_id, &proof, &desk.err));
	DESK_OK(store_end_writing(desk.store, true, &desk.err));
}

static int set_up(void **state)
{
	const struct accounts_options options = {.now = now};

	if (allocation_desk_open(state) != 0 || secure_start(&desk.err) < 0)
		return -1;
	DESK_OK(store_open(desk.office->database, STORE_READ, &reader, &desk.err));
	store_use_schemes(reader, scheme_by_id);
	mailing = (struct mailing){.pictures = pictures_new(reader, CACHE), .road = {take_mail, NULL}, .from = "plimsoll@council.gov.uk",
		.site = SITE};
	DESK_OK(writer_open(desk.office->database, &mailing.writer, &desk.err));
	DESK_OK(accounts_new(mailing.writer, reader, &options, &accounts, &desk.err));
	box.count = box.answer = 0;
	box.only = NULL;
	box.beside = false;
	use_accounts();
	return 0;
}

static int tear_down(void **state)
{
	accounts_free(accounts);
	writer_close(mailing.writer);
	pictures_free(mailing.pictures);
	store_close(reader);
	return desk_close(state);
}

static struct mail_counts round_of_mail(void)
{
	struct mail_counts counts;

	DESK_OK(mail_once(&mailing, NULL, desk.now, &counts, &desk.err));
	return counts;
}

static const struct account_change BY_ANN = {.actor = "ann"};

/* What stands behind four blanks in the mail. */
static const char *code_in_box(void)
{
	const char *at = strstr(box.text, "\r\n    ");

	assert_non_null(at);
	return arena_strndup(desk.a, at + 6, 9);
}

static void use(const char *login, const char *address, enum mail_wish wish)
{
	const struct account_change change = {.actor = login, .account_id = account_of(login).account_id};

	DESK_OK(own_mail_set(accounts, &change, "council", login, address, wish, &desk.err));
	(void)round_of_mail();
	DESK_OK(own_mail_confirm(accounts, &change, "council", login, code_in_box(), &desk.err));
	box.count = 0;
}

static struct mail_row mail_of(const char *login)
{
	struct mail_row row;

	DESK_OK(store_mail(desk.store, desk.a, desk.employer_id, account_of(login).account_id, &row, &desk.err));
	return row;
}

static void test_mailing__tells_nobody_at_an_address_that_is_not_confirmed(void **state)
{
	(void)state;
	DESK_OK(own_mail_set(accounts, &BY_ANN, "council", "ben", "ben@council.gov.uk", WISH_AT_ONCE, &desk.err));
	(void)offered();
	(void)round_of_mail();
	assert_int_equal(box.count, 1);
	assert_non_null(strstr(box.text, "Subject: Your code for mail from Plimsoll\r\n"));
	(void)round_of_mail();
	assert_int_equal(box.count, 1);
	assert_int_equal(own_mail_confirm(accounts, &BY_ANN, "council", "ben", "aaaa-aaaa", &desk.err), PL_INVALID);
	assert_int_equal(mail_of("ben").confirmed_at, 0);
	DESK_OK(own_mail_confirm(accounts, &BY_ANN, "council", "ben", code_in_box(), &desk.err));
	(void)round_of_mail();
	assert_int_equal(box.count, 2);
}

static void test_mailing__says_how_many_things_wait_and_no_case_and_nobody(void **state)
{
	static const char *const NOT_SAID[] = {"C3", "C1", "Ann", "Ben", "W2", "North", "child", "mia"};

	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	assert_int_equal(round_of_mail().sent, 1);
	assert_string_equal(box.to, "b.two@council.gov.uk");
	assert_non_null(strstr(box.text, "Subject: 1 thing waits for you in Plimsoll\r\n"));
	assert_non_null(strstr(box.text, "Auto-Submitted: auto-generated\r\n"));
	assert_non_null(strstr(box.text, "\r\nMessage-ID: <"));
	assert_non_null(strstr(box.text, "\r\nDate: Thu, 2 Jul 2026 11:"));
	assert_non_null(strstr(box.text, "\r\n" SITE "/employers/council/waiting\r\n"));
	for (size_t i = 0; i < sizeof NOT_SAID / sizeof *NOT_SAID; i++)
		if (strstr(box.text, NOT_SAID[i]) != NULL)
			fail_msg("the mail says %s", NOT_SAID[i]);
	for (const char *c = box.text; *c != '\0'; c++)
		assert_true((*c >= ' ' && *c < 0x7F) || *c == '\r' || *c == '\n');
}

static void test_mailing__tells_a_thing_once(void **state)
{
	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	assert_int_equal(round_of_mail().sent, 1);
	desk.now += A_MINUTE;
	assert_int_equal(round_of_mail().sent, 0);
}

static void test_mailing__waits_for_the_morning_where_that_was_chosen(void **state)
{
	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_DIGEST);
	(void)offered();
	assert_int_equal(round_of_mail().sent, 0);
	desk.now += 20 * AN_HOUR; /* Friday, 8:00 */
	assert_int_equal(round_of_mail().sent, 0);
	desk.now += AN_HOUR + A_MINUTE;
	assert_int_equal(round_of_mail().sent, 1);
	assert_non_null(strstr(box.text, "Subject: 1 thing waits"));
}

static void test_mailing__tries_again_what_was_refused_later_and_later(void **state)
{
	struct mail_counts counts;

	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	box.answer = PL_DENIED;
	counts = round_of_mail();
	assert_int_equal(counts.refused, 1);
	assert_string_equal(mail_of("ben").failure, "The mail server says no");
	desk.now += A_MINUTE - 1;
	assert_int_equal(round_of_mail().refused, 0);
	desk.now += 1;
	assert_int_equal(round_of_mail().refused, 1);
	desk.now += A_MINUTE;
	counts = round_of_mail();
	assert_int_equal(counts.refused, 0);
	assert_int_equal(counts.failing, 1);
	desk.now += A_MINUTE;
	box.answer = 0;
	assert_int_equal(round_of_mail().sent, 1);
	assert_int_equal(mail_of("ben").failures, 0);
	assert_string_equal(mail_of("ben").failure, "");
}

static void test_mailing__ends_the_round_where_no_mail_gets_through(void **state)
{
	struct mail_counts counts;

	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	box.answer = PL_FAIL;
	assert_int_equal(mail_once(&mailing, NULL, desk.now, &counts, &desk.err), PL_FAIL);
	assert_string_equal(desk.err.text, "The mail server says no");
}

static void ask_for_codes(void)
{
	static const char *const LOGINS[] = {"ann", "ben", "mia"};

	for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++)
		DESK_OK(own_mail_set(accounts, &BY_ANN, "council", LOGINS[i], arena_printf(desk.a, "%s@council.gov.uk", LOGINS[i]), WISH_AT_ONCE,
			&desk.err));
}

static void test_mailing__lets_one_that_does_not_get_through_keep_no_mail_from_the_others(void **state)
{
	struct mail_counts counts;

	(void)state;
	ask_for_codes();
	box.answer = PL_FAIL;
	box.only = "ann@council.gov.uk";
	assert_int_equal(mail_once(&mailing, NULL, desk.now, &counts, &desk.err), PL_FAIL);
	assert_int_equal(counts.refused, 1);
	assert_int_equal(counts.sent, 2);
	assert_string_equal(desk.err.text, "The mail server says no");
}

static void test_mailing__tries_first_who_was_not_tried_for_the_longest_time(void **state)
{
	struct mail_counts counts;

	(void)state;
	ask_for_codes();
	box.answer = PL_FAIL;
	assert_int_equal(mail_once(&mailing, NULL, desk.now, &counts, &desk.err), PL_FAIL);
	assert_int_equal(counts.refused, 2);
	desk.now += A_MINUTE;
	box.answer = 0;
	assert_int_equal(round_of_mail().sent, 3);
	assert_string_not_equal(box.to, "mia@council.gov.uk");
}

static void test_mailing__is_sent_by_one_of_two_servers(void **state)
{
	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	desk.now += A_MINUTE;
	box.beside = true;
	assert_int_equal(round_of_mail().sent, 1);
	assert_int_equal(box.count, 1);
}

static void test_mailing__does_not_wait_for_a_try_that_a_wrong_clock_wrote_down(void **state)
{
	enum { A_YEAR = 365 * 24 * AN_HOUR };

	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	desk.now += A_YEAR;
	use_accounts();
	box.answer = PL_DENIED;
	assert_int_equal(round_of_mail().refused, 1);
	desk.now -= A_YEAR;
	box.answer = 0;
	assert_int_equal(round_of_mail().sent, 1);
}

static void test_mailing__tells_nobody_who_may_not_sign_in(void **state)
{
	(void)state;
	use("ben", "b.two@council.gov.uk", WISH_AT_ONCE);
	(void)offered();
	DESK_OK(account_disable(accounts, &BY_ANN, "council", "ben", &desk.err));
	assert_int_equal(round_of_mail().sent, 0);
}

static void test_mailing__makes_another_code_when_one_did_not_go_out(void **state)
{
	const char *first;

	(void)state;
	DESK_OK(own_mail_set(accounts, &BY_ANN, "council", "ben", "ben@council.gov.uk", WISH_AT_ONCE, &desk.err));
	box.answer = PL_DENIED;
	(void)round_of_mail();
	box.answer = 0;
	desk.now += A_MINUTE;
	(void)round_of_mail();
	assert_int_equal(box.count, 1);
	first = code_in_box();
	assert_int_equal(own_mail_again(accounts, &BY_ANN, "council", "ben", &desk.err), PL_LIMIT);
	desk.now += A_MINUTE;
	DESK_OK(own_mail_again(accounts, &BY_ANN, "council", "ben", &desk.err));
	(void)round_of_mail();
	assert_string_not_equal(code_in_box(), first);
	assert_int_equal(own_mail_confirm(accounts, &BY_ANN, "council", "ben", first, &desk.err), PL_INVALID);
	DESK_OK(own_mail_confirm(accounts, &BY_ANN, "council", "ben", code_in_box(), &desk.err));
}

static void test_own_mail__takes_five_tries_for_a_code(void **state)
{
	(void)state;
	DESK_OK(own_mail_set(accounts, &BY_ANN, "council", "ben", "ben@council.gov.uk", WISH_AT_ONCE, &desk.err));
	(void)round_of_mail();
	for (int i = 0; i < MAIL_CODE_TRIES; i++)
		assert_int_equal(own_mail_confirm(accounts, &BY_ANN, "council", "ben", "nope", &desk.err), PL_INVALID);
	assert_int_equal(own_mail_confirm(accounts, &BY_ANN, "council", "ben", code_in_box(), &desk.err), PL_LIMIT);
}

static void test_own_mail__is_not_turned_off_by_who_answers_for_others(void **state)
{
	const struct account_change own = {.actor = "mia", .account_id = account_of("mia").account_id};

	(void)state;
	use("mia", "m@council.gov.uk", WISH_AT_ONCE);
	assert_int_equal(own_mail_set(accounts, &own, "council", "mia", "m@council.gov.uk", WISH_NONE, &desk.err), PL_INVALID);
	assert_int_equal(own_mail_end(accounts, &own, "council", "mia", &desk.err), PL_INVALID);
	DESK_OK(own_mail_end(accounts, &BY_ANN, "council", "mia", &desk.err));
}

static void test_own_mail__stands_in_the_ledger_without_the_address(void **state)
{
	struct ledger_row entry;

	(void)state;
	DESK_OK(own_mail_set(accounts, &BY_ANN, "council", "ben", "ben@council.gov.uk", WISH_DIGEST, &desk.err));
	entry = desk_last_entry();
	assert_string_equal(entry.action, "user-mail");
	assert_null(strchr(entry.payload, '@'));
}

static void test_own_calendar__is_found_by_its_secret_until_it_ends(void **state)
{
	char secret[TOKEN_SIZE], second[TOKEN_SIZE];
	struct session owner;

	(void)state;
	DESK_OK(own_calendar_make(accounts, &BY_ANN, "council", "ben", secret, &desk.err));
	DESK_OK(own_calendar_find(accounts, desk.a, secret, &owner, &desk.err));
	assert_string_equal(owner.viewer.login, "ben");
	DESK_OK(own_calendar_make(accounts, &BY_ANN, "council", "ben", second, &desk.err));
	assert_int_equal(own_calendar_find(accounts, desk.a, secret, &owner, &desk.err), PL_NOT_FOUND);
	DESK_OK(account_disable(accounts, &BY_ANN, "council", "ben", &desk.err));
	assert_int_equal(own_calendar_find(accounts, desk.a, second, &owner, &desk.err), PL_NOT_FOUND);
	DESK_OK(account_enable(accounts, &BY_ANN, "council", "ben", &desk.err));
	DESK_OK(own_calendar_find(accounts, desk.a, second, &owner, &desk.err));
	DESK_OK(own_calendar_end(accounts, &BY_ANN, "council", "ben", &desk.err));
	assert_int_equal(own_calendar_find(accounts, desk.a, second, &owner, &desk.err), PL_NOT_FOUND);
	assert_int_equal(own_calendar_find(accounts, desk.a, "", &owner, &desk.err), PL_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_mailing__tells_nobody_at_an_address_that_is_not_confirmed),
		TEST(test_mailing__says_how_many_things_wait_and_no_case_and_nobody),
		TEST(test_mailing__tells_a_thing_once),
		TEST(test_mailing__waits_for_the_morning_where_that_was_chosen),
		TEST(test_mailing__tries_again_what_was_refused_later_and_later),
		TEST(test_mailing__ends_the_round_where_no_mail_gets_through),
		TEST(test_mailing__lets_one_that_does_not_get_through_keep_no_mail_from_the_others),
		TEST(test_mailing__tries_first_who_was_not_tried_for_the_longest_time),
		TEST(test_mailing__is_sent_by_one_of_two_servers),
		TEST(test_mailing__does_not_wait_for_a_try_that_a_wrong_clock_wrote_down),
		TEST(test_mailing__tells_nobody_who_may_not_sign_in),
		TEST(test_mailing__makes_another_code_when_one_did_not_go_out),
		TEST(test_own_mail__takes_five_tries_for_a_code),
		TEST(test_own_mail__is_not_turned_off_by_who_answers_for_others),
		TEST(test_own_mail__stands_in_the_ledger_without_the_address),
		TEST(test_own_calendar__is_found_by_its_secret_until_it_ends),
	};

	return RUN_TESTS(tests);
}
