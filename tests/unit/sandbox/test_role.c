#include "../../test.h"

#include <seccomp.h>
#include <string.h>

#include "sandbox/role.h"

typedef void call_fn(const struct process_role *role, const char *call);

static void each_call(const struct process_role *role, call_fn *look)
{
	for (const char *const *const *list = role->calls; *list != NULL; list++)
		for (const char *const *call = *list; *call != NULL; call++)
			look(role, *call);
}

static bool same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, ":");

	return n == strcspn(b, ":") && memcmp(a, b, n) == 0;
}

static bool has_call(const struct process_role *role, const char *name)
{
	for (const char *const *const *list = role->calls; *list != NULL; list++)
		for (const char *const *call = *list; *call != NULL; call++)
			if (same_name(*call, name))
				return true;
	return false;
}

static void is_known(const struct process_role *role, const char *call)
{
	char name[64];

	(void)role;
	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(call, ":"), call);
	if (seccomp_syscall_resolve_name(name) == __NR_SCMP_ERROR)
		fail_msg("no system call is called %s", name);
}

static void test_role__lists_calls_that_exist(void **state)
{
	(void)state;
	for (enum process_kind kind = 0; kind < PROCESS_KINDS; kind++)
		each_call(process_role(kind), is_known);
	for (const char *const *call = ROLE_DEADLY_CALLS; *call != NULL; call++)
		is_known(NULL, *call);
}

static void is_not_deadly(const struct process_role *role, const char *call)
{
	for (const char *const *deadly = ROLE_DEADLY_CALLS; *deadly != NULL; deadly++)
		if (same_name(*deadly, call))
			fail_msg("%s may call %s, which ends a process", role->name, call);
}

static void test_role__allows_no_deadly_call(void **state)
{
	(void)state;
	for (enum process_kind kind = 0; kind < PROCESS_KINDS; kind++)
		each_call(process_role(kind), is_not_deadly);
}

static void the_keeper_may_too(const struct process_role *role, const char *call)
{
	(void)role;
	if (!has_call(process_role(PROCESS_KEEPER), call))
		fail_msg("a parser may call %s, and its parent's filter refuses it", call);
}

/* A process is confined by its parents' filters and its own. */
static void test_role__gives_the_keeper_all_that_parsers_need(void **state)
{
	(void)state;
	each_call(process_role(PROCESS_PARSER), the_keeper_may_too);
}

static void test_role__lets_only_the_web_process_write_files(void **state)
{
	(void)state;
	for (enum process_kind kind = 0; kind < PROCESS_KINDS; kind++) {
		const struct process_role *role = process_role(kind);

		for (size_t i = 0; i < role->paths_count; i++)
			if (role->paths[i].writes)
				assert_true(kind == PROCESS_WEB || kind == PROCESS_WEB_OF_SERVER);
	}
}

static void test_role__lets_only_who_asks_other_machines_make_sockets(void **state)
{
	(void)state;
	for (enum process_kind kind = 0; kind < PROCESS_KINDS; kind++) {
		const bool asks = kind == PROCESS_FETCHER || kind == PROCESS_WEB_OF_SERVER;

		assert_int_equal(has_call(process_role(kind), "socket"), asks);
		assert_int_equal(has_call(process_role(kind), "connect"), asks);
		assert_false(has_call(process_role(kind), "socketpair"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_role__lists_calls_that_exist),
		cmocka_unit_test(test_role__allows_no_deadly_call),
		cmocka_unit_test(test_role__gives_the_keeper_all_that_parsers_need),
		cmocka_unit_test(test_role__lets_only_the_web_process_write_files),
		cmocka_unit_test(test_role__lets_only_who_asks_other_machines_make_sockets),
	};

	return RUN_TESTS(tests);
}
