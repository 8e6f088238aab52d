/* Files of other servers, held against the key that is kept for their employer, and against today. */
#include "desk.h"

#include "exchange/published_json.h"
#include "secure/digest.h"
#include "service/health/published_verify.h"
#include "service/league/checks.h"
#include "store/publishers.h"

#define SECRET "PRIVATE+KEY+test.example/plimsoll+d0ccc327+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"

enum { FILE_BYTES = 100000, APRIL = 20544, JULY = 20635, OCTOBER = 20727 }; /* of 2026, their first days */

static const struct published CHECK = {.employer = "NORTH", .name = "North", .dfe_code = 313, .why = "", .head = "abcd",
	.instant = DESK_NOON, .entries = 12, .records_day = DAY_MIN, .complete_percent = 97, .target_pounds = -1,
	.target_status = "", .target_agreed_by = ""};

/* Signed with the key that is kept for its employer. */
static const char *signed_file(int32_t version, struct days quarter)
{
	struct buf document = BUF_INIT(PUBLISHED_BYTES + 1), file = BUF_INIT(FILE_BYTES), text = BUF_INIT(NOTE_BYTES);
	struct check_note n = {.version = version, .first = quarter.from, .last = quarter.until - 1, .instant = DESK_NOON,
		.origin = "test.example/plimsoll", .employer = "NORTH"};
	struct published check = CHECK;
	char line[SIGNATURE_LINE_SIZE], public[KEY_LINE];
	struct signing_key *key;
	struct public_key half;
	size_t gone;
	const char *ret;

	check.version = version;
	check.period = quarter;
	DESK_OK(signing_key_read(SECRET, &key, &desk.err));
	DESK_OK(published_json_write(&document, &check, &desk.err));
	digest_of(buf_text(&document), document.len, n.sha256);
	DESK_OK(check_note_write(&text, &n, &desk.err));
	note_sign(key, buf_text(&text), line);
	published_json_file(&file, buf_text(&document), arena_printf(desk.a, "%s\n%s", buf_text(&text), line));
	public_key_of(key, &half);
	public_key_line(&half, public);
	DESK_OK(publisher_trust(desk.store, &(struct publisher){.dfe_code = "313", .key = public, .address = "",
		.said = DESK_NOON, .said_by = "ann"}, false, &gone, &desk.err));
	ret = arena_strdup(desk.a, buf_text(&file));
	signing_key_free(key);
	buf_free(&document);
	buf_free(&file);
	buf_free(&text);
	return ret;
}

static int take(const char *file, enum check_taken *ret)
{
	const struct check_asked asked = {.bytes = file, .size = strlen(file), .of = "313", .by = "ann", .instant = DESK_NOON};
	struct published p;

	return check_take(desk.store, desk.a, &asked, &p, ret, &desk.err);
}

static size_t files_kept(void)
{
	struct foreign_check *list;
	size_t count;

	DESK_OK(store_foreign_checks(desk.store, desk.a, &list, &count, &desk.err));
	return count;
}

static void test_check__of_a_quarter_that_is_not_over_is_refused(void **state)
{
	const struct days ahead[] = {{JULY, OCTOBER}, {OCTOBER, OCTOBER + 92}};
	enum check_taken taken;

	(void)state;
	for (int32_t i = 0; i < 2; i++) {
		assert_int_equal(take(signed_file(i + 1, ahead[i]), &taken), PL_INVALID);
		assert_non_null(strstr(desk.err.text, "of a quarter that is not over"));
	}
	assert_int_equal(files_kept(), 0);
}

static void test_check__of_a_quarter_that_is_over_is_taken_once(void **state)
{
	const char *file = signed_file(1, (struct days){APRIL, JULY});
	enum check_taken taken;

	(void)state;
	DESK_OK(take(file, &taken));
	assert_int_equal(taken, CHECK_TAKEN);
	DESK_OK(take(file, &taken));
	assert_int_equal(taken, CHECK_KNOWN_ALREADY);
	assert_int_equal(files_kept(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_check__of_a_quarter_that_is_not_over_is_refused, desk_open, desk_close),
		cmocka_unit_test_setup_teardown(test_check__of_a_quarter_that_is_over_is_taken_once, desk_open, desk_close),
	};

	return RUN_TESTS(tests);
}
