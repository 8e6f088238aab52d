/* patterns: how cases came to workers over a time, on the terminal, as JSON or as CSV. */
#include <stdio.h>

#include "cli/command.h"
#include "service/allocation/patterns.h"

enum { OUTPUT_CAP = 512 * 1024 * 1024, CELL_TEXT = 40 };

static const char *figure_text(char out[CELL_TEXT], const struct pattern_cell *c)
{
	if (c->of == 0)
		(void)snprintf(out, CELL_TEXT, "-");
	else
		(void)snprintf(out, CELL_TEXT, "%d of %d", c->count, c->of);
	return out;
}

static void print_pattern(struct buf *out, const struct patterns *p, enum pattern pattern, int32_t team)
{
	const struct pattern_cell *all = pattern_at(p, pattern, team, CONTRACT_ALL);
	char text[CELL_TEXT];

	print_cell(out, pattern_words(pattern), 40);
	for (int contract = CONTRACT_ALL; contract < CONTRACT_KINDS; contract++)
		print_number(out, figure_text(text, pattern_at(p, pattern, team, contract)), 18);
	if (all->of > 0 && all->expected_tenths >= 0)
		buf_putf(out, "  %d.%d by chance%s", all->expected_tenths / 10, all->expected_tenths % 10,
			all->beyond_chance ? ": more than that explains" : "");
	buf_putc(out, '\n');
}

static void print_text(struct buf *out, const struct picture *p, const struct patterns *found, int32_t team)
{
	char from[DATE_WORDS_SIZE], to[DATE_WORDS_SIZE];

	buf_putf(out, "%s, %s to %s: how cases came to workers%s%s%s\n\n", p->snap->employer.name,
		date_words(found->period.from, from), date_words(found->period.until - 1, to), team >= 0 ? " in " : "",
		team >= 0 ? p->snap->teams[team].name : "", p->snap->employer.demo ? " (invented demo data)" : "");
	buf_putf(out, "%-40s%18s%18s%18s%18s\n", "", "All", "Permanent", "Agency", "Newly qualified");
	for (int k = 0; k < PATTERNS; k++)
		print_pattern(out, found, (enum pattern)k, team);
	buf_puts(out, "\nEach is a question to put, and proves nothing: docs/patterns.md.\n");
}

static int print_patterns(struct buf *out, struct arena *a, const struct options *o, struct store *store,
	const struct picture *p, struct err *err)
{
	const struct sight *sight = sight_of_all(a, p->snap);
	struct patterns_asked asked = {.team = TEAMS_ALL};
	struct patterns_shown shown;
	int32_t team;
	int rc = common_team(o, p, &team, err);

	if (rc == 0)
		rc = patterns_period(o->from_day, o->to_day == DAY_MIN ? DAY_MAX : o->to_day, p->snap->day, &asked.period, err);
	if (rc < 0)
		return rc;
	asked.team = team >= 0 ? team : TEAMS_ALL;
	rc = patterns_read(store, a, p->snap, sight, &asked, &shown, err);
	if (rc < 0)
		return rc;
	if (o->json || o->csv)
		resource_patterns(out, o->csv ? RESOURCE_CSV : RESOURCE_JSON, p, &shown, asked.team);
	else
		print_text(out, p, &shown.all, asked.team);
	return 0;
}

int command_patterns(const struct options *o)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(OUTPUT_CAP);
	const struct picture *picture = NULL;
	struct store *store = NULL;
	struct err err;
	int rc = common_open(o, &store, &picture, &err);

	if (rc == 0)
		rc = print_patterns(&out, a, o, store, picture, &err);
	arena_free(a);
	picture_drop(picture);
	store_close(store);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}
