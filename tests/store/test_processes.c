/* Two processes on one database server, as two stores: what each may wait for, and what is refused. */
#include "office.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "service/import/import_job_inside.h"
#include "service/import/import_job_shelf.h"
#include "service/listener.h"
#include "service/pictures/pictures.h"
#include "service/writer.h"
#include "store/accounts.h"
#include "store/hearing.h"
#include "store/import_pieces.h"
#include "store/inside.h"

struct two {
	struct office o;
	struct store *other;
	int32_t second; /* an employer "other", beside "test" */
};

static int32_t make_second(struct office *o)
{
	struct new_employer e = {.code = "other", .name = "Othershire", .country = "England", .time_zone = "Europe/London"};
	struct commit *c = NULL;
	int32_t id = 0;

	OFFICE_OK(commit_begin(o->store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &e, &id, &office_err));
	office_end(c, "employer");
	return id;
}

static struct two two_open(void)
{
	struct two t = {.o = office_open()};

	t.second = make_second(&t.o);
	office_reopen(&t.o, STORE_SHARE);
	OFFICE_OK(store_open(t.o.place.path, STORE_SHARE, &t.other, &office_err));
	store_use_schemes(t.other, office_scheme);
	return t;
}

static void two_close(struct two *t)
{
	store_close(t->other);
	office_close(&t->o);
}

static int64_t position_of(struct store *s, const char *employer)
{
	struct arena *a = arena_new();
	struct employer e;
	int64_t position;

	OFFICE_OK(store_employer(s, a, employer, &e, &office_err));
	position = e.position;
	arena_free(a);
	return position;
}

/* A commit of nothing but its entry, at the position that there is now. */
static int begin_note(struct store *s, int32_t employer_id, const char *employer, struct commit **ret)
{
	return commit_begin(s, employer_id, position_of(s, employer), ret, &office_err);
}

static int note(struct store *s, int32_t employer_id, const char *employer)
{
	struct ledger_text entry = office_entry("note");
	struct commit *c = NULL;
	int64_t position;
	int rc = begin_note(s, employer_id, employer, &c);

	return rc == 0 ? commit_end(c, &entry, &position, &office_err) : rc;
}

static void test_turns__of_two_employers_never_wait_for_one_another(void **state)
{
	struct two t = two_open();

	(void)state;
	OFFICE_OK(store_begin_together(t.o.store, &office_err));
	OFFICE_OK(store_begin_together(t.other, &office_err));
	OFFICE_OK(note(t.o.store, t.o.employer_id, "test"));
	OFFICE_OK(note(t.other, t.second, "other"));
	assert_int_equal(note(t.o.store, t.second, "other"), PL_LOCKED);
	assert_true(store_missed_turn(t.o.store));
	assert_int_equal(note(t.other, t.o.employer_id, "test"), PL_LOCKED);
	assert_true(store_missed_turn(t.other));
	OFFICE_OK(store_end_together(t.o.store, &office_err));
	OFFICE_OK(store_end_together(t.other, &office_err));
	assert_int_equal(position_of(t.o.store, "test"), 2);
	assert_int_equal(position_of(t.o.store, "other"), 2);
	two_close(&t);
}

static void test_turn__of_an_employer_is_had_by_one_process_at_a_time(void **state)
{
	struct two t = two_open();
	struct commit *c = NULL, *late = NULL;
	struct ledger_text entry = office_entry("note");
	int64_t position;

	(void)state;
	OFFICE_OK(begin_note(t.o.store, t.o.employer_id, "test", &c));
	assert_int_equal(begin_note(t.other, t.o.employer_id, "test", &late), PL_LOCKED);
	assert_false(store_missed_turn(t.other));
	OFFICE_OK(note(t.other, t.second, "other"));
	OFFICE_OK(commit_end(c, &entry, &position, &office_err));
	OFFICE_OK(note(t.other, t.o.employer_id, "test"));
	two_close(&t);
}

static void test_commit__at_a_position_that_another_process_has_moved_is_refused(void **state)
{
	struct two t = two_open();
	int64_t stale = position_of(t.o.store, "test");
	struct commit *c = NULL;

	(void)state;
	OFFICE_OK(note(t.other, t.o.employer_id, "test"));
	assert_int_equal(commit_begin(t.o.store, t.o.employer_id, stale, &c, &office_err), PL_CONFLICT);
	two_close(&t);
}

