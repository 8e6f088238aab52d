/* annex_a_lists.h: the lists of Annex A as tables: their columns, and what a row tells. Which file or sheet holds them is
 * the matter of annex_a.c.
 */
#pragma once

#include "exchange/table.h"

enum { ANNEX_A_FIRST_LIST = 3, ANNEX_A_LAST_LIST = 9 };

/* What one list has to know of the others: the `context` of their tables. Only a workbook has them all. */
struct annex_a_lists {
	bool whole;                /* there is a list 6 beside the list in hand */
	struct strmap *in_need;    /* children of list 6 */
	struct strmap *open_work;  /* "type reference" of work that another list has as open */
};

void annex_a_lists_begin(struct annex_a_lists *lists, bool whole);
void annex_a_lists_end(struct annex_a_lists *lists);

/* By their numbers. List 6 is to be read last: it tells of work only what no other list has told. */
extern const struct table_format ANNEX_A_LIST[ANNEX_A_LAST_LIST + 1];

/* List 6 once more, only to remember its children before any list is read. */
extern const struct table_format ANNEX_A_CHILDREN;

/* The number of the list that a header is of; 0 if it is none. */
int annex_a_list_of_header(const struct str *cells, size_t count);

/* The column that tells a list from the others. */
const char *annex_a_start_column(int list);
