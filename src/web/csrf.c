#include "web/csrf.h"

#include "base/str.h"
#include "secure/token.h"

const char *csrf_token(struct arena *a, const char *secret, const char *route_path)
{
	char *token = arena_alloc(a, TOKEN_SIZE);

	token_derive(secret, route_path, token);
	return token;
}

bool csrf_token_fits(struct arena *a, const char *secret, const char *route_path, const char *token)
{
	return secret != NULL && token != NULL && token_equal(csrf_token(a, secret, route_path), token);
}

bool csrf_is_same_origin(const struct request *r, const char *own_origin)
{
	/* "none": the person's own doing, such as loading a page again. */
	bool site_fits = r->fetch_site[0] == '\0' || str_equal(r->fetch_site, "same-origin") || str_equal(r->fetch_site, "none");

	return site_fits && (r->origin[0] == '\0' || str_equal(r->origin, own_origin));
}
