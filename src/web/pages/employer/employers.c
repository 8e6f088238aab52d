/* /employers: those that the viewer belongs to. */
#include "web/pages/employer/employers.h"

#include "routes.h"
#include "service/pictures/employers.h"
#include "templates.h"
#include "web/app.h"
#include "web/words.h"

/* Of all the employers in the database, the one of whoever asks. */
static size_t keep_own(const char *code, struct employer *employers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(employers[i].code, code)) {
			employers[0] = employers[i];
			return 1;
		}
	return 0;
}

static void put_rows(struct arena *a, const struct employer *employers, size_t count, struct employers_view *view)
{
	struct employer_row_view *rows = arena_array(a, count, sizeof *rows);

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct employer_row_view){employers[i].name, words_join(a, "/employers/", page_segment(a, employers[i].code), NULL), employers[i].code,
			employers[i].demo};
	view->rows = rows;
	view->rows_count = count;
}

int page_employers(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct employers_view view = {0};
	struct employer *employers;
	enum resource_format format;
	size_t count;
	int rc = employers_read(ctx->app->pictures, ctx->arena, &employers, &count, err);

	(void)req;
	if (rc < 0)
		return rc;
	count = keep_own(ctx->viewer->employer, employers, count);
	if (page_is_data(ctx, res, &format)) {
		resource_employers(&res->body, format, employers, count);
		return 0;
	}
	page_begin_plain(ctx, &view.page, "Employers", "/employers");
	view.sentence = "You see the employer that your account belongs to. No data crosses from one to another.";
	put_rows(ctx->arena, employers, count, &view);
	view.tools = (struct tools_view){.csv_href = "/employers.csv", .json_href = "/employers.json", .action = ""};
	render_employers(&res->body, &view);
	return 0;
}
