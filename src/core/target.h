/* target.h: where an agreed average caseload should be on a day, and how far the actual one is from it (R89: "average caseloads from
 * 24 to 18").
 *
 * A path goes in a straight line from its start to its goal. All caseloads are tenths of cases for a full-time worker. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct target {
	int32_t start, goal;      /* tenths; the goal is no more than the start */
	int32_t starts, due;      /* days; `due` is the later one */
};

/* Where the path is: before it starts its start, once it is due its goal; rounded half up. */
int32_t target_on(const struct target *t, int32_t day);

enum target_standing {
	TARGET_AHEAD,      /* it has not begun yet */
	TARGET_ON_PATH,    /* the actual caseload is where the path is, or lower */
	TARGET_BEHIND,
	TARGET_REACHED,    /* it is due, and the goal is kept */
	TARGET_MISSED
};
enum target_standing target_standing_on(const struct target *t, int32_t day, int32_t actual);
const char *target_standing_code(enum target_standing standing);
const char *target_standing_words(enum target_standing standing);
