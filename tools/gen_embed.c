/* gen_embed: files into C, as a table of struct asset (base/asset.h).
 *
 *	gen_embed NAME OUT.c OUT.h FILE...
 *
 * declares NAME_assets[] and NAME_assets_count, sorted by base name, so that a look-up may halve its way through.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tool.h"

enum { MOST_FILES = 512 };

struct media_type {
	const char *extension, *name;
};

static const struct media_type MEDIA_TYPES[] = {
	{".css", "text/css; charset=utf-8"},
	{".csv", "text/csv; charset=utf-8"},
	{".html", "text/html; charset=utf-8"},
	{".ico", "image/vnd.microsoft.icon"},
	{".js", "text/javascript; charset=utf-8"},
	{".json", "application/json"},
	{".png", "image/png"},
	{".sql", "application/sql"},
	{".svg", "image/svg+xml"},
	{".txt", "text/plain; charset=utf-8"},
	{".webmanifest", "application/manifest+json"},
	{".woff2", "font/woff2"},
};

static const char *media_type_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof MEDIA_TYPES / sizeof *MEDIA_TYPES; i++)
		if (str_equal(dot, MEDIA_TYPES[i].extension))
			return MEDIA_TYPES[i].name;
	return "application/octet-stream";
}

static int by_base_name(const void *a, const void *b)
{
	return strcmp(tool_base_name(*(char *const *)a), tool_base_name(*(char *const *)b));
}

static int refuse_twins(char **files, size_t count, struct err *err)
{
	for (size_t i = 1; i < count; i++)
		if (by_base_name(&files[i - 1], &files[i]) == 0)
			return err_set(err, PL_INVALID, "%s and %s have the same base name: expected one of each", files[i - 1],
				files[i]);
	return 0;
}

static void put_bytes(struct buf *out, size_t index, const struct buf *content)
{
	buf_putf(out, "static const unsigned char bytes_%zu[] = {", index);
	for (size_t i = 0; i < content->len; i++)
		buf_putf(out, "%s%u,", i % 24 == 0 ? "\n\t" : "", (unsigned char)content->data[i]);
	buf_puts(out, "\n\t0};\n");
}

static void put_row(struct buf *rows, size_t index, const char *name, const struct buf *content)
{
	buf_puts(rows, "\t{");
	tool_put_literal(rows, str_of(name));
	buf_puts(rows, ", ");
	tool_put_literal(rows, str_of(media_type_of(name)));
	buf_putf(rows, ", bytes_%zu, %zu, \"\\\"%016llx\\\"\"},\n", index, content->len,
		(unsigned long long)str_hash(buf_text(content), content->len));
}

static int put_files(struct buf *out, const char *table, char **files, size_t count, struct err *err)
{
	struct buf rows = BUF_INIT(TOOL_FILE_BYTES);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct buf content = BUF_INIT(TOOL_FILE_BYTES);

		rc = tool_read_file(files[i], &content, err);
		if (rc == 0) {
			put_bytes(out, i, &content);
			put_row(&rows, i, tool_base_name(files[i]), &content);
		}
		buf_free(&content);
	}
	buf_putf(out, "\nconst struct asset %s_assets[] = {\n%s};\nconst size_t %s_assets_count = %zu;\n", table,
		buf_text(&rows), table, count);
	buf_free(&rows);
	return rc;
}

static int generate(const char *table, const char *c_path, const char *h_path, char **files, size_t count,
	struct err *err)
{
	struct buf c = BUF_INIT(8 * TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	int rc;

	qsort(files, count, sizeof *files, by_base_name);
	rc = refuse_twins(files, count, err);
	if (rc == 0) {
		buf_putf(&c, "#include \"%s\"\n\n", tool_base_name(h_path));
		rc = put_files(&c, table, files, count, err);
	}
	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	if (rc == 0) {
		buf_putf(&h, "#pragma once\n\n#include \"base/asset.h\"\n\nextern const struct asset %s_assets[];\n"
			"extern const size_t %s_assets_count;\n", table, table);
		rc = tool_write_file(h_path, &h, err);
	}
	buf_free(&c);
	buf_free(&h);
	return rc;
}

int main(int argc, char **argv)
{
	struct err err;

	if (argc < 5 || argc > 4 + MOST_FILES || !tool_is_name(str_of(argv[1]))) {
		(void)fprintf(stderr, "usage: gen_embed NAME OUT.c OUT.h FILE... (NAME is a C name; at most %d files)\n",
			MOST_FILES);
		return 2;
	}
	if (generate(argv[1], argv[2], argv[3], argv + 4, (size_t)argc - 4, &err) < 0)
		return tool_fail("gen_embed", &err);
	return 0;
}
