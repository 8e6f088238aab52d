/* Roles and what they are for, as they are typed and as they may be. */
#include <string.h>

#include "service/accounts_inside.h"

enum { CODE_BYTES = 60 };

bool grants_need_second_factor(const struct grant *grants, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (role_needs_second_factor(grants[i].role))
			return true;
	return false;
}

bool grants_are_workers(const struct grant *grants, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (grants[i].role != ROLE_WORKER)
			return false;
	return true;
}

static bool has_code(enum scope scope)
{
	return scope == SCOPE_TEAM || scope == SCOPE_SERVICE;
}

/* The scopes that a role may have, in words. */
static void put_scopes(struct buf *out, enum role role)
{
	for (int scope = SCOPE_EMPLOYER; scope <= SCOPE_OWN; scope++)
		if (role_may_hold(role, (enum scope)scope))
			buf_putf(out, "%s%s", out->len > 0 ? " or " : "", scope_code((enum scope)scope));
}

int account_grant_check(const struct grant *g, struct err *err)
{
	struct buf scopes = BUF_INIT(CODE_BYTES);
	int rc = 0;

	if (!role_may_hold(g->role, g->scope)) {
		put_scopes(&scopes, g->role);
		rc = err_set(err, PL_INVALID, "The role %s cannot hold for '%s': expected %s", role_code(g->role), scope_code(g->scope),
			buf_text(&scopes));
		buf_free(&scopes);
	} else if (has_code(g->scope) == (g->code[0] == '\0') || strlen(g->code) > CODE_BYTES) {
		rc = err_set(err, PL_INVALID, "The role %s for the scope %s %s", role_code(g->role), scope_code(g->scope),
			has_code(g->scope) ? "expects the code of one" : "takes no code");
	}
	return rc;
}

static int no_role(const char *text, struct err *err)
{
	struct buf roles = BUF_INIT(1024);
	int rc;

	for (int r = 0; r < ROLES; r++)
		buf_putf(&roles, "%s%s", r == 0 ? "" : r == ROLES - 1 ? " or " : ", ", role_code((enum role)r));
	rc = err_set(err, PL_INVALID, "'%.40s' is no role: expected %s", text, buf_text(&roles));
	buf_free(&roles);
	return rc;
}

const char *account_grant_words(struct arena *a, const struct grant *g)
{
	if (g->scope == SCOPE_OWN)
		return role_words(g->role);
	if (g->scope == SCOPE_EMPLOYER)
		return arena_printf(a, "%s of the whole employer", role_words(g->role));
	return arena_printf(a, "%s of the %s %s", role_words(g->role), scope_code(g->scope), g->code);
}

int account_grant_read(struct arena *a, const char *text, struct grant *ret, struct err *err)
{
	size_t role = strcspn(text, ":"), scope = text[role] == ':' ? strcspn(text + role + 1, ":") : 0;
	struct grant g = {.code = ""};
	int rc;

	if (!role_parse(arena_strndup(a, text, role), &g.role))
		return no_role(text, err);
	g.scope = role_may_hold(g.role, SCOPE_OWN) ? SCOPE_OWN : SCOPE_EMPLOYER;
	if (text[role] == ':' && !scope_parse(arena_strndup(a, text + role + 1, scope), &g.scope))
		return err_set(err, PL_INVALID, "'%.60s' is no scope: expected role:employer, role:service:CODE or role:team:CODE", text);
	if (text[role] == ':' && text[role + 1 + scope] == ':')
		g.code = arena_strdup(a, text + role + scope + 2);
	rc = account_grant_check(&g, err);
	if (rc == 0)
		*ret = g;
	return rc;
}
