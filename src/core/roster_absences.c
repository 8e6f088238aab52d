/* Absences without an end. A return says that somebody was absent on its day, and no more: they are taken to be absent from
 * that day until a later record says otherwise, for who is shown as free the day after is given the next case. */
#include <stdlib.h>

#include "core/roster_joining.h"

/* What a record tells of a day of a post. */
struct word {
	int32_t day, post_id;
	int32_t later_return;      /* day of the last return that is known of the post; DAY_MIN: none */
	bool absent;
	const char *reason;
};

static int compare_words(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (int)b->absent - (int)a->absent;
}

static bool is_open_absence(const struct roster_reduction *r, int32_t post_id)
{
	return r->post_id == post_id && r->personal && r->minutes < 0 && r->when.until == DAY_MAX;
}

static bool is_reason(const struct roster_reduction *r, const char *reason)
{
	return str_is_ignoring_case(str_of(r->reason), reason);
}

/* Ends those that began before the day, except one of the reason that is told again. */
static void end_absences(struct roster *r, int32_t post_id, int32_t day, const char *except)
{
	for (size_t i = 0; i < r->reductions_count; i++) {
		struct roster_reduction *known = &r->reductions[i];

		if (is_open_absence(known, post_id) && known->when.from < day && !(except != NULL && is_reason(known, except)))
			known->when.until = day;
	}
}

/* Whether the day is spoken for: by a record of that reason that has it, or by one that began on it and was ended since. */
static bool is_known(const struct roster *r, const struct word *w)
{
	for (size_t i = 0; i < r->reductions_count; i++) {
		const struct roster_reduction *known = &r->reductions[i];

		if (known->post_id == w->post_id && is_reason(known, w->reason) &&
			(known->when.from == w->day || days_include(known->when, w->day)))
			return true;
	}
	return false;
}

static void tell_absence(struct joining *j, const struct word *w)
{
	struct roster_reduction absence = {
		.post_id = w->post_id,
		.reason = w->reason,
		.minutes = -1,
		.when = {w->day, w->later_return > w->day ? w->later_return : DAY_MAX},
		.personal = true,
	};

	end_absences(&j->ret->roster, w->post_id, w->day, w->reason);
	if (!is_known(&j->ret->roster, w))
		joining_put_reduction(j, &absence);
}

/* The last return before these files: what it said of the post stands over what an older one says. */
static int32_t known_return(const struct joining *j, int32_t post)
{
	return (size_t)post < j->known->posts_count ? j->known->posts[post].reported_on : DAY_MIN;
}

void join_absences(struct joining *j)
{
	struct word *words = arena_array(j->a, j->told->workers_count, sizeof *words);
	size_t count = 0;

	for (size_t i = 0; i < j->told->workers_count; i++) {
		const struct worker_told *w = &j->told->workers[i];
		int32_t post = j->worker_post[i];
		bool absent = w->absent_on != DAY_MIN;

		if (post >= 0 && (absent || w->present_on != DAY_MIN))
			words[count++] = (struct word){absent ? w->absent_on : w->present_on, j->ret->roster.posts[post].post_id,
				known_return(j, post), absent, said(w->absent_reason) ? w->absent_reason : "absence"};
	}
	if (count > 0)
		qsort(words, count, sizeof *words, compare_words);
	for (size_t i = 0; i < count; i++)
		if (words[i].absent)
			tell_absence(j, &words[i]);
		else
			end_absences(&j->ret->roster, words[i].post_id, words[i].day, NULL);
}

/* A record with dates takes the place of the absence that was only assumed to go on: of the same reason, begun on its first
 * day or later. What began with it is given its end by being put in; what began later ends where it began. */
void join_absence_dates(struct joining *j, const struct roster_reduction *told)
{
	struct roster *r = &j->ret->roster;

	for (size_t i = 0; i < r->reductions_count; i++) {
		struct roster_reduction *known = &r->reductions[i];

		if (is_open_absence(known, told->post_id) && is_reason(known, told->reason) &&
			told->when.from < known->when.from && days_include(told->when, known->when.from))
			known->when.until = known->when.from;
	}
}
