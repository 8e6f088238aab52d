/* reception.h: a small employer with accounts, and a clock that stands still until it is moved, for the tests of signing in.
 *
 * Teams North and South, workers W1 (North) and W2 (South). Accounts, all with PASSWORD, once they have been used:
 * "ann" is worker W1; "mia" manages North and has a second factor.
 */
#pragma once

#include "office.h"
#include "secure/second_factor.h"
#include "service/accounts/accounts.h"
#include "service/accounts/sign_in.h"

#define PASSWORD "gravel lantern hopscotch"
#define PASSWORD_2 "thimble wicket marrow"
#define WORKERS_CSV "worker,name,team,role,fte,contract_hours\nW1,Ann,North,social-worker,1,37\nW2,Ben,South,social-worker,1,37\n"

enum { START = 1790000010 };

static int64_t reception_clock;
static struct err err;

static const struct password_cost CHEAP = {.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = 16};
static const struct visitor DESK = {.address = "192.0.2.1", .browser = "Desk browser"};
static const struct visitor ELSEWHERE = {.address = "198.51.100.7", .browser = "Other browser"};
static const struct account_change BY_ROOT = {.actor = "root"};

struct reception {
	struct office *office;
	struct arena *a;
	struct writer *writer;
	struct store *reader;
	struct accounts *accounts;
};

#define OK(call) reception_ok((call), __LINE__)

static inline void reception_ok(int rc, int line)
{
	if (rc != 0)
		fail_msg("line %d: %d: %s", line, rc, err.text);
}

static inline int64_t reception_now(void)
{
	return reception_clock;
}

static inline void reception_begin(struct reception *r, const struct password_cost *cost)
{
	const struct accounts_options options = {reception_now, cost};

	OK(writer_open(r->office->database, &r->writer, &err));
	OK(store_open(r->office->database, STORE_READ, &r->reader, &err));
	OK(accounts_new(r->writer, r->reader, &options, &r->accounts, &err));
}

static inline void reception_end(struct reception *r)
{
	r->accounts = accounts_free(r->accounts);
	r->writer = writer_close(r->writer);
	r->reader = store_close(r->reader);
}

/* An account with a pass phrase that was made. */
static inline const char *reception_add(struct reception *r, const char *login, const char *person, const char *role)
{
	struct grant grant;
	struct new_account account = {.employer = r->office->employer, .login = login, .name = login, .person = person,
		.grants = &grant, .grants_count = 1};
	char made[PASS_PHRASE_SIZE];

	OK(account_grant_read(r->a, role, &grant, &err));
	OK(account_add(r->accounts, &BY_ROOT, &account, made, &err));
	return arena_strdup(r->a, made);
}

static inline int reception_open(void **state)
{
	struct reception *r;

	if (office_open(state) != 0)
		return -1;
	r = arena_alloc(((struct office *)*state)->a, sizeof *r);
	r->office = *state;
	r->a = r->office->a;
	reception_clock = START;
	(void)IMPORT(r->office, office_file(r->office, "workers.csv", WORKERS_CSV));
	reception_begin(r, &CHEAP);
	*state = r;
	return 0;
}

static inline int reception_close(void **state)
{
	struct reception *r = *state;

	reception_end(r);
	*state = r->office;
	return office_close(state);
}

/* ---- signing in ---- */

static inline struct signed_in with_password(struct reception *r, const struct visitor *visitor, const char *login,
	const char *password)
{
	struct signed_in in;

	OK(sign_in_with_password(r->accounts, visitor, login, password, &in, &err));
	return in;
}

static inline int try_password(struct reception *r, const struct visitor *visitor, const char *login, const char *password)
{
	struct signed_in in = {0};

	return sign_in_with_password(r->accounts, visitor, login, password, &in, &err);
}

/* An account that has been used: its password is PASSWORD. */
static inline struct signed_in reception_employ(struct reception *r, const char *login, const char *person, const char *role)
{
	struct signed_in in = with_password(r, &DESK, login, reception_add(r, login, person, role));

	assert_int_equal(in.step, SIGN_IN_NEW_PASSWORD);
	OK(sign_in_with_new_password(r->accounts, &DESK, in.token, PASSWORD, &in, &err));
	return in;
}

/* W1's account, signed in. */
static inline struct signed_in reception_worker(struct reception *r)
{
	struct signed_in in = reception_employ(r, "ann", "W1", "worker");

	assert_int_equal(in.step, SIGN_IN_DONE);
	return in;
}

struct manager {
	struct signed_in in;
	char secret[SECOND_FACTOR_SECRET_SIZE];
	struct recovery_codes codes;
};

static inline const char *code_now(struct reception *r, const char *secret)
{
	char code[SECOND_FACTOR_CODE_SIZE];

	OK(second_factor_code(secret, reception_clock, code, &err));
	return arena_strdup(r->a, code);
}

/* The manager of North, signed in, with a second factor. The clock has moved past the code that was used. */
static inline struct manager reception_manager(struct reception *r)
{
	struct signed_in in = reception_employ(r, "mia", NULL, "manager:team:north");
	struct enrolment enrolment;
	struct manager m;

	assert_int_equal(in.step, SIGN_IN_ENROL);
	OK(second_factor_begin(r->accounts, r->a, &DESK, in.token, NULL, &enrolment, &err));
	memcpy(m.secret, enrolment.secret, sizeof m.secret);
	OK(second_factor_confirm(r->accounts, &DESK, in.token, code_now(r, m.secret), &m.in, &m.codes, &err));
	assert_int_equal(m.in.step, SIGN_IN_DONE);
	reception_clock += 60;
	return m;
}

static inline struct signed_in manager_signs_in(struct reception *r, const struct visitor *visitor, const struct manager *m)
{
	struct signed_in in = with_password(r, visitor, "mia", PASSWORD);

	assert_int_equal(in.step, SIGN_IN_CODE);
	OK(sign_in_with_code(r->accounts, visitor, in.token, code_now(r, m->secret), &in, &err));
	assert_int_equal(in.step, SIGN_IN_DONE);
	return in;
}

static inline int find(struct reception *r, const char *token)
{
	struct session session;

	return session_find(r->accounts, r->a, token, &session, &err);
}

#define ASSERT_SIGNED_IN(r, token) assert_int_equal(find((r), (token)), 0)
#define ASSERT_GONE(r, token) assert_int_equal(find((r), (token)), PL_NOT_FOUND)

static inline const struct ledger_row *newest_entry(struct reception *r)
{
	struct ledger_row *rows;

	assert_true(office_ledger(r->office, &rows) > 0);
	return &rows[0];
}

#define AT_RECEPTION(test) cmocka_unit_test_setup_teardown(test, reception_open, reception_close)
