/* Sessions: how they begin, how long they hold, and what ends them. */
#include <time.h>

#include "reception.h"

static struct session session_now(struct reception *r, const char *token)
{
	struct session session;

	OK(session_find(r->accounts, r->a, token, &session, &err));
	return session;
}

static void test_session__says_who_is_signed_in_and_what_they_may(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct session session = session_now(r, m.in.token);

	assert_int_equal(session.step, SIGN_IN_DONE);
	assert_string_equal(session.viewer.login, "mia");
	assert_string_equal(session.viewer.employer, "council");
	assert_string_equal(session.viewer.person, "");
	assert_false(session.viewer.sees_all);
	assert_int_equal(session.viewer.grants_count, 1);
	assert_int_equal(session.viewer.grants[0].role, ROLE_MANAGER);
	assert_int_equal(session.viewer.grants[0].scope, SCOPE_TEAM);
	assert_string_equal(session.viewer.grants[0].code, "north");
	assert_true(session.has_second_factor);
	assert_false(session.demo);
	assert_string_equal(session_now(r, reception_worker(r).token).viewer.person, "W1");
}

static void test_session__says_the_same_from_memory(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct session first = session_now(r, m.in.token), again = session_now(r, m.in.token);

	assert_string_equal(first.viewer.login, again.viewer.login);
	assert_string_equal(first.name, again.name);
	assert_string_equal(first.viewer.employer, again.viewer.employer);
	assert_string_equal(first.viewer.grants[0].code, again.viewer.grants[0].code);
	assert_string_equal(first.csrf, again.csrf);
	assert_int_equal(first.viewer.account_id, again.viewer.account_id);
}

static void test_session__has_a_new_token_at_each_step_and_the_old_one_is_dead(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in first = with_password(r, &DESK, "mia", PASSWORD), second;

	OK(sign_in_with_code(r->accounts, &DESK, first.token, code_now(r, m.secret), &second, &err));
	assert_string_not_equal(first.token, second.token);
	ASSERT_GONE(r, first.token);
	ASSERT_SIGNED_IN(r, second.token);
}

static void test_session__cannot_be_planted(void **state)
{
	struct reception *r = *state;
	char planted[TOKEN_SIZE];

	(void)reception_worker(r);
	token_make(planted);
	ASSERT_GONE(r, planted);
	ASSERT_GONE(r, "");
	ASSERT_GONE(r, "../../etc/passwd");
	assert_string_not_equal(with_password(r, &DESK, "ann", PASSWORD).token, planted);
	ASSERT_GONE(r, planted);
}

static void test_session__is_kept_as_a_hash(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	struct str bytes;

	reception_end(r);
	bytes = office_bytes(r->office);
	assert_null(memmem(bytes.at, bytes.len, in.token, strlen(in.token)));
	reception_begin(r, &CHEAP);
	ASSERT_SIGNED_IN(r, in.token);
}

static void test_session__has_a_form_secret_of_its_own(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b = with_password(r, &DESK, "ann", PASSWORD);

	assert_int_equal(strlen(session_now(r, a.token).csrf), 43);
	assert_string_not_equal(session_now(r, a.token).csrf, session_now(r, b.token).csrf);
	assert_string_not_equal(session_now(r, a.token).csrf, a.token);
}

static void test_session__of_a_manager_ends_after_half_an_hour_without_a_request(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);

	for (int i = 0; i < 4; i++) {
		reception_clock += 1700;
		ASSERT_SIGNED_IN(r, m.in.token);
	}
	reception_clock += 1800;
	ASSERT_GONE(r, m.in.token);
}

static void test_session__of_a_worker_ends_after_an_hour_without_a_request(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);

	ASSERT_SIGNED_IN(r, in.token);
	reception_clock += 3599;
	ASSERT_SIGNED_IN(r, in.token);
	reception_clock += 3600;
	ASSERT_GONE(r, in.token);
}

