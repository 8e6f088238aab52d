/* test.h: what every test file includes: cmocka, with its prerequisites, and TAP output so that each behaviour counts.
 *
 * One test, one behaviour, named as a sentence: test_csv__keeps_commas_in_quotes.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define RUN_TESTS(tests) \
	(cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

/* Leaves a test that cannot be run here; script/run-tests counts it as skipped. (cmocka's own skip() prints "not ok",
 * which meson takes for a failure.) */
#define SKIP_TEST(why) \
	do { \
		(void)printf("# skipped: %s\n", (why)); \
		return; \
	} while (0)
