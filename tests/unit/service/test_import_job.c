/* Imports by a thread of the server: nothing here waits for a time, only for what must come. */
#include <fcntl.h>
#include <semaphore.h>
#include <time.h>

#include "office.h"
#include "service/import/import_job_inside.h"
#include "service/access/restriction.h"
#include "store/looks.h"

#define CASES "case,opened\nC1,2025-01-05\nC2,2025-02-05\n"
#define MORE_CASES "case,opened\nC3,2025-03-05\n"
#define WRONG_CASES "case,opened\nC4,2025-03-05\nC5,yesterday\n"

enum { TRIES = 20000 };

static struct err err;
static int64_t now;

struct bench {
	struct office *office;
	struct store *reader;
	struct writer *writer;
	struct pictures *pictures;
	struct import_jobs *jobs;
	int32_t employer_id;
	int64_t account_id; /* of an analyst, "anna" */
	/* The thread of the jobs stops where one enters this state, until it is let on. */
	enum import_job_state stop_at;
	bool stops;
	bool until_ending; /* it goes on by itself once the jobs are told to end */
	sem_t stopped, on;
};

static int64_t bench_now(void)
{
	return now;
}

/* What an earlier server left under way has been looked into. */
static void wait_until_settled(struct bench *b)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	bool settled = false;

	while (!settled) {
		(void)nanosleep(&nap, NULL);
		pthread_mutex_lock(&b->jobs->lock);
		settled = b->jobs->settled;
		pthread_mutex_unlock(&b->jobs->lock);
	}
}

static void wait_for_ending(struct import_jobs *jobs)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	bool ending = false;

	while (!ending) {
		(void)nanosleep(&nap, NULL);
		pthread_mutex_lock(&jobs->lock);
		ending = jobs->ending;
		pthread_mutex_unlock(&jobs->lock);
	}
}

static void entered(void *context, enum import_job_state state)
{
	struct bench *b = context;

	if (!b->stops || state != b->stop_at)
		return;
	(void)sem_post(&b->stopped);
	if (b->until_ending)
		wait_for_ending(b->jobs);
	else
		(void)sem_wait(&b->on);
}

static void begin(struct bench *b)
{
	struct import_jobs_options options = {.database = b->office->database, .now = bench_now, .entered = entered, .context = b};
	struct employer e;

	assert_int_equal(store_open(b->office->database, STORE_READ, &b->reader, &err), 0);
	store_use_schemes(b->reader, scheme_by_id);
	assert_int_equal(writer_open(b->office->database, &b->writer, &err), 0);
	assert_int_equal(store_employer(b->reader, b->office->a, b->office->employer, &e, &err), 0);
	b->employer_id = e.id;
	b->pictures = pictures_new(b->reader, 1 << 20);
	options.pictures = b->pictures;
	options.writer = b->writer;
	b->jobs = import_jobs_new(&options);
}

static void end(struct bench *b)
{
	b->jobs = import_jobs_free(b->jobs);
	b->pictures = pictures_free(b->pictures);
	b->writer = writer_close(b->writer);
	b->reader = store_close(b->reader);
}

static const struct grant ANALYST = {ROLE_ANALYST, SCOPE_EMPLOYER, ""};

struct account_change_test {
	const char *disabled;
	bool takes_role;
	const char *password;
};

