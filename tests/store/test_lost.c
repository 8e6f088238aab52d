/* A server whose connections break: what goes on by itself, what is over, and what nobody knows. */
#include "office.h"

#include <pthread.h>

#include "sql/queries.h"
#include "store/inside.h"

static bool knows(struct office *o, const char *ref)
{
	struct case_facts facts;

	return store_case_facts(o->store, o->arena, o->employer_id, ref, &facts, &office_err) == 0;
}

static void test_connection_that_is_gone__is_made_anew_by_whoever_asks_next(void **state)
{
	struct office o = office_open();

	(void)state;
	place_cut(&o.place);
	assert_false(knows(&o, "C1"));
	assert_int_equal(office_err.code, PL_NOT_FOUND);
	place_cut(&o.place);
	office_tell(&o, "C1", (struct fact[]){office_episode("2026-01-05", "")}, 1);
	assert_true(knows(&o, "C1"));
	office_close(&o);
}

static void test_transaction_whose_connection_is_gone__is_over_and_nothing_of_it_is_kept(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct ledger_text entry = office_entry("import");
	struct commit *c = office_begin(&o);
	int64_t position;

	(void)state;
	OFFICE_OK(office_change(&o, c, "C1", &episode, 1, &office_err));
	place_cut(&o.place);
	assert_int_equal(office_change(&o, c, "C2", &episode, 1, &office_err), PL_LOCKED);
	assert_int_equal(office_change(&o, c, "C3", &episode, 1, &office_err), PL_LOCKED);
	assert_true(commit_end(c, &entry, &position, &office_err) < 0);
	assert_false(knows(&o, "C1") || knows(&o, "C2") || knows(&o, "C3"));
	assert_int_equal(office_tell(&o, "C1", &episode, 1), 2);
	office_close(&o);
}

static void test_group_whose_connection_is_gone__keeps_none_of_its_writes(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct employer e;

	(void)state;
	OFFICE_OK(store_begin_together(o.store, &office_err));
	office_tell(&o, "C1", &episode, 1);
	place_cut(&o.place);
	assert_int_equal(store_employer(o.store, o.arena, "test", &e, &office_err), PL_LOCKED);
	assert_int_equal(store_end_together(o.store, &office_err), PL_LOCKED);
	assert_false(knows(&o, "C1"));
	office_close(&o);
}

/* ---- what nobody waited for ---- */

static struct statement *ask_hash(struct office *o)
{
	struct statement *q = statement_of(o->store->db, SQL_LEDGER_HASH);

	put_int(q, o->employer_id);
	put_int(q, 1);
	return q;
}

static void test_failed_later__is_told_by_a_read_that_was_asked_ahead_and_nothing_is_kept(void **state)
{
	struct office o = office_open();
	struct statement *q;

	(void)state;
	OFFICE_OK(database_run(o.store->db, SQL_BEGIN_WRITING, &office_err));
	q = statement_of(o.store->db, SQL_SERVICE_ADD);
	put_int(q, o.employer_id);
	put_text(q, "children");
	put_text(q, "Children");
	put_int(q, 1);
	put_int(q, 1);
	OFFICE_OK(statement_later(q, &office_err));
	statement_ahead(ask_hash(&o));
	assert_int_equal(statement_next(ask_hash(&o), &office_err), PL_CONFLICT);
	assert_int_equal(database_run(o.store->db, SQL_COMMIT, &office_err), PL_CONFLICT);
	database_roll_back(o.store->db);
	assert_int_equal(office_tell(&o, "C1", (struct fact[]){office_episode("2026-01-05", "")}, 1), 2);
	office_close(&o);
}

/* ---- commits that wait for a standby ---- */

/* From now on the office waits for one, which never comes (script/postgres). */
static void wait_for_standby(struct office *o)
{
	char path[sizeof o->place.path + 40];

	(void)snprintf(path, sizeof path, "%s&options=-csynchronous_commit%%3Don", o->place.path);
	o->store = store_close(o->store);
	OFFICE_OK(store_open(path, STORE_SHARE, &o->store, &office_err));
	store_use_schemes(o->store, office_scheme);
}

/* What somebody does to a commit once it waits. */
struct meddler {
	const struct office *o;
	const char *deed;
};

