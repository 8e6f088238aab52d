#include "web/admit.h"

#include "base/clock.h"
#include "routes.h"
#include "web/app.h"
#include "web/words.h"

bool admits_viewer(const struct route *route, const struct viewer *v)
{
	return (route->who & ROUTE_PUBLIC) != 0 || viewer_has_role(v, route->who, route->whole);
}

bool admits_to_path(const struct page_context *ctx, const char *path)
{
	struct route_match match;
	const struct route *route = route_find("GET", path, &match);

	return route != NULL && admits_viewer(route, ctx->viewer);
}

/* ---- teams ---- */

static int admit_to_team(struct page_context *ctx, const char *code, struct err *err)
{
	bool none = str_equal(code, TEAM_NONE_CODE);

	ctx->team = none ? -1 : snapshot_find_team(ctx->picture->snap, code);
	if (ctx->team < 0 && !none)
		return err_set(err, PL_NOT_FOUND, "This employer has no team with this code on %s.", words_day(ctx->arena, ctx->day));
	if (!sees_team(ctx->sight, (enum field)ctx->route->field, ctx->team))
		return err_set(err, PL_DENIED, "This team is not one of yours: you see its figures, on the page of the employer, and not its "
			"people.");
	return 0;
}

/* ---- notes of who asks ---- */

static int note_look(const struct page_context *ctx, enum look_kind kind, const char *object, bool refused, struct err *err)
{
	const struct look look = {.employer_id = ctx->picture->snap->employer.id, .kind = kind, .object = object,
		.login = ctx->viewer->login, .roles = viewer_roles_text(ctx->arena, ctx->viewer), .instant = clock_now(), .refused = refused,
		.of_access = kind == LOOK_CASE && ctx->route->field != FIELD_CASE_PAGE};

	return ctx->app->looks != NULL ? looks_note(ctx->app->looks, &look, err) : 0;
}

int admit_note(const struct page_context *ctx, enum look_kind kind, const char *object, struct err *err)
{
	const struct look look = {.employer_id = ctx->picture->snap->employer.id, .kind = kind, .object = object,
		.login = ctx->viewer->login, .roles = viewer_roles_text(ctx->arena, ctx->viewer), .instant = clock_now()};

	return ctx->app->looks != NULL ? looks_note(ctx->app->looks, &look, err) : 0;
}

/* Kept before anything is answered. */
static int note_and_answer(const struct page_context *ctx, enum look_kind kind, const char *object, bool seen, const char *why_not,
	struct err *err)
{
	int rc = note_look(ctx, kind, object, !seen, err);

	return rc == 0 && !seen ? err_set(err, PL_DENIED, "%s", why_not) : rc;
}

/* ---- workers ---- */

static const char *why_not_worker(const struct page_context *ctx, const char *code)
{
	return str_equal(ctx->viewer->person, code) ? "This page is yours while you are in post, and by the records you are in none today."
		: "This page is for the worker and for those who answer for the team.";
}

static int admit_to_worker(struct page_context *ctx, const char *code, struct err *err)
{
	ctx->person = snapshot_find_person(ctx->picture->snap, code);
	if (ctx->person < 0)
		return err_set(err, PL_NOT_FOUND, "This employer has nobody with this code in post on %s.", words_day(ctx->arena, ctx->day));
	return note_and_answer(ctx, LOOK_WORKER, code, sees_person(ctx->sight, (enum field)ctx->route->field, ctx->person),
		why_not_worker(ctx, code), err);
}

/* ---- cases ---- */

static const char *why_not_case(const struct page_context *ctx)
{
	const struct case_facts *known = &ctx->history.facts;

	if (sees_case_known(ctx->sight, FIELD_CASE_ROW, known) && case_is_restricted(known))
		return "This case is restricted: it opens for its holders, and for those who are named for it.";
	return "This case is not one of yours, or of a team of yours.";
}

static int admit_to_case(struct page_context *ctx, const char *ref, struct err *err)
{
	enum field field = (enum field)ctx->route->field;
	int rc = case_history_read(ctx->app->pictures, ctx->arena, ctx->picture, ref, &ctx->history, err);
	bool seen;

	if (rc == PL_NOT_FOUND)
		return err_set(err, PL_NOT_FOUND, "This employer has no case with this reference.");
	if (rc < 0)
		return rc;
	ctx->place = snapshot_find_case(ctx->picture->snap, ref);
	seen = sees_case_known(ctx->sight, field, &ctx->history.facts);
	return note_and_answer(ctx, LOOK_CASE, ref, seen, why_not_case(ctx), err);
}

int admit_to_thing(struct page_context *ctx, struct err *err)
{
	const char *team = route_value(ctx->match, "team"), *worker = route_value(ctx->match, "worker");
	const char *ref = route_value(ctx->match, "case");

	ctx->team = ctx->person = ctx->place = -1;
	if (ctx->route->field < 0)
		return 0;
	if (worker[0] != '\0')
		return admit_to_worker(ctx, worker, err);
	if (ref[0] != '\0')
		return admit_to_case(ctx, ref, err);
	return admit_to_team(ctx, team, err);
}