/* The server ends such a transaction without a word of what has gone wrong in it. */
static void test_transaction__in_which_something_failed_is_never_taken_for_kept(void **state)
{
	struct two t = two_open();
	struct err err;

	(void)state;
	OFFICE_OK(store_begin_together(t.o.store, &office_err));
	OFFICE_OK(note(t.o.store, t.o.employer_id, "test"));
	assert_true(database_script(t.o.store->db, "select 1 / 0", &err) < 0);
	assert_int_equal(store_end_together(t.o.store, &err), PL_FAIL);
	assert_int_equal(position_of(t.o.store, "test"), 1);
	OFFICE_OK(note(t.o.store, t.o.employer_id, "test"));
	two_close(&t);
}

/* ---- writes of many employers that are made durable together ---- */

struct errand {
	int32_t employer_id;
	const char *employer;
	struct commit *held; /* another process's of that employer, which ends once this was refused for it; NULL: none */
	int tries;
};

static int do_errand(struct store *s, void *context, struct err *err)
{
	struct errand *e = context;

	(void)err;
	if (e->tries++ > 0 && e->held != NULL)
		(void)office_end(e->held, "note");
	return note(s, e->employer_id, e->employer);
}

static void test_write__that_missed_its_turn_is_run_again_alone(void **state)
{
	struct two t = two_open();
	struct errand first = {t.o.employer_id, "test", NULL, 0}, second = {t.second, "other", NULL, 0};
	void *errands[] = {&first, &second};
	struct writer *w = NULL;
	struct err errs[2];
	int rcs[2];

	(void)state;
	OFFICE_OK(begin_note(t.other, t.second, "other", &second.held));
	OFFICE_OK(writer_open(t.o.place.path, &w, &office_err));
	writer_run_many(w, do_errand, errands, 2, rcs, errs);
	assert_int_equal(rcs[0], 0);
	assert_int_equal(rcs[1], 0);
	assert_int_equal(first.tries, 1);
	assert_int_equal(second.tries, 2);
	assert_int_equal(position_of(t.other, "test"), 2);
	assert_int_equal(position_of(t.other, "other"), 3);
	writer_close(w);
	two_close(&t);
}

/* ---- hearing of commits ---- */

enum { LONG_MS = 60 * 1000 };

static void test_commit__is_heard_of_once_it_is_kept(void **state)
{
	struct two t = two_open();
	struct hearing *h = NULL;
	struct heard heard;
	struct commit *c = NULL;

	(void)state;
	OFFICE_OK(hearing_open(t.o.place.path, &h, &office_err));
	OFFICE_OK(begin_note(t.other, t.second, "other", &c));
	commit_abandon(c);
	OFFICE_OK(note(t.other, t.o.employer_id, "test"));
	assert_int_equal(hearing_wait(h, LONG_MS, &heard, &office_err), 1);
	assert_string_equal(heard.employer, "test");
	assert_int_equal(hearing_wait(h, 0, &heard, &office_err), 0);
	hearing_stop(h);
	assert_int_equal(hearing_wait(h, LONG_MS, &heard, &office_err), 0);
	hearing_close(h);
	two_close(&t);
}

static void test_hearing__that_was_lost_is_had_back_and_says_that_something_was_missed(void **state)
{
	struct two t = two_open();
	struct hearing *h = NULL;
	struct heard heard = {.employer = "none"};
	int rc;

	(void)state;
	OFFICE_OK(hearing_open(t.o.place.path, &h, &office_err));
	place_cut(&t.o.place);
	do {
		rc = hearing_wait(h, LONG_MS, &heard, &office_err);
	} while (rc == PL_LOCKED);
	assert_int_equal(rc, 1);
	assert_string_equal(heard.employer, "");
	OFFICE_OK(note(t.other, t.second, "other"));
	assert_int_equal(hearing_wait(h, LONG_MS, &heard, &office_err), 1);
	assert_string_equal(heard.employer, "other");
	hearing_close(h);
	two_close(&t);
}

struct noted {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int times;
	char employer[HEARD_CODE_SIZE];
};

static void note_moved(void *context, const char *employer)
{
	struct noted *n = context;

	pthread_mutex_lock(&n->lock);
	n->times++;
	(void)snprintf(n->employer, sizeof n->employer, "%s", employer);
	pthread_cond_signal(&n->changed);
	pthread_mutex_unlock(&n->lock);
}

