/* league_check.h: which of what employers publish of themselves counts in the league, and which quarter stands beside
 * the figures of a year (R82).
 *
 * Of each quarter of an employer the newest version counts. A key that is kept for an employer says more than an
 * employer of this database does of itself: where one is kept, only what is signed with it counts. Where two employers
 * of this database are said to be the same council, nobody knows which is, so neither counts. */
#pragma once

#include "core/published.h"

struct league_check {
	int32_t area;                      /* place in the league */
	const struct published *published;
	const char *file;                  /* the signed file, byte for byte as its employer gives it to everybody */
	const char *sha256;                /* of that file */
	const char *note;                  /* that signs it */
	const char *key;                   /* that it was held against, as a line; "" of this server's own, which has it */
	const char *href;                  /* where it can be read; "" */
	int32_t employer_id;               /* of this database; 0: of another server, signed with the key that is kept */
};

/* Leaves those that count, one a quarter of an employer, by place, the newest quarter first. How many.
 * `has_key` says for each place whether a key is kept. */
size_t league_checks_that_count(struct league_check *checks, size_t count, const bool *has_key);

/* Of what counts the newest quarter of a place; NULL where there is nothing. */
const struct league_check *league_check_newest(const struct league_check *checks, size_t count, int32_t area);
/* The newest that ended in the twelve months up to 30 September of the year, the day that caseloads are of; NULL. */
const struct league_check *league_check_of_year(const struct league_check *checks, size_t count, int32_t area,
	int year);
