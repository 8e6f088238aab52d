#include "office.h"

#include "store/ledger.h"
#include "store/verify.h"

static struct ledger_finding check(struct office *o)
{
	struct ledger_finding *findings;
	size_t count;

	OFFICE_OK(store_verify(o->store, o->arena, NULL, 0, &findings, &count, &office_err));
	assert_true(count > 0);
	return findings[0];
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
		.object = "test", .undoes = 0, .commitment = LEDGER_FIRST_PREVIOUS,
		.rows_digest = "", .previous = LEDGER_FIRST_PREVIOUS};
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
	struct ledger_finding f = check(&o);

	(void)state;
	assert_int_equal(f.verdict, LEDGER_WHOLE);
	assert_string_equal(f.employer, "test");
	assert_int_equal(f.entries, 4);
	assert_int_equal(f.sealed_from, 1);
	assert_int_equal(strlen(f.head), 64);
	office_close(&o);
}

/* A text on a server has no NUL in it; how a file words its tables, and its triggers, are its own. */
static bool is_of_files_alone(const char *sql)
{
	static const char *const WORDS[] = {"char(0)", "pragma", "trigger", "randomblob", "drop table ledger", "drop table employer"};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (strstr(sql, WORDS[i]) != NULL)
			return true;
	return false;
}

