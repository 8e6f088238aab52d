#include "core/restricting.h"

#include "base/str.h"
#include "core/access.h"

static const struct fact *known_reader(const struct case_facts *known, const char *login)
{
	for (size_t i = 0; i < known->count; i++)
		if (known->facts[i].kind == FACT_READER && str_equal(known->facts[i].code, login))
			return &known->facts[i];
	return NULL;
}

static int restrict_or_open(const struct case_facts *known, bool restricts, struct fact *ret, struct err *err)
{
	if (case_is_restricted(known) == restricts)
		return err_set(err, PL_CONFLICT, "The case is %s already.", restricts ? "restricted" : "open to its team");
	*ret = fact_blank(FACT_CASE);
	ret->restricted = restricts;
	return 0;
}

int restriction_decide(const struct case_facts *known, enum restriction_act act, const char *login, int32_t day, struct fact *ret,
	struct err *err)
{
	const struct fact *reader;

	if (act == RESTRICT_CASE || act == OPEN_CASE)
		return restrict_or_open(known, act == RESTRICT_CASE, ret, err);
	reader = known_reader(known, login);
	if (act == NAME_READER) {
		if (reader != NULL)
			return err_set(err, PL_CONFLICT, "%s is named for this case already.", login);
		*ret = fact_blank(FACT_READER);
		ret->code = login;
		ret->when.from = day;
		return 0;
	}
	if (reader == NULL)
		return err_set(err, PL_CONFLICT, "%.64s is not named for this case.", login);
	*ret = *reader;
	ret->purge = true;
	return 0;
}

int restriction_check_reader(const char *login, bool disabled, unsigned roles, struct err *err)
{
	if (disabled)
		return err_set(err, PL_INVALID, "The account %s is disabled.", login);
	if (!roles_open_cases(roles))
		return err_set(err, PL_INVALID, "The account %s has no role that opens cases.", login);
	return 0;
}
