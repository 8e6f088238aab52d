#include <string.h>

#include "secure/token.h"
#include "store/inside.h"
#include "store/ledger.h"
#include "store/sealed_rows.h"

/* ---- begin and end ---- */

static int check_position(struct store *s, int32_t employer_id, int64_t expected, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_POSITION);
	int64_t position;
	int rc;

	if (employer_id == 0)
		return 0;
	put_int(q, employer_id);
	rc = statement_next(q, err);
	if (rc == 0)
		return err_set(err, PL_NOT_FOUND, "There is no such employer");
	if (rc < 0)
		return rc;
	position = take_int(q);
	if (position != expected)
		rc = err_set(err, PL_CONFLICT, "The records of %s have changed since this was worked out (entry %lld then, %lld now): "
			"look again and repeat", take_text(q), (long long)expected, (long long)position);
	else
		rc = 0;
	statement_end(q);
	return rc;
}

static void commit_free(struct commit *c)
{
	commit_rows_end(c);
	c->store->commit = NULL;
	mem_free(c);
}

static int commit_new(struct store *s, int32_t employer_id, int64_t expected, struct commit **ret, struct err *err)
{
	struct commit *c = mem_alloc(sizeof *c);
	int rc;

	*c = (struct commit){.store = s, .employer_id = employer_id, .expected = expected, .last_case_id = -1};
	c->made = expected + 1;
	rc = commit_rows_begin(c, err);
	if (rc < 0) {
		commit_free(c);
		return rc;
	}
	s->commit = c;
	*ret = c;
	return 0;
}

int commit_begin(struct store *s, int32_t employer_id, int64_t expected_position, struct commit **ret, struct err *err)
{
	int rc = writing_begin(s, employer_id, err);

	if (rc < 0)
		return rc;
	rc = check_position(s, employer_id, expected_position, err);
	if (rc == 0)
		rc = commit_new(s, employer_id, expected_position, ret, err);
	if (rc < 0)
		writing_end(s);
	return rc;
}

void commit_abandon(struct commit *c)
{
	if (c == NULL)
		return;
	writing_end(c->store);
	commit_free(c);
}

static int check_texts(const struct ledger_text *t, struct err *err)
{
	const char *const texts[] = {t->actor, t->action, t->object};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strlen(texts[i]) > LEDGER_TEXT)
			return err_set(err, PL_LIMIT, "A ledger entry's '%.40s...' is longer than %d bytes", texts[i], LEDGER_TEXT);
	if (strlen(t->payload) > LEDGER_PAYLOAD)
		return err_set(err, PL_LIMIT, "What a ledger entry says is longer than %d bytes", LEDGER_PAYLOAD);
	return 0;
}

/* The employer's code, and the hash of the entry before this one, in the arena. */
static int read_previous(struct commit *c, struct arena *a, struct ledger_entry *e, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_EMPLOYER_POSITION);
	int rc;

	put_int(q, c->employer_id);
	rc = statement_next(q, err);
	if (rc <= 0)
		return rc < 0 ? rc : err_set(err, PL_FAIL, "A commit that begins with employer 0 has to make one");
	(void)take_int(q);
	e->employer = arena_strdup(a, take_text(q));
	statement_end(q);
	e->previous = LEDGER_FIRST_PREVIOUS;
	q = statement_of(c->store->db, SQL_LEDGER_HASH);
	put_int(q, c->employer_id);
	put_int(q, c->expected);
	rc = statement_next(q, err);
	if (rc > 0)
		e->previous = arena_strdup(a, take_text(q));
	statement_end(q);
	return rc < 0 ? rc : 0;
}

static int write_payload(struct commit *c, const char *salt, const char *payload, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LEDGER_PAYLOAD_ADD);

	put_int(q, c->employer_id);
	put_int(q, c->made);
	put_text(q, salt);
	put_text(q, payload);
	return commit_add(c, q, err);
}

