#include "service/matters/declarations.h"

#include "base/str.h"
#include "core/list_words.h"

int declared_rows(struct pictures *pictures, struct arena *a, const struct picture *p, struct declaration **ret, size_t *ret_count,
	struct err *err)
{
	int rc = store_declared(pictures_lock_store(pictures), a, p->snap->employer.id, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}

/* ---- declaring ---- */

static void say(struct deciding *d, const struct declaration *x)
{
	json_text(&d->payload, "declared", declared_code(x->what));
	json_date(&d->payload, "from", x->when.from);
	json_int(&d->payload, "figure", x->figure);
	if (x->what == DECLARED_TARGET || x->what == DECLARED_PLAN)
		json_date(&d->payload, "due", x->due);
	if (x->what != DECLARED_TARGET)
		return;
	json_int(&d->payload, "goal", x->goal);
	json_date(&d->payload, "starts", x->starts);
	json_int(&d->payload, "pounds", x->pounds);
	json_text(&d->payload, "status", line_status_code(x->status));
}

static int declare_once(struct deciding *d, const void *context, struct err *err)
{
	struct declaration x = *(const struct declaration *)context;
	const struct declaration *before;
	struct declaration *rows;
	size_t count;
	int rc = declared_check(&x, d->today, err);

	if (rc == 0)
		rc = store_declared(d->store, d->a, d->employer.id, &rows, &count, err);
	if (rc < 0)
		return rc;
	before = declared_on(rows, count, x.what, x.when.from);
	if (before != NULL && declared_same(before, &x))
		return err_set(err, PL_CONFLICT, "It is so already.");
	x.when.until = declared_until(rows, count, x.what, x.when.from);
	rc = deciding_begin(d, err);
	if (rc == 0)
		rc = commit_declared(d->commit, &x, err);
	if (rc == 0)
		say(d, &x);
	return deciding_end(d, rc, &(struct decided){.action = "declare"}, err);
}

int declare(struct store *s, const struct asked_by *by, const struct declaration *d, struct err *err)
{
	return deciding_run(s, by, declare_once, d, err);
}

static int end_once(struct deciding *d, const void *context, struct err *err)
{
	const struct declaration *x = context;
	int rc = declared_day_check(x->what, x->when.from, d->today, err);

	if (rc < 0)
		return rc;
	rc = deciding_begin(d, err);
	if (rc == 0)
		rc = commit_declared_end(d->commit, x->what, x->when.from, err);
	if (rc == 0) {
		json_text(&d->payload, "declared", declared_code(x->what));
		json_bool(&d->payload, "ended", true);
		json_date(&d->payload, "from", x->when.from);
	}
	return deciding_end(d, rc, &(struct decided){.action = "declare"}, err);
}

int declare_end(struct store *s, const struct asked_by *by, enum declared what, int32_t from, struct err *err)
{
	return deciding_run(s, by, end_once, &(struct declaration){.what = what, .when = {from, DAY_MAX}}, err);
}

/* ---- in words ---- */

/* "12.5", "12": no more decimals than say something, but for caseloads, which have one. */
const char *declared_figure_words(struct arena *a, enum declared what, int32_t figure)
{
	if (what == DECLARED_COST)
		return arena_printf(a, "£%s%d,%03d", figure < 0 ? "-" : "", figure / 1000, figure % 1000);
	if (declared_places(what) == 1)
		return arena_printf(a, "%d.%d", figure / 10, figure % 10);
	if (declared_places(what) == 0 || figure % 100 == 0)
		return arena_printf(a, "%d", declared_places(what) == 0 ? figure : figure / 100);
	return figure % 10 == 0 ? arena_printf(a, "%d.%d", figure / 100, figure % 100 / 10) : arena_printf(a, "%d.%02d", figure / 100, figure % 100);
}

static const char *target_words(struct arena *a, const struct declaration *d)
{
	char starts[DATE_WORDS_SIZE], due[DATE_WORDS_SIZE];

	return arena_printf(a, "%s on %s to %s by %s", declared_figure_words(a, d->what, d->figure), date_words(d->starts, starts),
		declared_figure_words(a, d->what, d->goal), date_words(d->due, due));
}

const char *declaration_words(struct arena *a, const struct declaration *d)
{
	char due[DATE_WORDS_SIZE];

	if (d->what == DECLARED_TARGET)
		return target_words(a, d);
	if (d->what != DECLARED_PLAN)
		return declared_figure_words(a, d->what, d->figure);
	return arena_printf(a, "%d %s, each with a worker by %s", d->figure, d->figure == 1 ? "case" : "cases", date_words(d->due, due));
}
