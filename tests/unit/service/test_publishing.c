/* What has been published and not signed, because the signer was away or the machine died between the two. */
#include <stdlib.h>

#include "desk.h"
#include "service/health/publishing.h"

/* A signer that says what it was asked to sign, and refuses while it is away. */
struct pen {
	bool away;
	int64_t most_signed;  /* versions that have another text: it signs none of them */
	int64_t signed_versions[8];
	size_t signed_count;
};

static struct pen pen;

static int sign(void *context, const char *text, char ret_line[SIGNATURE_LINE_SIZE], struct err *err)
{
	struct pen *p = context;
	const char *version = strstr(text, "\nversion ");

	if (p->away)
		return err_set(err, PL_FAIL, "the signer is away");
	assert_non_null(version);
	if (strtoll(version + strlen("\nversion "), NULL, 10) <= p->most_signed)
		return err_set(err, PL_CONFLICT, "another text of it has been signed");
	p->signed_versions[p->signed_count++] = strtoll(version + strlen("\nversion "), NULL, 10);
	(void)snprintf(ret_line, SIGNATURE_LINE_SIZE, "a signature\n");
	return 0;
}

static const struct signer SIGNER = {.sign = sign, .context = &pen, .origin = "test.example/plimsoll"};

static void publish(int32_t version)
{
	const struct kept_check check = {.version = version, .first = desk_today() - 120, .last = desk_today() - 30, .sha256 =
		"0000000000000000000000000000000000000000000000000000000000000000", .corrects = version - 1,
		.why = version > 1 ? "A slip" : ""};
	struct employer e;
	struct commit *c;
	int64_t position;

	DESK_OK(store_employer(desk.store, desk.a, "council", &e, &desk.err));
	DESK_OK(commit_begin(desk.store, e.id, e.position, &c, &desk.err));
	DESK_OK(commit_published(c, &check, "{}", &desk.err));
	DESK_OK(commit_end(c, &(struct ledger_text){"hed", "publish", "council", "{}", desk.now}, &position, &desk.err));
}

static size_t unsigned_count(void)
{
	struct kept_check *kept;
	size_t count, without = 0;

	DESK_OK(store_published(desk.store, desk.a, desk.employer_id, &kept, &count, &desk.err));
	for (size_t i = 0; i < count; i++)
		without += kept[i].note[0] == '\0';
	return without;
}

static void test_tend__signs_what_was_left_in_the_order_of_its_versions(void **state)
{
	(void)state;
	publish(1);
	publish(2);
	DESK_OK(publishing_tend(desk.store, &SIGNER, &desk.err));
	assert_int_equal(unsigned_count(), 0);
	assert_int_equal(pen.signed_count, 2);
	assert_int_equal(pen.signed_versions[0], 1);
	assert_int_equal(pen.signed_versions[1], 2);
}

static void test_tend__signs_nothing_twice(void **state)
{
	(void)state;
	publish(1);
	DESK_OK(publishing_tend(desk.store, &SIGNER, &desk.err));
	DESK_OK(publishing_tend(desk.store, &SIGNER, &desk.err));
	assert_int_equal(pen.signed_count, 1);
}

static void test_tend__comes_back_to_what_the_signer_would_not_sign(void **state)
{
	(void)state;
	publish(1);
	pen.away = true;
	assert_int_equal(publishing_tend(desk.store, &SIGNER, &desk.err), PL_FAIL);
	assert_int_equal(unsigned_count(), 1);
	pen.away = false;
	DESK_OK(publishing_tend(desk.store, &SIGNER, &desk.err));
	assert_int_equal(unsigned_count(), 0);
}

static void test_tend__signs_what_follows_a_version_that_is_refused_for_good(void **state)
{
	(void)state;
	publish(1);
	publish(2);
	pen.most_signed = 1;
	assert_int_equal(publishing_tend(desk.store, &SIGNER, &desk.err), PL_CONFLICT);
	assert_int_equal(unsigned_count(), 1);
	assert_int_equal(pen.signed_versions[0], 2);
}

/* ---- publishing once more what the signer refuses ---- */

static struct publishing draft_of(int32_t version, bool same)
{
	struct publishing d = {.newest_of_quarter = version - 1, .same = same, .seen = ""};

	d.check = (struct published){.employer = "council", .name = "A council", .why = "", .head = "", .version = version,
		.period = {desk_today() - 120, desk_today() - 29}, .instant = desk.now, .records_day = DAY_MIN,
		.complete_percent = -1, .target_status = "", .target_agreed_by = ""};
	return d;
}

static int publish_draft(int32_t version, const char *why)
{
	const struct publishing d = draft_of(version, version > 1);
	struct asked_by by = desk_by("hed");
	int32_t made;

	return publishing_publish(desk.store, &SIGNER, &by, &d, why, &made, &desk.err);
}

static void test_what_is_refused__is_published_once_more_as_the_next_version(void **state)
{
	(void)state;
	pen.most_signed = 1;
	assert_int_equal(publish_draft(1, ""), PL_CONFLICT);
	assert_non_null(strstr(desk.err.text, "not signed"));
	assert_int_equal(unsigned_count(), 1);
	DESK_OK(publish_draft(2, "records-late"));
	assert_int_equal(pen.signed_versions[0], 2);
}

static void test_what_was_only_late__is_signed_and_no_other_version_is_made(void **state)
{
	(void)state;
	pen.away = true;
	assert_int_equal(publish_draft(1, ""), PL_FAIL);
	pen.away = false;
	assert_int_equal(publish_draft(2, "records-late"), PL_CONFLICT);
	assert_int_equal(unsigned_count(), 0);
	assert_int_equal(pen.signed_count, 1);
}

/* How old the records are: what is published of them does not make them younger. */
static void test_publication__is_no_newer_entry_of_people_and_work(void **state)
{
	struct employer before, after;

	(void)state;
	DESK_OK(store_employer(desk.store, desk.a, "council", &before, &desk.err));
	publish(1);
	DESK_OK(store_employer(desk.store, desk.a, "council", &after, &desk.err));
	assert_int_equal(after.position, before.position + 1);
	assert_true(before.facts_entry > 0 && before.facts_at > 0);
	assert_int_equal(after.facts_entry, before.facts_entry);
	assert_int_equal(after.facts_at, before.facts_at);
}

static int open_desk(void **state)
{
	pen = (struct pen){.away = false};
	return desk_open(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_tend__signs_what_was_left_in_the_order_of_its_versions, open_desk, desk_close),
		cmocka_unit_test_setup_teardown(test_tend__signs_nothing_twice, open_desk, desk_close),
		cmocka_unit_test_setup_teardown(test_tend__signs_what_follows_a_version_that_is_refused_for_good, open_desk,
		desk_close),
		cmocka_unit_test_setup_teardown(test_what_is_refused__is_published_once_more_as_the_next_version, open_desk,
		desk_close),
		cmocka_unit_test_setup_teardown(test_what_was_only_late__is_signed_and_no_other_version_is_made, open_desk,
		desk_close),
		cmocka_unit_test_setup_teardown(test_publication__is_no_newer_entry_of_people_and_work, open_desk, desk_close),
		cmocka_unit_test_setup_teardown(test_tend__comes_back_to_what_the_signer_would_not_sign, open_desk, desk_close),
	};

	return RUN_TESTS(tests);
}
