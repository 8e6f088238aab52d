/* told.h: what a program's request says, member by member.
 *
 * The first thing that is wrong is kept, as one sentence that names the member; what is read after it is the value of a member that
 * is not there. So a whole request is read, and then asked once whether it was right (told_end), which also refuses members that
 * nobody asked for: a misspelt one must not be passed over.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "core/snapshot.h"

struct told;

/* An object. In the arena, but for what told_free gives back. PL_INVALID, PL_LIMIT. */
int told_read(struct arena *a, struct str text, struct told **ret, struct err *err) PL_MUST_CHECK;
void told_free(struct told *t);

enum told_need { TOLD_OPTIONAL, TOLD_NEEDED };

/* Of 1 to `most` bytes, in the arena; "" where it is not there. */
const char *told_text(struct told *t, const char *key, size_t most, enum told_need need);
int32_t told_number(struct told *t, const char *key, int32_t least, int32_t most, int32_t otherwise);
bool told_bool(struct told *t, const char *key, bool otherwise);
/* yyyy-mm-dd. */
int32_t told_day(struct told *t, const char *key, int32_t otherwise);
/* yyyy-mm-ddThh:mm:ssZ, as seconds since 1970. */
int64_t told_instant(struct told *t, const char *key, int64_t otherwise);
/* An object; NULL where it is not there. */
struct told *told_object(struct told *t, const char *key);
/* Objects in a list, at most so many. */
size_t told_list(struct told *t, const char *key, size_t most, struct told **ret);

/* Notes that a member is not what it should be: "expected ...". */
void told_wrong(struct told *t, const char *key, const char *expected);

/* 0 if all was right. */
int told_end(struct told *t, struct err *err) PL_MUST_CHECK;
