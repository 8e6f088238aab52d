#include "service/import.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/str.h"
#include "core/line.h"
#include "core/roster_index.h"
#include "exchange/scheme_library.h"
#include "service/import_cases.h"
#include "service/scheme_use.h"

enum {
	STARTER_SERVICES = 2,       /* of an employer that is made */
	IMPORT_TRIES = 5,           /* how often it is decided anew when somebody else commits meanwhile */
	PAYLOAD_BYTES = 1024 * 1024,
	SECONDS_A_DAY = 86400,
	LEDGER_LOOK_BACK = 10000    /* entries that are searched for the last import */
};

#define CHILDREN_STARTER "england-children-starter"
#define ADULTS_STARTER "adults-starter"

struct import {
	struct arena *a;
	const struct import_request *request;
	struct import_report *report;
	struct gather told;
	size_t issues_read;         /* issues of reading; those of deciding follow and are dropped before each try */
	int64_t errors_read, warnings_read;
	uint64_t bytes_total, bytes_before;
	int64_t starter_lines;      /* put in by this program and no file */
};

/* What one try stands on. */
struct footing {
	struct store *store;        /* NULL: there is no database */
	struct employer employer;   /* id 0: there is no such employer */
	struct roster roster;
	struct service_row *services; /* with the scheme each has on the day */
	size_t services_count;
	int32_t full_time_minutes;  /* of the first service with a scheme */
	struct commit *commit;      /* NULL: only count */
	bool moved;                 /* somebody committed between reading and beginning */
};

/* ---- reading ---- */

static void tell_progress(void *context, const struct import_file *file, uint64_t bytes)
{
	const struct import *im = context;

	im->request->progress(im->request->progress_context, file->path, im->bytes_before + bytes, im->bytes_total);
}

static int read_file(struct import *im, size_t i, struct err *err)
{
	struct import_file *f = &im->report->files.files[i];
	struct intake intake = gather_intake(&im->told, f, (int32_t)i);
	int code = format_read(f->path, f->format, &intake, err);

	im->bytes_before += f->bytes;
	return code != 0 ? err_prefix(err, "%s", f->path) : 0;
}

static int read_files(struct import *im, struct err *err)
{
	const struct import_request *r = im->request;
	struct import_files *list = &im->report->files;
	int code = import_files_find(im->a, r->paths, r->paths_count, list, err);

	if (r->progress != NULL) {
		im->told.progress = tell_progress;
		im->told.progress_context = im;
	}
	for (size_t i = 0; code == 0 && i < list->files_count; i++)
		im->bytes_total += list->files[i].bytes;
	for (size_t i = 0; code == 0 && i < list->files_count; i++)
		code = read_file(im, i, err);
	for (size_t i = 0; code == 0 && !r->dry_run && i < list->files_count; i++)
		code = import_file_hash(&list->files[i], err);
	return code;
}

/* ---- what is there already ---- */

static void start_afresh(struct footing *f, struct arena *a)
{
	const struct scheme *children = scheme_by_id(CHILDREN_STARTER, 0);
	const struct scheme *adults = scheme_by_id(ADULTS_STARTER, 0);

	f->services = arena_array(a, STARTER_SERVICES, sizeof *f->services);
	f->services[f->services_count++] = (struct service_row){"children", "Children's services", children};
	f->services[f->services_count++] = (struct service_row){"adults", "Adults' services", adults};
	f->full_time_minutes = children->contract_minutes;
}

static int read_services(struct footing *f, int32_t day, struct arena *a, struct err *err)
{
	int code = store_services(f->store, a, f->employer.id, day, &f->services, &f->services_count, err);

	for (size_t i = 0; code == 0 && i < f->services_count && f->full_time_minutes == 0; i++)
		f->full_time_minutes = f->services[i].scheme->contract_minutes;
	return code;
}

static const struct service_row *find_service(const struct footing *f, const char *code)
{
	for (size_t i = 0; i < f->services_count; i++)
		if (str_equal(f->services[i].code, code))
			return &f->services[i];
	return NULL;
}

