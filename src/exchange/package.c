#include "exchange/package.h"

#include <stdio.h>
#include <zip.h>

#include "exchange/file_view.h"
#include "exchange/intake.h"

struct package {
	struct file_view view;
	size_t size;
	zip_t *zip;
	uint64_t inflated; /* of all parts so far */
};

/* ---- opening ---- */

/* Entries have a header each in the directory at the end of the file. Counted in the raw bytes, so that a library that
 * makes room for as many entries as a package claims is never asked to. */
static size_t count_entries(const char *bytes, size_t n)
{
	size_t count = 0;
	const char *at = bytes;

	while (count <= PACKAGE_ENTRIES && (at = memmem(at, n - (size_t)(at - bytes), "PK\x01\x02", 4)) != NULL) {
		count++;
		at += 4;
	}
	return count;
}

static int open_zip(struct package *p, const char *bytes, struct err *err)
{
	zip_error_t error;
	zip_source_t *source;

	zip_error_init(&error);
	source = zip_source_buffer_create(bytes, p->size, 0, &error);
	if (source != NULL)
		p->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	if (source != NULL && p->zip == NULL)
		zip_source_free(source);
	zip_error_fini(&error);
	if (p->zip == NULL)
		return err_set(err, PL_INVALID, "the file is a damaged ZIP: expected a whole spreadsheet (.xlsx or .ods)");
	return 0;
}

static int check_entries(const struct package *p, struct err *err)
{
	zip_int64_t count = zip_get_num_entries(p->zip, 0);

	for (zip_int64_t i = 0; i < count; i++) {
		zip_stat_t st;

		if (zip_stat_index(p->zip, (zip_uint64_t)i, 0, &st) == 0 && (st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
			st.encryption_method != ZIP_EM_NONE)
			return err_set(err, PL_INVALID, "the file has a password: save it without one");
	}
	return 0;
}

static int open_package(struct package *p, const char *bytes, struct err *err)
{
	int rc;

	if (p->size < 4 || memcmp(bytes, "PK\x03\x04", 4) != 0)
		return err_set(err, PL_INVALID, "the file is no ZIP: expected a whole spreadsheet (.xlsx or .ods)");
	if (p->size > PACKAGE_BYTES)
		return err_set(err, PL_LIMIT, "the workbook is larger than %d MB", PACKAGE_BYTES / (1024 * 1024));
	if (count_entries(bytes, p->size) > PACKAGE_ENTRIES)
		return err_set(err, PL_LIMIT, "the workbook has more than %d parts", PACKAGE_ENTRIES);
	rc = open_zip(p, bytes, err);
	return rc < 0 ? rc : check_entries(p, err);
}

int package_open(const struct input *in, struct package **ret, struct err *err)
{
	struct package *p = mem_alloc(sizeof *p);
	int rc = file_view_open(in, PACKAGE_BYTES, &p->view, err);

	p->size = p->view.size;
	if (rc == 0)
		rc = open_package(p, p->view.bytes, err);
	if (rc == 0)
		*ret = p;
	else
		package_close(p);
	return rc;
}

int package_open_bytes(const char *bytes, size_t n, struct package **ret, struct err *err)
{
	struct package *p = mem_alloc(sizeof *p);
	int rc;

	p->size = n;
	rc = open_package(p, bytes, err);
	if (rc == 0)
		*ret = p;
	else
		package_close(p);
	return rc;
}

struct package *package_close(struct package *p)
{
	if (p != NULL) {
		if (p->zip != NULL)
			zip_discard(p->zip);
		file_view_close(&p->view);
		mem_free(p);
	}
	return NULL;
}

static zip_int64_t find_part(const struct package *p, const char *name)
{
	return zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
}

bool package_has(const struct package *p, const char *name)
{
	return find_part(p, name) >= 0;
}

/* ---- inflating ---- */

struct part {
	struct package *package;
	const char *name;
	zip_file_t *file;
	uint64_t inflated, most;
};

static int check_size(struct part *part, size_t got, struct err *err)
{
	part->inflated += got;
	part->package->inflated += got;
	if (part->inflated > part->most)
		return err_set(err, PL_LIMIT, "%s in the workbook unpacks to more than %d MB, or to more than %d times its packed "
			"size", part->name, PACKAGE_PART_BYTES / (1024 * 1024), PACKAGE_RATIO);
	if (part->package->inflated > PACKAGE_ALL_BYTES)
		return err_set(err, PL_LIMIT, "the workbook unpacks to more than %d MB", PACKAGE_ALL_BYTES / (1024 * 1024));
	return 0;
}

static int read_some(void *context, char *to, int n, struct err *err)
{
	struct part *part = context;
	zip_int64_t got = zip_fread(part->file, to, (zip_uint64_t)n);
	int rc;

	if (got < 0)
		return err_set(err, PL_INVALID, "%s in the workbook is damaged and cannot be unpacked", part->name);
	rc = check_size(part, (size_t)got, err);
	return rc < 0 ? rc : (int)got;
}

static int parse(struct part *part, const struct xml_handler *handler, void *context, struct err *err)
{
	char within[PACKAGE_NAME + 32];
	const struct xml_input in = {read_some, part, within};
	struct xml *x = NULL;
	int rc;

	(void)snprintf(within, sizeof within, "%.*s in the workbook, ", PACKAGE_NAME, part->name);
	rc = xml_open(&in, handler, context, &x, err);
	if (rc == 0)
		rc = xml_parse(x, err);
	xml_close(x);
	return rc;
}

/* How many bytes a part may unpack to. Its compressed size is what the library reads of it at most, but no more than the
 * file is large. */
static uint64_t most_of(const struct package *p, const zip_stat_t *st)
{
	uint64_t packed = (st->valid & ZIP_STAT_COMP_SIZE) != 0 && st->comp_size < p->size ? st->comp_size : p->size;
	uint64_t most = packed * PACKAGE_RATIO + PACKAGE_RATIO_FREE;

	return most < PACKAGE_PART_BYTES ? most : PACKAGE_PART_BYTES;
}

int package_read(struct package *p, const char *name, const struct xml_handler *handler, void *context, struct err *err)
{
	struct part part = {.package = p, .name = name};
	zip_int64_t index = find_part(p, name);
	zip_stat_t st;
	int rc;

	if (index < 0 || zip_stat_index(p->zip, (zip_uint64_t)index, 0, &st) != 0)
		return err_set(err, PL_NOT_FOUND, "the workbook has no part %s", name);
	part.most = most_of(p, &st);
	part.file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
	if (part.file == NULL)
		return err_set(err, PL_INVALID, "%s in the workbook is packed in a way that cannot be read", name);
	rc = parse(&part, handler, context, err);
	(void)zip_fclose(part.file);
	return rc > 0 ? 0 : rc;
}
