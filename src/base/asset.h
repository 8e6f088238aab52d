/* asset.h: a file that was built into the program.
 *
 * tools/gen_embed.c writes tables of these at build time, sorted by name. Everything in them is constant and lives as
 * long as the program.
 */
#pragma once

#include <stddef.h>

struct asset {
	const char *name;           /* the file's base name: "app.css" */
	const char *media_type;     /* "text/css; charset=utf-8" */
	const unsigned char *bytes; /* followed by a zero byte that is not counted, so that text is a C string */
	size_t size;
	const char *etag; /* hash of the content, in the double quotes that HTTP asks for */
};