static void *meddle(void *context)
{
	const struct meddler *m = context;
	const char *name = strstr(m->o->place.path, "/place_") + 1;
	PGconn *owner = PQconnectdb(getenv("TEST_POSTGRES"));
	char sql[200];

	(void)snprintf(sql, sizeof sql, "select count(%s(pid)) from pg_stat_activity where datname = '%.*s' and wait_event = 'SyncRep'",
		m->deed, (int)strcspn(name, "?"), name);
	while (place_say(owner, sql) == 0)
		;
	PQfinish(owner);
	return NULL;
}

static int commit_while(struct office *o, const char *ref, const char *deed)
{
	struct fact episode = office_episode("2026-01-05", "");
	struct ledger_text entry = office_entry("import");
	struct commit *c = office_begin(o);
	struct meddler m = {o, deed};
	pthread_t other;
	int64_t position;
	int rc;

	OFFICE_OK(office_change(o, c, ref, &episode, 1, &office_err));
	assert_int_equal(pthread_create(&other, NULL, meddle, &m), 0);
	rc = commit_end(c, &entry, &position, &office_err);
	assert_int_equal(pthread_join(other, NULL), 0);
	return rc;
}

static void assert_not_known(int rc)
{
	assert_int_equal(rc, PL_LOCKED);
	assert_non_null(strstr(office_err.text, "not known"));
}

static void test_commit_whose_standby_was_not_waited_for__is_not_known_to_be_kept(void **state)
{
	struct office o = office_open();

	(void)state;
	wait_for_standby(&o);
	assert_not_known(commit_while(&o, "C1", "pg_cancel_backend"));
	assert_true(knows(&o, "C1")); /* here, and perhaps nowhere else */
	office_close(&o);
}

static void test_commit_whose_connection_is_gone__is_not_known_to_be_kept(void **state)
{
	struct office o = office_open();

	(void)state;
	wait_for_standby(&o);
	assert_not_known(commit_while(&o, "C1", "pg_terminate_backend"));
	assert_true(knows(&o, "C1"));
	office_close(&o);
}

static void test_answer_that_does_not_come__is_not_waited_for_where_somebody_waits(void **state)
{
	struct office o = office_open();
	struct fact episode = office_episode("2026-01-05", "");
	struct ledger_text entry = office_entry("import");
	struct commit *c;
	int64_t position;

	(void)state;
	wait_for_standby(&o);
	store_stay(o.store, 300, NULL);
	c = office_begin(&o);
	OFFICE_OK(office_change(&o, c, "C1", &episode, 1, &office_err));
	assert_not_known(commit_end(c, &entry, &position, &office_err));
	assert_not_known(store_confirm(o.store, &office_err));
	office_close(&o);
}

static void assert_waits_for_a_turn(struct office *o, const char *time)
{
	const char *text = arena_printf(o->arena, "do $$ begin assert current_setting('lock_timeout') = '%s'; end $$", time);

	OFFICE_OK(database_script(o->store->db, text, &office_err));
}

static void test_turn_of_another__is_waited_for_less_where_somebody_waits(void **state)
{
	struct office o = office_open();

	(void)state;
	assert_waits_for_a_turn(&o, "5s");
	store_stay(o.store, 20000, NULL);
	assert_waits_for_a_turn(&o, "1s");
	place_cut(&o.place);
	assert_false(knows(&o, "C1"));
	assert_waits_for_a_turn(&o, "1s");
	store_stay(o.store, 0, NULL);
	assert_waits_for_a_turn(&o, "5s");
	office_close(&o);
}

static void test_confirm__is_answered_where_nobody_has_to_be_waited_for(void **state)
{
	struct office o = office_open();

	(void)state;
	OFFICE_OK(store_confirm(o.store, &office_err));
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connection_that_is_gone__is_made_anew_by_whoever_asks_next),
		cmocka_unit_test(test_transaction_whose_connection_is_gone__is_over_and_nothing_of_it_is_kept),
		cmocka_unit_test(test_failed_later__is_told_by_a_read_that_was_asked_ahead_and_nothing_is_kept),
		cmocka_unit_test(test_group_whose_connection_is_gone__keeps_none_of_its_writes),
		cmocka_unit_test(test_commit_whose_standby_was_not_waited_for__is_not_known_to_be_kept),
		cmocka_unit_test(test_commit_whose_connection_is_gone__is_not_known_to_be_kept),
		cmocka_unit_test(test_answer_that_does_not_come__is_not_waited_for_where_somebody_waits),
		cmocka_unit_test(test_turn_of_another__is_waited_for_less_where_somebody_waits),
		cmocka_unit_test(test_confirm__is_answered_where_nobody_has_to_be_waited_for),
	};

	return RUN_TESTS(tests);
}
