#include "base/str.h"
#include "store/inside.h"

static const char *const POST_ROLES[] = {
	[POST_SOCIAL_WORKER] = "social-worker",
	[POST_SENIOR_PRACTITIONER] = "senior-practitioner",
	[POST_MANAGER] = "manager",
	[POST_OTHER] = "other",
};

const char *post_role_code(enum post_role role)
{
	return POST_ROLES[role];
}

/* The table holds nothing else: its check constraint says so. */
enum post_role post_role_from(const char *code)
{
	int role = POST_SOCIAL_WORKER;

	while (role < POST_OTHER && !str_equal(POST_ROLES[role], code))
		role++;
	return (enum post_role)role;
}

const char *holding_role_code(enum holding_role role)
{
	return role == HOLDING_LEAD ? "lead" : "co-worker";
}

enum holding_role holding_role_from(const char *code)
{
	return str_equal(code, "lead") ? HOLDING_LEAD : HOLDING_CO_WORKER;
}

static const char *const STANDINGS[] = {
	[HOLDING_STANDS] = "stands",
	[HOLDING_EMERGENCY] = "emergency",
	[HOLDING_ON_PAPER] = "on-paper",
};

const char *holding_standing_code(enum holding_standing standing)
{
	return STANDINGS[standing];
}

int holding_standing_from(const char *code)
{
	int standing = HOLDING_ON_PAPER;

	while (standing >= 0 && !str_equal(STANDINGS[standing], code))
		standing--;
	return standing;
}
