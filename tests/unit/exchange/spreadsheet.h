/* spreadsheet.h: OpenDocument spreadsheets that tests make from inline XML.
 *
 * Usage:	char *bytes = zip_of("content.xml", ODS(SHEET("One", ROW(CELL("a")))), &n); ... mem_free(bytes);
 */
#pragma once

#include <string.h>
#include <zip.h>

#include "base/arena.h"

#define ODS(sheets) \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content " \
	"xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" " \
	"xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">" \
	"<office:body><office:spreadsheet>" sheets "</office:spreadsheet></office:body></office:document-content>"
#define SHEET(name, rows) "<table:table table:name=\"" name "\">" rows "</table:table>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define CELL(text) "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"

/* A ZIP with one part. */
static inline char *zip_of(const char *name, const char *text, size_t *ret_size)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	zip_stat_t st;
	char *bytes;

	zip_source_keep(source);
	assert_true(zip_file_add(zip, name, zip_source_buffer(zip, text, strlen(text), 0), 0) >= 0);
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_open(source), 0);
	assert_int_equal(zip_source_stat(source, &st), 0);
	bytes = mem_alloc(st.size);
	assert_int_equal(zip_source_read(source, bytes, st.size), (zip_int64_t)st.size);
	zip_source_close(source);
	zip_source_free(source);
	*ret_size = st.size;
	return bytes;
}
