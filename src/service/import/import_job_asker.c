/* Who asked for a job, as the records have them now: what they may do may have changed since. */
#include "base/str.h"
#include "service/import/import_job_inside.h"

static int refuse(const char *why, struct err *err)
{
	return err_set(err, PL_DENIED, "%s since this was asked for: somebody who may do it has to ask for it again.", why);
}

static int check(const struct job *job, const struct account_row *row, const struct account_proof *proof, const struct viewer *v,
	struct err *err)
{
	if (row->disabled[0] != '\0')
		return refuse("The account was disabled", err);
	if (!str_equal(proof->password, job->proof))
		return refuse("The password of the account was changed", err);
	return viewer_holds(v, ROLE_ANALYST, SCOPE_EMPLOYER) ? 0 : refuse("The account has lost the role for it", err);
}

int job_asker(struct store *s, struct arena *a, const struct job *job, struct viewer *ret, struct err *err)
{
	struct account_row row;
	struct account_proof proof;
	struct grant *grants;
	size_t count;
	int rc = store_account_by_id(s, a, job->row.employer_id, job->row.account_id, &row, err);

	if (rc == 0)
		rc = store_proof(s, a, job->row.employer_id, job->row.account_id, &proof, err);
	if (rc == 0)
		rc = store_grants(s, a, job->row.employer_id, job->row.account_id, &grants, &count, err);
	if (rc < 0)
		return rc;
	*ret = (struct viewer){.login = row.login, .account_id = row.account_id, .employer = job->employer, .person = row.person,
		.grants = grants, .grants_count = count};
	return check(job, &row, &proof, ret, err);
}

int job_asker_may(struct store *s, const struct job *job, struct err *err)
{
	struct arena *a = arena_new();
	struct viewer ignored;
	int rc = job_asker(s, a, job, &ignored, err);

	arena_free(a);
	return rc;
}
