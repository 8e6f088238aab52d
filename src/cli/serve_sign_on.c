/* Single sign-on of a server: what is set for it. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/serve.h"
#include "cli/settings.h"
#include "fetch/fetch.h"

/* For tests alone, which have a service of their own on this machine: http://127.0.0.1 in place of https. */
#define PLAIN_VARIABLE "PLIMSOLL_PLAIN_SIGN_IN_SERVICE"

bool serve_sign_on_is_plain(void)
{
	return getenv(PLAIN_VARIABLE) != NULL;
}

/* ---- what is set ---- */

static const char *first_given(const struct options *o)
{
	return o->sso_client_id != NULL ? "--sso-client-id" : o->sso_client_secret_file != NULL ? "--sso-client-secret-file"
		: o->sso_tenant != NULL ? "--sso-tenant" : NULL;
}

static int check_together(const struct options *o, struct err *err)
{
	if (o->sso_issuer == NULL)
		return first_given(o) != NULL ? err_set(err, PL_INVALID,
			"expected --sso-issuer URL with %s", first_given(o)) : 0;
	if (o->sso_client_id == NULL || o->sso_client_secret_file == NULL)
		return err_set(err, PL_INVALID,
			"expected --sso-client-id ID and --sso-client-secret-file FILE with --sso-issuer");
	if (!fetch_may_ask(o->sso_issuer, serve_sign_on_is_plain()) || strchr(o->sso_issuer, '?') != NULL)
		return err_set(err, PL_INVALID,
			"the issuer must be like https://login.example.gov.uk/realms/council: https, and nothing behind the path");
	return 0;
}

static int read_rules(const struct options *o, struct arena *a, struct single_sign_on_options *ret, struct err *err)
{
	const struct setting_group *groups;
	struct group_rule *rules;
	struct settings *settings;
	size_t count;
	int rc = settings_read(a, o->config, &settings, err);

	if (rc < 0)
		return rc;
	count = settings_groups(settings, &groups);
	rules = arena_array(a, count, sizeof *rules);
	for (size_t i = 0; i < count && rc == 0; i++) {
		rules[i].group = groups[i].group;
		rc = account_grant_read(a, groups[i].role, &rules[i].grant, err);
		if (rc < 0)
			rc = err_prefix(err, "%s, group %.60s", settings_file(settings), groups[i].group);
	}
	ret->rules = rules;
	ret->rules_count = count;
	return rc;
}

int serve_read_sign_on(const struct options *o, struct arena *a, struct single_sign_on_options *ret, struct err *err)
{
	struct single_sign_on_options s = {.issuer = o->sso_issuer, .client_id = o->sso_client_id, .tenant = o->sso_tenant,
		.name = o->sso_name != NULL ? o->sso_name : "your organisation", .strong_acr = o->sso_acr,
		.groups_claim = o->sso_groups_claim, .worker_claim = o->sso_worker_claim, .employer = o->employer};
	int rc = check_together(o, err);

	if (rc == 0)
		rc = read_rules(o, a, &s, err);
	if (rc == 0 && s.rules_count > 0 && s.issuer == NULL)
		rc = err_set(err, PL_INVALID,
			"groups have roles and no sign-in service is set: expected single-sign-on.issuer");
	if (rc == 0)
		*ret = s;
	return rc;
}
