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
	struct rating_talk talk;
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
		rc = told_end(c->told, err);
	if (rc == 0)
		rc = writer_run(c->ctx->app->writer, work, w, err);
	if (rc == 0)
		call_tell(c->out, &(struct decided){.matter_id = 0});
	return rc;
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
	struct word_said w = {.talked = told_bool(c->told, "talked", false), .no_talk = told_bool(c->told, "no_talk", false),
		.value = told_number(c->told, "value", 1, 5, 0), .talk = {.talked_at = told_instant(c->told, "talked_at", c->instant)}};
	const char *means = told_text(c->told, "means", CODE_BYTES, w.talked ? TOLD_NEEDED : TOLD_OPTIONAL);

	if (means[0] != '\0' && !talk_means_parse(means, &w.talk.means))
		told_wrong(c->told, "means", "how the talk was had");
	return say_in_turn(c, rate_in_turn, &w, call_post(c, c->told, "worker", TOLD_NEEDED, &w.post_id, err), err);
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
	struct word_said w = {.extra = {.day = told_day(c->told, "day", c->today),
		.minutes = told_number(c->told, "minutes", 0, MINUTES_MOST, 0),
		.kind = told_bool(c->told, "taken", false) ? EXTRA_TAKEN : EXTRA_WORKED}};

	return say_in_turn(c, extra_in_turn, &w, call_post(c, c->told, "worker", TOLD_NEEDED, &w.post_id, err), err);
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
	struct word_said w = {.surge = {.ref = told_text(c->told, "case", REF_BYTES, TOLD_NEEDED),
		.minutes = told_number(c->told, "minutes", 0, MINUTES_MOST, 0), .days = told_number(c->told, "days", 0, DAYS_MOST, 0),
		.why = told_text(c->told, "why", CODE_BYTES, TOLD_NEEDED)}};

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
	struct word_said w = {.needs = {.ref = told_text(c->told, "case", REF_BYTES, TOLD_NEEDED),
		.minutes = told_number(c->told, "minutes", 0, MINUTES_MOST, 0), .why = told_text(c->told, "why", CODE_BYTES, TOLD_NEEDED),
		.talked = told_bool(c->told, "talked", false)}};

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
	struct word_said w = {.ref = told_text(c->told, "case", REF_BYTES, TOLD_NEEDED),
		.review = {.risk = told_text(c->told, "risk", CODE_BYTES, TOLD_NEEDED), .safety = told_text(c->told, "safety", CODE_BYTES, TOLD_NEEDED),
			.why = told_text(c->told, "why", CODE_BYTES, TOLD_NEEDED), .next = told_day(c->told, "next", DAY_MIN)}};

	return say_in_turn(c, review_in_turn, &w, 0, err);
}

int call_review(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return call_run(ctx, res, say_review, err);
}
