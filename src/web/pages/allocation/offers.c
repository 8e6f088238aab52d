#include "web/pages/allocation/offers.h"

#include "base/clock.h"
#include "core/list_words.h"
#include "core/negotiation.h"
#include "base/str.h"
#include "web/app.h"
#include "web/pages/common.h"
#include "web/words.h"

int offers_open(struct page_context *ctx, struct err *err)
{
	int rc = page_open(ctx, err);

	if (rc == 0 && ctx->day_chosen && ctx->day != ctx->app->today())
		return err_set(err, PL_INVALID, "What is offered and answered is a matter of today: leave the day out of the address.");
	return rc;
}

const struct form_choice *brief_choices(struct arena *a, enum brief_list list)
{
	size_t count;
	const struct brief_word *words = brief_words(list, &count);
	struct form_choice *choices = arena_array(a, count + 1, sizeof *choices);

	for (size_t i = 0; i < count; i++)
		choices[i] = (struct form_choice){words[i].code, words[i].words};
	return choices;
}

const struct form_choice *talk_choices(struct arena *a)
{
	struct form_choice *choices = arena_array(a, TALK_MEANS + 1, sizeof *choices);
	size_t count = 0;

	for (enum talk_means means = 0; means < TALK_MEANS; means++)
		if (is_discussion(means))
			choices[count++] = (struct form_choice){talk_means_code(means), talk_means_words(means)};
	return choices;
}

/* ---- words ---- */

const char *minute_words(struct arena *a, int64_t minute)
{
	int32_t day, of_day;

	if (minute == LOCAL_NEVER)
		return "";
	day = local_day(minute);
	of_day = (int32_t)(minute - local_midnight(day));
	return arena_printf(a, "%s, %02d:%02d", words_weekday(a, day), of_day / 60, of_day % 60);
}

const char *due_words(struct arena *a, const struct proposal_seen *p)
{
	if (p->due == LOCAL_NEVER)
		return "";
	return words_join(a, p->late ? "late: was due by " : "by ", minute_words(a, p->due), NULL);
}

const char *turn_words(enum party party)
{
	return party == PARTY_WORKER ? "the worker" : party == PARTY_MANAGER ? "the manager’s side" : "nobody";
}

const char *terms_words(struct arena *a, const struct proposal_terms *terms)
{
	return holding_words(a, terms->role, terms->share);
}

const char *first_action_words(struct arena *a, const struct proposal_terms *terms)
{
	if (terms->first_action[0] == '\0')
		return "not said yet";
	return words_join(a, brief_say(BRIEF_FIRST_ACTION, terms->first_action), terms->first_action_by == DAY_MAX ? "" : ", by ",
		terms->first_action_by == DAY_MAX ? "" : words_weekday(a, terms->first_action_by), NULL);
}

const char *load_words(struct arena *a, const struct post_load *load)
{
	if (load->used_permille < 0)
		return words_join(a, words_hours(a, load->load_minutes), " h", NULL);
	return words_join(a, words_hours(a, load->load_minutes), " h, ", words_percent(a, load->used_permille), " of ",
		words_hours(a, load->capacity_minutes), " h", NULL);
}

const char *condition_words(struct arena *a, const struct agreed_condition *condition)
{
	return words_join(a, brief_say(BRIEF_CONDITION, condition->kind), condition->note[0] != '\0' ? ": " : "", condition->note, NULL);
}

const char *condition_state_words(const struct condition_seen *condition)
{
	if (condition->row.is_answered)
		return condition->row.is_kept ? "kept" : "not kept";
	return condition->is_due ? "due, and nobody has said so yet" : "not due yet";
}

const char *name_of_post(const struct page_context *ctx, int32_t post)
{
	const struct snapshot *s = ctx->picture->snap;

	if (post < 0)
		return "Somebody no longer in post";
	return sees_name_of_post(ctx->sight, post) ? person_label(&s->persons[s->posts[post].person]) : "A worker";
}

const char *proposal_case_words(const struct page_context *ctx, const struct proposal_seen *p)
{
	bool is_party = p->is_worker || (p->is_manager && p->case_index < 0);

	return case_words_for_party(ctx, p->case_index, p->row.ref, is_party);
}

/* ---- what goes on ---- */

int offers_by_case(const struct page_context *ctx, const struct proposal_seen *const **ret, struct err *err)
{
	const struct proposal_seen **by_case = arena_array(ctx->arena, ctx->picture->snap->cases_count, sizeof *by_case);
	struct proposal_seen *seen;
	size_t count = 0;
	int rc = ctx->now != NULL ? 0
		: proposals_for(ctx->app->pictures, ctx->arena, ctx->picture, ctx->viewer, clock_minute(clock_now()), &seen, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		int32_t k = seen[i].case_index;

		if (k >= 0 && negotiation_is_open(seen[i].row.state) && (by_case[k] == NULL || seen[i].row.terms.role == HOLDING_LEAD))
			by_case[k] = &seen[i];
	}
	if (rc == 0)
		*ret = by_case;
	return rc;
}

/* ---- addresses ---- */

const char *below_employer(const struct page_context *ctx, const char *section)
{
	return words_join(ctx->arena, "/employers/", page_segment(ctx->arena, ctx->viewer->employer), "/", section, NULL);
}

const char *proposals_href(const struct page_context *ctx)
{
	return below_employer(ctx, "proposals");
}

const char *proposal_href(const struct page_context *ctx, int32_t proposal_id)
{
	return arena_printf(ctx->arena, "%s/%d", proposals_href(ctx), proposal_id);
}

const char *brief_href(const struct page_context *ctx, const char *ref, int32_t post_id)
{
	const char *propose = words_join(ctx->arena, below_employer(ctx, "cases/"), page_segment(ctx->arena, ref), "/propose", NULL);

	return post_id == 0 ? propose : arena_printf(ctx->arena, "%s/%d", propose, post_id);
}
