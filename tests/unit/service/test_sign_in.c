/* Signing in: the steps, what is refused, and how others are kept from being locked out. */
#include <pthread.h>

#include "reception.h"

static void test_nobody__can_sign_in_before_an_account_is_made(void **state)
{
	static const char *const LOGINS[] = {"admin", "administrator", "root", "plimsoll", "demo", "user", "guest"};
	struct reception *r = *state;

	for (size_t i = 0; i < sizeof LOGINS / sizeof *LOGINS; i++) {
		assert_int_equal(try_password(r, &DESK, LOGINS[i], LOGINS[i]), PL_INVALID);
		assert_int_equal(try_password(r, &ELSEWHERE, LOGINS[i], ""), PL_INVALID);
	}
}

static void test_password__that_somebody_else_gave_has_to_be_changed(void **state)
{
	struct reception *r = *state;
	struct signed_in in = with_password(r, &DESK, "ann", reception_add(r, "ann", "W1", "worker")), next;
	struct session session;

	assert_int_equal(in.step, SIGN_IN_NEW_PASSWORD);
	OK(session_find(r->accounts, r->a, in.token, &session, &err));
	assert_int_equal(session.step, SIGN_IN_NEW_PASSWORD);
	assert_int_equal(sign_in_with_new_password(r->accounts, &DESK, in.token, "password1234", &next, &err), PL_INVALID);
	assert_int_equal(sign_in_with_new_password(r->accounts, &DESK, in.token, "ann-council-2026", &next, &err), PL_INVALID);
	OK(sign_in_with_new_password(r->accounts, &DESK, in.token, PASSWORD, &next, &err));
	assert_int_equal(next.step, SIGN_IN_DONE);
	ASSERT_GONE(r, in.token);
	ASSERT_SIGNED_IN(r, next.token);
	assert_int_equal(with_password(r, &DESK, "ann", PASSWORD).step, SIGN_IN_DONE);
}

static void test_password__that_was_given_cannot_be_kept(void **state)
{
	struct reception *r = *state;
	const char *made = reception_add(r, "ann", "W1", "worker");
	struct signed_in in = with_password(r, &DESK, "ann", made), next;

	assert_int_equal(sign_in_with_new_password(r->accounts, &DESK, in.token, made, &next, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "another"));
}

static void test_login__is_found_however_it_is_typed(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	assert_int_equal(try_password(r, &DESK, " Ann ", PASSWORD), 0);
}

static void test_login__that_is_unknown_gets_the_answer_of_a_wrong_password(void **state)
{
	struct reception *r = *state;
	struct err unknown;

	(void)reception_worker(r);
	assert_int_equal(try_password(r, &DESK, "nobody", PASSWORD), PL_INVALID);
	unknown = err;
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_string_equal(err.text, unknown.text);
	assert_int_equal(try_password(r, &DESK, "no login at all\n", PASSWORD), PL_INVALID);
	assert_string_equal(err.text, unknown.text);
}

static void test_login__that_is_unknown_waits_like_one_that_is_known(void **state)
{
	struct reception *r = *state;

	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "nobody", PASSWORD), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "nobody", PASSWORD), PL_LIMIT);
	assert_non_null(strstr(err.text, "wait 15 seconds"));
}

