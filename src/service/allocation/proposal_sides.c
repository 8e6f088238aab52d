/* Who could talk about a proposal, and who could hold a case. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "service/accounts/accounts_inside.h"
#include "service/pictures/case_history.h"
#include "service/allocation/proposals_seen.h"
#include "store/accounts.h"
#include "store/load_facts.h"

/* ---- the accounts of a side ---- */

struct sides {
	struct store *store;
	struct arena *a;
	const struct snapshot *snap;
	int32_t post, case_index;
};

static int find_side(const struct sides *w, const struct account_row *account, const char *worker, bool *ret_worker, bool *ret_manager,
	struct err *err)
{
	struct viewer *v = arena_alloc(w->a, sizeof *v);
	bool may_act;
	int rc = account_viewer(w->store, w->a, &w->snap->employer, account, clock_now(), v, &may_act, err);

	if (rc < 0)
		return rc;
	*ret_worker = may_act && worker[0] != '\0' && str_equal(account->person, worker);
	*ret_manager = may_act && !*ret_worker && sight_is_managers_side(sight_of(w->a, v, w->snap, w->snap), w->post, w->case_index);
	return 0;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(((const struct side_login *)left)->name, ((const struct side_login *)right)->name);
}

static int read_sides(const struct sides *w, struct side_login **ret, size_t *ret_count, struct err *err)
{
	const char *worker = w->post >= 0 ? w->snap->persons[w->snap->posts[w->post].person].code : "";
	struct account_row *accounts;
	struct side_login *rows;
	size_t accounts_count, count = 0;
	int rc = store_accounts(w->store, w->a, w->snap->employer.id, &accounts, &accounts_count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(w->a, accounts_count, sizeof *rows);
	for (size_t i = 0; i < accounts_count && rc == 0; i++) {
		const struct account_row *one = &accounts[i];
		bool is_worker, is_manager;

		rc = find_side(w, one, worker, &is_worker, &is_manager, err);
		if (rc == 0 && (is_worker || is_manager))
			rows[count++] = (struct side_login){one->login, one->name[0] != '\0' ? one->name : one->login, is_worker};
	}
	*ret = rows;
	*ret_count = count;
	return rc;
}

int sides_read(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t post, int32_t case_index,
	struct side_login **ret, size_t *ret_count, struct err *err)
{
	struct sides w = {.a = a, .snap = today->snap, .post = post, .case_index = case_index};
	int rc;

	w.store = pictures_lock_store(pictures);
	rc = read_sides(&w, ret, ret_count, err);
	pictures_unlock_store(pictures);
	if (rc == 0 && *ret_count > 0)
		qsort(*ret, *ret_count, sizeof **ret, by_name);
	return rc;
}

int names_of_logins(struct pictures *pictures, struct arena *a, const struct picture *today, const char **logins, size_t count,
	struct err *err)
{
	struct account_row *accounts;
	size_t accounts_count;
	int rc = store_accounts(pictures_lock_store(pictures), a, today->snap->employer.id, &accounts, &accounts_count, err);

	pictures_unlock_store(pictures);
	for (size_t i = 0; i < count && rc == 0; i++)
		for (size_t j = 0; j < accounts_count; j++)
			if (str_equal(accounts[j].login, logins[i]) && accounts[j].name[0] != '\0') {
				logins[i] = accounts[j].name;
				break;
			}
	return rc;
}

/* ---- candidates ---- */

struct said_of_posts {
	struct said_before *by_post;
	struct arena *a;
	const struct snapshot *snap;
	struct proposal_row *open; size_t open_count; /* of everybody */
	const struct candidates_wanted *wanted;
};

static struct said_before said_of(void *context, int32_t post)
{
	const struct said_of_posts *posts = context;
	struct said_before said = posts->by_post[post];

	const struct offered_case *open;
	struct offered_case *all;
	size_t count;

	open = offered_cases(posts->a, posts->open, posts->open_count, posts->snap->posts[post].post_id, posts->wanted->but, &count);
	all = arena_array(posts->a, count + posts->wanted->chosen_count, sizeof *all);
	for (size_t i = 0; i < count; i++)
		all[i] = open[i];
	for (size_t i = 0; i < posts->wanted->chosen_count; i++)
		all[count + i] = posts->wanted->chosen[i];
	said.offered = all;
	said.offered_count = count + posts->wanted->chosen_count;
	return said;
}

/* A case is led by one: what is offered to somebody as the lead is offered to nobody else. */
static void mark_offered(const struct snapshot *s, const struct proposal_row *row, enum holding_role role, struct said_before *by_post)
{
	bool both_lead = row->terms.role == HOLDING_LEAD && role == HOLDING_LEAD;

	for (size_t i = 0; i < s->posts_count && negotiation_is_open(row->state); i++)
		by_post[i].offered_already |= both_lead || s->posts[i].post_id == row->post_id;
}

static int read_said(struct store *s, struct arena *a, const struct snapshot *snap, const struct candidates_wanted *w,
	struct said_before *by_post, struct err *err)
{
	int32_t case_id = snap->cases[w->case_index].case_id;
	struct proposal_row *rows;
	size_t count;
	int rc = store_proposals_of_case(s, a, snap->employer.id, case_id, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		if (rows[i].proposal_id != w->but)
			mark_offered(snap, &rows[i], w->role, by_post);
		if (rows[i].state != NEGOTIATION_DECLINED)
			continue;
		for (size_t post = 0; post < snap->posts_count && rc == 0; post++)
			if (snap->posts[post].post_id == rows[i].post_id)
				rc = store_declined_for(s, snap->employer.id, case_id, rows[i].post_id, "conflict",
					&by_post[post].conflict_named, err);
	}
	return rc;
}

static int read_held(struct store *s, struct arena *a, const struct picture *p, int32_t case_index, struct candidates_asked *asked,
	struct err *err)
{
	const struct snapshot *snap = p->snap;
	struct case_history *history = arena_alloc(a, sizeof *history);
	const struct case_facts *facts = &history->facts;
	struct once_held *held;
	size_t count = 0;
	int rc = case_history_from(s, a, p, snap->cases[case_index].ref, history, err);

	if (rc < 0)
		return rc;
	held = arena_array(a, facts->count, sizeof *held);
	for (size_t i = 0; i < facts->count; i++)
		for (size_t post = 0; post < snap->posts_count && facts->facts[i].kind == FACT_HOLDING; post++)
			if (facts->facts[i].post_id == snap->posts[post].post_id && facts->facts[i].when.until <= snap->day)
				held[count++] = (struct once_held){snap->posts[post].person, facts->facts[i].when.until};
	asked->facts = facts;
	asked->posts = case_history_posts(a, history, snap, &asked->posts_count);
	asked->held = held;
	asked->held_count = count;
	return 0;
}

static int32_t place_of_person(const struct snapshot *s, int32_t person_id)
{
	for (size_t i = 0; i < s->persons_count; i++)
		if (s->persons[i].person_id == person_id)
			return (int32_t)i;
	return -1;
}

static int read_skills(struct store *s, struct arena *a, const struct snapshot *snap, struct candidates_asked *asked, struct err *err)
{
	struct skill_row *rows;
	struct known_skill *skills;
	size_t rows_count, count = 0;
	int rc = store_skills(s, a, snap->employer.id, &rows, &rows_count, err);

	if (rc < 0)
		return rc;
	skills = arena_array(a, rows_count, sizeof *skills);
	for (size_t i = 0; i < rows_count; i++)
		if (days_include(rows[i].when, snap->day))
			skills[count++] = (struct known_skill){place_of_person(snap, rows[i].person_id), rows[i].code};
	asked->skills = skills;
	asked->skills_count = count;
	return 0;
}

static int read_asked(struct store *s, struct arena *a, const struct picture *p, const struct candidates_wanted *w,
	struct candidates_asked *asked, struct said_of_posts *said, struct err *err)
{
	int rc;

	said->by_post = arena_array(a, p->snap->posts_count, sizeof *said->by_post);
	said->a = a;
	said->snap = p->snap;
	said->wanted = w;
	rc = store_proposals_open(s, a, p->snap->employer.id, &said->open, &said->open_count, err);
	if (rc == 0)
		rc = read_said(s, a, p->snap, w, said->by_post, err);
	if (rc == 0)
		rc = read_held(s, a, p, w->case_index, asked, err);
	return rc == 0 ? read_skills(s, a, p->snap, asked, err) : rc;
}

int candidates_read(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	const struct candidates_wanted *wanted, struct candidate_list *ret, struct err *err)
{
	static const int32_t SOMEBODY = -1;
	const struct duty duty = {.persons = &SOMEBODY, .persons_count = 1,
		.proposer = viewer->person[0] != '\0' ? snapshot_find_person(today->snap, viewer->person) : -1};
	struct candidates_asked asked = {.case_index = wanted->case_index, .role = wanted->role, .share = wanted->share,
		.instead_of = wanted->instead_of, .team = wanted->team, .sight = wanted->sight,
		.loads = &today->loads, .duty = &duty, .said = said_of};
	struct said_of_posts said;
	int rc = read_asked(pictures_lock_store(pictures), a, today, wanted, &asked, &said, err);

	pictures_unlock_store(pictures);
	asked.context = &said;
	if (rc < 0)
		return rc;
	if (wanted->post >= 0) {
		*ret = (struct candidate_list){.rows = arena_alloc(a, sizeof *ret->rows), .count = 1};
		ret->rows[0] = candidate_of(today->snap, &asked, wanted->post);
		return 0;
	}
	candidates_of(a, today->snap, &asked, &ret->rows, &ret->count, &ret->left_out);
	return 0;
}
