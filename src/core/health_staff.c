/* Who is here, who came and went; and hours over the contract. */
#include <stdlib.h>

#include "core/counts.h"
#include "core/extra_time.h"
#include "core/health_records.h"
#include "core/round.h"

enum { YEAR_DAYS = 365, HALF = 50 };
#define FTE_WHOLE 1000000
#define FTE_HUNDREDTH 10000

static int order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Whose doing it is, if it is anybody's; else of whom it says that it is nobody's. */
static int32_t people_behind(int32_t doing, int32_t all)
{
	return doing > 0 ? doing : all;
}

static bool is_in(const bool *in, const struct record_post *p)
{
	return in[p->team + 1];
}

/* As the census counts those who are employed here. */
static bool is_staff(const bool *in, const struct record_post *p)
{
	return is_in(in, p) && !p->agency && p->role != POST_OTHER;
}

static int by_person(const void *left, const void *right)
{
	const struct record_post *a = *(const struct record_post *const *)left, *b = *(const struct record_post *const *)right;
	int order = order_of(a->person_id, b->person_id);

	if (order == 0)
		order = order_of(a->when.from, b->when.from);
	return order != 0 ? order : order_of(a->post_id, b->post_id);
}

/* ---- stays: how long somebody is here without a gap, in whatever posts ---- */

struct stay {
	int32_t person_id;
	struct days when;
	int64_t last_fte;         /* millionths, on its last day */
	bool fte_known;
};

struct stays {
	struct stay *rows;
	size_t count;
};

/* Posts of one person follow one another. */
static void add_to_stays(struct stays *s, const struct record_post *p)
{
	struct stay *last = s->count > 0 ? &s->rows[s->count - 1] : NULL;
	int64_t fte = p->fte_millionths > 0 ? p->fte_millionths : 0;
	bool known = p->fte_millionths >= 0;

	if (last == NULL || last->person_id != p->person_id || (int64_t)p->when.from - last->when.until >= JOINED_GAP_DAYS) {
		s->rows[s->count++] = (struct stay){p->person_id, p->when, fte, known};
		return;
	}
	if (p->when.until > last->when.until) {
		last->when.until = p->when.until;
		last->last_fte = fte;
		last->fte_known = known;
	} else if (p->when.until == last->when.until) {
		last->last_fte += fte;
		last->fte_known &= known;
	}
}

static struct stays stays_of(struct arena *a, const struct health_records *r, const bool *in)
{
	const struct record_post **posts = arena_array(a, r->posts_count + 1, sizeof *posts);
	struct stays s = {arena_array(a, r->posts_count + 1, sizeof *s.rows), 0};
	size_t count = 0;

	for (size_t i = 0; i < r->posts_count; i++)
		if (is_staff(in, &r->posts[i]) && r->posts[i].when.from < r->posts[i].when.until)
			posts[count++] = &r->posts[i];
	if (count > 1)
		qsort(posts, count, sizeof *posts, by_person);
	for (size_t i = 0; i < count; i++)
		add_to_stays(&s, posts[i]);
	return s;
}

static bool left_in(const struct stay *s, struct days period)
{
	return s->when.until != DAY_MAX && days_include(period, s->when.until - 1);
}

/* ---- staff ---- */

struct fte_sum {
	int64_t millionths;
	int32_t people, told, should;
};

static struct fte_sum fte_on(const struct health_records *r, const bool *in, int32_t day, bool agency)
{
	struct fte_sum sum = {0};

	for (size_t i = 0; i < r->posts_count; i++) {
		const struct record_post *p = &r->posts[i];

		if (!is_in(in, p) || p->agency != agency || p->role == POST_OTHER || !days_include(p->when, day))
			continue;
		sum.should++;
		sum.told += p->fte_millionths >= 0;
		sum.millionths += p->fte_millionths >= 0 ? p->fte_millionths : 0;
	}
	sum.people = sum.should;
	return sum;
}