static void test_password__is_checked_whole(void **state)
{
	struct reception *r = *state;
	char longer[1000];

	(void)reception_worker(r);
	assert_int_equal(try_password(r, &DESK, "ann", "gravel lantern hopscotc"), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD "h"), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", "Gravel lantern hopscotch"), PL_INVALID);
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	assert_int_equal(try_password(r, &DESK, "ann", longer), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

static bool kept_begins(struct reception *r, const char *begin)
{
	struct account_proof proof;
	int32_t employer_id;
	int64_t id;

	OK(store_account_by_login(r->reader, "ann", &employer_id, &id, &err));
	OK(store_proof(r->reader, r->a, employer_id, id, &proof, &err));
	return strncmp(proof.password, begin, strlen(begin)) == 0;
}

static void test_password__is_kept_at_todays_cost_after_the_next_sign_in(void **state)
{
	static const struct password_cost DEARER = {.passes = 2, .memory_bytes = 16384, .at_once = 2, .waiting = 16};
	struct reception *r = *state;

	(void)reception_worker(r);
	assert_true(kept_begins(r, "$argon2id$v=19$m=8,t=1,"));
	reception_end(r);
	reception_begin(r, &DEARER);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_true(kept_begins(r, "$argon2id$v=19$m=8,t=1,"));
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
	assert_true(kept_begins(r, "$argon2id$v=19$m=16,t=2,"));
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

static void test_sign_in__says_busy_and_counts_nothing_when_too_many_wait(void **state)
{
	static const struct password_cost CLOSED = {.passes = 1, .memory_bytes = 8192, .at_once = 0, .waiting = 0};
	struct reception *r = *state;

	(void)reception_worker(r);
	reception_end(r);
	reception_begin(r, &CLOSED);
	for (int i = 0; i < 20; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_LOCKED);
	assert_int_equal(try_password(r, &DESK, "nobody", PASSWORD), PL_LOCKED); /* no shorter way for an unknown login */
	reception_end(r);
	reception_begin(r, &CHEAP);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

/* ---- the second step ---- */

static void test_second_factor__is_asked_of_every_role_but_worker(void **state)
{
	static const char *const ROLES_ASKED[] = {"manager:team:north", "deputy:team:north", "supervisor:team:south",
		"head-of-service:employer", "director", "analyst", "union", "regulator", "administrator"};
	struct reception *r = *state;

	for (size_t i = 0; i < sizeof ROLES_ASKED / sizeof *ROLES_ASKED; i++)
		assert_int_equal(reception_employ(r, arena_printf(r->a, "user%zu", i), NULL, ROLES_ASKED[i]).step, SIGN_IN_ENROL);
	assert_int_equal(sizeof ROLES_ASKED / sizeof *ROLES_ASKED, ROLES - 1);
	assert_int_equal(reception_worker(r).step, SIGN_IN_DONE);
}

static void test_second_factor__is_needed_for_a_session_to_be_good_for_anything(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_employ(r, "mia", NULL, "manager:team:north"), next;
	struct own_session *rows;
	size_t count;

	assert_int_equal(sessions_of(r->accounts, r->a, in.token, &rows, &count, &err), PL_NOT_FOUND);
	assert_int_equal(password_change(r->accounts, &DESK, in.token, PASSWORD, PASSWORD_2, &next, &err), PL_NOT_FOUND);
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, "000000", &next, &err), PL_NOT_FOUND);
}

static void test_second_factor__holds_only_after_its_first_code(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_employ(r, "mia", NULL, "manager:team:north"), next;
	struct enrolment enrolment, again;
	struct recovery_codes codes;
	int64_t writes = writer_counts(r->writer).taken;

	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, NULL, &enrolment, &err));
	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, NULL, &again, &err));
	assert_int_equal(writer_counts(r->writer).taken, writes); /* it is asked for by a page, and reading changes nothing */
	assert_string_equal(enrolment.secret, again.secret);
	assert_non_null(strstr(enrolment.address, "otpauth://totp/Plimsoll:mia?secret="));
	assert_int_equal(second_factor_confirm(r->accounts, &DESK, in.token, "12345", &next, &codes, &err), PL_INVALID);
	assert_int_equal(with_password(r, &DESK, "mia", PASSWORD).step, SIGN_IN_ENROL);
	OK(second_factor_confirm(r->accounts, &DESK, in.token, code_now(r, enrolment.secret), &next, &codes, &err));
	assert_int_equal(with_password(r, &DESK, "mia", PASSWORD).step, SIGN_IN_CODE);
}

static void test_code__opens_the_session_once(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;
	const char *code = code_now(r, m.secret);

	OK(sign_in_with_code(r->accounts, &DESK, in.token, code, &next, &err));
	assert_int_equal(next.step, SIGN_IN_DONE);
	ASSERT_GONE(r, in.token);
	in = with_password(r, &DESK, "mia", PASSWORD);
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, code, &next, &err), PL_INVALID);
	reception_clock += 30;
	OK(sign_in_with_code(r->accounts, &DESK, in.token, code_now(r, m.secret), &next, &err));
}

