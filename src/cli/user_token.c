#include "cli/user_token.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "service/accounts/tokens.h"

enum { LIST_BYTES = 64 * 1024 };

static const char *login_of(const struct options *o)
{
	return o->arguments[1];
}

static int make(const struct options *o, struct accounts *accounts, struct err *err)
{
	const struct account_change change = {.actor = command_actor()};
	const struct new_api_token wanted = {.employer = o->employer, .login = login_of(o),
		.name = o->name != NULL ? o->name : "", .role = o->role != NULL ? o->role : "", .days = (int32_t)o->days,
		.read_only = o->read_only};
	char token[API_TOKEN_SIZE];
	int rc = api_token_make(accounts, &change, &wanted, token, err);

	if (rc == 0)
		(void)printf("The token, shown this once: %s\n", token);
	secret_wipe(token, sizeof token);
	return rc;
}

int user_token(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = {.actor = command_actor()};
	int rc;

	(void)a;
	if (o->revoke == 0)
		return make(o, accounts, err);
	rc = api_token_revoke(accounts, &change, o->employer, login_of(o), o->revoke, err);
	if (rc == 0)
		(void)printf("The token %lld of %s is revoked.\n", (long long)o->revoke, login_of(o));
	return rc;
}

static void put_json(struct buf *out, const struct own_api_token *rows, size_t count)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_begin_array(&w, "tokens");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&w, NULL);
		json_int(&w, "number", rows[i].token_id);
		json_text(&w, "name", rows[i].name);
		json_text_or_null(&w, "role", rows[i].role);
		json_bool(&w, "read_only", rows[i].read_only);
		json_date(&w, "made", clock_day_of(rows[i].begun));
		json_date(&w, "last_used", rows[i].seen > 0 ? clock_day_of(rows[i].seen) : DAY_MAX);
		json_date(&w, "expires", clock_day_of(rows[i].expires));
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_words(struct buf *out, const struct own_api_token *rows, size_t count)
{
	char expires[DATE_ISO_SIZE], seen[DATE_ISO_SIZE];

	for (size_t i = 0; i < count; i++)
		buf_putf(out, "%4lld  until %s  used %s  %s%s  %s\n", (long long)rows[i].token_id,
			date_iso(clock_day_of(rows[i].expires), expires),
			rows[i].seen > 0 ? date_iso(clock_day_of(rows[i].seen), seen) : "never     ",
			rows[i].role[0] != '\0' ? rows[i].role : "all roles", rows[i].read_only ? ", reads only" : "", rows[i].name);
	if (count == 0)
		buf_puts(out, "No program has a token of this account.\n");
}

int user_tokens(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	struct buf out = BUF_INIT(LIST_BYTES);
	struct own_api_token *rows;
	size_t count;
	int rc = api_tokens_of(accounts, a, o->employer, login_of(o), &rows, &count, err);

	if (rc < 0)
		return rc;
	if (o->json)
		put_json(&out, rows, count);
	else
		put_words(&out, rows, count);
	return print_buf(&out) == EXIT_DONE ? 0 : err_set(err, PL_FAIL, "the list could not be written whole");
}
