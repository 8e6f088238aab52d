/* many_days.h: pictures of an employer on each of many days (core/snapshot.h), for what is asked of a period: who was past a line, and
 * for how long.
 *
 * The rows of the whole period are read once, which takes little longer than for one picture; a picture is then made of them in
 * memory, for any of the days, in any order and as often as it is wanted. It says what the picture of that day says of posts, cases,
 * holdings and lines, what they weigh and what waits. Two things are not in it, because no figure of a period is made of them: what workers
 * said of their load, and who may open a restricted case. */
#pragma once

#include "store/store.h"

enum { MANY_DAYS_MOST = 2 * 366 };

struct many_days;

/* PL_NOT_FOUND if there is no such employer, PL_INVALID of more days than MANY_DAYS_MOST. The store is not needed any more then. */
int many_days_read(struct store *s, const char *employer, struct days period, struct many_days **ret, struct err *err) PL_MUST_CHECK;
struct many_days *many_days_free(struct many_days *m);

/* The picture of one of the days; to be dropped before `m` is freed. Not for two threads at once. */
const struct snapshot *many_days_on(struct many_days *m, int32_t day);