static void test_session__ends_after_twelve_hours_however_busy(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);

	for (int i = 0; i < 71; i++) {
		reception_clock += 600;
		ASSERT_SIGNED_IN(r, in.token);
	}
	reception_clock += 600;
	ASSERT_GONE(r, in.token);
}

static void test_session__that_waits_for_a_code_ends_after_ten_minutes(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;

	reception_clock += 600;
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, code_now(r, m.secret), &next, &err), PL_NOT_FOUND);
}

static void test_session__from_before_a_clock_was_set_back_is_over(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);

	reception_clock -= 7200;
	ASSERT_GONE(r, in.token);
}

static void test_session__goes_on_after_a_restart_if_it_was_used(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);

	reception_clock += 3500;
	ASSERT_SIGNED_IN(r, in.token);
	reception_end(r);
	reception_begin(r, &CHEAP);
	reception_clock += 3500;
	ASSERT_SIGNED_IN(r, in.token);
}

static void test_session__that_is_over_is_cleared_away(void **state)
{
	struct reception *r = *state;
	struct session_row *rows;
	struct signed_in in = reception_worker(r);
	struct employer e;
	size_t count;

	OK(store_employer(r->reader, r->a, "council", &e, &err));
	reception_clock += 3601;
	OK(sessions_tend(r->accounts, &err));
	OK(store_sessions(r->reader, r->a, e.id, 1, &rows, &count, &err));
	assert_int_equal(count, 0);
	ASSERT_GONE(r, in.token);
}

/* ---- what ends them ---- */

static void test_sign_out__ends_this_session_only(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b = with_password(r, &ELSEWHERE, "ann", PASSWORD);

	ASSERT_SIGNED_IN(r, a.token);
	OK(session_end(r->accounts, a.token, &err));
	ASSERT_GONE(r, a.token);
	ASSERT_SIGNED_IN(r, b.token);
	OK(session_end(r->accounts, a.token, &err));
	OK(session_end(r->accounts, "nonsense", &err));
}

static void test_password_change__ends_all_sessions_and_begins_a_new_one(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b = with_password(r, &ELSEWHERE, "ann", PASSWORD), next;

	ASSERT_SIGNED_IN(r, b.token);
	assert_int_equal(password_change(r->accounts, &DESK, a.token, PASSWORD_2, PASSWORD_2, &next, &err), PL_INVALID);
	assert_int_equal(password_change(r->accounts, &DESK, a.token, PASSWORD, "short", &next, &err), PL_INVALID);
	assert_int_equal(password_change(r->accounts, &DESK, a.token, PASSWORD, PASSWORD, &next, &err), PL_INVALID);
	ASSERT_SIGNED_IN(r, a.token);
	OK(password_change(r->accounts, &DESK, a.token, PASSWORD, PASSWORD_2, &next, &err));
	ASSERT_GONE(r, a.token);
	ASSERT_GONE(r, b.token);
	ASSERT_SIGNED_IN(r, next.token);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_INVALID);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), 0);
	assert_string_equal(newest_entry(r)->action, "user-password");
	assert_string_equal(newest_entry(r)->actor, "ann");
}

static void test_disabling__ends_sessions_at_the_next_request(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);

	ASSERT_SIGNED_IN(r, in.token);
	OK(account_disable(r->accounts, &BY_ROOT, "council", "ann", &err));
	ASSERT_GONE(r, in.token);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_INVALID);
	assert_non_null(strstr(err.text, "disabled"));
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD_2), PL_INVALID);
	assert_null(strstr(err.text, "disabled"));
	OK(account_enable(r->accounts, &BY_ROOT, "council", "ann", &err));
	ASSERT_GONE(r, in.token);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), 0);
}

