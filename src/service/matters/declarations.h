/* declarations.h: an employer declares what no case and no post tells (core/declared.h): each is an entry (`declare`) with who said it. It
 * may be said anew, or ended, for a day; everybody who may sign in may read it.
 *
 * To read what is declared on a day:
 *	rc = declared_rows(pictures, a, p, &rows, &count, err);        (or store_declared, in a command)
 *	const struct declaration *cost = declared_on(rows, count, DECLARED_COST, day);
 */
#pragma once

#include "service/deciding.h"
#include "service/pictures/pictures.h"
#include "store/declared.h"

/* All that is declared, of any day. In the arena. */
int declared_rows(struct pictures *pictures, struct arena *a, const struct picture *p, struct declaration **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;

/* Declares it from its first day on; until when it holds follows from what is declared already. PL_INVALID if it cannot be declared,
 * PL_CONFLICT if it is so already. Whether it is theirs to declare is for who asks to know (may_declare). `s` writes. */
int declare(struct store *s, const struct asked_by *by, const struct declaration *d, struct err *err) PL_MUST_CHECK;

/* From that day on nothing of the kind is declared. PL_CONFLICT if nothing was. */
int declare_end(struct store *s, const struct asked_by *by, enum declared what, int32_t from, struct err *err) PL_MUST_CHECK;

/* "12.5", "£58,000", "24.0 to 18.0 by 1 April 2027": what is declared, in words. In the arena. */
const char *declared_figure_words(struct arena *a, enum declared what, int32_t figure);
const char *declaration_words(struct arena *a, const struct declaration *d);
