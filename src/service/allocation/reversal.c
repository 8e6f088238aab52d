#include "service/allocation/reversal_inside.h"

#include "core/guard.h"
#include "store/close_up.h"
#include "store/load_facts.h"

enum {
	POSTS_ONE_BY_ONE = 40, /* beyond that the picture of all is quicker */
	LATER_DAYS = 60        /* on which something begins that one of the posts holds */
};

static int take_picture(const struct reversal *r, int32_t day, const struct snapshot **ret, struct err *err)
{
	const struct close_up_asked asked = {.employer = r->employer->code, .day = day, .posts = r->posts,
		.posts_count = r->posts_count};

	if (r->posts_count > POSTS_ONE_BY_ONE)
		return store_snapshot(r->store, r->employer->code, day, ret, err);
	return store_close_up(r->store, &asked, ret, err);
}

static const char *person_of(const struct snapshot *s, int32_t post_id)
{
	int32_t post = snapshot_find_post_id(s, post_id);

	return post >= 0 ? person_label(&s->persons[s->posts[post].person]) : "";
}

/* ---- the days on which it is judged ---- */

/* The next day after a day on which something begins, for a post that is touched or among what would be put back. */
static int next_start(const struct reversal *r, int32_t day, int32_t *ret, struct err *err)
{
	int32_t first = DAY_MAX, next;
	int rc = 0;

	for (size_t i = 0; i < r->starts_count; i++)
		if (r->starts[i] > day && r->starts[i] < first)
			first = r->starts[i];
	for (size_t i = 0; i < r->posts_count && rc == 0; i++) {
		rc = store_next_start(r->store, r->employer->id, r->posts[i], day, &next, err);
		if (rc == 0 && next < first)
			first = next;
	}
	*ret = first;
	return rc;
}

/* As it is before the reversal, today and on each day to come on which something begins: an offer was judged on those too. */
static int take_days(struct reversal *r, struct err *err)
{
	int32_t day = r->day;
	size_t room = 0;
	int rc = 0;

	while (rc == 0 && day != DAY_MAX && r->days_count <= LATER_DAYS) {
		struct day_known known = {.day = day};

		rc = take_picture(r, day, &known.before, err);
		if (rc == 0) {
			*ARENA_PUSH(r->a, &r->days, &r->days_count, &room) = known;
			rc = next_start(r, day, &day, err);
		}
	}
	return rc;
}

static int refuse(const struct reversal *r, const struct day_known *known, const char *person, const struct post_load *load, struct err *err)
{
	char on[DATE_ISO_SIZE];

	(void)date_iso(known->day, on);
	return err_set(err, PL_CONFLICT, "This cannot be taken back any more: with it %s would have %s%s%s, and be past a line.", person,
		load_figures(r->a, load), known->day > r->day ? ", on " : "", known->day > r->day ? on : "");
}

static int judge(const struct reversal *r, const struct day_known *known, struct err *err)
{
	const struct snapshot *after;
	int rc = take_picture(r, known->day, &after, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < r->posts_count && rc == 0; i++) {
		struct line_ruling ruling = reversal_guard(known->before, after, r->posts[i]);

		if (ruling.rule != LINE_KEPT)
			rc = refuse(r, known, person_of(after, r->posts[i]), &ruling.working_out.after, err);
	}
	snapshot_drop(after);
	return rc;
}

static int read_touched(struct reversal *r, int64_t sequence, struct err *err)
{
	int rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_PROPOSALS, &r->proposals, &r->proposals_count, err);

	if (rc == 0)
		rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_MATTERS, &r->matters, &r->matters_count, err);
	if (rc == 0 && r->employer->live)
		rc = store_ids_of_entry(r->store, r->a, r->employer->id, sequence, TOUCHED_POSTS, &r->posts, &r->posts_count, err);
	if (rc == 0 && r->employer->live)
		rc = store_starts_of_entry(r->store, r->a, r->employer->id, sequence, &r->starts, &r->starts_count, err);
	return rc == 0 && r->employer->live ? reversal_read_cases(r, sequence, err) : rc;
}

static int make(struct reversal *r, struct commit *c, int64_t sequence, int64_t *ret_rows, struct err *err)
{
	int rc = read_touched(r, sequence, err);

	if (rc == 0 && r->posts_count > 0)
		rc = take_days(r, err);
	if (rc == 0)
		rc = commit_undo(c, sequence, ret_rows, err);
	if (rc == 0)
		rc = reversal_judge_steps(r, err);
	if (rc == 0)
		rc = reversal_judge_cases(r, err);
	for (size_t i = 0; i < r->days_count; i++) {
		if (rc == 0)
			rc = judge(r, &r->days[i], err);
		snapshot_drop(r->days[i].before);
	}
	return rc;
}

int reversal_make(struct store *s, struct commit *c, const struct employer *e, int64_t sequence, int32_t day, int64_t *ret_rows,
	struct err *err)
{
	struct employer now = *e;
	struct reversal r = {.store = s, .a = arena_new(), .employer = &now, .day = day};
	int rc = store_settings_on(s, day, &now, err);

	if (rc == 0)
		rc = make(&r, c, sequence, ret_rows, err);
	arena_free(r.a);
	return rc;
}
