/* /league/CODE/published/VERSION: a published health check, and the signed file, byte for byte as it was taken in. */
#include "web/pages/league/league_check.h"

#include "api/resource_league_published.h"
#include "base/str.h"
#include "core/quarter.h"
#include "routes.h"
#include "secure/check_note.h"
#include "service/ledger/checkpoint.h"
#include "templates.h"
#include "web/app.h"
#include "web/words.h"

static const char KEYS_HEAD[] =
	"# The public keys with which employers sign the health checks that they publish. In each line: the three digits that "
	"the\n"
	"# Department for Education has for the employer, and its key, NAME+ID+BASE64. Have a key confirmed on another way "
	"once.\n";

/* ---- addresses ---- */

const char *league_check_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_check *c, const char *suffix)
{
	const char *code = league_area(p->league, c->area)->code;

	return league_href(a, site, words_join(a, code, site->files ? "-health-check-" : "/published/",
		words_int(a, c->published->version), NULL), suffix, "");
}

const char *league_checks_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	int32_t area, const char *suffix)
{
	const char *code = league_area(p->league, area)->code;

	return league_href(a, site, words_join(a, code, site->files ? "-health-checks" : "/published", NULL), suffix, "");
}

const char *league_keys_href(const struct league_site *site)
{
	return site->files ? "./keys.txt" : "/league/keys.txt";
}

/* ---- the page ---- */

/* When it was signed, which the note says. */
static int64_t signed_at(const struct league_check *c)
{
	struct check_note note;
	struct err ignored;

	return check_note_read(c->note, &note, &ignored) == 0 ? note.instant : 0;
}

static const char *key_of(const struct league_check *c, const char *own_key)
{
	return c->employer_id != 0 ? own_key : c->key;
}

static const char *heading_of(struct arena *a, const struct league_picture *p, const struct league_check *c)
{
	char quarter[DATE_WORDS_SIZE];

	return words_join(a, league_area(p->league, c->area)->name, ": health check, ",
		quarter_words(c->published->period.from, quarter), NULL);
}

const char *league_check_title(struct arena *a, const struct league_picture *p, const struct league_check *c)
{
	return words_join(a, heading_of(a, p, c), ", version ", words_int(a, c->published->version), NULL);
}

void league_check_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_check *c, const char *own_key, struct published_version_view *view)
{
	const char *name = league_area(p->league, c->area)->name;

	view->heading = heading_of(a, p, c);
	view->sentence = published_sentence(a, c->published, signed_at(c));
	view->check = check_view_of(a, c->published, false);
	view->note = c->note;
	view->sha256 = c->sha256;
	view->key = key_of(c, own_key);
	view->key_words = words_join(a, "The public key of ", name,
		"; have it confirmed once on another way than with the file:", NULL);
	view->warning = view->warning_href = "";
	view->list_href = league_area_href(a, site, p, c->area);
	view->list_words = words_join(a, name, " in the league", NULL);
	view->file_href = league_check_href(a, site, p, c, ".json");
	view->keys_href = league_keys_href(site);
}

/* ---- keys ---- */

void league_keys_write(struct buf *out, struct arena *a, const struct league_picture *p, const char *own_key)
{
	const char *last = "";

	buf_puts(out, KEYS_HEAD);
	for (size_t i = 0; i < p->checks_count; i++) {
		const char *line = words_join(a, league_area(p->league, p->checks[i].area)->dfe_code, " ",
			key_of(&p->checks[i], own_key), "\n", NULL);

		if (key_of(&p->checks[i], own_key)[0] != '\0' && !str_equal(line, last))
			buf_puts(out, line);
		last = line;
	}
}

/* ---- a request ---- */

static const char *own_key_of(const struct page_context *ctx)
{
	return ctx->app->checkpoints != NULL ? checkpoints_key(ctx->app->checkpoints) : "";
}

int answer_league_keys(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	int rc = league_open(ctx, err);

	(void)req;
	if (rc < 0)
		return rc;
	res->type = "text/plain; charset=utf-8";
	if (!page_is_unchanged(ctx, res))
		league_keys_write(&res->body, ctx->arena, ctx->league, own_key_of(ctx));
	return 0;
}

/* The employer that the path names. */
static int find_employer(struct page_context *ctx, int32_t *ret, struct err *err)
{
	int32_t area = LEAGUE_NOBODY;
	int rc = league_open(ctx, err);

	if (rc < 0)
		return rc;
	if (!league_is_empty(ctx->league))
		area = league_find(ctx->league->league, route_value(ctx->match, "area"));
	if (area == LEAGUE_NOBODY)
		return err_set(err, PL_NOT_FOUND,
			"There is no employer with this code: it is one of the Office for National Statistics, like E08000001.");
	*ret = area;
	return 0;
}

int page_league_published(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	enum resource_format format = RESOURCE_JSON;
	int32_t area;
	int rc = find_employer(ctx, &area, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (league_is_answered(ctx, res, league_area(ctx->league->league, area)->code))
		return 0;
	(void)page_is_data(ctx, res, &format);
	resource_league_published(&res->body, format, ctx->league, area);
	league_keep(ctx, res);
	return 0;
}

static int find_check(struct page_context *ctx, const struct league_check **ret, struct err *err)
{
	int64_t version = 0;
	int32_t area;
	int rc = find_employer(ctx, &area, err);

	if (rc < 0)
		return rc;
	*ret = str_to_int(str_of(route_value(ctx->match, "check")), 1, INT32_MAX, &version)
		? league_picture_version(ctx->league, area, version) : NULL;
	return *ret != NULL ? 0 : err_set(err, PL_NOT_FOUND, "There is no such health check of this employer here.");
}

int page_league_check(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct published_version_view view = {0};
	const struct league_check *c;
	enum resource_format format;
	int rc = find_check(ctx, &c, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		page_put_file(ctx, res, c->file);
		return 0;
	}
	if (league_is_answered(ctx, res, league_check_href(ctx->arena, &LEAGUE_SERVED, ctx->league, c, "")))
		return 0;
	league_check_fill(ctx->arena, &LEAGUE_SERVED, ctx->league, c, own_key_of(ctx), &view);
	league_begin(ctx, &view.page, league_check_title(ctx->arena, ctx->league, c));
	page_add_crumb(ctx, &view.page, "League", "/league");
	page_add_crumb(ctx, &view.page, league_area(ctx->league->league, c->area)->name,
		league_area_href(ctx->arena, &LEAGUE_SERVED, ctx->league, c->area));
	render_published_version(&res->body, &view);
	league_keep(ctx, res);
	return 0;
}
