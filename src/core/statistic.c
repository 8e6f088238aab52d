#include "core/statistic.h"

#include <string.h>

#include "core/interval.h"
#include "core/round.h"

enum { THOUSAND = 1000, PERCENT = 100, DECIMALS = 3, TOLERANCE_THOUSANDTHS = 150, PARTS_MOST = 3 };

static const int64_t NUMBER_MOST = INT64_C(1000000000);

static const struct statistic_row ROWS[STATISTIC_COUNT] = {
#define STATISTIC(name, code, words, unit, decimals, columns, formula) \
	[STATISTIC_##name] = {code, words, UNIT_##unit, decimals, columns, formula},
#include "core/statistic.def"
#undef STATISTIC
};

static const struct {
	enum figure_symbol symbol;
	const char *code, *words;
} SYMBOLS[] = {
	{FIGURE_MISSING, "", "not published"},
	{FIGURE_NUMBER, "", ""},
	{FIGURE_SUPPRESSED, "c", "withheld by the publisher, so that nobody can be made out"},
	{FIGURE_LOW, "low", "above 0, but rounds to it"},
	{FIGURE_UNRELIABLE, "u", "withheld by the publisher as not reliable"},
	{FIGURE_UNAVAILABLE, "x", "not available: the employer gave none"},
	{FIGURE_NOT_APPLICABLE, "z", "does not apply"},
};
enum { SYMBOLS_COUNT = sizeof SYMBOLS / sizeof *SYMBOLS };

const struct statistic_row *statistic_row(enum statistic which)
{
	return &ROWS[which];
}

bool statistic_of_code(struct str code, enum statistic *ret)
{
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		if (str_is(code, ROWS[i].code)) {
			*ret = (enum statistic)i;
			return true;
		}
	}
	return false;
}

/* Whether `word` stands among words separated by blanks. */
static bool is_among(const char *words, struct str word)
{
	while (*words != '\0') {
		size_t n = strcspn(words, " ");

		if (word.len == n && memcmp(word.at, words, n) == 0)
			return true;
		words += n + (words[n] == ' ');
	}
	return false;
}

bool statistic_of_column(struct str column, enum statistic *ret)
{
	for (int i = 0; i < STATISTIC_COUNT; i++) {
		if (is_among(ROWS[i].columns, column)) {
			*ret = (enum statistic)i;
			return true;
		}
	}
	return false;
}

bool figure_parse(struct str cell, struct figure *ret)
{
	struct str text = str_trim(cell);
	int64_t thousandths;

	if (text.len == 0) {
		*ret = (struct figure){.symbol = FIGURE_MISSING};
		return true;
	}
	if (str_is(text, ":")) {
		*ret = (struct figure){.symbol = FIGURE_UNAVAILABLE};
		return true;
	}
	for (size_t i = 0; i < SYMBOLS_COUNT; i++) {
		if (SYMBOLS[i].code[0] != '\0' && str_is(text, SYMBOLS[i].code)) {
			*ret = (struct figure){.symbol = SYMBOLS[i].symbol};
			return true;
		}
	}
	if (!str_to_fixed(text, DECIMALS, NUMBER_MOST * THOUSAND, &thousandths))
		return false;
	*ret = (struct figure){.symbol = FIGURE_NUMBER, .thousandths = thousandths};
	return true;
}

const char *figure_symbol_code(enum figure_symbol symbol)
{
	return SYMBOLS[symbol].code;
}

const char *figure_symbol_words(enum figure_symbol symbol)
{
	return SYMBOLS[symbol].words;
}

/* The numbers of a formula, in the order in which it names them; false if one of them is none. */
static bool parts_of(const struct figures *f, const char *formula, int64_t parts[PARTS_MOST])
{
	size_t count = 0;

	for (const char *at = formula; *at != '\0' && count < PARTS_MOST;) {
		size_t n = strcspn(at, " ");
		enum statistic which;

		if (!statistic_of_code((struct str){at, n}, &which) || f->of[which].symbol != FIGURE_NUMBER)
			return false;
		parts[count++] = f->of[which].thousandths;
		at += n;
		at += strspn(at, " /+");
	}
	return count >= 2;
}

enum formula_answer statistic_check(const struct figures *f, enum statistic which, int64_t *ret_thousandths)
{
	const struct statistic_row *row = &ROWS[which];
	int64_t parts[PARTS_MOST] = {0}, given, of, off;

	if (row->formula[0] == '\0' || f->of[which].symbol != FIGURE_NUMBER || !parts_of(f, row->formula, parts))
		return FORMULA_NONE;
	of = parts[1] + parts[2];
	if (of == 0)
		return FORMULA_NONE;
	given = divide_half_up(parts[0] * THOUSAND * (row->unit == UNIT_PERCENT ? PERCENT : 1), of);
	off = given - f->of[which].thousandths;
	*ret_thousandths = given;
	return off >= -TOLERANCE_THOUSANDTHS && off <= TOLERANCE_THOUSANDTHS ? FORMULA_AGREES : FORMULA_MISSES;
}

static int64_t fixed_part(int64_t thousandths)
{
	return fixed_ratio(thousandths, THOUSAND);
}

bool statistic_interval(const struct figures *f, enum statistic which, int64_t *ret_low, int64_t *ret_high)
{
	const struct statistic_row *row = &ROWS[which];
	int64_t parts[PARTS_MOST] = {0}, times = row->unit == UNIT_PERCENT ? PERCENT : 1, given;
	bool of_a_whole = strchr(row->formula, '+') != NULL;
	struct interval i;

	if (statistic_check(f, which, &given) != FORMULA_AGREES || !parts_of(f, row->formula, parts))
		return false;
	i = caseload_interval(fixed_part(parts[0]), fixed_part(parts[1] + parts[2]));
	if (of_a_whole && i.high > FIXED_ONE)
		i.high = FIXED_ONE;
	*ret_low = fixed_round(i.low, THOUSAND * times);
	*ret_high = fixed_round(i.high, THOUSAND * times);
	return true;
}
