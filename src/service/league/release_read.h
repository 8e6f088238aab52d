/* release_read.h: the bytes of a release: which kind they are of, and what they tell a league. */
#pragma once

#include "service/league/releases.h"

/* By what stands in them. PL_NOT_FOUND with what is taken if they are of none. */
int release_recognise(const char *bytes, size_t n, enum release_kind *ret, struct err *err) PL_MUST_CHECK;

struct release_read {
	struct league *league;
	int latest_year;
	int32_t rows;
};

/* Reads them to their end, and tells the league. `ret->league` is given; the rest is counted. */
int release_read(enum release_kind kind, const char *bytes, size_t n, struct release_read *ret, struct err *err)
	PL_MUST_CHECK;