/* What is committed before it listens is not heard of, so it is done again until something is. */
static void test_listener__says_whose_records_have_moved_on(void **state)
{
	struct two t = two_open();
	struct noted n = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
	const struct listener_options options = {.database = t.o.place.path, .moved = note_moved, .context = &n};
	struct listener *l = listener_new(&options);
	struct timespec nap = {.tv_nsec = 10 * 1000000};
	int times = 0;

	(void)state;
	while (times == 0) {
		OFFICE_OK(note(t.other, t.second, "other"));
		(void)nanosleep(&nap, NULL);
		pthread_mutex_lock(&n.lock);
		times = n.times;
		pthread_mutex_unlock(&n.lock);
	}
	listener_free(l);
	assert_string_equal(n.employer, "other");
	two_close(&t);
}

static const struct picture *look(struct pictures *p)
{
	const struct picture *picture = NULL;

	OFFICE_OK(pictures_get(p, "other", council_day("2026-03-01", 0), &picture, &office_err));
	return picture;
}

static void test_picture__of_one_process_is_as_new_as_the_commit_of_another(void **state)
{
	struct two t = two_open();
	struct pictures *p = pictures_new(t.o.store, 1024 * 1024);
	const struct picture *picture;

	(void)state;
	for (int64_t position = 2; position < 10; position++) {
		OFFICE_OK(note(t.other, t.second, "other"));
		OFFICE_OK(note(t.other, t.o.employer_id, "test"));
		picture = look(p);
		assert_int_equal(picture->snap->employer.position, position);
		picture_drop(picture);
		OFFICE_OK(note(t.other, t.o.employer_id, "test"));
		picture_drop(look(p));
		assert_int_equal(pictures_counts(p).made, position - 1);
	}
	pictures_free(p);
	two_close(&t);
}

/* ---- imports ---- */

enum { NOON = 1790000000 };

static int64_t now = NOON;

static int64_t tell_now(void)
{
	return now;
}

/* One process's jobs. */
struct bench {
	struct writer *writer;
	struct pictures *pictures;
	struct import_jobs *jobs;
};

static struct bench bench_open(const struct two *t, struct store *reader)
{
	struct bench b = {.pictures = pictures_new(reader, 1024 * 1024)};
	struct import_jobs_options options = {.database = t->o.place.path, .pictures = b.pictures, .now = tell_now};

	OFFICE_OK(writer_open(t->o.place.path, &b.writer, &office_err));
	options.writer = b.writer;
	b.jobs = import_jobs_new(&options);
	return b;
}

static void bench_close(struct bench *b)
{
	import_jobs_free(b->jobs);
	writer_close(b->writer);
	pictures_free(b->pictures);
}

static struct commit *begin_account(struct store *s, int32_t employer_id, const char *employer, const char *login, int64_t *ret_id)
{
	struct account_row row = {.login = login, .name = login, .person = "", .disabled = ""};
	struct commit *c = NULL;

	OFFICE_OK(begin_note(s, employer_id, employer, &c));
	OFFICE_OK(commit_account(c, &row, &office_err));
	*ret_id = row.account_id;
	return c;
}

static int64_t make_analyst(struct two *t)
{
	const struct grant analyst = {ROLE_ANALYST, SCOPE_EMPLOYER, ""};
	int64_t id;
	struct commit *c = begin_account(t->o.store, t->second, "other", "ann", &id);

	OFFICE_OK(commit_grant(c, id, &analyst, &office_err));
	OFFICE_OK(store_proof_put(t->o.store, t->second, id, &(struct account_proof){.password = "first", .factor = ""}, &office_err));
	(void)office_end(c, "user-add");
	return id;
}

#define FILE_TEXT "case,opened\nNEW-1,2025-01-05\n"

static int make_file(void)
{
	int fd = plain_file_temporary();

	assert_true(fd >= 0);
	assert_int_equal(write(fd, FILE_TEXT, strlen(FILE_TEXT)), (ssize_t)strlen(FILE_TEXT));
	return fd;
}

static int64_t ordered(const struct two *t, struct bench *b, int64_t account_id, const char *once, enum import_job_kind kind)
{
	const struct input in = {make_file(), "new.csv"};
	const struct import_order order = {.employer_id = t->second, .employer = "other", .login = "ann", .account_id = account_id,
		.once = once, .place = "/imports/", .kind = kind, .files = &in, .files_count = 1};
	int64_t id = 0;

	OFFICE_OK(import_job_order(b->jobs, &order, &id, &office_err));
	return id;
}

