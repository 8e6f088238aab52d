/* user_token.h: the verbs of `plimsoll user` about tokens of programs (service/accounts/tokens.h). */
#pragma once

#include "cli/command.h"
#include "service/accounts/accounts.h"

/* Makes one and prints it, or revokes one. */
int user_token(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err) PL_MUST_CHECK;
int user_tokens(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err) PL_MUST_CHECK;
