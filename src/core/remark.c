#include "core/remark.h"

#include <string.h>

#include "base/str.h"

/* What is written is read as a reader would read it, whatever signs it is written with: figures of other scripts, dashes and blanks of
 * any width, and signs that are not seen at all. Then it is a row of numbers and words with what stands between them. */
enum { NHS_DIGITS = 10, DAY_DIGITS = 8, YEAR_DIGITS = 4, YEAR_FIRST = 1900, YEAR_LAST = 2099, GAP_MOST = 3 };

static size_t count_characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* ---- plain signs ---- */

/* The next code point of clean UTF-8; moves on. */
static uint32_t next_point(const char **at)
{
	unsigned char first = (unsigned char)*(*at)++;
	uint32_t point = first;

	if (first >= 0xc0)
		point = first & (first >= 0xf0 ? 0x07u : first >= 0xe0 ? 0x0fu : 0x1fu);
	while (((unsigned char)**at & 0xc0) == 0x80)
		point = point << 6 | ((unsigned char)*(*at)++ & 0x3fu);
	return point;
}

/* Signs that stand for a plain one: `count` of them in a row, for the same or, of figures, for the next ones. */
static const struct plain_sign {
	uint32_t first, count;
	char plain;
} PLAIN_SIGNS[] = {
	{0x00a0, 1, ' '}, {0x2000, 11, ' '}, {0x202f, 1, ' '}, {0x205f, 1, ' '}, {0x3000, 1, ' '},
	{0x00ad, 1, '\0'}, {0x200b, 5, '\0'}, {0x2060, 5, '\0'}, {0xfeff, 1, '\0'},
	{0x2010, 6, '-'}, {0x2212, 1, '-'}, {0xfe58, 1, '-'}, {0xfe63, 1, '-'}, {0xff0d, 1, '-'},
	{0x2044, 1, '/'}, {0x2215, 1, '/'}, {0xff0f, 1, '/'},
	{0x00b7, 1, '.'}, {0x2022, 1, '.'}, {0x2024, 1, '.'}, {0x3002, 1, '.'}, {0xff0e, 1, '.'},
	{0xff10, 10, '0'}, {0x0660, 10, '0'}, {0x06f0, 10, '0'}, {0x0966, 10, '0'}, {0x09e6, 10, '0'},
	{0x2018, 2, '\''}};

/* '\0' for what is not seen; a letter for what is no sign of these. */
static char plain_of(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z' ? (char)(point - 'A' + 'a') : (char)point;
	for (size_t i = 0; i < sizeof PLAIN_SIGNS / sizeof *PLAIN_SIGNS; i++) {
		const struct plain_sign *s = &PLAIN_SIGNS[i];

		if (point >= s->first && point < s->first + s->count)
			return s->plain == '0' ? (char)('0' + (point - s->first)) : s->plain;
	}
	return 'x';
}

static void write_plain(const char *text, char ret[REMARK_CHARACTERS + 1])
{
	size_t n = 0;

	while (*text != '\0' && n < REMARK_CHARACTERS) {
		char c = plain_of(next_point(&text));

		if (c != '\0')
			ret[n++] = c;
	}
	ret[n] = '\0';
}

/* ---- numbers and words ---- */

struct piece {
	const char *at, *end;
	bool number;
	int32_t value;            /* of a number of up to eight figures; else -1 */
};

