#include "office.h"

#include "store/ledger.h"

static int check(struct office *o, int64_t *ret_entries, struct err *err)
{
	struct employer e;
	int rc = store_employer(o->store, o->arena, "test", &e, err);

	return rc < 0 ? rc : store_ledger_check(o->store, &e, ret_entries, err);
}

/* Three entries after that of the employer. */
static struct office office_with_history(void)
{
	struct office o = office_open();
	struct fact first[] = {office_episode("2026-01-05", "")};
	struct fact second[] = {office_episode("2026-01-05", "2026-03-01")};

	office_tell(&o, "C1", first, 1);
	office_tell(&o, "C1", second, 1);
	office_undo(&o, 3);
	return o;
}

/* The expected sums come from another program: printf '32:00112233445566778899aabbccddeeff,7:{"a":1},' | sha256sum */
static void test_commitment__is_the_sum_of_salt_and_payload_with_their_lengths(void **state)
{
	char commitment[LEDGER_HASH_SIZE];

	(void)state;
	ledger_commitment("00112233445566778899aabbccddeeff", "{\"a\":1}", commitment);
	assert_string_equal(commitment, "953a024d2f8368ce50bbe217a05f004e5b661d411104a920cda986d5735523cc");
}

static void test_hash__is_the_sum_of_all_values_with_their_lengths(void **state)
{
	struct ledger_entry e = {.employer = "test", .sequence = 2, .instant = 1790000000, .actor = "ann", .action = "import",
		.object = "test", .undoes = 0, .commitment = LEDGER_FIRST_PREVIOUS, .previous = LEDGER_FIRST_PREVIOUS};
	char hash[LEDGER_HASH_SIZE];

	(void)state;
	ledger_hash(&e, hash);
	assert_string_equal(hash, "bf46d959cb593deeb6d60a06c61a517986dba9772f565962d6353ca293abb689");
}

static void test_ledger__lists_the_newest_entries_first(void **state)
{
	struct office o = office_with_history();
	struct ledger_row *rows;
	size_t count;

	(void)state;
	OFFICE_OK(store_ledger(o.store, o.arena, o.employer_id, 2, &rows, &count, &office_err));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].sequence, 4);
	assert_string_equal(rows[0].action, "undo");
	assert_string_equal(rows[0].actor, "ann");
	assert_string_equal(rows[0].payload, "{\"rows\":1}");
	assert_int_equal(rows[0].instant, 1790000000);
	assert_int_equal(strlen(rows[0].hash), 64);
	assert_int_equal(rows[1].sequence, 3);
	assert_int_equal(rows[1].undone_by, 4);
	office_close(&o);
}

static void test_ledger__that_nobody_touched_holds(void **state)
{
	struct office o = office_with_history();
	int64_t entries;

	(void)state;
	OFFICE_OK(check(&o, &entries, &office_err));
	assert_int_equal(entries, 4);
	office_close(&o);
}

static void test_ledger__shows_which_entry_was_tampered_with(void **state)
{
	static const struct {
		const char *sql, *says;
	} TAMPERING[] = {
		{"update ledger set actor = 'bob' where sequence = 2", "Entry 2"},
		{"update ledger set instant = instant + 1 where sequence = 3", "Entry 3"},
		{"update ledger set undoes = null where sequence = 4", "Entry 4"},
		{"update ledger_payload set payload = '{}' where sequence = 2", "Entry 2"},
		{"delete from ledger_payload where sequence = 2; delete from ledger where sequence = 2", "Entry 2"},
		{"delete from ledger_payload where sequence = 4; delete from ledger where sequence = 4", "entries are missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof TAMPERING / sizeof *TAMPERING; i++) {
		struct office o = office_with_history();
		int64_t entries;
		struct err err;

		office_run(&o, TAMPERING[i].sql);
		assert_int_equal(check(&o, &entries, &err), PL_INVALID);
		if (strstr(err.text, TAMPERING[i].says) == NULL)
			fail_msg("%s: %s", TAMPERING[i].sql, err.text);
		office_close(&o);
	}
}

static void test_ledger__holds_when_a_payload_has_been_erased(void **state)
{
	struct office o = office_with_history();
	struct ledger_row *rows;
	int64_t entries;
	size_t count;

	(void)state;
	office_run(&o, "delete from ledger_payload where sequence = 2");
	OFFICE_OK(check(&o, &entries, &office_err));
	OFFICE_OK(store_ledger(o.store, o.arena, o.employer_id, 10, &rows, &count, &office_err));
	assert_string_equal(rows[2].payload, "");
	office_close(&o);
}

static void test_ledger__refuses_texts_beyond_their_cap(void **state)
{
	struct office o = office_open();
	struct ledger_text entry = office_entry("import");
	struct commit *c = office_begin(&o);
	char actor[LEDGER_TEXT + 2];
	int64_t position;
	struct err err;

	(void)state;
	memset(actor, 'a', sizeof actor - 1);
	actor[sizeof actor - 1] = '\0';
	entry.actor = actor;
	assert_int_equal(commit_end(c, &entry, &position, &err), PL_LIMIT);
	OFFICE_OK(check(&o, &position, &office_err));
	assert_int_equal(position, 1);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commitment__is_the_sum_of_salt_and_payload_with_their_lengths),
		cmocka_unit_test(test_hash__is_the_sum_of_all_values_with_their_lengths),
		cmocka_unit_test(test_ledger__lists_the_newest_entries_first),
		cmocka_unit_test(test_ledger__that_nobody_touched_holds),
		cmocka_unit_test(test_ledger__shows_which_entry_was_tampered_with),
		cmocka_unit_test(test_ledger__holds_when_a_payload_has_been_erased),
		cmocka_unit_test(test_ledger__refuses_texts_beyond_their_cap),
	};

	return RUN_TESTS(tests);
}
