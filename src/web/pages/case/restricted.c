/* /employers/CODE/restricted: the restricted cases, for those who restrict them. */
#include "web/pages/case/restricted.h"

#include "routes.h"
#include "templates.h"
#include "web/pages/common.h"
#include "web/words.h"

static bool is_listed(const struct page_context *ctx, int32_t place)
{
	return ctx->picture->snap->cases[place].restricted && sees_case(ctx->sight, FIELD_CASE_RESTRICTION, place);
}

struct link_view restricted_link(const struct page_context *ctx, int32_t team)
{
	const struct snapshot *s = ctx->picture->snap;
	int64_t count = 0;

	for (size_t i = 0; i < s->cases_count; i++)
		if (s->cases[i].restricted && (team == RESTRICTED_OF_ALL || snapshot_case_team(s, &s->cases[i]) == team))
			count += is_listed(ctx, (int32_t)i) ? 1 : 0;
	if (count == 0)
		return (struct link_view){.text = "", .href = ""};
	return (struct link_view){.text = words_count(ctx->arena, count, "restricted case", "restricted cases"),
		.href = page_link(ctx, "restricted", "")};
}

/* By team, and by reference in it. */
static struct sort_key *sorted_cases(const struct page_context *ctx, size_t *ret_count)
{
	const struct snapshot *s = ctx->picture->snap;
	struct sort_key *keys = NULL;
	size_t room = 0;

	*ret_count = 0;
	for (size_t i = 0; i < s->cases_count; i++)
		if (is_listed(ctx, (int32_t)i))
			*ARENA_PUSH(ctx->arena, &keys, ret_count, &room) = (struct sort_key){(int32_t)i,
				(int64_t)snapshot_case_team(s, &s->cases[i]) + 1, s->cases[i].ref};
	sort_places(keys, *ret_count, false);
	return keys;
}

static void put_rows(const struct page_context *ctx, struct restricted_view *view)
{
	const struct snapshot *s = ctx->picture->snap;
	size_t count;
	const struct sort_key *keys = sorted_cases(ctx, &count);
	struct restricted_case_view *rows = arena_array(ctx->arena, count, sizeof *rows);

	for (size_t i = 0; i < count; i++) {
		const struct case_row *c = &s->cases[keys[i].place];
		int32_t team = snapshot_case_team(s, c);

		rows[i] = (struct restricted_case_view){.ref = c->ref, .access_href = page_case_access_href(ctx, c->ref),
			.team = team_label(s, team), .team_href = team_href(ctx, team), .named = words_int(ctx->arena, c->readers_count)};
	}
	view->rows = rows;
	view->rows_count = count;
}

int page_restricted(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct restricted_view view = {0};
	int rc = page_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_unchanged(ctx, res))
		return 0;
	put_rows(ctx, &view);
	view.sentence = view.rows_count == 0
		? "None of your open cases is restricted. To restrict one, go from its page to “Who may open this case”."
		: words_join(ctx->arena, "Of your open cases ", words_count(ctx->arena, (int64_t)view.rows_count, "is", "are"),
			" restricted: open to the holders and to those who are named. What is in them is not told here.", NULL);
	page_begin(ctx, &view.page, "Restricted cases", "");
	page_add_crumb(ctx, &view.page, ctx->picture->snap->employer.name, page_link(ctx, "", ""));
	render_restricted(&res->body, &view);
	return 0;
}
