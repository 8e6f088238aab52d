/* /accessibility: the statement, the same for everybody. */
#include "web/pages/accessibility.h"

#include "routes.h"
#include "templates.h"

int page_accessibility(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct accessibility_view view = {0};

	(void)req;
	(void)err;
	if (page_is_unchanged(ctx, res))
		return 0;
	page_begin_plain(ctx, &view.page, "Accessibility statement", "/accessibility");
	render_accessibility(&res->body, &view);
	return 0;
}