/* What one process shows of a job: its state, and the name of its file and how many cases it made known, where those are there. */
static const char *seen(const struct two *t, struct bench *b, int64_t id)
{
	struct import_job job;
	const char *said;

	OFFICE_OK(import_job_find(b->jobs, t->o.arena, t->second, id, &job, &office_err));
	if (job.row.state == JOB_FAILED)
		print_error("%s\n", job.details->sentence);
	said = arena_printf(t->o.arena, "%d %s %lld%s", job.row.state, job.files_count > 0 ? job.files[0].name : "-",
		job.details != NULL ? (long long)job.details->report.facts[FACT_EPISODE].added : -1, job.can_repeat ? " again" : "");
	import_job_drop(&job);
	return said;
}

static const char *seen_at_the_end(const struct two *t, struct bench *b, int64_t id)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	struct import_job job = {.row = {.state = JOB_WAITING}};

	while (job.row.state < JOB_DONE) {
		(void)nanosleep(&nap, NULL);
		OFFICE_OK(import_job_find(b->jobs, t->o.arena, t->second, id, &job, &office_err));
		import_job_drop(&job);
	}
	return seen(t, b, id);
}

/* Not before its thread has looked for what was left behind. */
static struct bench bench_settled(const struct two *t, struct store *reader)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	struct bench b = bench_open(t, reader);
	bool settled = false;

	while (!settled) {
		(void)nanosleep(&nap, NULL);
		pthread_mutex_lock(&b.jobs->lock);
		settled = b.jobs->settled;
		pthread_mutex_unlock(&b.jobs->lock);
	}
	return b;
}

static void test_import__gets_a_number_that_no_other_process_gives(void **state)
{
	struct two t = two_open();
	int64_t account = make_analyst(&t);
	struct bench one = bench_open(&t, t.o.store), other = bench_open(&t, t.other);

	(void)state;
	assert_int_equal(ordered(&t, &one, account, "a", JOB_TRY), 1);
	assert_int_equal(ordered(&t, &other, account, "b", JOB_TRY), 2);
	assert_int_equal(ordered(&t, &other, account, "a", JOB_TRY), 1);
	bench_close(&one);
	bench_close(&other);
	two_close(&t);
}

static void test_import__is_shown_by_any_process_and_taken_in_by_any(void **state)
{
	struct two t = two_open();
	int64_t account = make_analyst(&t), id = 0;
	struct bench one = bench_open(&t, t.o.store), other = bench_open(&t, t.other);
	struct import_order again = {.employer_id = t.second, .employer = "other", .login = "ann", .account_id = account,
		.once = "b", .place = "/imports/", .kind = JOB_IMPORT, .again = 1};

	(void)state;
	(void)ordered(&t, &one, account, "a", JOB_TRY);
	assert_string_equal(seen_at_the_end(&t, &other, 1), "3 new.csv 1 again");
	assert_string_equal(seen(&t, &one, 1), "3 new.csv 1 again");
	OFFICE_OK(import_job_order(other.jobs, &again, &id, &office_err));
	assert_string_equal(seen_at_the_end(&t, &one, id), "3 new.csv 1");
	assert_string_equal(seen(&t, &one, 1), "3 new.csv 1");
	assert_string_equal(office_ask(&t.o, "select count(*) from import_piece where file > 0"), "0\n");
	bench_close(&one);
	bench_close(&other);
	two_close(&t);
}

/* A job as a process leaves it that is killed while it does it. */
static struct import_job_row leave_job(struct two *t, int64_t account, bool with_files)
{
	struct import_job_file file = {"new.csv", (int64_t)strlen(FILE_TEXT)};
	const struct job_order order = {.employer = "other", .place = "/imports/", .proof = "first", .files = &file, .files_count = 1};
	const struct import_piece piece = {t->second, 1, PIECES_OF_FILES, 0, FILE_TEXT, strlen(FILE_TEXT)};
	const struct import_job_row row = {.employer_id = t->second, .id = 1, .account_id = account, .login = "ann", .once = "a",
		.kind = JOB_IMPORT, .state = JOB_READING, .begun = NOON, .owner = "another", .tended = NOON, .files = 1, .bytes = file.bytes};
	struct store *s = t->o.store;

