#include "exchange/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "exchange/intake.h"

struct xml {
	xmlParserCtxtPtr parser;
	const struct xml_input *in;
	const struct xml_handler *handler;
	void *context;
	struct err *err;
	int rc; /* what ended the reading before its end */
	int depth;
};

long long xml_line(const struct xml *x)
{
	return x->parser->input != NULL ? x->parser->input->line : 0;
}

const char *xml_name(struct xml *x, const char *name)
{
	return (const char *)xmlDictLookup(x->parser->dict, (const xmlChar *)name, -1);
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

/* ---- what the parser tells ---- */

static void stop_unless_0(struct xml *x, int rc)
{
	if (rc == 0)
		return;
	x->rc = rc;
	xmlStopParser(x->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces_count,
	const xmlChar **namespaces, int attributes_count, int defaulted_count, const xmlChar **attributes)
{
	struct xml *x = context;
	struct xml_attributes known = {attributes, attributes_count};

	(void)prefix, (void)uri, (void)namespaces_count, (void)namespaces, (void)defaulted_count;
	if (x->rc != 0)
		return;
	if (x->depth == INTAKE_DEPTH) {
		stop_unless_0(x, err_set(x->err, PL_LIMIT, "%sline %lld: elements are nested more than %d deep", x->in->within,
			xml_line(x), INTAKE_DEPTH));
		return;
	}
	x->depth++;
	stop_unless_0(x, x->handler->start(x->context, (const char *)name, &known, x->err));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml *x = context;

	(void)prefix, (void)uri;
	if (x->rc != 0)
		return;
	x->depth--;
	stop_unless_0(x, x->handler->end(x->context, (const char *)name, x->err));
}

static void on_text(void *context, const xmlChar *text, int n)
{
	struct xml *x = context;

	if (x->rc == 0 && x->handler->text != NULL)
		stop_unless_0(x, x->handler->text(x->context, (struct str){(const char *)text, (size_t)n}, x->err));
}

/* Called when `<!DOCTYPE name` has been read and before anything inside it. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	struct xml *x = context;

	(void)name, (void)public_id, (void)system_id;
	if (x->rc == 0)
		stop_unless_0(x, err_set(x->err, PL_INVALID,
			"%sline %lld: the file has a document type (DOCTYPE): expected plain XML without entities", x->in->within,
			xml_line(x)));
}

static int on_read(void *context, char *to, int n)
{
	struct xml *x = context;
	int got = x->rc == 0 ? x->in->read(x->in->context, to, n, x->err) : 0;

	if (got < 0)
		x->rc = got;
	return got < 0 ? 0 : got;
}

/* ---- what is wrong with the text ---- */

static bool is_about_encoding(const xmlError *e)
{
	return e->code == XML_ERR_INVALID_ENCODING || e->code == XML_ERR_UNKNOWN_ENCODING ||
		e->code == XML_ERR_UNSUPPORTED_ENCODING || e->code == XML_ERR_INVALID_CHAR || e->domain == XML_FROM_I18N;
}

/* The parser's own messages quote the file. */
static const char *words_of(int code)
{
	static const struct {
		int code;
		const char *words;
	} WORDS[] = {
		{XML_ERR_TAG_NAME_MISMATCH, ": an element is closed that is not the one opened last"},
		{XML_ERR_UNDECLARED_ENTITY, ": an entity that is none of XML's own (such as &amp;)"},
		{XML_ERR_NAME_REQUIRED, ": a '<' or '&' that begins nothing (write &lt; or &amp;)"},
		{XML_ERR_ENTITYREF_SEMICOL_MISSING, ": a '&' that begins nothing (write &amp;)"},
		{XML_ERR_LT_IN_ATTRIBUTE, ": a '<' in an attribute (write &lt;)"},
		{XML_ERR_ATTRIBUTE_REDEFINED, ": an attribute stands twice in one element"},
		{XML_ERR_DOCUMENT_END, ": something follows after the last element"},
	};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (WORDS[i].code == code)
			return WORDS[i].words;
	return "";
}

#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *e)
#else
static void on_error(void *context, xmlErrorPtr e)
#endif
{
	struct xml *x = context;
	const char *within = x->in->within;
	bool ended = x->parser->input != NULL && x->parser->input->cur >= x->parser->input->end;

	if (x->rc != 0 || (e->level != XML_ERR_FATAL && e->domain != XML_FROM_I18N))
		return;
	if (e->code == XML_ERR_DOCUMENT_EMPTY)
		x->rc = err_set(x->err, PL_INVALID, "%sline 1: the file holds no XML: expected text that begins with \"<\"", within);
	else if (is_about_encoding(e))
		x->rc = err_set(x->err, PL_INVALID, "%sline %lld: bytes that are no text: expected UTF-8, or the encoding that "
			"the first line declares", within, xml_line(x));
	else if (e->code == XML_ERR_NO_MEMORY)
		x->rc = err_set(x->err, PL_LIMIT, "%sline %lld: too many different names", within, xml_line(x));
	else if (ended)
		x->rc = err_set(x->err, PL_INVALID, "%sline %lld: the file breaks off before its last element is closed", within,
			xml_line(x));
	else
		x->rc = err_set(x->err, PL_INVALID, "%sline %lld: not well-formed XML%s", within, xml_line(x),
			words_of(e->code));
}

/* ---- reading ---- */

int xml_open(const struct xml_input *in, const struct xml_handler *handler, void *context, struct xml **ret, struct err *err)
{
	struct xml *x = mem_alloc(sizeof *x);
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
		.characters = handler->text != NULL ? on_text : NULL, .cdataBlock = handler->text != NULL ? on_text : NULL,
		.internalSubset = on_doctype, .serror = on_error};

	*x = (struct xml){.in = in, .handler = handler, .context = context};
	x->parser = xmlCreateIOParserCtxt(&sax, x, on_read, NULL, x, XML_CHAR_ENCODING_NONE);
	if (x->parser == NULL) {
		mem_free(x);
		return err_set(err, PL_FAIL, "out of memory for the XML parser");
	}
	/* NOENT: attributes come with &amp; decoded. Without a document type there are no other entities. */
	(void)xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
	*ret = x;
	return 0;
}

struct xml *xml_close(struct xml *x)
{
	if (x != NULL) {
		/* An entity that is declared after a wrong character makes a document, though nobody asked for one. */
		xmlFreeDoc(x->parser->myDoc);
		xmlFreeParserCtxt(x->parser);
		mem_free(x);
	}
	return NULL;
}

int xml_parse(struct xml *x, struct err *err)
{
	xmlStructuredErrorFunc old_error = xmlStructuredError;
	void *old_context = xmlStructuredErrorContext;

	x->err = err;
	/* Errors of the conversion between encodings are not given to the parser's own handler. */
	xmlSetStructuredErrorFunc(x, on_error);
	(void)xmlParseDocument(x->parser);
	if (x->rc == 0 && x->parser->wellFormed == 0)
		x->rc = err_set(err, PL_INVALID, "%sline %lld: not well-formed XML", x->in->within, xml_line(x));
	xmlSetStructuredErrorFunc(old_context, old_error);
	return x->rc;
}
