/* office.h: a database of its own with one employer, for the tests of the store, on either engine (place.h).
 *
 *	struct office o = office_open();
 *	struct fact facts[] = {office_episode("2026-01-05", ""), office_stage("need", "2026-02-01", "")};
 *
 *	office_tell(&o, "C1", facts, 2);           decided against what is known, and committed
 *	office_close(&o);
 *
 * Dates are ISO texts; "" is an open end. The employer "test" has the service "children", weighed by council_scheme.
 */
#pragma once

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../place.h"
#include "../test.h"
#include "../unit/core/council.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/store.h"

#define OFFICE_OK(call) office_ok((call), &office_err, __FILE__, __LINE__)

static struct err office_err __attribute__((unused));

struct office {
	struct arena *arena;
	struct place place;
	struct store *store;
	int32_t employer_id;
};

static inline void office_ok(int rc, const struct err *err, const char *file, int line)
{
	if (rc < 0)
		print_error("%s\n", err->text);
	_assert_true(rc >= 0, "it works", file, line);
}

static inline const struct scheme *office_scheme(const char *id, int32_t version)
{
	return str_equal(id, "test") && version == 1 ? council_scheme() : NULL;
}

static inline struct ledger_text office_entry(const char *action)
{
	return (struct ledger_text){.actor = "ann", .action = action, .object = "test", .payload = "{\"rows\":1}",
		.instant = 1790000000};
}

/* An empty place and nothing open yet. */
static inline struct office office_folder(void)
{
	struct office o = {.arena = arena_new()};

	place_make(&o.place);
	return o;
}

static inline void office_reopen(struct office *o, enum store_mode mode)
{
	o->store = store_close(o->store);
	OFFICE_OK(store_open(o->place.path, mode, &o->store, &office_err));
	store_use_schemes(o->store, office_scheme);
}

static inline int64_t office_end(struct commit *c, const char *action)
{
	struct ledger_text entry = office_entry(action);
	int64_t position = 0;

	OFFICE_OK(commit_end(c, &entry, &position, &office_err));
	return position;
}

static inline struct commit *office_begin(struct office *o)
{
	struct employer e;
	struct commit *c = NULL;

	OFFICE_OK(store_employer(o->store, o->arena, "test", &e, &office_err));
	OFFICE_OK(commit_begin(o->store, e.id, e.position, &c, &office_err));
	return c;
}

static inline void office_make_employer(struct office *o)
{
	struct service_row service = {.code = "children", .name = "Children's services", .scheme = council_scheme()};
	struct new_employer e = {.code = "test", .name = "Testshire", .country = "England", .time_zone = "Europe/London",
		.services = &service, .services_count = 1};
	struct commit *c = NULL;

	OFFICE_OK(commit_begin(o->store, 0, 0, &c, &office_err));
	OFFICE_OK(commit_employer(c, &e, &o->employer_id, &office_err));
	assert_int_equal(office_end(c, "employer"), 1);
}

static inline struct office office_open(void)
{
	struct office o = office_folder();

	office_reopen(&o, STORE_CREATE);
	office_make_employer(&o);
	return o;
}

static inline void office_close(struct office *o)
{
	o->store = store_close(o->store);
	o->arena = arena_free(o->arena);
	place_clear(&o->place);
}

/* ---- facts ---- */

static inline struct fact office_fact(enum fact_kind kind, const char *code, const char *from, const char *until)
{
	struct fact f = fact_blank(kind);

	f.code = code;
	f.when = council_days(from, until);
	return f;
}

static inline struct fact office_episode(const char *from, const char *until)
{
	return office_fact(FACT_EPISODE, "", from, until);
}

static inline struct fact office_stage(const char *type, const char *from, const char *until)
{
	return office_fact(FACT_STAGE, type, from, until);
}

static inline struct fact office_holding(int32_t post_id, int32_t team_id, const char *from, const char *until)
{
	struct fact f = office_fact(FACT_HOLDING, "", from, until);

	f.post_id = post_id;
	f.team_id = team_id;
	f.share = 1000;
	return f;
}

/* ---- committing ---- */

/* Decides what the facts change and puts it into an open commit. */
static inline int office_change(struct office *o, struct commit *c, const char *ref, const struct fact *facts, size_t count,
	struct err *err)
{
	struct case_facts known = {.ref = ref}, told = {.ref = ref};
	struct fact_change *changes;
	size_t changes_count;
	int rc = store_case_facts(o->store, o->arena, o->employer_id, ref, &known, err);