static int64_t hundredths(int64_t millionths)
{
	return divide_half_up(millionths, FTE_HUNDREDTH);
}

/* A share of sums of full-time equivalents: worked out exactly, told in hundredths. */
static struct health_figure share_of_fte(int64_t part, int64_t whole, int32_t people)
{
	struct health_figure f = health_share(part, whole, people);

	f.part = hundredths(part);
	f.whole = hundredths(whole);
	return f;
}

static void complete(struct health_figure *f, int32_t told, int32_t should)
{
	f->told = told;
	f->should = should;
	if (should > 0 && told == 0)
		*f = (struct health_figure){.known = HEALTH_UNSAID, .people = f->people, .should = should};
}

/* A post without a first day does not tell whether somebody came; one that ended before the period says nothing of it
 * anyway. */
static void tell_started(const struct stays *s, struct days period, struct health_figure *figures)
{
	int32_t started = 0, told = 0, should = 0;

	for (size_t i = 0; i < s->count; i++) {
		started += days_include(period, s->rows[i].when.from);
		should += days_overlap(s->rows[i].when, period);
		told += days_overlap(s->rows[i].when, period) && s->rows[i].when.from != DAY_MIN;
	}
	figures[MEASURE_STARTED] = health_count(started, started);
	complete(&figures[MEASURE_STARTED], told, should);
}

static void tell_stays(struct arena *a, const struct health_records *r, const struct stays *s, struct days period,
	struct health_figure *figures)
{
	int32_t day = period.until - 1, left = 0, here = 0, dated = 0;
	int32_t *lengths = arena_array(a, s->count + 1, sizeof *lengths);

	for (size_t i = 0; i < s->count; i++) {
		const struct stay *stay = &s->rows[i];

		left += left_in(stay, period);
		here += days_include(stay->when, day);
		if (days_include(stay->when, day) && stay->when.from != DAY_MIN)
			lengths[dated++] = day - stay->when.from;
	}
	tell_started(s, period, figures);
	figures[MEASURE_LEFT] = records_tell_leavers(r, period.from) ? health_count(left, left) : health_unsaid();
	figures[MEASURE_TIME_IN_POST] = (struct health_figure){.known = HEALTH_NOTHING, .people = here};
	numbers_sort(lengths, (size_t)dated);
	if (dated > 0)
		figures[MEASURE_TIME_IN_POST] = health_count(nearest_rank(lengths, dated, HALF), here);
	complete(&figures[MEASURE_TIME_IN_POST], dated, here);
}

static void tell_turnover(const struct health_records *r, const struct stays *s, const struct fte_sum *staff,
	int32_t day, struct health_figure *figures)
{
	const struct days year = {day - YEAR_DAYS + 1, day + 1};
	int32_t told = staff->told, should = staff->should;
	int64_t left = 0;
	int32_t leavers = 0;

	figures[MEASURE_TURNOVER] = health_unsaid();
	if (!records_tell_leavers(r, year.from))
		return;
	for (size_t i = 0; i < s->count; i++)
		if (left_in(&s->rows[i], year)) {
			left += s->rows[i].last_fte;
			told += s->rows[i].fte_known;
			should++;
			leavers++;
		}
	figures[MEASURE_TURNOVER] = share_of_fte(left, staff->millionths, people_behind(leavers, staff->people));
	complete(&figures[MEASURE_TURNOVER], told, should);
}

static int64_t working_days_in(struct days when, struct days period)
{
	int32_t from = when.from > period.from ? when.from : period.from,
		until = when.until < period.until ? when.until : period.until;

	return from < until ? date_working_days(from, until) : 0;
}

