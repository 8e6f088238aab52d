/* A thousand places at which somebody with a database tool changes the past, each on a copy of its own: verify, which holds a
 * head of the ledger from before, must find every one and say what it is. The same seed makes the same places. */
#include "office.h"

#include <fcntl.h>

#include "store/accounts.h"
#include "store/identities.h"
#include "store/inside.h"
#include "store/sealed_rows.h"
#include "store/verify.h"

enum { PLACES = 1000, MOST_OLD = 32, MOST_CELLS = 32, TRIES = 200 };

#define SEED UINT64_C(20261121)

struct file {
	void *bytes;
	size_t len;
};

struct bench {
	struct office office;
	struct file now, old[MOST_OLD];   /* the database, and as it was after each entry */
	size_t old_count;
	int64_t entries;
	char head[LEDGER_HASH_SIZE], forged[100];
	struct arena *arena;
	uint64_t chance;
	sqlite3 *db;                      /* of the copy that is being changed */
	char did[600];
};

static struct bench bench;

/* All that is sealed, and the ledger itself. */
static const char *const TABLES[] = {"service", "scheme_choice", "scheme", "team", "person", "post", "reduction", "line", "cases",
	"episode", "stage", "factor", "task", "surge", "holding", "reader", "account", "account_grant",
	"account_identity", "employer", "ledger", "ledger_rows",
	"ledger_payload", "schema_version", "employer_setting", "declared", "published_check", "post_hours", "skill", "proposal", "proposal_step", "proposal_task",
	"proposal_condition", "matter", "matter_step", "line_proposal", "exception", "rating", "extra_time", "weight_view", "review", "closing"};
enum { TABLES_COUNT = sizeof TABLES / sizeof *TABLES };

/* ---- chance ---- */

static uint64_t draw(uint64_t below)
{
	bench.chance ^= bench.chance << 13;
	bench.chance ^= bench.chance >> 7;
	bench.chance ^= bench.chance << 17;
	return (bench.chance >> 11) % below;
}

/* ---- files ---- */

static struct file read_file(const char *path)
{
	struct file f = {0};
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	assert_int_equal(fseek(in, 0, SEEK_END), 0);
	f.len = (size_t)ftell(in);
	rewind(in);
	f.bytes = mem_alloc(f.len);
	assert_int_equal(fread(f.bytes, 1, f.len, in), f.len);
	(void)fclose(in);
	return f;
}

static void write_file(const char *path, const struct file *f)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(f->bytes, 1, f->len, out), f->len);
	assert_int_equal(fclose(out), 0);
}

/* Notes the database as it is after an entry. */
static void keep_copy(void)
{
	bench.office.store = store_close(bench.office.store);
	assert_true(bench.old_count < MOST_OLD);
	bench.old[bench.old_count++] = read_file(bench.office.place.path);
	office_reopen(&bench.office, STORE_WRITE);
}

/* ---- a past to change ---- */

static void tell(const char *ref, const char *from, const char *until, const char *owner)
{
	struct fact facts[] = {office_fact(FACT_CASE, "", "", ""), office_episode(from, until), office_stage("need", from, until),
		office_stage("plan", from, until), office_fact(FACT_FACTOR, "interpreter", from, until),
		office_fact(FACT_TASK, "report", from, until), office_fact(FACT_SURGE, "crisis", from, until),
		office_fact(FACT_READER, "wyn", from, ""), office_holding(1, 1, from, until)};

	facts[0].service = "children";
	facts[0].household = ref;
	facts[0].owner = owner;
	facts[5].minutes = 90;
	facts[6].minutes = 60;
	office_tell(&bench.office, ref, facts, sizeof facts / sizeof *facts);
	keep_copy();
}