/* Makes the analyst's account, or changes it. */
static void put_account(struct bench *b, const struct account_change_test *to)
{
	const char *login = str_equal(b->office->employer, "council") ? "anna" : "olga";
	struct account_row row = {.account_id = b->account_id, .login = login, .name = "Anna", .person = "", .disabled = to->disabled};
	struct store *s = writer_take(b->writer);
	struct commit *c;
	struct employer e;
	int64_t position;

	assert_int_equal(store_employer(s, b->office->a, b->office->employer, &e, &err), 0);
	assert_int_equal(commit_begin(s, e.id, e.position, &c, &err), 0);
	assert_int_equal(commit_account(c, &row, &err), 0);
	if (b->account_id == 0)
		assert_int_equal(commit_grant(c, row.account_id, &ANALYST, &err), 0);
	else if (to->takes_role)
		assert_int_equal(commit_revoke(c, row.account_id, &ANALYST, &err), 0);
	assert_int_equal(store_proof_put(s, e.id, row.account_id, &(struct account_proof){.password = to->password, .factor = "", .used_at = now}, &err), 0);
	assert_int_equal(commit_end(c, &(struct ledger_text){"root", "user-add", "anna", "{}", now}, &position, &err), 0);
	b->account_id = row.account_id;
	writer_give_back(b->writer);
}

/* From here on orders are of another employer's analyst. */
static void move_to(struct bench *b, const char *employer)
{
	struct employer e;

	b->office->employer = employer;
	assert_int_equal(store_employer(pictures_lock_store(b->pictures), b->office->a, employer, &e, &err), 0);
	pictures_unlock_store(b->pictures);
	b->employer_id = e.id;
	b->account_id = 0;
	put_account(b, &(struct account_change_test){"", false, "first"});
}

static int bench_open(void **state)
{
	struct bench *b;

	if (office_open(state) != 0)
		return -1;
	b = arena_alloc(((struct office *)*state)->a, sizeof *b);
	b->office = *state;
	now = OFFICE_NOW;
	(void)sem_init(&b->stopped, 0, 0);
	(void)sem_init(&b->on, 0, 0);
	(void)IMPORT(b->office, office_file(b->office, "cases.csv", CASES));
	begin(b);
	put_account(b, &(struct account_change_test){"", false, "first"});
	*state = b;
	return 0;
}

static int bench_close(void **state)
{
	struct bench *b = *state;

	end(b);
	*state = b->office;
	return office_close(state);
}

static struct input open_file(struct bench *b, const char *name, const char *text)
{
	int fd = open(b->office->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return (struct input){fd, name};
}

static struct import_order order_of(struct bench *b, enum import_job_kind kind, const char *once)
{
	return (struct import_order){.employer_id = b->employer_id, .employer = b->office->employer, .login = "anna", .account_id = b->account_id,
		.once = once, .place = "/imports/", .kind = kind};
}

static int order_text(struct bench *b, enum import_job_kind kind, const char *text, const char *once, bool accept_good, int64_t *ret)
{
	struct input in = open_file(b, "more.csv", text);
	struct import_order order = order_of(b, kind, once);
	int rc;

	order.files = &in;
	order.files_count = 1;
	order.accept_good = accept_good;
	rc = import_job_order(b->jobs, &order, ret, &err);
	if (rc < 0)
		(void)close(in.fd);
	return rc;
}

static int64_t ordered(struct bench *b, enum import_job_kind kind, const char *text, const char *once)
{
	int64_t id = 0;

	if (order_text(b, kind, text, once, false, &id) != 0)
		fail_msg("%s", err.text);
	return id;
}

static struct import_job find(struct bench *b, int64_t id)
{
	struct import_job job;

	if (import_job_find(b->jobs, b->office->a, b->employer_id, id, &job, &err) != 0)
		fail_msg("%s", err.text);
	return job;
}

/* Once it has ended. */
static struct import_job ended(struct bench *b, int64_t id)
{
	const struct timespec nap = {.tv_nsec = 1000000};

