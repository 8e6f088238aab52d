#include "core/remark.h"

#include <string.h>

#include "base/str.h"

/* What is written is read as a reader would read it, whatever signs it is written with: figures of other scripts, letters of other
 * faces, marks and blanks of any width, and signs that are not seen at all. Then it is a row of numbers and words, and whatever stands
 * between two of them, however much, is no letter and no figure. */
enum { NHS_DIGITS = 10, DAY_DIGITS = 8, YEAR_DIGITS = 4, SHORT_DAY_DIGITS = 6, YEAR_FIRST = 1900, YEAR_LAST = 2099, BIRTH_NEAR = 6 };

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

/* Signs that stand for a plain one, from `first` to `last`: for the same, or for as many as are in `span`, over and over. What stands
 * earlier goes before what stands later. */
static const struct plain_sign {
	uint32_t first, last;
	char plain;
	uint32_t span;
} PLAIN_SIGNS[] = {
	/* not seen: joiners, directions, accents that stand on another, the frame of a key */
	{0x00ad, 0x00ad, '\0', 1}, {0x0300, 0x036f, '\0', 1}, {0x180b, 0x180f, '\0', 1}, {0x200b, 0x200f, '\0', 1},
	{0x202a, 0x202e, '\0', 1}, {0x2060, 0x206f, '\0', 1}, {0x20d0, 0x20ff, '\0', 1}, {0xfe00, 0xfe0f, '\0', 1},
	{0xfeff, 0xfeff, '\0', 1}, {0xe0000, 0xe01ef, '\0', 1},
	/* figures of other scripts */
	{0x0660, 0x0669, '0', 10}, {0x06f0, 0x06f9, '0', 10}, {0x07c0, 0x07c9, '0', 10}, {0x0966, 0x096f, '0', 10},
	{0x09e6, 0x09ef, '0', 10}, {0x0a66, 0x0a6f, '0', 10}, {0x0ae6, 0x0aef, '0', 10}, {0x0b66, 0x0b6f, '0', 10},
	{0x0be6, 0x0bef, '0', 10}, {0x0c66, 0x0c6f, '0', 10}, {0x0ce6, 0x0cef, '0', 10}, {0x0d66, 0x0d6f, '0', 10},
	{0x0de6, 0x0def, '0', 10}, {0x0e50, 0x0e59, '0', 10}, {0x0ed0, 0x0ed9, '0', 10}, {0x0f20, 0x0f29, '0', 10},
	{0x1040, 0x1049, '0', 10}, {0x1090, 0x1099, '0', 10}, {0x17e0, 0x17e9, '0', 10}, {0x1810, 0x1819, '0', 10},
	{0xff10, 0xff19, '0', 10}, {0x1d7ce, 0x1d7ff, '0', 10}, {0x1fbf0, 0x1fbf9, '0', 10},
	/* raised, lowered and ringed figures */
	{0x00b2, 0x00b3, '2', 2}, {0x00b9, 0x00b9, '1', 1}, {0x2070, 0x2070, '0', 1}, {0x2074, 0x2079, '4', 6}, {0x2080, 0x2089, '0', 10},
	{0x2460, 0x2468, '1', 9}, {0x2474, 0x247c, '1', 9}, {0x2488, 0x2490, '1', 9}, {0x24ea, 0x24ea, '0', 1}, {0x24f5, 0x24fd, '1', 9},
	{0x24ff, 0x24ff, '0', 1}, {0x2776, 0x277e, '1', 9}, {0x2780, 0x2788, '1', 9}, {0x278a, 0x2792, '1', 9},
	{0x1f101, 0x1f10a, '0', 10},
	/* letters of other faces */
	{0xff21, 0xff3a, 'a', 26}, {0xff41, 0xff5a, 'a', 26}, {0x24b6, 0x24e9, 'a', 26}, {0x1d400, 0x1d6a3, 'a', 26},
	{0x1f110, 0x1f129, 'a', 26}, {0x1f130, 0x1f149, 'a', 26}, {0x1f150, 0x1f169, 'a', 26}, {0x1f170, 0x1f189, 'a', 26},
	/* marks */
	{0x00a0, 0x00a0, ' ', 1}, {0x2000, 0x200a, ' ', 1}, {0x202f, 0x202f, ' ', 1}, {0x205f, 0x205f, ' ', 1}, {0x3000, 0x3000, ' ', 1},
	{0x2010, 0x2015, '-', 1}, {0x2212, 0x2212, '-', 1}, {0xfe58, 0xfe58, '-', 1}, {0xfe63, 0xfe63, '-', 1}, {0xff0d, 0xff0d, '-', 1},
	{0x2044, 0x2044, '/', 1}, {0x2215, 0x2215, '/', 1}, {0xff0f, 0xff0f, '/', 1},
	{0x00b7, 0x00b7, '.', 1}, {0x2022, 0x2022, '.', 1}, {0x2024, 0x2024, '.', 1}, {0x3002, 0x3002, '.', 1}, {0xff0e, 0xff0e, '.', 1},
	{0x2018, 0x2019, '\'', 1}, {0xff0c, 0xff0c, ',', 1},
	/* whatever else is no letter: marks between two languages' letters, money, arrows, boxes, pictures */
	{0x00a1, 0x00a9, '|', 1}, {0x00ab, 0x00b1, '|', 1}, {0x00b4, 0x00b8, '|', 1}, {0x00bb, 0x00bf, '|', 1}, {0x00d7, 0x00d7, '|', 1},
	{0x00f7, 0x00f7, '|', 1}, {0x02c2, 0x02df, '|', 1}, {0x2016, 0x2069, '|', 1}, {0x20a0, 0x20cf, '|', 1}, {0x2190, 0x245f, '|', 1},
	{0x2500, 0x2bff, '|', 1}, {0x2e00, 0x2e7f, '|', 1}, {0x3001, 0x3020, '|', 1}, {0xfe10, 0xfe6f, '|', 1}, {0xff01, 0xff65, '|', 1},
	{0x1f000, 0x1faff, '|', 1}};

