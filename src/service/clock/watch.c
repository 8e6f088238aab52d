#include "base/clock.h"
#include "core/working_time.h"
#include "service/clock/watch_inside.h"
#include "service/rounds.h"
#include "service/ticker.h"
#include "store/load_facts.h"

enum { EVERY_MS = 60 * 1000 };

/* Where it reads and where it writes: one store, or those of a server. */
struct watching {
	struct store *store;
	struct pictures *pictures;
	struct writer *writer;
	struct arena *a;
	int64_t instant;
	struct watch_counts *counts;
};

static struct store *lock_reader(const struct watching *w)
{
	return w->pictures != NULL ? pictures_lock_store(w->pictures) : w->store;
}

static void unlock_reader(const struct watching *w)
{
	if (w->pictures != NULL)
		pictures_unlock_store(w->pictures);
}

/* ---- what is due ---- */

static int get_picture(const struct watching *w, const char *employer, const struct picture **ret, struct err *err)
{
	int32_t today = clock_day_of(w->instant);

	if (w->pictures != NULL)
		return pictures_pass(w->pictures, employer, today, ret, err);
	return picture_load(w->store, employer, today, ret, err);
}

static int read_due(const struct watching *w, const char *employer, struct watch_step **ret, size_t *ret_count, struct err *err)
{
	const struct picture *p;
	int rc = get_picture(w, employer, &p, err);

	if (rc < 0)
		return rc;
	rc = watch_read(lock_reader(w), w->a, p, w->instant, ret, ret_count, err);
	unlock_reader(w);
	picture_drop(p);
	return rc;
}

/* ---- doing it ---- */

/* So many are made durable together; who asks for something else meanwhile waits no longer than for these. */
enum { AT_ONCE = 32 };

struct taken {
	const char *employer;
	const struct watch_step *step;
	int64_t instant;
};

static int take(struct store *s, void *context, struct err *err)
{
	const struct taken *t = context;

	return watch_take(s, t->employer, t->step, t->instant, err);
}

static void take_here(struct store *s, struct taken *taken, size_t n, int *rcs, struct err *errs)
{
	struct err err = {.text = ""};
	int rc = store_begin_together(s, &err);

	for (size_t i = 0; i < n; i++)
		rcs[i] = rc == 0 ? take(s, &taken[i], &errs[i]) : 0;
	if (rc == 0)
		rc = store_end_together(s, &err);
	for (size_t i = 0; i < n && rc < 0; i++)
		if (rcs[i] == 0)
			rcs[i] = err_set(&errs[i], rc, "%s", err.text);
}

/* Each a commit of its own. */
static void take_together(const struct watching *w, const char *employer, const struct watch_step *steps, size_t n, int *rcs,
	struct err *errs)
{
	struct taken taken[AT_ONCE];
	void *contexts[AT_ONCE];

	for (size_t i = 0; i < n; i++) {
		taken[i] = (struct taken){employer, &steps[i], w->instant};
		contexts[i] = &taken[i];
	}
	if (w->writer != NULL)
		writer_run_many(w->writer, take, contexts, n, rcs, errs);
	else
		take_here(w->store, taken, n, rcs, errs);
}

static void count(struct watch_counts *counts, enum watch_act act)
{
	int32_t *const by_act[] = {[WATCH_LAPSE] = &counts->lapsed, [WATCH_EXPIRE] = &counts->expired,
		[WATCH_ESCALATE] = &counts->escalated, [WATCH_OVER] = &counts->over, [WATCH_RAISE] = &counts->raised};

	++*by_act[act];
}

/* Those that were made durable count, whatever became of the others. */
static int count_taken(const struct watching *w, const struct watch_step *steps, size_t n, const int *rcs, const struct err *errs,
	struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		if (rcs[i] == 0)
			count(w->counts, steps[i].act);
		else if (rcs[i] == PL_CONFLICT || rcs[i] == PL_INVALID || rcs[i] == PL_NOT_FOUND)
			w->counts->skipped++;
		else if (rc == 0)
			rc = err_set(err, rcs[i], "%s", errs[i].text);
	}
	return rc;
}

/* What cannot be taken holds up nothing after it, this minute or any other: the first failure is told once all have been tried. While
 * somebody else writes none of them can be taken. */
static int take_all(const struct watching *w, const char *employer, const struct watch_step *steps, size_t steps_count,
	struct err *err)
{
	int first = 0;