	for (int i = 0; i < TRIES; i++) {
		struct import_job job = find(b, id);

		if (job.row.state >= JOB_DONE)
			return job;
		import_job_drop(&job);
		(void)nanosleep(&nap, NULL);
	}
	fail_msg("the job does not end");
	return (struct import_job){0};
}

static void ends_as(struct bench *b, int64_t id, enum import_job_state state)
{
	struct import_job job = ended(b, id);

	if (job.row.state != state)
		fail_msg("state %d: %s", job.row.state, job.details != NULL ? job.details->sentence : "");
	import_job_drop(&job);
}

static void stop_at(struct bench *b, enum import_job_state state)
{
	b->stop_at = state;
	b->stops = true;
}

static void let_on(struct bench *b)
{
	b->stops = false;
	(void)sem_post(&b->on);
}

static size_t cases_known(struct bench *b, const char *ref)
{
	struct case_facts facts = office_case(b->office, ref);

	return facts.count > 0 ? 1 : 0;
}

static void test_job__takes_files_in_and_says_what_it_did(void **state)
{
	struct bench *b = *state;
	struct import_job job = ended(b, ordered(b, JOB_IMPORT, MORE_CASES, "k1"));

	assert_int_equal(job.row.state, JOB_DONE);
	assert_int_equal(job.row.id, 1);
	assert_int_equal(job.row.position, 3);
	assert_int_equal(job.details->report.facts[FACT_EPISODE].added, 1);
	assert_string_equal(job.details->report.files.files[0].name, "more.csv");
	assert_string_equal(job.files[0].name, "more.csv");
	assert_false(job.can_repeat);
	assert_int_equal(cases_known(b, "C3"), 1);
	import_job_drop(&job);
}

static void test_job__that_only_tries_changes_nothing_and_can_be_taken_in(void **state)
{
	struct bench *b = *state;
	struct import_order again = order_of(b, JOB_IMPORT, "k2");
	struct import_job job = ended(b, ordered(b, JOB_TRY, MORE_CASES, "k1"));
	int64_t id = 0;

	assert_int_equal(job.row.state, JOB_DONE);
	assert_true(job.can_repeat);
	assert_int_equal(job.row.position, 0);
	assert_int_equal(cases_known(b, "C3"), 0);
	import_job_drop(&job);
	again.again = 1;
	assert_int_equal(import_job_order(b->jobs, &again, &id, &err), 0);
	assert_int_equal(id, 2);
	ends_as(b, id, JOB_DONE);
	assert_int_equal(cases_known(b, "C3"), 1);
	again.once = "k3";
	assert_int_equal(import_job_order(b->jobs, &again, &id, &err), PL_NOT_FOUND);
}

static void test_job__with_errors_is_refused_and_its_good_part_taken_in_if_that_is_wanted(void **state)
{
	struct bench *b = *state;
	struct import_order again = order_of(b, JOB_IMPORT, "k2");
	struct import_job job = ended(b, ordered(b, JOB_IMPORT, WRONG_CASES, "k1"));
	int64_t id = 0;

	assert_int_equal(job.row.state, JOB_REFUSED);
	assert_int_equal(job.row.errors, 1);
	assert_int_equal(job.details->report.issues_count, 1);
	assert_string_equal(job.details->report.issues[0].file, "more.csv");
	assert_true(job.can_repeat);
	import_job_drop(&job);
	again.again = 1;
	again.accept_good = true;
	assert_int_equal(import_job_order(b->jobs, &again, &id, &err), 0);
	ends_as(b, id, JOB_DONE);
	assert_int_equal(cases_known(b, "C4"), 1);
}

static void test_job__fails_in_one_sentence_that_names_the_file(void **state)
{
	struct bench *b = *state;
	struct import_job job = ended(b, ordered(b, JOB_IMPORT, "Dear all", "k1"));

	assert_int_equal(job.row.state, JOB_FAILED);
	assert_memory_equal(job.details->sentence, "more.csv: ", 10);
	assert_false(job.can_repeat);
	import_job_drop(&job);
}

static void test_job__of_the_same_form_is_the_same_job(void **state)
{
	struct bench *b = *state;
	int64_t first = ordered(b, JOB_IMPORT, MORE_CASES, "k1");

	assert_int_equal(ordered(b, JOB_IMPORT, MORE_CASES, "k1"), first);
	ends_as(b, first, JOB_DONE);
	end(b);
	begin(b);
	assert_int_equal(ordered(b, JOB_IMPORT, MORE_CASES, "k1"), first);
	assert_int_equal(ordered(b, JOB_TRY, MORE_CASES, "k2"), first + 1);
}

static void test_job__waits_its_turn_and_can_be_cancelled_meanwhile(void **state)
{
	struct bench *b = *state;
	struct import_job waiting;
	int64_t first, second;

	stop_at(b, JOB_READING);
	first = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	second = ordered(b, JOB_IMPORT, WRONG_CASES, "k2");
	waiting = find(b, second);
	assert_int_equal(waiting.row.state, JOB_WAITING);
	assert_int_equal(waiting.ahead, 1);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id, second, &err), 0);
	assert_int_equal(find(b, second).row.state, JOB_CANCELLED);
	let_on(b);
	ends_as(b, first, JOB_DONE);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id, first, &err), PL_CONFLICT);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id, 99, &err), PL_NOT_FOUND);
}

