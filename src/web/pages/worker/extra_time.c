/* /employers/CODE/workers/WORKER/extra-time: hours over the contract, and hours taken back for them: the worker's own ledger. */
#include "core/extra_time.h"
#include "core/saying.h"
#include "routes.h"
#include "service/matters/workers_word.h"
#include "web/app.h"
#include "web/pages/matters/asking.h"
#include "web/pages/common.h"
#include "web/words.h"

enum { ROWS_SHOWN = 20 };

static const struct form_choice KINDS[] = {{"worked", "worked over the contract"}, {"taken", "taken back"}, {NULL, NULL}};

enum { E_POST, E_KIND, E_HOURS, E_DAY, E_FIELDS };
static const struct form_field E_FORM[E_FIELDS] = {
	[E_POST] = {"post", "", form_check_text, .most = 9, .optional = true},
	[E_KIND] = {"kind", "What", form_check_choice, .most = 10, .choices = KINDS,
		.missing = "Choose whether the time was worked over the contract or taken back"},
	[E_HOURS] = {"hours", "Hours", form_check_hours, .most = 6, .hint = "Such as 1.5. 0 takes back what was said of that day.",
		.autocomplete = "off"},
	[E_DAY] = {"day", "On", form_check_day, .most = 10, .optional = true, .hint = "Today, if nothing is said; up to eight weeks back."}};

static int put_rows(const struct page_context *ctx, int32_t post, struct figures_view *f, struct err *err)
{
	struct arena *a = ctx->arena;
	const struct snapshot *s = ctx->picture->snap;
	int32_t owed = s->posts[post].owed_minutes;
	struct extra_row *rows;
	size_t count;
	int rc = word_extra_times(ctx->app->pictures, a, ctx->picture, s->posts[post].post_id, &rows, &count, err);

	if (rc < 0)
		return rc;
	figures_add(a, f, "Owed now", hours_words(a, owed), words_join(a, "counts as ", hours_words(a, owed_load(owed)),
		" of work a week, as if it were taken back within four weeks", NULL));
	for (size_t i = 0; i < count && i < ROWS_SHOWN; i++) {
		const struct extra_row *x = &rows[count - 1 - i];

		figures_add(a, f, words_day(a, x->day), hours_words(a, x->minutes), x->kind == EXTRA_WORKED ? "worked over the contract"
			: "taken back");
	}
	return 0;
}

static int put(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err)
{
	bool own = sight_is_person(ctx->sight, ctx->person);
	int32_t post = meant_post(ctx);

	(void)form;
	view->heading = words_join(ctx->arena, "Extra hours: ", person_label(&ctx->picture->snap->persons[ctx->person]), NULL);
	view->sentence = "A ledger of the worker’s own, which the manager sees. From a day owed on the manager is asked for a plan, from three days "
		"the head of service, from five the director.";
	view->back_href = today_link(ctx, "workers", route_value(ctx->match, "worker"), "");
	view->back = person_label(&ctx->picture->snap->persons[ctx->person]);
	view->outcome = words_join(ctx->arena, ctx->request->path, "?said=time", NULL);
	if (post < 0)
		return 0;
	if (own) {
		asking_hide(ctx->arena, view, "post", arena_printf(ctx->arena, "%d", (int)ctx->picture->snap->posts[post].post_id));
		view->button = "Keep it";
	}
	return put_rows(ctx, post, &view->figures, err);
}

static int send(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err)
{
	const struct form_value *v = form->values;
	const struct asked_by by = page_asked_by(ctx, outcome);
	int32_t post = meant_post(ctx);
	const struct extra_row x = {.day = v[E_DAY].is_set ? form_day(&v[E_DAY]) : ctx->day, .minutes = form_minutes(&v[E_HOURS]),
		.kind = str_equal(v[E_KIND].text, "taken") ? EXTRA_TAKEN : EXTRA_WORKED};

	return word_extra_time(s, &by, post >= 0 ? ctx->picture->snap->posts[post].post_id : 0, &x, err);
}

static const struct asking EXTRA = {"/employers/{employer}/workers/{worker}/extra-time", E_FORM, E_FIELDS, NULL, NULL, put, send};

int page_extra_time(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	(void)req;
	return asking_page(ctx, res, &EXTRA, err);
}

int post_extra_time(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	return asking_post(ctx, req, res, &EXTRA, err);
}