/* Working days that sickness took off a post; days that two records name are counted once. */
static int64_t sick_days_of(const struct health_records *r, const struct record_post *p, struct days period)
{
	int32_t counted = period.from > p->when.from ? period.from : p->when.from,
		until = period.until < p->when.until ? period.until : p->when.until;
	int64_t days = 0;

	for (size_t i = record_absences_from(r, p->post_id); i < r->absences_count &&
		r->absences[i].post_id == p->post_id; i++) {
		const struct record_absence *x = &r->absences[i];
		struct days off = {x->when.from > counted ? x->when.from : counted, x->when.until < until ? x->when.until : until};

		if (!x->sickness || off.from >= off.until)
			continue;
		days += date_working_days(off.from, off.until);
		counted = off.until;
	}
	return days;
}

static void tell_sickness(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t *ill = arena_array(a, r->posts_count + 1, sizeof *ill), people = 0, told = 0;
	int64_t sick = 0, all = 0;
	size_t ill_count = 0;

	figures[MEASURE_SICKNESS] = health_unsaid();
	if (!r->has_sickness || !records_tell_sickness(r, period.from))
		return;
	for (size_t i = 0; i < r->posts_count; i++) {
		const struct record_post *p = &r->posts[i];
		int64_t days;

		if (!is_staff(in, p) || !days_overlap(p->when, period))
			continue;
		people++;
		told += p->fte_millionths >= 0;
		if (p->fte_millionths <= 0)
			continue;
		days = sick_days_of(r, p, period);
		if (days > 0)
			ill[ill_count++] = p->person_id;
		all += working_days_in(p->when, period) * p->fte_millionths;
		sick += days * p->fte_millionths;
	}
	figures[MEASURE_SICKNESS] = health_share(sick, all, people_behind(numbers_distinct(ill, ill_count), people));
	figures[MEASURE_SICKNESS].part = divide_half_up(sick, FTE_WHOLE);
	figures[MEASURE_SICKNESS].whole = divide_half_up(all, FTE_WHOLE);
	complete(&figures[MEASURE_SICKNESS], told, people);
}

/* What is declared is of the whole employer, and of no part of it. */
static const struct declaration *vacancies_of(const struct health_records *r, const bool *in, int32_t day)
{
	for (size_t team = 0; team <= r->teams_count; team++)
		if (!in[team])
			return NULL;
	return declared_on(r->declared, r->declared_count, DECLARED_VACANCIES, day);
}

static void tell_vacancies(const struct declaration *vacancies, const struct fte_sum *staff,
	struct health_figure *figures)
{
	figures[MEASURE_VACANCIES] = health_unsaid();
	figures[MEASURE_VACANCY_RATE] = health_unsaid();
	if (vacancies == NULL)
		return;
	figures[MEASURE_VACANCIES] = health_count(vacancies->figure, -1);
	figures[MEASURE_VACANCY_RATE] = share_of_fte((int64_t)vacancies->figure * FTE_HUNDREDTH,
		(int64_t)vacancies->figure * FTE_HUNDREDTH + staff->millionths, staff->people);
	complete(&figures[MEASURE_VACANCY_RATE], staff->told, staff->should);
}

void health_of_staff(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	int32_t day = period.until - 1;
	const struct fte_sum staff = fte_on(r, in, day, false), agency = fte_on(r, in, day, true);
	const struct stays stays = stays_of(a, r, in);

	figures[MEASURE_IN_POST] = health_count(hundredths(staff.millionths), staff.people);
	complete(&figures[MEASURE_IN_POST], staff.told, staff.should);
	figures[MEASURE_AGENCY] = share_of_fte(agency.millionths, agency.millionths + staff.millionths,
		people_behind(agency.people, staff.people));
	complete(&figures[MEASURE_AGENCY], staff.told + agency.told, staff.should + agency.should);
	tell_stays(a, r, &stays, period, figures);
	tell_turnover(r, &stays, &staff, day, figures);
	tell_sickness(a, r, in, period, figures);
	tell_vacancies(vacancies_of(r, in, day), &staff, figures);
}

/* ---- hours ---- */

/* A post and what its worker has said; then a person in all of their posts. */
struct hours_said {
	int32_t person_id;
	int64_t owed, worked, taken;
	bool said, carries, here;  /* in the period; in a post that carries cases in it; in post on its last day */
};