static void test_job__that_is_cancelled_while_it_reads_changes_nothing(void **state)
{
	struct bench *b = *state;
	struct import_job job;
	int64_t id;

	stop_at(b, JOB_READING);
	id = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id, id, &err), 0);
	job = find(b, id);
	assert_true(job.stopping);
	let_on(b);
	ends_as(b, id, JOB_CANCELLED);
	assert_int_equal(cases_known(b, "C3"), 0);
}

static void test_job__that_is_decided_cannot_be_cancelled(void **state)
{
	struct bench *b = *state;
	int64_t id;

	stop_at(b, JOB_DECIDING);
	id = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id, id, &err), PL_CONFLICT);
	let_on(b);
	ends_as(b, id, JOB_DONE);
}

/* While its row cannot be written, which the test sees to, a job that has done all else is still under way. */
static void test_job__is_over_for_nobody_before_its_row_says_so(void **state)
{
	const struct timespec nap = {.tv_nsec = 1000000};
	struct bench *b = *state;
	struct import_job_row *rows;
	size_t count;
	int64_t id;

	stop_at(b, JOB_DECIDING);
	id = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	pthread_mutex_lock(&b->jobs->writing);
	let_on(b);
	while (cases_known(b, "C3") == 0)
		(void)nanosleep(&nap, NULL);
	for (int i = 0; i < 50; i++, (void)nanosleep(&nap, NULL))
		assert_int_equal(find(b, id).row.state, JOB_DECIDING);
	pthread_mutex_unlock(&b->jobs->writing);
	ends_as(b, id, JOB_DONE);
	assert_int_equal(store_import_jobs(pictures_lock_store(b->pictures), b->office->a, b->employer_id, 1, &rows, &count, &err), 0);
	pictures_unlock_store(b->pictures);
	assert_int_equal(rows[0].id, id);
	assert_int_equal(rows[0].state, JOB_DONE);
}

static void test_jobs__take_no_more_than_may_wait(void **state)
{
	struct bench *b = *state;
	int64_t id;

	stop_at(b, JOB_READING);
	(void)ordered(b, JOB_TRY, MORE_CASES, "k");
	(void)sem_wait(&b->stopped);
	for (int i = 0; i < JOBS_WAITING; i++)
		(void)ordered(b, JOB_TRY, MORE_CASES, arena_printf(b->office->a, "k%d", i));
	assert_int_equal(order_text(b, JOB_TRY, MORE_CASES, "one more", false, &id), PL_LOCKED);
	let_on(b);
	ends_as(b, 1 + JOBS_WAITING, JOB_DONE);
}

