/* package_writer.h: files put together into one ZIP, in memory, for whoever takes several away at once.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct package_writer;

/* Every file in it bears this instant (seconds UTC), so that the same files give the same package. */
struct package_writer *package_writer_new(int64_t instant);
struct package_writer *package_writer_free(struct package_writer *w);

/* Names are of letters, digits, '-', '_', '.' and '/', and each comes once. The bytes live until package_writer_finish. What is wrong
 * with one is told there. */
void package_writer_add(struct package_writer *w, const char *name, const char *bytes, size_t n);

/* Writes the package to the end of `out`, once. PL_LIMIT if it does not fit there; PL_FAIL. */
int package_writer_finish(struct package_writer *w, struct buf *out, struct err *err) PL_MUST_CHECK;