/* '\0' for what is not seen; a letter for what is no sign of these. */
static char plain_of(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z' ? (char)(point - 'A' + 'a') : (char)point;
	for (size_t i = 0; i < sizeof PLAIN_SIGNS / sizeof *PLAIN_SIGNS; i++) {
		const struct plain_sign *s = &PLAIN_SIGNS[i];

		if (point >= s->first && point <= s->last)
			return (char)(s->plain + (char)((point - s->first) % s->span));
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
	const char *past;         /* where what stands before the next piece begins: behind "st" and "of" */
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
	p.past = p.end;
	p.value = p.number && p.end - p.at <= DAY_DIGITS ? 0 : -1;
	for (const char *c = p.at; p.value >= 0 && c < p.end; c++)
		p.value = p.value * 10 + (*c - '0');
	return p;
}

static bool is_word(const struct piece *p, const char *word)
{
	return !p->number && strlen(word) == (size_t)(p->end - p->at) && strncmp(p->at, word, strlen(word)) == 0;
}

static bool is_word_of(const struct piece *p, const char *const *words)
{
	while (*words != NULL && !is_word(p, *words))
		words++;
	return *words != NULL;
}

/* "1st of the": what is said with a day and tells nothing. */
static bool is_filler(const struct piece *before, const struct piece *p)
{
	static const char *const ENDINGS[] = {"st", "nd", "rd", "th", "af", "ail", "il", "ydd", "ed", "fed", "eg", "ain", NULL};
	static const char *const WORDS[] = {"of", "the", "o", NULL};

	return is_word_of(p, WORDS) || (before->number && before->end == p->at && is_word_of(p, ENDINGS));
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
			ret->rows[ret->count - 1].past = p.end;
		else
			ret->rows[ret->count++] = p;
		plain = p.end;
	}
}

/* What stands between it and the next is nothing but these marks. */
static bool has_only(const struct piece *left, const char *marks)
{
	return left->past + strspn(left->past, marks) == left[1].at;
}

/* The first of the marks that dates are written with, between it and the next; '\0' without one. */
static char mark_of(const struct piece *left)
{
	const char *mark = left->past + strcspn(left->past, "-./\\|:_");

	return mark < left[1].at ? *mark : '\0';
}

static size_t digits_of(const struct piece *p)
{
	return p->number ? (size_t)(p->end - p->at) : 0;
}

