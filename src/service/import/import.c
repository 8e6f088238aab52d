#include "service/import/import.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "exchange/england.h"
#include "exchange/scheme_library.h"
#include "service/import/file_reader.h"
#include "service/import/import_cases.h"
#include "service/import/import_people.h"
#include "service/import/import_plan.h"
#include "service/import/import_rehearse.h"
#include "service/import/import_report.h"
#include "service/pictures/scheme_use.h"
#include "store/load_facts.h"

enum {
	STARTER_SERVICES = 2,       /* of an employer that is made */
	IMPORT_TRIES = 5,           /* how often it is decided anew when somebody else commits meanwhile */
	PAYLOAD_BYTES = 1024 * 1024
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
	struct service_row *services; /* with the scheme each has on the day; then those that the files name besides */
	size_t services_count, services_known;
	int32_t full_time_minutes;  /* of the first service with a scheme */
	struct import_plan plan;
	bool moved;                 /* somebody committed between reading and writing */
};

static int32_t day_of_import(const struct import *im)
{
	return clock_day_of(im->request->instant);
}

/* ---- reading ---- */

static void tell_progress(void *context, const struct import_file *file, uint64_t bytes)
{
	const struct import *im = context;

	im->request->progress(im->request->context, file->path, im->bytes_before + bytes, im->bytes_total);
}

static bool asked_to_stop(void *context)
{
	const struct import *im = context;

	return im->request->stop(im->request->context);
}

static int read_file(struct import *im, size_t i, struct err *err)
{
	struct import_file *f = &im->report->files.files[i];
	struct intake intake = gather_intake(&im->told, f, (int32_t)i);
	struct input in;
	int code = import_file_open(f, &in, err);

	if (code < 0)
		return code;
	code = file_read(im->request->parsers, &in, f->format, &intake, err);
	import_file_close(f, &in);
	im->bytes_before += f->bytes;
	return code;
}

static int read_files(struct import *im, struct err *err)
{
	const struct import_request *r = im->request;
	struct import_files *list = &im->report->files;
	int code = r->inputs_count > 0 ? import_files_take(im->a, r->parsers, r->inputs, r->inputs_count, list, err)
		: import_files_find(im->a, r->parsers, r->paths, r->paths_count, list, err);

	im->told.progress = r->progress != NULL ? tell_progress : NULL;
	im->told.stop = r->stop != NULL ? asked_to_stop : NULL;
	im->told.context = im;
	for (size_t i = 0; code == 0 && i < list->files_count; i++)
		im->bytes_total += list->files[i].bytes;
	for (size_t i = 0; code == 0 && i < list->files_count; i++)
		code = read_file(im, i, err);
	for (size_t i = 0; code == 0 && !r->dry_run && i < list->files_count; i++)
		code = import_file_hash(&list->files[i], err);
	if (code == 0 && r->all_read != NULL)
		code = r->all_read(r->context, err);
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
static void learn_services(struct import *im, struct arena *a, struct footing *f)
{
	struct service_row *rows = arena_array(a, f->services_count + im->told.services_count, sizeof *rows);

	if (f->services_count > 0)
		memcpy(rows, f->services, f->services_count * sizeof *rows);
	f->services = rows;
	f->services_known = f->services_count;
	for (size_t i = 0; i < im->told.services_count; i++) {
		const char *service = im->told.services[i];
		const struct service_row *known = find_service(f, service);

		if (known == NULL || scheme_is_none(known->scheme))
			warn_of_no_scheme(im, a, service);
		if (known == NULL)
			rows[f->services_count++] = (struct service_row){service, service, &SCHEME_NONE};
	}
	f->plan.services = rows + f->services_known;
	f->plan.services_count = f->services_count - f->services_known;
	im->report->services_added = (int64_t)f->plan.services_count;
}

/* Real records and invented ones never share a database, let alone an employer: a page that is marked as invented must not
 * show somebody's child, nor one that is not marked an invented one (service/demo/make_demo.c sees to the other half). */
static int check_nothing_invented(const struct import *im, struct arena *a, const struct footing *f, struct err *err)
{
	struct employer *employers = NULL;
	size_t count = 0;
	int code = 0;

	if (im->request->demo || f->store == NULL)
		return 0;
	if (f->employer.id == 0)
		code = store_employers(f->store, a, &employers, &count, err);
	else if (f->employer.demo)
		return err_set(err, PL_INVALID, "%s is an invented employer: expected a database of its own for real records",
			im->request->employer);
	for (size_t i = 0; i < count && code == 0; i++)
		if (employers[i].demo)
			code = err_set(err, PL_INVALID, "%.200s holds an invented employer (%.40s): expected a database of its own for real "
				"records", store_name(a, im->request->database), employers[i].code);
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
		return check_nothing_invented(im, a, f, err);
	}
	if (code == 0)
		code = check_nothing_invented(im, a, f, err);
	if (code == 0)
		code = store_settings_on(f->store, day_of_import(im), &f->employer, err);
	if (code == 0)
		code = store_roster(f->store, a, f->employer.id, &f->roster, err);
	return code == 0 ? read_services(f, day_of_import(im), a, err) : code;
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

	return r->services_added > 0 || r->cases_changed > 0 ||
		r->teams.added + r->teams.replaced > 0 || r->persons.added + r->persons.replaced > 0 ||
		r->posts.added + r->posts.replaced > 0 || r->reductions.added + r->reductions.replaced > 0 ||
		r->skills.added + r->skills.replaced > 0 || r->weeks.added + r->weeks.replaced > 0 ||
		r->lines.added + r->lines.replaced > im->starter_lines;
}