	for (size_t i = 0; i < steps_count && first != PL_LOCKED; i += AT_ONCE) {
		size_t n = steps_count - i < AT_ONCE ? steps_count - i : AT_ONCE;
		struct err errs[AT_ONCE], one;
		int rcs[AT_ONCE], rc;

		take_together(w, employer, steps + i, n, rcs, errs);
		rc = count_taken(w, steps + i, n, rcs, errs, &one);
		if (rc < 0 && first == 0) {
			first = rc;
			*err = one;
		}
	}
	return first;
}

static int watch_employer(const struct watching *w, const struct employer *e, struct err *err)
{
	struct watch_step *steps;
	size_t steps_count;
	int rc = read_due(w, e->code, &steps, &steps_count, err);

	w->counts->employers++;
	return rc == 0 ? take_all(w, e->code, steps, steps_count, err) : rc;
}

/* ---- whom ---- */

static int read_employers(const struct watching *w, const char *only, struct employer **ret, size_t *ret_count, struct err *err)
{
	struct store *s = lock_reader(w);
	struct employer *one = arena_alloc(w->a, sizeof *one);
	int32_t today = clock_day_of(w->instant);
	int rc;

	*ret = one;
	*ret_count = 1;
	rc = only != NULL ? store_employer(s, w->a, only, one, err) : store_employers(s, w->a, ret, ret_count, err);
	for (size_t i = 0; rc == 0 && i < *ret_count; i++)
		rc = store_settings_on(s, today, &(*ret)[i], err);
	unlock_reader(w);
	return rc;
}

/* What fails at one employer keeps the clock of no other: the first failure is told once all have been looked at. */
static int watch_all(const struct watching *w, const struct employer *employers, size_t count, struct err *err)
{
	int first = 0;

	for (size_t i = 0; i < count; i++) {
		struct err one;
		int rc = employers[i].live ? watch_employer(w, &employers[i], &one) : 0;

		if (rc < 0 && first == 0) {
			first = rc;
			*err = one;
		}
	}
	return first;
}

static int watch(struct watching *w, const char *only, struct err *err)
{
	struct employer *employers;
	size_t employers_count;
	int rc;

	w->a = arena_new();
	rc = read_employers(w, only, &employers, &employers_count, err);
	if (rc == 0)
		rc = watch_all(w, employers, employers_count, err);
	arena_free(w->a);
	return rc;
}

int watch_once(struct store *s, const char *employer, int64_t instant, struct watch_counts *ret, struct err *err)
{
	struct watching w = {.store = s, .instant = instant, .counts = ret};

	*ret = (struct watch_counts){0};
	return watch(&w, employer, err);
}

/* ---- in a server ---- */

enum { HEARD_MS = 500 }; /* what is heard of is seen to then, with what is heard of meanwhile */

struct watcher {
	struct watcher_options options;
	struct ticker *ticker;
	struct rounds rounds;
};

/* While somebody else writes, an import say, it is put off to the next time, and that is no fault. */
static void watch_now(const struct watcher *w, const char *employer)
{
	struct watch_counts counts = {0};
	struct watching watching = {.pictures = w->options.pictures, .writer = w->options.writer, .instant = w->options.now(),
		.counts = &counts};
	struct err err;
	int rc = watch(&watching, employer, &err);

	if (rc < 0 && rc != PL_LOCKED)
		w->options.say(err.text);
	if (rc == 0 && employer == NULL && w->options.watched != NULL)
		w->options.watched(w->options.context, watching.instant);
}

static int64_t watch_on(void *context)
{
	struct watcher *w = context;
	struct codes whom;

	rounds_take(&w->rounds, &whom);
	for (size_t i = 0; i < whom.count; i++)
		watch_now(w, whom.all ? NULL : whom.rows[i]);
	return rounds_left_ms(&w->rounds);
}

struct watcher *watcher_new(const struct watcher_options *options)
{
	struct watcher *w = mem_alloc(sizeof *w);

	w->options = *options;
	rounds_begin(&w->rounds, EVERY_MS);
	w->ticker = ticker_new(watch_on, w);
	return w;
}

void watcher_hear(struct watcher *w, const char *employer)
{
	rounds_hear(&w->rounds, employer);
	ticker_wake(w->ticker, HEARD_MS);
}

struct watcher *watcher_free(struct watcher *w)
{
	if (w != NULL) {
		ticker_free(w->ticker);
		rounds_end(&w->rounds);
		mem_free(w);
	}
	return NULL;
}
