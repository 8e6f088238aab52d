/* league_check.h: a health check that an employer has published, as the league keeps it: a page, the signed file
 * itself, and the public keys, so that a reader verifies a file with nothing but itself and the key. */
#pragma once

#include "web/pages/league/league_common.h"
#include "web/pages/published/published.h"

/* Where one leads: `suffix` "" the page, ".json" the signed file. */
const char *league_check_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_check *c, const char *suffix);
/* All that an employer has published, a row a quarter, as data. */
const char *league_checks_href(struct arena *a, const struct league_site *site, const struct league_picture *p,
	int32_t area, const char *suffix);
/* The plain file with all keys. */
const char *league_keys_href(const struct league_site *site);

/* "Bolton: health check, July to September 2026, version 3". */
const char *league_check_title(struct arena *a, const struct league_picture *p, const struct league_check *c);

/* `own_key` is that of this server, as a line, with which its own employers sign; "" if it is not known. All but the
 * layout. */
void league_check_fill(struct arena *a, const struct league_site *site, const struct league_picture *p,
	const struct league_check *c, const char *own_key, struct published_version_view *view);

/* A line for each employer that has published anything: its three digits, and the key. */
void league_keys_write(struct buf *out, struct arena *a, const struct league_picture *p, const char *own_key);
