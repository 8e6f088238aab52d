/* office.h: a place of its own for each test (place.h), with files to import and a database to import them into. */
#pragma once

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../place.h"
#include "../../test.h"
#include "exchange/scheme_library.h"
#include "service/import/import.h"

enum { OFFICE_NOW = 1783000000 }; /* July 2026 */

struct office {
	struct arena *a;
	struct place place;
	const char *dir, *database; /* of the place */
	const char *employer;
	bool dry_run, accept_good;
	struct err err;
};

static inline int office_open(void **state)
{
	struct arena *a = arena_new();
	struct office *o = arena_alloc(a, sizeof *o);

	o->a = a;
	place_make(&o->place);
	o->dir = o->place.folder;
	o->database = o->place.path;
	o->employer = "council";
	*state = o;
	return 0;
}

static inline int office_close(void **state)
{
	struct office *o = *state;

	place_clear(&o->place);
	arena_free(o->a);
	return 0;
}

static inline const char *office_fixture(struct office *o, const char *name)
{
	return arena_printf(o->a, "%s/%s", getenv("PLIMSOLL_FIXTURES"), name);
}

/* Writes a file into the directory; returns its path. */
static inline const char *office_file(struct office *o, const char *name, const char *text)
{
	const char *path = arena_printf(o->a, "%s/%s", o->dir, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return path;
}

/* All that the database holds, for "changes nothing". */
static inline struct str office_bytes(struct office *o)
{
	return place_content(&o->place, o->a);
}

static inline int office_try(struct office *o, const char *const *paths, size_t count, struct import_report *ret)
{
	struct import_request r = {
		.database = o->database,
		.employer = o->employer,
		.paths = paths,
		.paths_count = count,
		.dry_run = o->dry_run,
		.accept_good = o->accept_good,
		.actor = "test",
		.instant = OFFICE_NOW,
	};

	o->err = (struct err){0};
	return import_run(o->a, &r, ret, &o->err);
}

static inline struct import_report office_import(struct office *o, const char *const *paths, size_t count)
{
	struct import_report report;

	if (office_try(o, paths, count, &report) != 0)
		fail_msg("%s", o->err.text);
	return report;
}

#define PATHS(...) \
	((const char *const[]){__VA_ARGS__}), sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)
#define IMPORT(o, ...) office_import((o), PATHS(__VA_ARGS__))

static inline bool office_issue_says(const struct import_report *r, const char *code, const char *words)
{
	for (size_t i = 0; i < r->issues_count; i++)
		if (str_equal(r->issues[i].code, code) && strstr(r->issues[i].expected, words) != NULL)
			return true;
	return false;
}

static inline size_t office_issues_of(const struct import_report *r, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < r->issues_count; i++)
		count += str_equal(r->issues[i].code, code);
	return count;
}

static inline struct store *office_store(struct office *o, struct employer *ret)
{
	struct store *store;

	if (store_open(o->database, STORE_READ, &store, &o->err) != 0 ||
		store_employer(store, o->a, o->employer, ret, &o->err) != 0)
		fail_msg("%s", o->err.text);
	store_use_schemes(store, scheme_by_id);
	return store;
}

static inline const struct snapshot *office_snapshot(struct office *o, const char *iso)
{
	const struct snapshot *snap;
	struct employer e;
	struct store *store = office_store(o, &e);
	int32_t day;

	assert_true(date_parse_iso(iso, strlen(iso), &day));
	if (store_snapshot(store, o->employer, day, &snap, &o->err) != 0)
		fail_msg("%s", o->err.text);
	store_close(store);
	return snap;
}

/* All that is known of a case; no facts if there is no such case. */
static inline struct case_facts office_case(struct office *o, const char *ref)
{
	struct case_facts facts = {.ref = ref};
	struct employer e;
	struct store *store = office_store(o, &e);
	int code = store_case_facts(store, o->a, e.id, ref, &facts, &o->err);

	assert_true(code == 0 || code == PL_NOT_FOUND);
	store_close(store);
	return facts;
}

static inline struct roster office_roster(struct office *o)
{
	struct roster roster;
	struct employer e;
	struct store *store = office_store(o, &e);

	if (store_roster(store, o->a, e.id, &roster, &o->err) != 0)
		fail_msg("%s", o->err.text);
	store_close(store);
	return roster;
}

static inline size_t office_ledger(struct office *o, struct ledger_row **ret)
{
	struct employer e;
	struct store *store = office_store(o, &e);
	size_t count;

	if (store_ledger(store, o->a, e.id, 100, ret, &count, &o->err) != 0)
		fail_msg("%s", o->err.text);
	store_close(store);
	return count;
}

/* The only fact of a kind; fails if there are more or none. */
static inline struct fact only_fact(const struct case_facts *facts, enum fact_kind kind)
{
	const struct fact *found = NULL;

	for (size_t i = 0; i < facts->count; i++)
		if (facts->facts[i].kind == kind) {
			assert_null(found);
			found = &facts->facts[i];
		}
	assert_non_null(found);
	return *found;
}

static inline size_t count_facts(const struct case_facts *facts, enum fact_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->count; i++)
		count += facts->facts[i].kind == kind;
	return count;
}
