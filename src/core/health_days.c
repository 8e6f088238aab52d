#include "core/health_days.h"

#include <string.h>

#include "core/closing.h"
#include "core/guard.h"
#include "core/health_inside.h"
#include "core/round.h"

enum { WHOLE = 1000 };

/* Leave to pass a line: all of it, what goes on from one before, and by who gave it. */
enum leave { LEAVE_ANY, LEAVE_RENEWED, LEAVE_BY_MANAGER, LEAVE_BY_HEAD, LEAVE_BY_DIRECTOR, LEAVES };

/* What is kept of a worker. */
struct kept {
	int32_t person_id;
	bool at_work, newly_qualified, past, standing; /* on some day */
	int32_t last_past, run;                        /* the newest day past a line, and how many in a row up to it */
	bool excepted;                                 /* past a line by exception on some day */
	bool allowed[LEAVES];                          /* such leave was given for a post of theirs */
};

struct kept_post {
	int32_t post_id, person_id;
};

/* A worker's day in the making: of all their posts together. */
struct worker_day {
	int32_t person_id;    /* 0: none of their posts is at work in the scope */
	bool under_line, past, excepted, newly_qualified, protection_passed, more_than_under;
	int32_t beyond_permille;
};

/* Rows that begin with an id, in the order of the ids: few are in a scope of all that there are. */
struct by_id {
	void *rows;
	size_t count, room, size;
};

