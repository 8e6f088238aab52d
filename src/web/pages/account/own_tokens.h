/* own_tokens.h: tokens with which programs ask in one's own name (service/accounts/tokens.h), and the list of them for an administrator.
 *
 * Everybody makes their own: whoever has a token asks as its account, so nobody is told one of somebody else's here. An administrator
 * sees that there are some, and ends them.
 */
#pragma once

#include "service/accounts/tokens.h"
#include "web/form.h"
#include "web/session.h"

struct token_row_view {
	const char *name, *may, *begun, *used, *ends;
	const char *number;           /* as the form that revokes it carries it */
	bool over;                    /* it has ended by itself */
	struct form_view revoke;
};

struct tokens_view {
	const struct token_row_view *rows; size_t rows_count;
};

struct own_tokens_view {
	struct page_view page;
	const char *notice;
	const char *secret;           /* told this once; "" */
	struct issues_view issues;
	struct tokens_view tokens;
	struct form_view make;
	struct input_view name;
	struct select_view role, days;
	struct box_view read_only;
};

/* The tokens of an account; `route` and `action` are those of the form that revokes one. */
int tokens_put(struct page_context *ctx, struct response *res, const char *login, const char *route, const char *action,
	struct tokens_view *ret, struct err *err) PL_MUST_CHECK;

/* Which one such a form means. */
enum { TOKEN_NUMBER, TOKEN_FIELDS };
extern const struct form_field TOKEN_FORM[TOKEN_FIELDS];
int token_meant(const struct form *form, int64_t *ret, struct err *err) PL_MUST_CHECK;

/* "2 tokens for programs": how many hold. */
int tokens_state_words(const struct page_context *ctx, const char **ret, struct err *err) PL_MUST_CHECK;
