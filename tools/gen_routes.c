/* gen_routes: the declared routes into a C table (see route_table.h).
 *
 *	gen_routes routes.def OUT.c OUT.h
 */
#include <stdio.h>

#include "route_table.h"
#include "tool.h"

static int generate(const char *def_path, const char *c_path, const char *h_path, struct err *err)
{
	struct buf text = BUF_INIT(TOOL_FILE_BYTES), c = BUF_INIT(TOOL_FILE_BYTES), h = BUF_INIT(TOOL_FILE_BYTES);
	int rc = tool_read_file(def_path, &text, err);

	if (rc == 0)
		rc = route_table_write(def_path, (struct str){buf_text(&text), text.len}, tool_base_name(h_path), &c, &h, err);
	if (rc == 0)
		rc = tool_write_file(c_path, &c, err);
	if (rc == 0)
		rc = tool_write_file(h_path, &h, err);
	buf_free(&text);
	buf_free(&c);
	buf_free(&h);
	return rc;
}

int main(int argc, char **argv)
{
	struct err err;

	if (argc != 4) {
		(void)fprintf(stderr, "usage: gen_routes routes.def OUT.c OUT.h\n");
		return 2;
	}
	return generate(argv[1], argv[2], argv[3], &err) < 0 ? tool_fail("gen_routes", &err) : 0;
}
