/* erase: makes a worker who has left nameless. */
#include "service/ledger/erase.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

static void put_json(struct buf *out, const struct person_erased *e)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_int(&w, "ledger_position", e->position);
	json_text(&w, "code", e->code);
	json_int(&w, "rows", e->what.rows);
	json_int(&w, "payloads", e->what.payloads);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_words(struct buf *out, const struct person_erased *e)
{
	buf_putf(out, "Erased by entry %lld: the worker is %s now. Rows that named them: %lld; payloads: %lld.\n"
		"Backups made before, and files that were imported, still name them.\n", (long long)e->position, e->code,
		(long long)e->what.rows, (long long)e->what.payloads);
}

int command_erase(const struct options *o)
{
	const struct erase_request request = {.database = o->db, .employer = o->employer, .person = o->person,
		.actor = command_actor(), .instant = clock_now(), .today = DAY_MIN};
	struct buf out = BUF_INIT(64 * 1024);
	struct arena *a = arena_new();
	struct person_erased erased;
	struct err err;
	int rc = erase_person(a, &request, &erased, &err);

	if (rc == 0)
		(o->json ? put_json : put_words)(&out, &erased);
	arena_free(a);
	return rc == 0 ? print_buf(&out) : command_fails(&err);
}