static void test_code__of_the_enrolment_does_not_sign_in_again(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in, next;
	char code[SECOND_FACTOR_CODE_SIZE];

	reception_clock -= 60;
	OK(second_factor_code(m.secret, reception_clock, code, &err));
	in = with_password(r, &DESK, "mia", PASSWORD);
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, code, &next, &err), PL_INVALID);
}

static void test_code__that_is_wrong_five_times_asks_for_the_password_again(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, "wrong", &next, &err), PL_INVALID);
		reception_clock += 1;
	}
	reception_clock += 900;
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, code_now(r, m.secret), &next, &err), PL_NOT_FOUND);
}

static void test_code__is_counted_as_a_failed_attempt_when_it_is_wrong(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;

	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, "wrong", &next, &err), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "mia", PASSWORD), PL_LIMIT);
	reception_clock += 15;
	(void)manager_signs_in(r, &DESK, &m);
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "mia", PASSWORD_2), PL_INVALID);
}

static void test_recovery_code__opens_the_session_once(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;
	int64_t left;

	OK(sign_in_with_recovery_code(r->accounts, &DESK, in.token, m.codes.codes[3], &next, &err));
	assert_int_equal(next.step, SIGN_IN_DONE);
	OK(recovery_codes_left(r->accounts, next.token, &left, &err));
	assert_int_equal(left, 9);
	in = with_password(r, &DESK, "mia", PASSWORD);
	assert_int_equal(sign_in_with_recovery_code(r->accounts, &DESK, in.token, m.codes.codes[3], &next, &err), PL_INVALID);
	assert_int_equal(sign_in_with_recovery_code(r->accounts, &DESK, in.token, "", &next, &err), PL_INVALID);
	OK(sign_in_with_recovery_code(r->accounts, &DESK, in.token, m.codes.codes[0], &next, &err));
}

static void test_recovery_codes__are_renewed_with_the_password(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct recovery_codes codes;
	struct signed_in in, next;

	assert_int_equal(recovery_codes_renew(r->accounts, &DESK, m.in.token, PASSWORD_2, &codes, &err), PL_INVALID);
	OK(recovery_codes_renew(r->accounts, &DESK, m.in.token, PASSWORD, &codes, &err));
	assert_string_equal(newest_entry(r)->action, "user-recovery-codes");
	ASSERT_SIGNED_IN(r, m.in.token);
	in = with_password(r, &DESK, "mia", PASSWORD);
	assert_int_equal(sign_in_with_recovery_code(r->accounts, &DESK, in.token, m.codes.codes[0], &next, &err), PL_INVALID);
	OK(sign_in_with_recovery_code(r->accounts, &DESK, in.token, codes.codes[9], &next, &err));
}

static void test_second_factor__of_a_worker_is_a_choice(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r), next;
	struct enrolment enrolment;
	struct recovery_codes codes;

	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, PASSWORD, &enrolment, &err));
	ASSERT_SIGNED_IN(r, in.token);
	OK(second_factor_confirm(r->accounts, &DESK, in.token, code_now(r, enrolment.secret), &next, &codes, &err));
	assert_int_equal(next.step, SIGN_IN_DONE);
	ASSERT_GONE(r, in.token);
	assert_int_equal(with_password(r, &DESK, "ann", PASSWORD).step, SIGN_IN_CODE);
}

static void test_second_factor__is_begun_only_with_the_password(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct enrolment enrolment, again;

	assert_int_equal(second_factor_begin(r->accounts, r->a, &DESK, in.token, NULL, &enrolment, &err), PL_INVALID);
	assert_int_equal(second_factor_begin(r->accounts, r->a, &DESK, in.token, "", &enrolment, &err), PL_INVALID);
	assert_int_equal(second_factor_begin(r->accounts, r->a, &DESK, in.token, PASSWORD_2, &enrolment, &err), PL_INVALID);
	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, PASSWORD, &enrolment, &err));
	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, NULL, &again, &err));
	assert_string_equal(again.secret, enrolment.secret);
	assert_int_equal(second_factor_begin(r->accounts, r->a, &DESK, in.token, PASSWORD_2, &enrolment, &err), PL_INVALID);
}