static void test_job__takes_back_what_another_did(void **state)
{
	struct bench *b = *state;
	struct import_order undo = order_of(b, JOB_UNDO, "k2");
	struct import_past *past;
	struct import_job job;
	size_t count;
	int64_t id = 0;

	ends_as(b, ordered(b, JOB_IMPORT, MORE_CASES, "k1"), JOB_DONE);
	undo.entry = 3;
	assert_int_equal(import_job_order(b->jobs, &undo, &id, &err), 0);
	job = ended(b, id);
	assert_int_equal(job.row.state, JOB_DONE);
	assert_int_equal(job.row.position, 4);
	assert_true(job.details->rows > 0);
	import_job_drop(&job);
	assert_int_equal(cases_known(b, "C3"), 0);
	assert_int_equal(imports_past(b->jobs, b->office->a, b->employer_id, 10, &past, &count, &err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(past[0].entry.sequence, 3);
	assert_false(past[0].stands);
	assert_int_equal(past[0].last, 4);
	assert_true(past[0].entry.rows_made > 0);
	assert_true(past[1].stands);
}

static void test_job__is_found_in_the_ledger_by_its_entry_alone(void **state)
{
	struct bench *b = *state;
	struct import_order undo = order_of(b, JOB_UNDO, "k2");
	struct entry_rows *rows = NULL;
	struct import_past past;
	size_t count = 0;
	int64_t id = 0;

	ends_as(b, ordered(b, JOB_IMPORT, MORE_CASES, "k1"), JOB_DONE);
	undo.entry = 3;
	assert_int_equal(import_job_order(b->jobs, &undo, &id, &err), 0);
	ends_as(b, id, JOB_DONE);
	assert_int_equal(import_past_one(b->jobs, b->office->a, b->employer_id, 3, &past, &rows, &count, &err), 0);
	assert_int_equal(past.entry.sequence, 3);
	assert_int_equal(past.last, 4);
	assert_false(past.stands);
	assert_true(past.entry.rows_known && past.entry.rows_made > 0);
	assert_true(count > 0);
	/* The undo is an entry and no import; there is no fifth; and the entry is another employer's. */
	assert_int_equal(import_past_one(b->jobs, b->office->a, b->employer_id, 4, &past, &rows, &count, &err), PL_NOT_FOUND);
	assert_int_equal(import_past_one(b->jobs, b->office->a, b->employer_id, 5, &past, &rows, &count, &err), PL_NOT_FOUND);
	assert_int_equal(import_past_one(b->jobs, b->office->a, b->employer_id + 1, 3, &past, &rows, &count, &err), PL_NOT_FOUND);
	assert_string_equal(err.text, "There is no import with this entry in the ledger here.");
}

static void test_job__says_why_it_cannot_take_back(void **state)
{
	struct bench *b = *state;
	struct import_order undo = order_of(b, JOB_UNDO, "k2");
	struct import_job job;
	int64_t id = 0;

	undo.entry = 40;
	assert_int_equal(import_job_order(b->jobs, &undo, &id, &err), 0);
	job = ended(b, id);
	assert_int_equal(job.row.state, JOB_FAILED);
	assert_non_null(strstr(job.details->sentence, "no entry 40"));
	import_job_drop(&job);
}

#define RESTRICTED "case,opened,restricted,type\nC1,2025-01-05,yes,care_proceedings\n"

static const char *const GUESSES[] = {"case,opened,type\nC1,2025-01-05,care_proceedings\n", "case,opened,type\nC1,2025-01-05,assessment\n",
	"case,opened,type\nC1,2025-01-06,assessment\n"};

static void tells_nothing(const struct import_job *job)
{
	const struct import_report *r = &job->details->report;

	for (int kind = 0; kind < FACT_KINDS; kind++)
		assert_int_equal(r->facts[kind].added + r->facts[kind].replaced + r->facts[kind].withdrawn, 0);
	assert_int_equal(r->hidden_rows, 3);
	assert_false(r->nothing_new);
	assert_int_equal(r->warnings, 1);
	assert_int_equal(r->errors, 0);
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].code, "restricted");
}