/* As by a command while a server runs: another process is another writer and another reader. */
static void test_disabling__by_another_process_ends_sessions_a_moment_later(void **state)
{
	const struct timespec nap = {.tv_nsec = 5 * 1000000};
	struct reception *r = *state, other = {.office = r->office, .a = r->a};
	struct signed_in in = reception_worker(r);
	struct session session;
	int tries = 0;

	ASSERT_SIGNED_IN(r, in.token);
	ASSERT_SIGNED_IN(r, in.token);
	reception_begin(&other, &CHEAP);
	OK(account_disable(other.accounts, &BY_ROOT, "council", "ann", &err));
	reception_end(&other);
	/* What the store said is believed for a moment, and no longer. */
	while (session_find(r->accounts, r->a, in.token, &session, &err) == 0 && tries++ < 1000)
		nanosleep(&nap, NULL);
	ASSERT_GONE(r, in.token);
}

static void test_reset__ends_sessions_and_asks_for_a_new_password(void **state)
{
	struct reception *r = *state;
	struct signed_in in = reception_worker(r);
	const struct account_reset reset = {.employer = "council", .login = "ann"};
	char made[PASS_PHRASE_SIZE];

	OK(account_reset(r->accounts, &BY_ROOT, &reset, made, &err));
	ASSERT_GONE(r, in.token);
	assert_int_equal(try_password(r, &DESK, "ann", PASSWORD), PL_INVALID);
	assert_int_equal(with_password(r, &DESK, "ann", made).step, SIGN_IN_NEW_PASSWORD);
}

static void test_role_change__ends_sessions(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	const struct grant grant = {ROLE_MANAGER, SCOPE_TEAM, "south"};
	struct signed_in in;

	OK(account_give_role(r->accounts, &BY_ROOT, "council", "mia", &grant, &err));
	ASSERT_GONE(r, m.in.token);
	in = manager_signs_in(r, &DESK, &m);
	assert_int_equal(session_now(r, in.token).viewer.grants_count, 2);
	OK(account_take_role(r->accounts, &BY_ROOT, "council", "mia", &grant, &err));
	ASSERT_GONE(r, in.token);
}

static void test_half_way__a_reset_ends_what_was_begun(void **state)
{
	struct reception *r = *state;
	struct manager m = reception_manager(r);
	const struct account_reset reset = {.employer = "council", .login = "mia"};
	struct signed_in in = with_password(r, &DESK, "mia", PASSWORD), next;
	char made[PASS_PHRASE_SIZE];

	OK(account_reset(r->accounts, &BY_ROOT, &reset, made, &err));
	assert_int_equal(sign_in_with_code(r->accounts, &DESK, in.token, code_now(r, m.secret), &next, &err), PL_NOT_FOUND);
}

/* ---- one's own ---- */

static void test_own_sessions__are_listed_newest_first_with_where_they_began(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b;
	struct own_session *rows;
	size_t count;

	reception_clock += 10;
	b = with_password(r, &ELSEWHERE, "ann", PASSWORD);
	(void)with_password(r, &DESK, "ann", PASSWORD);
	OK(sessions_of(r->accounts, r->a, b.token, &rows, &count, &err));
	assert_int_equal(count, 3);
	assert_true(rows[0].begun >= rows[1].begun && rows[1].begun >= rows[2].begun);
	assert_int_equal(rows[2].begun, START);
	assert_string_equal(rows[2].address, DESK.address);
	assert_string_equal(rows[2].browser, DESK.browser);
	assert_false(rows[2].this_one);
	assert_int_equal(rows[0].this_one + rows[1].this_one, 1);
	ASSERT_SIGNED_IN(r, a.token);
}

static void test_own_sessions__end_by_their_key(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b;
	struct own_session *rows;
	size_t count;

	reception_clock += 10;
	b = with_password(r, &ELSEWHERE, "ann", PASSWORD);
	OK(sessions_of(r->accounts, r->a, b.token, &rows, &count, &err));
	OK(session_end_own(r->accounts, b.token, rows[1].key, &err));
	ASSERT_GONE(r, a.token);
	ASSERT_GONE(r, rows[0].key);
	ASSERT_SIGNED_IN(r, b.token);
	assert_int_equal(session_end_own(r->accounts, b.token, rows[1].key, &err), PL_NOT_FOUND);
}

