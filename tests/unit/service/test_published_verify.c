/* A published health check as a file: read back to what was written, and refused by name where it is not what was signed. */
#include "../../test.h"

#include <string.h>

#include "base/str.h"
#include "secure/digest.h"
#include "service/health/published_verify.h"

#define SECRET "PRIVATE+KEY+test.example/plimsoll+d0ccc327+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"

enum { INSTANT = 1795255200, FILE_BYTES = 100000 };

struct desk {
	struct arena *a;
	struct signing_key *key;
	struct public_key public;
	struct published check;
	char file[FILE_BYTES];
};

static void write_file(struct desk *d, const struct published *signs)
{
	struct buf document = BUF_INIT(PUBLISHED_BYTES + 1), file = BUF_INIT(FILE_BYTES), text = BUF_INIT(NOTE_BYTES);
	struct check_note n = {.version = signs->version, .corrects = signs->corrects, .first = signs->period.from, .last = signs->period.until - 1,
		.instant = INSTANT};
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	assert_int_equal(published_json_write(&document, &d->check, &err), 0);
	(void)snprintf(n.origin, sizeof n.origin, "test.example/plimsoll");
	(void)snprintf(n.employer, sizeof n.employer, "%s", signs->employer);
	digest_of(buf_text(&document), document.len, n.sha256);
	assert_int_equal(check_note_write(&text, &n, &err), 0);
	note_sign(d->key, buf_text(&text), line);
	published_json_file(&file, buf_text(&document), arena_printf(d->a, "%s\n%s", buf_text(&text), line));
	(void)snprintf(d->file, sizeof d->file, "%s", buf_text(&file));
	buf_free(&document);
	buf_free(&file);
	buf_free(&text);
}

static int desk_open(void **state)
{
	struct desk *d = mem_alloc(sizeof *d);
	struct err err;

	*d = (struct desk){.a = arena_new()};
	d->check = (struct published){.employer = "NORTH", .name = "North \"Shire\"", .dfe_code = 313, .version = 2, .corrects = 1, .why = "A slip",
		.period = {20635, 20727}, .instant = INSTANT, .entries = 12, .head = "abcd", .records_day = DAY_MIN, .complete_percent = 97,
		.has_target = true, .target_start = 243, .target_goal = 180, .target_starts = 20000, .target_due = 21000, .target_should = 199,
		.target_pounds = -1, .target_status = "collective", .target_agreed_by = "Both", .target_agreed_on = 19990, .has_plan = true,
		.plan_few = true, .plan_from = 20600, .plan_due = 20800, .limit_of_nobody = true};
	d->check.agreements[d->check.agreements_count++] = (struct published_agreement){.kind = "count", .value = 18, .service = "", .status = "policy",
		.agreed_by = "", .agreed_on = DAY_MIN};
	d->check.rows.rows[d->check.rows.count++] = (struct published_row){.code = "caseload", .words = "Cases", .definition = "", .section = "loads",
		.part_of = "", .unit = PUBLISHED_TENTHS, .told = PUBLISHED_SHOWN, .value = 157};
	d->check.rows.rows[d->check.rows.count++] = (struct published_row){.code = "over-60", .words = "Over", .definition = "", .section = "loads",
		.part_of = "caseload", .unit = PUBLISHED_PERCENT, .told = PUBLISHED_WITHHELD};
	assert_int_equal(signing_key_read(SECRET, &d->key, &err), 0);
	public_key_of(d->key, &d->public);
	write_file(d, &d->check);
	*state = d;
	return 0;
}

static int desk_close(void **state)
{
	struct desk *d = *state;

	signing_key_free(d->key);
	arena_free(d->a);
	mem_free(d);
	return 0;
}

static void assert_refused(struct desk *d, const char *why)
{
	struct published ret;
	struct err err;

	assert_int_equal(published_verify(d->a, d->file, strlen(d->file), &d->public, &ret, &err), PL_INVALID);
	if (strstr(err.text, why) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, why);
}

/* In the place of the first `from` of the file; both are of one length. */
static void alter(struct desk *d, const char *from, const char *to)
{
	char *at = strstr(d->file, from);

	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(at, to, strlen(to));
}