/* Says of a service that the files name and that has no scheme what becomes of its cases: they are there, and nobody guesses
 * their weight. */
static void warn_of_no_scheme(struct import *im, struct arena *a, const char *service)
{
	gather_issue(&im->told, &(struct import_issue){
		.file = "",
		.place = arena_printf(a, "service %s", service),
		.field = "",
		.code = "no-scheme",
		.expected = arena_printf(a, "a weighting scheme for the service %s, whose cases are counted and not weighed until then: "
			"'plimsoll scheme use --service %s ID-or-FILE'", service, service),
		.warning = true,
	});
}

/* Makes the services known that the files name and the employer does not have. */
static int learn_services(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	struct service_row *rows = arena_array(a, f->services_count + im->told.services_count, sizeof *rows);
	int code = 0;

	if (f->services_count > 0)
		memcpy(rows, f->services, f->services_count * sizeof *rows);
	f->services = rows;
	for (size_t i = 0; code == 0 && i < im->told.services_count; i++) {
		const char *service = im->told.services[i];
		const struct service_row *known = find_service(f, service);

		if (known == NULL || scheme_is_none(known->scheme))
			warn_of_no_scheme(im, a, service);
		if (known != NULL)
			continue;
		rows[f->services_count++] = (struct service_row){service, service, &SCHEME_NONE};
		im->report->services_added++;
		if (f->commit != NULL)
			code = commit_service(f->commit, service, service, err);
	}
	return code;
}

static int read_footing(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	const struct import_request *r = im->request;
	int code = PL_NOT_FOUND;

	if (f->store != NULL)
		code = store_employer(f->store, a, r->employer, &f->employer, err);
	if (code == PL_NOT_FOUND) {
		f->employer = (struct employer){0};
		start_afresh(f, a);
		return 0;
	}
	if (code == 0)
		code = store_roster(f->store, a, f->employer.id, &f->roster, err);
	return code == 0 ? read_services(f, (int32_t)(r->instant / SECONDS_A_DAY), a, err) : code;
}

/* ---- the people side ---- */

static bool roster_is_empty(const struct roster *r)
{
	return r->teams_count + r->persons_count + r->posts_count + r->lines_count == 0;
}

/* The starter lines of the children's scheme, for an employer of whom nothing else is known. */
static void add_starter_lines(struct arena *a, struct roster_told *told, const struct scheme *s)
{
	for (size_t i = 0; i < s->lines_count; i++) {
		const struct scheme_line *l = &s->lines[i];

		*ARENA_PUSH(a, &told->lines, &told->lines_count, &told->lines_room) = (struct line_told){
			.scope = (enum line_scope)line_scope_from(l->scope),
			.target = "",
			.kind = (enum line_kind)line_kind_from(l->kind),
			.value = l->value,
			.status = (enum line_status)line_status_from(l->status),
			.agreed_by = l->agreed_by,
			.agreed_on = l->agreed_on,
			.when = {s->from, DAY_MAX},
			.where = {"", s->id},
		};
	}
}

static void note_roster_issues(struct import *im, const struct roster_joined *joined)
{
	for (size_t i = 0; i < joined->issues_count; i++) {
		const struct roster_issue *from = &joined->issues[i];
		struct import_issue issue = {.file = from->where.file, .place = from->where.place, .field = from->field,
			.code = from->code, .expected = from->text, .warning = from->warning};

		gather_issue(&im->told, &issue);
	}
}

static void count_roster(struct import_report *r, const struct roster_joined *joined)
{
	struct import_count *const counts[] = {
		[CHANGED_TEAM] = &r->teams,
		[CHANGED_PERSON] = &r->persons,
		[CHANGED_POST] = &r->posts,
		[CHANGED_REDUCTION] = &r->reductions,
		[CHANGED_LINE] = &r->lines,
	};

	for (size_t i = 0; i < joined->changes_count; i++) {
		struct import_count *c = counts[joined->changes[i].kind];

		c->added += joined->changes[i].is_new;
		c->replaced += !joined->changes[i].is_new;
	}
}