/* A worker who has chosen a second factor; its secret. */
static struct signed_in worker_with_factor(struct reception *r, const char **ret_secret)
{
	struct signed_in in = reception_worker(r), next;
	struct enrolment enrolment;
	struct recovery_codes codes;

	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, PASSWORD, &enrolment, &err));
	OK(second_factor_confirm(r->accounts, &DESK, in.token, code_now(r, enrolment.secret), &next, &codes, &err));
	*ret_secret = arena_strdup(r->a, enrolment.secret);
	reception_clock += 30;
	return next;
}

static void test_second_factor__of_a_worker_is_turned_off_with_password_and_code(void **state)
{
	struct reception *r = *state;
	const char *secret;
	struct signed_in in = worker_with_factor(r, &secret), elsewhere, next;
	int64_t left = -1;

	elsewhere = with_password(r, &ELSEWHERE, "ann", PASSWORD);
	OK(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, code_now(r, secret), &next, &err));
	assert_string_equal(newest_entry(r)->action, "user-no-second-factor");
	assert_int_equal(next.step, SIGN_IN_DONE);
	ASSERT_GONE(r, in.token);
	ASSERT_GONE(r, elsewhere.token);
	OK(recovery_codes_left(r->accounts, next.token, &left, &err));
	assert_int_equal(left, 0);
	assert_int_equal(with_password(r, &DESK, "ann", PASSWORD).step, SIGN_IN_DONE);
	assert_int_equal(second_factor_end(r->accounts, &DESK, next.token, PASSWORD, code_now(r, secret), &in, &err), PL_INVALID);
}

static void test_second_factor__stays_on_unless_both_are_right(void **state)
{
	struct reception *r = *state;
	const char *secret;
	struct signed_in in = worker_with_factor(r, &secret), next;
	const char *code = code_now(r, secret);

	assert_int_equal(second_factor_end(r->accounts, &DESK, in.token, PASSWORD_2, code, &next, &err), PL_INVALID);
	assert_int_equal(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, "000000", &next, &err), PL_INVALID);
	next = with_password(r, &ELSEWHERE, "ann", PASSWORD);
	assert_int_equal(next.step, SIGN_IN_CODE);
	OK(sign_in_with_code(r->accounts, &ELSEWHERE, next.token, code, &next, &err));
	assert_int_equal(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, code, &next, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "used before"));
	ASSERT_SIGNED_IN(r, in.token);
}

static void test_second_factor__guessed_to_turn_it_off_is_counted(void **state)
{
	struct reception *r = *state;
	const char *secret;
	struct signed_in in = worker_with_factor(r, &secret), next;

	for (int i = 0; i < 5; i++)
		assert_int_equal(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, "wrong", &next, &err), PL_INVALID);
	assert_int_equal(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, code_now(r, secret), &next, &err), PL_LIMIT);
	reception_clock += 30;
	OK(second_factor_end(r->accounts, &DESK, in.token, PASSWORD, code_now(r, secret), &next, &err));
}

static void test_second_factor__of_a_manager_cannot_be_turned_off(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in next;

	reception_clock += 30;
	assert_int_equal(second_factor_end(r->accounts, &DESK, m.in.token, PASSWORD, code_now(r, m.secret), &next, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "can only be replaced"));
	assert_int_equal(with_password(r, &DESK, "mia", PASSWORD).step, SIGN_IN_CODE);
}

static void test_own_change__keeps_the_key_of_its_form(void **state)
{
	struct reception *r = *state;
	const struct visitor form = {.address = "192.0.2.1", .browser = "", .once = "key-of-a-form", .outcome = "/account?done=password"};
	struct signed_in in = reception_worker(r), next;
	struct session session;
	const char *outcome;

	OK(session_find(r->accounts, r->a, in.token, &session, &err));
	OK(password_change(r->accounts, &form, in.token, PASSWORD, PASSWORD_2, &next, &err));
	OK(accounts_find_once(r->accounts, r->a, session.viewer.account_id, form.once, &outcome, &err));
	assert_string_equal(outcome, form.outcome);
	assert_int_equal(password_change(r->accounts, &form, next.token, PASSWORD_2, PASSWORD, &in, &err), PL_CONFLICT);
}

