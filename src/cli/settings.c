#include "cli/settings.h"

#include <ctype.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "base/str.h"

enum { FILE_BYTES = 64 * 1024, LINE_BYTES = 198 /* what libinih takes in one piece */, UNKNOWN_MOST = 100,
	GROUPS_MOST = 500 };

struct settings {
	struct arena *arena;
	const char *file;
	const char *values[OPTIONS_COUNT];
	const char *unknown[UNKNOWN_MOST];
	size_t unknown_count;
	struct setting_group groups[GROUPS_MOST];
	size_t groups_count;
	bool too_many_groups;
	const char *twice; /* a name that stands in the file more than once */
};

/* ---- the file ---- */

static int read_text(struct arena *a, const char *path, char **ret, struct err *err)
{
	struct buf text = BUF_INIT(FILE_BYTES);
	int rc = plain_file_read(path, FILE_PLAIN, "a configuration file", &text, err);

	if (rc == 0 && (memchr(buf_text(&text), '\0', text.len) != NULL ||
		!str_is_utf8((struct str){buf_text(&text), text.len})))
		rc = err_set(err, PL_INVALID, "%s is no text in UTF-8: expected a configuration file", path);
	if (rc == 0)
		*ret = arena_strdup(a, buf_text(&text));
	buf_free(&text);
	return rc;
}

static int check_lines(const char *path, const char *text, struct err *err)
{
	int number = 1;

	for (const char *line = text; *line != '\0'; number++) {
		size_t n = strcspn(line, "\n");

		if (n > LINE_BYTES)
			return err_set(err, PL_LIMIT, "%s, line %d: longer than %d bytes", path, number, LINE_BYTES);
		/* Otherwise an indented line would go on with the value of the one before. */
		if (n > 0 && (line[0] == ' ' || line[0] == '\t') && line[strspn(line, " \t\r")] != '\n')
			return err_set(err, PL_INVALID, "%s, line %d: begins with a space", path, number);
		line += n + (line[n] == '\n' ? 1 : 0);
	}
	return 0;
}

static int take_group(struct settings *s, const char *group, const char *role)
{
	if (s->groups_count == GROUPS_MOST)
		s->too_many_groups = true;
	else
		s->groups[s->groups_count++] = (struct setting_group){arena_strdup(s->arena, group), arena_strdup(s->arena, role)};
	return 1;
}

static int take_value(void *context, const char *section, const char *name, const char *value)
{
	struct settings *s = context;
	const char *whole = arena_printf(s->arena, "%s.%s", section, name);

	if (str_equal(section, "single-sign-on-groups"))
		return take_group(s, name, value);
	for (size_t i = 0; i < OPTIONS_COUNT; i++) {
		if (!str_equal(OPTIONS[i].setting, whole))
			continue;
		if (s->values[i] != NULL)
			s->twice = whole;
		s->values[i] = arena_strdup(s->arena, value);
		return 1;
	}
	if (s->unknown_count < UNKNOWN_MOST)
		s->unknown[s->unknown_count++] = whole;
	return 1;
}

static int read_file(struct settings *s, struct err *err)
{
	char *text = NULL;
	int line, rc = read_text(s->arena, s->file, &text, err);

	if (rc == 0)
		rc = check_lines(s->file, text, err);
	if (rc < 0)
		return rc;
	line = ini_parse_string(text, take_value, s);
	if (line != 0)
		return err_set(err, PL_INVALID, "%s, line %d: expected '[section]', 'name = value' or a comment", s->file, line);
	if (s->too_many_groups)
		return err_set(err, PL_LIMIT, "%s: more than %d groups have roles", s->file, GROUPS_MOST);
	if (s->twice != NULL)
		return err_set(err, PL_INVALID, "%s: %s is there twice", s->file, s->twice);
	return 0;
}

int settings_read(struct arena *a, const char *config, struct settings **ret, struct err *err)
{
	struct settings *s = arena_alloc(a, sizeof *s);
	int rc;

	*s = (struct settings){.arena = a, .file = config != NULL ? config : getenv("PLIMSOLL_CONFIG")};
	if (s->file != NULL && s->file[0] == '\0')
		s->file = NULL;
	rc = s->file != NULL ? read_file(s, err) : 0;
	if (rc == 0)
		*ret = s;
	return rc;
}

size_t settings_groups(const struct settings *s, const struct setting_group **ret)
{
	*ret = s->groups;
	return s->groups_count;
}

const char *settings_file(const struct settings *s)
{
	return s->file;
}

size_t settings_unknown(const struct settings *s, const char *const **ret)
{
	*ret = s->unknown;
	return s->unknown_count;
}

/* ---- one value ---- */

const char *setting_variable(struct arena *a, enum option_id id)
{
	char *name = arena_printf(a, "PLIMSOLL_%s", OPTIONS[id].setting);

	for (char *c = name; *c != '\0'; c++)
		*c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
	return name;
}

static bool is_variable(struct arena *a, const char *name)
{
	bool known = str_equal(name, "PLIMSOLL_CONFIG");

	for (enum option_id id = 0; id < OPTIONS_COUNT && !known; id++)
		known = OPTIONS[id].setting[0] != '\0' && str_equal(setting_variable(a, id), name);
	return known;
}

size_t settings_unknown_variables(struct arena *a, const char ***ret)
{
	const char **names = NULL;
	size_t count = 0, room = 0;

	for (char **entry = environ; *entry != NULL && count < UNKNOWN_MOST; entry++) {
		const char *name = arena_strndup(a, *entry, strcspn(*entry, "="));

		if (strncmp(name, "PLIMSOLL_", strlen("PLIMSOLL_")) == 0 && !is_variable(a, name))
			*ARENA_PUSH(a, &names, &count, &room) = name;
	}
	*ret = names;
	return count;
}

const char *settings_find(const struct settings *s, enum option_id id, enum option_source *ret_source,
	const char **ret_where)
{
	const char *variable = setting_variable(s->arena, id);
	const char *value = getenv(variable);

	if (OPTIONS[id].setting[0] == '\0')
		return NULL;
	if (value != NULL && value[0] != '\0') {
		*ret_source = SOURCE_ENVIRONMENT;
		*ret_where = variable;
		return value;
	}
	if (s->values[id] != NULL) {
		*ret_source = SOURCE_FILE;
		*ret_where = arena_printf(s->arena, "%s: %s", s->file, OPTIONS[id].setting);
	}
	return s->values[id];
}
