/* gather.h: what all files of an import tell, collected: the people side in memory, facts of cases in a spool, and the
 * issues. Nothing is decided here.
 *
 * In the spool, a holding's post_id and team_id and a case's case_team_id are not ids yet but refs: 1 + the place in
 * `told.refs` of the worker or team that the file named, 0 for none. After the roster is joined, gather_resolve puts the
 * ids in. `source` of a fact is the place of its file in the order of reading.
 */
#pragma once

#include "base/buf.h"
#include "exchange/intake.h"
#include "service/import/import_files.h"
#include "service/import/spool.h"

enum {
	GATHER_PEOPLE = 200000,   /* most teams, workers, reductions, lines, skills or weeks of one import */
	GATHER_SERVICES = 50,     /* most services that the files name */
	GATHER_REFS = 200000      /* most workers and teams named on cases, each counted once */
};

struct gather {
	struct arena *a;
	struct roster_told told;
	struct strmap *refs;
	size_t where_count, where_room;
	const char *services[GATHER_SERVICES]; /* every one that a team, a line or a case names, once */
	size_t services_count;
	struct spool *spool;
	struct fact *scratch;     size_t scratch_room;
	struct buf key;
	struct import_file *file; /* the one that is being read */
	int32_t source;
	struct import_issue *issues; size_t issues_count, issues_room; /* at most INTAKE_ISSUES are kept */
	int64_t errors, warnings;    /* all are counted */
	void (*progress)(void *context, const struct import_file *file, uint64_t bytes);
	bool (*stop)(void *context); /* asked at each record: whether to read no further */
	void *context;               /* of both */
};

void gather_open(struct gather *g, struct arena *a);
void gather_close(struct gather *g);

/* What to give to the reader of a file. */
struct intake gather_intake(struct gather *g, struct import_file *file, int32_t source);

/* Notes an issue; texts are copied. */
void gather_issue(struct gather *g, const struct import_issue *issue);

/* Puts ids in the place of refs; leaves out holdings by somebody who could not be told. Returns how many. */
size_t gather_resolve(const struct roster_match *matches, struct case_facts *facts);
