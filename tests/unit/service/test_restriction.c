/* Restricting a case, and naming who may open it all the same. */
#include "reception.h"
#include "service/access/restriction.h"

#define CASES_CSV "case,opened,service\nC1,2026-01-05,children\nC2,2026-01-05,children\n"

static int open_with_cases(void **state)
{
	struct reception *r;

	if (reception_open(state) != 0)
		return -1;
	r = *state;
	reception_end(r);
	(void)IMPORT(r->office, office_file(r->office, "cases.csv", CASES_CSV));
	reception_begin(r, &CHEAP);
	return 0;
}

static struct restriction_change change_of(struct reception *r, enum restriction_act act, const char *login)
{
	static const struct viewer mia = {.login = "mia", .account_id = 7};

	return (struct restriction_change){.by = {.employer = r->office->employer, .viewer = &mia, .instant = START}, .ref = "C1",
		.act = act, .login = login, .day = 20000};
}

static int change(struct reception *r, enum restriction_act act, const char *login)
{
	struct restriction_change c = change_of(r, act, login);

	return restriction_change(r->writer, &c, &err);
}

static void test_restriction__is_a_fact_of_the_case_with_an_entry(void **state)
{
	struct reception *r = *state;
	struct ledger_row *rows;
	struct case_facts facts;

	OK(change(r, RESTRICT_CASE, ""));
	facts = office_case(r->office, "C1");
	assert_int_equal(only_fact(&facts, FACT_CASE).restricted, 1);
	facts = office_case(r->office, "C2");
	assert_int_equal(only_fact(&facts, FACT_CASE).restricted, -1);
	assert_true(office_ledger(r->office, &rows) > 0);
	assert_string_equal(rows[0].action, "case-restrict");
	assert_string_equal(rows[0].actor, "mia");
	assert_null(strstr(rows[0].payload, "C1"));
	assert_null(strstr(rows[0].object, "C1"));
	OK(change(r, OPEN_CASE, ""));
	facts = office_case(r->office, "C1");
	assert_int_equal(only_fact(&facts, FACT_CASE).restricted, 0);
}

static void test_restriction__that_is_there_is_refused(void **state)
{
	struct reception *r = *state;

	assert_int_equal(change(r, OPEN_CASE, ""), PL_CONFLICT);
	OK(change(r, RESTRICT_CASE, ""));
	assert_int_equal(change(r, RESTRICT_CASE, ""), PL_CONFLICT);
}

static void test_restriction__names_an_account_and_takes_it_back(void **state)
{
	struct reception *r = *state;
	struct case_facts facts;

	(void)reception_add(r, "ann", "W1", "worker");
	OK(change(r, NAME_READER, "ann"));
	facts = office_case(r->office, "C1");
	assert_string_equal(only_fact(&facts, FACT_READER).code, "ann");
	assert_int_equal(change(r, NAME_READER, "ann"), PL_CONFLICT);
	OK(change(r, UNNAME_READER, "ann"));
	facts = office_case(r->office, "C1");
	assert_int_equal(count_facts(&facts, FACT_READER), 0);
	assert_int_equal(change(r, UNNAME_READER, "ann"), PL_CONFLICT);
}

static void test_restriction__names_only_accounts_that_could_open_it(void **state)
{
	struct reception *r = *state;

	(void)reception_add(r, "una", "", "union");
	(void)reception_add(r, "off", "", "director");
	OK(account_disable(r->accounts, &BY_ROOT, r->office->employer, "off", &err));
	assert_int_equal(change(r, NAME_READER, "nobody"), PL_NOT_FOUND);
	assert_int_equal(change(r, NAME_READER, "una"), PL_INVALID);
	assert_int_equal(change(r, NAME_READER, "off"), PL_INVALID);
}

static void test_restriction__of_a_case_or_employer_that_is_not_there_is_refused(void **state)
{
	struct reception *r = *state;
	struct restriction_change c = change_of(r, RESTRICT_CASE, "");

	c.ref = "c1";
	assert_int_equal(restriction_change(r->writer, &c, &err), PL_NOT_FOUND);
	c.ref = "C1";
	c.by.employer = "other";
	assert_int_equal(restriction_change(r->writer, &c, &err), PL_NOT_FOUND);
}

/* Takes an entry back; what comes of it. */
static int take_back(struct reception *r, int64_t sequence)
{
	struct commit *commit;
	struct employer e;
	struct store *s = writer_take(r->writer);
	int64_t changed;
	int rc;

	OK(store_employer(s, r->a, r->office->employer, &e, &err));
	OK(commit_begin(s, e.id, e.position, &commit, &err));
	rc = commit_undo(commit, sequence, &changed, &err);
	if (rc == 0)
		OK(commit_end(commit, &(struct ledger_text){"root", "undo", "council", "{}", START}, &changed, &err));
	else
		commit_abandon(commit);
	writer_give_back(r->writer);
	return rc;
}

static struct import_report take_in(struct reception *r, const char *text)
{
	struct import_report report;

	reception_end(r);
	report = IMPORT(r->office, office_file(r->office, "cases.csv", text));
	reception_begin(r, &CHEAP);
	return report;
}

static int restriction_of(struct reception *r, const char *ref)
{
	struct case_facts facts = office_case(r->office, ref);

	return only_fact(&facts, FACT_CASE).restricted;
}

