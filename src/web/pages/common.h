/* common.h: words and look-ups that several pages share. */
#pragma once

#include "core/listing.h"
#include "web/page.h"

/* "35.3" against "of 25.2 h"; "of an unknown capacity" where the records give no contract. */
const char *capacity_words(struct arena *a, const struct post_load *load);

/* "412 of 503 hours a week": the work of posts whose capacity is known, against it. */
const char *pooled_words(struct arena *a, const struct pooled_load *pool);
/* ", and 37 h of 4 people whose contract is not known"; "" where all are known. */
const char *unmeasured_words(struct arena *a, const struct pooled_load *pool, const struct people *people);
/* How much is used of `whose` capacity ("the team’s capacity"), and how many people are past their line. */
struct tile_view capacity_tile(struct arena *a, const struct pooled_load *pool, const struct people *people, const char *whose);
struct tile_view past_line_tile(struct arena *a, const struct pooled_load *pool, const struct people *people);
/* How much of a line is used, "126%"; "" where that cannot be said. */
const char *line_percent_words(struct arena *a, const struct line_state *state);
/* "2 of 10 people are past their line, not known for 3". */
const char *people_past_line(struct arena *a, const struct people *people);
/* Said beside what waits where no file has told who holds a case; "" elsewhere. */
const char *no_holders_words(const struct snapshot *s);
/* "7 people", "7 people in 8 posts". */
const char *people_words(struct arena *a, const struct people *people, int32_t posts);

/* What stands beside the band: "+40% past the line", "95% of capacity", "" where there is no such share. */
const char *band_note(struct arena *a, const struct post_load *load);

/* "Case load of 20 for a full-time post, agreed by ..."; what the line says. */
const char *line_words(struct arena *a, const struct line_row *line);

/* "shown, binds nobody", where an employer works by principles; "" else. */
const char *binds_nobody_words(const struct snapshot *s);

/* "the council and the union, 1 April 2026": who agreed it, and when. */
const char *agreed_words(struct arena *a, const struct line_row *line);

/* "3 holders whose FTE is 0 or not known add cases and no FTE", which makes an average caseload too high; "" where there is none. */
const char *without_fte_words(struct arena *a, const struct counts *counts);

/* "lead", "co-worker, half of the weight": a role, and the share where it is not the whole. */
const char *holding_words(struct arena *a, enum holding_role role, int32_t share_permille);

/* Why a holding ended, or that it is the worker's own affair: `sees` is whether a personal reason may be read. */
const char *end_of_holding_words(struct arena *a, const char *reason, bool sees);
/* What stands in place of a personal reason. */
#define REASON_OF_ONES_OWN "A reason of the worker’s own"

/* "Standard: 12 cases, CWLA ..."; `own` where the number is no scheme's. */
const char *source_words(struct arena *a, const struct scheme_source *source, const char *own);

/* Whom or what a line is for: "every employer", the employer, a service, a team, a person. */
const char *line_target(const struct page_context *ctx, const struct line_row *line);

/* The name of a case's type; "No weight for this kind of work" where the scheme has none. */
const char *type_name(const struct snapshot *s, const struct case_row *c);

/* The name of a team, "No team in the records" for -1. */
const char *team_label(const struct snapshot *s, int32_t team);
/* Addresses of what the viewer may open; "" for what not, which then stands without a link. */
const char *team_href(const struct page_context *ctx, int32_t team);
const char *worker_href(const struct page_context *ctx, int32_t person);
const char *case_href(const struct page_context *ctx, int32_t place);
/* The same of somebody's or something's name in words that do not have it, such as "Restricted" and "Worker 3". */
const char *case_words(const struct page_context *ctx, int32_t place);
const char *listed_label(const struct page_context *ctx, const struct listed_post *row);
/* Who could hold an open case, for whoever may offer it today; "" for all others. */
const char *propose_case_href(const struct page_context *ctx, int32_t place);
/* Words for a case that may not be named. */
const char *case_showing_words(enum case_showing showing);
/* The same for who is a party to what is said of it, of whatever team it is now: what was put to them, or asked by them, keeps its
 * reference. Restricted it stays unnamed. `place` -1: it is closed, and `ref` is what it was called. */
const char *case_words_for_party(const struct page_context *ctx, int32_t place, const char *ref, bool is_party);
/* The address of a case that somebody held once. */
const char *once_held_href(const struct page_context *ctx, const struct held_case *held);

/* The team whose work a case in the pile is: its own, else that of whoever holds it in name; -1. */
int32_t pile_row_team(const struct snapshot *s, const struct pile_row *row);

/* The posts of a team, or with -1 those without one: places in the snapshot. In the arena. */
const int32_t *team_posts(struct arena *a, const struct snapshot *s, int32_t team, size_t *ret_count);

/* What waits in the whole employer. */
struct pile_sum waiting_in_all(const struct picture *p);

/* One thing to sort: where it stands, by what number, and its name for those that are equal. */
struct sort_key {
	int32_t place;
	int64_t value;
	const char *text;
};

/* Sorts by value, or by text if all values are 0; `down` puts the greatest first. Equals stand by name. */
void sort_places(struct sort_key *keys, size_t count, bool down);
