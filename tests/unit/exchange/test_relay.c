#include "../../test.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "exchange/relay.h"
#include "exchange/relay_words.h"
#include "recorder.h"

enum { ANSWER_BYTES = 16 * 1024 * 1024 };

/* ---- a file in place of a pipe ---- */

static int memory_file(const void *bytes, size_t n)
{
	int file = memfd_create("answer", MFD_CLOEXEC);

	assert_true(file >= 0);
	assert_int_equal(write(file, bytes, n), (ssize_t)n);
	assert_int_equal(lseek(file, 0, SEEK_SET), 0);
	return file;
}

/* What a reading process would answer about a file. */
static int answer_about(const char *path, enum source_format format)
{
	const struct relay_question question = {format};
	int answer = memfd_create("answer", MFD_CLOEXEC);
	struct input in;
	struct err err;

	assert_true(answer >= 0);
	assert_int_equal(input_open(path, &in, &err), 0);
	assert_int_equal(relay_answer(&question, in.fd, answer, &err), 0);
	input_close(&in);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	return answer;
}

static int receive(const void *bytes, size_t n, struct recorder *r, struct err *err)
{
	int file = memory_file(bytes, n);
	int rc = relay_receive(file, "given.csv", &r->intake, err);

	(void)close(file);
	return rc;
}

/* ---- comparing what two intakes were told ---- */

static void assert_same_member(const struct member *m, const char *a, const char *b)
{
	a += m->at;
	b += m->at;
	if (m->kind == MEMBER_TEXT || m->kind == MEMBER_NAME)
		assert_string_equal(*(const char *const *)(const void *)a, *(const char *const *)(const void *)b);
	else
		assert_memory_equal(a, b, m->kind == MEMBER_SMALL ? 1 : m->kind == MEMBER_DAYS ? 8 : 4);
}

static void assert_same(const struct members *members, const void *a, size_t a_count, const void *b, size_t b_count, size_t size)
{
	assert_int_equal(a_count, b_count);
	for (size_t i = 0; i < a_count; i++)
		for (size_t j = 0; j < members->count; j++)
			assert_same_member(&members->all[j], (const char *)a + i * size, (const char *)b + i * size);
}