static void join_people(struct import *im, struct arena *a, const struct footing *f, struct roster_joined *joined)
{
	struct roster_told told = im->told.told;

	told.lines_room = told.lines_count; /* what is added here is this try's, so the array must move */
	if (roster_is_empty(&f->roster))
		add_starter_lines(a, &told, scheme_by_id(CHILDREN_STARTER, 0));
	im->starter_lines = (int64_t)(told.lines_count - im->told.told.lines_count);
	roster_join(a, &f->roster, &told, f->full_time_minutes, joined);
	note_roster_issues(im, joined);
	count_roster(im->report, joined);
}

/* ---- one try ---- */

static void forget_last_try(struct import *im)
{
	struct import_report *r = im->report;

	im->told.issues_count = im->issues_read;
	im->told.errors = im->errors_read;
	im->told.warnings = im->warnings_read;
	*r = (struct import_report){.files = r->files};
}

static bool anything_changes(const struct import *im)
{
	const struct import_report *r = im->report;

	return r->services_added > 0 || r->cases_changed > 0 || r->teams.added + r->teams.replaced > 0 || r->persons.added + r->persons.replaced > 0 ||
		r->posts.added + r->posts.replaced > 0 || r->reductions.added + r->reductions.replaced > 0 ||
		r->lines.added + r->lines.replaced > im->starter_lines;
}

static int begin(struct import *im, struct footing *f, struct err *err)
{
	const struct import_request *r = im->request;
	struct new_employer e = {
		.code = r->employer,
		.name = r->name != NULL ? r->name : r->employer,
		.country = "England",
		.time_zone = "Europe/London",
		.demo = r->demo,
		.services = f->services,
		.services_count = f->services_count,
	};
	int code = commit_begin(f->store, f->employer.id, f->employer.position, &f->commit, err);

	f->moved = code == PL_CONFLICT;
	if (code == 0 && f->employer.id == 0) {
		int32_t id;

		code = commit_employer(f->commit, &e, &id, err);
	}
	return code;
}

static int decide(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	struct roster_joined joined;
	struct import_cases cases;
	int code = 0;

	code = learn_services(im, a, f, err);
	if (code != 0)
		return code;
	join_people(im, a, f, &joined);
	im->report->created_employer = f->employer.id == 0;
	if (f->commit != NULL && joined.changes_count > 0)
		code = commit_roster(f->commit, &joined, err);
	cases = (struct import_cases){
		.told = &im->told,
		.matches = joined.matches,
		.store = f->store,
		.employer_id = f->employer.id,
		.commit = f->commit,
		.report = im->report,
	};
	if (code == 0)
		code = import_cases_decide(&cases, err);
	return code;
}

static void conclude(struct import *im)
{
	struct import_report *r = im->report;

	r->issues = im->told.issues;
	r->issues_count = im->told.issues_count;
	r->errors = im->told.errors;
	r->warnings = im->told.warnings;
	r->nothing_new = !anything_changes(im);
	r->created_employer = r->created_employer && !r->nothing_new;
	r->refused = r->errors > 0 && !im->request->accept_good;
}

/* ---- the ledger entry ---- */

const char *import_kind_words(enum fact_kind kind)
{
	static const char *const WORDS[FACT_KINDS] = {"cases", "episodes", "stages", "factors", "tasks", "surges", "holdings"};

	return WORDS[kind];
}

static void write_count(struct json_writer *w, const char *key, const struct import_count *c)
{
	json_begin_object(w, key);
	json_int(w, "added", c->added);
	json_int(w, "replaced", c->replaced);
	json_int(w, "withdrawn", c->withdrawn);
	json_end(w, '}');
}

