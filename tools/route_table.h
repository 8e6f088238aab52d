/* route_table.h: routes.def into a C table (src/web/route.h says what a route is).
 *
 * One route a line, `#` begins a comment line:
 *
 *	METHOD  PATH  HANDLER  WHO  FORMATS  WORDS TO THE END OF THE LINE
 *	GET  /employers/{employer}/teams/{team}  page_team  public  html,csv,json  One team: a row a worker
 *
 * WHO is public, or a list of signed-in and codes of roles (core/access.def), read from left to right; one with a '!'
 * in front takes the role out again: signed-in,!administrator. Where the path names a {team}, a {worker} or a {case},
 * the field of it follows that must be seen (core/access.def): signed-in,!administrator/case-page.
 *
 * The table has the more literal routes first: /employers/{employer}/unallocated before /employers/{employer}/{other}.
 */
#pragma once

#include "base/buf.h"
#include "base/str.h"

/* Writes the table and its header. Errors begin with file and line. */
int route_table_write(const char *path, struct str text, const char *header_name, struct buf *c, struct buf *h,
	struct err *err) PL_MUST_CHECK;
