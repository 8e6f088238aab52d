/* log: what was done to an employer's records. */
#include <stdio.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

enum { ENTRIES_SHOWN = 200 };

static void log_json(struct buf *out, const struct ledger_row *rows, size_t count)
{
	struct json_writer w = json_to(out);
	char instant[CLOCK_INSTANT_SIZE];

	json_begin_object(&w, NULL);
	json_begin_array(&w, "entries");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&w, NULL);
		json_int(&w, "sequence", rows[i].sequence);
		json_text(&w, "instant", clock_instant_text(rows[i].instant, instant));
		json_text(&w, "actor", rows[i].actor);
		json_text(&w, "action", rows[i].action);
		json_text(&w, "object", rows[i].object);
		json_text_or_null(&w, "payload", rows[i].payload);
		if (rows[i].undone_by > 0)
			json_int(&w, "undone_by", rows[i].undone_by);
		else
			json_put_null(&w, "undone_by");
		json_text(&w, "hash", rows[i].hash);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void log_words(struct buf *out, const struct ledger_row *rows, size_t count)
{
	char instant[CLOCK_INSTANT_SIZE];

	for (size_t i = 0; i < count; i++) {
		buf_putf(out, "%6lld  %s  %-10s %s by %s", (long long)rows[i].sequence, clock_instant_text(rows[i].instant, instant),
			rows[i].action, rows[i].object, rows[i].actor);
		if (rows[i].undone_by > 0)
			buf_putf(out, " (taken back by entry %lld)", (long long)rows[i].undone_by);
		buf_putc(out, '\n');
	}
}

static int list_log(const struct options *o, struct arena *a, struct store *store, const struct employer *employer,
	struct buf *out, struct err *err)
{
	struct ledger_row *rows;
	size_t count;
	int rc = store_ledger(store, a, employer->id, ENTRIES_SHOWN, &rows, &count, err);

	if (rc == 0)
		(o->json ? log_json : log_words)(out, rows, count);
	return rc;
}

static int read_log(const struct options *o, struct arena *a, struct buf *out, struct err *err)
{
	struct store *store = NULL;
	struct employer employer;
	int rc = common_open_store(o->db, STORE_READ, &store, err);

	if (rc == 0)
		rc = store_employer(store, a, o->employer, &employer, err);
	if (rc == 0)
		rc = list_log(o, a, store, &employer, out, err);
	store_close(store);
	return rc;
}

int command_log(const struct options *o)
{
	struct buf out = BUF_INIT(64 * 1024 * 1024);
	struct arena *a = arena_new();
	struct err err;
	int rc = read_log(o, a, &out, &err);

	arena_free(a);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}
