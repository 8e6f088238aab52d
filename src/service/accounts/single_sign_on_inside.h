/* single_sign_on_inside.h: what the files of single sign-on share and nobody else sees. */
#pragma once

#include "secure/id_token.h"
#include "service/accounts/accounts_inside.h"
#include "service/accounts/single_sign_on.h"

/* Whose account a believed token is, with the roles that it is to have: links, makes or changes it where due. */
int identity_settle(struct accounts *accounts, const struct single_sign_on_options *options, struct arena *a,
	const struct id_token *token, int32_t *ret_employer_id, int64_t *ret_account_id, struct err *err) PL_MUST_CHECK;