#define ASSERT_SAME_LIST(kind, a, b, list) \
	assert_same(&RELAY_MEMBERS[kind], (a)->list, (a)->list##_count, (b)->list, (b)->list##_count, sizeof *(a)->list)

static void assert_told_the_same(const struct recorder *a, const struct recorder *b)
{
	ASSERT_SAME_LIST(RELAY_TEAM, a, b, teams);
	ASSERT_SAME_LIST(RELAY_WORKER, a, b, workers);
	ASSERT_SAME_LIST(RELAY_REDUCTION, a, b, reductions);
	ASSERT_SAME_LIST(RELAY_LINE, a, b, lines);
	ASSERT_SAME_LIST(RELAY_SKILL, a, b, skills);
	ASSERT_SAME_LIST(RELAY_WEEK, a, b, weeks);
	ASSERT_SAME_LIST(RELAY_CASE, a, b, cases);
	ASSERT_SAME_LIST(RELAY_ISSUE, a, b, issues);
	for (size_t i = 0; i < a->cases_count; i++) {
		const struct case_told *x = &a->cases[i], *y = &b->cases[i];

		assert_same(&RELAY_FACT, x->facts, x->facts_count, y->facts, y->facts_count, sizeof *x->facts);
		assert_same(&RELAY_HOLDING, x->holdings, x->holdings_count, y->holdings, y->holdings_count, sizeof *x->holdings);
	}
}

static void assert_relayed_whole(const char *path)
{
	struct recorder *straight = recorder_new(), *relayed = recorder_new();
	enum source_format format, found = FORMAT_UNKNOWN;
	struct err err;
	int answer;

	assert_non_null(path);
	assert_int_equal(recorder_read_any(straight, path, &format, &err), 0);
	answer = answer_about(path, FORMAT_UNKNOWN);
	assert_int_equal(relay_receive_format(answer, &found, &err), 0);
	assert_int_equal(found, format);
	(void)close(answer);
	answer = answer_about(path, format);
	assert_int_equal(relay_receive(answer, path, &relayed->intake, &err), 0);
	(void)close(answer);
	assert_told_the_same(straight, relayed);
	recorder_free(straight);
	recorder_free(relayed);
}

static void test_relay__passes_on_all_that_each_sample_tells(void **state)
{
	static const char *const SAMPLES[] = {"synthA_csc_api_children.json", "synthA_cin_census_2026.xml", "synthA_csww_2025.xml",
		"synthA_ssd_involvements.csv", "synthA_ssd_professionals.csv", "synthA_ssd_department.csv", "synthA_annex_a.xlsx"};
	struct recorder *r = recorder_new();

	(void)state;
	for (size_t i = 0; i < sizeof SAMPLES / sizeof *SAMPLES; i++)
		assert_relayed_whole(recorder_file(r, "PLIMSOLL_FIXTURES", SAMPLES[i]));
	recorder_free(r);
}

static void test_relay__passes_on_all_that_our_own_set_tells(void **state)
{
	static const char *const NAMES[] = {"teams", "workers", "cases", "holdings", "stages", "factors", "tasks", "reductions",
		"lines", "skills", "hours"};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		assert_relayed_whole(arena_printf(a, "%s/docs/examples/csv/%s.csv", getenv("PLIMSOLL_SOURCE"), NAMES[i]));
	arena_free(a);
}

static void test_relay__passes_on_why_a_file_is_refused(void **state)
{
	static const char TEXT[] = "<?xml version=\"1.0\"?><html/>";
	const struct relay_question as_census = {FORMAT_CIN_XML}, which = {FORMAT_UNKNOWN};
	struct recorder *r = recorder_new();
	int file = memory_file(TEXT, strlen(TEXT)), answer = memory_file("", 0);
	enum source_format format = FORMAT_UNKNOWN;
	struct err err;

	(void)state;
	assert_int_equal(relay_answer(&as_census, file, answer, &err), 0);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	assert_int_equal(relay_receive(answer, "x", &r->intake, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "expected a children in need census"));
	assert_int_equal(ftruncate(answer, 0), 0);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	assert_int_equal(relay_answer(&which, file, answer, &err), 0);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	assert_int_equal(relay_receive_format(answer, &format, &err), PL_INVALID);
	assert_int_equal(format, FORMAT_UNKNOWN);
	(void)close(file);
	(void)close(answer);
	recorder_free(r);
}

/* ---- no member is forgotten ---- */

#if defined(__has_builtin)
#if __has_builtin(__builtin_clear_padding)
#define PADDING_IS_KNOWN
#endif
#endif

#ifdef PADDING_IS_KNOWN
static size_t bytes_of(enum member_kind kind)
{
	switch (kind) {
	case MEMBER_TEXT:
	case MEMBER_NAME:
		return sizeof(const char *);
	case MEMBER_SMALL:
		return 1;
	case MEMBER_DAYS:
		return sizeof(struct days);
	default:
		return sizeof(int32_t);
	}
}

/* What is neither in the table nor padding stays 1. */
static void clear_members(const struct members *members, void *all_ones)
{
	for (size_t i = 0; i < members->count; i++)
		memset((char *)all_ones + members->all[i].at, 0, bytes_of(members->all[i].kind));
}

static size_t count_left(const void *bytes, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		left += ((const char *)bytes)[i] != 0;
	return left;
}

/* `except` sets to zero what is known not to be passed on. */
#define ASSERT_WHOLE(type, members, except) \
	do { \
		struct type s; \
		memset(&s, 1, sizeof s); \
		__builtin_clear_padding(&s); \
		clear_members((members), &s); \
		except; \
		if (count_left(&s, sizeof s) > 0) \
			fail_msg("struct " #type " has members that a relay does not pass on"); \
	} while (0)

static void test_relay__passes_on_every_member(void **state)
{
	(void)state;
	ASSERT_WHOLE(team_told, &RELAY_MEMBERS[RELAY_TEAM], s.where.file = NULL);
	ASSERT_WHOLE(worker_told, &RELAY_MEMBERS[RELAY_WORKER], s.where.file = NULL);
	ASSERT_WHOLE(reduction_told, &RELAY_MEMBERS[RELAY_REDUCTION], s.where.file = NULL);
	ASSERT_WHOLE(line_told, &RELAY_MEMBERS[RELAY_LINE], s.where.file = NULL);
	ASSERT_WHOLE(skill_told, &RELAY_MEMBERS[RELAY_SKILL], s.where.file = NULL);
	ASSERT_WHOLE(week_told, &RELAY_MEMBERS[RELAY_WEEK], s.where.file = NULL);
	ASSERT_WHOLE(import_issue, &RELAY_MEMBERS[RELAY_ISSUE], s.file = NULL);
	ASSERT_WHOLE(holding_told, &RELAY_HOLDING, (void)0);
	ASSERT_WHOLE(case_told, &RELAY_MEMBERS[RELAY_CASE],
		(s.facts = NULL, s.facts_count = 0, s.holdings = NULL, s.holdings_count = 0));
	/* Ids, and what holdings have, are for whoever gathers. */
	ASSERT_WHOLE(fact, &RELAY_FACT, (s.case_team_id = s.post_id = s.team_id = s.proposal_id = 0, s.role = 0, s.standing = 0,
		s.share = 0, s.told_in = 0, s.source = 0, s.order = 0));
}
#else
static void test_relay__passes_on_every_member(void **state)
{
	(void)state;
	SKIP_TEST("this compiler does not say where the padding of a struct is");
}
#endif

/* ---- answers that no reader gives ---- */

struct forged {
	struct buf bytes;
	size_t record;
};

static void forge_begin(struct forged *f, enum relay_kind kind)
{
	f->record = f->bytes.len;
	buf_add(&f->bytes, "\0\0\0\0", 4);
	buf_putc(&f->bytes, (char)kind);
}

static void forge_end(struct forged *f)
{
	uint32_t n = (uint32_t)(f->bytes.len - f->record - 4);

	memcpy(f->bytes.data + f->record, &n, sizeof n);
}

static void forge_text(struct forged *f, const char *text, size_t n)
{
	uint16_t length = (uint16_t)n;

	buf_add(&f->bytes, &length, sizeof length);
	buf_add(&f->bytes, text, n);
	buf_putc(&f->bytes, '\0');
}

static void forge_number(struct forged *f, int32_t number)
{
	buf_add(&f->bytes, &number, sizeof number);
}

/* A case up to the count of its facts. */
static void forge_case(struct forged *f, const char *ref)
{
	forge_begin(f, RELAY_CASE);
	forge_text(f, ref, strlen(ref));
	forge_text(f, "", 0);
}

static void forge_fact(struct forged *f, int32_t kind, int32_t from, int32_t until, int32_t minutes)
{
	forge_number(f, kind);
	buf_putc(&f->bytes, 0);
	forge_number(f, from);
	forge_number(f, until);
	forge_text(f, "", 0);
	forge_text(f, "", 0);
	buf_putc(&f->bytes, 0);
	forge_number(f, minutes);
	buf_putc(&f->bytes, -1);
	forge_text(f, "", 0);
	forge_text(f, "", 0);
	forge_text(f, "", 0);
	buf_putc(&f->bytes, -1);
	buf_putc(&f->bytes, 0);
	buf_putc(&f->bytes, 0);
}

/* The one fact of a case that is otherwise right, and the end. */
static int receive_fact(int32_t kind, int32_t from, int32_t until, int32_t minutes, struct recorder *r, struct err *err)
{
	struct forged f = {.bytes = BUF_INIT(ANSWER_BYTES)};
	int rc;

	forge_case(&f, "C1");
	forge_number(&f, 1);
	forge_fact(&f, kind, from, until, minutes);
	forge_number(&f, 0);
	forge_end(&f);
	forge_begin(&f, RELAY_END);
	forge_number(&f, 0);
	forge_text(&f, "", 0);
	forge_end(&f);
	rc = receive(f.bytes.data, f.bytes.len, r, err);
	buf_free(&f.bytes);
	return rc;
}

/* What was forged is refused and the intake told nothing. */
static void assert_not_believed(struct forged *f)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(receive(f->bytes.data, f->bytes.len, r, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "is not what a reader says"));
	assert_int_equal(r->cases_count + r->teams_count + r->workers_count + r->issues_count, 0);
	recorder_free(r);
	buf_free(&f->bytes);
	f->bytes = BUF_INIT(ANSWER_BYTES);
}

static void assert_fact_not_believed(int32_t kind, int32_t from, int32_t until, int32_t minutes)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	assert_int_equal(receive_fact(kind, from, until, minutes, r, &err), PL_FAIL);
	assert_non_null(strstr(err.text, "the facts of a case"));
	assert_int_equal(r->cases_count, 0);
	recorder_free(r);
}