/* Begins a commit at the position that was decided on. */
static int begin(struct import *im, struct arena *a, struct footing *f, struct commit **ret, struct err *err)
{
	const struct import_request *r = im->request;
	struct new_employer e = {
		.code = r->employer,
		.name = r->name != NULL ? r->name : r->employer,
		.country = "England",
		.time_zone = "Europe/London",
		.demo = r->demo,
		.services = f->services,
		.services_count = f->services_known,
	};
	int code = commit_begin(f->store, f->employer.id, f->employer.position, ret, err);

	/* An employer that is made has no position that could have moved. */
	if (code == 0 && f->employer.id == 0) {
		int32_t id;

		code = check_nothing_invented(im, a, f, err);
		if (code == 0)
			code = commit_employer(*ret, &e, &id, err);
	}
	f->moved = code == PL_CONFLICT;
	return code;
}

static int decide(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	struct import_people people;
	struct import_cases cases;

	learn_services(im, a, f);
	people = (struct import_people){
		.told = &im->told,
		.known = &f->roster,
		.starter = scheme_by_id(CHILDREN_STARTER, 0),
		.full_time_minutes = f->full_time_minutes,
		.report = im->report,
		.live = f->employer.live,
		.today = day_of_import(im),
	};
	im->starter_lines = import_people_join(a, &people, &f->plan.roster);
	im->report->created_employer = f->employer.id == 0;
	cases = (struct import_cases){
		.told = &im->told,
		.matches = f->plan.roster.matches,
		.store = f->store,
		.employer_id = f->employer.id,
		.plan = f->plan.cases != NULL ? &f->plan : NULL,
		.report = im->report,
		.today = day_of_import(im),
		.live = f->employer.live,
		.gains = a,
		.a = im->a,
		.may_open = im->request->may_open,
		.context = im->request->context,
	};
	return import_cases_decide(&cases, err);
}

static bool any_record(const struct import_files *list)
{
	for (size_t i = 0; i < list->files_count; i++)
		if (list->files[i].records > 0)
			return true;
	return false;
}

static void conclude(struct import *im)
{
	struct import_report *r = im->report;

	r->issues = im->told.issues;
	r->issues_count = im->told.issues_count;
	r->errors = im->told.errors;
	r->warnings = im->told.warnings;
	r->nothing_new = !anything_changes(im) && !(im->request->dry_run && r->hidden_rows > 0);
	r->nothing_good = r->errors > 0 && r->nothing_new && !any_record(&r->files);
	if (r->nothing_new)
		r->lines = (struct import_count){0}; /* those that a new employer would have had */
	r->created_employer = r->created_employer && !r->nothing_new;
	r->refused = r->errors > 0 && !im->request->accept_good;
}

static int end_commit(struct import *im, struct commit *c, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {
		.actor = im->request->actor,
		.action = im->request->demo ? "demo" : "import",
		.object = im->request->employer,
		.instant = im->request->instant,
	};
	const struct form_sent *form = im->request->form;
	int code;

	import_report_write(&payload, im->report);
	entry.payload = buf_text(&payload);
	code = form != NULL ? commit_once(c, form->account_id, form->once, form->outcome, err) : 0;
	if (code == 0)
		code = commit_end(c, &entry, &im->report->position, err);
	else
		commit_abandon(c);
	buf_free(&payload);
	return code;
}

/* ---- trying until nobody comes in between ---- */

/* Reads and decides at one moment, which nobody has to wait for. */
static int decide_now(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	int code = f->store != NULL ? store_begin_reading(f->store, err) : 0;

	if (code < 0)
		return code;
	code = read_footing(im, a, f, err);
	/* What is gained has to be written to be judged, in a dry run too. */
	if (code == 0 && f->employer.live && f->plan.cases == NULL)
		f->plan.cases = spool_new();
	if (code == 0)
		code = decide(im, a, f, err);
	if (f->store != NULL)
		store_end_reading(f->store);
	return code;
}