static void agree_line(void)
{
	struct roster_joined joined = {0};
	struct roster_change changes[] = {{CHANGED_LINE, true, 0}, {CHANGED_REDUCTION, true, 0}};
	struct commit *c = office_begin(&bench.office);

	joined.roster.lines = &(struct roster_line){.line_id = 1, .scope = LINE_EMPLOYER, .service = "", .kind = LINE_COUNT, .value = 16,
		.status = LINE_POLICY, .agreed_by = "Ann Manager", .agreed_on = council_day("2026-01-01", 0), .when = council_days("", "")};
	joined.roster.reductions = &(struct roster_reduction){.post_id = 1, .reason = "duty", .minutes = 120,
		.when = council_days("2026-01-05", "")};
	joined.changes = changes;
	joined.changes_count = 2;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	(void)office_end(c, "import");
	keep_copy();
}

static void open_account(void)
{
	struct account_row row = {.login = "wyn", .name = "Wyn Worker", .person = "W1", .disabled = ""};
	struct grant grant = {.role = ROLE_MANAGER, .scope = SCOPE_TEAM, .code = "north"};
	struct commit *c = office_begin(&bench.office);

	OFFICE_OK(store_scheme_put(bench.office.store, "own", 1, "{\"id\":\"own\"}", &office_err));
	OFFICE_OK(commit_account(c, &row, &office_err));
	OFFICE_OK(commit_grant(c, row.account_id, &grant, &office_err));
	OFFICE_OK(commit_identity(c, &(struct identity_row){row.account_id, "wyn@north.example", "", ""}, &office_err));
	(void)office_end(c, "user-add");
	keep_copy();
}

static void erase_worker(void)
{
	struct commit *c = office_begin(&bench.office);
	struct erased erased;

	OFFICE_OK(commit_erase_person(c, 1, &erased, &office_err));
	assert_int_equal(erased.rows, 11);
	(void)office_end(c, "erase");
	keep_copy();
}

/* Two rows of each, of the post and of a case. */
static const struct {
	const char *table, *columns, *rows[2];
} NEGOTIATED[] = {
	{"employer_setting", "name, valid_from", {"'live', '2026-01-01'", "'principles', '2026-02-01'"}},
	{"declared", "name, figure, valid_from", {"'cost', 58000, '2026-01-01'", "'vacancies', 1250, '2026-02-01'"}},
	{"published_check", "version, first_day, last_day, document, sha256, corrects, why",
		{"1, '2026-01-01', '2026-03-31', '{}', '44136f', null, null", "2, '2026-01-01', '2026-03-31', '{ }', 'ab', 1, 'A slip'"}},
	{"post_hours", "post_id, weekday, from_minute, until_minute", {"1, 0, 540, 1020", "1, 1, 600, 900"}},
	{"skill", "person_id, code", {"1, 'interpreter:polish'", "1, 'court'"}},
	{"proposal", "id, case_id, post_id, role, share, mode, why, first_action, support, note",
		{"1, 1, 1, 'lead', 1000, 'supervision', 'room', 'visit', '', 'Known to the family'",
		"2, 2, 1, 'lead', 1000, 'meeting', 'skill', 'visit', 'car', null"}},
	{"proposal_step", "proposal_id, number, step, state, party, login, instant, note",
		{"1, 1, 'draft', 'draft', 'manager', 'ann', 1790000000, null",
		"1, 2, 'offer', 'offered', 'manager', 'ann', 1790000600, 'Please'"}},
	{"proposal_task", "proposal_id, number, kind, minutes, due",
		{"1, 1, 'report', 90, '2026-02-01'", "1, 2, 'visit', null, '2026-03-01'"}},
	{"proposal_condition", "proposal_id, number, kind, due, note",
		{"1, 1, 'support', '2026-02-01', 'A second chair'", "1, 2, 'training', '2026-03-01', null"}},
	{"matter", "id, kind, post_id, case_id, code, agrees", {"1, 'closing', 1, 1, 'moved', 1", "2, 'talk', 1, null, null, null"}},
	{"matter_step", "matter_id, number, step, level, state, login, instant, note",
		{"1, 1, 'ask', 0, 'open', 'wyn', 1790000000, 'Too much'",
		"1, 2, 'escalate', 1, 'open', 'plimsoll', 1790009000, null"}},
	{"line_proposal", "matter_id, scope, team_id, kind, value, status, agreed_by",
		{"1, 'employer', null, 'count', 16, 'policy', 'Union branch'", "2, 'team', 1, 'share', 1000, 'advisory', null"}},
	{"exception", "id, post_id, line_id, value, login, role, matter_id, valid_from, valid_until",
		{"1, 1, 1, 18, 'ann', 'head-of-service', 1, '2026-01-01', '2026-01-29'",
		"2, 1, null, 1000, 'ann', 'head-of-service', 1, '2026-02-01', '2026-02-20'"}},
	{"rating", "post_id, value, valid_from, valid_until",
		{"1, 3, '2026-01-05', '2026-01-12'", "1, 5, '2026-01-12', null"}},
	{"extra_time", "post_id, day, minutes, kind",
		{"1, '2026-01-06', 90, 'worked'", "1, '2026-01-13', 60, 'taken'"}},
	{"weight_view", "case_id, post_id, minutes, why, valid_from",
		{"1, 1, 200, 'court', '2026-01-06'", "2, 1, 150, 'visits', '2026-01-20'"}},
	{"review", "case_id, risk, safety, why, next, valid_from",
		{"1, 'low', 'duty', 'capacity', '2026-01-20', '2026-01-06'",
		"2, 'high', 'visit', 'skill', '2026-01-30', '2026-01-20'"}},
	{"closing", "case_id, closed, reason, worker_agrees, near_report, over_line, login",
		{"1, '2026-03-01', 'RC1', 1, 0, 0, 'ann'", "2, '2026-03-02', 'RC8', 0, 1, 1, 'ann'"}},
};