/* How many numbers stand in a row with these marks between, from one on; with whatever between without marks; 0 from a word. */
static size_t run_of(const struct pieces *all, size_t first, const char *marks)
{
	size_t n = all->rows[first].number;

	while (n > 0 && first + n < all->count && all->rows[first + n].number &&
		(marks == NULL || has_only(&all->rows[first + n - 1], marks)))
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

/* "12/02/15", and not "9.30-10.30": a dash beside points or colons is from one time to another. */
static bool has_date_marks(const struct piece *p)
{
	char one = mark_of(&p[0]), other = mark_of(&p[1]);

	if (one == '\0' || other == '\0')
		return false;
	return !(one == '-' && strchr(".:", other) != NULL) && !(other == '-' && strchr(".:", one) != NULL);
}

/* "12 02 15": numbers of two figures with nothing but blanks between, of which there are three. */
static bool is_in_pairs(const struct pieces *all, size_t i)
{
	const struct piece *p = &all->rows[i];
	bool begins = i == 0 || run_of(all, i - 1, " ") <= 1;

	return begins && run_of(all, i, " ") == 3 && digits_of(&p[0]) == 2 && digits_of(&p[1]) == 2 && digits_of(&p[2]) == 2;
}

/* A year of four figures with anything between, of two with marks. */
static bool is_date_in_numbers(const struct pieces *all, size_t i)
{
	const struct piece *p = &all->rows[i];

	if (is_year(&p[0]))
		return is_short(&p[1]) && is_short(&p[2]) && is_day_and_month(p[1].value, p[2].value);
	if (!is_short(&p[0]) || !is_short(&p[1]) || !is_day_and_month(p[0].value, p[1].value))
		return false;
	return is_year(&p[2]) || (is_short_year(&p[2]) && has_date_marks(p)) || is_in_pairs(all, i);
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

/* In figures or in words, of which the last says enough: "twenty-first" ends in "first". */
static bool is_day(const struct piece *p)
{
	static const char *const DAYS[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
		"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
		"twentieth", "thirtieth", NULL};

	return is_short(p) || is_word_of(p, DAYS);
}

/* "2 Feb '15", and not "April, 9.30". */
static bool ends_in_short_year(const struct piece *p)
{
	return is_short_year(&p[2]) && has_only(&p[0], " -./,_\\|") && has_only(&p[1], is_month(&p[1]) ? " -./,_\\|'" : " -/,_\\|'");
}

static bool is_date_in_words(const struct piece *p)
{
	if ((is_day(&p[0]) && is_month(&p[1])) || (is_month(&p[0]) && is_day(&p[1])))
		return is_year(&p[2]) || ends_in_short_year(p);
	return is_year(&p[0]) && ((is_month(&p[1]) && is_day(&p[2])) || (is_day(&p[1]) && is_month(&p[2])));
}

/* ---- when somebody was born ---- */

/* How many pieces say that a birth follows: "born", "date of birth", "d.o.b."; 0: none. An unborn child and what is done before a
 * birth are words about the work. */
static size_t birth_said(const struct piece *p, size_t left)
{
	static const char *const WORDS[] = {"dob", "born", "birthday", "birthdate", "ganwyd", "ganed", NULL};

	if (is_word_of(p, WORDS))
		return 1;
	if (left < 2 || p[0].past == p[0].end)
		return 0;
	return (is_word(&p[0], "date") && is_word(&p[1], "birth")) || (is_word(&p[0], "d") && is_word(&p[1], "b")) ? 2 : 0;
}

/* "010215" */
static bool is_short_date_in_one(const struct piece *p)
{
	int32_t v = p->value;

	return digits_of(p) == SHORT_DAY_DIGITS && (is_day_and_month(v / 10000, v / 100 % 100) || is_day_and_month(v / 100 % 100, v % 100));
}

/* "may" is a month only behind "in" or a day. */
static bool is_when(const struct piece *first, const struct piece *p)
{
	if (is_word(p, "may"))
		return p > first && (is_word(p - 1, "in") || is_day(p - 1));
	return is_month(p) || is_year(p) || is_short_date_in_one(p);
}

/* Right before it, or a few pieces behind. */
static bool tells_of_a_birth(const struct pieces *all, size_t i)
{
	size_t said = birth_said(&all->rows[i], all->count - i);

	if (said == 0)
		return false;
	if (i > 0 && is_when(all->rows, &all->rows[i - 1]))
		return true;
	for (size_t j = i + said; j < all->count && j < i + said + BIRTH_NEAR; j++)
		if (is_when(all->rows, &all->rows[j]))
			return true;
	return false;
}

/* ---- NHS numbers ---- */

/* Ten figures of which the last is the check of the nine before it, modulo eleven. */
static bool is_checked(const char *figures)
{
	int32_t sum = 0;

	for (int32_t i = 0; i < NHS_DIGITS; i++)
		sum += (figures[i] - '0') * (NHS_DIGITS - i);
	return sum % 11 == 0;
}

/* Numbers from one on that are ten figures together, and a right NHS number: then it does not matter what stands between them. */
static bool is_checked_number(const struct pieces *all, size_t i)
{
	char figures[NHS_DIGITS];
	size_t run = run_of(all, i, NULL), n = 0;

	for (const struct piece *p = &all->rows[i]; run > 0 && n < NHS_DIGITS; p++, run--) {
		if (digits_of(p) > NHS_DIGITS - n)
			return false;
		memcpy(figures + n, p->at, digits_of(p));
		n += digits_of(p);
	}
	return n == NHS_DIGITS && is_checked(figures);
}

/* Ten figures, right or mistyped: in one, in groups of three, three and four, or in whatever groups, as long as there are no more. */
static bool is_nhs_number(const struct pieces *all, size_t i)
{
	static const char MARKS[] = " -./_()";
	const struct piece *p = &all->rows[i];
	bool begins = i == 0 || run_of(all, i - 1, MARKS) <= 1;
	size_t run, digits = 0;

	if (!p->number)
		return false;
	run = run_of(all, i, MARKS);
	for (size_t j = 0; j < run; j++)
		digits += digits_of(&p[j]);
	return digits_of(p) == NHS_DIGITS || (begins && digits == NHS_DIGITS) || is_checked_number(all, i) ||
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

		if (is_date_in_one(p) || is_nhs_number(&all, i) || tells_of_a_birth(&all, i))
			return true;
		if (i + 2 < all.count && (is_date_in_numbers(&all, i) || is_date_in_words(p)))
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
