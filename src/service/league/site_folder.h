/* site_folder.h: a folder of plain files for any web host, there as a whole or not at all.
 *
 * The files are written beside it and put in its place at the end in one step, so that whoever serves or copies it sees
 * the old folder or the new one. SHA256SUMS in it names each of them, as sha256sum writes it; by that a folder is known
 * again that was built before, and is replaced. Any other folder with something in it is refused.
 *
 * What is being made stands beside it as NAME.making-XXXXXX. If the program that makes it is killed, the next one that
 * builds the same takes it away; what somebody is making at that moment stays.
 */
#pragma once

#include <stddef.h>

#include "base/err.h"

struct site_folder;

/* Refuses a path that is there and is no folder that may be replaced. PL_CONFLICT, PL_FAIL. */
int site_folder_begin(const char *path, struct site_folder **ret, struct err *err) PL_MUST_CHECK;

/* Adds a file; names are letters, digits, '-' and '.' ("E08000001.html"), each once. PL_INVALID for any other. */
int site_folder_put(struct site_folder *f, const char *name, const void *bytes, size_t size, struct err *err)
	PL_MUST_CHECK;

/* Puts it in its place; durable when it returns. */
int site_folder_finish(struct site_folder *f, struct err *err) PL_MUST_CHECK;

/* Takes away what has not been put in its place. Takes NULL; returns NULL. */
struct site_folder *site_folder_free(struct site_folder *f);
