/* A bare libxml2 SAX pass over a file: what reading CIN is measured against. Counts elements and does nothing else. */
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

static void on_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
	const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **attribute_list)
{
	long *count = context;

	(void)name;
	(void)prefix;
	(void)uri;
	(void)namespaces;
	(void)namespace_list;
	(void)attributes;
	(void)defaulted;
	(void)attribute_list;
	(*count)++;
}

static void on_text(void *context, const xmlChar *text, int length)
{
	(void)context;
	(void)text;
	(void)length;
}

int main(int argc, char **argv)
{
	xmlSAXHandler handler;
	long elements = 0;

	if (argc != 2) {
		(void)fputs("usage: sax_pass FILE\n", stderr);
		return 2;
	}
	memset(&handler, 0, sizeof handler);
	handler.initialized = XML_SAX2_MAGIC;
	handler.startElementNs = on_element;
	handler.characters = on_text;
	if (xmlSAXUserParseFile(&handler, &elements, argv[1]) != 0)
		return 1;
	(void)printf("%ld elements\n", elements);
	return 0;
}
