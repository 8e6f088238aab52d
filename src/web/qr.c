#include "web/qr.h"

#include <qrencode.h>

enum { QUIET_MODULES = 4, MODULE_PIXELS = 4, SVG_BYTES = 64 * 1024 };

static bool is_dark(const QRcode *code, int x, int y)
{
	return (code->data[y * code->width + x] & 1) != 0;
}

/* One stroke for each run of dark modules in a row. */
static void put_row(struct buf *out, const QRcode *code, int y)
{
	for (int x = 0; x < code->width; x++) {
		int run = 0;

		while (x + run < code->width && is_dark(code, x + run, y))
			run++;
		if (run > 0)
			buf_putf(out, "M%d %dh%dv1h-%dz", x + QUIET_MODULES, y + QUIET_MODULES, run, run);
		x += run;
	}
}

struct safe_html qr_code(struct arena *a, const char *text, const char *title)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct buf out = BUF_INIT(SVG_BYTES);
	struct safe_html markup = {STR("")};
	int side;

	if (code == NULL)
		return markup;
	side = code->width + 2 * QUIET_MODULES;
	buf_putf(&out, "<svg class=\"pl-qr\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
		side * MODULE_PIXELS, side * MODULE_PIXELS, side, side);
	html_put_attr(&out, title);
	buf_putf(&out, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
	for (int y = 0; y < code->width; y++)
		put_row(&out, code, y);
	buf_puts(&out, "\"/></svg>");
	QRcode_free(code);
	if (!out.full)
		markup.text = (struct str){arena_strndup(a, buf_text(&out), out.len), out.len};
	buf_free(&out);
	return markup;
}