	OFFICE_OK(store_begin_writing(s, &office_err));
	OFFICE_OK(store_import_job_put(s, &row, &office_err));
	if (with_files) {
		OFFICE_OK(shelf_put_order(s, &row, &order, &office_err));
		OFFICE_OK(store_import_piece_put(s, &piece, &office_err));
	}
	OFFICE_OK(store_end_writing(s, true, &office_err));
	return row;
}

static void test_import__of_a_process_that_is_gone_is_done_by_another(void **state)
{
	struct two t = two_open();
	struct bench b;

	(void)state;
	now = NOON;
	(void)leave_job(&t, make_analyst(&t), true);
	b = bench_settled(&t, t.other);
	assert_string_equal(seen(&t, &b, 1), "1 new.csv -1");
	now = NOON + 120;
	import_jobs_wake(b.jobs);
	/* Given back, it waits; and is begun the next time. */
	OFFICE_OK(job_rows_settle(b.jobs, &office_err));
	import_jobs_wake(b.jobs);
	assert_string_equal(seen_at_the_end(&t, &b, 1), "3 new.csv 1");
	assert_string_equal(office_ask(&t.o, "select begun_times, position, kept from import_job"), "1|3|1\n");
	bench_close(&b);
	two_close(&t);
}

static void test_import__that_is_begun_elsewhere_is_written_down_by_nobody_who_was_taken_for_gone(void **state)
{
	struct two t = two_open();
	struct import_job_row row = leave_job(&t, make_analyst(&t), true);
	bool stop = false;

	(void)state;
	OFFICE_OK(store_begin_writing(t.other, &office_err));
	OFFICE_OK(store_import_job_release(t.other, &row, &office_err));
	row.owner = "a third";
	OFFICE_OK(store_import_job_claim(t.other, &row, &stop, &office_err));
	assert_true(stop);
	OFFICE_OK(store_import_job_claim(t.other, &row, &stop, &office_err));
	assert_false(stop);
	row.owner = "another";
	assert_int_equal(store_import_job_put(t.other, &row, &office_err), PL_CONFLICT);
	OFFICE_OK(store_import_job_tend(t.other, &row, &stop, &office_err));
	assert_true(stop);
	OFFICE_OK(store_end_writing(t.other, true, &office_err));
	two_close(&t);
}

static void test_import__that_was_cancelled_elsewhere_is_not_decided_about(void **state)
{
	struct two t = two_open();
	struct import_job_row row = leave_job(&t, make_analyst(&t), true);
	bool did = false;

	(void)state;
	OFFICE_OK(store_begin_writing(t.other, &office_err));
	OFFICE_OK(store_import_job_stop(t.other, row.employer_id, row.id, &did, &office_err));
	assert_true(did);
	OFFICE_OK(store_import_job_decide(t.other, &row, &did, &office_err));
	assert_false(did);
	OFFICE_OK(store_end_writing(t.other, true, &office_err));
	assert_string_equal(office_ask(&t.o, "select state, stop from import_job"), "reading|1\n");
	two_close(&t);
}

static void test_import__that_is_decided_about_cannot_be_cancelled_any_more(void **state)
{
	struct two t = two_open();
	struct import_job_row row = leave_job(&t, make_analyst(&t), true);
	bool did = false;

	(void)state;
	OFFICE_OK(store_begin_writing(t.other, &office_err));
	OFFICE_OK(store_import_job_decide(t.other, &row, &did, &office_err));
	assert_true(did);
	OFFICE_OK(store_import_job_stop(t.other, row.employer_id, row.id, &did, &office_err));
	assert_false(did);
	OFFICE_OK(store_end_writing(t.other, true, &office_err));
	two_close(&t);
}

/* Whoever took it over had ended it before. */
static void test_import__that_went_in_after_all_is_done_whoever_ended_it(void **state)
{
	struct two t = two_open();
	struct import_job_row row = leave_job(&t, make_analyst(&t), true), theirs = row;
	bool did = false;

	(void)state;
	OFFICE_OK(store_begin_writing(t.other, &office_err));
	row.position = 2;
	OFFICE_OK(store_import_job_was_done(t.other, &row, &did, &office_err));
	assert_false(did);
	OFFICE_OK(store_import_job_release(t.other, &theirs, &office_err));
	theirs.owner = "a third";
	OFFICE_OK(store_import_job_claim(t.other, &theirs, &did, &office_err));
	theirs.state = JOB_FAILED;
	theirs.ended = NOON;
	OFFICE_OK(store_import_job_put(t.other, &theirs, &office_err));
	assert_int_equal(store_import_job_put(t.other, &row, &office_err), PL_CONFLICT);
	OFFICE_OK(store_import_job_was_done(t.other, &row, &did, &office_err));
	assert_true(did);
	OFFICE_OK(store_end_writing(t.other, true, &office_err));
	assert_string_equal(office_ask(&t.o, "select state, position from import_job"), "done|2\n");
	two_close(&t);
}

