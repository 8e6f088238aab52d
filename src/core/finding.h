/* finding.h: what a health check finds, in a sentence, and when it was found before: ten years' memory (R84, R103). The
 * table is finding.def.
 *
 * A *finding* is a figure that somebody has to look at: it says what, whom it concerns and what has helped. It judges
 * nobody, and none is about one worker. That a finding comes back is told by the quarters of the calendar in which it
 * held before, from the records as they are known now: of ten years at most, and no further than the records go.
 *
 * What is so on a day is remembered by the picture of each quarter's last. Some figures take a picture of every day,
 * which ten years have too many of. These are remembered by what was put to somebody at the time: a
 * load past its line and a case that was not looked at are matters of the clock (core/watch.h), protected capacity that
 * was passed an exception. Where there was no such clock yet nothing is remembered, and nothing is said. */
#pragma once

#include "core/health_records.h"

enum finding_code {
#define FINDING(name, code, measure, condition, number, memory, one, many, concerns, helped) FINDING_##name,
#include "core/finding.def"
#undef FINDING
	FINDINGS
};

enum finding_memory {
	MEMORY_MEASURE,         /* the measure, over the quarter or on its last day */
	MEMORY_LAST_DAY,        /* the measure, in the picture of its last day */
	MEMORY_OVER_LINE,       /* a load past a line was put to somebody, and lasted on its last day */
	MEMORY_OVER_LINE_WEEKS, /* one that had lasted for four weeks, on some day of it */
	MEMORY_WAITED,          /* a case that no worker had held for four weeks, on its last day */
	MEMORY_LOOKS,           /* a case that waited and was not looked at was put to somebody */
	MEMORY_MANAGERS,        /* a case in a manager's name and in no worker's, on its last day */
	MEMORY_PROTECTION       /* an exception let somebody into protected capacity, on some day of it */
};

struct finding_row {
	const char *code;
	enum health_measure measure;
	enum finding_memory memory;
	const char *concerns, *helped;  /* sentences */
};
const struct finding_row *finding_row(enum finding_code f);
/* Whether a figure of its measure is one that somebody has to look at. Nothing is found in what is not known, or not
 * told. */
bool finding_holds(enum finding_code f, const struct health_figure *figure);
/* "12 of 96 cases were given without a recorded discussion." In the arena. */
const char *finding_sentence(struct arena *a, enum finding_code f, const struct health_figure *figure);

/* ---- memory ---- */

enum { FINDING_QUARTERS = 40 };

/* Whether its memory is of what the clock put to somebody: of days before work was offered and answered here nothing is
 * known by it. */
bool finding_is_of_the_clock(enum finding_code f);

/* Sections of records (a bit each) that judging it in another quarter needs; 0: none, but the picture of its last
 * day. */
unsigned finding_sections(enum finding_code f);

/* Whether it held in a quarter that is over. `r` bears on all of it, and `figures` are those of its sections for that
 * quarter (health_of_section); where it needs none, those of the picture of its last day (health_of_snapshot), and `r`
 * may be NULL. */
bool finding_held_in(const struct health_records *r, enum finding_code f, const bool *in, struct days quarter,
	const struct health_figure *figures);

/* The quarters before the one that a day is in, the newest first. */
void finding_quarters(int32_t day, struct days ret[FINDING_QUARTERS]);

/* In which of them it held (a bit each, the newest is bit 0) as spells, the oldest first; each from the first day of
 * its first quarter up to the end of its last. In the arena. */
struct days *finding_spells(struct arena *a, int32_t day, uint64_t held, size_t *ret_count);

/* Of a finding that holds now: "since July 2026"; "January to June 2019, again since July 2026". In the arena. */
const char *finding_since(struct arena *a, int32_t day, uint64_t held);
