/* What a worker says of the own load, and a manager of a case that waits (service/matters/workers_word.h). */
#include "base/str.h"
#include "routes.h"
#include "service/matters/workers_word.h"
#include "web/app.h"
#include "web/calls/call.h"

enum { MINUTES_MOST = 100000, DAYS_MOST = 1000 };

/* Whichever of them it is. */
struct word_said {
	struct asked_by by;
	int32_t post_id, value;
	bool talked, no_talk;
	struct talk_had talk;
	const char *ref;
	struct needs_asked needs;
	struct surge_asked surge;
	struct extra_row extra;
	struct review_row review;
};

static int say_in_turn(struct call *c, writer_work work, struct word_said *w, int rc, struct err *err)
{
	w->by = call_by(c);
	if (rc == 0)
		rc = json_request_end(c->json, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, work, w, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = 0});
	return rc;
}

/* Whether there was a talk; then when, and how. */
static void read_talk(struct call *c, struct word_said *w)
{
	const char *means;

	w->talked = member_bool(c->json, "talked", false);
	w->talk.talked_at = member_instant(c->json, "talked_at", c->instant);
	means = member_text(c->json, "means", CODE_BYTES, w->talked ? MEMBER_NEEDED : MEMBER_OPTIONAL);
	if (means[0] != '\0' && !talk_means_parse(means, &w->talk.means))
		member_wrong(c->json, "means", "how the talk was had");
}

/* ---- ratings ---- */

static int rate_in_turn(struct store *s, void *context, struct err *err)
{
	const struct word_said *w = context;

	if (w->no_talk)
		return word_no_talk(s, &w->by, w->post_id, err);
	return w->talked ? word_rating_talk(s, &w->by, w->post_id, &w->talk, err) : word_rate(s, &w->by, w->post_id, w->value, err);
}

static int rate(struct call *c, struct err *err)
{
	struct word_said w = {.no_talk = member_bool(c->json, "no_talk", false), .value = member_number(c->json, "value", 1, 5, 0)};

	read_talk(c, &w);
	return say_in_turn(c, rate_in_turn, &w, call_post(c, c->json, "worker", MEMBER_NEEDED, &w.post_id, err), err);
}

int call_rating(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, rate, err);
}

/* ---- time over the contract ---- */

static int extra_in_turn(struct store *s, void *context, struct err *err)
{
	const struct word_said *w = context;

	return word_extra_time(s, &w->by, w->post_id, &w->extra, err);
}

static int say_extra(struct call *c, struct err *err)
{
	struct word_said w = {.extra = {.day = member_day(c->json, "day", c->today),
		.minutes = member_number(c->json, "minutes", 0, MINUTES_MOST, 0),
		.kind = member_bool(c->json, "taken", false) ? EXTRA_TAKEN : EXTRA_WORKED}};

	return say_in_turn(c, extra_in_turn, &w, call_post(c, c->json, "worker", MEMBER_NEEDED, &w.post_id, err), err);
}

int call_extra_time(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_extra, err);
}

/* ---- of a case ---- */

static int surge_in_turn(struct store *s, void *context, struct err *err)
{
	const struct word_said *w = context;

	return word_surge(s, &w->by, &w->surge, err);
}

static int say_surge(struct call *c, struct err *err)
{
	struct word_said w = {.surge = {.ref = member_text(c->json, "case", REF_BYTES, MEMBER_NEEDED),
		.minutes = member_number(c->json, "minutes", 0, MINUTES_MOST, 0), .days = member_number(c->json, "days", 0, DAYS_MOST, 0),
		.why = member_text(c->json, "why", CODE_BYTES, MEMBER_NEEDED)}};

	return say_in_turn(c, surge_in_turn, &w, 0, err);
}

int call_surge(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_surge, err);
}

static int needs_in_turn(struct store *s, void *context, struct err *err)
{
	const struct word_said *w = context;

	return word_needs(s, &w->by, &w->needs, err);
}

static int say_needs(struct call *c, struct err *err)
{
	struct word_said w = {.needs = {.ref = member_text(c->json, "case", REF_BYTES, MEMBER_NEEDED),
		.minutes = member_number(c->json, "minutes", 0, MINUTES_MOST, 0), .why = member_text(c->json, "why", CODE_BYTES, MEMBER_NEEDED)}};

	read_talk(c, &w);
	w.needs.talk = w.talked ? &w.talk : NULL;
	return say_in_turn(c, needs_in_turn, &w, 0, err);
}

int call_needs(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_needs, err);
}

static int review_in_turn(struct store *s, void *context, struct err *err)
{
	const struct word_said *w = context;

	return word_review(s, &w->by, w->ref, &w->review, err);
}

static int say_review(struct call *c, struct err *err)
{
	struct word_said w = {.ref = member_text(c->json, "case", REF_BYTES, MEMBER_NEEDED),
		.review = {.risk = member_text(c->json, "risk", CODE_BYTES, MEMBER_NEEDED), .safety = member_text(c->json, "safety", CODE_BYTES, MEMBER_NEEDED),
			.why = member_text(c->json, "why", CODE_BYTES, MEMBER_NEEDED), .next = member_day(c->json, "next", DAY_MIN)}};

	return say_in_turn(c, review_in_turn, &w, 0, err);
}

int call_review(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_review, err);
}