static void test_import__whose_files_the_server_has_lost_is_interrupted(void **state)
{
	struct two t = two_open();
	struct bench b;

	(void)state;
	now = NOON + 120;
	(void)leave_job(&t, make_analyst(&t), false);
	b = bench_open(&t, t.other);
	assert_string_equal(seen_at_the_end(&t, &b, 1), "7 - -1");
	bench_close(&b);
	two_close(&t);
}

static void test_import__that_ends_every_process_that_begins_it_is_given_up(void **state)
{
	struct two t = two_open();
	struct bench b;

	(void)state;
	now = NOON + 120;
	(void)leave_job(&t, make_analyst(&t), true);
	place_run(&t.o.place, "set plimsoll.anywhere = 'on'; update plimsoll.import_job set begun_times = 3");
	b = bench_open(&t, t.other);
	assert_string_equal(seen_at_the_end(&t, &b, 1), "7 new.csv -1");
	bench_close(&b);
	two_close(&t);
}

static void test_import__is_cancelled_by_way_of_any_process(void **state)
{
	struct two t = two_open();
	struct bench b;

	(void)state;
	now = NOON;
	(void)leave_job(&t, make_analyst(&t), true);
	b = bench_settled(&t, t.other);
	OFFICE_OK(import_job_cancel(b.jobs, t.second, 1, &office_err));
	assert_string_equal(office_ask(&t.o, "select stop from import_job"), "1\n");
	assert_int_equal(import_job_cancel(b.jobs, t.second, 2, &office_err), PL_NOT_FOUND);
	now = NOON + 120;
	OFFICE_OK(job_rows_settle(b.jobs, &office_err));
	assert_string_equal(office_ask(&t.o, "select state from import_job"), "cancelled\n");
	OFFICE_OK(import_job_cancel(b.jobs, t.second, 1, &office_err));
	bench_close(&b);
	two_close(&t);
}

/* Nothing that names a child is in the log, or on a standby. */
static void test_pieces__of_an_import_are_in_no_log(void **state)
{
	struct two t = two_open();

	(void)state;
	assert_string_equal(office_ask(&t.o, "select relpersistence from pg_class where relname = 'import_piece'"), "u\n");
	two_close(&t);
}

/* ---- accounts ---- */

static void test_accounts__of_two_employers_made_at_once_have_two_numbers(void **state)
{
	struct two t = two_open();
	int64_t one, other;
	struct commit *first = begin_account(t.o.store, t.o.employer_id, "test", "ann", &one);
	struct commit *second = begin_account(t.other, t.second, "other", "ben", &other);

	(void)state;
	assert_true(one != other);
	(void)office_end(second, "user-add");
	(void)office_end(first, "user-add");
	two_close(&t);
}

struct racing {
	struct store *store;
	int32_t employer_id;
	int rc;
};

static void *take_login(void *context)
{
	struct racing *r = context;
	struct account_row row = {.login = "ann", .name = "Ann", .person = "", .disabled = ""};
	struct ledger_text entry = office_entry("user-add");
	struct err err;
	struct commit *c = NULL;
	int64_t position;

	r->rc = commit_begin(r->store, r->employer_id, 1, &c, &err);
	if (r->rc == 0)
		r->rc = commit_account(c, &row, &err);
	if (r->rc == 0)
		r->rc = commit_end(c, &entry, &position, &err);
	else
		commit_abandon(c);
	return NULL;
}

static void test_login__is_had_by_one_of_two_who_want_it_at_once(void **state)
{
	struct two t = two_open();
	struct racing one = {t.o.store, t.o.employer_id, 1}, other = {t.other, t.second, 1};
	pthread_t thread;
	int64_t id;
	int32_t employer_id;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, take_login, &one), 0);
	(void)take_login(&other);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true((one.rc == 0 && other.rc == PL_INVALID) || (one.rc == PL_INVALID && other.rc == 0));
	OFFICE_OK(store_account_by_login(t.o.store, "ann", &employer_id, &id, &office_err));
	assert_int_equal(employer_id, one.rc == 0 ? t.o.employer_id : t.second);
	two_close(&t);
}

