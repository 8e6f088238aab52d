/* scheme: the weighting schemes that are there, what stands in one, and whether a file is a proper one. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cli/command.h"
#include "exchange/scheme_json.h"
#include "exchange/scheme_library.h"

struct scheme_options {
	struct common_options common;
	const char *verb, *object;
};

static error_t parse_scheme(int key, char *value, struct argp_state *state)
{
	struct scheme_options *o = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			argp_error(state, "unexpected argument '%.60s'", value);
		*(state->arg_num == 0 ? &o->verb : &o->object) = value;
		return 0;
	case ARGP_KEY_END:
		if (o->verb == NULL)
			argp_error(state, "expected list, show ID or check FILE");
		return 0;
	default:
		return common_option(&o->common, key, value, state);
	}
}

static int list_schemes(void)
{
	for (size_t i = 0; i < scheme_builtin_count(); i++) {
		const struct scheme *s = scheme_builtin(i);

		(void)printf("%-26s version %d  %-10s %s\n", s->id, s->version, s->service, s->title);
	}
	return EXIT_DONE;
}

static int show_scheme(const struct scheme_options *o)
{
	const struct scheme *s = scheme_by_id(o->object, 0);
	struct buf out = BUF_INIT(SCHEME_JSON_BYTES);
	struct err err;

	if (s == NULL) {
		(void)err_set(&err, PL_NOT_FOUND, "there is no scheme '%.60s': 'plimsoll scheme list' tells which there are", o->object);
		return command_fails(&err);
	}
	resource_scheme(&out, o->common.json ? RESOURCE_JSON : RESOURCE_CSV, s);
	return print_buf(&out);
}

/* The text of a file up to the size a scheme may have; in the arena. */
static int read_document(struct arena *a, const char *path, const char **ret_text, size_t *ret_size, struct err *err)
{
	FILE *f = fopen(path, "rb");
	char *text;
	size_t n;
	bool failed;

	if (f == NULL)
		return err_set(err, PL_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	text = arena_alloc(a, SCHEME_JSON_BYTES + 2);
	n = fread(text, 1, SCHEME_JSON_BYTES + 1, f);
	failed = ferror(f) != 0;
	(void)fclose(f);
	if (failed)
		return err_set(err, PL_FAIL, "%s cannot be read: expected a file", path);
	*ret_text = text;
	*ret_size = n;
	return 0;
}

static int check_scheme(const struct scheme_options *o)
{
	struct arena *a = arena_new();
	const struct scheme *s;
	const char *text = "";
	size_t size = 0;
	struct err err;
	int rc = read_document(a, o->object, &text, &size, &err);

	if (rc == 0)
		rc = scheme_parse(a, text, size, o->object, &s, &err);
	if (rc == 0)
		(void)printf("%s: a proper scheme: %s version %d, %zu types of work, for %s\n", o->object, s->id, s->version,
			s->types_count, s->service);
	arena_free(a);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}

int command_scheme(int argc, char **argv)
{
	const struct argp_option options[] = {COMMON_JSON, {0}};
	const struct argp argp = {options, parse_scheme, "list\nshow ID\ncheck FILE",
		"Weighting schemes: those that come with the program, what stands in one, and whether a file is a proper one.", NULL,
		NULL, NULL};
	struct scheme_options o = {.common = {.on = DAY_MIN}};

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (str_equal(o.verb, "list") && o.object == NULL)
		return list_schemes();
	if (str_equal(o.verb, "show") && o.object != NULL)
		return show_scheme(&o);
	if (str_equal(o.verb, "check") && o.object != NULL)
		return check_scheme(&o);
	(void)fputs("plimsoll scheme: expected list, show ID or check FILE\n", stderr);
	return EXIT_WRONG_USE;
}