static int write_entry(struct commit *c, const struct ledger_entry *e, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LEDGER_ADD);
	char hash[LEDGER_HASH_SIZE];

	ledger_hash(e, hash);
	put_int(q, c->employer_id);
	put_int(q, e->sequence);
	put_int(q, e->instant);
	put_text(q, e->actor);
	put_text(q, e->action);
	put_text(q, e->object);
	put_int_unless(q, e->undoes, 0);
	put_text(q, e->commitment);
	put_text(q, e->rows_digest);
	put_text(q, e->previous);
	put_text(q, hash);
	return commit_add(c, q, err);
}

static int write_line(struct commit *c, const struct row_line *line, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_LEDGER_ROWS_ADD);

	put_int(q, c->employer_id);
	put_int(q, c->made);
	put_text(q, line->table);
	for (int event = 0; event < ROW_EVENTS; event++)
		put_int(q, line->count[event]);
	put_text(q, line->digest);
	return commit_add(c, q, err);
}

static int seal(struct commit *c, struct arena *a, const struct ledger_text *text, struct err *err)
{
	struct ledger_entry e = {.sequence = c->made, .instant = text->instant, .actor = text->actor, .action = text->action,
		.object = text->object, .undoes = c->undoes};
	char salt[SALT_SIZE], commitment[LEDGER_HASH_SIZE], digest[LEDGER_HASH_SIZE];
	struct row_line *lines;
	size_t count;
	int rc = read_previous(c, a, &e, err);

	salt_make(salt);
	ledger_commitment(salt, text->payload, commitment);
	commit_rows_lines(c, a, &lines, &count);
	rows_digest(lines, count, digest);
	e.commitment = commitment;
	e.rows_digest = digest;
	if (rc == 0)
		rc = write_entry(c, &e, err);
	if (rc == 0)
		rc = write_payload(c, salt, text->payload, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = write_line(c, &lines[i], err);
	return rc;
}

static int advance(struct commit *c, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_EMPLOYER_ADVANCE);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_int(q, c->expected);
	return commit_unmake(c, q, "the position of the employer", err);
}

static int write_all(struct commit *c, const struct ledger_text *text, struct err *err)
{
	struct arena *a = arena_new();
	int rc = check_texts(text, err);

	if (rc == 0)
		rc = seal(c, a, text, err);
	if (rc == 0)
		rc = advance(c, err);
	if (rc == 0 && c->failed)
		rc = commit_rows_failed(c, err);
	arena_free(a);
	return rc;
}

int commit_end(struct commit *c, const struct ledger_text *entry, int64_t *ret_position, struct err *err)
{
	struct store *s = c->store;
	int64_t made = c->made;
	int rc = c->failed ? commit_rows_failed(c, err) : 0;

	if (rc == 0)
		rc = write_all(c, entry, err);
	if (rc == 0)
		rc = writing_commit(s, err);
	commit_abandon(c);
	if (rc == 0)
		*ret_position = made;
	return rc;
}

/* ---- rows ---- */

int commit_note(struct commit *c, int rc)
{
	if (rc < 0)
		c->failed = true;
	return rc;
}

int commit_add(struct commit *c, struct statement *q, struct err *err)
{
	int64_t changed = statement_run(q, err);

	return commit_note(c, changed < 0 ? (int)changed : 0);
}

int commit_add_later(struct commit *c, struct statement *q, struct err *err)
{
	return commit_note(c, statement_later(q, err));
}

int commit_unmake(struct commit *c, struct statement *q, const char *what, struct err *err)
{
	int64_t changed = statement_run(q, err);

	if (changed < 0)
		return commit_note(c, (int)changed);
	if (changed != 1)
		return commit_note(c, err_set(err, PL_CONFLICT, "%s is no longer what it was when this was worked out: look again and "
			"repeat", what));
	return 0;
}

/* ---- employers and their schemes ---- */

