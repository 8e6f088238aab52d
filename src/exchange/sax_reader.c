#include "exchange/sax_reader.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

enum { SLOTS = 512 };

/* The parser keeps each name once, so a name is known by its address. */
struct name_slot {
	const xmlChar *name; /* NULL: free */
	int id;
};

struct reader {
	xmlParserCtxtPtr parser;
	struct source *from;
	const struct sax_handler *handler;
	void *context;
	struct err *err;
	int rc;                       /* the first failure */
	int depth;
	int open[INTAKE_DEPTH + 1];   /* ids of the open elements; open[0] is the parent of the root */
	bool collecting;              /* no tag since the last start tag: what comes is a value */
	size_t text_length;
	char text[SAX_TEXT];
	struct name_slot slots[SLOTS];
};

static size_t slot_of(const xmlChar *name)
{
	return ((uintptr_t)name * 0x9E3779B97F4A7C15U) >> 55;
}

static int find_name(const struct reader *r, const xmlChar *name)
{
	for (size_t i = slot_of(name);; i = (i + 1) % SLOTS) {
		if (r->slots[i].name == name)
			return r->slots[i].id;
		if (r->slots[i].name == NULL)
			return SAX_UNKNOWN;
	}
}

static void learn_names(struct reader *r)
{
	for (size_t n = 0; n < r->handler->names_count && n < SAX_NAMES; n++) {
		const xmlChar *name = xmlDictLookup(r->parser->dict, (const xmlChar *)r->handler->names[n], -1);
		size_t i = slot_of(name);

		while (r->slots[i].name != NULL)
			i = (i + 1) % SLOTS;
		r->slots[i] = (struct name_slot){name, (int)n};
	}
}

static long long line_of(const struct reader *r)
{
	return r->parser->input != NULL ? r->parser->input->line : 0;
}

static void stop(struct reader *r, int rc)
{
	r->rc = rc;
	xmlStopParser(r->parser);
}

static struct sax_element element_of(const struct reader *r, const xmlChar *name)
{
	return (struct sax_element){.id = r->open[r->depth], .parent = r->open[r->depth - 1], .depth = r->depth,
		.line = line_of(r), .name = (const char *)name, .text = {"", 0}};
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int namespaces_count, const xmlChar **namespaces, int attributes_count, int defaulted_count,
	const xmlChar **attributes)
{
	struct reader *r = context;
	struct sax_element e;
	int rc;

	(void)prefix, (void)uri, (void)namespaces_count, (void)namespaces;
	(void)attributes_count, (void)defaulted_count, (void)attributes;
	if (r->rc != 0)
		return;
	if (r->depth == INTAKE_DEPTH) {
		stop(r, err_set(r->err, PL_LIMIT, "line %lld: elements are nested more than %d deep", line_of(r),
			INTAKE_DEPTH));
		return;
	}
	r->open[++r->depth] = find_name(r, name);
	r->collecting = true;
	r->text_length = 0;
	e = element_of(r, name);
	rc = r->handler->start(r->context, &e, r->err);
	if (rc != 0)
		stop(r, rc);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = context;
	struct sax_element e;
	int rc;

	(void)prefix, (void)uri;
	if (r->rc != 0)
		return;
	e = element_of(r, name);
	if (r->collecting)
		e.text = str_trim((struct str){r->text, r->text_length});
	r->collecting = false;
	r->depth--;
	rc = r->handler->end(r->context, &e, r->err);
	if (rc != 0)
		stop(r, rc);
}

static void on_text(void *context, const xmlChar *text, int n)
{
	struct reader *r = context;

	if (!r->collecting || r->rc != 0)
		return;
	if ((size_t)n > SAX_TEXT - r->text_length) {
		stop(r, err_set(r->err, PL_LIMIT, "line %lld: more than %d bytes in one element", line_of(r), SAX_TEXT));
		return;
	}
	memcpy(r->text + r->text_length, text, (size_t)n);
	r->text_length += (size_t)n;
}

