#include "core/remark.h"

#include "base/str.h"

enum { NHS_DIGITS = 10 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static size_t count_digits(const char *at)
{
	size_t n = 0;

	while (is_digit(at[n]))
		n++;
	return n;
}

static bool parts_dates(char c)
{
	return c == '/' || c == '-' || c == '.';
}

/* Three numbers with the same mark between them, as days are written in figures; `at` is where a number begins. */
static bool begins_date(const char *at)
{
	size_t first = count_digits(at), second, third;
	char mark = at[first];

	if ((first > 2 && first != 4) || !parts_dates(mark))
		return false;
	second = count_digits(at + first + 1);
	if (second < 1 || second > 2 || at[first + 1 + second] != mark)
		return false;
	third = count_digits(at + first + second + 2);
	return first == 4 ? third >= 1 && third <= 2 : third == 2 || third == 4;
}

/* Ten digits and no more, also in groups with one blank or hyphen between them. */
static bool begins_nhs_number(const char *at)
{
	size_t digits = 0;

	for (; is_digit(*at) || ((*at == ' ' || *at == '-') && is_digit(at[1])); at++)
		digits += is_digit(*at);
	return digits == NHS_DIGITS;
}

static bool tells_of_a_child(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		bool begins_number = is_digit(*at) && (at == text || !is_digit(at[-1]));

		if (begins_number && (begins_date(at) || begins_nhs_number(at)))
			return true;
	}
	return false;
}

int remark_check(const char *text, struct err *err)
{
	if (!str_is_clean_utf8(str_of(text)))
		return err_set(err, PL_INVALID, "Write one line of plain text.");
	if (count_characters(text) > REMARK_CHARACTERS)
		return err_set(err, PL_INVALID, "Write at most %d characters.", REMARK_CHARACTERS);
	if (tells_of_a_child(text))
		return err_set(err, PL_INVALID, "Write about the work, not about the child: no dates of birth and no NHS numbers.");
	return 0;
}
