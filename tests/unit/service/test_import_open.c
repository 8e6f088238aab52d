/* Imports of files that are open already, as a server has them: no path, no waiting, no second time. */
#include <fcntl.h>
#include <stdatomic.h>

#include "office.h"
#include "service/import/import_undo.h"
#include "service/writer.h"

#define CASES "case,opened\nC1,2025-01-05\nC2,2025-02-05\n"

static struct err err;

struct watching {
	int stop_after;      /* records; -1: never */
	bool refuse_at_end;
	int records, ends;
	void (*meanwhile)(struct office *o); /* done once, by another, when it is decided and not yet written */
	struct office *office;
	int begins, losses;
};

static bool stop_after(void *context)
{
	struct watching *w = context;

	return w->stop_after >= 0 && w->records++ >= w->stop_after;
}

static int at_end(void *context, struct err *why)
{
	struct watching *w = context;

	w->ends++;
	return w->refuse_at_end ? err_set(why, PL_CONFLICT, "too late") : 0;
}

static void at_writing(void *context, bool begins)
{
	struct watching *w = context;

	w->losses += begins ? 0 : 1;
	if (begins && w->begins++ == 0 && w->meanwhile != NULL)
		w->meanwhile(w->office);
}

/* An open file without a name in any folder. */
static struct input open_file(struct office *o, const char *name, const char *text)
{
	int fd = open(o->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	return (struct input){fd, name};
}

static int import_open(struct office *o, struct input *inputs, size_t count, struct watching *w, const struct form_sent *form,
	struct import_report *ret)
{
	const struct import_request r = {.database = o->database, .employer = o->employer, .inputs = inputs, .inputs_count = count,
		.accept_good = o->accept_good, .actor = "test", .instant = OFFICE_NOW, .form = form, .stop = stop_after,
		.all_read = at_end, .writing = at_writing, .context = w};

	return import_run(o->a, &r, ret, &err);
}

static void test_import__reads_files_that_are_open_and_have_no_path(void **state)
{
	struct office *o = *state;
	struct input in[] = {open_file(o, "holdings.csv", "case,worker,from\nC1,ST1,2026-01-05\n"), open_file(o, "cases.csv", CASES)};
	struct watching w = {.stop_after = -1};
	struct import_report report;

	assert_int_equal(import_open(o, in, 2, &w, NULL, &report), 0);
	assert_int_equal(report.cases, 2);
	assert_int_equal(report.position, 1);
	assert_int_equal(report.files.files_count, 2);
	assert_string_equal(report.files.files[0].name, "cases.csv");
	assert_int_equal(strlen(report.files.files[0].sha256), 64);
	assert_int_equal(w.ends, 1);
	assert_int_equal(fcntl(in[0].fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC); /* still open */
	(void)close(in[0].fd);
	(void)close(in[1].fd);
}

static void test_import__names_an_open_file_that_is_none_of_ours(void **state)
{
	struct office *o = *state;
	struct input in = open_file(o, "letter.txt", "Dear all");
	struct watching w = {.stop_after = -1};
	struct import_report report;

	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), PL_INVALID);
	assert_memory_equal(err.text, "letter.txt: ", 12);
	assert_int_equal(w.ends, 0);
	(void)close(in.fd);
}

static void test_import__ends_at_a_record_when_it_is_asked_to(void **state)
{
	struct office *o = *state;
	struct input in = open_file(o, "cases.csv", CASES);
	struct watching w = {.stop_after = 1};
	struct import_report report;

	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), PL_FAIL);
	assert_non_null(strstr(err.text, "was stopped"));
	w = (struct watching){.stop_after = -1, .refuse_at_end = true};
	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), PL_CONFLICT);
	assert_true(place_is_blank(&o->place));
	(void)close(in.fd);
}

static void test_import__keeps_the_key_of_its_form_with_what_it_changes(void **state)
{
	struct office *o = *state;
	const struct form_sent form = {7, "a-key", "/there"};
	struct input in = open_file(o, "cases.csv", CASES);
	struct watching w = {.stop_after = -1};
	struct import_report report;
	const char *outcome = NULL;
	struct store *store;

	assert_int_equal(import_open(o, &in, 1, &w, &form, &report), 0);
	assert_int_equal(store_open(o->database, STORE_READ, &store, &err), 0);
	assert_int_equal(store_once_find(store, o->a, 7, "a-key", &outcome, &err), 0);
	assert_string_equal(outcome, "/there");
	store_close(store);
	(void)close(in.fd);
}