static void test_restriction__is_not_changed_by_an_undo(void **state)
{
	struct reception *r = *state;

	(void)reception_add(r, "ann", "W1", "worker");
	OK(change(r, NAME_READER, "ann"));
	assert_int_equal(take_back(r, newest_entry(r)->sequence), PL_INVALID);
	assert_non_null(strstr(err.text, "plimsoll access"));
	OK(change(r, RESTRICT_CASE, ""));
	assert_int_equal(take_back(r, newest_entry(r)->sequence), PL_INVALID);
	assert_int_equal(restriction_of(r, "C1"), 1);
}

static void test_restriction__lets_an_import_before_it_be_taken_back_and_stays(void **state)
{
	struct reception *r = *state;
	int64_t import;

	import = take_in(r, "case,opened,service,owner\nC1,2026-01-05,children,Anna\nC2,2026-01-05,children,Anna\n").position;
	OK(change(r, RESTRICT_CASE, ""));
	OK(take_back(r, import));
	assert_int_equal(restriction_of(r, "C1"), 1);
	OK(take_back(r, newest_entry(r)->sequence));
	assert_int_equal(restriction_of(r, "C1"), 1);
	assert_int_equal(restriction_of(r, "C2"), -1);
}

static void test_restriction__outlives_the_import_that_made_the_case(void **state)
{
	struct reception *r = *state;
	struct case_facts facts;
	int64_t import = newest_entry(r)->sequence;

	(void)reception_add(r, "ann", "W1", "worker");
	OK(change(r, RESTRICT_CASE, ""));
	OK(change(r, NAME_READER, "ann"));
	OK(take_back(r, import));
	OK(take_back(r, newest_entry(r)->sequence));
	assert_int_equal(restriction_of(r, "C1"), 1);
	facts = office_case(r->office, "C1");
	assert_int_equal(count_facts(&facts, FACT_READER), 1);
	OK(take_back(r, newest_entry(r)->sequence));
	(void)take_in(r, CASES_CSV);
	assert_int_equal(restriction_of(r, "C1"), 1);
}

static void test_restriction__is_set_by_a_file_and_never_lifted(void **state)
{
	struct reception *r = *state;
	struct import_report report;

	report = take_in(r, "case,opened,service,restricted\nC1,2026-01-05,children,yes\nC2,2026-01-05,children,no\n");
	assert_int_equal(report.warnings, 0);
	assert_int_equal(restriction_of(r, "C1"), 1);
	report = take_in(r, "case,opened,service,restricted\nC1,2026-01-05,adults,no\nC2,2026-01-05,children,no\n");
	assert_int_equal(report.warnings, 1);
	assert_true(office_issue_says(&report, "stays-restricted", "no file lifts it"));
	assert_int_equal(restriction_of(r, "C1"), 1);
	OK(change(r, OPEN_CASE, ""));
	assert_int_equal(restriction_of(r, "C1"), 0);
}

#define CHILD_C1(more) "[{\"la_child_id\":\"C1\"," more "}]"

static void test_restriction__is_not_lifted_by_a_file_that_purges_the_case_and_one_that_tells_it_anew(void **state)
{
	struct reception *r = *state;

	OK(change(r, RESTRICT_CASE, ""));
	(void)take_in(r, CHILD_C1("\"purge\":true"));
	(void)take_in(r, CASES_CSV);
	assert_int_equal(restriction_of(r, "C1"), 1);
}

static void test_restriction__says_who_named_whom(void **state)
{
	struct reception *r = *state;
	struct pictures *pictures = pictures_new(r->reader, 1024 * 1024);
	const struct picture *p;
	struct named_reader *readers;
	size_t count;

	(void)reception_add(r, "ann", "W1", "worker");
	OK(change(r, NAME_READER, "ann"));
	store_use_schemes(r->reader, scheme_by_id);
	OK(pictures_get(pictures, r->office->employer, 20600, &p, &err));
	OK(restriction_readers(pictures, r->a, p, "C1", &readers, &count, &err));
	assert_int_equal(count, 1);
	assert_string_equal(readers[0].login, "ann");
	assert_string_equal(readers[0].name, "ann");
	assert_string_equal(readers[0].by, "mia");
	assert_int_equal(readers[0].instant, START);
	picture_drop(p);
	pictures_free(pictures);
}

static void test_restriction__is_made_once_for_a_form_that_is_sent_twice(void **state)
{
	struct reception *r = *state;
	struct restriction_change c = change_of(r, RESTRICT_CASE, "");
	const char *outcome;

	c.by.once = "0123456789abcdef0123456789abcdef";
	c.by.outcome = "/there";
	OK(restriction_change(r->writer, &c, &err));
	OK(accounts_find_once(r->accounts, r->a, 7, c.by.once, &outcome, &err));
	assert_string_equal(outcome, "/there");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_with_cases, reception_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_restriction__is_a_fact_of_the_case_with_an_entry),
		TEST(test_restriction__that_is_there_is_refused),
		TEST(test_restriction__names_an_account_and_takes_it_back),
		TEST(test_restriction__names_only_accounts_that_could_open_it),
		TEST(test_restriction__of_a_case_or_employer_that_is_not_there_is_refused),
		TEST(test_restriction__is_not_changed_by_an_undo),
		TEST(test_restriction__lets_an_import_before_it_be_taken_back_and_stays),
		TEST(test_restriction__outlives_the_import_that_made_the_case),
		TEST(test_restriction__is_set_by_a_file_and_never_lifted),
		TEST(test_restriction__is_not_lifted_by_a_file_that_purges_the_case_and_one_that_tells_it_anew),
		TEST(test_restriction__says_who_named_whom),
		TEST(test_restriction__is_made_once_for_a_form_that_is_sent_twice),
	};

	return RUN_TESTS(tests);
}
