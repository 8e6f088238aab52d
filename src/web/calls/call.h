/* call.h: what programs ask for (/api/..., docs/api.md): from a request with JSON to an answer in JSON.
 *
 * A call is taken by the same services, under the same guards, as the form of a page. What is refused is answered with a status, a
 * code, one sentence, and the figures that it was decided on. The header Idempotency-Key names a request: who sends it again gets
 * the answer that was given, and nothing is done twice.
 */
#pragma once

#include "base/json_writer.h"
#include "core/remark.h"
#include "service/allocation/allocation.h"
#include "service/matters/matters.h"
#include "web/calls/json_request.h"
#include "web/page.h"

struct call {
	struct page_context *ctx;
	struct json_request *json;
	const char *employer;
	int32_t today;
	int64_t instant;
	const char *asked;                  /* a digest of the request, kept with its key */
	struct allocation_outcome outcome;  /* of a proposal, also of one that was refused */
	struct buf *out;                    /* the answer, where all went well */
};

typedef int (*call_take)(struct call *c, struct err *err);

/* Reads the request, has it taken, and answers. Fails only where it is nobody's fault but ours. */
int call_run(struct page_context *ctx, struct response *res, call_take take, struct err *err) PL_MUST_CHECK;

/* The same for what only shows: nothing is told, and no key needed. */
int call_show(struct page_context *ctx, struct response *res, call_take show, struct err *err) PL_MUST_CHECK;

/* What was answered to a key of this account, behind the digest of what was asked; NULL if it was not used. *ret_undone: what was done
 * with it has been taken back since. */
int call_find_kept(const struct page_context *ctx, const char *key, const char **ret, bool *ret_undone, struct err *err) PL_MUST_CHECK;

#define CALL_UNDONE "undone"
#define CALL_UNDONE_SENTENCE "What was done with this Idempotency-Key has been taken back: take a new key to ask for it again."

/* True if a request of the same key was answered before: then `res` is that answer, or says that it was another request or that what it
 * did has been taken back. Also true where that cannot be found out just now, which `res` says then, unless it is to be asked again anyway. */
bool call_answered_before(const struct page_context *ctx, struct response *res);

/* Says what is wrong, as problem details (RFC 9457); `code` is short and stable, "" for that of the status. */
void call_refuse(const struct page_context *ctx, struct response *res, int status, const char *code, const char *sentence);

/* ---- for those who take calls ---- */

/* The longest reference of a case, and the longest code or login. */
enum { REF_BYTES = 80, CODE_BYTES = 64 };

/* Who asks, with the key of the request; what call_tell says is kept as its answer. */
struct asked_by call_by(const struct call *c);

/* A number in the address; PL_NOT_FOUND for anything else. */
int call_number(const struct call *c, const char *name, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* The post of the worker whose code the member holds, with the team in `team` where there are several; 0 where it is not there and
 * not needed. PL_NOT_FOUND, PL_INVALID. */
int call_post(struct call *c, struct json_request *t, const char *key, enum member_need need, int32_t *ret, struct err *err) PL_MUST_CHECK;

/* The object with a proposal's number, state and working-out; with a matter's number; of a word that was taken. */
void call_tell(struct buf *out, const struct decided *decided);
/* Before, after and the line that decides, where they were worked out: as members of the object that is being written. */
void call_put_working_out(struct json_writer *w, const struct allocation_outcome *o);
