#include "web/percent.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that the "%41" at a place stands for; -1 if that is no such thing. */
static int escaped_byte(struct str s, size_t at)
{
	int high = at + 2 < s.len ? hex_digit(s.at[at + 1]) : -1;
	int low = at + 2 < s.len ? hex_digit(s.at[at + 2]) : -1;

	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool percent_is_form_text(struct str s)
{
	while (s.len > 0) {
		size_t n = 0;

		while (n < s.len && s.at[n] != '\r' && s.at[n] != '\n' && s.at[n] != '\t')
			n++;
		if (!str_is_clean_utf8((struct str){s.at, n}))
			return false;
		n += n < s.len ? 1 : 0;
		s = (struct str){s.at + n, s.len - n};
	}
	return true;
}

static bool is_fit(struct str s, enum percent_place place)
{
	return place == PERCENT_FORM ? percent_is_form_text(s) : str_is_clean_utf8(s);
}

int percent_decode(struct str s, enum percent_place place, char *to, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		int c = place != PERCENT_PATH && s.at[i] == '+' ? ' ' : (unsigned char)s.at[i];

		if (n + 1 >= size)
			return PL_LIMIT;
		if (c == '%') {
			c = escaped_byte(s, i);
			if (c < 0)
				return PL_INVALID;
			i += 2;
		}
		to[n++] = (char)c;
	}
	to[n] = '\0';
	return is_fit((struct str){to, n}, place) ? 0 : PL_INVALID;
}
