/* /schemes and /schemes/ID: what the numbers are and where they come from. */
#include "routes.h"
#include "service/schemes.h"
#include "templates.h"
#include "web/html.h"
#include "web/pages/scheme.h"
#include "web/words.h"

enum { HREF_BYTES = 1024, SECTIONS = 9, RULES = 6 };

static const char *scheme_href(struct arena *a, const char *id)
{
	struct buf href = BUF_INIT(HREF_BYTES);
	const char *text;

	buf_puts(&href, "/schemes/");
	html_encode_segment(&href, id);
	text = arena_strndup(a, buf_text(&href), href.len);
	buf_free(&href);
	return text;
}

int page_schemes(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct schemes_view view = {.rows_count = schemes_count()};
	struct scheme_entry_view *rows = arena_array(ctx->arena, view.rows_count, sizeof *rows);

	(void)req;
	(void)err;
	if (page_is_unchanged(ctx, res))
		return 0;
	for (size_t i = 0; i < view.rows_count; i++) {
		const struct scheme *s = schemes_at(i);

		rows[i] = (struct scheme_entry_view){s->title, scheme_href(ctx->arena, s->id), s->service, s->country, s->note,
			words_int(ctx->arena, s->version)};
	}
	view.rows = rows;
	page_begin_plain(ctx, &view.page, "Weighting schemes", "/schemes");
	render_schemes(&res->body, &view);
	return 0;
}

/* ---- one scheme ---- */

static struct scheme_number_view number(const char *name, const char *detail, const char *value, const struct scheme_source *source)
{
	return (struct scheme_number_view){name, detail, value, value_state_words(source->state), source->text};
}

/* A section under way: its rows are in the arena, with room for all of them. */
static struct scheme_number_view *begin_section(struct arena *a, struct scheme_view *view, const char *heading, const char *words,
	const char *value_heading, size_t count)
{
	struct scheme_section_view *sections = (struct scheme_section_view *)(uintptr_t)view->sections;
	struct scheme_number_view *rows = arena_array(a, count, sizeof *rows);

	if (count > 0)
		sections[view->sections_count++] = (struct scheme_section_view){heading, words, value_heading, rows, count};
	return rows;
}

static const char *permille_words(struct arena *a, int32_t permille)
{
	return permille % 10 == 0 ? words_percent(a, permille) : words_join(a, words_tenths(a, permille), "%", NULL);
}

static const char *times_words(struct arena *a, int32_t permille)
{
	return words_join(a, "\xC3\x97 ", words_millionths(a, (int64_t)permille * 1000), NULL);
}

static const char *type_value(struct arena *a, const struct scheme_type *t)
{
	const char *task = t->task_minutes > 0 ? words_join(a, words_int(a, t->task_minutes), " over ",
		words_count(a, t->task_working_days, "working day", "working days"), NULL) : "";

	if (t->base_minutes < 0)
		return task[0] != '\0' ? task : "none of its own";
	return words_join(a, words_int(a, t->base_minutes), task[0] != '\0' ? " and " : "", task, NULL);
}

static const char *type_detail(struct arena *a, const struct scheme_type *t)
{
	const char *standard = t->standard_cases > 0 ? words_join(a, "read off a standard of ",
		words_count(a, t->standard_cases, "case", "cases"), NULL) : "";

	return words_join(a, t->stage, t->stage[0] != '\0' && standard[0] != '\0' ? ", " : "", standard, NULL);
}

static void put_types(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Kinds of work",
		"Strictest first: where several are in force on a day, the first of them counts.",
		words_join(a, "Base ", s->unit, " a week", NULL), s->types_count);

	for (size_t i = 0; i < s->types_count; i++)
		r[i] = number(s->types[i].name, type_detail(a, &s->types[i]), type_value(a, &s->types[i]), &s->types[i].source);
}

static void put_factors(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Factors",
		words_join(a, "The base is multiplied by them; their product is held within ", words_millionths(a, (int64_t)s->factor_least * 1000),
			" and ", words_millionths(a, (int64_t)s->factor_most * 1000), ".", NULL), "Multiplier", s->factors_count);

	for (size_t i = 0; i < s->factors_count; i++)
		r[i] = number(s->factors[i].name, "", times_words(a, s->factors[i].permille), &s->factors[i].source);
}

static void put_tasks(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Dated tasks", "Added while they are in force.",
		words_join(a, s->unit, " in all", NULL), s->tasks_count);

	for (size_t i = 0; i < s->tasks_count; i++)
		r[i] = number(s->tasks[i].name, s->tasks[i].working_days > 0 ? words_join(a, "spread over ",
			words_count(a, s->tasks[i].working_days, "working day", "working days"), NULL) : "each week",
			words_int(a, s->tasks[i].minutes), &s->tasks[i].source);
}

static void put_reserves(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Time that is not for cases",
		"Taken off every contract before it is called capacity.", "Of the contract", s->reserves_count);

	for (size_t i = 0; i < s->reserves_count; i++)
		r[i] = number(s->reserves[i].name, s->reserves[i].least_permille > 0
			? words_join(a, "never below ", permille_words(a, s->reserves[i].least_permille), NULL) : "",
			permille_words(a, s->reserves[i].permille), &s->reserves[i].source);
}