static void test_relay__takes_a_fact_within_its_limits_only(void **state)
{
	struct recorder *r = recorder_new();
	struct err err;

	(void)state;
	assert_int_equal(receive_fact(FACT_STAGE, 0, 10, INTAKE_MINUTES, r, &err), 0);
	assert_int_equal(r->cases_count, 1);
	assert_fact_not_believed(FACT_HOLDING, 0, 10, -1);
	assert_fact_not_believed(-1, 0, 10, -1);
	assert_fact_not_believed(FACT_STAGE, 10, 0, -1);
	assert_fact_not_believed(FACT_STAGE, DAY_EARLIEST - 1, 0, -1);
	assert_fact_not_believed(FACT_STAGE, 0, DAY_LATEST + 2, -1);
	assert_fact_not_believed(FACT_STAGE, 0, 10, INTAKE_MINUTES + 1);
	assert_fact_not_believed(FACT_STAGE, 0, 10, -2);
	recorder_free(r);
}

static void test_relay__never_takes_an_id(void **state)
{
	struct recorder *r = recorder_new();
	struct err err;

	(void)state;
	assert_int_equal(receive_fact(FACT_CASE, DAY_MIN, DAY_MAX, -1, r, &err), 0);
	assert_int_equal(r->cases[0].facts[0].case_team_id, 0);
	assert_int_equal(r->cases[0].facts[0].post_id, 0);
	assert_int_equal(r->cases[0].facts[0].team_id, 0);
	recorder_free(r);
}

