/* gen_templates: HTML templates into C functions (see template.h).
 *
 *	gen_templates OUT.c OUT.h FILE.html...
 *
 * Parts lie in a folder parts/, layouts in a folder layouts/. The order of the files does not matter.
 */
#include <stdio.h>

#include "template.h"
#include "tool.h"

enum { MOST_FILES = 512 };

static int read_all(struct arena *a, char **files, size_t count, struct template *items, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct buf text = BUF_INIT(TOOL_FILE_BYTES);
		struct str kept;
		int rc = tool_read_file(files[i], &text, err);

		kept = (struct str){arena_strndup(a, buf_text(&text), text.len), text.len};
		buf_free(&text);
		if (rc == 0)
			rc = template_read(files[i], kept, &items[i], err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static bool same(struct str a, struct str b)
{
	return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static int refuse_twins(const struct template_set *set, struct err *err)
{
	for (size_t i = 0; i < set->count; i++)
		for (size_t j = 0; j < i; j++)
			if (same(set->items[i].view, set->items[j].view))
				return err_set(err, PL_INVALID, "%s:1: the view '%.*s' belongs to %s already: expected one file a view",
					set->items[i].path, (int)set->items[i].view.len, set->items[i].view.at, set->items[j].path);
	return 0;
}

static bool header_seen(const struct template_set *set, size_t before, struct str header)
{
	for (size_t i = 0; i < before; i++)
		if (same(set->items[i].header, header))
			return true;
	return false;
}

static void put_includes(const struct template_set *set, const char *own_header, struct buf *c)
{
	buf_putf(c, "#include \"%s\"\n\n#include \"web/html.h\"\n", own_header);
	for (size_t i = 0; i < set->count; i++) {
		struct str header = set->items[i].header;

		if (!header_seen(set, i, header))
			buf_putf(c, "#include \"%.*s\"\n", (int)header.len, header.at);
	}
}

static int write_all(const struct template_set *set, const char *c_path, const char *h_path, struct err *err)
{
	struct buf c = BUF_INIT(TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	int rc = 0;

	put_includes(set, tool_base_name(h_path), &c);
	buf_puts(&h, "#pragma once\n\n#include \"base/buf.h\"\n\n");
	for (size_t i = 0; i < set->count && rc == 0; i++) {
		rc = template_write(set, &set->items[i], &c, err);
		template_declare(&set->items[i], &h);
	}
	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	if (rc == 0)
		rc = tool_write_file(h_path, &h, err);
	buf_free(&c);
	buf_free(&h);
	return rc;
}

int main(int argc, char **argv)
{
	size_t count = argc > 3 ? (size_t)argc - 3 : 0;
	struct template_set set = {.count = count};
	struct template *items;
	struct arena *a;
	struct err err;
	int rc;

	if (count == 0 || count > MOST_FILES) {
		(void)fprintf(stderr, "usage: gen_templates OUT.c OUT.h FILE.html... (at most %d files)\n", MOST_FILES);
		return 2;
	}
	a = arena_new();
	items = arena_array(a, count, sizeof *items);
	set.items = items;
	rc = read_all(a, argv + 3, count, items, &err);
	if (rc == 0)
		rc = refuse_twins(&set, &err);
	if (rc == 0)
		rc = write_all(&set, argv[1], argv[2], &err);
	arena_free(a);
	return rc == 0 ? 0 : tool_fail("gen_templates", &err);
}
