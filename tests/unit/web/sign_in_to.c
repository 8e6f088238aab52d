/* Makes an account in a database, signs in with it, all steps of it, and prints what a browser would send:
 *
 *	sign_in_to DB EMPLOYER [login=LOGIN] [name=NAME] [browser=NAME] [worker=CODE] GRANT...
 *
 * A GRANT is "director", "manager:team:T03"...
 *
 * For tests and measurements that are not about signing in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "service/accounts/sign_in.h"

enum { MOST_GRANTS = 8 };

struct signing_in {
	struct arena *arena;
	struct accounts *accounts;
	struct new_account account;
	struct grant grants[MOST_GRANTS];
	struct visitor visitor;
	struct signed_in at; /* where it stands */
};

static void must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	(void)fprintf(stderr, "sign_in_to: %s\n", err->text);
	exit(1);
}

static void take_argument(struct signing_in *s, const char *argument)
{
	struct err err;

	if (strncmp(argument, "login=", 6) == 0) {
		s->account.login = argument + 6;
	} else if (strncmp(argument, "name=", 5) == 0) {
		s->account.name = argument + 5;
	} else if (strncmp(argument, "browser=", 8) == 0) {
		s->visitor.browser = argument + 8;
	} else if (strncmp(argument, "worker=", 7) == 0) {
		s->account.person = argument + 7;
	} else if (s->account.grants_count < MOST_GRANTS) {
		must(account_grant_read(s->arena, argument, &s->grants[s->account.grants_count], &err), &err);
		s->account.grants_count++;
	}
}

/* Of an invented employer there is a code that its page shows; of another a second factor is set up. */
static void take_step(struct signing_in *s)
{
	const char *token = arena_strdup(s->arena, s->at.token);
	char code[SECOND_FACTOR_CODE_SIZE];
	struct enrolment enrolment;
	struct recovery_codes codes;
	struct err err;

	switch (s->at.step) {
	case SIGN_IN_CODE:
		must(second_factor_demo_code(s->accounts, token, code, &err), &err);
		must(sign_in_with_code(s->accounts, &s->visitor, token, code, &s->at, &err), &err);
		break;
	case SIGN_IN_NEW_PASSWORD:
		must(sign_in_with_new_password(s->accounts, &s->visitor, token, "a pass phrase of its own", &s->at, &err), &err);
		break;
	case SIGN_IN_ENROL:
		must(second_factor_begin(s->accounts, s->arena, &s->visitor, token, "", &enrolment, &err), &err);
		must(second_factor_code(enrolment.secret, clock_now(), code, &err), &err);
		must(second_factor_confirm(s->accounts, &s->visitor, token, code, &s->at, &codes, &err), &err);
		break;
	case SIGN_IN_DONE:
		break;
	}
}

static void sign_in(struct signing_in *s, struct store *reader)
{
	char made[PASS_PHRASE_SIZE];
	struct employer employer;
	struct err err;

	must(store_employer(reader, s->arena, s->account.employer, &employer, &err), &err);
	s->account.demo = employer.demo;
	s->account.grants = s->grants;
	if (s->account.name == NULL)
		s->account.name = s->account.login;
	must(account_add(s->accounts, &(struct account_change){.actor = "a test"}, &s->account, made, &err), &err);
	must(sign_in_with_password(s->accounts, &s->visitor, s->account.login, made, &s->at, &err), &err);
	while (s->at.step != SIGN_IN_DONE)
		take_step(s);
	(void)printf("__Host-plimsoll=%s\n", s->at.token);
}

int main(int argc, char **argv)
{
	struct signing_in s = {.arena = arena_new()};
	struct writer *writer;
	struct store *reader;
	struct err err;

	if (argc < 4) {
		(void)fprintf(stderr, "usage: sign_in_to DB EMPLOYER [login=LOGIN] [name=NAME] [browser=NAME] [worker=CODE] GRANT...\n");
		return 2;
	}
	must(writer_open(argv[1], &writer, &err), &err);
	must(store_open(argv[1], STORE_READ, &reader, &err), &err);
	must(accounts_new(writer, reader, NULL, &s.accounts, &err), &err);
	s.account = (struct new_account){.employer = argv[2], .login = arena_printf(s.arena, "test-%d", (int)getpid())};
	s.visitor = (struct visitor){.address = "127.0.0.1", .browser = "a test"};
	for (int i = 3; i < argc; i++)
		take_argument(&s, argv[i]);
	sign_in(&s, reader);
	accounts_free(s.accounts);
	store_close(reader);
	writer_close(writer);
	arena_free(s.arena);
	return 0;
}
