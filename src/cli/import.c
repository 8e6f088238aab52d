/* import, undo: files in, and an import taken back. */
#include "service/import/import.h"
#include "service/import/import_undo.h"

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/report.h"

static void draw_progress(void *context, const char *path, uint64_t done, uint64_t total)
{
	progress_draw(context, path, done, total);
}

/* The report, whatever it says; records that are wrong are a failure, unless the user said that the good ones are
 * enough. */
static int tell_import(const struct import_request *request, const struct import_report *report, bool json)
{
	struct buf out = BUF_INIT(64 * 1024 * 1024);
	struct err err;
	int status;

	report_import(&out, request, report, json);
	status = print_done(&out, request->employer, report->position);
	if (report->nothing_good && !report->refused) {
		(void)err_set(&err, PL_INVALID, "there is no good record in these files: nothing was changed");
		return command_fails(&err);
	}
	if (!report->refused)
		return status;
	(void)err_set(&err, PL_INVALID,
		"nothing was changed, because records are wrong (%lld of them): mend them, or take the good "
		"ones with --accept-good", (long long)report->errors);
	return command_fails(&err);
}

int command_import(const struct options *o)
{
	struct arena *a = arena_new();
	struct progress_bar bar = progress_bar();
	const struct import_request request = {.database = o->db, .employer = o->employer, .paths = o->arguments,
		.paths_count = o->arguments_count, .dry_run = o->dry_run, .accept_good = o->accept_good, .actor = command_actor(),
		.instant = clock_now(), .progress = draw_progress, .context = &bar};
	struct import_report report;
	struct err err;
	int rc = import_run(a, &request, &report, &err);
	int status;

	progress_end(&bar);
	status = rc == 0 ? tell_import(&request, &report, o->json) : command_fails(&err);
	arena_free(a);
	return status;
}

int command_undo(const struct options *o)
{
	struct buf out = BUF_INIT(1000);
	const struct import_undo_request r = {.database = o->db, .employer = o->employer, .sequence = o->entry,
		.actor = command_actor(), .instant = clock_now()};
	struct import_undone undone;
	struct err err;

	if (import_undo(&r, &undone, &err) < 0)
		return command_fails(&err);
	if (o->json)
		buf_putf(&out, "{\"undone\":%lld,\"ledger_position\":%lld,\"rows\":%lld}\n", (long long)undone.sequence,
			(long long)undone.position, (long long)undone.rows);
	else
		buf_putf(&out, "Entry %lld is taken back by entry %lld: %lld rows.\n", (long long)undone.sequence,
			(long long)undone.position, (long long)undone.rows);
	return print_done(&out, o->employer, undone.position);
}
