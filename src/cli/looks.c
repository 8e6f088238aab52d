/* looks: deletes the record of looks from before a day. */
#include "service/access/looks_prune.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

static void put_json(struct buf *out, const struct looks_pruned *p)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_int(&w, "ledger_position", p->position);
	json_int(&w, "looks", p->looks);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_words(struct buf *out, const struct looks_pruned *p, bool dry_run)
{
	if (p->position > 0)
		buf_putf(out, "Deleted by entry %lld: %lld looks. Backups made before still have them.\n", (long long)p->position,
			(long long)p->looks);
	else if (dry_run)
		buf_putf(out, "%lld looks would be deleted.\n", (long long)p->looks);
	else
		buf_puts(out, "There are no looks from before that day.\n");
}

int command_looks(const struct options *o)
{
	const struct looks_prune_request request = {.database = o->db, .employer = o->employer, .before = o->prune_before,
		.dry_run = o->dry_run, .actor = command_actor(), .instant = clock_now()};
	struct buf out = BUF_INIT(64 * 1024);
	struct arena *a = arena_new();
	struct looks_pruned pruned;
	struct err err;
	int rc = looks_prune(a, &request, &pruned, &err);

	arena_free(a);
	if (rc < 0)
		return command_fails(&err);
	if (o->json)
		put_json(&out, &pruned);
	else
		put_words(&out, &pruned, o->dry_run);
	return print_done(&out, o->employer, pruned.position);
}