static void negotiate(void)
{
	struct commit *c = office_begin(&bench.office);
	char sql[1000];
	int64_t entry;

	for (size_t i = 0; i < 2 * sizeof NEGOTIATED / sizeof *NEGOTIATED; i++) {
		(void)snprintf(sql, sizeof sql, "insert into %s (%s, employer_id, made, origin) values (%s, %d, %lld, %lld)",
			NEGOTIATED[i / 2].table, NEGOTIATED[i / 2].columns, NEGOTIATED[i / 2].rows[i % 2], c->employer_id,
			(long long)c->made, (long long)c->made);
		OFFICE_OK(database_script(bench.office.store->db, sql, &office_err));
	}
	entry = office_end(c, "proposal");
	keep_copy();
	entry = office_undo(&bench.office, entry);
	keep_copy();
	(void)office_undo(&bench.office, entry);
	keep_copy();
}

static void make_past(void)
{
	bench.office = office_open();
	keep_copy();
	(void)office_hire(&bench.office);
	keep_copy();
	agree_line();
	open_account();
	tell("C1", "2026-01-05", "", "Ann Manager");
	tell("C2", "2026-01-12", "", "");
	tell("C3", "2026-02-02", "", "Ann Manager");
	tell("C1", "2026-01-05", "2026-03-01", "Bea Manager");
	(void)office_undo(&bench.office, 6);
	keep_copy();
	(void)office_undo(&bench.office, 9);
	keep_copy();
	negotiate();
	erase_worker();
	tell("C4", "2026-02-09", "2026-03-09", "");
}

/* A table that is sealed and not changed here would prove nothing. */
static void check_tables(struct store *s)
{
	struct sealed_tables all;

	OFFICE_OK(sealed_tables_read(s->db, bench.office.arena, &all, &office_err));
	for (size_t i = 0; i < all.count; i++) {
		size_t n = 0;

		while (n < TABLES_COUNT && !str_equal(TABLES[n], all.rows[i].name))
			n++;
		if (n == TABLES_COUNT)
			fail_msg("%s is sealed: put it into TABLES, and a row into its past", all.rows[i].name);
	}
}

