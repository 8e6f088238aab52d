#include "exchange/csv_format.h"

/* Whether the first `n` bytes of `name` are a column's name. */
static bool has_column(const struct str *cells, size_t count, const char *name, size_t n)
{
	char list[64];

	if (n >= sizeof list)
		return false;
	memcpy(list, name, n);
	list[n] = '\0';
	for (size_t i = 0; i < count; i++)
		if (word_in(cells[i], list))
			return true;
	return false;
}

static bool fits(const struct csv_format *f, const struct str *cells, size_t count)
{
	const char *mark = f->marks;

	while (*mark != '\0') {
		bool wanted = *mark != '!';
		size_t n;

		mark += wanted ? 0 : 1;
		n = strcspn(mark, " ");
		if (has_column(cells, count, mark, n) != wanted)
			return false;
		mark += n;
		mark += strspn(mark, " ");
	}
	return true;
}

static const struct csv_format *fitting(const struct csv_format *list, size_t list_count, const struct str *cells,
	size_t count)
{
	for (size_t i = 0; i < list_count; i++)
		if (fits(&list[i], cells, count))
			return &list[i];
	return NULL;
}

const struct csv_format *csv_format_of_header(const struct str *cells, size_t count)
{
	const struct csv_format *f = fitting(SSD_CSV, SSD_CSV_COUNT, cells, count);

	return f != NULL ? f : fitting(OWN_CSV, OWN_CSV_COUNT, cells, count);
}

static const struct csv_format *find_in(const struct csv_format *list, size_t count, enum source_format format)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].format == format)
			return &list[i];
	return NULL;
}

const struct csv_format *csv_format_find(enum source_format format)
{
	const struct csv_format *f = find_in(SSD_CSV, SSD_CSV_COUNT, format);

	return f != NULL ? f : find_in(OWN_CSV, OWN_CSV_COUNT, format);
}