static void put_reductions(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Reductions of a contract", "For as long as the reason lasts.",
		"Usual share", s->reductions_count);

	for (size_t i = 0; i < s->reductions_count; i++) {
		const struct scheme_reduction *d = &s->reductions[i];

		r[i] = number(d->name, d->not_available ? "not available meanwhile" : words_join(a, "at most ",
			permille_words(a, d->most_permille), NULL),
			d->usual_permille >= 0 ? permille_words(a, d->usual_permille) : "as recorded", &d->source);
	}
}

static void put_grades(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Grades", "What a grade is expected to carry with its default hours.",
		words_join(a, s->unit, " a week", NULL), s->grades_count);

	for (size_t i = 0; i < s->grades_count; i++)
		r[i] = number(s->grades[i].name, s->grades[i].default_minutes > 0 ? words_join(a,
			words_hours(a, s->grades[i].default_minutes), " hours by default", NULL) : "carries no cases",
			words_int(a, s->grades[i].target), &s->grades[i].source);
}

static const char *line_value(struct arena *a, const struct scheme_line *l)
{
	return str_equal(l->kind, "share") ? words_join(a, permille_words(a, l->value), " of capacity", NULL)
					   : words_count(a, l->value, "case", "cases");
}

static void put_lines(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Lines", "", "Limit", s->lines_count);

	for (size_t i = 0; i < s->lines_count; i++)
		r[i] = number(words_join(a, s->lines[i].scope, ", ", s->lines[i].status, NULL), s->lines[i].agreed_by,
			line_value(a, &s->lines[i]), &s->lines[i].source);
}

static const char *ramp_words(struct arena *a, const struct scheme *s)
{
	const char *text = "";

	for (size_t i = 0; i < s->ramp_weeks; i++)
		text = words_join(a, text, i > 0 ? ", " : "", permille_words(a, s->ramp_permille[i]), NULL);
	return text;
}

static void put_rules(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Rules", "", "Value", RULES);

	r[0] = number("Each further case of a household", "with the same holder", permille_words(a, s->sibling_permille),
		&s->sibling_source);
	r[1] = number("A new holder", words_join(a, "for the first ", words_count(a, s->handover_weeks, "week", "weeks"), NULL),
		words_join(a, "+", words_int(a, s->handover_minutes), NULL), &s->handover_source);
	r[2] = number("A closed case tapers to nothing", "", words_count(a, s->closing_weeks, "week", "weeks"), &s->closing_source);
	r[3] = number("Newly qualified: kept free", "of the contract", permille_words(a, s->newly_qualified_permille),
		&s->newly_qualified_source);
	r[4] = number("Agency: the first weeks", "of capacity", s->ramp_weeks > 0 ? ramp_words(a, s) : "no ramp", &s->ramp_source);
	r[5] = number("Range of a weight", "eight in ten like cases lie within", words_join(a, permille_words(a, s->range_low), " to ",
		permille_words(a, s->range_high), NULL), &s->range_source);
}

static void put_averages(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_number_view *r = begin_section(a, view, "Published averages", "For context only.", "Cases", s->averages_count);

	for (size_t i = 0; i < s->averages_count; i++)
		r[i] = (struct scheme_number_view){words_day(a, s->averages[i].day), "", words_tenths(a, s->averages[i].tenths),
			"official statistic", s->averages[i].text};
}

static const char *scheme_facts(struct arena *a, const struct scheme *s)
{
	return words_join(a, "Version ", words_int(a, s->version), ", for ", s->service, " in ", s->country, ", from ",
		words_day(a, s->from), ". A full-time contract is ", words_hours(a, s->contract_minutes), " hours a week.", NULL);
}

static void put_scheme(const struct page_context *ctx, const struct scheme *s, struct scheme_view *view)
{
	struct arena *a = ctx->arena;

	page_begin_plain(ctx, &view->page, s->title, "/schemes");
	page_add_crumb(ctx, &view->page, "Schemes", "/schemes");
	view->title = s->title;
	view->facts = scheme_facts(a, s);
	view->note = s->note;
	view->sections = arena_array(a, SECTIONS, sizeof *view->sections);
	put_types(a, s, view);
	put_factors(a, s, view);
	put_tasks(a, s, view);
	put_reserves(a, s, view);
	put_reductions(a, s, view);
	put_grades(a, s, view);
	put_lines(a, s, view);
	put_rules(a, s, view);
	put_averages(a, s, view);
	view->tools = page_tools(ctx, NULL);
	view->tools.action = "";
}

int page_scheme(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct scheme *s = schemes_find(route_value(ctx->match, "scheme"));
	struct scheme_view view = {0};
	enum resource_format format;

	(void)req;
	if (s == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no scheme with this name.");
	if (page_is_unchanged(ctx, res))
		return 0;
	if (page_is_data(ctx, res, &format)) {
		resource_scheme(&res->body, format, s);
		return 0;
	}
	put_scheme(ctx, s, &view);
	render_scheme(&res->body, &view);
	return 0;
}