static void test_relay__refuses_counts_that_cannot_be(void **state)
{
	static const int32_t COUNTS[] = {RELAY_FACTS + 1, INT32_MAX, -1, 7};
	struct forged f = {.bytes = BUF_INIT(ANSWER_BYTES)};

	(void)state;
	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
		forge_case(&f, "C1");
		forge_number(&f, COUNTS[i]);
		forge_end(&f);
		assert_not_believed(&f);
	}
}

static void test_relay__refuses_texts_that_no_reader_tells(void **state)
{
	struct forged f = {.bytes = BUF_INIT(ANSWER_BYTES)};
	char longer[INTAKE_REF + 2];

	(void)state;
	memset(longer, 'x', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	forge_case(&f, longer);
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_end(&f);
	assert_not_believed(&f);
	forge_case(&f, ""); /* a case without a reference */
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_end(&f);
	assert_not_believed(&f);
	forge_case(&f, "\xC3\x28"); /* no UTF-8 */
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_end(&f);
	assert_not_believed(&f);
	forge_begin(&f, RELAY_CASE); /* a NUL inside */
	forge_text(&f, "a\0b", 3);
	forge_text(&f, "", 0);
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_end(&f);
	assert_not_believed(&f);
}

static void test_relay__refuses_records_of_no_kind_no_length_or_too_much(void **state)
{
	struct forged f = {.bytes = BUF_INIT(ANSWER_BYTES)};
	uint32_t too_long = RELAY_RECORD + 1;

	(void)state;
	forge_begin(&f, RELAY_KINDS);
	forge_end(&f);
	assert_not_believed(&f);
	forge_begin(&f, RELAY_FORMAT); /* an answer to what was not asked */
	forge_number(&f, FORMAT_CIN_XML);
	forge_end(&f);
	assert_not_believed(&f);
	buf_add(&f.bytes, "\0\0\0\0", 4);
	assert_not_believed(&f);
	buf_add(&f.bytes, &too_long, sizeof too_long);
	assert_not_believed(&f);
	forge_case(&f, "C1"); /* more behind the case */
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_number(&f, 0);
	forge_end(&f);
	assert_not_believed(&f);
}

static void test_relay__refuses_an_end_with_a_good_code_or_a_foul_sentence_or_none(void **state)
{
	struct forged f = {.bytes = BUF_INIT(ANSWER_BYTES)};

	(void)state;
	forge_begin(&f, RELAY_END);
	forge_number(&f, 1);
	forge_text(&f, "", 0);
	forge_end(&f);
	assert_not_believed(&f);
	forge_begin(&f, RELAY_END);
	forge_number(&f, PL_INVALID);
	forge_text(&f, "first\nsecond", 12);
	forge_end(&f);
	assert_not_believed(&f);
	forge_begin(&f, RELAY_END);
	forge_number(&f, PL_INVALID);
	forge_text(&f, "", 0);
	forge_end(&f);
	assert_not_believed(&f);
}

static void test_relay__tells_an_answer_that_breaks_off_anywhere(void **state)
{
	struct recorder *r = recorder_new();
	int answer = answer_about(recorder_file(r, "PLIMSOLL_FIXTURES", "synthA_ssd_department.csv"), FORMAT_SSD_DEPARTMENT);
	off_t n = lseek(answer, 0, SEEK_END);
	char *bytes = arena_alloc(r->arena, (size_t)n);
	struct err err;

	(void)state;
	assert_int_equal(pread(answer, bytes, (size_t)n, 0), n);
	(void)close(answer);
	assert_int_equal(receive(bytes, (size_t)n, r, &err), 0);
	for (off_t cut = 0; cut < n; cut++) {
		assert_int_equal(receive(bytes, (size_t)cut, r, &err), PL_FAIL);
		assert_string_equal(err.text, "the process that reads files ended before it was done");
	}
	recorder_free(r);
}

static void test_relay__names_the_file_of_an_issue_itself(void **state)
{
	static const char TEXT[] = "case,type,from\nC1,child_in_need_plan,yesterday\n";
	const struct relay_question question = {FORMAT_CSV_STAGES};
	struct recorder *r = recorder_new();
	int file = memory_file(TEXT, strlen(TEXT)), answer = memory_file("", 0);
	struct err err;

	(void)state;
	assert_int_equal(relay_answer(&question, file, answer, &err), 0);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	assert_int_equal(relay_receive(answer, "given.csv", &r->intake, &err), 0);
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].file, "given.csv");
	assert_string_equal(r->issues[0].place, "line 2");
	(void)close(file);
	(void)close(answer);
	recorder_free(r);
}

