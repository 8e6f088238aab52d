/* resource_league_published.h: what employers have published of themselves, as the league gives it away: the promise,
 * whether it is kept, and how open the employer is. What nobody has published is null, or an empty cell. The signed
 * file has all of it. */
#pragma once

#include "api/rows.h"
#include "core/openness.h"
#include "service/league/league_picture.h"

/* The columns of a CSV that league_published_put fills, in order; the last of a list. */
#define LEAGUE_PUBLISHED_COLUMNS \
	"published_version", "published_first", "published_last", "published_address", "target_start", "target_starts", \
	"target_goal", "target_due", "target_status", "target_agreed_by", "target_agreed_on", "target_pounds", "kept", \
	"kept_caseload", OPENNESS_KEYS

/* One member: an object, or null for NULL. */
void league_published_json(struct json_writer *w, const char *key, const struct league_check *check);
/* The next column of a row in JSON, and LEAGUE_PUBLISHED_COLUMNS in CSV: null and empty cells for NULL. */
void league_published_put(struct rows *r, const struct league_check *check);

/* Each quarter that an employer has published, LEAGUE_NOBODY for each of them, in its newest version: the employer's
 * code, the sum of the signed file, where its path was on the quarter's last day, and the above. */
void resource_league_published(struct buf *out, enum resource_format format, const struct league_picture *p,
	int32_t area);

/* Every inspection outcome that was taken in: the employer's code, days, and what was judged. */
void resource_league_inspections(struct buf *out, enum resource_format format, const struct league_picture *p);
