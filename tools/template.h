/* template.h: one template file, and the C function that is made of it.
 *
 * The first line names the view, `{{view team "web/pages/employer/team.h"}}`; the second may name a layout,
 * `{{layout page v.page}}`. What follows is HTML with these tags:
 *
 *	{{v.title}}                      prints, escaped for the place where it stands (html_place.h)
 *	{{raw v.bar}}                    prints a struct safe_html
 *	{{each row in v.rows}} {{end}}   once for each of v->rows_count elements; `row` points to the element
 *	{{if row.x}} {{else}} {{end}}    also {{if !row.x}}
 *	{{part load_bar row.bar}}        renders parts/load_bar.html with &row->bar; a bare `row` is passed as it is
 *	{{content}}                      in a layout: where the page's own markup goes
 *	{{! comment }}
 *
 * A printed bare loop variable is the element itself. Lines that hold nothing but tags that print nothing vanish, as do
 * blank lines and the indentation of all others.
 *
 * Every statement made of a tag carries the template's file and line, so that the C compiler reports a missing field or
 * a wrong type there.
 */
#pragma once

#include "base/buf.h"
#include "base/str.h"

enum template_kind { TEMPLATE_PAGE, TEMPLATE_PART, TEMPLATE_LAYOUT };

/* All text belongs to whoever read the file. */
struct template {
	const char *path;
	enum template_kind kind; /* by folder: parts/, layouts/, or neither */
	struct str name;         /* the file's name without .html */
	struct str view;         /* struct VIEW_view, render_VIEW */
	struct str header;       /* declares the view */
	struct str layout;       /* empty without a layout */
	struct str layout_path;  /* the layout's view within this view: `v.page` */
	struct str body;
	int64_t body_line; /* on which the body begins, from 1 */
};

struct template_set {
	const struct template *items;
	size_t count;
};

/* Reads the first lines of a file. Errors begin with file and line. */
int template_read(const char *path, struct str text, struct template *ret, struct err *err) PL_MUST_CHECK;

/* NULL when the set has no such file. */
const struct template *template_find(const struct template_set *set, enum template_kind kind, struct str name);

/* Writes the function, or for a layout the two functions, of one template. Errors begin with file and line. */
int template_write(const struct template_set *set, const struct template *t, struct buf *out, struct err *err)
	PL_MUST_CHECK;

/* Writes the head of a function, without what follows it; `part` is "_begin" or "_end" for layouts, else "". */
void template_put_prototype(const struct template *t, const char *part, struct buf *out);

/* Writes the prototypes. */
void template_declare(const struct template *t, struct buf *out);