static void test_second_factor__is_replaced_only_with_the_password(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct enrolment enrolment;

	assert_int_equal(second_factor_begin(r->accounts, r->a, &DESK, m.in.token, PASSWORD_2, &enrolment, &err), PL_INVALID);
	OK(second_factor_begin(r->accounts, r->a, &DESK, m.in.token, PASSWORD, &enrolment, &err));
	assert_string_not_equal(enrolment.secret, m.secret);
}

static void test_demo_code__is_not_shown_for_a_real_employer(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	char code[SECOND_FACTOR_CODE_SIZE];
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD);

	assert_int_equal(second_factor_demo_code(r->accounts, in.token, code, &err), PL_NOT_FOUND);
	assert_int_equal(second_factor_demo_code(r->accounts, m.in.token, code, &err), PL_NOT_FOUND);
}

/* ---- too many attempts ---- */

static void test_attempts__wait_longer_after_each_failure_from_the_fifth_on(void **state)
{
	struct reception *r = *state;
	int64_t wait = 15;

	(void)reception_worker(r);
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	for (int i = 0; i < 4; i++, wait *= 2) {
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_LIMIT);
		reception_clock += wait - 1;
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_LIMIT);
		assert_non_null(strstr(err.text, "wait 1 seconds"));
		reception_clock += 1;
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	}
	reception_clock += wait;
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

/* An attacker who knows a login, at any number of addresses, against its owner at the usual desk. */
static void test_attempts__from_elsewhere_do_not_lock_the_owner_out(void **state)
{
	struct reception *r = *state;
	int guesses = 0, refused = 0;

	(void)reception_worker(r);
	for (int i = 0; i < 1000; i++) {
		struct visitor attacker = {.address = arena_printf(r->a, "198.51.%d.%d", i / 250, i % 250 + 1), .browser = "Robot"};
		int rc = try_password(r, &attacker, "ann", "some guess or other");

		guesses += rc == PL_INVALID ? 1 : 0;
		refused += rc == PL_LIMIT ? 1 : 0;
	}
	assert_int_equal(guesses, 50);
	assert_int_equal(refused, 950);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

/* A thousand logins tried from an address that others work at too. */
static void test_attempts__for_many_logins_do_not_lock_out_who_works_at_the_same_address(void **state)
{
	struct reception *r = *state;
	int guesses = 0;

	(void)reception_worker(r);
	for (int i = 0; i < 1000; i++)
		guesses += try_password(r, &DESK, arena_printf(r->a, "guess%d", i), "some guess or other") == PL_INVALID ? 1 : 0;
	assert_int_equal(guesses, 100);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
	assert_int_equal(try_password(r, &ELSEWHERE, "ann", PASSWORD), 0);
}

static void test_attempts__for_one_login_do_not_make_another_wait(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	(void)reception_add(r, "ben", "W2", "worker");
	for (int i = 0; i < 6; i++)
		(void)try_password(r, &ELSEWHERE, "ben", PASSWORD_2);
	assert_int_equal(try_password(r, &ELSEWHERE, "ben", PASSWORD_2), PL_LIMIT);
	assert_int_equal(try_password(r, &ELSEWHERE, "ann", PASSWORD), 0);
}

/* Somebody who knows a login, behind the address that its owner works at too. */
static void test_attempts__at_the_same_address_do_not_lock_out_a_known_device(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct visitor known = DESK;

	known.device = in.device;
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_LIMIT);
	assert_int_equal(try_password(r, &known, "ann", PASSWORD), 0);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_LIMIT);
}

static void test_attempts__on_a_known_device_are_counted_apart(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct visitor known = DESK;

	known.device = in.device;
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &known, "ann", PASSWORD_2), PL_INVALID);
	assert_int_equal(try_password(r, &known, "ann", PASSWORD), PL_LIMIT);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
	reception_clock += 15;
	assert_int_equal(try_password(r, &known, "ann", PASSWORD), 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &known, "ann", PASSWORD_2), PL_INVALID);
}

