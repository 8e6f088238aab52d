/* The time of a dry run whose file is read by a confined parser: import_confined FOLDER FILE. Prints microseconds. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sandbox/keeper.h"
#include "service/import/file_reader.h"
#include "service/import/import.h"

static int import(void *context, const struct keeper_link *link, int signer)
{
	const char *const *paths = context;
	const struct import_request request = {.database = "/none/such.db", .employer = "bench", .paths = &paths[1],
		.paths_count = 1, .parsers = keeper_parsers(link), .dry_run = true, .actor = "bench"};
	struct arena *a = arena_new();
	struct import_report report;
	struct timespec from, to;
	struct err err;
	int rc;

	(void)signer;
	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	rc = import_run(a, &request, &report, &err);
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	if (rc < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	else
		(void)printf("%lld\n", (long long)(to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
	arena_free(a);
	return rc < 0 ? 1 : 0;
}

int main(int argc, char **argv)
{
	const char *paths[2];
	struct keeper_plan plan = {.web = import, .parser = file_parse, .context = paths};
	struct err err;
	int status;

	if (argc != 3)
		return 2;
	paths[0] = argv[1];
	paths[1] = argv[2];
	plan.own.data = paths[0];
	if (keeper_run(&plan, &status, &err) < 0) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	return status;
}
