#include "web/cookie.h"

#include <string.h>

#include "base/str.h"

#define ATTRIBUTES "; Path=/; Secure; HttpOnly; SameSite=Lax"

const char *cookie_of(const struct request *r, const char *name)
{
	struct str rest = str_of(r->cookies);
	const char *value = NULL;

	while (rest.len > 0) {
		const char *semicolon = memchr(rest.at, ';', rest.len);
		size_t n = semicolon != NULL ? (size_t)(semicolon - rest.at) : rest.len;
		struct str pair = str_trim((struct str){rest.at, n});
		const char *equals = memchr(pair.at, '=', pair.len);
		size_t name_len = equals != NULL ? (size_t)(equals - pair.at) : pair.len;

		if (equals != NULL && str_is((struct str){pair.at, name_len}, name)) {
			if (value != NULL)
				return NULL;
			value = arena_strndup(r->arena, equals + 1, pair.len - name_len - 1);
		}
		n += semicolon != NULL ? 1 : 0;
		rest = (struct str){rest.at + n, rest.len - n};
	}
	return value;
}

void cookie_set(struct response *res, struct arena *a, const char *name, const char *value)
{
	response_add_header(res, "Set-Cookie", arena_printf(a, "%s=%s" ATTRIBUTES, name, value));
}

void cookie_keep(struct response *res, struct arena *a, const char *name, const char *value, int seconds)
{
	response_add_header(res, "Set-Cookie", arena_printf(a, "%s=%s; Max-Age=%d" ATTRIBUTES, name, value, seconds));
}

const char *cookie_being_set(const struct response *res, struct arena *a, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < res->extra_count; i++) {
		const char *value = res->extra[i].value;

		if (str_equal(res->extra[i].name, "Set-Cookie") && strncmp(value, name, n) == 0 && value[n] == '=')
			return arena_strndup(a, value + n + 1, strcspn(value + n + 1, ";"));
	}
	return NULL;
}

void cookie_drop(struct response *res, const char *name)
{
	response_add_header(res, "Set-Cookie", str_equal(name, COOKIE_SESSION) ? COOKIE_SESSION "=; Max-Age=0" ATTRIBUTES
										: COOKIE_VISIT "=; Max-Age=0" ATTRIBUTES);
}
