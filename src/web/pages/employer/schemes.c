/* /schemes and /schemes/ID: what the numbers are and where they come from. */
#include "core/scheme_values.h"
#include "routes.h"
#include "service/pictures/schemes.h"
#include "templates.h"
#include "web/html.h"
#include "web/pages/employer/scheme.h"
#include "web/words.h"

enum { HREF_BYTES = 1024 };

#define HASH_STEP 0x9E3779B97F4A7C15u

const char *scheme_href(struct arena *a, const struct scheme *s)
{
	struct buf href = BUF_INIT(HREF_BYTES);
	const char *text;

	buf_puts(&href, "/schemes/");
	html_encode_segment(&href, s->id);
	buf_putf(&href, "?version=%d", s->version);
	text = arena_strndup(a, buf_text(&href), href.len);
	buf_free(&href);
	return text;
}

/* Of all its numbers, so that a scheme that changed is never taken for the one that somebody has seen. */
static uint64_t hash_scheme(struct arena *a, uint64_t hash, const struct scheme *s)
{
	const struct scheme_value *values;
	size_t count;

	scheme_values(a, s, &values, &count);
	hash = hash * HASH_STEP ^ str_hash(s->id, strlen(s->id));
	hash = hash * HASH_STEP ^ (uint64_t)s->version;
	for (size_t i = 0; i < count; i++) {
		hash = hash * HASH_STEP ^ (uint64_t)(int64_t)values[i].value;
		hash = hash * HASH_STEP ^ str_hash(values[i].name, strlen(values[i].name));
	}
	return hash;
}

int page_schemes(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct schemes_view view = {.rows_count = schemes_count()};
	struct scheme_entry_view *rows = arena_array(ctx->arena, view.rows_count, sizeof *rows);

	(void)req;
	(void)err;
	for (size_t i = 0; i < view.rows_count; i++) {
		const struct scheme *s = schemes_at(i);

		ctx->content = hash_scheme(ctx->arena, ctx->content, s);
		rows[i] = (struct scheme_entry_view){s->title, scheme_href(ctx->arena, s), s->service, s->country, s->note,
			words_int(ctx->arena, s->version)};
	}
	if (page_is_unchanged(ctx, res))
		return 0;
	view.rows = rows;
	page_begin_plain(ctx, &view.page, "Weighting schemes", "/schemes");
	render_schemes(&res->body, &view);
	return 0;
}

/* ---- one scheme ---- */

static const struct group_words {
	const char *heading, *words;
} GROUPS[VALUE_GROUPS] = {
	[GROUP_TYPES] = {"Kinds of work", "Strictest first: where several are in force on a day, the first of them counts."},
	[GROUP_FACTORS] = {"Factors", "The base is multiplied by them."},
	[GROUP_TASKS] = {"Dated tasks", "Added while they are in force."},
	[GROUP_RESERVES] = {"Time that is not for cases", "Taken off every contract before it is called capacity."},
	[GROUP_REDUCTIONS] = {"Reductions of a contract",
		"For as long as the reason lasts, by what the record says; the shares and lengths here are for information."},
	[GROUP_GRADES] = {"Grades", "What a grade is expected to carry with its default contract."},
	[GROUP_LINES] = {"Lines", ""},
	[GROUP_RULES] = {"Rules", ""},
	[GROUP_AVERAGES] = {"Published averages", "For context only."},
};

static const char *permille_words(struct arena *a, int32_t permille)
{
	return permille % 10 == 0 ? words_percent(a, permille) : words_join(a, words_tenths(a, permille), "%", NULL);
}

static const char *value_words(struct arena *a, const struct scheme *s, const struct scheme_value *v)
{
	const char *unit = value_unit_words(s, v->unit);

	if (v->as_recorded)
		return "as recorded";
	switch (v->unit) {
	case UNIT_MULTIPLIER:
		return words_join(a, "\xC3\x97 ", words_millionths(a, (int64_t)v->value * 1000), NULL);
	case UNIT_TENTHS:
		return words_join(a, words_tenths(a, v->value), " cases", NULL);
	case UNIT_MINUTES:
		return words_join(a, words_hours(a, v->value), " hours a week", NULL);
	case UNIT_OF_CONTRACT:
	case UNIT_OF_CAPACITY:
	case UNIT_OF_WEIGHT:
	case UNIT_OF_LOAD:
		return words_join(a, permille_words(a, v->value), unit + strlen("per mille"), NULL);
	default:
		return words_join(a, words_int(a, v->value), " ", unit, NULL);
	}
}