static void test_own_sessions__of_somebody_else_cannot_be_ended(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r);
	struct manager m = reception_manager(r);
	struct own_session *rows;
	size_t count;

	OK(sessions_of(r->accounts, r->a, a.token, &rows, &count, &err));
	assert_int_equal(session_end_own(r->accounts, m.in.token, rows[0].key, &err), PL_NOT_FOUND);
	ASSERT_SIGNED_IN(r, a.token);
}

static void test_own_sessions__end_all_but_this(void **state)
{
	struct reception *r = *state;
	struct signed_in a = reception_worker(r), b = with_password(r, &ELSEWHERE, "ann", PASSWORD);
	struct manager m = reception_manager(r);

	OK(sessions_end_others(r->accounts, b.token, &err));
	ASSERT_GONE(r, a.token);
	ASSERT_SIGNED_IN(r, b.token);
	ASSERT_SIGNED_IN(r, m.in.token);
}

static void test_own_sessions__keep_only_text_of_what_a_browser_says(void **state)
{
	struct reception *r = *state;
	struct visitor hostile = {.address = "192.0.2.1", .browser = "a\r\nSet-Cookie: x"};
	struct visitor endless = {.address = "192.0.2.1", .browser = arena_printf(r->a, "%0500d", 7)};
	struct own_session *rows;
	struct signed_in in;
	size_t count;

	in = reception_worker(r);
	(void)with_password(r, &hostile, "ann", PASSWORD);
	(void)with_password(r, &endless, "ann", PASSWORD);
	OK(sessions_of(r->accounts, r->a, in.token, &rows, &count, &err));
	for (size_t i = 0; i < count; i++) {
		assert_null(strchr(rows[i].browser, '\n'));
		assert_true(strlen(rows[i].browser) <= 120);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_RECEPTION(test_session__says_who_is_signed_in_and_what_they_may),
		AT_RECEPTION(test_session__says_the_same_from_memory),
		AT_RECEPTION(test_session__has_a_new_token_at_each_step_and_the_old_one_is_dead),
		AT_RECEPTION(test_session__cannot_be_planted),
		AT_RECEPTION(test_session__is_kept_as_a_hash),
		AT_RECEPTION(test_session__has_a_form_secret_of_its_own),
		AT_RECEPTION(test_session__of_a_manager_ends_after_half_an_hour_without_a_request),
		AT_RECEPTION(test_session__of_a_worker_ends_after_an_hour_without_a_request),
		AT_RECEPTION(test_session__ends_after_twelve_hours_however_busy),
		AT_RECEPTION(test_session__that_waits_for_a_code_ends_after_ten_minutes),
		AT_RECEPTION(test_session__from_before_a_clock_was_set_back_is_over),
		AT_RECEPTION(test_session__goes_on_after_a_restart_if_it_was_used),
		AT_RECEPTION(test_session__that_is_over_is_cleared_away),
		AT_RECEPTION(test_sign_out__ends_this_session_only),
		AT_RECEPTION(test_password_change__ends_all_sessions_and_begins_a_new_one),
		AT_RECEPTION(test_disabling__ends_sessions_at_the_next_request),
		AT_RECEPTION(test_disabling__by_another_process_ends_sessions_a_moment_later),
		AT_RECEPTION(test_reset__ends_sessions_and_asks_for_a_new_password),
		AT_RECEPTION(test_role_change__ends_sessions),
		AT_RECEPTION(test_half_way__a_reset_ends_what_was_begun),
		AT_RECEPTION(test_own_sessions__are_listed_newest_first_with_where_they_began),
		AT_RECEPTION(test_own_sessions__end_by_their_key),
		AT_RECEPTION(test_own_sessions__of_somebody_else_cannot_be_ended),
		AT_RECEPTION(test_own_sessions__end_all_but_this),
		AT_RECEPTION(test_own_sessions__keep_only_text_of_what_a_browser_says),
	};

	return RUN_TESTS(tests);
}