static void test_ledger__shows_what_was_tampered_with(void **state)
{
	static const struct {
		const char *sql;
		enum ledger_verdict verdict;
		int64_t sequence;
		const char *place;
	} TAMPERING[] = {
		{"update ledger set actor = 'bob' where sequence = 2", LEDGER_EDITED, 2, "entry"},
		{"update ledger set instant = instant + 1 where sequence = 3", LEDGER_EDITED, 3, "entry"},
		/* Were the position believed, this would go on for hours. */
		{"update employer set position = 900000000000; update ledger set actor = 'x' where sequence = 3", LEDGER_EDITED, 3, "entry"},
		{"update employer set position = 9223372036854775807; update ledger set actor = 'x' where sequence = 3", LEDGER_EDITED, 3,
			"entry"},
		{"update ledger set undoes = null where sequence = 4", LEDGER_EDITED, 4, "entry"},
		{"update ledger set rows_digest = '' where sequence = 3", LEDGER_EDITED, 3, "entry"},
		{"update ledger_payload set payload = '{}' where sequence = 2", LEDGER_EDITED, 2, "payload"},
		{"update ledger set actor = actor || char(0) || ' (rewritten)' where sequence = 2", LEDGER_EDITED, 2, "entry"},
		{"update ledger set action = action || char(0) where sequence = 2", LEDGER_EDITED, 2, "entry"},
		{"update ledger set hash = hash || char(0) || 'x' where sequence = 4", LEDGER_EDITED, 4, "entry"},
		{"update ledger_payload set payload = payload || char(0) || 'x' where sequence = 2", LEDGER_EDITED, 2, "payload"},
		{"update ledger_payload set salt = salt || char(0) where sequence = 2", LEDGER_EDITED, 2, "payload"},
		{"update ledger_rows set digest = digest || char(0) || 'x' where sequence = 2 and name = 'cases'", LEDGER_EDITED, 2,
			"ledger_rows"},
		{"update ledger_rows set name = name || char(0) || 'x' where sequence = 2 and name = 'cases'", LEDGER_EDITED, 2, "ledger_rows"},
		{"update ledger_payload set payload = '', salt = '', erased = 4 where sequence = 2", LEDGER_EDITED, 4, "ledger_payload"},
		{"delete from ledger_payload where sequence = 2", LEDGER_REMOVED, 2, "payload"},
		{"delete from ledger_payload where sequence = 2; delete from ledger where sequence = 2", LEDGER_REMOVED, 2, "entry"},
		{"delete from ledger where sequence = 2; update ledger set sequence = 2 where sequence = 3;"
			"update ledger set sequence = 3 where sequence = 4", LEDGER_REMOVED, 2, "entry"},
		{"delete from ledger_payload where sequence = 4; delete from ledger where sequence = 4", LEDGER_CUT, 4, "entry"},
		{"delete from ledger_payload where sequence = 4; delete from ledger where sequence = 4;"
			"delete from ledger_rows where sequence = 4; update employer set position = 3", LEDGER_CUT, 4, "entry"},
		{"update ledger set sequence = 9 where sequence = 2; update ledger set sequence = 2 where sequence = 3;"
			"update ledger set sequence = 3 where sequence = 9", LEDGER_REORDERED, 2, "entry"},
		{"update ledger_rows set rows_made = 5 where sequence = 2 and name = 'cases'", LEDGER_EDITED, 2, "ledger_rows"},
		{"delete from ledger_rows where sequence = 2 and name = 'cases'", LEDGER_REMOVED, 2, "ledger_rows"},
		{"update episode set valid_from = '2026-01-06' where made = 3", LEDGER_EDITED, 3, "episode"},
		{"update episode set unmade = 3 where made = 3", LEDGER_EDITED, 3, "episode"},
		{"update episode set made = 3 where made = 2", LEDGER_EDITED, 2, "episode"},
		{"delete from episode where made = 3", LEDGER_REMOVED, 3, "episode"},
		{"update episode set valid_from = '2026-01-06' where made = 2; update ledger_rows set rows_made = 9223372036854775807"
			" where sequence > 2 and name = 'episode'", LEDGER_EDITED, 2, "episode"},
		{"insert into factor (employer_id, case_id, code, made, origin) values (1, 1, 'x', 2, 2)", LEDGER_ADDED, 2, "factor"},
		{"update cases set ref = 'C2'", LEDGER_EDITED, 2, "cases"},
		{"update cases set owner = 'Somebody'", LEDGER_EDITED, 2, "cases"},
		{"update cases set salt = randomblob(16)", LEDGER_EDITED, 2, "cases"},
		{"update cases set salt = null, commitment = 'a', erased = 4", LEDGER_EDITED, 2, "cases"},
		{"update scheme_choice set version = 2", LEDGER_EDITED, 1, "scheme_choice"},
		{"update employer set name = 'Otherland'", LEDGER_EDITED, 1, "employer"},
		{"update employer set position = 3", LEDGER_EDITED, 0, "employer"},
		{"update employer set employer_id = 2", LEDGER_CUT, 1, "entry"},
		{"update schema_version set name = 'x' where version in (1, 27)", LEDGER_EDITED, 0, "schema_version"},
		{"update schema_version set name = name || char(0) where version in (1, 27)", LEDGER_EDITED, 0, "schema_version"},
		{"create trigger quiet after insert on holding begin delete from holding; end", LEDGER_ADDED, 0, "database"},
		{"drop table ledger", LEDGER_REMOVED, 0, "database"},
		{"drop table ledger_payload", LEDGER_REMOVED, 0, "database"},
		{"drop table ledger_rows", LEDGER_REMOVED, 0, "database"},
		{"pragma foreign_keys = off; drop table employer", LEDGER_REMOVED, 0, "database"},
		{"drop table schema_version", LEDGER_REMOVED, 0, "database"},
		{"drop table look", LEDGER_REMOVED, 0, "database"},
		{"drop index cases_live", LEDGER_REMOVED, 0, "database"},
		{"drop index cases_live; create index cases_live on cases (employer_id, ref)", LEDGER_EDITED, 0, "database"},
		{"create index quick on cases (ref)", LEDGER_ADDED, 0, "database"},
		{"alter table cases add column zz text", LEDGER_EDITED, 0, "database"},
		{"create table zz (made integer, unmade integer)", LEDGER_ADDED, 0, "database"},
		{"create view zz as select * from cases", LEDGER_ADDED, 0, "database"},
		{"pragma writable_schema = on; update sqlite_schema set sql = replace(sql, ') strict', ')') where name = 'cases'",
			LEDGER_EDITED, 0, "database"},
		{"pragma writable_schema = on; update sqlite_schema set sql = replace(sql, '''lead''', ''' lead''') where name = 'holding'",
			LEDGER_EDITED, 0, "database"},
		{"create view zz as select * from cases; update ledger set actor = 'bob' where sequence = 2", LEDGER_ADDED, 0, "database"},
		{"analyze", LEDGER_WHOLE, 0, ""},
		/* Another engine may have written a name with quotes, or without. */
		{"pragma writable_schema = on; update sqlite_schema set sql = replace(sql, '\tcase_id ', '\t  \"case_id\"  ')"
			" where name = 'holding'", LEDGER_WHOLE, 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof TAMPERING / sizeof *TAMPERING; i++) {
		struct office o;
		struct ledger_finding f;

		if (place_is_of_server() && is_of_files_alone(TAMPERING[i].sql))
			continue;
		o = office_with_history();
		place_run(&o.place, TAMPERING[i].sql);
		f = check(&o);
		/* Of a server's tables it is told that they are not as they were, and not what. */
		if (place_is_of_server() && str_equal(TAMPERING[i].place, "database") && f.verdict == LEDGER_EDITED)
			f.verdict = TAMPERING[i].verdict;
		if (f.verdict != TAMPERING[i].verdict || f.sequence != TAMPERING[i].sequence || !str_equal(f.place, TAMPERING[i].place))
			fail_msg("%s: %s, entry %lld, %s: %s", TAMPERING[i].sql, ledger_verdict_code(f.verdict), (long long)f.sequence, f.place,
				f.words);
		office_close(&o);
	}
}

/* What begins with the test's own database: roles are the whole server's (tests/cli/strays.sh). */
#define TO_THIS_DATABASE(setting) \
	"do $do$ begin execute format($$alter database %I set " setting "$$, current_database()); end $do$"

static void test_ledger__shows_what_was_opened_on_a_server(void **state)
{
	static const struct {
		const char *sql, *words;
	} OPENINGS[] = {
		{"alter policy own on service with check (true)", "policies"},
		{"alter policy own on holding using (true)", "policies"},
		{"create policy more on holding for insert with check (true)", "policies"},
		{"drop policy found on account; create policy found on account for update using (true)", "policies"},
		{"alter table holding no force row level security", "tables"},
		{"alter table holding disable trigger all", "tables"},
		{"alter table employer disable trigger employer_moved", "triggers"},
		{"drop index service_live", "indexes"},
		{"create aggregate much(int) (sfunc = int4pl, stype = int)", "functions"},
		{"grant insert on holding to public", "has the right to INSERT on holding"},
		{"grant all on ledger to plimsoll", "the role plimsoll has the right to"},
		{"alter function tell_commit() set search_path = plimsoll", "functions"},
		{"alter table service alter column name type text collate \"POSIX\"", "tables"},
		{"alter table employer alter column position drop default, alter column position add generated always as identity", "tables"},
		{"create operator || (leftarg = bigint, rightarg = bigint, function = int8pl)", "the schema has an operator ||"},
		/* It answers nothing, where names are put together. */
		{"create function public.hush(name, name) returns text language sql return null; "
			"create operator || (leftarg = name, rightarg = name, function = public.hush)", "the schema has an operator ||"},
		{"create operator class other for type int using btree as function 1 btint4cmp(int, int)", "the schema has an operator class"},
		{"create operator family other using btree", "the schema has an operator family"},
		{"create collation other from \"C\"", "the schema has a collation"},
		{"create conversion other for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8", "the schema has a conversion"},
		{"create type other as enum ('a')", "the schema has a type other"},
		{"create type other as (a text)", "the schema has a type other"},
		{"create domain other as text", "the schema has a type other"},
		{"create cast (bytea as text) without function", "there is a cast from bytea to text"},
		{TO_THIS_DATABASE("plimsoll.anywhere = 'on'"), "plimsoll.anywhere=on is set"},
		{TO_THIS_DATABASE("\"PLIMSOLL.anywhere\" = 'on'"), "PLIMSOLL.anywhere=on is set"},
		{TO_THIS_DATABASE("session_replication_role = replica"), "session_replication_role=replica is set"},
		{TO_THIS_DATABASE("synchronous_commit = off"), "synchronous_commit=off is set"},
		{TO_THIS_DATABASE("search_path = public"), "search_path=public is set"},
		{TO_THIS_DATABASE("row_security = off"), "row_security=off is set"},
	};

	(void)state;
	if (!place_is_of_server())
		SKIP_TEST("these are a server's tables");
	for (size_t i = 0; i < sizeof OPENINGS / sizeof *OPENINGS; i++) {
		struct office o = office_with_history();
		struct ledger_finding f;

		place_run(&o.place, OPENINGS[i].sql);
		f = check(&o);
		if (f.verdict == LEDGER_WHOLE || !str_equal(f.place, "database") || strstr(f.words, OPENINGS[i].words) == NULL)
			fail_msg("%s: %s: %s", OPENINGS[i].sql, ledger_verdict_code(f.verdict), f.words);
		office_close(&o);
	}
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
	assert_int_equal(check(&o).entries, 1);
	office_close(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commitment__is_the_sum_of_salt_and_payload_with_their_lengths),
		cmocka_unit_test(test_hash__is_the_sum_of_all_values_with_their_lengths),
		cmocka_unit_test(test_ledger__lists_the_newest_entries_first),
		cmocka_unit_test(test_ledger__that_nobody_touched_holds),
		cmocka_unit_test(test_ledger__shows_what_was_tampered_with),
		cmocka_unit_test(test_ledger__shows_what_was_opened_on_a_server),
		cmocka_unit_test(test_ledger__refuses_texts_beyond_their_cap),
	};

	return RUN_TESTS(tests);
}
