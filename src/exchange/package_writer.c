#include "exchange/package_writer.h"

#include <zip.h>

#include "base/arena.h"

enum { PLAIN_FILE = 0100644 }; /* as Unix has it: its owner may write, all may read */

struct package_writer {
	zip_source_t *bytes; /* what the package is written to; kept beside the package, which takes a share of its own */
	zip_t *zip;
	int64_t instant;
	bool failed;
};

struct package_writer *package_writer_new(int64_t instant)
{
	struct package_writer *w = mem_alloc(sizeof *w);

	w->instant = instant;
	w->bytes = zip_source_buffer_create(NULL, 0, 0, NULL);
	if (w->bytes != NULL) {
		zip_source_keep(w->bytes);
		w->zip = zip_open_from_source(w->bytes, ZIP_TRUNCATE, NULL);
		if (w->zip == NULL)
			zip_source_free(w->bytes);
	}
	w->failed = w->zip == NULL;
	return w;
}

struct package_writer *package_writer_free(struct package_writer *w)
{
	if (w != NULL) {
		if (w->zip != NULL)
			zip_discard(w->zip);
		if (w->bytes != NULL)
			zip_source_free(w->bytes);
		mem_free(w);
	}
	return NULL;
}

void package_writer_add(struct package_writer *w, const char *name, const char *bytes, size_t n)
{
	zip_source_t *source = w->failed ? NULL : zip_source_buffer(w->zip, bytes, n, 0);
	zip_int64_t place = source != NULL ? zip_file_add(w->zip, name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (source != NULL && place < 0)
		zip_source_free(source);
	if (place < 0 || zip_file_set_mtime(w->zip, (zip_uint64_t)place, (time_t)w->instant, 0) < 0 ||
		zip_file_set_external_attributes(w->zip, (zip_uint64_t)place, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)PLAIN_FILE << 16) < 0)
		w->failed = true;
}

static int take_bytes(struct package_writer *w, struct buf *out, struct err *err)
{
	char piece[64 * 1024];
	zip_int64_t n;

	if (zip_source_open(w->bytes) < 0)
		return err_set(err, PL_FAIL, "the package could not be read back");
	while ((n = zip_source_read(w->bytes, piece, sizeof piece)) > 0)
		buf_add(out, piece, (size_t)n);
	(void)zip_source_close(w->bytes);
	if (n < 0)
		return err_set(err, PL_FAIL, "the package could not be read back");
	return out->full ? err_set(err, PL_LIMIT, "the package is larger than it may be") : 0;
}

int package_writer_finish(struct package_writer *w, struct buf *out, struct err *err)
{
	if (w->failed || zip_close(w->zip) < 0)
		return err_set(err, PL_FAIL, "the package could not be written");
	w->zip = NULL;
	return take_bytes(w, out, err);
}
