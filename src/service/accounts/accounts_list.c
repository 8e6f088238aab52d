/* Accounts as an administrator sees them. */
#include "service/accounts/accounts_inside.h"

int account_link_read(struct store *s, struct arena *a, int32_t employer_id, int64_t account_id, enum account_link *ret,
	const char **ret_issuer, struct err *err)
{
	struct identity_row row = {.issuer = ""};
	bool found;
	int rc = store_identity(s, a, employer_id, account_id, &row, &found, err);

	if (rc < 0)
		return rc;
	*ret = !found ? ACCOUNT_NOT_LINKED : row.issuer[0] == '\0' ? ACCOUNT_LINK_WAITS : ACCOUNT_LINKED;
	*ret_issuer = row.issuer;
	return 0;
}

static int fill_account(struct accounts *accounts, struct arena *a, const struct employer *e, struct account *ret, struct err *err)
{
	struct store *s = accounts->reader;
	struct account_proof proof;
	struct grant *grants;
	struct session_row *sessions;
	size_t count;
	int rc = store_proof(s, a, e->id, ret->row.account_id, &proof, err);

	if (rc == 0)
		rc = store_grants(s, a, e->id, ret->row.account_id, &grants, &ret->grants_count, err);
	if (rc == 0)
		rc = store_sessions(s, a, e->id, ret->row.account_id, &sessions, &count, err);
	if (rc == 0)
		rc = account_link_read(s, a, e->id, ret->row.account_id, &ret->link, &ret->issuer, err);
	if (rc < 0)
		return rc;
	ret->grants = grants;
	ret->has_second_factor = proof.factor[0] != '\0';
	ret->must_change_password = proof.must_change;
	ret->signed_in_at = proof.signed_in_at;
	ret->state = ret->row.disabled[0] == 'a' ? ACCOUNT_DISABLED
		: account_why_disabled(e, &ret->row, &proof, accounts->now())[0] != '\0' ? ACCOUNT_UNUSED : ACCOUNT_ACTIVE;
	for (size_t i = 0; i < count; i++) {
		const struct session_times times = {sessions[i].begun, sessions[i].seen, sessions[i].step[0] == '\0',
			grants_are_workers(grants, ret->grants_count)};

		ret->sessions += times.finished && !session_is_over(&times, accounts->now()) ? 1 : 0;
	}
	return 0;
}

static int read_accounts(struct accounts *accounts, struct arena *a, const char *employer, struct account **ret,
	size_t *ret_count, struct err *err)
{
	struct account_row *rows = NULL;
	struct account *list;
	struct employer e;
	size_t count = 0;
	int rc = store_employer(accounts->reader, a, employer, &e, err);

	if (rc == 0)
		rc = store_accounts(accounts->reader, a, e.id, &rows, &count, err);
	if (rc < 0)
		return rc;
	list = arena_array(a, count, sizeof *list);
	for (size_t i = 0; i < count && rc == 0; i++) {
		list[i].row = rows[i];
		rc = fill_account(accounts, a, &e, &list[i], err);
	}
	if (rc < 0)
		return rc;
	*ret = list;
	*ret_count = count;
	return 0;
}

int accounts_list(struct accounts *accounts, struct arena *a, const char *employer, struct account **ret, size_t *ret_count,
	struct err *err)
{
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = read_accounts(accounts, a, employer, ret, ret_count, err);
	pthread_mutex_unlock(&accounts->reading);
	return rc;
}
