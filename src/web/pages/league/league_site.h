/* league_site.h: the public league as plain files for any web host: the same pages as a server's, leading to one
 * another by relative addresses, and everything in them as CSV and JSON.
 *
 *	index.html, index-2024.html   the league of the newest year, and of each before
 *	E08000001.html, .csv, .json   an employer
 *	E08000001-health-check-3.html, .json   a health check that it has published: a page, and the signed file as it is
 *	E08000001-health-checks.csv, .json     all of its quarters
 *	keys.txt                               the public keys with which they are signed
 *	evidence.html, evidence-X.html, method.html, compare.html
 *	league.csv, league-2024.csv   a year's rows; figures: every official figure; method: the releases; misses: rates that
 * 	miss their formula
 *	plimsoll.css, favicon.svg
 */
#pragma once

#include "service/league/league_picture.h"
#include "service/league/site_folder.h"

/* `own_key` is the public key with which this database's own employers sign, as a line; "" if it is not known.
 * PL_NOT_FOUND if nothing has been taken in. */
int league_site_write(const struct league_picture *p, const char *own_key, struct site_folder *to, struct err *err)
	PL_MUST_CHECK;
