/* What was asked, as somebody sees it. */
#include <stdlib.h>

#include "base/str.h"
#include "service/matters/matters_inside.h"

/* ---- what is open ---- */

static struct matter_seen see(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer,
	const struct matter_row *row, const struct working_time *decider, int64_t now)
{
	unsigned roles = matter_roles(s, sight, viewer, row), holder = ROLE_BIT(matter_decider(&row->matter));
	struct matter_seen seen = {.row = *row, .post = snapshot_find_post_id(s, row->post_id),
		.case_index = snapshot_find_case_id(s, row->case_id),
		.team = matter_team(s, row), .due = matter_due(&row->matter, decider), .about_them = matter_is_about(s, sight, row)};

	seen.asked = row->steps_count > 0 && str_equal(row->steps[0].login, viewer->login);
	seen.suspended = row->matter.state == MATTER_OPEN && matter_is_suspended(row->kind, s->employer.principles);
	if (seen.suspended)
		seen.due = LOCAL_NEVER;
	seen.late = seen.due <= now;
	seen.may_answer = (roles & matter_deciders(&row->matter)) != 0 && !seen.asked && !seen.about_them;
	if (matter_decider(&row->matter) == ROLE_MANAGER)
		holder |= ROLE_BIT(ROLE_DEPUTY);
	seen.says_view = row->kind == MATTER_CLOSING && row->matter.state == MATTER_OPEN && seen.about_them && !seen.asked;
	seen.to_answer = (seen.may_answer && !seen.suspended && (roles & holder) != 0) ||
		(seen.says_view && row->matter.view == VIEW_UNSAID);
	return seen;
}

static int by_duty_and_day(const void *left, const void *right)
{
	const struct matter_seen *a = left, *b = right;

	if (a->to_answer != b->to_answer)
		return a->to_answer ? -1 : 1;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return a->row.id - b->row.id;
}

/* Of what is open, what the viewer has to do with; only what stands with them if `waiting`. *ret_others counts what they asked for, or is
 * about them, among the rest. */
static int see_open(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer, int64_t now,
	bool waiting, struct matter_seen **ret, size_t *ret_count, size_t *ret_others, struct err *err)
{
	const struct sight *sight = sight_of(a, viewer, today->snap, today->snap);
	struct matter_seen *all = NULL;
	const struct open_work *open;
	size_t count = 0, room = 0, others = 0;
	int rc = open_work_of(pictures, today, &open, err);

	for (size_t i = 0; rc == 0 && i < open->matters_count; i++) {
		struct matter_seen seen = see(today->snap, sight, viewer, &open->matters[i], &open->decider, now);

		if (seen.row.matter.state != MATTER_OPEN)
			continue;
		others += !seen.to_answer && (seen.asked || seen.about_them) ? 1 : 0;
		if (waiting ? seen.to_answer : seen.may_answer || seen.asked || seen.about_them)
			*ARENA_PUSH(a, &all, &count, &room) = seen;
	}
	if (rc < 0)
		return rc;
	if (count > 0)
		qsort(all, count, sizeof *all, by_duty_and_day);
	*ret = all;
	*ret_count = count;
	*ret_others = others;
	return 0;
}

int matters_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, struct matter_seen **ret, size_t *ret_count, struct err *err)
{
	size_t others;

	return see_open(pictures, a, today, viewer, now, false, ret, ret_count, &others, err);
}

int matters_waiting(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, struct matter_seen **ret, size_t *ret_count, size_t *ret_others, struct err *err)
{
	return see_open(pictures, a, today, viewer, now, true, ret, ret_count, ret_others, err);
}

/* ---- one, and those that last ---- */

static bool is_for(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer,
	const struct matter_seen *seen)
{
	unsigned roles = matter_roles(s, sight, viewer, &seen->row);

	return seen->asked || seen->about_them || (roles & matter_readers(&seen->row.matter)) != 0;
}

int matter_seen_by(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, int32_t id, struct matter_seen *ret, struct err *err)
{
	const struct sight *sight = sight_of(a, viewer, today->snap, today->snap);
	struct store *s = pictures_lock_store(pictures);
	struct working_time decider = working_time_usual();
	struct matter_row row;
	int rc = store_matter(s, a, today->snap->employer.id, id, &row, err);

	if (rc == 0)
		rc = decider_time(s, a, today->snap->employer.id, matters_wait_since(&row, 1, today->snap->day), &decider, err);
	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	*ret = see(today->snap, sight, viewer, &row, &decider, now);
	return is_for(today->snap, sight, viewer, ret) ? 0
		: err_set(err, PL_DENIED, "This is for who asked, for whom it is about, and for those who answer for the team.");
}

static int by_first_day(const void *left, const void *right)
{
	const struct matter_seen *a = left, *b = right;

	return a->row.when.from != b->row.when.from ? (a->row.when.from < b->row.when.from ? -1 : 1) : a->row.id - b->row.id;
}