static int add_service(struct commit *c, const struct service_row *service, int place, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_SERVICE_ADD);
	int rc;

	put_int(q, c->employer_id);
	put_text(q, service->code);
	put_text(q, service->name);
	put_int(q, place);
	put_int(q, c->made);
	rc = commit_add(c, q, err);
	if (rc < 0 || service->scheme == NULL)
		return rc;
	return commit_scheme_choice(c, service->code, service->scheme->id, service->scheme->version, DAY_MIN, err);
}

static int add_employer(struct commit *c, const struct new_employer *e, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_EMPLOYER_ADD);
	int rc;

	put_text(q, e->code);
	put_text(q, e->name);
	put_text(q, e->country);
	put_text(q, e->time_zone);
	put_int(q, e->demo);
	rc = statement_next(q, err);
	if (rc > 0)
		c->employer_id = take_int32(q);
	statement_end(q);
	if (rc == PL_EXISTS)
		return err_set(err, PL_CONFLICT, "There is an employer %s already", e->code);
	return rc < 0 ? rc : 0;
}

int commit_employer(struct commit *c, const struct new_employer *e, int32_t *ret_employer_id, struct err *err)
{
	int rc;

	if (c->employer_id != 0)
		return commit_note(c, err_set(err, PL_FAIL, "An employer can only be made in a commit of its own"));
	rc = commit_note(c, add_employer(c, e, err));
	for (size_t i = 0; i < e->services_count && rc == 0; i++)
		rc = add_service(c, &e->services[i], (int)i, err);
	if (rc == 0)
		*ret_employer_id = c->employer_id;
	return rc;
}

int commit_service(struct commit *c, const char *code, const char *name, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_SERVICE_LIST);
	struct service_row row = {.code = code, .name = name};
	int place = 0, rc;

	put_int(q, c->employer_id);
	while ((rc = statement_next(q, err)) > 0)
		place++;
	return commit_note(c, rc == 0 ? add_service(c, &row, place, err) : rc);
}

struct choice {
	const char *scheme;
	int32_t version;
	struct days when;
};

static int add_choice(struct commit *c, const char *service, const struct choice *choice, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_SCHEME_CHOICE_ADD);

	put_int(q, c->employer_id);
	put_text(q, service);
	put_text(q, choice->scheme);
	put_int(q, choice->version);
	put_days(q, choice->when);
	put_int(q, c->made);
	return commit_add(c, q, err);
}

/* The first choice that a new one from `from` on ends; one that begins on that day or later falls away whole. */
static int read_choice_before(struct commit *c, struct arena *a, const char *service, int32_t from, struct choice *ret,
	struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_SCHEME_CHOICE_AFTER);
	int rc;

	put_int(q, c->employer_id);
	put_text(q, service);
	put_day_key(q, from);
	rc = statement_next(q, err);
	if (rc > 0) {
		ret->scheme = arena_strdup(a, take_text(q));
		ret->version = take_int32(q);
		ret->when = (struct days){take_day(q, DAY_MIN), from};
	}
	statement_end(q);
	return rc;
}

static int unmake_choices(struct commit *c, const char *service, int32_t from, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_SCHEME_CHOICE_UNMAKE);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	put_text(q, service);
	put_day_key(q, from);
	return commit_add(c, q, err);
}

int commit_scheme_choice(struct commit *c, const char *service, const char *scheme_id, int32_t version, int32_t from,
	struct err *err)
{
	struct choice next = {scheme_id, version, {from, DAY_MAX}};
	struct choice before = {0};
	struct arena *a = arena_new();
	int found = read_choice_before(c, a, service, from, &before, err);
	int rc = found > 0 ? unmake_choices(c, service, from, err) : found;

	if (rc == 0 && found > 0 && before.when.from < from)
		rc = add_choice(c, service, &before, err);
	if (rc == 0)
		rc = add_choice(c, service, &next, err);
	arena_free(a);
	return commit_note(c, rc);
}
