/* import, undo: files in, and an import taken back. */
#include "service/import.h"
#include "service/import_undo.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/report.h"

struct import_options {
	struct common_options common;
	bool dry_run, accept_good;
	int64_t entry; /* undo: 0 for the last import */
	const char **paths;
	size_t paths_count;
};

static error_t parse_import(int key, char *value, struct argp_state *state)
{
	struct import_options *o = state->input;

	switch (key) {
	case KEY_DRY_RUN:
		o->dry_run = true;
		return 0;
	case KEY_ACCEPT_GOOD:
		o->accept_good = true;
		return 0;
	case ARGP_KEY_ARG:
		o->paths[o->paths_count++] = value;
		return 0;
	case ARGP_KEY_END:
		common_require(&o->common, true, state);
		if (o->paths_count == 0)
			argp_error(state, "expected at least one file to import");
		return 0;
	default:
		return common_option(&o->common, key, value, state);
	}
}

static void draw_progress(void *context, const char *path, uint64_t done, uint64_t total)
{
	progress_draw(context, path, done, total);
}

/* The report, whatever it says; records that are wrong are a failure, unless the user said that the good ones are enough. */
static int tell_import(const struct import_request *request, const struct import_report *report, bool json)
{
	struct buf out = BUF_INIT(64 * 1024 * 1024);
	struct err err;
	int status;

	report_import(&out, request, report, json);
	status = print_buf(&out);
	if (!report->refused)
		return status;
	(void)err_set(&err, PL_INVALID, "nothing was changed, because records are wrong (%lld of them): mend them, or take the good "
		"ones with --accept-good", (long long)report->errors);
	return command_fails(&err);
}

int command_import(int argc, char **argv)
{
	const struct argp_option options[] = {COMMON_DB, COMMON_EMPLOYER,
		{"dry-run", KEY_DRY_RUN, NULL, 0, "say what would change and change nothing", 0},
		{"accept-good", KEY_ACCEPT_GOOD, NULL, 0, "take the good records although others are wrong", 0}, COMMON_JSON, {0}};
	const struct argp argp = {options, parse_import, "PATH...",
		"Takes in the files a council has. They are recognised by what stands in them, and joined.", NULL, NULL, NULL};
	struct arena *a = arena_new();
	struct import_options o = {.common = {.on = DAY_MIN}, .paths = arena_array(a, (size_t)argc + 1, sizeof *o.paths)};
	struct progress_bar bar = progress_bar();
	struct import_request request = {.progress = draw_progress, .progress_context = &bar};
	struct import_report report;
	struct err err;
	int status, rc;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	request.database = o.common.db;
	request.employer = o.common.employer;
	request.paths = o.paths;
	request.paths_count = o.paths_count;
	request.dry_run = o.dry_run;
	request.accept_good = o.accept_good;
	request.actor = command_actor();
	request.instant = clock_now();
	rc = import_run(a, &request, &report, &err);
	progress_end(&bar);
	status = rc == 0 ? tell_import(&request, &report, o.common.json) : command_fails(&err);
	arena_free(a);
	return status;
}

static error_t parse_undo(int key, char *value, struct argp_state *state)
{
	struct import_options *o = state->input;

	switch (key) {
	case KEY_ENTRY:
		o->entry = option_number("entry", value, 1, INT64_MAX / 2, state);
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument '%.60s'", value);
		return 0;
	case ARGP_KEY_END:
		common_require(&o->common, true, state);
		return 0;
	default:
		return common_option(&o->common, key, value, state);
	}
}

int command_undo(int argc, char **argv)
{
	const struct argp_option options[] = {COMMON_DB, COMMON_EMPLOYER,
		{"entry", KEY_ENTRY, "N", 0, "the ledger entry to take back (the last import that stands)", 0}, COMMON_JSON, {0}};
	const struct argp argp = {options, parse_undo, "",
		"Takes back an import: what it made goes, what it replaced comes back. The ledger keeps both.", NULL, NULL, NULL};
	struct import_options o = {.common = {.on = DAY_MIN}};
	struct import_undone undone;
	struct err err;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (import_undo(o.common.db, o.common.employer, o.entry, command_actor(), clock_now(), &undone, &err) < 0)
		return command_fails(&err);
	if (o.common.json)
		(void)printf("{\"undone\":%lld,\"ledger_position\":%lld,\"rows\":%lld}\n", (long long)undone.sequence,
			(long long)undone.position, (long long)undone.rows);
	else
		(void)printf("Entry %lld is taken back by entry %lld: %lld rows.\n", (long long)undone.sequence,
			(long long)undone.position, (long long)undone.rows);
	return EXIT_DONE;
}
