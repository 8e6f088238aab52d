/* copy: a whole database from where it is to elsewhere. */
#include "service/keeping/copy.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

enum { ANSWER_BYTES = 4 * 1024 * 1024 };

/* A line a table, and in a long one a line each hundred thousand rows. */
static void tell(void *context, const struct copying_told *told)
{
	enum { TOLD_ROWS = 100000 };

	(void)context;
	if (told->done && told->rows == 0)
		(void)fprintf(stderr, "%zu of %zu tables: %s, nothing to put in\n", told->tables_done, told->tables, told->table);
	else if (told->done)
		(void)fprintf(stderr, "%zu of %zu tables: %s, %lld %s\n", told->tables_done, told->tables, told->table,
			(long long)told->rows, told->rows == 1 ? "row" : "rows");
	else if (told->rows % TOLD_ROWS == 0)
		(void)fprintf(stderr, "%zu of %zu tables: %s, %lld rows so far\n", told->tables_done, told->tables, told->table,
			(long long)told->rows);
}

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

static void tell_json(struct buf *out, const char *from, const char *to, const struct copy_made *made)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_text(&w, "from", from);
	json_text(&w, "to", to);
	json_int(&w, "tables", (int64_t)made->size.tables);
	json_int(&w, "rows", made->size.rows);
	json_int(&w, "rows_put", made->size.put);
	json_int(&w, "milliseconds", made->milliseconds);
	json_heads(&w, &made->heads);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void tell_words(struct buf *out, const char *from, const char *to, const struct copy_made *made)
{
	buf_putf(out, "%lld rows of %zu tables copied, read again and the same, in %lld ms\n  from: %s\n  to: %s\n",
		(long long)made->size.rows, made->size.tables, (long long)made->milliseconds, from, to);
	for (size_t i = 0; i < made->heads.count; i++)
		buf_putf(out, "  %s: %lld entries of the ledger, the last %s\n", made->heads.items[i].employer,
			(long long)made->heads.items[i].entries, made->heads.items[i].hash);
	buf_puts(out, "Nobody is signed in there: everybody has to sign in again\n");
}

int command_copy(const struct options *o)
{
	const struct copy_request request = {.from = o->from_file, .to = o->to, .day = clock_today(), .told = tell};
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(ANSWER_BYTES);
	struct copy_made made;
	struct err err;
	int rc = copy_database(a, &request, &made, &err);

	if (rc == 0)
		(o->json ? tell_json : tell_words)(&out, store_name(a, o->from_file), store_name(a, o->to), &made);
	arena_free(a);
	return rc < 0 ? command_fails(&err) : print_buf(&out);
}