/* Where the id is, or would be. */
static size_t place_of_id(const struct by_id *b, int32_t id)
{
	size_t low = 0, high = b->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (*(const int32_t *)((const char *)b->rows + middle * b->size) < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct by_id *b, size_t place, int32_t id)
{
	return place < b->count && *(const int32_t *)((const char *)b->rows + place * b->size) == id;
}

/* What was there before it was widened stays in the arena. */
static void widen(struct arena *a, struct by_id *b)
{
	void *wider;

	if (b->count < b->room)
		return;
	b->room = b->room > 0 ? b->room * 2 : 16;
	wider = arena_array(a, b->room, b->size);
	if (b->count > 0)
		memcpy(wider, b->rows, b->count * b->size);
	b->rows = wider;
}

/* The row of an id, all 0 if it is new. */
static void *row_of(struct arena *a, struct by_id *b, int32_t id)
{
	const size_t place = place_of_id(b, id);
	char *row;

	if (is_at(b, place, id))
		return (char *)b->rows + place * b->size;
	widen(a, b);
	row = (char *)b->rows + place * b->size;
	memmove(row + b->size, row, (b->count - place) * b->size);
	memset(row, 0, b->size);
	*(int32_t *)(void *)row = id;
	b->count++;
	return row;
}

struct health_days {
	struct arena *a;
	struct health_scope scope;
	struct by_id kept;                             /* of persons */
	struct by_id posts;                            /* that were in the scope */
	int64_t work_days, line_days, past_days, excepted_days, beyond_permille, protected_days, protected_kept, under_days;
	int32_t people, newly_qualified, past_people, excepted_people, standing_people, longest;
	int32_t allowed[LEAVES], allowed_people[LEAVES];
};

struct health_days *health_days_begin(struct arena *a, struct health_scope scope)
{
	struct health_days *d = arena_array(a, 1, sizeof *d);

	d->a = a;
	d->scope = scope;
	d->kept.size = sizeof(struct kept);
	d->posts.size = sizeof(struct kept_post);
	return d;
}

/* ---- a day ---- */

static void look_at_lines(const struct snapshot *s, int32_t post, const struct post_load *load, struct worker_day *day)
{
	struct line_walk at = {0};
	struct line_state line;

	while (line_next(s, post, load, &at, &line)) {
		if (s->lines[line.line].status == LINE_ADVISORY || !line.measured)
			continue;
		day->under_line = true;
		if (!line.passed)
			continue;
		if (!breaks_line(s, post, load, &line)) {
			day->excepted = true;
			continue;
		}
		day->past = true;
		if (line.used_permille - WHOLE > day->beyond_permille)
			day->beyond_permille = line.used_permille - WHOLE;
	}
}

static void look_at_post(const struct snapshot *s, const struct loads *l, int32_t post, struct worker_day *day)
{
	const struct post_load *load = &l->posts[post];

	day->person_id = s->persons[s->posts[post].person].person_id;
	day->more_than_under |= load->band != BAND_UNDER;
	look_at_lines(s, post, load, day);
	if (!is_newly_qualified(s, &s->posts[post]) || load->availability != AVAILABLE)
		return;
	day->newly_qualified = true;
	day->protection_passed |= load->load_minutes > load->capacity_minutes;
}

static void note_past(struct health_days *d, struct kept *k, int32_t day, const struct worker_day *w)
{
	k->run = k->past && k->last_past == day - 1 ? k->run + 1 : 1;
	k->last_past = day;
	d->past_days++;
	d->beyond_permille += w->beyond_permille;
	d->past_people += !k->past;
	k->past = true;
	if (k->run > d->longest)
		d->longest = k->run;
	d->standing_people += k->run >= STANDING_DAYS && !k->standing;
	k->standing |= k->run >= STANDING_DAYS;
}

static void note_day(struct health_days *d, int32_t day, const struct worker_day *w)
{
	struct kept *k = row_of(d->a, &d->kept, w->person_id);

	d->people += !k->at_work;
	k->at_work = true;
	d->work_days++;
	d->line_days += w->under_line;
	d->under_days += !w->more_than_under;
	if (w->newly_qualified) {
		d->newly_qualified += !k->newly_qualified;
		k->newly_qualified = true;
		d->protected_days++;
		d->protected_kept += !w->protection_passed;
	}
	if (w->past) {
		note_past(d, k, day, w);
	} else if (w->excepted) {
		d->excepted_days++;
		d->excepted_people += !k->excepted;
		k->excepted = true;
	}
}

void health_days_add(struct health_days *d, const struct snapshot *s, const struct loads *l)
{
	for (size_t i = 0; i < s->persons_count; i++) {
		const struct person_row *p = &s->persons[i];
		struct worker_day w = {0};

		for (int32_t j = 0; j < p->posts_count; j++) {
			const int32_t post = s->person_posts[p->first_post + j];
			struct kept_post *kept;

			if (!health_in_scope(s, d->scope, s->posts[post].team))
				continue;
			kept = row_of(d->a, &d->posts, s->posts[post].post_id);
			kept->person_id = p->person_id;
			if (is_at_work(s, l, post))
				look_at_post(s, l, post, &w);
		}
		if (w.person_id != 0)
			note_day(d, s->day, &w);
	}
}

/* ---- leave to pass ---- */

void health_days_allow(struct health_days *d, int32_t post_id, enum role role, bool renewal)
{
	const bool is[LEAVES] = {[LEAVE_ANY] = true, [LEAVE_RENEWED] = renewal,
		[LEAVE_BY_MANAGER] = (ROLE_BIT(role) & ROLES_MANAGERS_SIDE) != 0, [LEAVE_BY_HEAD] = role == ROLE_HEAD,
		[LEAVE_BY_DIRECTOR] = role == ROLE_DIRECTOR};
	const size_t place = place_of_id(&d->posts, post_id);
	struct kept *k;

	if (!is_at(&d->posts, place, post_id))
		return;
	k = row_of(d->a, &d->kept, ((const struct kept_post *)d->posts.rows)[place].person_id);
	for (int leave = 0; leave < LEAVES; leave++) {
		d->allowed[leave] += is[leave];
		d->allowed_people[leave] += is[leave] && !k->allowed[leave];
		k->allowed[leave] |= is[leave];
	}
}

/* ---- the figures ---- */

static struct health_figure counted(int64_t count, int64_t of, int32_t people)
{
	return of > 0 ? health_count(count, people) : (struct health_figure){.known = HEALTH_NOTHING, .people = people};
}

/* Whose it is, if it is anybody's; else of whom it says that it is nobody's. */
static int32_t people_behind(int32_t doing, int32_t all)
{
	return doing > 0 ? doing : all;
}

/* Of those to whom each role gave leave: what one gave is all of it less what the others did. */
static int32_t fewest_allowed(const struct health_days *d)
{
	int32_t fewest = 0;

	for (int leave = LEAVE_BY_MANAGER; leave < LEAVES; leave++)
		if (d->allowed_people[leave] > 0 && (fewest == 0 || d->allowed_people[leave] < fewest))
			fewest = d->allowed_people[leave];
	return fewest;
}

void health_days_end(const struct health_days *d, struct health_figure f[HEALTH_MEASURES])
{
	static const enum health_measure LEAVE_MEASURES[LEAVES] = {[LEAVE_ANY] = MEASURE_EXCEPTIONS,
		[LEAVE_RENEWED] = MEASURE_EXCEPTIONS_RENEWED, [LEAVE_BY_MANAGER] = MEASURE_EXCEPTIONS_MANAGER,
		[LEAVE_BY_HEAD] = MEASURE_EXCEPTIONS_HEAD, [LEAVE_BY_DIRECTOR] = MEASURE_EXCEPTIONS_DIRECTOR};

	f[MEASURE_LINE_DAYS] = health_count(d->line_days, d->people);
	f[MEASURE_PAST_DAYS] = counted(d->past_days, d->line_days, d->people);
	f[MEASURE_PAST_SHARE] = health_share(d->past_days, d->line_days, d->people);
	f[MEASURE_EXCEPTED_DAYS] = counted(d->excepted_days, d->line_days, people_behind(d->excepted_people, d->people));
	f[MEASURE_PAST_DEPTH] = counted(d->past_days > 0 ? divide_half_up(d->beyond_permille, d->past_days) : 0, d->past_days,
		d->past_people);
	f[MEASURE_PAST_WORKERS] = counted(d->past_people, d->line_days, d->people);
	f[MEASURE_PAST_SPELL] = counted(d->longest, d->past_days, d->past_people);
	f[MEASURE_STANDING] = counted(d->standing_people, d->line_days, d->people);
	f[MEASURE_PROTECTED_KEPT] = health_share(d->protected_kept, d->protected_days, d->newly_qualified);
	f[MEASURE_UNDER_DAYS] = health_share(d->under_days, d->work_days, d->people);
	for (int leave = 0; leave < LEAVES; leave++)
		f[LEAVE_MEASURES[leave]] = health_count(d->allowed[leave],
			people_behind(leave < LEAVE_BY_MANAGER ? d->allowed_people[leave] : fewest_allowed(d), d->people));
}