/* Leave that has just been given ends it before the clock comes round. */
static bool lasts_now(const struct picture *today, int32_t post)
{
	struct line_state line;

	return post < 0 || is_past_line(today->snap, post, &today->loads.posts[post], &line);
}

static int by_load_and_line(const void *left, const void *right)
{
	const struct matter_row *a = *(const struct matter_row *const *)left, *b = *(const struct matter_row *const *)right;

	if (a->post_id != b->post_id)
		return a->post_id < b->post_id ? -1 : 1;
	return a->line_id == b->line_id ? 0 : a->line_id < b->line_id ? -1 : 1;
}

/* Sorts the rows so that what is of one load and line stands together, and counts. */
static struct over_line_sum sum_over_line(const struct matter_row **rows, size_t count)
{
	struct over_line_sum sum = {0};
	bool open = false;

	if (count > 0)
		qsort(rows, count, sizeof *rows, by_load_and_line);
	for (size_t i = 0; i < count; i++) {
		bool last = i + 1 == count || rows[i + 1]->post_id != rows[i]->post_id || rows[i + 1]->line_id != rows[i]->line_id;

		open |= rows[i]->matter.state == MATTER_OPEN;
		sum.lines += last;
		sum.unanswered += last && open;
		open &= !last;
	}
	return sum;
}

int matters_over_line(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer, int64_t now,
	struct matter_seen **ret, size_t *ret_count, struct over_line_sum *ret_sum, struct err *err)
{
	const struct sight *sight = sight_of(a, viewer, today->snap, today->snap);
	struct matter_seen *all = NULL;
	const struct matter_row **lasting = NULL;
	const struct open_work *open;
	size_t count = 0, room = 0, lasting_count = 0, lasting_room = 0;
	int rc = open_work_of(pictures, today, &open, err);

	for (size_t i = 0; rc == 0 && i < open->matters_count; i++) {
		struct matter_seen seen = see(today->snap, sight, viewer, &open->matters[i], &open->decider, now);

		if (seen.row.kind != MATTER_OVER_LINE || !lasts_now(today, seen.post))
			continue;
		*ARENA_PUSH(a, &lasting, &lasting_count, &lasting_room) = &open->matters[i];
		if (is_for(today->snap, sight, viewer, &seen))
			*ARENA_PUSH(a, &all, &count, &room) = seen;
	}
	if (rc < 0)
		return rc;
	if (count > 0)
		qsort(all, count, sizeof *all, by_first_day);
	*ret = all;
	*ret_count = count;
	*ret_sum = sum_over_line(lasting, lasting_count);
	return 0;
}

/* Adds to `all` what of the rows may be told to the viewer. */
static void push_told(struct arena *a, const struct picture *today, const struct viewer *viewer,
	const struct matter_row *rows, size_t count, struct matter_row **all, size_t *all_count, size_t *room)
{
	const struct sight *sight = sight_of(a, viewer, today->snap, today->snap);

	for (size_t i = 0; i < count; i++) {
		struct matter_seen seen = {.row = rows[i], .about_them = matter_is_about(today->snap, sight, &rows[i]),
			.asked = rows[i].steps_count > 0 && str_equal(rows[i].steps[0].login, viewer->login)};

		if (is_for(today->snap, sight, viewer, &seen))
			*ARENA_PUSH(a, all, all_count, room) = rows[i];
	}
}

static int newest_first(const void *left, const void *right)
{
	const struct matter_row *a = left, *b = right;

	return b->id - a->id;
}

int matters_of_posts(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer,
	const int32_t *posts, size_t posts_count, size_t most, struct matter_row **ret, size_t *ret_count, struct err *err)
{
	struct matter_row *all = NULL, *rows;
	size_t all_count = 0, room = 0, count;
	int rc = 0;

	for (size_t i = 0; i < posts_count && rc == 0; i++) {
		rc = store_matters_of_post(pictures_lock_store(pictures), a, today->snap->employer.id,
			today->snap->posts[posts[i]].post_id, most, &rows, &count, err);
		pictures_unlock_store(pictures);
		if (rc == 0)
			push_told(a, today, viewer, rows, count, &all, &all_count, &room);
	}
	if (rc < 0)
		return rc;
	if (all_count > 0)
		qsort(all, all_count, sizeof *all, newest_first);
	*ret = all;
	*ret_count = all_count < most ? all_count : most;
	return 0;
}

