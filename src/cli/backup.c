/* backup, restore: a copy of the whole database, and back. */
#include "service/backup.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

enum { ANSWER_BYTES = 4 * 1024 * 1024 };

static void json_heads(struct json_writer *w, const struct ledger_heads *heads)
{
	json_begin_array(w, "ledgers");
	for (size_t i = 0; i < heads->count; i++) {
		json_begin_object(w, NULL);
		json_text(w, "employer", heads->items[i].employer);
		json_int(w, "entries", heads->items[i].entries);
		json_text(w, "hash", heads->items[i].hash);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void words_heads(struct buf *out, const struct ledger_heads *heads)
{
	for (size_t i = 0; i < heads->count; i++)
		buf_putf(out, "  %s: %lld entries of the ledger, the last %s\n", heads->items[i].employer,
			(long long)heads->items[i].entries, heads->items[i].hash);
}

static int tell_backup(const struct backup_made *made, bool json)
{
	struct buf out = BUF_INIT(ANSWER_BYTES);
	struct json_writer w = json_to(&out);

	if (json) {
		json_begin_object(&w, NULL);
		json_text(&w, "backup", made->path);
		json_int(&w, "bytes", made->bytes);
		json_int(&w, "milliseconds", made->milliseconds);
		json_int(&w, "removed", (int64_t)made->removed);
		json_heads(&w, &made->heads);
		json_end(&w, '}');
		buf_putc(&out, '\n');
		return print_buf(&out);
	}
	buf_putf(&out, "%s: %lld bytes, restored and proved, in %lld ms\n", made->path, (long long)made->bytes,
		(long long)made->milliseconds);
	words_heads(&out, &made->heads);
	if (made->removed > 0)
		buf_putf(&out, "%zu older %s removed\n", made->removed, made->removed == 1 ? "backup was" : "backups were");
	return print_buf(&out);
}

int command_backup(const struct options *o)
{
	const struct backup_request request = {.database = o->db, .to = o->to, .keep = o->keep, .instant = clock_now()};
	struct arena *a = arena_new();
	struct backup_made made;
	struct err err;
	int status = backup_make(a, &request, &made, &err) < 0 ? command_fails(&err) : tell_backup(&made, o->json);

	arena_free(a);
	return status;
}

static int tell_restored(const struct options *o, const struct restored *restored)
{
	struct buf out = BUF_INIT(ANSWER_BYTES);
	struct json_writer w = json_to(&out);

	if (o->json) {
		json_begin_object(&w, NULL);
		json_text(&w, "backup", o->from_file);
		json_bool(&w, "restored", !o->dry_run);
		json_int(&w, "bytes", restored->bytes);
		json_text_or_null(&w, "replaced", restored->replaced != NULL ? restored->replaced : "");
		json_heads(&w, &restored->heads);
		json_end(&w, '}');
		buf_putc(&out, '\n');
		return print_buf(&out);
	}
	buf_putf(&out, o->dry_run ? "%s is a good backup; nothing was changed\n" : "%s is restored\n", o->from_file);
	words_heads(&out, &restored->heads);
	if (restored->replaced != NULL)
		buf_putf(&out, "What was there before is in %s\n", restored->replaced);
	return print_buf(&out);
}

int command_restore(const struct options *o)
{
	const struct restore_request request = {.from = o->from_file, .database = o->db, .replace = o->replace, .dry_run = o->dry_run,
		.instant = clock_now()};
	struct arena *a = arena_new();
	struct restored restored;
	struct err err;
	int status = restore_database(a, &request, &restored, &err) < 0 ? command_fails(&err) : tell_restored(o, &restored);

	arena_free(a);
	return status;
}
