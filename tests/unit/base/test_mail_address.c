#include "base/mail_address.h"

#include "../../test.h"

static void assert_fits(const char *text, bool fits)
{
	if (mail_address_fits(str_of(text)) != fits)
		fail_msg("%s %s", text, fits ? "is refused" : "is taken");
}

static void test_mail_address__is_a_name_and_a_host(void **state)
{
	(void)state;
	assert_fits("ann@council.gov.uk", true);
	assert_fits("o'neil.ann+plimsoll@a-b.example", true);
	assert_fits("ann", false);
	assert_fits("ann@", false);
	assert_fits("@council.gov.uk", false);
	assert_fits("ann@localhost", false);
	assert_fits("ann@council..uk", false);
	assert_fits("ann@-council.uk", false);
	assert_fits("ann@council-.uk", false);
	assert_fits("ann@council.uk.", false);
	assert_fits(".ann@council.uk", false);
	assert_fits("a@b@council.uk", false);
	assert_fits("", false);
}

static void test_mail_address__makes_no_other_line_of_a_header(void **state)
{
	(void)state;
	assert_fits("ann@council.uk\r\nBcc: all@council.uk", false);
	assert_fits("ann\n@council.uk", false);
	assert_fits("ann @council.uk", false);
	assert_fits("<ann@council.uk>", false);
	assert_fits("\"ann\"@council.uk", false);
	assert_fits("ann,ben@council.uk", false);
	assert_fits("\xc3\xa4nn@council.uk", false);
	assert_false(mail_address_fits((struct str){"ann\0@council.uk", 15}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mail_address__is_a_name_and_a_host),
		cmocka_unit_test(test_mail_address__makes_no_other_line_of_a_header),
	};

	return RUN_TESTS(tests);
}
