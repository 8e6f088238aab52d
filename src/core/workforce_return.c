#include "core/workforce_return.h"

#include <stdlib.h>

#include "base/str.h"
#include "core/round.h"

/* ---- which posts ---- */

struct of_service {
	const struct roster *roster;
	const bool *in;           /* by place of the post: it is of the service */
	int32_t day;
};

/* Whom a post puts into the return: who is in it on the day; who has left it within the year; whoever holds cases all the same. */
enum standing { STANDS_IN_POST, STANDS_LEFT, STANDS_HOLDING, STANDINGS };

/* Posts without a team, or of one whose service nobody told, are of the main service. */
static const char *service_of(const struct roster *r, const struct roster_post *p, const char *main)
{
	for (size_t i = 0; i < r->teams_count; i++)
		if (r->teams[i].team_id == p->team_id && r->teams[i].service[0] != '\0')
			return r->teams[i].service;
	return main;
}

static const bool *posts_in(struct arena *a, const struct roster *r, const char *main, const char *service)
{
	bool *in = arena_array(a, r->posts_count, sizeof *in);

	for (size_t i = 0; i < r->posts_count; i++)
		in[i] = service == NULL || str_equal(service_of(r, &r->posts[i], main), service);
	return in;
}

static bool is_of(const struct of_service *f, size_t post, int32_t person_id)
{
	return f->roster->posts[post].person_id == person_id && f->in[post];
}

static bool stands(const struct of_service *f, const struct roster_post *p, enum standing standing)
{
	switch (standing) {
	case STANDS_IN_POST:
		return days_include(p->when, f->day);
	case STANDS_LEFT:
		return p->when.until <= f->day && p->when.until > f->day - RETURN_YEAR_DAYS;
	default:
		return true;
	}
}

/* ---- a worker ---- */

static bool is_absent_from(const struct of_service *f, const struct roster_post *p, const char **ret_reason)
{
	for (size_t i = 0; i < f->roster->reductions_count; i++) {
		const struct roster_reduction *r = &f->roster->reductions[i];

		if (r->post_id != p->post_id || r->minutes >= 0 || !days_include(r->when, f->day))
			continue;
		*ret_reason = r->reason;
		return true;
	}
	return false;
}

/* Since when somebody is here: what their posts before it, without a gap, add to the first day of one. */
static int32_t here_since(const struct of_service *f, int32_t person_id, int32_t from)
{
	for (bool earlier = true; earlier && from != DAY_MIN;) {
		earlier = false;
		for (size_t i = 0; i < f->roster->posts_count; i++) {
			const struct roster_post *p = &f->roster->posts[i];

			if (!is_of(f, i, person_id) || p->when.from >= from || p->when.until < from)
				continue;
			from = p->when.from;
			earlier = true;
		}
	}
	return from;
}

static void add_post(const struct of_service *f, const struct roster_post *p, bool first, struct return_worker *w)
{
	const char *reason = "";

	w->agency = (first || w->agency) && p->agency;
	w->absent = (first || w->absent) && is_absent_from(f, p, &reason);
	w->reason = w->absent && w->reason[0] == '\0' ? reason : w->reason;
	w->newly_qualified |= p->newly_qualified_until > f->day;
	if (first || p->role < w->role)
		w->role = p->role;
	if (first || p->when.from < w->when.from)
		w->when.from = p->when.from;
	if (first || p->when.until > w->when.until)
		w->when.until = p->when.until;
	if (p->fte_millionths >= 0)
		w->fte_millionths = (w->fte_millionths < 0 ? 0 : w->fte_millionths) + p->fte_millionths;
}

static bool gather_posts(const struct of_service *f, const struct roster_person *person, enum standing standing, struct return_worker *w)
{
	bool first = true;

	for (size_t i = 0; i < f->roster->posts_count; i++) {
		if (!is_of(f, i, person->person_id) || !stands(f, &f->roster->posts[i], standing))
			continue;
		add_post(f, &f->roster->posts[i], first, w);
		first = false;
	}
	return !first;
}