static void test_file__is_read_back_to_what_was_published(void **state)
{
	struct desk *d = *state;
	struct published p;
	struct err err = {0};

	if (published_verify(d->a, d->file, strlen(d->file), &d->public, &p, &err) < 0)
		fail_msg("%s", err.text);
	assert_string_equal(p.name, "North \"Shire\"");
	assert_int_equal(p.dfe_code, 313);
	assert_int_equal(p.corrects, 1);
	assert_string_equal(p.why, "A slip");
	assert_int_equal(p.period.until, 20727);
	assert_int_equal(p.target_start, 243);
	assert_int_equal(p.target_pounds, -1);
	assert_true(p.plan_few);
	assert_int_equal(p.agreements[0].value, 18);
	assert_true(p.limit_of_nobody);
	assert_int_equal(p.rows.count, 2);
	assert_int_equal(published_row_of(&p.rows, "caseload")->value, 157);
	assert_int_equal(published_row_of(&p.rows, "over-60")->told, PUBLISHED_WITHHELD);
}

static void test_file__that_was_altered_is_refused(void **state)
{
	alter(*state, "\"value\":15.7", "\"value\":14.7");
	assert_refused(*state, "altered");
}

static void test_file__without_a_signature_is_refused(void **state)
{
	struct desk *d = *state;

	(void)snprintf(strstr(d->file, ",\"signature\""), 3, "}\n");
	assert_refused(d, "not signed");
}

static void test_file__of_another_key_is_refused(void **state)
{
	struct desk *d = *state;

	d->public.key[5] ^= 1;
	assert_refused(d, "North");
	d->public.key[5] ^= 1;
	alter(d, "version 2", "version 3");
	assert_refused(d, "North");
}

/* Signed, and of the same bytes, but the note speaks of another version. */
static void test_file__with_the_note_of_another_is_refused(void **state)
{
	struct desk *d = *state;
	struct published other = d->check;

	other.version = 3;
	write_file(d, &other);
	assert_refused(d, "another one");
}

static void test_file__that_has_more_behind_its_signature_is_refused(void **state)
{
	struct desk *d = *state;

	(void)snprintf(d->file + strlen(d->file) - 2, 20, ",\"more\":1}\n");
	assert_refused(d, "last member");
}

static void test_reader__refuses_what_it_does_not_expect(void **state)
{
	static const struct {
		const char *from, *to, *why;
	} CHANGES[] = {{"plimsoll health", "plimsoll_health", "format"}, {"\"version\":2", "\"version\":x", "object"},
		{"\"told\":\"shown\"", "\"told\":\"shows\"", "told"}, {"\"value\":\"c\"", "\"value\":\"d\"", "value"},
		{"\"unit\":\"percent\"", "\"unit\":\"percant\"", "unit"}, {"\"dfe_code\":313", "\"dfe_code\":-13", "dfe_code"},
		{"\"from\":\"2026", "\"from\":\"20x6", "from"}, {"\"name\":", "\"nome\":", "name"}};

	for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
		struct desk *d = *state;

		write_file(d, &d->check);
		alter(d, CHANGES[i].from, CHANGES[i].to);
		assert_refused(d, CHANGES[i].why);
	}
}

static void test_reader__refuses_what_nobody_can_have_published(void **state)
{
	struct desk *d = *state;
	struct published_row *row = &d->check.rows.rows[0];

	d->check.period = (struct days){20544, 20576}; /* 1 April to 2 May */
	write_file(d, &d->check);
	assert_refused(d, "a quarter of the calendar");
	d->check.period = (struct days){20635, 20727};
	*row = (struct published_row){.code = "holders", .words = "Holders", .definition = "", .section = "loads", .part_of = "",
		.unit = PUBLISHED_COUNT, .told = PUBLISHED_SHOWN, .value = 12};
	write_file(d, &d->check);
	assert_refused(d, "holders: expected a multiple of five");
	*row = (struct published_row){.code = "over-30", .words = "Over", .definition = "", .section = "loads", .part_of = "",
		.unit = PUBLISHED_PERCENT, .told = PUBLISHED_SHOWN, .value = 101};
	write_file(d, &d->check);
	assert_refused(d, "over-30: expected a share of at most 100 per cent");
	row->value = 100;
	d->check.complete_percent = 101;
	write_file(d, &d->check);
	assert_refused(d, "complete_percent");
}

int main(void)
{
#define ON_A_DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)
	const struct CMUnitTest tests[] = {
		ON_A_DESK(test_file__is_read_back_to_what_was_published),
		ON_A_DESK(test_file__that_was_altered_is_refused),
		ON_A_DESK(test_file__without_a_signature_is_refused),
		ON_A_DESK(test_file__of_another_key_is_refused),
		ON_A_DESK(test_file__with_the_note_of_another_is_refused),
		ON_A_DESK(test_file__that_has_more_behind_its_signature_is_refused),
		ON_A_DESK(test_reader__refuses_what_it_does_not_expect),
		ON_A_DESK(test_reader__refuses_what_nobody_can_have_published),
	};

	return RUN_TESTS(tests);
}
