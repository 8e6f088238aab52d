#include "exchange/sax_reader.h"

#include "exchange/xml.h"

enum { SLOTS = 512 };

/* The parser keeps each name once, so a name is known by its address. */
struct name_slot {
	const char *name; /* NULL: free */
	int id;
};

struct reader {
	struct xml *xml;
	const struct sax_handler *handler;
	void *context;
	int depth;
	int open[INTAKE_DEPTH + 1];   /* ids of the open elements; open[0] is the parent of the root */
	bool collecting;              /* no tag since the last start tag: what comes is a value */
	size_t text_length;
	char text[SAX_TEXT];
	struct name_slot slots[SLOTS];
};

static size_t slot_of(const char *name)
{
	return ((uintptr_t)name * 0x9E3779B97F4A7C15U) >> 55;
}

static int find_name(const struct reader *r, const char *name)
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
		const char *name = xml_name(r->xml, r->handler->names[n]);
		size_t i = slot_of(name);

		while (r->slots[i].name != NULL)
			i = (i + 1) % SLOTS;
		r->slots[i] = (struct name_slot){name, (int)n};
	}
}

static struct sax_element element_of(const struct reader *r, const char *name)
{
	return (struct sax_element){.id = r->open[r->depth], .parent = r->open[r->depth - 1], .depth = r->depth,
		.line = xml_line(r->xml), .name = name, .text = {"", 0}};
}

static int on_start(void *context, const char *name, const struct xml_attributes *attributes, struct err *err)
{
	struct reader *r = context;
	struct sax_element e;

	(void)attributes;
	r->open[++r->depth] = find_name(r, name);
	r->collecting = true;
	r->text_length = 0;
	e = element_of(r, name);
	return r->handler->start(r->context, &e, err);
}

static int on_end(void *context, const char *name, struct err *err)
{
	struct reader *r = context;
	struct sax_element e = element_of(r, name);

	if (r->collecting)
		e.text = str_trim((struct str){r->text, r->text_length});
	r->collecting = false;
	r->depth--;
	return r->handler->end(r->context, &e, err);
}

static int on_text(void *context, struct str text, struct err *err)
{
	struct reader *r = context;

	if (!r->collecting)
		return 0;
	if (text.len > SAX_TEXT - r->text_length)
		return err_set(err, PL_LIMIT, "line %lld: more than %d bytes in one element", xml_line(r->xml), SAX_TEXT);
	memcpy(r->text + r->text_length, text.at, text.len);
	r->text_length += text.len;
	return 0;
}

static int on_read(void *context, char *to, int n, struct err *err)
{
	return source_take(context, to, (size_t)n, err);
}

int sax_read(struct source *from, const struct sax_handler *handler, void *context, struct err *err)
{
	static const struct xml_handler HANDLER = {on_start, on_end, on_text};
	const struct xml_input in = {on_read, from, ""};
	struct reader *r = mem_alloc(sizeof *r);
	int rc;

	*r = (struct reader){.handler = handler, .context = context, .open = {SAX_NONE}};
	rc = xml_open(&in, &HANDLER, r, &r->xml, err);
	if (rc == 0) {
		learn_names(r);
		rc = xml_parse(r->xml, err);
	}
	xml_close(r->xml);
	mem_free(r);
	return rc;
}
