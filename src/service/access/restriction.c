#include "service/access/restriction.h"

#include "base/str.h"
#include "core/access.h"
#include "store/accounts.h"
#include "store/looks.h"

static const char *const ACTIONS[] = {[RESTRICT_CASE] = "case-restrict", [OPEN_CASE] = "case-open",
	[NAME_READER] = "case-name", [UNNAME_READER] = "case-unname"};

/* What is read to decide. */
struct restricting {
	struct deciding *try;
	const struct restriction_change *change;
	struct case_facts known;
	int32_t case_id;
};

static int check_account(const struct restricting *r, struct err *err)
{
	const char *login = r->change->login;
	struct account_row row;
	struct grant *grants;
	size_t count;
	int rc = store_account(r->try->store, r->try->a, r->try->employer.id, login, &row, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no account '%.64s' here.", login);
	if (rc == 0)
		rc = store_grants(r->try->store, r->try->a, r->try->employer.id, row.account_id, &grants, &count, err);
	if (rc < 0)
		return rc;
	return restriction_check_reader(login, row.disabled[0] != '\0',
		viewer_roles(&(struct viewer){.grants = grants, .grants_count = count}), err);
}

static int read_and_decide(struct restricting *r, struct fact *told, struct err *err)
{
	const struct restriction_change *change = r->change;
	struct deciding *d = r->try;
	int rc = store_case_facts(d->store, d->a, d->employer.id, change->ref, &r->known, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no such case here.");
	if (rc == 0)
		rc = store_case_id(d->store, d->employer.id, change->ref, &r->case_id, err);
	if (rc == 0)
		rc = restriction_decide(&r->known, change->act, change->login, change->day, told, err);
	return rc == 0 && change->act == NAME_READER ? check_account(r, err) : rc;
}

static int write(const struct restricting *r, const struct fact *told, struct err *err)
{
	struct fact copy = *told;
	struct case_facts all = {.ref = r->known.ref, .facts = &copy, .count = 1};
	struct fact_change *changes;
	size_t count;

	case_decide(r->try->a, &r->known, &all, &changes, &count);
	return commit_case(r->try->commit, r->known.ref, changes, count, err);
}

static void put_payload(const struct restricting *r, struct json_writer *w)
{
	json_int(w, "case", r->case_id);
	if (r->change->act == NAME_READER || r->change->act == UNNAME_READER)
		json_text(w, "login", r->change->login);
}

static int restrict_once(struct deciding *d, const void *context, struct err *err)
{
	struct restricting r = {.try = d, .change = context};
	struct fact told;
	int rc = read_and_decide(&r, &told, err);

	if (rc == 0)
		rc = deciding_begin(d, err);
	if (rc == 0)
		rc = write(&r, &told, err);
	if (rc == 0)
		put_payload(&r, &d->payload);
	return deciding_end(d, rc, &(struct decided){.action = ACTIONS[r.change->act]}, err);
}

int restriction_make(struct store *s, const struct restriction_change *change, struct err *err)
{
	return deciding_run(s, &change->by, restrict_once, change, err);
}

int restriction_change(struct writer *writer, const struct restriction_change *change, struct err *err)
{
	int rc = restriction_make(writer_take(writer), change, err);

	writer_give_back(writer);
	return rc;
}

/* ---- reading ---- */

int restriction_readers_from(struct store *s, struct arena *a, int32_t employer_id, const char *ref, struct named_reader **ret,
	size_t *ret_count, struct err *err)
{
	struct reader_named *rows;
	struct named_reader *readers;
	int32_t case_id;
	size_t count;
	int rc = store_case_id(s, employer_id, ref, &case_id, err);

	if (rc == 0)
		rc = store_readers(s, a, employer_id, case_id, &rows, &count, err);
	if (rc < 0)
		return rc;
	readers = arena_array(a, count, sizeof *readers);
	for (size_t i = 0; i < count && rc == 0; i++) {
		struct account_row account = {.name = ""};

		rc = store_account(s, a, employer_id, rows[i].login, &account, err);
		rc = rc == PL_NOT_FOUND ? 0 : rc;
		readers[i] = (struct named_reader){rows[i].login, account.name, rows[i].instant, rows[i].by};
	}
	if (rc < 0)
		return rc;
	*ret = readers;
	*ret_count = count;
	return 0;
}

int restriction_readers(struct pictures *pictures, struct arena *a, const struct picture *p, const char *ref,
	struct named_reader **ret, size_t *ret_count, struct err *err)
{
	int rc = restriction_readers_from(pictures_lock_store(pictures), a, p->snap->employer.id, ref, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