/* Puts what is gained to the lines, where allocations are negotiated. */
static int judge_gains(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	const struct import_request *r = im->request;
	int code;

	if (f->plan.gains_count == 0)
		return 0;
	if (r->writing != NULL)
		r->writing(r->context, true);
	code = import_rehearse(&(struct import_rehearsal){&f->plan, f->store, &f->employer, day_of_import(im)}, err);
	if (r->writing != NULL)
		r->writing(r->context, false);
	f->moved = code == PL_CONFLICT;
	if (code == 0)
		import_tell_gains(a, &f->plan, &im->told, im->report);
	return code;
}

static int write_plan(struct import *im, struct arena *a, struct footing *f, struct err *err)
{
	const struct import_request *r = im->request;
	struct commit *c = NULL;
	int code;

	if (r->writing != NULL)
		r->writing(r->context, true);
	code = begin(im, a, f, &c, err);
	if (code == 0 && r->may_commit != NULL)
		code = r->may_commit(r->context, f->store, err);
	if (code == 0)
		code = import_plan_write(&f->plan, c, err);
	if (code == 0)
		code = end_commit(im, c, err);
	else
		commit_abandon(c);
	if (f->moved && r->writing != NULL)
		r->writing(r->context, false);
	return code;
}

static int try_once(struct import *im, struct footing *f, bool commit, struct err *err)
{
	struct arena *a = arena_new();
	int code;

	forget_last_try(im);
	f->plan.cases = commit ? spool_new() : NULL;
	code = decide_now(im, a, f, err);
	if (code == 0)
		code = judge_gains(im, a, f, err);
	if (code == 0)
		conclude(im);
	if (code == 0 && im->report->hidden_count > 0 && im->request->hidden != NULL)
		code = im->request->hidden(im->request->context, im->report->hidden_refs, im->report->hidden_count, err);
	if (code == 0 && commit && !im->report->refused && !im->report->nothing_new)
		code = write_plan(im, a, f, err);
	f->plan.cases = spool_free(f->plan.cases);
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

static int open_store(const struct import *im, enum store_mode mode, struct store **ret, struct err *err)
{
	int code = store_open(im->request->database, mode, ret, err);

	if (code == 0)
		store_stay(*ret, im->request->answer_ms, NULL);
	return code;
}

/* Whether a dry run, too, has to write what it drops again. */
static int has_to_rehearse(const struct import *im, bool *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct employer e = {.live = false};
	struct store *store;
	int code = open_store(im, STORE_READ, &store, err);

	if (code == 0) {
		code = store_employer(store, a, im->request->employer, &e, err);
		if (code == 0)
			code = store_settings_on(store, day_of_import(im), &e, err);
		store_close(store);
	}
	*ret = e.live;
	arena_free(a);
	return code == PL_NOT_FOUND ? 0 : code;
}

static int open_database(const struct import *im, bool commit, struct store **ret, struct err *err)
{
	bool rehearses = false;
	int code = commit ? 0 : has_to_rehearse(im, &rehearses, err);

	if (code != 0)
		return code;
	return open_store(im, commit ? STORE_CREATE : rehearses ? STORE_SHARE : STORE_READ, ret, err);
}

/* Opens the database and decides; `commit` says whether what changes goes in. What is made here is nobody else's yet. */
static int settle_in(struct import *im, bool commit, struct err *err)
{
	bool is_begun = store_is_begun(im->request->database);
	struct store *store;
	int code = open_database(im, commit, &store, err);

	if (code != 0)
		return code;
	if (is_begun)
		store_share(store);
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
	int code;

	if (store_is_begun(im->request->database))
		return settle_in(im, commit, err);
	code = try_to_settle(im, NULL, false, err);
	if (code != 0 || !commit || im->report->refused || im->report->nothing_new)
		return code;
	return settle_in(im, true, err);
}

/* ---- the entrances ---- */

/* An employer's code stands in addresses and file names. */
static bool is_employer_code(const char *code)
{
	size_t n = strlen(code);

	if (strchr("-_.", code[0]) != NULL || !england_is_case_ref(str_of(code)))
		return false;
	return strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == n;
}

static int check_request(const struct import_request *r, struct err *err)
{
	if (is_employer_code(r->employer))
		return 0;
	return err_set(err, PL_INVALID, "the employer code \"%.40s\" cannot be used: expected letters, digits, '-', '_' and '.', "
		"at most %d, beginning with a letter or digit and not ending in .csv or .json", r->employer, INTAKE_REF);
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
