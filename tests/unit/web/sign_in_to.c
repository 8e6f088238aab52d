/* Makes an account in the database of an invented council, signs in with it, and prints what a browser would send:
 *
 *	sign_in_to DB EMPLOYER GRANT...        a GRANT is "director", "manager:team:T03"...
 *
 * For tests and measurements that are not about signing in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "service/sign_in.h"

static void must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	(void)fprintf(stderr, "sign_in_to: %s\n", err->text);
	exit(1);
}

static void add_account(struct accounts *accounts, struct arena *a, char **argv, int count, const char *login, char made[PASS_PHRASE_SIZE])
{
	struct grant *grants = arena_array(a, (size_t)count, sizeof *grants);
	struct new_account account = {.employer = argv[0], .login = login, .name = "A Test", .grants = grants,
		.grants_count = (size_t)count - 1, .demo = true};
	struct err err;

	for (int i = 1; i < count; i++)
		must(account_grant_read(a, argv[i], &grants[i - 1], &err), &err);
	must(account_add(accounts, &(struct account_change){.actor = "a test"}, &account, made, &err), &err);
}

static void sign_in(struct accounts *accounts, const char *login, const char *password)
{
	const struct visitor visitor = {"127.0.0.1", "a test"};
	struct signed_in done;
	char token[TOKEN_SIZE], code[SECOND_FACTOR_CODE_SIZE];
	struct err err;

	must(sign_in_with_password(accounts, &visitor, login, password, &done, &err), &err);
	if (done.step == SIGN_IN_CODE) {
		memcpy(token, done.token, sizeof token);
		must(second_factor_demo_code(accounts, token, code, &err), &err);
		must(sign_in_with_code(accounts, &visitor, token, code, &done, &err), &err);
	}
	(void)printf("__Host-plimsoll=%s\n", done.token);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct accounts *accounts;
	struct writer *writer;
	struct store *reader;
	char made[PASS_PHRASE_SIZE], *login = arena_printf(a, "test-%d", (int)getpid());
	struct err err;

	if (argc < 4) {
		(void)fprintf(stderr, "usage: sign_in_to DB EMPLOYER GRANT...\n");
		return 2;
	}
	must(writer_open(argv[1], &writer, &err), &err);
	must(store_open(argv[1], STORE_READ, &reader, &err), &err);
	must(accounts_new(writer, reader, NULL, &accounts, &err), &err);
	add_account(accounts, a, argv + 2, argc - 2, login, made);
	sign_in(accounts, login, made);
	accounts_free(accounts);
	store_close(reader);
	writer_close(writer);
	arena_free(a);
	return 0;
}
