/* league_site.h: the public league as plain files for any web host: the same pages as a server's, leading to one another by relative
 * addresses, and everything in them as CSV and JSON.
 *
 *	index.html, index-2024.html   the league of the newest year, and of each before
 *	E08000001.html, .csv, .json   an employer
 *	evidence.html, evidence-X.html, method.html, compare.html
 *	league.csv, league-2024.csv   a year's rows; figures: every official figure; method: the releases; misses: rates that miss their formula
 *	plimsoll.css, favicon.svg
 */
#pragma once

#include "service/league/league_picture.h"
#include "service/league/site_folder.h"

/* PL_NOT_FOUND if nothing has been taken in. */
int league_site_write(const struct league_picture *p, struct site_folder *to, struct err *err) PL_MUST_CHECK;
