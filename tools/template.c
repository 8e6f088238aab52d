#include "template.h"

#include <string.h>

#include "template_tag.h"
#include "tool.h"

/* The folder in which the file itself lies has this name. */
static bool lies_in(const char *path, const char *folder)
{
	size_t before = (size_t)(tool_base_name(path) - path), n = strlen(folder);

	return before >= n + 1 && memcmp(path + before - n - 1, folder, n) == 0 &&
		(before == n + 1 || path[before - n - 2] == '/');
}

static enum template_kind kind_of(const char *path)
{
	if (lies_in(path, "layouts"))
		return TEMPLATE_LAYOUT;
	return lies_in(path, "parts") ? TEMPLATE_PART : TEMPLATE_PAGE;
}

static int read_view(const struct tag *tag, struct template *t, struct err *err)
{
	struct str header;

	if (!tag_is(tag, "view") || tag->count != 3 || !tool_is_name(tag->words[1]))
		return err_set(err, PL_INVALID, "expected {{view NAME \"HEADER.h\"}} in the first line");
	header = tag->words[2];
	if (header.len < 5 || header.at[0] != '"' || memcmp(header.at + header.len - 3, ".h\"", 3) != 0)
		return err_set(err, PL_INVALID, "expected the view's header in quotes, such as \"web/pages/employer/team.h\"");
	t->view = tag->words[1];
	t->header = (struct str){header.at + 1, header.len - 2};
	return 0;
}

static int read_layout(const struct tag *tag, struct template *t, struct err *err)
{
	if (tag->count != 3 || !tool_is_name(tag->words[1]))
		return err_set(err, PL_INVALID, "expected {{layout NAME PATH}}, such as {{layout page v.page}}");
	if (t->kind != TEMPLATE_PAGE)
		return err_set(err, PL_INVALID, "only a page has a layout: expected none in layouts/ and parts/");
	t->layout = tag->words[1];
	t->layout_path = tag->words[2];
	return 0;
}

static struct str template_name(const char *path)
{
	struct str name = str_of(tool_base_name(path));

	if (name.len > 5 && memcmp(name.at + name.len - 5, ".html", 5) == 0)
		name.len -= 5;
	return name;
}

int template_read(const char *path, struct str text, struct template *ret, struct err *err)
{
	struct template t = {.path = path, .kind = kind_of(path), .name = template_name(path), .body_line = 2};
	struct str rest = text, line, after;
	struct tag tag = {0};
	int rc;

	if (!tool_next_line(&rest, &line) || !tag_alone(line, &tag))
		tag = (struct tag){0};
	rc = read_view(&tag, &t, err);
	after = rest;
	if (rc == 0 && tool_next_line(&after, &line) && tag_alone(line, &tag) && tag_is(&tag, "layout")) {
		rc = read_layout(&tag, &t, err);
		t.body_line = 3;
		rest = after;
	}
	if (rc < 0)
		return err_prefix(err, "%s:%d", path, (int)t.body_line - 1);
	t.body = rest;
	*ret = t;
	return 0;
}

const struct template *template_find(const struct template_set *set, enum template_kind kind, struct str name)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct template *t = &set->items[i];

		if (t->kind == kind && t->name.len == name.len && memcmp(t->name.at, name.at, name.len) == 0)
			return t;
	}
	return NULL;
}

void template_put_prototype(const struct template *t, const char *part, struct buf *out)
{
	int n = (int)t->view.len;

	buf_putf(out, "void render_%.*s%s(struct buf *out, const struct %.*s_view *v)", n, t->view.at, part, n, t->view.at);
}

void template_declare(const struct template *t, struct buf *out)
{
	buf_putf(out, "struct %.*s_view;\n", (int)t->view.len, t->view.at);
	if (t->kind == TEMPLATE_LAYOUT) {
		template_put_prototype(t, "_begin", out);
		buf_puts(out, ";\n");
	}
	template_put_prototype(t, t->kind == TEMPLATE_LAYOUT ? "_end" : "", out);
	buf_puts(out, ";\n");
}