static void test_undo__with_the_key_of_a_form_happens_once(void **state)
{
	struct office *o = *state;
	const struct form_sent form = {7, "a-key", "/there"};
	struct import_undo_request r = {.database = o->database, .employer = o->employer, .sequence = 1, .actor = "test",
		.instant = OFFICE_NOW, .form = &form};
	struct import_undone undone;

	(void)IMPORT(o, office_file(o, "cases.csv", CASES));
	assert_int_equal(import_undo(&r, &undone, &err), 0);
	assert_int_equal(undone.position, 2);
	r.sequence = 2;
	assert_int_equal(import_undo(&r, &undone, &err), PL_CONFLICT);
}

/* Another program, which has to find the database free. */
static void import_a_third_case(struct office *o)
{
	(void)IMPORT(o, office_file(o, "third.csv", "case,opened\nC3,2025-03-05\n"));
}

static void import_what_it_decided(struct office *o)
{
	(void)IMPORT(o, office_file(o, "same.csv", CASES));
}

static void test_import__keeps_nobody_from_writing_until_it_writes(void **state)
{
	struct office *o = *state;
	struct input in = open_file(o, "cases.csv", CASES);
	struct watching w = {.stop_after = -1, .meanwhile = import_a_third_case, .office = o};
	struct import_report report;

	(void)IMPORT(o, office_file(o, "before.csv", "case,opened\nC0,2025-01-05\n"));
	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), 0);
	assert_int_equal(report.position, 3);
	assert_int_equal(report.cases_changed, 2);
	assert_int_equal(w.begins, 2);
	assert_int_equal(w.losses, 1);
	(void)close(in.fd);
}

static void test_import__decides_anew_what_somebody_else_has_committed(void **state)
{
	struct office *o = *state;
	struct input in = open_file(o, "cases.csv", CASES);
	struct watching w = {.stop_after = -1, .meanwhile = import_what_it_decided, .office = o};
	struct import_report report;

	(void)IMPORT(o, office_file(o, "before.csv", "case,opened\nC0,2025-01-05\n"));
	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), 0);
	assert_true(report.nothing_new);
	assert_int_equal(report.position, 0);
	assert_int_equal(w.losses, 1);
	(void)close(in.fd);
}

/* Each finds no such employer, and only one can make it. */
static void test_import__of_a_new_employer_joins_one_that_was_made_meanwhile(void **state)
{
	struct office *o = *state;
	struct input in = open_file(o, "cases.csv", CASES);
	struct watching w = {.stop_after = -1, .meanwhile = import_a_third_case, .office = o};
	const char *made = o->employer;
	struct import_report report;

	o->employer = "OTHER";
	(void)IMPORT(o, office_file(o, "before.csv", "case,opened\nC0,2025-01-05\n"));
	o->employer = made;
	assert_int_equal(import_open(o, &in, 1, &w, NULL, &report), 0);
	assert_int_equal(report.position, 2);
	assert_false(report.created_employer);
	assert_int_equal(w.losses, 1);
	(void)close(in.fd);
}

static int write_nothing(struct writer *w)
{
	struct store *s = writer_take(w);
	int rc = store_begin_writing(s, &err);

	if (rc == 0)
		rc = store_end_writing(s, true, &err);
	writer_give_back(w);
	return rc;
}

static void test_writer__that_steps_aside_refuses_at_once(void **state)
{
	struct office *o = *state;
	struct writer *w;
	struct place_held import;

	(void)IMPORT(o, office_file(o, "cases.csv", CASES));
	assert_int_equal(writer_open(o->database, &w, &err), 0);
	writer_step_aside(w);
	import = place_hold(&o->place);
	assert_int_equal(write_nothing(w), PL_LOCKED);
	assert_int_equal(writer_counts(w).file.waited_ms, 0);
	place_let_go(import);
	assert_int_equal(write_nothing(w), 0);
	writer_step_back(w);
	writer_close(w);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_import__reads_files_that_are_open_and_have_no_path),
		TEST(test_import__names_an_open_file_that_is_none_of_ours),
		TEST(test_import__ends_at_a_record_when_it_is_asked_to),
		TEST(test_import__keeps_the_key_of_its_form_with_what_it_changes),
		TEST(test_import__keeps_nobody_from_writing_until_it_writes),
		TEST(test_import__decides_anew_what_somebody_else_has_committed),
		TEST(test_import__of_a_new_employer_joins_one_that_was_made_meanwhile),
		TEST(test_undo__with_the_key_of_a_form_happens_once),
		TEST(test_writer__that_steps_aside_refuses_at_once),
	};

	return RUN_TESTS(tests);
}
