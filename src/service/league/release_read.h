/* release_read.h: the bytes of a release: which kind they are of, and what they tell a league. */
#pragma once

#include "service/league/releases.h"

/* By what stands in them. PL_NOT_FOUND with what is taken if they are of none. */
int release_recognise(const char *bytes, size_t n, enum release_kind *ret, struct err *err) PL_MUST_CHECK;

/* Whether two files of a kind tell of the same things: figures, if they have columns of one statistic. */
bool releases_tell_the_same(enum release_kind kind, struct str one, struct str other);

struct release_read {
	struct league *league;
	int year_most;           /* the latest year that it may be of; 0: any */
	int latest_year;
	int32_t rows;
};

/* Reads them to their end, and tells the league. `ret->league` is given; the rest is counted. */
int release_read(enum release_kind kind, const char *bytes, size_t n, struct release_read *ret, struct err *err)
	PL_MUST_CHECK;