static void write_files(struct json_writer *w, const struct import_files *list)
{
	json_begin_array(w, "files");
	for (size_t i = 0; i < list->files_count; i++) {
		const struct import_file *f = &list->files[i];

		json_begin_object(w, NULL);
		json_text(w, "name", f->name);
		json_text(w, "format", format_words(f->format));
		json_int(w, "bytes", (int64_t)f->bytes);
		json_text_or_null(w, "sha256", f->sha256);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void write_payload(struct buf *out, const struct import_report *r)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	write_files(&w, &r->files);
	for (int kind = 0; kind < FACT_KINDS; kind++)
		write_count(&w, import_kind_words((enum fact_kind)kind), &r->facts[kind]);
	json_int(&w, "services_added", r->services_added);
	write_count(&w, "teams", &r->teams);
	write_count(&w, "persons", &r->persons);
	write_count(&w, "posts", &r->posts);
	write_count(&w, "reductions", &r->reductions);
	write_count(&w, "lines", &r->lines);
	json_int(&w, "holdings_left_out", r->holdings_left_out);
	json_int(&w, "errors", r->errors);
	json_int(&w, "warnings", r->warnings);
	json_end(&w, '}');
}

static int end_commit(struct import *im, struct footing *f, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {
		.actor = im->request->actor,
		.action = im->request->demo ? "demo" : "import",
		.object = im->request->employer,
		.instant = im->request->instant,
	};
	struct commit *c = f->commit;
	int code;

	write_payload(&payload, im->report);
	entry.payload = buf_text(&payload);
	f->commit = NULL;
	code = commit_end(c, &entry, &im->report->position, err);
	buf_free(&payload);
	return code;
}

/* ---- trying until nobody comes in between ---- */

static int try_once(struct import *im, struct footing *f, bool commit, struct err *err)
{
	struct arena *a = arena_new();
	bool reading = false;
	int code = 0;

	forget_last_try(im);
	/* One moment for roster and cases; a commit sees to that itself, by the position it begins at. */
	if (!commit && f->store != NULL) {
		code = store_begin_reading(f->store, err);
		reading = code == 0;
	}
	if (code == 0)
		code = read_footing(im, a, f, err);
	if (code == 0 && commit)
		code = begin(im, f, err);
	if (code == 0)
		code = decide(im, a, f, err);
	if (code == 0) {
		conclude(im);
		if (commit && !im->report->refused && !im->report->nothing_new)
			code = end_commit(im, f, err);
	}
	if (reading)
		store_end_reading(f->store);
	commit_abandon(f->commit);
	f->commit = NULL;
	arena_free(a);
	return code;
}

static int try_to_settle(struct import *im, struct store *store, bool commit, struct err *err)
{
	int code = 0;

	for (int i = 0; i < IMPORT_TRIES; i++) {
		struct footing f = {.store = store};

		code = try_once(im, &f, commit, err);
		if (code == 0 || !f.moved)
			return code;
	}
	return code;
}

/* Opens the database and decides; `commit` says whether what changes goes in. */
static int settle_in(struct import *im, enum store_mode mode, bool commit, struct err *err)
{
	struct store *store;
	int code = store_open(im->request->database, mode, &store, err);

	if (code != 0)
		return code;
	code = schemes_of_store(store, err);
	if (code == 0)
		code = try_to_settle(im, store, commit, err);
	store_close(store);
	return code;
}

/* Where there is no database yet it is made only once it is certain that something goes in. */
static int settle(struct import *im, struct err *err)
{
	bool commit = !im->request->dry_run && (im->told.errors == 0 || im->request->accept_good);
	bool there = access(im->request->database, F_OK) == 0;
	int code;

	if (there)
		return settle_in(im, commit ? STORE_WRITE : STORE_READ, commit, err);
	code = try_to_settle(im, NULL, false, err);
	if (code != 0 || !commit || im->report->refused || im->report->nothing_new)
		return code;
	return settle_in(im, STORE_CREATE, true, err);
}

/* ---- the entrances ---- */

/* An employer's code stands in addresses and file names. */
static bool is_employer_code(const char *code)
{
	size_t n = strlen(code);

	if (n == 0 || n > INTAKE_REF || strchr("-_.", code[0]) != NULL)
		return false;
	return strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == n;
}

static int check_request(const struct import_request *r, struct err *err)
{
	if (is_employer_code(r->employer))
		return 0;
	return err_set(err, PL_INVALID, "the employer code \"%.40s\" cannot be used: expected letters, digits, '-', '_' and '.', "
		"at most %d, beginning with a letter or digit", r->employer, INTAKE_REF);
}

static int run(struct import *im, int (*fill)(struct import *im, void *with, struct err *err), void *with, struct err *err)
{
	int code = check_request(im->request, err);

	if (code != 0)
		return code;
	gather_open(&im->told, im->a);
	code = fill(im, with, err);
	im->issues_read = im->told.issues_count;
	im->errors_read = im->told.errors;
	im->warnings_read = im->told.warnings;
	if (code == 0)
		code = settle(im, err);
	gather_close(&im->told);
	return code;
}

static int fill_from_files(struct import *im, void *with, struct err *err)
{
	(void)with;
	return read_files(im, err);
}

int import_run(struct arena *a, const struct import_request *r, struct import_report *ret, struct err *err)
{
	struct import_report report = {0};
	struct import im = {.a = a, .request = r, .report = &report};
	int code = run(&im, fill_from_files, NULL, err);

	if (code == 0)
		*ret = report;
	return code;
}

struct feeding {
	int (*feed)(void *context, const struct intake *to, struct err *err);
	void *context;
};

static int fill_from_feed(struct import *im, void *with, struct err *err)
{
	const struct feeding *f = with;
	struct import_files *list = &im->report->files;
	struct intake intake;

	*ARENA_PUSH(im->a, &list->files, &list->files_count, &list->files_room) = (struct import_file){.path = "", .name = ""};
	intake = gather_intake(&im->told, &list->files[0], 0);
	return f->feed(f->context, &intake, err);
}

int import_run_fed(struct arena *a, const struct import_request *r,
	int (*feed)(void *context, const struct intake *to, struct err *err), void *context, struct import_report *ret,
	struct err *err)
{
	struct import_report report = {0};
	struct import im = {.a = a, .request = r, .report = &report};
	struct feeding with = {feed, context};
	int code = run(&im, fill_from_feed, &with, err);

	if (code == 0)
		*ret = report;
	return code;
}

/* ---- undoing ---- */

static int find_last_import(struct store *s, struct arena *a, const struct employer *e, int64_t *ret, struct err *err)
{
	struct ledger_row *rows;
	size_t count;
	int code = store_ledger(s, a, e->id, LEDGER_LOOK_BACK, &rows, &count, err);

	if (code != 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		if (str_equal(rows[i].action, "import") && rows[i].undone_by == 0) {
			*ret = rows[i].sequence;
			return 0;
		}
	}
	return err_set(err, PL_NOT_FOUND, "%s has no import that could be undone", e->code);
}

static int undo(struct store *s, const struct employer *e, const char *actor, int64_t instant, struct import_undone *u,
	struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = actor, .action = "undo", .object = e->code, .instant = instant};
	struct json_writer w = json_to(&payload);
	struct commit *c;
	int code = commit_begin(s, e->id, e->position, &c, err);

	if (code != 0)
		return code;
	code = commit_undo(c, u->sequence, &u->rows, err);
	if (code == 0) {
		json_begin_object(&w, NULL);
		json_int(&w, "undone", u->sequence);
		json_int(&w, "rows", u->rows);
		json_end(&w, '}');
		entry.payload = buf_text(&payload);
		code = commit_end(c, &entry, &u->position, err);
	} else {
		commit_abandon(c);
	}
	buf_free(&payload);
	return code;
}

int import_undo(const char *database, const char *employer, int64_t sequence, const char *actor, int64_t instant,
	struct import_undone *ret, struct err *err)
{
	struct import_undone undone = {.sequence = sequence};
	struct arena *a = arena_new();
	struct employer e;
	struct store *s = NULL;
	int code = store_open(database, STORE_WRITE, &s, err);

	if (code == 0)
		code = store_employer(s, a, employer, &e, err);
	if (code == 0 && sequence == 0)
		code = find_last_import(s, a, &e, &undone.sequence, err);
	if (code == 0)
		code = undo(s, &e, actor, instant, &undone, err);
	if (s != NULL)
		store_close(s);
	arena_free(a);
	if (code == 0)
		*ret = undone;
	return code;
}