static void test_job__that_guesses_at_a_restricted_case_is_told_nothing_and_is_a_look(void **state)
{
	struct bench *b = *state;
	struct looked *rows;
	size_t count;

	ends_as(b, ordered(b, JOB_IMPORT, RESTRICTED, "k0"), JOB_DONE);
	for (size_t i = 0; i < sizeof GUESSES / sizeof *GUESSES; i++) {
		struct import_job job = ended(b, ordered(b, JOB_TRY, GUESSES[i], arena_printf(b->office->a, "g%zu", i)));

		tells_nothing(&job);
		import_job_drop(&job);
	}
	assert_int_equal(store_looks_of(pictures_lock_store(b->pictures), b->office->a, b->employer_id, LOOK_CASE, "C1", 10, &rows, &count,
		&err), 0);
	pictures_unlock_store(b->pictures);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].login, "anna");
	assert_string_equal(rows[0].roles, "analyst");
	assert_int_equal(rows[0].refused, 3);
}

static void test_job__tells_all_of_a_restricted_case_to_who_is_named_for_it(void **state)
{
	struct bench *b = *state;
	const struct viewer mia = {.login = "mia"};
	struct restriction_change name = {.by = {.employer = b->office->employer, .viewer = &mia, .instant = now}, .ref = "C1",
		.act = NAME_READER, .login = "anna", .day = 20000};
	struct import_job job;

	ends_as(b, ordered(b, JOB_IMPORT, RESTRICTED, "k0"), JOB_DONE);
	assert_int_equal(restriction_change(b->writer, &name, &err), 0);
	job = ended(b, ordered(b, JOB_TRY, GUESSES[1], "g"));
	assert_int_equal(job.details->report.facts[FACT_STAGE].added, 1);
	assert_int_equal(job.details->report.hidden_rows, 0);
	import_job_drop(&job);
}

/* Changes the account while its import stands in that state. */
static void ends_refused(struct bench *b, enum import_job_state state, const struct account_change_test *to, const char *why)
{
	struct import_job job;
	int64_t id;

	stop_at(b, state);
	id = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	put_account(b, to);
	let_on(b);
	job = ended(b, id);
	assert_int_equal(job.row.state, JOB_FAILED);
	assert_non_null(strstr(job.details->sentence, why));
	import_job_drop(&job);
	assert_int_equal(cases_known(b, "C3"), 0);
}

static void test_job__of_an_account_that_is_disabled_changes_nothing(void **state)
{
	ends_refused(*state, JOB_READING, &(struct account_change_test){"administrator", false, "first"}, "disabled");
}

static void test_job__of_an_account_that_has_lost_the_role_changes_nothing(void **state)
{
	ends_refused(*state, JOB_DECIDING, &(struct account_change_test){"", true, "first"}, "lost the role");
}

static void test_job__of_an_account_that_was_reset_changes_nothing(void **state)
{
	ends_refused(*state, JOB_DECIDING, &(struct account_change_test){"", false, "second"}, "password");
}

static void test_jobs__that_wait_are_cancelled_with_their_account(void **state)
{
	struct bench *b = *state;
	int64_t first, second;

	stop_at(b, JOB_READING);
	first = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	second = ordered(b, JOB_IMPORT, MORE_CASES, "k2");
	import_jobs_ask_again(b->jobs, b->employer_id, b->account_id);
	assert_int_equal(find(b, second).row.state, JOB_WAITING);
	put_account(b, &(struct account_change_test){"administrator", false, "first"});
	import_jobs_ask_again(b->jobs, b->employer_id, b->account_id);
	assert_int_equal(find(b, second).row.state, JOB_CANCELLED);
	let_on(b);
	ends_as(b, first, JOB_CANCELLED);
	assert_int_equal(cases_known(b, "C3"), 0);
}

static void test_job__of_another_employer_is_not_there(void **state)
{
	struct bench *b = *state;
	struct import_job job;
	int64_t id = ordered(b, JOB_TRY, MORE_CASES, "k1");

	ends_as(b, id, JOB_DONE);
	assert_int_equal(import_job_find(b->jobs, b->office->a, b->employer_id + 1, id, &job, &err), PL_NOT_FOUND);
	assert_int_equal(import_job_cancel(b->jobs, b->employer_id + 1, id, &err), PL_NOT_FOUND);
}

