/* /: where everybody begins who is not signed in; the others are led on. */
#include "web/pages/home.h"

#include "routes.h"
#include "templates.h"
#include "web/pages/account/sign_in.h"
#include "web/session.h"
#include "web/where_to.h"

int page_home(struct page_context *ctx, const struct request *req, struct response *res, struct err *err)
{
	struct home_view view = {.note = ""};

	(void)req;
	(void)err;
	if (ctx->session != NULL) {
		response_see_other(res, where_first_page(ctx->arena, ctx->viewer));
		return 0;
	}
	page_begin_plain(ctx, &view.page, "The load line for social work", "/");
	view.note = sign_in_first_steps(ctx);
	render_home(&res->body, &view);
	return 0;
}
