/* league_picture.h: the league as pages and commands look at it: made once of all releases and published checks that
 * the database keeps, and shared until one is added.
 *
 * Making it takes some tens of milliseconds (it reads the published files themselves), so it is made when it is first
 * asked for and when there is a newer release, by whoever asks; others go on with the one before.
 */
#pragma once

#include "core/league.h"
#include "service/league/checks.h"
#include "service/league/releases.h"

struct league_picture {
	const struct league *league;
	int first_year, last_year;             /* of which there is anything; last_year 0: nothing has been imported */
	/* the newest that has a funnel, which is shown unless another is asked for; 0: none has */
	int funnel_year;
	const struct league_year *years;       /* [year - first_year] */
	const struct release *releases; size_t releases_count; /* in the order in which they count */
	/* what employers have published, by place, the newest quarter first */
	const struct league_check *checks; size_t checks_count;
	/* of all that it is made of, in hexadecimal: the same for the same releases and checks */
	const char *etag;
};

/* The newest quarter that the employer at a place has published; NULL where there is nothing. */
const struct league_check *league_picture_check(const struct league_picture *p, int32_t area);
/* What stands beside the figures of a year: the newest quarter that ended in the twelve months up to its 30 September;
 * beside the newest year's the newest of all, which says of itself what quarter it is of. NULL where there is
 * nothing. */
const struct league_check *league_picture_check_of(const struct league_picture *p, int32_t area, int year);

/* The version of a health check that stands for its quarter; NULL where there is none, or another has taken its
 * place. */
const struct league_check *league_picture_version(const struct league_picture *p, int32_t area, int64_t version);

/* The year's rows, or NULL outside the years. */
const struct league_year *league_picture_year(const struct league_picture *p, int year);

/* The year that changes of a year are said since: five years before, or, where that one has no funnel, the first after
 * it that has one; 0 where there is none before the year. */
int league_picture_change_from(const struct league_picture *p, int year);

struct league_pictures;

/* Over a store opened for reading, which must outlive it and is asked by nobody else. Any thread may ask. */
struct league_pictures *league_pictures_new(struct store *store);
struct league_pictures *league_pictures_free(struct league_pictures *l);

/* As new as the last import; hand it back with league_picture_drop. */
int league_pictures_get(struct league_pictures *l, const struct league_picture **ret, struct err *err) PL_MUST_CHECK;
/* Takes NULL. */
void league_picture_drop(const struct league_picture *picture);

/* For commands: one picture without a cache. */
int league_picture_load(struct store *store, const struct league_picture **ret, struct err *err) PL_MUST_CHECK;
