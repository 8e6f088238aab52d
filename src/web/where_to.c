#include "web/where_to.h"

#include "routes.h"
#include "web/html.h"
#include "web/words.h"

enum { NEXT_BYTES = 500 };

static const struct grant *grant_of(const struct viewer *v, enum role role)
{
	for (size_t i = 0; i < v->grants_count; i++)
		if (v->grants[i].role == role)
			return &v->grants[i];
	return NULL;
}

const char *where_own_team(const struct viewer *v)
{
	static const enum role ROLES_OF_TEAMS[] = {ROLE_MANAGER, ROLE_DEPUTY, ROLE_SUPERVISOR};

	for (size_t i = 0; i < sizeof ROLES_OF_TEAMS / sizeof *ROLES_OF_TEAMS; i++) {
		const struct grant *grant = grant_of(v, ROLES_OF_TEAMS[i]);

		if (grant != NULL && grant->scope == SCOPE_TEAM)
			return grant->code;
	}
	return NULL;
}

const char *where_first_page(struct arena *a, const struct viewer *v)
{
	const char *employer = words_join(a, "/employers/", page_segment(a, v->employer), NULL);
	const char *team = where_own_team(v);

	if (team != NULL)
		return words_join(a, employer, "/teams/", page_segment(a, team), NULL);
	if (viewer_roles(v) == ROLE_BIT(ROLE_WORKER) && v->person[0] != '\0')
		return words_join(a, employer, "/workers/", page_segment(a, v->person), NULL);
	if (viewer_roles(v) == ROLE_BIT(ROLE_ADMINISTRATOR))
		return words_join(a, employer, "/accounts", NULL);
	return employer;
}

static bool is_plain_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7F || *text == '\\')
			return false;
	return true;
}

const char *where_own_page(struct arena *a, const char *next)
{
	struct route_match match;
	const struct route *route;

	/* "//host" and "/\host" lead elsewhere. */
	if (next == NULL || next[0] != '/' || next[1] == '/' || strlen(next) > NEXT_BYTES || !is_plain_ascii(next))
		return NULL;
	route = route_find("GET", arena_strndup(a, next, strcspn(next, "?#")), &match);
	return route != NULL && (route->formats & ROUTE_HTML) != 0 ? next : NULL;
}

const char *where_next_query(struct arena *a, const char *next)
{
	struct buf query = BUF_INIT(4 * NEXT_BYTES);
	const char *text;

	if (next == NULL || next[0] == '\0')
		return "";
	buf_puts(&query, "?next=");
	html_encode_segment(&query, next);
	text = arena_strndup(a, buf_text(&query), query.len);
	buf_free(&query);
	return text;
}

/* The address as it was asked for: what the query held, encoded anew. */
static const char *address_of(const struct page_context *ctx)
{
	const struct request *req = ctx->request;
	struct buf address = BUF_INIT(8 * HTTP_TARGET_BYTES);
	const char *text;

	buf_puts(&address, req->path);
	for (size_t i = 0; i < req->query_count; i++) {
		buf_putc(&address, i == 0 ? '?' : '&');
		html_encode_segment(&address, req->query[i].key);
		buf_putc(&address, '=');
		html_encode_segment(&address, req->query[i].value);
	}
	text = arena_strndup(ctx->arena, buf_text(&address), address.len);
	buf_free(&address);
	return text;
}

const char *where_sign_in_href(const struct page_context *ctx)
{
	const char *next = where_own_page(ctx->arena, address_of(ctx));

	return words_join(ctx->arena, "/sign-in", where_next_query(ctx->arena, next), NULL);
}
