/* workbook.h: Excel workbooks that tests make from inline XML, so that every noise stands where it is tested.
 *
 * Usage:	struct workbook b = workbook_new();
 *		workbook_sheet(&b, "List 6", "<row r=\"1\">...</row>");
 *		workbook_bytes(&b, &n) ... workbook_free(&b);
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"

enum { WORKBOOK_PARTS = 16 };

struct workbook_part {
	const char *name, *text;
	size_t size;
};

struct workbook {
	struct arena *arena;
	const char *sheets[8], *rows[8];
	size_t sheets_count;
	const char *properties;         /* attributes of workbookPr */
	const char *strings;            /* the <si> elements; NULL for no shared texts */
	struct workbook_part more[WORKBOOK_PARTS]; /* further parts, or parts in place of those that are made */
	size_t more_count;
	const char *password;
	void *bytes;
};

static inline struct workbook workbook_new(void)
{
	return (struct workbook){.arena = arena_new(), .properties = ""};
}

static inline void workbook_sheet(struct workbook *b, const char *name, const char *rows)
{
	b->sheets[b->sheets_count] = name;
	b->rows[b->sheets_count++] = rows;
}

static inline void workbook_part(struct workbook *b, const char *name, const char *text, size_t size)
{
	b->more[b->more_count++] = (struct workbook_part){name, text, size};
}

static inline void workbook_add(struct workbook *b, zip_t *zip, const char *name, const char *text, size_t size)
{
	zip_int64_t at = zip_file_add(zip, name, zip_source_buffer(zip, text, size, 0), ZIP_FL_OVERWRITE);

	if (at < 0 || (b->password != NULL &&
		zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, b->password) != 0))
		abort();
}

#define WORKBOOK_XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define WORKBOOK_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define WORKBOOK_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORKBOOK_RELS WORKBOOK_XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static inline void workbook_texts(struct workbook *b, zip_t *zip)
{
	const char *sheets = "", *relations = "";

	for (size_t i = 0; i < b->sheets_count; i++) {
		char *sheet = arena_printf(b->arena, WORKBOOK_XML "<worksheet xmlns=\"" WORKBOOK_MAIN "\"><sheetData>%s"
			"</sheetData></worksheet>", b->rows[i]);

		sheets = arena_printf(b->arena, "%s<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", sheets, b->sheets[i],
			i + 1, i + 1);
		relations = arena_printf(b->arena, "%s<Relationship Id=\"rId%zu\" Type=\"" WORKBOOK_REL "/worksheet\" "
			"Target=\"worksheets/sheet%zu.xml\"/>", relations, i + 1, i + 1);
		workbook_add(b, zip, arena_printf(b->arena, "xl/worksheets/sheet%zu.xml", i + 1), sheet, strlen(sheet));
	}
	sheets = arena_printf(b->arena, WORKBOOK_XML "<workbook xmlns=\"" WORKBOOK_MAIN "\" xmlns:r=\"" WORKBOOK_REL "\">"
		"<workbookPr %s/><sheets>%s</sheets></workbook>", b->properties, sheets);
	relations = arena_printf(b->arena, WORKBOOK_RELS "%s<Relationship Id=\"rId99\" Type=\"" WORKBOOK_REL
		"/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>", relations);
	workbook_add(b, zip, "xl/workbook.xml", sheets, strlen(sheets));
	workbook_add(b, zip, "xl/_rels/workbook.xml.rels", relations, strlen(relations));
}

/* The bytes of the workbook; they live as long as it does. */
static inline const char *workbook_bytes(struct workbook *b, size_t *ret_size)
{
	static const char ROOT[] = WORKBOOK_RELS "<Relationship Id=\"rId1\" Type=\"" WORKBOOK_REL "/officeDocument\" "
		"Target=\"xl/workbook.xml\"/></Relationships>";
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	char *strings = arena_printf(b->arena, WORKBOOK_XML "<sst xmlns=\"" WORKBOOK_MAIN "\">%s</sst>",
		b->strings != NULL ? b->strings : "");
	zip_stat_t st;

	zip_source_keep(source);
	if (zip_set_default_password(zip, b->password) != 0)
		abort();
	workbook_add(b, zip, "_rels/.rels", ROOT, sizeof ROOT - 1);
	workbook_texts(b, zip);
	workbook_add(b, zip, "xl/sharedStrings.xml", strings, strlen(strings));
	for (size_t i = 0; i < b->more_count; i++)
		workbook_add(b, zip, b->more[i].name, b->more[i].text, b->more[i].size);
	if (zip_close(zip) != 0 || zip_source_open(source) != 0 || zip_source_stat(source, &st) != 0)
		abort();
	b->bytes = arena_alloc(b->arena, st.size);
	if (zip_source_read(source, b->bytes, st.size) != (zip_int64_t)st.size)
		abort();
	zip_source_close(source);
	zip_source_free(source);
	*ret_size = st.size;
	return b->bytes;
}

static inline void workbook_free(struct workbook *b)
{
	arena_free(b->arena);
}