/* Called when `<!DOCTYPE name` has been read and before anything inside it. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	struct reader *r = context;

	(void)name, (void)public_id, (void)system_id;
	if (r->rc == 0)
		stop(r, err_set(r->err, PL_INVALID,
			"line %lld: the file has a document type (DOCTYPE): expected plain XML without entities", line_of(r)));
}

static bool is_about_encoding(const xmlError *e)
{
	return e->code == XML_ERR_INVALID_ENCODING || e->code == XML_ERR_UNKNOWN_ENCODING ||
		e->code == XML_ERR_UNSUPPORTED_ENCODING || e->code == XML_ERR_INVALID_CHAR || e->domain == XML_FROM_I18N;
}

/* The first line of the parser's own message, without the full stop and blanks at its end. */
static int first_line(const char *message)
{
	size_t n = message != NULL ? strcspn(message, "\r\n") : 0;

	while (n > 0 && (message[n - 1] == ' ' || message[n - 1] == '.'))
		n--;
	return (int)n;
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *e)
#else
static void on_error(void *context, xmlErrorPtr e)
#endif
{
	struct reader *r = context;
	bool ended = r->parser->input != NULL && r->parser->input->cur >= r->parser->input->end;

	if (r->rc != 0 || (e->level != XML_ERR_FATAL && e->domain != XML_FROM_I18N))
		return;
	if (e->code == XML_ERR_DOCUMENT_EMPTY)
		r->rc = err_set(r->err, PL_INVALID, "line 1: the file holds no XML: expected a return that begins with \"<\"");
	else if (is_about_encoding(e))
		r->rc = err_set(r->err, PL_INVALID, "line %lld: bytes that are no text: expected UTF-8, or the encoding that "
			"the first line declares", line_of(r));
	else if (e->code == XML_ERR_NO_MEMORY)
		r->rc = err_set(r->err, PL_LIMIT, "line %lld: too many different names", line_of(r));
	else if (ended)
		r->rc = err_set(r->err, PL_INVALID, "line %lld: the file breaks off before its last element is closed",
			line_of(r));
	else
		r->rc = err_set(r->err, PL_INVALID, "line %lld: not well-formed XML: %.*s", line_of(r),
			first_line(e->message), e->message != NULL ? e->message : "");
}

static int on_read(void *context, char *to, int n)
{
	struct reader *r = context;

	if (r->rc != 0)
		return 0;
	int got = source_take(r->from, to, (size_t)n, r->err);

	if (got < 0)
		r->rc = got;
	return got < 0 ? 0 : got;
}

static void run(struct reader *r)
{
	learn_names(r);
	(void)xmlParseDocument(r->parser);
	if (r->rc == 0 && r->parser->wellFormed == 0)
		r->rc = err_set(r->err, PL_INVALID, "line %lld: not well-formed XML", line_of(r));
}

int sax_read(struct source *from, const struct sax_handler *handler, void *context, struct err *err)
{
	struct reader *r = mem_alloc(sizeof *r);
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .cdataBlock = on_text, .internalSubset = on_doctype, .serror = on_error};
	xmlStructuredErrorFunc old_error = xmlStructuredError;
	void *old_context = xmlStructuredErrorContext;
	int rc;

	*r = (struct reader){.from = from, .handler = handler, .context = context, .err = err};
	r->open[0] = SAX_NONE;
	/* Errors of the conversion between encodings are not given to the parser's own handler. */
	xmlSetStructuredErrorFunc(r, on_error);
	r->parser = xmlCreateIOParserCtxt(&sax, r, on_read, NULL, r, XML_CHAR_ENCODING_NONE);
	if (r->parser == NULL) {
		r->rc = err_set(err, PL_FAIL, "out of memory for the XML parser");
	} else {
		(void)xmlCtxtUseOptions(r->parser, XML_PARSE_NONET);
		run(r);
	}
	xmlSetStructuredErrorFunc(old_context, old_error);
	xmlFreeParserCtxt(r->parser);
	rc = r->rc;
	mem_free(r);
	return rc;
}
