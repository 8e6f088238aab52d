/* /published: the health checks that employers on this server have published, and each of them, for everybody. */
#include "web/pages/published/published.h"

#include "base/str.h"
#include "core/quarter.h"
#include "routes.h"
#include "secure/signature.h"
#include "service/health/publishing.h"
#include "service/ledger/checkpoint.h"
#include "templates.h"
#include "web/app.h"
#include "web/words.h"

#define LATEST "latest"

static const char *version_href(struct arena *a, const char *employer, int32_t version)
{
	return words_join(a, "/published/", page_segment(a, employer), "/", words_int(a, version), NULL);
}

/* ---- the list ---- */

static const char *note_of(struct arena *a, const struct published_entry *e)
{
	if (e->corrected_by > 0)
		return words_join(a, "Corrected by version ", words_int(a, e->corrected_by), ".", NULL);
	return e->kept.corrects > 0 ? words_join(a, "Corrects version ", words_int(a, e->kept.corrects), ": ", e->kept.why,
		NULL) : "";
}

static void put_items(struct arena *a, const struct published_entry *entries, size_t count,
	struct published_checks_view *view)
{
	char quarter[DATE_WORDS_SIZE];

	view->items = arena_array(a, count + 1, sizeof *view->items);
	for (size_t i = 0; i < count; i++)
		view->items[view->items_count++] = (struct published_item_view){.employer = entries[i].name,
			.words = words_join(a, quarter_words(entries[i].kept.first, quarter), ", version ",
			words_int(a, entries[i].kept.version), NULL),
			.when = words_moment(a, entries[i].kept.instant), .note = note_of(a, &entries[i]),
			.href = version_href(a, entries[i].employer, entries[i].kept.version)};
}

static void put_json(struct buf *out, struct arena *a, const struct published_entry *entries, size_t count)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_begin_array(&w, "published");
	for (size_t i = 0; i < count; i++) {
		const struct kept_check *k = &entries[i].kept;

		json_begin_object(&w, NULL);
		json_text(&w, "employer", entries[i].employer);
		json_text(&w, "name", entries[i].name);
		json_int(&w, "version", k->version);
		json_date(&w, "from", k->first);
		json_date(&w, "to", k->last);
		json_text(&w, "sha256", k->sha256);
		json_text(&w, "key", note_signer(a, k->note));
		json_text(&w, "file", words_join(a, version_href(a, entries[i].employer, k->version), ".json", NULL));
		if (k->corrects > 0)
			json_int(&w, "corrects", k->corrects);
		else
			json_put_null(&w, "corrects");
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

int page_published_checks(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct published_checks_view view = {0};
	struct published_entry *entries;
	enum resource_format format;
	size_t count;
	int rc = published_entries(ctx->app->pictures, ctx->arena, &entries, &count, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		put_json(&res->body, ctx->arena, entries, count);
		return 0;
	}
	put_items(ctx->arena, entries, count, &view);
	view.tools = (struct tools_view){.csv_href = "", .json_href = "/published.json", .action = "", .on = "", .sort = ""};
	page_begin_plain(ctx, &view.page, "Published health checks", "/published");
	render_published_checks(&res->body, &view);
	return 0;
}

/* ---- one version ---- */

const char *published_sentence(struct arena *a, const struct published *p, int64_t instant)
{
	return words_join(a, p->demo ? "An invented council, which never stands in the league. " : "", "The quarter from ",
		words_day(a, p->period.from), " to ", words_day(a, p->period.until - 1),
		"; figures of a day are of its last. Version ", words_int(a, p->version), ", published on ",
		words_moment(a, instant), p->corrects > 0 ? ". It corrects version " : "",
		p->corrects > 0 ? words_int(a, p->corrects) : "", p->corrects > 0 ? ": " : "", p->why,
		p->why[0] != '\0' ? "" : ".", NULL);
}

static void show(struct page_context *ctx, struct response *res, const struct published_version *v)
{
	struct arena *a = ctx->arena;
	struct published_version_view view = {.check = check_view_of(a, &v->check, false), .note = v->note,
		.sha256 = v->sha256, .warning = "",
		.warning_href = "", .list_href = "/published", .list_words = "All published health checks", .keys_href = "",
		.key_words = "The public key of this server; have it confirmed once on another way than with the file:"};

	view.heading = words_join(a, v->check.name, ": health check, ", view.check.quarter, NULL);
	view.sentence = published_sentence(a, &v->check, v->instant);
	view.key = ctx->app->checkpoints != NULL ? checkpoints_key(ctx->app->checkpoints) : "";
	if (v->corrected_by > 0) {
		view.warning = words_join(a, "This version has been corrected by version ", words_int(a, v->corrected_by), ".", NULL);
		view.warning_href = version_href(a, v->check.employer, v->corrected_by);
	}
	view.file_href = words_join(a, version_href(a, v->check.employer, v->check.version), ".json", NULL);
	page_begin_plain(ctx, &view.page, words_join(a, view.heading, ", version ", words_int(a, v->check.version), NULL),
		"/published");
	page_add_crumb(ctx, &view.page, "Published health checks", "/published");
	render_published_version(&res->body, &view);
}

int page_published_version(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	const char *text = route_value(ctx->match, "check");
	struct published_version v;
	enum resource_format format;
	int64_t version = 0;
	int rc = !str_equal(text, LATEST) && !str_to_int(str_of(text), 1, INT32_MAX, &version)
		? err_set(err, PL_NOT_FOUND, "There is no such published health check.")
		: published_version_of(ctx->app->pictures, ctx->arena, route_value(ctx->match, "publisher"), (int32_t)version, &v,
		err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format))
		page_put_file(ctx, res, v.file);
	else
		show(ctx, res, &v);
	return 0;
}
