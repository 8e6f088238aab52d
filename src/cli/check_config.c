/* check-config: what each setting is, where that comes from, and what is wrong. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/check_setting.h"
#include "cli/command.h"
#include "cli/settings.h"
#include "sandbox/confine.h"
#include "service/keeping/backup.h"

enum { ANSWER_BYTES = 256 * 1024, FINDINGS_MOST = OPTIONS_COUNT + 210 };

struct finding {
	const char *name, *value, *source, *words;
	const char *option, *variable; /* of a setting; NULL for what is none */
	bool wrong;
};

struct findings {
	struct arena *arena;
	struct finding items[FINDINGS_MOST];
	size_t count;
};

static struct finding *add_finding(struct findings *f, const char *name, const char *value, const char *source,
	const char *words)
{
	struct finding *one = &f->items[f->count++];

	*one = (struct finding){.name = name, .value = value, .source = source, .words = words};
	return one;
}

/* ---- looking ---- */

static const char *source_words(const struct options *all, enum option_id id, const char *value)
{
	switch (all->source[id]) {
	case SOURCE_ENVIRONMENT:
		return "environment";
	case SOURCE_FILE:
		return "file";
	default:
		return value[0] != '\0' ? "default" : "not set";
	}
}

static void look_at_file(struct findings *f, const struct settings *settings)
{
	const char *path = settings_file(settings);
	const char *const *unknown;
	size_t count = settings_unknown(settings, &unknown);
	struct finding *one = add_finding(f, "configuration file", path != NULL ? path : "", path != NULL ? "" : "not set",
		"");

	if (path != NULL)
		one->words = check_settings_file(f->arena, path, &one->wrong);
	for (size_t i = 0; i < count; i++)
		add_finding(f, unknown[i], "", "file", "there is no such setting")->wrong = true;
}

static void look_at_environment(struct findings *f)
{
	const char **unknown;
	size_t count = settings_unknown_variables(f->arena, &unknown);

	for (size_t i = 0; i < count; i++)
		add_finding(f, unknown[i], "", "environment", "there is no such setting")->wrong = true;
}

/* What is secret in the address of a database is shown to nobody, wherever somebody has put one. */
static const char *shown(struct arena *a, const struct options *all, enum option_id id)
{
	const char *value = option_value(a, all, id);

	return store_is_meant_as_address(value) ? store_name(a, value) : value;
}

static void look_at_setting(struct findings *f, const struct settings *settings, struct options *all, enum option_id id)
{
	struct err err;
	struct finding *one;

	if (OPTIONS[id].setting[0] == '\0')
		return;
	one = add_finding(f, OPTIONS[id].setting, "", "", "");
	one->option = OPTIONS[id].name;
	one->variable = setting_variable(f->arena, id);
	if (option_settle(all, id, settings, &err) < 0) {
		one->words = arena_strdup(f->arena, err.text);
		one->wrong = true;
		return;
	}
	one->value = shown(f->arena, all, id);
	one->source = source_words(all, id, one->value);
	one->words = check_setting(f->arena, all, id, &one->wrong);
}

static void look_at_sandbox(struct findings *f, const struct options *all)
{
	struct sandbox_state state = sandbox_probe();
	char *words = arena_alloc(f->arena, SANDBOX_WORDS);
	struct finding *one = add_finding(f, "confinement", sandbox_is_whole(&state) ? "whole" : "not whole", "this machine",
		sandbox_words(&state, words));

	one->wrong = all->require_sandbox && !sandbox_is_whole(&state);
}

static void look_at_backup(struct findings *f, const struct options *all)
{
	struct backup_note note;
	struct err err;

	if (all->db == NULL)
		return;
	if (store_is_of_server(all->db))
		add_finding(f, "last good backup", "", "database", "is kept by the server's own means: Plimsoll knows nothing of it");
	else if (backup_last(all->db, &note, &err) < 0)
		add_finding(f, "last good backup", "none", "database", "");
	else
		add_finding(f, "last good backup", clock_stamp(f->arena, note.instant), "database",
			arena_printf(f->arena, "%lld hours ago", (long long)((clock_now() - note.instant) / 3600)));
}

static void look(struct findings *f, const struct settings *settings)
{
	struct options all;

	options_blank(&all);
	all.config = settings_file(settings);
	look_at_file(f, settings);
	look_at_environment(f);
	for (enum option_id id = 0; id < OPTIONS_COUNT; id++)
		look_at_setting(f, settings, &all, id);
	look_at_sandbox(f, &all);
	look_at_backup(f, &all);
}

/* ---- telling ---- */

static void tell_words(struct buf *out, const struct findings *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct finding *one = &f->items[i];

		print_cell(out, one->name, 34);
		print_cell(out, one->value[0] != '\0' ? one->value : "-", 32);
		print_cell(out, one->source, 14);
		buf_putf(out, "%s%s\n", one->wrong ? "WRONG: " : "", one->words);
	}
}

static void tell_json(struct buf *out, const struct findings *f)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_begin_array(&w, "settings");
	for (size_t i = 0; i < f->count; i++) {
		const struct finding *one = &f->items[i];

		json_begin_object(&w, NULL);
		json_text(&w, "name", one->name);
		json_text_or_null(&w, "value", one->value);
		json_text(&w, "source", one->source);
		json_text_or_null(&w, "option", one->option != NULL ? one->option : "");
		json_text_or_null(&w, "environment", one->variable != NULL ? one->variable : "");
		json_text(&w, "words", one->words);
		json_bool(&w, "wrong", one->wrong);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static size_t count_wrong(const struct findings *f)
{
	size_t count = 0;

	for (size_t i = 0; i < f->count; i++)
		count += f->items[i].wrong ? 1 : 0;
	return count;
}

static int tell(const struct findings *f, bool json)
{
	struct buf out = BUF_INIT(ANSWER_BYTES);
	size_t count = count_wrong(f);
	struct err err;
	int status;

	(json ? tell_json : tell_words)(&out, f);
	status = print_buf(&out);
	if (count == 0 || status != EXIT_DONE)
		return status;
	(void)err_set(&err, PL_INVALID, "%zu %s wrong", count, count == 1 ? "thing is" : "things are");
	return command_fails(&err);
}

int command_check_config(const struct options *o)
{
	struct arena *a = arena_new();
	struct findings *f = arena_alloc(a, sizeof *f);
	struct settings *settings;
	struct err err;
	int status;

	f->arena = a;
	f->count = 0;
	if (settings_read(a, o->config, &settings, &err) < 0) {
		status = command_fails(&err);
	} else {
		look(f, settings);
		status = tell(f, o->json);
	}
	arena_free(a);
	return status;
}