static void test_relay__stops_when_the_intake_has_enough_issues(void **state)
{
	static const char TEXT[] = "case,type,from\nC1,child_in_need_plan,yesterday\nC2,child_in_need_plan,yesterday\n";
	const struct relay_question question = {FORMAT_CSV_STAGES};
	struct recorder *r = recorder_new();
	int file = memory_file(TEXT, strlen(TEXT)), answer = memory_file("", 0);
	struct err err;

	(void)state;
	r->issues_most = 1;
	assert_int_equal(relay_answer(&question, file, answer, &err), 0);
	assert_int_equal(lseek(answer, 0, SEEK_SET), 0);
	assert_int_equal(relay_receive(answer, "x", &r->intake, &err), PL_LIMIT);
	assert_non_null(strstr(err.text, "too many things are wrong"));
	assert_int_equal(r->issues_count, 1);
	(void)close(file);
	(void)close(answer);
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relay__passes_on_all_that_each_sample_tells),
		cmocka_unit_test(test_relay__passes_on_all_that_our_own_set_tells),
		cmocka_unit_test(test_relay__passes_on_every_member),
		cmocka_unit_test(test_relay__passes_on_why_a_file_is_refused),
		cmocka_unit_test(test_relay__takes_a_fact_within_its_limits_only),
		cmocka_unit_test(test_relay__never_takes_an_id),
		cmocka_unit_test(test_relay__refuses_counts_that_cannot_be),
		cmocka_unit_test(test_relay__refuses_texts_that_no_reader_tells),
		cmocka_unit_test(test_relay__refuses_records_of_no_kind_no_length_or_too_much),
		cmocka_unit_test(test_relay__refuses_an_end_with_a_good_code_or_a_foul_sentence_or_none),
		cmocka_unit_test(test_relay__tells_an_answer_that_breaks_off_anywhere),
		cmocka_unit_test(test_relay__names_the_file_of_an_issue_itself),
		cmocka_unit_test(test_relay__stops_when_the_intake_has_enough_issues),
	};

	return RUN_TESTS(tests);
}