/* One's own, for the login of somebody else, and any that were made up. */
static void test_attempts__with_a_device_of_no_use_count_for_the_address(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct visitor attacker = ELSEWHERE;

	(void)reception_add(r, "ben", "W2", "worker");
	attacker.device = in.device;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(try_password(r, &attacker, "ben", PASSWORD_2), PL_INVALID);
		token_make(in.device);
	}
	assert_int_equal(try_password(r, &attacker, "ben", PASSWORD_2), PL_LIMIT);
	attacker.device = "none";
	assert_int_equal(try_password(r, &attacker, "ben", PASSWORD_2), PL_LIMIT);
}

static void test_device__stays_the_same_from_one_sign_in_to_the_next(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct visitor known = {.address = ELSEWHERE.address, .browser = ELSEWHERE.browser, .device = in.device};

	assert_true(token_is_one(in.device));
	assert_string_equal(with_password(r, &known, "ann", PASSWORD).device, in.device);
	assert_string_not_equal(with_password(r, &ELSEWHERE, "ann", PASSWORD).device, in.device);
	known.device = "none";
	assert_true(token_is_one(with_password(r, &known, "ann", PASSWORD).device));
}

static void test_device__is_given_when_signing_in_is_done_and_not_before(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);

	assert_true(token_is_one(m.in.device));
	assert_string_equal(with_password(r, &DESK, "mia", PASSWORD).device, "");
}

static void test_attempts__from_one_ipv6_network_count_as_one_address(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	for (int i = 0; i < 5; i++) {
		struct visitor attacker = {.address = arena_printf(r->a, "2001:db8:1:2::%x", i + 1), .browser = "Robot"};

		assert_int_equal(try_password(r, &attacker, "ann", PASSWORD_2), PL_INVALID);
	}
	assert_int_equal(try_password(r, &(struct visitor){.address = "2001:db8:1:2:ffff::1", .browser = ""}, "ann", PASSWORD_2), PL_LIMIT);
	assert_int_equal(try_password(r, &(struct visitor){.address = "2001:db8:1:3::1", .browser = ""}, "ann", PASSWORD_2), PL_INVALID);
}

static void test_attempts__are_still_counted_after_a_restart(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	reception_end(r);
	reception_begin(r, &CHEAP);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_LIMIT);
}

static void test_attempts__are_forgotten_after_a_day(void **state)
{
	struct reception *r = *state;

	(void)reception_worker(r);
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	reception_clock += 86400;
	for (int i = 0; i < 5; i++)
		assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_LIMIT);
}

enum { ATTACKERS = 16 };

struct storm {
	struct reception *r;
	pthread_barrier_t together;
};

static void *guess_once(void *context)
{
	struct storm *storm = context;
	struct signed_in in;
	struct err own;

	(void)pthread_barrier_wait(&storm->together);
	return (void *)(intptr_t)sign_in_with_password(storm->r->accounts, &DESK, "ann", PASSWORD_2, &in, &own);
}

static void test_attempts__made_at_once_are_all_counted(void **state)
{
	struct storm storm = {.r = *state};
	pthread_t threads[ATTACKERS];
	int guesses = 0;

	(void)reception_worker(storm.r);
	assert_int_equal(pthread_barrier_init(&storm.together, NULL, ATTACKERS), 0);
	for (int i = 0; i < ATTACKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, guess_once, &storm), 0);
	for (int i = 0; i < ATTACKERS; i++) {
		void *rc;

		assert_int_equal(pthread_join(threads[i], &rc), 0);
		guesses += (intptr_t)rc == PL_INVALID ? 1 : 0;
	}
	assert_int_equal(guesses, 5);
	assert_int_equal(pthread_barrier_destroy(&storm.together), 0);
}