struct pieces {
	struct piece rows[REMARK_CHARACTERS + 1];
	size_t count;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static struct piece piece_at(const char *at)
{
	struct piece p = {.at = at, .end = at, .number = is_digit(*at)};

	while (p.number ? is_digit(*p.end) : is_letter(*p.end))
		p.end++;
	p.value = p.number && p.end - p.at <= DAY_DIGITS ? 0 : -1;
	for (const char *c = p.at; p.value >= 0 && c < p.end; c++)
		p.value = p.value * 10 + (*c - '0');
	return p;
}

static bool is_word(const struct piece *p, const char *word)
{
	return !p->number && strlen(word) == (size_t)(p->end - p->at) && strncmp(p->at, word, strlen(word)) == 0;
}

/* "1st of": what is said with a day and tells nothing. */
static bool is_filler(const struct piece *before, const struct piece *p)
{
	static const char *const ENDINGS[] = {"st", "nd", "rd", "th"};

	for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
		if (before->number && before->end == p->at && is_word(p, ENDINGS[i]))
			return true;
	return is_word(p, "of");
}

static void read_pieces(const char *plain, struct pieces *ret)
{
	ret->count = 0;
	while (*plain != '\0') {
		struct piece p = piece_at(plain);

		if (p.end == p.at) {
			plain++;
			continue;
		}
		if (ret->count > 0 && is_filler(&ret->rows[ret->count - 1], &p))
			ret->rows[ret->count - 1].end = p.end;
		else
			ret->rows[ret->count++] = p;
		plain = p.end;
	}
}

/* What stands between two of them is nothing but these marks, and few of them. */
static bool are_joined(const struct piece *left, const char *marks)
{
	const struct piece *right = left + 1;
	size_t n = strspn(left->end, marks);

	return n <= GAP_MOST && left->end + n == right->at;
}

static size_t digits_of(const struct piece *p)
{
	size_t n = 0;

	while (p->number && is_digit(p->at[n]))
		n++;
	return n;
}

/* ---- dates ---- */

static bool is_year(const struct piece *p)
{
	return digits_of(p) == YEAR_DIGITS && p->value >= YEAR_FIRST && p->value <= YEAR_LAST;
}

static bool is_short_year(const struct piece *p)
{
	return digits_of(p) == 2;
}

static bool is_day_and_month(int32_t one, int32_t other)
{
	return one >= 1 && other >= 1 && one <= 31 && other <= 31 && (one <= 12 || other <= 12);
}

static bool is_short(const struct piece *p)
{
	return digits_of(p) == 1 || digits_of(p) == 2;
}

static bool has_mark(const struct piece *left)
{
	return left->end + strcspn(left->end, "-./") < left[1].at;
}

/* Three numbers: a year of four figures with any marks between, or none but blanks; of two with marks. */
static bool is_date_in_numbers(const struct piece *p)
{
	bool marked = has_mark(&p[0]) && has_mark(&p[1]);

	if (!are_joined(&p[0], " -./,_") || !are_joined(&p[1], " -./,_"))
		return false;
	if (is_year(&p[0]))
		return is_short(&p[1]) && is_short(&p[2]) && is_day_and_month(p[1].value, p[2].value);
	return is_short(&p[0]) && is_short(&p[1]) && is_day_and_month(p[0].value, p[1].value) &&
		(is_year(&p[2]) || (marked && is_short_year(&p[2])));
}

/* Eight figures in one: a day, a month and a year, or the other way round. */
static bool is_date_in_one(const struct piece *p)
{
	int32_t v = p->value, year_first = v / 10000, year_last = v % 10000;

	if (digits_of(p) != DAY_DIGITS)
		return false;
	return (year_first >= YEAR_FIRST && year_first <= YEAR_LAST && is_day_and_month(v / 100 % 100, v % 100)) ||
		(year_last >= YEAR_FIRST && year_last <= YEAR_LAST && is_day_and_month(v / 1000000, v / 10000 % 100));
}

/* Also shortened, to three letters or more. */
static bool is_month(const struct piece *p)
{
	static const char *const MONTHS[] = {"january", "february", "march", "april", "may", "june", "july", "august", "september",
		"october", "november", "december", "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi",
		"hydref", "tachwedd", "rhagfyr"};
	size_t n = (size_t)(p->end - p->at);

	for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS && !p->number && n >= 3; i++)
		if (strncmp(p->at, MONTHS[i], n) == 0)
			return true;
	return false;
}

static bool is_date_in_words(const struct piece *p)
{
	bool day_first = is_short(&p[0]) && is_month(&p[1]), month_first = is_month(&p[0]) && is_short(&p[1]);

	if (!are_joined(&p[0], " -./,_") || !are_joined(&p[1], " -./,_'"))
		return false;
	return ((day_first || month_first) && (is_year(&p[2]) || is_short_year(&p[2]))) ||
		(is_year(&p[0]) && is_month(&p[1]) && is_short(&p[2]));
}

/* ---- NHS numbers ---- */

/* How many numbers hang together, from one on. */
static size_t run_of(const struct pieces *all, size_t first)
{
	size_t n = 1;

	while (first + n < all->count && all->rows[first + n].number && are_joined(&all->rows[first + n - 1], " -./_()"))
		n++;
	return n;
}

/* Ten figures: in one, in groups of three, three and four, or in whatever groups, as long as there are no more of them. */
static bool is_nhs_number(const struct pieces *all, size_t i)
{
	const struct piece *p = &all->rows[i];
	bool begins = i == 0 || !all->rows[i - 1].number || run_of(all, i - 1) == 1;
	size_t run, digits = 0;

	if (!p->number)
		return false;
	run = run_of(all, i);
	for (size_t j = 0; j < run; j++)
		digits += digits_of(&p[j]);
	return digits_of(p) == NHS_DIGITS || (begins && digits == NHS_DIGITS) ||
		(run >= 3 && digits_of(&p[0]) == 3 && digits_of(&p[1]) == 3 && digits_of(&p[2]) == 4);
}

static bool tells_of_a_child(const char *text)
{
	char plain[REMARK_CHARACTERS + 1];
	struct pieces all;

	write_plain(text, plain);
	read_pieces(plain, &all);
	for (size_t i = 0; i < all.count; i++) {
		const struct piece *p = &all.rows[i];

		if (is_date_in_one(p) || is_nhs_number(&all, i))
			return true;
		if (i + 2 < all.count && (is_date_in_numbers(p) || is_date_in_words(p)))
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
