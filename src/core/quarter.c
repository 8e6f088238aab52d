#include "core/quarter.h"

#include <string.h>

enum { QUARTER_MONTHS = 3, LONGEST_MONTH = 31 };

static int32_t quarter_begins(int32_t day)
{
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	return date_from_civil(year, month - (month - 1) % QUARTER_MONTHS, 1);
}

struct days quarter_of(int32_t day)
{
	int32_t from = quarter_begins(day);

	return (struct days){from, quarter_begins(from + QUARTER_MONTHS * LONGEST_MONTH)};
}

struct days quarter_before(int32_t today)
{
	return quarter_of(quarter_begins(today) - 1);
}

bool is_quarter_over(struct days period, int32_t today)
{
	struct days quarter = quarter_of(period.from);

	return quarter.from == period.from && quarter.until == period.until && period.until <= today;
}

const char *quarter_words(int32_t day, char out[DATE_WORDS_SIZE])
{
	static const char *const QUARTERS[] = {"January to March", "April to June", "July to September", "October to December"};
	char words[DATE_WORDS_SIZE];
	const char *name, *of_year;
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	name = QUARTERS[(month - 1) / QUARTER_MONTHS];
	of_year = strrchr(date_words(day, words), ' ');
	memcpy(out, name, strlen(name));
	memcpy(out + strlen(name), of_year, strlen(of_year) + 1);
	return out;
}
