/* The lock beside the file, and the transactions of a store: for reading, and the one for writing. */
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "store/inside.h"

enum { LOCK_WAIT_MS = 1000, LOCK_NAP_MS = 5, WAITS_IN_VAIN_SECONDS = 5 };

/* A store that is shared is a server's, and whoever asks that is not to learn where its files are. */
const char *store_called(const struct store *s)
{
	return s->shares ? "the records" : s->name;
}

/* ---- the lock ---- */

/* One writer at a time. What a server writes takes a moment, so that waiting for it is worth while. */
int lock_take(struct store *s, struct err *err)
{
	const struct timespec nap = {.tv_nsec = LOCK_NAP_MS * 1000000};

	for (int waited = 0; !s->locked && !s->of_server; waited += LOCK_NAP_MS) {
		s->waits.waits += waited == LOCK_NAP_MS ? 1 : 0;
		s->waits.waited_ms += waited > 0 ? LOCK_NAP_MS : 0;
		if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0)
			s->locked = true;
		else if (errno != EWOULDBLOCK && errno != EINTR)
			return err_set(err, PL_FAIL, "%s cannot be locked: %s", s->name, strerror(errno));
		else if (s->hasty || waited >= LOCK_WAIT_MS)
			return (s->waits.refused++, err_set(err, PL_LOCKED,
				"What is in %s is being written by another Plimsoll: try again when it is done", store_called(s)));
		else
			(void)nanosleep(&nap, NULL);
	}
	return 0;
}

void store_be_patient(struct store *s, bool patient)
{
	s->hasty = !patient;
}

struct store_waits store_waits(const struct store *s)
{
	return s->waits;
}

void lock_let_go(struct store *s)
{
	if (s->locked && s->shares) {
		(void)flock(s->lock_fd, LOCK_UN);
		s->locked = false;
	}
}

void store_share(struct store *s)
{
	s->shares = true;
	lock_let_go(s);
}

/* ---- transactions ---- */

int reading_begin(struct store *s, bool *ret_began, struct err *err)
{
	*ret_began = !database_in_transaction(s->db);
	return *ret_began ? database_run(s->db, SQL_BEGIN_READING, err) : 0;
}

void reading_end(struct store *s, bool began)
{
	if (began)
		database_roll_back(s->db);
}

int store_begin_reading(struct store *s, struct err *err)
{
	bool began;

	return reading_begin(s, &began, err);
}

void store_end_reading(struct store *s)
{
	if (s->commit == NULL && !s->together)
		database_roll_back(s->db);
}

/* The first write of several that become durable together has the lock and the transaction; each is a savepoint in
 * it. */
static int one_begin(struct store *s, struct err *err)
{
	int rc;

	/* After a full disk, say, the engine has dropped all of it by itself. */
	if (!database_in_transaction(s->db))
		return err_set(err, PL_FAIL, "%s: what was written together with this could not be kept: nothing was changed",
			s->name);
	rc = database_run(s->db, SQL_SAVEPOINT_BEGIN, err);
	s->in_one = rc == 0;
	return rc;
}

static int all_begin(struct store *s, struct err *err)
{
	int rc;

	store_end_reading(s);
	s->tried = true;
	s->had_turn = false;
	rc = lock_take(s, err);
	return rc == 0 ? database_run(s->db, SQL_BEGIN_WRITING, err) : rc;
}

static void one_drop(struct store *s)
{
	struct err ignored;

	if (s->in_one && database_in_transaction(s->db) && database_run(s->db, SQL_SAVEPOINT_DROP, &ignored) == 0)
		(void)!database_run(s->db, SQL_SAVEPOINT_KEEP, &ignored);
	s->in_one = false;
}

static int one_keep(struct store *s, struct err *err)
{
	int rc = database_run(s->db, SQL_SAVEPOINT_KEEP, err);

	s->in_one = s->in_one && rc < 0;
	return rc;
}

/* Who has one turn and waits for another's can be waited for by that one: so behind the first of a transaction none is
 * waited for. */
static int take_turn(struct store *s, int32_t employer_id, struct err *err)
{
	const bool waits = !s->had_turn;
	const int rc = database_take_turn(s->db, employer_id, waits, err);

	s->had_turn = s->had_turn || rc == 0;
	s->missed_turn = rc == PL_LOCKED && !waits;
	return rc;
}

bool store_missed_turn(const struct store *s)
{
	return s->missed_turn;
}

int writing_begin(struct store *s, int32_t employer_id, struct err *err)
{
	int rc;

	s->missed_turn = false;
	if (!s->writes)
		return err_set(err, PL_FAIL, "%s is open for reading only", s->name);
	if (s->commit != NULL)
		return err_set(err, PL_FAIL, "%s: one commit is open already", s->name);
	rc = s->together ? one_begin(s, err) : all_begin(s, err);
	if (rc == 0 && employer_id != OF_EACH)
		rc = take_turn(s, employer_id, err);
	if (rc < 0)
		writing_end(s);
	return rc;
}

int writing_commit(struct store *s, struct err *err)
{
	int rc = s->together ? one_keep(s, err) : database_run(s->db, SQL_COMMIT, err);

	writing_end(s);
	if (rc == 0)
		s->commits++;
	return rc;
}

int64_t writing_run(struct store *s, struct statement *q, struct err *err)
{
	const int64_t changed = statement_run(q, err);
	const int rc = changed < 0 ? (int)changed : writing_commit(s, err);

	writing_end(s);
	return rc < 0 ? rc : changed;
}

void writing_end(struct store *s)
{
	if (s->together) {
		one_drop(s);
		return;
	}
	database_roll_back(s->db);
	lock_let_go(s);
}

/* A standby writes down what it is told in the order in which it was done. Where another waits for it in vain, so would
 * this, and a server has only so many connections that can wait. */
int store_confirm(struct store *s, struct err *err)
{
	int64_t ignored, waited;
	int rc;

	if (!s->of_server)
		return 0;
	rc = database_number(s->db, SQL_LONGEST_WAIT, &waited, err);
	if (rc == 0 && waited >= WAITS_IN_VAIN_SECONDS)
		rc = err_set(err, PL_LOCKED, "The standby of the database has not answered for %d seconds: whether what was done "
			"last is kept is not known. Try again in a moment", (int)waited);
	if (rc < 0)
		return rc;
	rc = writing_begin(s, OF_EACH, err);
	if (rc == 0)
		rc = database_number(s->db, SQL_SAY_NOTHING, &ignored, err);
	if (rc == 0)
		rc = writing_commit(s, err);
	writing_end(s);
	return rc;
}

int store_begin_together(struct store *s, struct err *err)
{
	int rc = s->together ? err_set(err, PL_FAIL, "%s: something is written together already", s->name) :
		writing_begin(s, OF_EACH, err);

	s->together = s->together || rc == 0;
	return rc;
}

int store_end_together(struct store *s, struct err *err)
{
	int rc = 0;

	s->together = false;
	if (!database_in_transaction(s->db))
		rc = err_set(err, PL_FAIL, "%s: what was written together could not be kept: nothing was changed", s->name);
	else
		rc = database_run(s->db, SQL_COMMIT, err);
	writing_end(s);
	return rc;
}

int store_begin_writing(struct store *s, struct err *err)
{
	return writing_begin(s, OF_NONE, err);
}

int store_end_writing(struct store *s, bool keep, struct err *err)
{
	if (keep)
		return writing_commit(s, err);
	writing_end(s);
	return 0;
}
