#include "service/access/restriction.h"

#include "base/json_writer.h"
#include "base/str.h"
#include "core/access.h"
#include "store/accounts.h"
#include "store/looks.h"

enum { COMMIT_TRIES = 3, PAYLOAD_BYTES = 1000 };

static const char *const ACTIONS[] = {[RESTRICT_CASE] = "case-restrict", [OPEN_CASE] = "case-open",
	[NAME_READER] = "case-name", [UNNAME_READER] = "case-unname"};

/* What is read to decide. */
struct deciding {
	struct arena *a;
	struct store *store;
	const struct restriction_change *change;
	struct employer employer;
	struct case_facts known;
	int32_t case_id;
};

static int check_account(const struct deciding *d, struct err *err)
{
	const char *login = d->change->login;
	struct account_row row;
	struct grant *grants;
	size_t count;
	int rc = store_account(d->store, d->a, d->employer.id, login, &row, err);

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no account '%.64s' here.", login);
	if (rc == 0)
		rc = store_grants(d->store, d->a, d->employer.id, row.account_id, &grants, &count, err);
	if (rc < 0)
		return rc;
	return restriction_check_reader(login, row.disabled[0] != '\0',
		viewer_roles(&(struct viewer){.grants = grants, .grants_count = count}), err);
}

static int decide(const struct deciding *d, struct fact *told, struct err *err)
{
	int rc = restriction_decide(&d->known, d->change->act, d->change->login, d->change->day, told, err);

	return rc == 0 && d->change->act == NAME_READER ? check_account(d, err) : rc;
}

static int end(const struct deciding *d, struct commit *c, struct err *err)
{
	const struct restriction_change *change = d->change;
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct json_writer w = json_to(&payload);
	struct ledger_text entry = {.actor = change->actor, .action = ACTIONS[change->act], .object = change->employer,
		.instant = change->instant};
	int64_t position;
	int rc = change->once != NULL ? commit_once(c, change->account_id, change->once, change->outcome, err) : 0;

	json_begin_object(&w, NULL);
	json_int(&w, "case", d->case_id);
	if (change->act == NAME_READER || change->act == UNNAME_READER)
		json_text(&w, "login", change->login);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	if (rc == 0)
		rc = commit_end(c, &entry, &position, err);
	else
		commit_abandon(c);
	buf_free(&payload);
	return rc;
}

static int commit(const struct deciding *d, const struct fact *told, struct err *err)
{
	struct fact copy = *told;
	struct case_facts all = {.ref = d->known.ref, .facts = &copy, .count = 1};
	struct fact_change *changes;
	struct commit *c;
	size_t count;
	int rc = commit_begin(d->store, d->employer.id, d->employer.position, &c, err);

	if (rc < 0)
		return rc;
	case_decide(d->a, &d->known, &all, &changes, &count);
	rc = commit_case(c, d->known.ref, changes, count, err);
	if (rc < 0) {
		commit_abandon(c);
		return rc;
	}
	return end(d, c, err);
}

static int read_and_decide(struct deciding *d, struct fact *told, struct err *err)
{
	int rc = store_employer(d->store, d->a, d->change->employer, &d->employer, err);

	if (rc == 0)
		rc = store_case_facts(d->store, d->a, d->employer.id, d->change->ref, &d->known, err);
	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "There is no such case here.");
	if (rc == 0)
		rc = store_case_id(d->store, d->employer.id, d->change->ref, &d->case_id, err);
	return rc == 0 ? decide(d, told, err) : rc;
}

/* Decided anew if somebody else commits in between. */
int restriction_make(struct store *s, const struct restriction_change *change, struct err *err)
{
	int rc = PL_CONFLICT;

	for (int tries = 0; tries < COMMIT_TRIES && rc == PL_CONFLICT; tries++) {
		struct deciding d = {.a = arena_new(), .store = s, .change = change};
		struct fact told;
		bool decided;

		rc = read_and_decide(&d, &told, err);
		decided = rc == 0;
		if (decided)
			rc = commit(&d, &told, err);
		arena_free(d.a);
		if (!decided)
			break;
	}
	return rc;
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
