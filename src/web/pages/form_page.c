#include "web/pages/form_page.h"

#include "base/clock.h"
#include "base/str.h"
#include "web/words.h"

void form_page_title(const struct page_context *ctx, struct page_view *page, const struct form *form)
{
	if (form->issues_count > 0)
		page->title = words_join(ctx->arena, "Error: ", page->title, NULL);
}

void form_page_begin(const struct page_context *ctx, struct response *res, const struct form_page *page, const struct form *form,
	const char *next, struct form_page_view *ret)
{
	*ret = (struct form_page_view){.heading = page->heading, .sentence = page->sentence, .note = "", .button = page->button, .other_button = "",
		.username = ctx->session != NULL ? ctx->viewer->login : ctx->signing_in != NULL ? ctx->signing_in->viewer.login : "",
		.next = next != NULL ? next : ""};
	page_begin_plain(ctx, &ret->page, page->heading, "");
	form_page_title(ctx, &ret->page, form);
	ret->form = session_form(ctx, res, page->path, page->path);
	ret->issues = form_issues(form, ctx->arena);
	for (size_t i = 0; i < page->count && ret->inputs_count < FORM_PAGE_INPUTS; i++)
		if (page->fields[i].label[0] != '\0')
			ret->inputs[ret->inputs_count++] = form_input(form, (int)i);
}

void form_page_add_link(struct form_page_view *view, const char *text, const char *href)
{
	if (view->links_count < FORM_PAGE_LINKS)
		view->links[view->links_count++] = (struct link_view){.text = text, .href = href};
}

bool form_page_takes(const struct page_context *ctx, struct response *res, struct form *form, int field, int code,
	const struct err *err)
{
	if (code != PL_INVALID && code != PL_LIMIT)
		return false;
	res->status = code == PL_LIMIT ? 429 : 422;
	form_add_issue(form, ctx->arena, field, err->text);
	return true;
}

bool form_page_is_about(int code)
{
	return code == PL_INVALID || code == PL_CONFLICT || code == PL_NOT_FOUND;
}

void form_prefill_now(const struct page_context *ctx, struct form *form, int day, int time)
{
	int64_t now = clock_minute(clock_now());
	int32_t today = local_day(now), of_day = (int32_t)(now - local_midnight(today));

	form_prefill(form, day, words_iso(ctx->arena, today));
	form_prefill(form, time, arena_printf(ctx->arena, "%02d:%02d", of_day / 60, of_day % 60));
}
