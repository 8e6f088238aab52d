/* Roles and what they are for, as they are typed and as they may be. */
#include <string.h>

#include "service/accounts/accounts_inside.h"

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

/* Where a role may hold, for people, and how it is written then. */
static int wrong_place(enum role role, struct err *err)
{
	const char *words = role_words(role), *code = role_code(role);

	if (role_may_hold(role, SCOPE_OWN))
		return err_set(err, PL_INVALID, "A %s's role holds for the own post: give no place (%s)", words, code);
	if (role_may_hold(role, SCOPE_TEAM))
		return err_set(err, PL_INVALID, "A %s's role holds for one team: choose it (%s:team:CODE)", words, code);
	if (role_may_hold(role, SCOPE_SERVICE))
		return err_set(err, PL_INVALID, "The role %s holds for a service or the whole employer: choose one of them "
			"(%s:service:CODE or %s)", words, code, code);
	return err_set(err, PL_INVALID, "The role %s holds for the whole employer, and for no part of it (%s)", words, code);
}

int account_grant_check(const struct grant *g, struct err *err)
{
	if (!role_may_hold(g->role, g->scope))
		return wrong_place(g->role, err);
	if (has_code(g->scope) == (g->code[0] == '\0') || strlen(g->code) > CODE_BYTES)
		return err_set(err, PL_INVALID, has_code(g->scope) ? "The role %s for a %s needs its code (%s:%s:CODE)"
			: "The role %s for the %s takes no code (%s:%s)", role_words(g->role), scope_code(g->scope), role_code(g->role),
			scope_code(g->scope));
	return 0;
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
