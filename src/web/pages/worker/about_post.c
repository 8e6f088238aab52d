#include "web/pages/worker/about_post.h"

#include "core/capacity.h"
#include "web/words.h"

enum { MOST_TAGS = 7, AGENCY_WEEKS_SHOWN = 12, WEEK = 7 };

static const char *agency_tag(struct arena *a, const struct post_row *post, int32_t day)
{
	int32_t week = post->when.from == DAY_MIN ? AGENCY_WEEKS_SHOWN + 1 : (day - post->when.from) / WEEK + 1;

	return week <= AGENCY_WEEKS_SHOWN ? words_join(a, "Agency, week ", words_int(a, week), NULL) : "Agency";
}

static const char *newly_qualified_tag(struct arena *a, const struct post_row *post)
{
	if (post->newly_qualified_until == DAY_MAX)
		return "Newly qualified";
	return words_join(a, "Newly qualified to ", words_month(a, post->newly_qualified_until), NULL);
}

/* "First weeks here until 28 November 2026: 18.9 of 25.2 h"; "" once they are over. */
static const char *first_weeks_tag(struct arena *a, const struct snapshot *s, const struct post_row *post)
{
	const struct scheme *scheme = snapshot_post_scheme(s, post);
	struct capacity c = capacity_of_post(a, s, (int32_t)(post - s->posts));

	for (size_t i = 0; i < c.lines_count; i++) {
		const struct capacity_line *l = &c.lines[i];

		if (l->source == &scheme->ramp_source || l->source == &scheme->joiner_source)
			return words_join(a, "First weeks here until ", words_day(a, l->when.until - 1), ": ", words_hours(a, c.minutes), " of ",
				words_hours(a, c.minutes - l->minutes), " h", NULL);
	}
	return "";
}

const struct tag_view *tags_of_post(struct arena *a, const struct snapshot *s, const struct post_row *post, size_t *ret_count)
{
	struct tag_view *tags = arena_array(a, MOST_TAGS, sizeof *tags);
	const char *first_weeks = first_weeks_tag(a, s, post);
	size_t count = 0;

	if (post->role == POST_MANAGER)
		tags[count++].text = "Manager";
	else if (post->role == POST_SENIOR_PRACTITIONER)
		tags[count++].text = "Senior practitioner";
	if (post->agency)
		tags[count++].text = agency_tag(a, post, s->day);
	if (post->newly_qualified_until > s->day)
		tags[count++].text = newly_qualified_tag(a, post);
	if (first_weeks[0] != '\0')
		tags[count++].text = first_weeks;
	if (post->fte_millionths >= 0 && post->fte_millionths != 1000000)
		tags[count++].text = words_join(a, words_millionths(a, post->fte_millionths), " FTE", NULL);
	if (s->persons[post->person].posts_count > 1)
		tags[count++].text = words_join(a, "One of ", words_number(a, s->persons[post->person].posts_count), " posts", NULL);
	*ret_count = count;
	return tags;
}

static const char *absence_note(struct arena *a, const struct post_load *load)
{
	const char *until = load->absent_until == DAY_MAX ? "No date of return in the records"
		: words_join(a, "Back on ", words_day(a, load->absent_until), NULL);

	if (load->cases == 0)
		return until;
	return words_join(a, until, ": ", words_count(a, load->cases, "case counts", "cases count"), " as unallocated", NULL);
}

/* A manager, another role that holds no cases, somebody who has left or has yet to come: what is in their name waits. */
static const char *no_cases_note(struct arena *a, const struct post_load *load)
{
	if (load->cases == 0)
		return "Holds no cases in this role";
	if (load->availability == NOT_YET_IN_POST)
		return words_join(a, "Not yet in post: ", words_count(a, load->cases, "case counts", "cases count"),
			" as unallocated", NULL);
	if (load->availability == NO_LONGER_IN_POST)
		return words_join(a, "No longer in post: ", words_count(a, load->cases, "case counts", "cases count"),
			" as unallocated", NULL);
	return words_join(a, words_count(a, load->cases, "case in this name counts", "cases in this name count"),
		" as unallocated", NULL);
}

const char *note_of_post(struct arena *a, const struct post_load *load)
{
	switch (load->availability) {
	case ABSENT:
		return absence_note(a, load);
	case OVER_REDUCED:
		return "Reductions take more than the contract: a slip to put right";
	case NO_CONTRACT:
		return "The contract is of no hours";
	case NOT_YET_IN_POST:
	case NO_LONGER_IN_POST:
	case CARRIES_NO_CASES:
		return no_cases_note(a, load);
	case CONTRACT_UNKNOWN:
		return "The records give no contract";
	case AVAILABLE:
	default:
		break;
	}
	if (load->unweighed > 0)
		return words_join(a, words_count(a, load->unweighed, "case has", "cases have"),
			" no weight in the scheme: the load is too low by ", load->unweighed == 1 ? "it" : "them", NULL);
	return "";
}

const char *state_of_post(struct arena *a, const struct snapshot *s, const struct post_row *post, const struct post_load *load)
{
	const char *learning = "", *agency = "", *note = note_of_post(a, load);

	if (post->newly_qualified_until == DAY_MAX)
		learning = " Newly qualified, with no end in the records.";
	else if (post->newly_qualified_until > s->day)
		learning = words_join(a, " Newly qualified until ", words_day(a, post->newly_qualified_until), ".", NULL);
	if (post->agency)
		agency = words_join(a, " ", agency_tag(a, post, s->day), ".", NULL);
	return words_join(a, learning, agency, load->availability == ABSENT ? " Not available. " : note[0] != '\0' ? " " : "", note,
		note[0] != '\0' ? "." : "", NULL);
}
