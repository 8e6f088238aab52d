/* The second factor: codes of the moment, each once, and recovery codes. */
#include <string.h>

#include "../../test.h"
#include "secure/second_factor.h"
#include "secure/token.h"

/* "12345678901234567890", the secret of RFC 6238, appendix B. */
#define RFC_SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static struct err err;

static int start(void **state)
{
	(void)state;
	return secure_start(&err);
}

static const char *code_at(int64_t instant)
{
	static char code[SECOND_FACTOR_CODE_SIZE];

	assert_int_equal(second_factor_code(RFC_SECRET, instant, code, &err), 0);
	return code;
}

static bool holds(const char *code, int64_t instant, int64_t last_step)
{
	bool right = false;
	int64_t step;

	assert_int_equal(second_factor_check(RFC_SECRET, code, instant, last_step, &right, &step, &err), 0);
	return right;
}

/* The last six digits of the eight in the standard's table. */
static void test_code__is_that_of_the_standard(void **state)
{
	(void)state;
	assert_string_equal(code_at(59), "287082");
	assert_string_equal(code_at(1111111109), "081804");
	assert_string_equal(code_at(1111111111), "050471");
	assert_string_equal(code_at(1234567890), "005924");
	assert_string_equal(code_at(2000000000), "279037");
	assert_string_equal(code_at(20000000000), "353130");
}

static void test_code__holds_for_clocks_half_a_minute_apart_and_no_further(void **state)
{
	const int64_t now = 1790000010; /* in the middle of a step */
	const char *code = code_at(now);

	(void)state;
	assert_true(holds(code, now, -1));
	assert_true(holds(code, now + 30, -1));
	assert_true(holds(code, now - 30, -1));
	assert_false(holds(code, now + 60, -1));
	assert_false(holds(code, now - 60, -1));
	assert_false(holds(code, now + 90, -1));
	assert_false(holds(code, now - 90, -1));
}

static void test_code__holds_once_and_none_before_it_after(void **state)
{
	const int64_t now = 1790000010;
	bool right = false;
	int64_t step = 0;

	(void)state;
	assert_int_equal(second_factor_check(RFC_SECRET, code_at(now), now, -1, &right, &step, &err), 0);
	assert_true(right);
	assert_int_equal(step, now / 30);
	assert_false(holds(code_at(now), now, step));
	assert_false(holds(code_at(now), now + 20, step));
	assert_false(holds(code_at(now - 30), now, step));
	assert_true(holds(code_at(now + 30), now + 30, step));
}

static void test_code__may_be_typed_with_a_blank_and_is_six_digits(void **state)
{
	(void)state;
	assert_true(holds("287 082", 59, -1));
	assert_false(holds("28708", 59, -1));
	assert_false(holds("2870820", 59, -1));
	assert_false(holds("28708x", 59, -1));
	assert_false(holds("", 59, -1));
	assert_false(holds("-87082", 59, -1));
}

static void test_secret__is_160_random_bits_in_base32(void **state)
{
	char a[SECOND_FACTOR_SECRET_SIZE], b[SECOND_FACTOR_SECRET_SIZE], code[SECOND_FACTOR_CODE_SIZE];

	(void)state;
	second_factor_make_secret(a);
	second_factor_make_secret(b);
	assert_int_equal(strlen(a), 32);
	assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 32);
	assert_string_not_equal(a, b);
	assert_int_equal(second_factor_code(a, 59, code, &err), 0);
	assert_int_equal(second_factor_code("ABC", 59, code, &err), PL_INVALID);
	assert_int_equal(second_factor_code("gezdgnbvgy3tqojqgezdgnbvgy3tqojq", 59, code, &err), PL_INVALID);
}

static void test_address__is_what_an_authenticator_reads(void **state)
{
	struct buf out = BUF_INIT(1000);

	(void)state;
	second_factor_put_address(&out, "Plimsoll", "ann o'hara@north", RFC_SECRET);
	assert_string_equal(buf_text(&out),
		"otpauth://totp/Plimsoll:ann%20o%27hara%40north?secret=" RFC_SECRET "&issuer=Plimsoll");
	buf_free(&out);
}

static void test_recovery_code__is_read_however_it_is_typed(void **state)
{
	char code[RECOVERY_CODE_SIZE], folded[RECOVERY_CODE_SIZE];

	(void)state;
	recovery_code_fold("K7QM-2xvd 9fht-w3np", folded);
	assert_string_equal(folded, "k7qm2xvd9fhtw3np");
	recovery_code_fold("k7qm-2xvd-9fht", folded);
	assert_string_equal(folded, "");
	recovery_code_fold("k7qm-2xvd-9fht-w3np-1", folded);
	assert_string_equal(folded, "");
	recovery_code_fold("k7qm'2xvd;9fht w3np", folded);
	assert_string_equal(folded, "");
	recovery_code_make(code);
	recovery_code_fold(code, folded);
	assert_int_equal(strlen(folded), 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code__is_that_of_the_standard),
		cmocka_unit_test(test_code__holds_for_clocks_half_a_minute_apart_and_no_further),
		cmocka_unit_test(test_code__holds_once_and_none_before_it_after),
		cmocka_unit_test(test_code__may_be_typed_with_a_blank_and_is_six_digits),
		cmocka_unit_test(test_secret__is_160_random_bits_in_base32),
		cmocka_unit_test(test_address__is_what_an_authenticator_reads),
		cmocka_unit_test(test_recovery_code__is_read_however_it_is_typed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