/* What is kept of an attempt tells nobody what was typed. */
static void test_attempts__do_not_keep_what_was_typed(void **state)
{
	struct reception *r = *state;
	struct str bytes;

	assert_int_equal(try_password(r, &DESK, "oops.my.password.here", "xyz"), PL_INVALID);
	reception_end(r);
	bytes = office_bytes(r->office);
	assert_true(bytes.len > 0);
	assert_null(memmem(bytes.at, bytes.len, "oops.my", 7));
	reception_begin(r, &CHEAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_RECEPTION(test_nobody__can_sign_in_before_an_account_is_made),
		AT_RECEPTION(test_password__that_somebody_else_gave_has_to_be_changed),
		AT_RECEPTION(test_password__that_was_given_cannot_be_kept),
		AT_RECEPTION(test_login__is_found_however_it_is_typed),
		AT_RECEPTION(test_login__that_is_unknown_gets_the_answer_of_a_wrong_password),
		AT_RECEPTION(test_login__that_is_unknown_waits_like_one_that_is_known),
		AT_RECEPTION(test_password__is_checked_whole),
		AT_RECEPTION(test_password__is_kept_at_todays_cost_after_the_next_sign_in),
		AT_RECEPTION(test_sign_in__says_busy_and_counts_nothing_when_too_many_wait),
		AT_RECEPTION(test_second_factor__is_asked_of_every_role_but_worker),
		AT_RECEPTION(test_second_factor__is_needed_for_a_session_to_be_good_for_anything),
		AT_RECEPTION(test_second_factor__holds_only_after_its_first_code),
		AT_RECEPTION(test_code__opens_the_session_once),
		AT_RECEPTION(test_code__of_the_enrolment_does_not_sign_in_again),
		AT_RECEPTION(test_code__that_is_wrong_five_times_asks_for_the_password_again),
		AT_RECEPTION(test_code__is_counted_as_a_failed_attempt_when_it_is_wrong),
		AT_RECEPTION(test_recovery_code__opens_the_session_once),
		AT_RECEPTION(test_recovery_codes__are_renewed_with_the_password),
		AT_RECEPTION(test_second_factor__of_a_worker_is_a_choice),
		AT_RECEPTION(test_second_factor__is_begun_only_with_the_password),
		AT_RECEPTION(test_second_factor__of_a_worker_is_turned_off_with_password_and_code),
		AT_RECEPTION(test_second_factor__stays_on_unless_both_are_right),
		AT_RECEPTION(test_second_factor__guessed_to_turn_it_off_is_counted),
		AT_RECEPTION(test_second_factor__of_a_manager_cannot_be_turned_off),
		AT_RECEPTION(test_own_change__keeps_the_key_of_its_form),
		AT_RECEPTION(test_second_factor__is_replaced_only_with_the_password),
		AT_RECEPTION(test_demo_code__is_not_shown_for_a_real_employer),
		AT_RECEPTION(test_attempts__wait_longer_after_each_failure_from_the_fifth_on),
		AT_RECEPTION(test_attempts__from_elsewhere_do_not_lock_the_owner_out),
		AT_RECEPTION(test_attempts__for_many_logins_do_not_lock_out_who_works_at_the_same_address),
		AT_RECEPTION(test_attempts__for_one_login_do_not_make_another_wait),
		AT_RECEPTION(test_attempts__at_the_same_address_do_not_lock_out_a_known_device),
		AT_RECEPTION(test_attempts__on_a_known_device_are_counted_apart),
		AT_RECEPTION(test_attempts__with_a_device_of_no_use_count_for_the_address),
		AT_RECEPTION(test_device__stays_the_same_from_one_sign_in_to_the_next),
		AT_RECEPTION(test_device__is_given_when_signing_in_is_done_and_not_before),
		AT_RECEPTION(test_attempts__from_one_ipv6_network_count_as_one_address),
		AT_RECEPTION(test_attempts__are_still_counted_after_a_restart),
		AT_RECEPTION(test_attempts__are_forgotten_after_a_day),
		AT_RECEPTION(test_attempts__made_at_once_are_all_counted),
		AT_RECEPTION(test_attempts__do_not_keep_what_was_typed),
	};

	return RUN_TESTS(tests);
}