/* False if they are not in the return. */
static bool gather(const struct of_service *f, const struct roster_person *person, bool holds, struct return_worker *ret)
{
	for (int standing = 0; standing < (holds ? STANDINGS : STANDS_HOLDING); standing++) {
		struct return_worker w = {.registration = person->registration, .code = person->code, .left = standing != STANDS_IN_POST,
			.reason = "", .fte_millionths = -1};

		if (!gather_posts(f, person, (enum standing)standing, &w))
			continue;
		w.when.from = here_since(f, person->person_id, w.when.from);
		*ret = w;
		return true;
	}
	return false;
}

/* Who has left has nothing more of the day but what they hold; who is here has an end to come that no return asks for. A holder has the FTE
 * of the counts. */
static void settle(struct return_worker *w, const struct person_count *count)
{
	w->cases = count->cases;
	if (count->cases > 0 && count->fte_millionths > 0)
		w->fte_millionths = clamp_int32(count->fte_millionths);
	else if (w->left)
		w->fte_millionths = 0;
	if (!w->left) {
		w->when.until = DAY_MAX;
		return;
	}
	w->absent = false;
	w->reason = "";
}

/* ---- all of them ---- */

static int compare_workers(const void *left, const void *right)
{
	return strcmp(((const struct return_worker *)left)->registration, ((const struct return_worker *)right)->registration);
}

static struct person_count count_of(const struct snapshot *s, const struct person_count *each, const char *code)
{
	int32_t person = snapshot_find_person(s, code);

	return person >= 0 ? each[person] : (struct person_count){0, 0};
}

static void tally(struct workforce_return *r, struct return_worker *w)
{
	if (!w->left && w->agency) {
		r->agency_workers++;
		r->agency_fte_millionths += w->fte_millionths > 0 ? w->fte_millionths : 0;
	}
	r->capped += w->fte_millionths > RETURN_FTE_MOST;
	r->unknown_fte += w->fte_millionths < 0;
	r->managers += w->role == POST_MANAGER;
	if (w->fte_millionths > RETURN_FTE_MOST)
		w->fte_millionths = RETURN_FTE_MOST;
}

/* Two letters and ten digits, as Social Work England gives them and the collection wants them. */
static bool is_registered(const char *number)
{
	size_t letters = strspn(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	return letters == 2 && strspn(number + letters, "0123456789") == 10 && number[12] == '\0';
}

static void add_worker(struct workforce_return *r, struct return_worker w)
{
	if (!is_registered(w.registration)) {
		r->unregistered[r->unregistered_count++] = w.code;
		r->unregistered_cases += w.cases;
		return;
	}
	tally(r, &w);
	r->workers[r->workers_count++] = w;
}

/* Which teams of the picture are of the service: in[team + 1]. */
static const bool *teams_in(struct arena *a, const struct snapshot *s, const char *service)
{
	bool *in = arena_array(a, s->teams_count + 1, sizeof *in);

	if (service == NULL)
		return NULL;
	for (size_t i = 0; i <= s->teams_count; i++) {
		int32_t of = i == 0 ? 0 : s->teams[i - 1].service;

		in[i] = of >= 0 && (size_t)of < s->services_count && str_equal(s->services[of].code, service);
	}
	return in;
}

struct workforce_return workforce_return_of(struct arena *a, const struct roster *r, const struct snapshot *s, const char *service)
{
	const struct of_service f = {r, posts_in(a, r, s->services_count > 0 ? s->services[0].code : "", service), s->day};
	const struct person_count *each = counts_of_each(a, s, teams_in(a, s, service));
	struct workforce_return ret = {.day = s->day, .workers = arena_array(a, r->persons_count, sizeof *ret.workers),
		.unregistered = arena_array(a, r->persons_count, sizeof *ret.unregistered)};

	for (size_t i = 0; i < r->persons_count; i++) {
		const struct person_count count = count_of(s, each, r->persons[i].code);
		struct return_worker w;

		if (!gather(&f, &r->persons[i], count.cases > 0, &w))
			continue;
		settle(&w, &count);
		add_worker(&ret, w);
	}
	if (ret.workers_count > 0)
		qsort(ret.workers, ret.workers_count, sizeof *ret.workers, compare_workers);
	return ret;
}
