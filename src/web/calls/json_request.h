/* json_request.h: what a program's request says, member by member.
 *
 * The first thing that is wrong is kept, as one sentence that names the member; what is read after it is the value of a member that
 * is not there. So a whole request is read, and then asked once whether it was right (json_request_end), which also refuses members that
 * nobody asked for: a misspelt one must not be passed over.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "core/snapshot.h"

struct json_request;

/* An object. In the arena, but for what json_request_free gives back. PL_INVALID, PL_LIMIT. */
int json_request_read(struct arena *a, struct str text, struct json_request **ret, struct err *err) PL_MUST_CHECK;
void json_request_free(struct json_request *t);

enum member_need { MEMBER_OPTIONAL, MEMBER_NEEDED };

/* Of 1 to `most` bytes, in the arena; "" where it is not there. */
const char *member_text(struct json_request *t, const char *key, size_t most, enum member_need need);
int32_t member_number(struct json_request *t, const char *key, int32_t least, int32_t most, int32_t otherwise);
bool member_bool(struct json_request *t, const char *key, bool otherwise);
/* yyyy-mm-dd. */
int32_t member_day(struct json_request *t, const char *key, int32_t otherwise);
/* yyyy-mm-ddThh:mm:ssZ, as seconds since 1970. */
int64_t member_instant(struct json_request *t, const char *key, int64_t otherwise);
/* An object; NULL where it is not there. */
struct json_request *member_object(struct json_request *t, const char *key);
/* Objects in a list, at most so many. */
size_t member_list(struct json_request *t, const char *key, size_t most, struct json_request **ret);

/* Notes that a member is not what it should be: "expected ...". */
void member_wrong(struct json_request *t, const char *key, const char *expected);

/* 0 if all was right. */
int json_request_end(struct json_request *t, struct err *err) PL_MUST_CHECK;