static void test_job__of_an_invented_employer_only_tries(void **state)
{
	struct bench *b = *state;
	struct input in = open_file(b, "more.csv", MORE_CASES);
	struct import_order order = order_of(b, JOB_IMPORT, "k1");
	struct import_job job;
	int64_t id;

	order.demo = true;
	order.files = &in;
	order.files_count = 1;
	assert_int_equal(import_job_order(b->jobs, &order, &id, &err), PL_INVALID);
	order.kind = JOB_TRY;
	assert_int_equal(import_job_order(b->jobs, &order, &id, &err), 0);
	ends_as(b, id, JOB_DONE);
	job = find(b, id);
	assert_false(job.can_repeat);
	import_job_drop(&job);
}

static void test_job__is_forgotten_after_an_hour_but_for_its_row(void **state)
{
	struct bench *b = *state;
	struct import_job job;

	ends_as(b, ordered(b, JOB_TRY, WRONG_CASES, "k1"), JOB_DONE);
	now += JOB_KEPT_SECONDS;
	job = find(b, 1);
	assert_int_equal(job.row.state, JOB_DONE);
	assert_int_equal(job.row.errors, 1);
	assert_null(job.details);
	assert_int_equal(job.files_count, 0);
	assert_false(job.can_repeat);
}

static void test_jobs__keep_the_newest_only(void **state)
{
	struct bench *b = *state;
	struct import_job job;

	for (int i = 0; i < JOBS_KEPT + 2; i++)
		ends_as(b, ordered(b, JOB_TRY, MORE_CASES, arena_printf(b->office->a, "k%d", i)), JOB_DONE);
	job = find(b, 1);
	assert_null(job.details);
	job = find(b, JOBS_KEPT + 2);
	assert_non_null(job.details);
	import_job_drop(&job);
}

static void test_jobs__of_one_employer_leave_those_of_another_what_is_kept(void **state)
{
	struct bench *b = *state;
	int32_t council = b->employer_id;
	struct import_job job;

	b->office->employer = "county";
	end(b);
	(void)IMPORT(b->office, office_file(b->office, "cases.csv", CASES));
	b->office->employer = "council";
	begin(b);
	ends_as(b, ordered(b, JOB_TRY, MORE_CASES, "mine"), JOB_DONE);
	move_to(b, "county");
	for (int i = 0; i < JOBS_KEPT + 2; i++)
		ends_as(b, ordered(b, JOB_TRY, MORE_CASES, arena_printf(b->office->a, "k%d", i)), JOB_DONE);
	assert_int_equal(import_job_find(b->jobs, b->office->a, council, 1, &job, &err), 0);
	assert_non_null(job.details);
	import_job_drop(&job);
	assert_null(find(b, 1).details);
}

static void test_job__that_a_server_left_waiting_says_so_after_the_next_start(void **state)
{
	struct bench *b = *state;
	struct import_job_row *rows;
	size_t count;
	int64_t first;

	stop_at(b, JOB_DECIDING);
	b->until_ending = true;
	first = ordered(b, JOB_IMPORT, MORE_CASES, "k1");
	(void)sem_wait(&b->stopped);
	(void)ordered(b, JOB_IMPORT, WRONG_CASES, "k2");
	end(b); /* what is being committed is waited for */
	b->stops = false;
	begin(b);
	assert_int_equal(import_jobs_list(b->jobs, b->office->a, b->employer_id, 10, &rows, &count, &err), 0);
	assert_int_equal(count, 2);
	assert_int_equal(rows[1].id, first);
	assert_int_equal(rows[1].state, JOB_DONE);
	/* On a server nothing is lost by that: whoever comes next begins it. */
	if (b->jobs->shared)
		ends_as(b, rows[0].id, JOB_REFUSED);
	else
		assert_int_equal(rows[0].state, JOB_INTERRUPTED);
}

