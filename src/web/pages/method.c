/* /method: how the figures come about, the same for everybody. */
#include "web/pages/method.h"

#include "routes.h"
#include "templates.h"

int page_method(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct method_view view = {0};

	(void)req;
	(void)err;
	if (page_is_unchanged(ctx, res))
		return 0;
	page_begin_plain(ctx, &view.page, "How hours, lines and counts are worked out", "/method");
	render_method(&res->body, &view);
	return 0;
}