	if (rc < 0 && rc != PL_NOT_FOUND)
		return rc;
	for (size_t i = 0; i < count; i++)
		case_facts_add(o->arena, &told, &facts[i]);
	case_facts_tidy(&told, NULL, NULL);
	case_decide(o->arena, &known, &told, &changes, &changes_count);
	return commit_case(c, ref, changes, changes_count, err);
}

static inline int64_t office_tell(struct office *o, const char *ref, const struct fact *facts, size_t count)
{
	struct commit *c = office_begin(o);

	OFFICE_OK(office_change(o, c, ref, facts, count, &office_err));
	return office_end(c, "import");
}

static inline struct case_facts office_known(struct office *o, const char *ref)
{
	struct case_facts known;

	OFFICE_OK(store_case_facts(o->store, o->arena, o->employer_id, ref, &known, &office_err));
	return known;
}

static inline const struct snapshot *office_picture(struct office *o, const char *day)
{
	const struct snapshot *s = NULL;

	OFFICE_OK(store_snapshot(o->store, "test", council_day(day, 0), &s, &office_err));
	return s;
}

/* One team, one person, one post (each with id 1), as of ever. */
static inline int64_t office_hire(struct office *o)
{
	struct roster_joined joined = {0};
	struct roster_change changes[] = {{CHANGED_TEAM, true, 0}, {CHANGED_PERSON, true, 0}, {CHANGED_POST, true, 0}};
	struct commit *c = office_begin(o);

	joined.roster.teams = &(struct roster_team){1, "north", "N", "North", "children", "", "Ann Manager", "W9"};
	joined.roster.persons = &(struct roster_person){1, "W1", "Wyn Worker", "SW1", "S1"};
	joined.roster.posts = &(struct roster_post){.post_id = 1, .person_id = 1, .team_id = 1, .when = council_days("", ""),
		.fte_millionths = 1000000, .contract_minutes = 2220, .grade = "", .newly_qualified_until = DAY_MIN,
		.reported_cases = -1, .reported_on = DAY_MIN};
	joined.changes = changes;
	joined.changes_count = 3;
	OFFICE_OK(commit_roster(c, &joined, &office_err));
	return office_end(c, "import");
}

static inline int64_t office_undo(struct office *o, int64_t sequence)
{
	struct commit *c = office_begin(o);
	int64_t rows;

	OFFICE_OK(commit_undo(c, sequence, &rows, &office_err));
	return office_end(c, "undo");
}

/* ---- looking behind the store ---- */

static inline char *office_ask(struct office *o, const char *sql)
{
	return place_ask(&o->place, o->arena, sql);
}

/* Every row of every fact table that is known now, without the entries that made it: what an undo has to restore. */
static inline char *office_rows(struct office *o)
{
	static const char *const TABLES[][2] = {
		{"service", "code, name, place"}, {"scheme_choice", "service, scheme, version, valid_from, valid_until"},
		{"team", "id, code, told_code, name, service, parent, manager, manager_code, commitment, erased"},
		{"person", "id, code, name, registration, staff_id, commitment, erased"},
		{"post", "id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade, newly_qualified, "
			"newly_qualified_until, reported_cases, reported_on, valid_from, valid_until"},
		{"reduction", "post_id, reason, minutes, personal, valid_from, valid_until"},
		{"line", "id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until, "
			"commitment, erased"},
		{"cases", "id, ref, service, household, team_id, owner, restricted, commitment, erased"},
		{"episode", "case_id, valid_from, valid_until, closing_reason, no_further_action"},
		{"stage", "case_id, type, stage, valid_from, valid_until"}, {"factor", "case_id, code, valid_from, valid_until"},
		{"task", "case_id, kind, minutes, valid_from, valid_until"}, {"surge", "case_id, minutes, reason, valid_from, valid_until"},
		{"holding", "case_id, post_id, team_id, role, share, reason, valid_from, valid_until, standing, proposal_id"},
	};
	struct buf text = BUF_INIT(1024 * 1024), sql = BUF_INIT(4096);
	char *copy;

	for (size_t t = 0; t < sizeof TABLES / sizeof *TABLES; t++) {
		buf_clear(&sql);
		buf_putf(&sql, "select employer_id, %s from %s where unmade is null order by ", TABLES[t][1], TABLES[t][0]);
		buf_puts(&sql, "1, 2, 3, 4");
		buf_putf(&text, "%s\n%s", TABLES[t][0], office_ask(o, buf_text(&sql)));
	}
	copy = arena_strdup(o->arena, buf_text(&text));
	buf_free(&text);
	buf_free(&sql);
	return copy;
}
