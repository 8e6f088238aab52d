#include "exchange/package.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
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
		return err_set(err, PL_INVALID, "the file is a damaged ZIP: expected an Excel workbook (.xlsx)");
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
		return err_set(err, PL_INVALID, "the file is no ZIP: expected an Excel workbook (.xlsx)");
	if (p->size > PACKAGE_BYTES)
		return err_set(err, PL_LIMIT, "the workbook is larger than %d MB", PACKAGE_BYTES / (1024 * 1024));
	if (count_entries(bytes, p->size) > PACKAGE_ENTRIES)
		return err_set(err, PL_LIMIT, "the workbook has more than %d parts", PACKAGE_ENTRIES);
	rc = open_zip(p, bytes, err);
	return rc < 0 ? rc : check_entries(p, err);
}

int package_open(const char *path, struct package **ret, struct err *err)
{
	struct package *p = mem_alloc(sizeof *p);
	int rc = file_view_open(path, PACKAGE_BYTES, &p->view, err);

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
	const struct part_handler *handler;
	void *context;
	struct err *err;
	xmlParserCtxtPtr parser;
	int depth;
	int rc; /* what ended the reading before its end */
};

static int check_size(struct part *part, size_t got)
{
	part->inflated += got;
	part->package->inflated += got;
	if (part->inflated > part->most)
		return err_set(part->err, PL_LIMIT, "%s in the workbook unpacks to more than %d MB, or to more than %d times its "
			"packed size", part->name, PACKAGE_PART_BYTES / (1024 * 1024), PACKAGE_RATIO);
	if (part->package->inflated > PACKAGE_ALL_BYTES)
		return err_set(part->err, PL_LIMIT, "the workbook unpacks to more than %d MB",
			PACKAGE_ALL_BYTES / (1024 * 1024));
	return 0;
}

static int read_some(void *context, char *to, int n)
{
	struct part *part = context;
	zip_int64_t got;

	if (part->rc != 0)
		return 0;
	got = zip_fread(part->file, to, (zip_uint64_t)n);
	if (got < 0)
		part->rc = err_set(part->err, PL_INVALID, "%s in the workbook is damaged and cannot be unpacked", part->name);
	else
		part->rc = check_size(part, (size_t)got);
	return part->rc != 0 ? 0 : (int)got;
}

/* ---- XML ---- */

static void stop(struct part *part, int rc)
{
	part->rc = rc;
	xmlStopParser(part->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces_count,
	const xmlChar **namespaces, int attributes_count, int defaulted_count, const xmlChar **attributes)
{
	struct part *part = context;
	struct xml_attributes known = {attributes, attributes_count};
	int rc;

	(void)prefix, (void)uri, (void)namespaces_count, (void)namespaces, (void)defaulted_count;
	if (part->rc != 0)
		return;
	if (++part->depth > INTAKE_DEPTH) {
		stop(part, err_set(part->err, PL_LIMIT, "%s in the workbook: elements are nested more than %d deep", part->name,
			INTAKE_DEPTH));
		return;
	}
	rc = part->handler->start(part->context, (const char *)name, &known, part->err);
	if (rc != 0)
		stop(part, rc);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct part *part = context;
	int rc;

	(void)prefix, (void)uri;
	if (part->rc != 0)
		return;
	part->depth--;
	rc = part->handler->end(part->context, (const char *)name, part->err);
	if (rc != 0)
		stop(part, rc);
}

static void on_text(void *context, const xmlChar *text, int n)
{
	struct part *part = context;
	int rc;

	if (part->rc != 0 || part->handler->text == NULL)
		return;
	rc = part->handler->text(part->context, (struct str){(const char *)text, (size_t)n}, part->err);
	if (rc != 0)
		stop(part, rc);
}

/* Called before anything inside the document type is read. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	struct part *part = context;

	(void)name, (void)public_id, (void)system_id;
	if (part->rc == 0)
		stop(part, err_set(part->err, PL_INVALID, "%s in the workbook has a document type (DOCTYPE): expected plain XML",
			part->name));
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *e)
#else
static void on_error(void *context, xmlErrorPtr e)
#endif
{
	struct part *part = context;

	if (part->rc == 0 && (e->level == XML_ERR_FATAL || e->domain == XML_FROM_I18N))
		part->rc = err_set(part->err, PL_INVALID, "%s in the workbook is not well-formed XML (line %d)", part->name,
			e->line);
}

struct str xml_attribute(const struct xml_attributes *attributes, const char *name)
{
	/* Five pointers each: local name, prefix, URI, begin and end of the value. */
	for (int i = 0; i < attributes->count; i++) {
		const unsigned char **a = attributes->all + (ptrdiff_t)i * 5;

		if (strcmp((const char *)a[0], name) == 0)
			return (struct str){(const char *)a[3], (size_t)(a[4] - a[3])};
	}
	return (struct str){"", 0};
}

static void parse(struct part *part)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .cdataBlock = on_text, .internalSubset = on_doctype, .serror = on_error};
	xmlStructuredErrorFunc old_error = xmlStructuredError;
	void *old_context = xmlStructuredErrorContext;

	/* Errors of the conversion between encodings are not given to the parser's own handler. */
	xmlSetStructuredErrorFunc(part, on_error);
	part->parser = xmlCreateIOParserCtxt(&sax, part, read_some, NULL, part, XML_CHAR_ENCODING_NONE);
	if (part->parser == NULL) {
		part->rc = part->rc != 0 ? part->rc : err_set(part->err, PL_FAIL, "out of memory for the XML parser");
	} else {
		/* NOENT: attributes come with &amp; decoded. Without a document type there are no other entities. */
		(void)xmlCtxtUseOptions(part->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
		(void)xmlParseDocument(part->parser);
		if (part->rc == 0 && part->parser->wellFormed == 0)
			part->rc = err_set(part->err, PL_INVALID, "%s in the workbook is not well-formed XML", part->name);
	}
	xmlFreeParserCtxt(part->parser);
	xmlSetStructuredErrorFunc(old_context, old_error);
}

/* How many bytes a part may unpack to. Its compressed size is what the library reads of it at most, but no more than the
 * file is large. */
static uint64_t most_of(const struct package *p, const zip_stat_t *st)
{
	uint64_t packed = (st->valid & ZIP_STAT_COMP_SIZE) != 0 && st->comp_size < p->size ? st->comp_size : p->size;
	uint64_t most = packed * PACKAGE_RATIO + PACKAGE_RATIO_FREE;

	return most < PACKAGE_PART_BYTES ? most : PACKAGE_PART_BYTES;
}

int package_read(struct package *p, const char *name, const struct part_handler *handler, void *context, struct err *err)
{
	struct part part = {.package = p, .name = name, .handler = handler, .context = context, .err = err};
	zip_int64_t index = find_part(p, name);
	zip_stat_t st;

	if (index < 0 || zip_stat_index(p->zip, (zip_uint64_t)index, 0, &st) != 0)
		return err_set(err, PL_NOT_FOUND, "the workbook has no part %s", name);
	part.most = most_of(p, &st);
	part.file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
	if (part.file == NULL)
		return err_set(err, PL_INVALID, "%s in the workbook is packed in a way that cannot be read", name);
	parse(&part);
	(void)zip_fclose(part.file);
	return part.rc > 0 ? 0 : part.rc;
}