/* ---- many at once ---- */

enum { RUNS = 30 };

struct teller {
	struct two *t;
	struct store *store;
	int kept, refused, wrong;
};

/* Decides on what is known, like everything that is asked for by a person. */
static void *tell_one_case(void *context)
{
	struct teller *x = context;
	struct office own = x->t->o;
	struct fact episode = office_episode("2026-01-05", "");
	struct ledger_text entry = office_entry("import");

	own.store = x->store;
	own.arena = arena_new();
	for (int i = 0; i < RUNS; i++) {
		struct err err;
		struct commit *c = NULL;
		int64_t position, expected = position_of(x->store, "test");
		int rc = commit_begin(x->store, own.employer_id, expected, &c, &err);

		if (rc == 0) {
			rc = office_change(&own, c, "C1", &episode, 1, &err);
			episode.code = episode.code[0] == '\0' ? "RC1" : "";
			if (rc == 0)
				rc = commit_end(c, &entry, &position, &err);
			else
				commit_abandon(c);
			x->wrong += rc == 0 && position != expected + 1;
		}
		x->kept += rc == 0;
		x->refused += rc == PL_CONFLICT || rc == PL_LOCKED;
	}
	arena_free(own.arena);
	return NULL;
}

static void test_two__who_change_one_case_lose_nothing_and_repeat_nothing(void **state)
{
	struct two t = two_open();
	struct teller one = {&t, t.o.store, 0, 0, 0}, other = {&t, t.other, 0, 0, 0};
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, tell_one_case, &one), 0);
	(void)tell_one_case(&other);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(one.wrong + other.wrong, 0);
	assert_int_equal(one.kept + one.refused, RUNS);
	assert_int_equal(other.kept + other.refused, RUNS);
	assert_int_equal(position_of(t.o.store, "test"), 1 + one.kept + other.kept);
	assert_string_equal(office_ask(&t.o, "select count(*) from episode where unmade is null"), "1\n");
	assert_string_equal(office_ask(&t.o, "select count(*) = max(sequence) from ledger where employer_id = 1"), "t\n");
	two_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_turns__of_two_employers_never_wait_for_one_another),
		cmocka_unit_test(test_turn__of_an_employer_is_had_by_one_process_at_a_time),
		cmocka_unit_test(test_commit__at_a_position_that_another_process_has_moved_is_refused),
		cmocka_unit_test(test_transaction__in_which_something_failed_is_never_taken_for_kept),
		cmocka_unit_test(test_write__that_missed_its_turn_is_run_again_alone),
		cmocka_unit_test(test_commit__is_heard_of_once_it_is_kept),
		cmocka_unit_test(test_hearing__that_was_lost_is_had_back_and_says_that_something_was_missed),
		cmocka_unit_test(test_listener__says_whose_records_have_moved_on),
		cmocka_unit_test(test_picture__of_one_process_is_as_new_as_the_commit_of_another),
		cmocka_unit_test(test_import__gets_a_number_that_no_other_process_gives),
		cmocka_unit_test(test_import__is_shown_by_any_process_and_taken_in_by_any),
		cmocka_unit_test(test_import__of_a_process_that_is_gone_is_done_by_another),
		cmocka_unit_test(test_import__that_is_begun_elsewhere_is_written_down_by_nobody_who_was_taken_for_gone),
		cmocka_unit_test(test_import__that_was_cancelled_elsewhere_is_not_decided_about),
		cmocka_unit_test(test_import__that_is_decided_about_cannot_be_cancelled_any_more),
		cmocka_unit_test(test_import__that_went_in_after_all_is_done_whoever_ended_it),
		cmocka_unit_test(test_import__whose_files_the_server_has_lost_is_interrupted),
		cmocka_unit_test(test_import__that_ends_every_process_that_begins_it_is_given_up),
		cmocka_unit_test(test_import__is_cancelled_by_way_of_any_process),
		cmocka_unit_test(test_pieces__of_an_import_are_in_no_log),
		cmocka_unit_test(test_accounts__of_two_employers_made_at_once_have_two_numbers),
		cmocka_unit_test(test_login__is_had_by_one_of_two_who_want_it_at_once),
		cmocka_unit_test(test_two__who_change_one_case_lose_nothing_and_repeat_nothing),
	};

	return RUN_TESTS(tests);
}
