/* health_words.h: what the figures of a health check are called where people read them (core/health.h): units, why a figure is not known, and
 * of what a share or a mean is worked out. */
#pragma once

#include "core/health.h"

/* "workers", "minutes", "full-time equivalents": what one of the unit is, for a table that says it once. */
const char *health_unit_words(enum health_unit unit);

/* Why there is no figure: "the records do not say"; "" where it is known. */
const char *health_known_words(enum health_known known);
/* The same of a figure: what is told of quarters that are over is not said to be about single workers. */
const char *health_why_words(const struct health_figure *f);

/* How the part and the whole of a figure are counted. */
enum health_part { PART_COUNT, PART_MINUTES, PART_FTE, PART_POUNDS };
/* "count", "minutes", "fte", "pounds": its unit in files. */
const char *health_part_code(enum health_part part);

struct health_parts {
	enum health_part part, whole;
	const char *part_words;  /* "" for a share: "12 of 96 workers"; else both are said: "812 cases, 53 workers" */
	const char *whole_words;
};
struct health_parts health_parts_of(enum health_measure m);

/* Measures that are to be read beside one another: a count with its hours and its range (R30). The first of them that belong to a measure;
 * HEALTH_MEASURES ends the list. */
enum { HEALTH_BESIDE_MOST = 3 };
const enum health_measure *health_beside(enum health_measure m);