static struct scheme_number_view number_of(struct arena *a, const struct scheme *s, const struct scheme_value *v)
{
	const char *state = v->source != NULL ? value_state_words(v->source->state) : "";

	return (struct scheme_number_view){
		.name = v->name,
		.detail = words_join(a, v->group == GROUP_LINES || v->group == GROUP_AVERAGES ? v->code : v->kind,
			v->stage[0] != '\0' ? ", " : "", v->stage, NULL),
		.value = value_words(a, s, v),
		.state = v->group == GROUP_AVERAGES ? "official statistic" : state,
		.source = v->source != NULL ? v->source->text : "",
	};
}

/* A table for each group that the scheme has anything of. */
static void put_values(struct arena *a, const struct scheme *s, struct scheme_view *view)
{
	struct scheme_section_view *sections = arena_array(a, VALUE_GROUPS, sizeof *sections);
	const struct scheme_value *values;
	struct scheme_number_view *rows;
	size_t count;

	scheme_values(a, s, &values, &count);
	rows = arena_array(a, count, sizeof *rows);
	view->sections = sections;
	for (size_t i = 0; i < count; i++) {
		rows[i] = number_of(a, s, &values[i]);
		if (i == 0 || values[i].group != values[i - 1].group)
			sections[view->sections_count++] = (struct scheme_section_view){GROUPS[values[i].group].heading,
				GROUPS[values[i].group].words, "Value", &rows[i], 0};
		sections[view->sections_count - 1].rows_count++;
	}
}

static const char *scheme_facts(struct arena *a, const struct scheme *s)
{
	return words_join(a, "Version ", words_int(a, s->version), ", for ", s->service, " in ", s->country, ", from ",
		words_day(a, s->from), ". A full-time contract is ", words_hours(a, s->contract_minutes), " hours a week.", NULL);
}

/* The data behind the page is of the version that it shows. */
static const char *of_version(struct arena *a, const char *href, const struct scheme *s)
{
	return words_join(a, href, strchr(href, '?') != NULL ? "&version=" : "?version=", words_int(a, s->version), NULL);
}

static void put_scheme(const struct page_context *ctx, const struct scheme *s, struct scheme_view *view)
{
	struct arena *a = ctx->arena;

	page_begin_plain(ctx, &view->page, words_join(a, s->title, ", version ", words_int(a, s->version), NULL), "/schemes");
	page_add_crumb(ctx, &view->page, "Schemes", "/schemes");
	view->title = s->title;
	view->facts = scheme_facts(a, s);
	view->note = s->note;
	put_values(a, s, view);
	view->tools = page_tools(ctx, NULL);
	view->tools.csv_href = of_version(a, view->tools.csv_href, s);
	view->tools.json_href = of_version(a, view->tools.json_href, s);
	view->tools.action = "";
}

/* "version" of the address; 0, for the newest, where there is none. */
static int read_version(const struct request *req, int32_t *ret, struct err *err)
{
	const char *text = request_query(req, "version");
	int64_t version = 0;

	if (text == NULL || text[0] == '\0' || str_to_int(str_of(text), 1, INT32_MAX, &version)) {
		*ret = (int32_t)version;
		return 0;
	}
	return err_set(err, PL_INVALID, "The version in the address must be a number from 1 on.");
}

int page_scheme(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const struct scheme *s;
	struct scheme_view view = {0};
	enum resource_format format;

	int32_t version = 0;
	int rc = read_version(req, &version, err);

	if (rc < 0)
		return rc;
	s = schemes_find(route_value(ctx->match, "scheme"), version);
	if (s == NULL)
		return err_set(err, PL_NOT_FOUND, "There is no scheme with this name and version.");
	ctx->content = hash_scheme(ctx->arena, 0, s);
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