static int by_person_said(const void *left, const void *right)
{
	return order_of(((const struct hours_said *)left)->person_id, ((const struct hours_said *)right)->person_id);
}

static void add_extra(struct hours_said *h, const struct record_extra *x, struct days period)
{
	if (x->day >= period.until)
		return;
	h->owed += x->taken ? -x->minutes : x->minutes;
	if (!days_include(period, x->day))
		return;
	h->said = true;
	*(x->taken ? &h->taken : &h->worked) += x->minutes;
}

/* By person: what all of their posts say together. */
static struct hours_said *hours_by_person(struct arena *a, const struct health_records *r, const bool *in,
	struct days period, size_t *ret_count)
{
	struct hours_said *rows = arena_array(a, r->posts_count + 1, sizeof *rows);
	size_t posts = 0, people = 0;

	for (size_t i = 0, x = 0; i < r->posts_count; i++) {
		const struct record_post *p = &r->posts[i];
		struct hours_said h = {.person_id = p->person_id, .here = days_include(p->when, period.until - 1),
			.carries = (p->role == POST_SOCIAL_WORKER || p->role == POST_SENIOR_PRACTITIONER) && days_overlap(p->when, period)};

		for (; x < r->extra_count && r->extra[x].post_id <= p->post_id; x++)
			if (r->extra[x].post_id == p->post_id)
				add_extra(&h, &r->extra[x], period);
		if (is_in(in, p))
			rows[posts++] = h;
	}
	if (posts > 1)
		qsort(rows, posts, sizeof *rows, by_person_said);
	for (size_t i = 0; i < posts; i++) {
		struct hours_said *h = people > 0 && rows[people - 1].person_id == rows[i].person_id ? &rows[people - 1] : NULL;

		if (h == NULL) {
			rows[people++] = rows[i];
			continue;
		}
		h->owed += rows[i].owed;
		h->worked += rows[i].worked;
		h->taken += rows[i].taken;
		h->said |= rows[i].said;
		h->carries |= rows[i].carries;
		h->here |= rows[i].here;
	}
	*ret_count = people;
	return rows;
}

void health_of_hours(struct arena *a, const struct health_records *r, const bool *in, struct days period,
	struct health_figure *figures)
{
	static const enum health_measure MEASURES[] = {MEASURE_WORKED_OVER, MEASURE_TAKEN_BACK, MEASURE_OWED,
		MEASURE_OWED_A_DAY, MEASURE_OWED_THREE_DAYS, MEASURE_OWED_FIVE_DAYS};
	int64_t sums[sizeof MEASURES / sizeof *MEASURES] = {0};
	int32_t people[sizeof MEASURES / sizeof *MEASURES] = {0}, workers = 0, said = 0;
	size_t count;
	const struct hours_said *rows = hours_by_person(a, r, in, period, &count);

	for (size_t i = 0; i < count; i++) {
		const struct hours_said *h = &rows[i];
		const int64_t owed = h->here && h->owed > 0 ? h->owed : 0;
		const int64_t theirs[] = {h->worked, h->taken, owed, owed > OWED_TO_MANAGER, owed > OWED_TO_HEAD,
			owed > OWED_TO_DIRECTOR};

		for (size_t m = 0; m < sizeof MEASURES / sizeof *MEASURES; m++) {
			sums[m] += theirs[m];
			people[m] += theirs[m] > 0;
		}
		workers += h->carries;
		said += h->carries && h->said;
	}
	for (size_t m = 0; m < sizeof MEASURES / sizeof *MEASURES; m++) {
		figures[MEASURES[m]] = r->has_extra ? health_count(sums[m], people[m]) : health_unsaid();
		figures[MEASURES[m]].told = said;
		figures[MEASURES[m]].should = workers;
	}
	figures[MEASURE_HOURS_SAID] = health_share(said, workers, people_behind(said, workers));
}