static int set_up(void **state)
{
	struct ledger_finding *findings;
	size_t count;

	(void)state;
	bench.chance = SEED;
	make_past();
	OFFICE_OK(store_verify(bench.office.store, bench.office.arena, NULL, 0, &findings, &count, &office_err));
	assert_int_equal(count, 1);
	assert_int_equal(findings[0].verdict, LEDGER_WHOLE);
	check_tables(bench.office.store);
	bench.entries = findings[0].entries;
	memcpy(bench.head, findings[0].head, sizeof bench.head);
	bench.now = bench.old[--bench.old_count];
	(void)snprintf(bench.forged, sizeof bench.forged, "%s/forged.db", bench.office.place.folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	mem_free(bench.now.bytes);
	for (size_t i = 0; i < bench.old_count; i++)
		mem_free(bench.old[i].bytes);
	office_close(&bench.office);
	return 0;
}

/* ---- changing ---- */

static bool run(const char *format, ...) PL_PRINTF(1, 2);
static bool run(const char *format, ...)
{
	va_list values;
	int rc;

	va_start(values, format);
	(void)vsnprintf(bench.did, sizeof bench.did, format, values);
	va_end(values);
	rc = sqlite3_exec(bench.db, bench.did, NULL, NULL, NULL);
	return rc == SQLITE_OK;
}

static int64_t number(const char *format, ...) PL_PRINTF(1, 2);
static int64_t number(const char *format, ...)
{
	char sql[600];
	sqlite3_stmt *q;
	va_list values;
	int64_t answer;

	va_start(values, format);
	(void)vsnprintf(sql, sizeof sql, format, values);
	va_end(values);
	assert_int_equal(sqlite3_prepare_v2(bench.db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	answer = sqlite3_column_int64(q, 0);
	(void)sqlite3_finalize(q);
	return answer;
}

/* A row in hand: its cells, by which it is found again. */
struct row_in_hand {
	const char *table;
	sqlite3_stmt *q;
	int columns;
};

static struct row_in_hand take_row(const char *table, uint64_t place)
{
	struct row_in_hand r = {.table = table};
	char sql[200];

	(void)snprintf(sql, sizeof sql, "select * from %s limit 1 offset %llu", table, (unsigned long long)place);
	assert_int_equal(sqlite3_prepare_v2(bench.db, sql, -1, &r.q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(r.q), SQLITE_ROW);
	r.columns = sqlite3_column_count(r.q);
	return r;
}

static struct row_in_hand any_row(void)
{
	const char *table = TABLES[draw(TABLES_COUNT)];

	int64_t rows = number("select count(*) from %s", table);

	if (rows == 0)
		fail_msg("%s has no row to change", table);
	return take_row(table, draw((uint64_t)rows));
}

static void put_down(struct row_in_hand *r)
{
	(void)sqlite3_finalize(r->q);
	r->q = NULL;
}

/* Runs "HEAD where every column is as in the row"; the first parameter is the new value. One row must change. */
static bool run_on_row(const struct row_in_hand *r, const char *head, sqlite3_value *value, const void *bytes, int len)
{
	struct buf sql = BUF_INIT(10000);
	sqlite3_stmt *q = NULL;
	bool done;

	buf_puts(&sql, head);
	for (int i = 0; i < r->columns; i++)
		buf_putf(&sql, "%s %s is ?%d", i == 0 ? " where" : " and", sqlite3_column_name(r->q, i), i + 2);
	assert_int_equal(sqlite3_prepare_v2(bench.db, buf_text(&sql), -1, &q, NULL), SQLITE_OK);
	for (int i = 0; i < r->columns; i++)
		(void)sqlite3_bind_value(q, i + 2, sqlite3_column_value(r->q, i));
	if (value != NULL)
		(void)sqlite3_bind_value(q, 1, value);
	else if (bytes != NULL)
		(void)sqlite3_bind_text(q, 1, bytes, len, SQLITE_TRANSIENT);
	done = sqlite3_step(q) == SQLITE_DONE && sqlite3_changes(bench.db) == 1;
	(void)snprintf(bench.did, sizeof bench.did, "%.500s", head);
	(void)sqlite3_finalize(q);
	buf_free(&sql);
	return done;
}

static bool is_key(const char *table, const char *column)
{
	if (str_equal(column, "employer_id") || (str_equal(table, "employer") && str_equal(column, "code")))
		return true;
	return (strncmp(table, "ledger", 6) == 0 && str_equal(column, "sequence")) || str_equal(column, "position");
}

#define BIT(verdict) (1U << (verdict))

/* Where an entry or an employer cannot be found any more, what is left looks like a removal or a cut. */
enum { LOST = BIT(LEDGER_EDITED) | BIT(LEDGER_REMOVED) | BIT(LEDGER_CUT) | BIT(LEDGER_REORDERED) | BIT(LEDGER_ADDED) };

/* One bit of a text, or a number one off. 0 if the place cannot be changed. */
static unsigned flip(void)
{
	struct row_in_hand r = any_row();
	int column = (int)draw((uint64_t)r.columns), type = sqlite3_column_type(r.q, column);
	const char *name = sqlite3_column_name(r.q, column);
	char head[200], bytes[2000];
	unsigned expected = is_key(r.table, name) ? (unsigned)LOST : BIT(LEDGER_EDITED);
	bool done = false;

	if (type == SQLITE_INTEGER) {
		(void)snprintf(head, sizeof head, "update %s set %s = %s %s 1 + 0 * coalesce(?1, 0)", r.table, name, name, draw(2) ? "+" : "-");
		done = run_on_row(&r, head, NULL, NULL, 0);
	} else if (type != SQLITE_NULL) {
		int len = sqlite3_column_bytes(r.q, column);
		int at = len > 0 ? (int)draw((uint64_t)len) : 0;

		if (len > 0 && len < (int)sizeof bytes) {
			memcpy(bytes, sqlite3_column_blob(r.q, column), (size_t)len);
			bytes[at] = (char)(bytes[at] ^ (char)(1U << draw(7)));
			(void)snprintf(head, sizeof head, type == SQLITE_TEXT ? "update %s set %s = ?1" : "update %s set %s = cast(?1 as blob)",
				r.table, name);
			done = run_on_row(&r, head, NULL, bytes, len);
		}
	}
	put_down(&r);
	return done ? expected : 0;
}

/* Something after the end of a text, which whoever reads it up to a NUL does not see. */
static unsigned hide(void)
{
	struct row_in_hand r = any_row();
	int column = (int)draw((uint64_t)r.columns);
	const char *name = sqlite3_column_name(r.q, column);
	unsigned expected = is_key(r.table, name) ? (unsigned)LOST : BIT(LEDGER_EDITED);
	char head[200];
	bool done = false;

	if (sqlite3_column_type(r.q, column) == SQLITE_TEXT) {
		(void)snprintf(head, sizeof head, "update %s set %s = %s || char(0) || substr(' (rewritten)', 1 + coalesce(?1, 0))", r.table,
			name, name);
		done = run_on_row(&r, head, NULL, NULL, 0);
	}
	put_down(&r);
	return done ? expected : 0;
}

static unsigned delete(void)
{
	struct row_in_hand r = any_row();
	const char *table = r.table;
	char head[200];
	bool last = str_equal(table, "ledger") && sqlite3_column_int64(r.q, 1) == bench.entries;
	bool done;

	(void)snprintf(head, sizeof head, "delete from %s", table);
	done = run_on_row(&r, head, NULL, NULL, 0);
	put_down(&r);
	if (!done)
		return 0;
	if (str_equal(table, "schema_version"))
		return BIT(LEDGER_EDITED);
	return last ? BIT(LEDGER_CUT) : BIT(LEDGER_REMOVED);
}

static bool cells_differ(const struct row_in_hand *one, const struct row_in_hand *other, int column)
{
	int len = sqlite3_column_bytes(one->q, column);

	if (sqlite3_column_type(one->q, column) != sqlite3_column_type(other->q, column)
		|| len != sqlite3_column_bytes(other->q, column))
		return true;
	return len > 0 && memcmp(sqlite3_column_blob(one->q, column), sqlite3_column_blob(other->q, column), (size_t)len) != 0;
}

/* Two rows that differ in nothing else are the same two rows once they have swapped it. */
static bool swap_matters(const struct row_in_hand *one, const struct row_in_hand *other, int column)
{
	bool elsewhere = false;

	for (int i = 0; i < one->columns; i++)
		elsewhere = elsewhere || (i != column && cells_differ(one, other, i));
	return elsewhere && cells_differ(one, other, column);
}

static bool exchange(const struct row_in_hand *one, const struct row_in_hand *other, int column)
{
	const char *name = sqlite3_column_name(one->q, column);
	sqlite3_value *first = sqlite3_value_dup(sqlite3_column_value(one->q, column));
	sqlite3_value *second = sqlite3_value_dup(sqlite3_column_value(other->q, column));
	char head[200];
	bool done;

	(void)snprintf(head, sizeof head, "update %s set %s = ?1", one->table, name);
	done = run_on_row(one, head, second, NULL, 0) && run_on_row(other, head, first, NULL, 0);
	sqlite3_value_free(first);
	sqlite3_value_free(second);
	return done;
}

static unsigned swap(void)
{
	struct row_in_hand one = any_row();
	struct row_in_hand other = take_row(one.table, draw((uint64_t)number("select count(*) from %s", one.table)));
	int column = (int)draw((uint64_t)one.columns);
	bool key = is_key(one.table, sqlite3_column_name(one.q, column));
	bool done = !key && swap_matters(&one, &other, column) && exchange(&one, &other, column);

	put_down(&one);
	put_down(&other);
	return done ? BIT(LEDGER_EDITED) : 0;
}

static unsigned swap_entries(void)
{
	int64_t one = 1 + (int64_t)draw((uint64_t)bench.entries), other = 1 + (int64_t)draw((uint64_t)bench.entries);

	if (one == other)
		return 0;
	assert_true(run("update ledger set sequence = 999 where sequence = %lld; update ledger set sequence = %lld where sequence = %lld;"
		"update ledger set sequence = %lld where sequence = 999", (long long)one, (long long)one, (long long)other, (long long)other));
	return BIT(LEDGER_REORDERED);
}

/* The end of the ledger, with or without everything else that speaks of it. */
static unsigned truncate_tail(void)
{
	int64_t keep = 1 + (int64_t)draw((uint64_t)bench.entries - 1);
	bool clean = draw(2) == 1;

	assert_true(run("delete from ledger where sequence > %lld", (long long)keep));
	if (clean)
		assert_true(run("delete from ledger_payload where sequence > %lld; delete from ledger_rows where sequence > %lld;"
			"update employer set position = %lld", (long long)keep, (long long)keep, (long long)keep));
	return BIT(LEDGER_CUT);
}

/* ---- working it all out anew ---- */

static void rehash(int64_t from)
{
	char previous[LEDGER_HASH_SIZE] = LEDGER_FIRST_PREVIOUS;
	sqlite3_stmt *q, *set;

	assert_int_equal(sqlite3_prepare_v2(bench.db, "select sequence, instant, actor, action, object, coalesce(undoes, 0), commitment,"
		" rows_digest, hash from ledger order by sequence", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(bench.db, "update ledger set previous = ?1, hash = ?2 where sequence = ?3", -1, &set, NULL),
		SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		struct ledger_entry e = {.employer = "test", .sequence = sqlite3_column_int64(q, 0), .instant = sqlite3_column_int64(q, 1),
			.actor = (const char *)sqlite3_column_text(q, 2), .action = (const char *)sqlite3_column_text(q, 3),
			.object = (const char *)sqlite3_column_text(q, 4), .undoes = sqlite3_column_int64(q, 5),
			.commitment = (const char *)sqlite3_column_text(q, 6), .rows_digest = (const char *)sqlite3_column_text(q, 7),
			.previous = previous};
		char hash[LEDGER_HASH_SIZE];

		ledger_hash(&e, hash);
		if (e.sequence >= from) {
			(void)sqlite3_bind_text(set, 1, previous, -1, SQLITE_TRANSIENT);
			(void)sqlite3_bind_text(set, 2, hash, -1, SQLITE_TRANSIENT);
			(void)sqlite3_bind_int64(set, 3, e.sequence);
			assert_int_equal(sqlite3_step(set), SQLITE_DONE);
			(void)sqlite3_reset(set);
		}
		memcpy(previous, hash, sizeof previous);
	}
	(void)sqlite3_finalize(q);
	(void)sqlite3_finalize(set);
}

struct forging {
	const struct sealed_table *table;
	struct row_sum sum;
	int64_t entry;
	struct buf scratch;
};

static void add_forged(void *context, const struct cell *cells)
{
	struct forging *f = context;
	const struct sealed_table *t = f->table;
	struct err err;

	if (cells[t->made].number == f->entry)
		assert_int_equal(row_sum_add(&f->sum, t, ROW_MADE, cells, &f->scratch, &err), 0);
	if (cells[t->unmade].kind != CELL_NULL && cells[t->unmade].number == f->entry)
		assert_int_equal(row_sum_add(&f->sum, t, ROW_ENDED, cells, &f->scratch, &err), 0);
}

/* The line of a table in an entry as it would have been, had its rows always been as they are. */
static struct row_line forge_line(struct store *s, const char *table, int64_t entry)
{
	struct forging f = {.entry = entry, .scratch = BUF_INIT(1024 * 1024)};
	struct sealed_tables all;
	struct row_line line;

	OFFICE_OK(sealed_tables_read(s->db, bench.arena, &all, &office_err));
	for (size_t i = 0; i < all.count; i++)
		if (str_equal(all.rows[i].name, table))
			f.table = &all.rows[i];
	assert_non_null(f.table);
	OFFICE_OK(database_scan(s->db, &(struct table_scan){.table = table, .row = add_forged, .context = &f}, &office_err));
	buf_free(&f.scratch);
	line = row_line_of(f.table, &f.sum);
	return line;
}

static void forge_digest(int64_t entry)
{
	struct row_line lines[32];
	char digest[LEDGER_HASH_SIZE];
	size_t count = 0;
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(bench.db, "select name, rows_made, rows_ended, rows_erased, digest from ledger_rows"
		" where sequence = ?1 order by name", -1, &q, NULL), SQLITE_OK);
	(void)sqlite3_bind_int64(q, 1, entry);
	while (sqlite3_step(q) == SQLITE_ROW) {
		struct row_line *line = &lines[count++];

		line->table = arena_strdup(bench.arena, (const char *)sqlite3_column_text(q, 0));
		for (int i = 0; i < ROW_EVENTS; i++)
			line->count[i] = sqlite3_column_int64(q, i + 1);
		(void)snprintf(line->digest, sizeof line->digest, "%s", (const char *)sqlite3_column_text(q, 4));
	}
	(void)sqlite3_finalize(q);
	rows_digest(lines, count, digest);
	assert_true(run("update ledger set rows_digest = '%s' where sequence = %lld", digest, (long long)entry));
}

/* Changes a row and seals every entry from there on, as Plimsoll would have. */
static unsigned rechain_rows(void)
{
	static const char *const FORGED[] = {"episode", "stage", "factor", "task", "surge", "holding"};
	const char *table = FORGED[draw(sizeof FORGED / sizeof *FORGED)];
	int64_t rows = number("select count(*) from %s", table);
	int64_t made = number("select made from %s limit 1 offset %lld", table, (long long)draw((uint64_t)rows));
	int64_t entries[] = {made, 0};
	struct store *s;

	(void)run("update %s set valid_from = date(valid_from, '+%d day') where made = %lld", table, 1 + (int)draw(300), (long long)made);
	entries[1] = number("select coalesce(max(unmade), %lld) from %s where made = %lld", (long long)made, table, (long long)made);
	OFFICE_OK(store_open(bench.forged, STORE_READ, &s, &office_err));
	for (size_t i = 0; i < 2; i++) {
		struct row_line line = forge_line(s, table, entries[i]);

		assert_true(run("update ledger_rows set digest = '%s' where sequence = %lld and name = '%s'", line.digest, (long long)entries[i],
			table));
		forge_digest(entries[i]);
	}
	store_close(s);
	rehash(made);
	return BIT(LEDGER_REWRITTEN);
}

static unsigned rechain_entry(void)
{
	int64_t entry = 1 + (int64_t)draw((uint64_t)bench.entries);

	assert_true(run("update ledger set actor = 'bob', instant = instant - %d where sequence = %lld", (int)draw(100000),
		(long long)entry));
	rehash(entry);
	return BIT(LEDGER_REWRITTEN);
}

/* ---- one place ---- */

static void open_forged(const struct file *f)
{
	write_file(bench.forged, f);
	assert_int_equal(sqlite3_open(bench.forged, &bench.db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(bench.db, "pragma ignore_check_constraints = on; pragma synchronous = off", NULL, NULL, NULL),
		SQLITE_OK);
}

static void close_forged(void)
{
	assert_int_equal(sqlite3_close(bench.db), SQLITE_OK);
	bench.db = NULL;
}

static struct ledger_finding verdict(void)
{
	const struct ledger_witness witness = {"test", bench.entries, bench.head};
	struct ledger_finding *findings, none = {.words = "", .place = ""};
	struct store *s;
	size_t count;

	OFFICE_OK(store_open(bench.forged, STORE_READ, &s, &office_err));
	OFFICE_OK(store_verify(s, bench.arena, &witness, 1, &findings, &count, &office_err));
	store_close(s);
	for (size_t i = 0; i < count; i++)
		if (findings[i].verdict != LEDGER_WHOLE)
			return findings[i];
	return none;
}

/* Changes something until it can be changed; the verdicts that are right. */
static unsigned change(unsigned (*how)(void))
{
	for (int i = 0; i < TRIES; i++) {
		unsigned expected;

		open_forged(&bench.now);
		expected = how();
		close_forged();
		if (expected != 0)
			return expected;
	}
	fail_msg("nothing could be changed");
	return 0;
}

static unsigned put_back_old(void)
{
	size_t which = draw(bench.old_count);

	write_file(bench.forged, &bench.old[which]);
	(void)snprintf(bench.did, sizeof bench.did, "the copy after entry %zu", which + 1);
	return BIT(LEDGER_OLD_COPY);
}

static void check_place(int place, unsigned (*how)(void))
{
	unsigned expected = how != NULL ? change(how) : put_back_old();
	struct ledger_finding f = verdict();

	if ((expected & BIT(f.verdict)) == 0)
		fail_msg("place %d (%s): expected one of 0x%x, not %s: entry %lld, %s: %s", place, bench.did, expected,
			ledger_verdict_code(f.verdict), (long long)f.sequence, f.place, f.words);
}

static void test_verify__finds_a_thousand_changes_and_says_what_each_is(void **state)
{
	static const struct {
		unsigned (*how)(void);
		int share; /* of a hundred */
	} KINDS[] = {{flip, 34}, {hide, 6}, {delete, 20}, {swap, 12}, {swap_entries, 4}, {truncate_tail, 8}, {rechain_rows, 6},
		{rechain_entry, 4}, {NULL, 6}};
	int place = 0;

	(void)state;
	for (size_t kind = 0; kind < sizeof KINDS / sizeof *KINDS; kind++)
		for (int i = 0; i < KINDS[kind].share * PLACES / 100; i++) {
			bench.arena = arena_new();
			check_place(++place, KINDS[kind].how);
			bench.arena = arena_free(bench.arena);
		}
	assert_int_equal(place, PLACES);
}

static void test_verify__finds_nothing_where_nothing_was_changed(void **state)
{
	(void)state;
	bench.arena = arena_new();
	write_file(bench.forged, &bench.now);
	assert_int_equal(verdict().verdict, LEDGER_WHOLE);
	bench.arena = arena_free(bench.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify__finds_nothing_where_nothing_was_changed),
		cmocka_unit_test(test_verify__finds_a_thousand_changes_and_says_what_each_is),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
