#include "web/pages/matters/matter_words.h"

#include "base/clock.h"
#include "core/list_words.h"
#include "core/line.h"
#include "service/matters/employer_settings.h"
#include "web/app.h"
#include "web/pages/allocation/offers.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

#define CLOCK "plimsoll"

enum { HOUR = 60 };

static const struct picture *today_of(const struct page_context *ctx)
{
	return ctx->now != NULL ? ctx->now : ctx->picture;
}

const char *who_words(const struct page_context *ctx, const char *login)
{
	return str_equal(login, CLOCK) ? "Plimsoll itself" : login_name(ctx->app->pictures, ctx->arena, today_of(ctx), login);
}

/* The worker whose post it is about, as far as the viewer may know. */
static const char *worker_of(const struct page_context *ctx, const struct matter_seen *m)
{
	const struct snapshot *s = today_of(ctx)->snap;

	if (m->post < 0 || !sees_name_of_post(ctx->sight, m->post))
		return "";
	return person_label(&s->persons[s->posts[m->post].person]);
}

static const char *asker(const struct page_context *ctx, const struct matter_seen *m)
{
	return m->row.steps_count > 0 ? who_words(ctx, m->row.steps[0].login) : "Somebody";
}

const char *matter_title(const struct page_context *ctx, const struct matter_seen *m)
{
	const char *words = matter_kind_words(m->row.kind);

	if (matter_asker(m->row.kind) != ASKED_BY_CLOCK)
		return words_join(ctx->arena, asker(ctx, m), " ", words, NULL);
	words = words_first_up(ctx->arena, words);
	return worker_of(ctx, m)[0] != '\0' ? words_join(ctx->arena, words, ": ", worker_of(ctx, m), NULL) : words;
}

/* For whose load leave is asked is told which case it is for when it is offered. */
const char *matter_case(const struct page_context *ctx, const struct matter_seen *m)
{
	return m->case_index < 0 ? "" : case_words_for_party(ctx, m->case_index, today_of(ctx)->snap->cases[m->case_index].ref,
		m->asked || (m->about_them && m->row.kind != MATTER_EXCEPTION));
}

static const char *case_of(const struct page_context *ctx, const struct matter_seen *m)
{
	return m->case_index >= 0 ? words_join(ctx->arena, "case ", matter_case(ctx, m), NULL) : "";
}

const char *went_up_words(const struct matter_step_row *s)
{
	return s->note[0] != '\0' ? "nobody to answer it was at work" : "not answered in time";
}

const char *matter_line(const struct page_context *ctx, const struct matter_seen *m)
{
	const struct snapshot *s = today_of(ctx)->snap;
	int32_t line = snapshot_find_line_id(s, m->row.line_id);

	return line >= 0 ? line_words(ctx->arena, &s->lines[line]) : "";
}

const char *matter_used(const struct page_context *ctx, const struct matter_seen *m)
{
	const struct picture *p = today_of(ctx);
	struct line_walk at = {0};
	struct line_state state;
	const char *used = m->row.value >= 0 ? words_percent_past(ctx->arena, m->row.value) : "";

	if (m->row.kind != MATTER_OVER_LINE)
		return "";
	while (m->post >= 0 && line_next(p->snap, m->post, &p->loads.posts[m->post], &at, &state))
		if (p->snap->lines[state.line].line_id == m->row.line_id && state.used_permille >= 0)
			used = line_percent_words(ctx->arena, &state);
	return words_join(ctx->arena, used, " of the line", NULL);
}

const char *matter_about(const struct page_context *ctx, const struct matter_seen *m)
{
	bool named = m->row.kind != MATTER_EXCEPTION && m->row.kind != MATTER_CLOSING;
	const char *team = m->team >= 0 ? team_label(today_of(ctx)->snap, m->team) : "";
	const char *line = matter_line(ctx, m), *used = matter_used(ctx, m);
	const char *parts[] = {named ? "" : worker_of(ctx, m), case_of(ctx, m), used[0] == '\0' ? line : words_join(ctx->arena, used, ": ", line, NULL), team};
	const char *words = "";

	if (m->row.kind == MATTER_SETTING)
		parts[0] = words_join(ctx->arena, setting_asked_words(m->row.code), " from ", words_day(ctx->arena, m->row.when.from), NULL);
	if (m->row.kind == MATTER_LINE)
		parts[0] = m->row.line != NULL ? line_scope_words(m->row.line->scope) : "a line that ends";
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		words = words_join(ctx->arena, words, words[0] != '\0' && parts[i][0] != '\0' ? ", " : "", parts[i], NULL);
	return words;
}

const char *matter_due_words(struct arena *a, int64_t due)
{
	int32_t minute;

	if (due == LOCAL_NEVER)
		return "no day, for nobody is there to answer";
	minute = (int32_t)(due - local_midnight(local_day(due)));
	return words_join(a, words_weekday(a, local_day(due)), arena_printf(a, ", %02d:%02d", (int)(minute / HOUR), (int)(minute % HOUR)), NULL);
}

const char *matter_level_words(const struct matter_seen *m, int32_t level)
{
	struct matter then = m->row.matter;

	then.level = level;
	return role_words(matter_decider(&then));
}

const char *matter_with(const struct page_context *ctx, const struct matter_seen *m)
{
	return m->says_view && m->to_answer ? "you" : words_join(ctx->arena, "the ", role_words(matter_decider(&m->row.matter)), NULL);
}

const char *matter_href(const struct page_context *ctx, int32_t id)
{
	return today_link(ctx, "matters", arena_printf(ctx->arena, "%d", (int)id), "");
}
