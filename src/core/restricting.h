/* restricting.h: what may be said of who opens a case: that it is restricted or open to its team, and that a login is named for it or
 * is not any more (access.h says what that means). Each is a fact of the case, and refused where it is so already.
 */
#pragma once

#include "core/fact.h"

enum restriction_act { RESTRICT_CASE, OPEN_CASE, NAME_READER, UNNAME_READER };

/* What is to be told of a case. `login`: who is named, or is no longer, with the two last acts; `day`: from which. PL_CONFLICT if
 * it is so already. */
int restriction_decide(const struct case_facts *known, enum restriction_act act, const char *login, int32_t day, struct fact *ret,
	struct err *err) PL_MUST_CHECK;

/* Whether an account may be named: it is in use, and among its roles is one that opens cases. PL_INVALID if not. */
int restriction_check_reader(const char *login, bool disabled, unsigned roles, struct err *err) PL_MUST_CHECK;
