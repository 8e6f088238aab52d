#include "service/accounts/restored_accounts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "store/accounts.h"
#include "store/identities.h"

enum { GRANTS_BYTES = 64 * 1024 };

struct account_state {
	const char *employer, *login;
	bool disabled;
	const char *roles, *password, *factor, *identity; /* texts that are the same if what they stand for is */
};

static const struct {
	const char *code, *words;
} DIFFERENCES[ACCOUNT_DIFFERENCES] = {
	{"revived", "may sign in again, though disabled before"},
	{"disabled", "is disabled, though not before"},
	{"new", "has an account, though none before"},
	{"gone", "has no account, though one before"},
	{"roles", "has the roles of the backup"},
	{"password", "has the password of the backup"},
	{"second-factor", "has the second factor of the backup, or none"},
	{"identity", "is to the sign-in service who the backup says"},
};

static size_t place_of(enum account_difference difference)
{
	return (size_t)__builtin_ctz((unsigned)difference);
}

const char *account_difference_code(enum account_difference difference)
{
	return DIFFERENCES[place_of(difference)].code;
}

const char *account_difference_words(enum account_difference difference)
{
	return DIFFERENCES[place_of(difference)].words;
}

/* ---- reading ---- */

static int by_text(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* In an order of their own, because roles are listed as they were given. */
static int read_roles(struct arena *a, struct store *s, int32_t employer_id, const struct account_row *row,
	const char **ret, struct err *err)
{
	struct buf text = BUF_INIT(GRANTS_BYTES);
	struct grant *grants;
	const char **each;
	size_t count;
	int rc = store_grants(s, a, employer_id, row->account_id, &grants, &count, err);

	if (rc < 0)
		return rc;
	each = arena_array(a, count + 1, sizeof *each);
	for (size_t i = 0; i < count; i++)
		each[i] = arena_printf(a, "%d:%d:%s", (int)grants[i].role, (int)grants[i].scope, grants[i].code);
	if (count > 1)
		qsort(each, count, sizeof *each, by_text);
	buf_puts(&text, row->person);
	for (size_t i = 0; i < count; i++)
		buf_putf(&text, " %s", each[i]);
	if (text.full)
		rc = err_set(err, PL_LIMIT, "%s has more roles than can be compared", row->login);
	else
		*ret = arena_strdup(a, buf_text(&text));
	buf_free(&text);
	return rc;
}

static int read_state(struct arena *a, struct store *s, const struct employer *e, const struct account_row *row,
	struct account_state *ret, struct err *err)
{
	struct account_state state = {.employer = e->code, .login = row->login, .disabled = row->disabled[0] != '\0',
		.identity = ""};
	struct identity_row identity;
	struct account_proof proof;
	bool has_identity;
	int rc = read_roles(a, s, e->id, row, &state.roles, err);

	if (rc == 0)
		rc = store_proof(s, a, e->id, row->account_id, &proof, err);
	if (rc == 0)
		rc = store_identity(s, a, e->id, row->account_id, &identity, &has_identity, err);
	if (rc < 0)
		return rc;
	state.password = proof.password;
	state.factor = proof.factor;
	if (has_identity)
		state.identity = arena_printf(a, "%s %s %s", identity.issuer, identity.tenant, identity.subject);
	*ret = state;
	return 0;
}

static int read_employer(struct arena *a, struct store *s, const struct employer *e, struct account_states *states,
	size_t *room, struct err *err)
{
	struct account_row *rows;
	size_t count = 0;
	int rc = store_accounts(s, a, e->id, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_state(a, s, e, &rows[i], ARENA_PUSH(a, &states->rows, &states->count, room), err);
	return rc;
}

static int by_login(const void *one, const void *other)
{
	const struct account_state *x = one, *y = other;
	int order = strcmp(x->employer, y->employer);

	return order != 0 ? order : strcmp(x->login, y->login);
}

int account_states_read(struct arena *a, struct store *s, struct account_states *ret, struct err *err)
{
	struct account_states states = {0};
	struct employer *employers;
	size_t count = 0, room = 0;
	int rc = store_employers(s, a, &employers, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = read_employer(a, s, &employers[i], &states, &room, err);
	if (rc < 0)
		return rc;
	if (states.count > 1)
		qsort(states.rows, states.count, sizeof *states.rows, by_login);
	*ret = states;
	return 0;
}

/* ---- comparing ---- */

static unsigned difference_of(const struct account_state *before, const struct account_state *after)
{
	unsigned how = 0;

	if (before->disabled != after->disabled)
		how |= before->disabled ? DIFFERS_REVIVED : DIFFERS_DISABLED;
	if (!str_equal(before->roles, after->roles))
		how |= DIFFERS_ROLES;
	if (!str_equal(before->password, after->password))
		how |= DIFFERS_PASSWORD;
	if (!str_equal(before->factor, after->factor))
		how |= DIFFERS_FACTOR;
	if (!str_equal(before->identity, after->identity))
		how |= DIFFERS_IDENTITY;
	return how;
}

void account_states_compare(struct arena *a, const struct account_states *before, const struct account_states *after,
	struct differing_account **ret, size_t *ret_count)
{
	size_t i = 0, j = 0, room = 0;

	*ret = NULL;
	*ret_count = 0;
	while (i < before->count || j < after->count) {
		int order = i == before->count ? 1 : j == after->count ? -1 : by_login(&before->rows[i], &after->rows[j]);
		const struct account_state *row = order <= 0 ? &before->rows[i] : &after->rows[j];
		unsigned how = order < 0 ? DIFFERS_GONE : order > 0 ? DIFFERS_NEW : difference_of(row, &after->rows[j]);

		if (how != 0)
			*ARENA_PUSH(a, ret, ret_count, &room) = (struct differing_account){row->employer, row->login, how};
		i += order <= 0 ? 1 : 0;
		j += order >= 0 ? 1 : 0;
	}
}
