/* / and /employers: where everybody begins. */
#include "web/pages/employers.h"

#include "routes.h"
#include "service/employers.h"
#include "templates.h"
#include "web/app.h"
#include "web/html.h"
#include "web/words.h"

enum { HREF_BYTES = 1024 };

static const char *employer_href(struct arena *a, const char *code)
{
	struct buf href = BUF_INIT(HREF_BYTES);
	const char *text;

	buf_puts(&href, "/employers/");
	html_encode_segment(&href, code);
	text = arena_strndup(a, buf_text(&href), href.len);
	buf_free(&href);
	return text;
}

static const char *employers_sentence(struct arena *a, size_t count)
{
	if (count == 0)
		return "This database holds no employer yet.";
	if (count == 1)
		return "One employer is in this database.";
	return words_join(a, words_number_first(a, (int64_t)count), " employers are in this database. No data crosses from one to another.",
		NULL);
}

static void put_rows(struct arena *a, const struct employer *employers, size_t count, struct employers_view *view)
{
	struct employer_row_view *rows = arena_array(a, count, sizeof *rows);

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct employer_row_view){employers[i].name, employer_href(a, employers[i].code), employers[i].code,
			employers[i].demo};
	view->rows = rows;
	view->rows_count = count;
}

int page_home(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct employers_view view = {0};
	struct employer *employers;
	enum resource_format format;
	size_t count;
	int rc = employers_read(ctx->app->pictures, ctx->arena, &employers, &count, err);

	(void)req;
	if (rc < 0)
		return rc;
	if (page_is_data(ctx, res, &format)) {
		resource_employers(&res->body, format, employers, count);
		return 0;
	}
	page_begin_plain(ctx, &view.page, "Employers", "/");
	view.sentence = employers_sentence(ctx->arena, count);
	put_rows(ctx->arena, employers, count, &view);
	view.tools = (struct tools_view){.csv_href = "/employers.csv", .json_href = "/employers.json", .action = ""};
	render_employers(&res->body, &view);
	return 0;
}