/* As a server leaves it that is killed: the row says that it reads. */
static void leave_row(struct bench *b, int64_t id, const char *once)
{
	const struct import_job_row row = {.employer_id = b->employer_id, .id = id, .account_id = 7, .login = "anna", .once = once,
		.kind = JOB_IMPORT, .files = 1, .bytes = 20, .state = JOB_READING, .begun = now, .owner = "killed"};
	struct store *s = writer_take(b->writer);

	assert_int_equal(store_begin_writing(s, &err), 0);
	assert_int_equal(store_import_job_put(s, &row, &err), 0);
	assert_int_equal(store_end_writing(s, true, &err), 0);
	writer_give_back(b->writer);
}

static void test_job__of_a_server_that_was_killed_went_in_if_its_key_is_in_the_ledger(void **state)
{
	struct bench *b = *state;
	const struct form_sent form = {7, "k8", "/imports/8"};
	const struct import_request r = {.database = b->office->database, .employer = b->office->employer,
		.paths = (const char *const[]){office_file(b->office, "more.csv", MORE_CASES)}, .paths_count = 1, .actor = "anna",
		.instant = OFFICE_NOW, .form = &form};
	struct import_report report;

	wait_until_settled(b); /* so that this one leaves the rows alone */
	leave_row(b, 8, "k8");
	leave_row(b, 9, "k9");
	assert_int_equal(import_run(b->office->a, &r, &report, &err), 0);
	end(b);
	begin(b);
	wait_until_settled(b);
	ends_as(b, 9, JOB_INTERRUPTED);
	ends_as(b, 8, JOB_DONE);
	assert_int_equal(find(b, 8).row.position, report.position);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_job__takes_files_in_and_says_what_it_did),
		TEST(test_job__that_only_tries_changes_nothing_and_can_be_taken_in),
		TEST(test_job__with_errors_is_refused_and_its_good_part_taken_in_if_that_is_wanted),
		TEST(test_job__fails_in_one_sentence_that_names_the_file),
		TEST(test_job__of_the_same_form_is_the_same_job),
		TEST(test_job__waits_its_turn_and_can_be_cancelled_meanwhile),
		TEST(test_job__that_is_cancelled_while_it_reads_changes_nothing),
		TEST(test_job__that_is_decided_cannot_be_cancelled),
		TEST(test_job__is_over_for_nobody_before_its_row_says_so),
		TEST(test_jobs__take_no_more_than_may_wait),
		TEST(test_job__takes_back_what_another_did),
		TEST(test_job__is_found_in_the_ledger_by_its_entry_alone),
		TEST(test_job__says_why_it_cannot_take_back),
		TEST(test_job__that_guesses_at_a_restricted_case_is_told_nothing_and_is_a_look),
		TEST(test_job__tells_all_of_a_restricted_case_to_who_is_named_for_it),
		TEST(test_job__of_an_account_that_is_disabled_changes_nothing),
		TEST(test_job__of_an_account_that_has_lost_the_role_changes_nothing),
		TEST(test_job__of_an_account_that_was_reset_changes_nothing),
		TEST(test_jobs__that_wait_are_cancelled_with_their_account),
		TEST(test_job__of_another_employer_is_not_there),
		TEST(test_job__of_an_invented_employer_only_tries),
		TEST(test_job__is_forgotten_after_an_hour_but_for_its_row),
		TEST(test_jobs__keep_the_newest_only),
		TEST(test_jobs__of_one_employer_leave_those_of_another_what_is_kept),
		TEST(test_job__that_a_server_left_waiting_says_so_after_the_next_start),
		TEST(test_job__of_a_server_that_was_killed_went_in_if_its_key_is_in_the_ledger),
	};

	return RUN_TESTS(tests);
}