int matters_told_to(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer, int64_t since, size_t most, struct matter_seen **ret, size_t *ret_count, struct err *err)
{
	const struct sight *sight = sight_of(a, viewer, today->snap, today->snap);
	const struct working_time usual = working_time_usual();
	struct matter_row *rows;
	size_t count;
	int rc = store_matters_told(pictures_lock_store(pictures), a, today->snap->employer.id, viewer->login, since, most,
		&rows, &count, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	*ret = arena_array(a, count, sizeof **ret);
	*ret_count = count;
	for (size_t i = 0; i < count; i++)
		(*ret)[i] = see(today->snap, sight, viewer, &rows[i], &usual, since);
	return 0;
}

int matters_of_case(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t case_id,
	size_t most, struct matter_row **ret, size_t *ret_count, struct err *err)
{
	int rc = store_matters_of_case(pictures_lock_store(pictures), a, today->snap->employer.id, case_id, most, ret,
		ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}

int matter_condition(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct matter_row *row, struct agreed_condition *ret, struct err *err)
{
	struct proposal_story story;
	int rc = store_proposal(pictures_lock_store(pictures), a, today->snap->employer.id, row->proposal_id, &story, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	*ret = (struct agreed_condition){.kind = NULL};
	if (row->value >= 1 && row->value <= (int32_t)story.conditions_count)
		*ret = story.conditions[row->value - 1];
	return 0;
}

/* The place in the picture of whom a line is for; -2 where it is not there. */
static int32_t target_of(const struct snapshot *s, const struct roster_line *l)
{
	enum { NOBODYS = -1, NOT_THERE = -2 };
	int32_t place = NOBODYS;

	if (l->scope == LINE_POST)
		place = snapshot_find_post_id(s, l->post_id);
	else if (l->scope == LINE_TEAM)
		place = snapshot_find_team_id(s, l->team_id);
	else if (l->scope == LINE_SERVICE)
		place = snapshot_find_service(s, l->service);
	return place < 0 && l->scope != LINE_NATIONAL && l->scope != LINE_EMPLOYER ? NOT_THERE : place;
}

int lines_ahead(struct pictures *pictures, struct arena *a, const struct picture *p, struct line_row **ret,
	size_t *ret_count, struct err *err)
{
	const struct roster_line *lines;
	struct line_row *rows;
	size_t count, n = 0;
	int rc = store_lines_ahead(pictures_lock_store(pictures), a, p->snap->employer.id, p->snap->day, &lines, &count, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	rows = arena_array(a, count, sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		const struct roster_line *l = &lines[i];

		rows[n] = (struct line_row){l->line_id, l->scope, target_of(p->snap, l), l->kind, l->value, l->status, l->agreed_by,
			l->agreed_on, l->when};
		n += rows[n].target >= -1;
	}
	*ret = rows;
	*ret_count = n;
	return 0;
}

/* The reasons of the worker's answers, in their order. */
static int read_objections(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t proposal_id,
	const char **ret, struct err *err)
{
	struct proposal_story story;
	const char *said = "";
	int rc = store_proposal(pictures_lock_store(pictures), a, p->snap->employer.id, proposal_id, &story, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < story.steps_count; i++) {
		const struct proposal_step_row *s = &story.steps[i];
		enum brief_list list;

		if (s->party == PARTY_WORKER && s->reason[0] != '\0' && brief_reasons(s->step, &list))
			said = arena_printf(a, "%s%s%s%s%s", said, said[0] != '\0' ? "; " : "", brief_say(list, s->reason),
				s->note[0] != '\0' ? ": " : "", s->note);
	}
	*ret = said;
	return 0;
}

int offers_of_post(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, size_t most,
	struct offer_made **ret, size_t *ret_count, struct err *err)
{
	struct proposal_row *rows;
	struct offer_made *made;
	size_t count, n = 0;
	int rc = store_proposals_of_post(pictures_lock_store(pictures), a, p->snap->employer.id, post_id, &rows, &count, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	made = arena_array(a, count, sizeof *made);
	for (size_t i = 0; i < count && n < most && rc == 0; i++) {
		if (rows[i].state == NEGOTIATION_DRAFT || rows[i].state == NEGOTIATION_DISCARDED)
			continue;
		made[n] = (struct offer_made){.ref = rows[i].ref, .state = negotiation_state_words(rows[i].state),
			.instant = rows[i].state_since, .open = negotiation_is_open(rows[i].state)};
		rc = read_objections(pictures, a, p, rows[i].proposal_id, &made[n++].objected, err);
	}
	if (rc < 0)
		return rc;
	*ret = made;
	*ret_count = n;
	return 0;
}

static int find_account(struct pictures *pictures, struct arena *a, const struct picture *p, const char *login,
	struct account_row *ret)
{
	struct err err;
	int rc = store_account(pictures_lock_store(pictures), a, p->snap->employer.id, login, ret, &err);

	pictures_unlock_store(pictures);
	return rc;
}

const char *login_name(struct pictures *pictures, struct arena *a, const struct picture *p, const char *login)
{
	struct account_row row;

	return find_account(pictures, a, p, login, &row) == 0 && row.name[0] != '\0' ? row.name : login;
}

bool login_has_account(struct pictures *pictures, struct arena *a, const struct picture *p, const char *login)
{
	struct account_row row;

	return find_account(pictures, a, p, login, &row) != PL_NOT_FOUND;
}
