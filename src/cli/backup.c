/* backup, restore: a copy of the whole database, and back. */
#include "service/keeping/backup.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

enum { ANSWER_BYTES = 4 * 1024 * 1024 };

/* ---- ledgers ---- */

static void json_heads(struct json_writer *w, const struct ledger_heads *heads)
{
	json_begin_array(w, "ledgers");
	for (size_t i = 0; i < heads->count; i++) {
		json_begin_object(w, NULL);
		json_text(w, "employer", heads->items[i].employer);
		json_int(w, "entries", heads->items[i].entries);
		json_text(w, "hash", heads->items[i].hash);
		if (heads->items[i].seen > 0) {
			json_int(w, "checkpoint_held", heads->items[i].held);
			json_int(w, "checkpoint_seen", heads->items[i].seen);
		}
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void words_heads(struct buf *out, const struct ledger_heads *heads)
{
	for (size_t i = 0; i < heads->count; i++) {
		const struct ledger_head *h = &heads->items[i];

		buf_putf(out, "  %s: %lld entries of the ledger, the last %s\n", h->employer, (long long)h->entries, h->hash);
		if (h->held > 0)
			buf_putf(out, "  %s: entry %lld is the one that a checkpoint saw\n", h->employer, (long long)h->held);
		if (h->seen > h->entries)
			buf_putf(out, "  %s: a checkpoint saw entry %lld, which is not in the backup\n", h->employer, (long long)h->seen);
	}
}

/* A ledger that no checkpoint was given for, where others have one. */
static void words_unseen(struct buf *out, const struct ledger_heads *heads)
{
	for (size_t i = 0; i < heads->count; i++)
		if (heads->items[i].held == 0)
			buf_putf(out, "  %s: no checkpoint tells whether this is its ledger\n", heads->items[i].employer);
}

/* ---- backup ---- */

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

/* ---- restore ---- */

void check_restore_options(const struct options *o, struct argp_state *state)
{
	check_witness_options(o, o->held_checkpoint, "--from-checkpoint", state);
}

static void json_accounts(struct json_writer *w, const struct restored *r)
{
	json_bool(w, "accounts_compared", r->not_compared[0] == '\0');
	json_begin_array(w, "accounts");
	for (size_t i = 0; i < r->accounts_count; i++) {
		json_begin_object(w, NULL);
		json_text(w, "employer", r->accounts[i].employer);
		json_text(w, "login", r->accounts[i].login);
		json_begin_array(w, "differences");
		for (unsigned d = 0; d < ACCOUNT_DIFFERENCES; d++)
			if ((r->accounts[i].how & 1U << d) != 0)
				json_text(w, NULL, account_difference_code(1U << d));
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void words_accounts(struct buf *out, const struct restored *r)
{
	if (r->not_compared[0] != '\0') {
		buf_putf(out, "There is nothing to compare its accounts with (%s): look over who may sign in, with 'plimsoll user "
			"list'\n", r->not_compared);
		return;
	}
	buf_puts(out, r->accounts_count == 0 ? "Its accounts are those of the database that was there\n" :
		"Its accounts are not those of the database that was there: look over each of these\n");
	for (size_t i = 0; i < r->accounts_count; i++) {
		const char *between = " ";

		buf_putf(out, "  %s: %s", r->accounts[i].employer, r->accounts[i].login);
		for (unsigned d = 0; d < ACCOUNT_DIFFERENCES; d++) {
			if ((r->accounts[i].how & 1U << d) == 0)
				continue;
			buf_putf(out, "%s%s", between, account_difference_words(1U << d));
			between = "; ";
		}
		buf_putc(out, '\n');
	}
}

static void restored_json(struct buf *out, const struct options *o, const struct restored *restored)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_text(&w, "backup", o->from_file);
	json_bool(&w, "restored", !o->dry_run);
	json_int(&w, "bytes", restored->bytes);
	json_text_or_null(&w, "replaced", restored->replaced != NULL ? restored->replaced : "");
	json_heads(&w, &restored->heads);
	json_accounts(&w, restored);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void restored_words(struct buf *out, const struct options *o, const struct restored *restored)
{
	buf_putf(out, o->dry_run ? "%s is a good backup; nothing was changed\n" : "%s is restored\n", o->from_file);
	words_heads(out, &restored->heads);
	if (o->held_checkpoint != NULL)
		words_unseen(out, &restored->heads);
	if (o->held_checkpoint != NULL && o->public_key == NULL)
		buf_puts(out, "The signatures of checkpoints were not checked: whoever gave them may have written them\n");
	words_accounts(out, restored);
	if (!o->dry_run)
		buf_puts(out, "Nobody is signed in: everybody has to sign in again\n");
	if (restored->replaced != NULL)
		buf_putf(out, "What was there before is in %s\n", restored->replaced);
}

int command_restore(const struct options *o)
{
	const struct restore_request request = {.from = o->from_file, .database = o->db, .replace = o->replace,
		.dry_run = o->dry_run, .checkpoints = o->held_checkpoint, .key = o->public_key, .instant = clock_now()};
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(ANSWER_BYTES);
	struct restored restored;
	struct err err;
	int rc = restore_database(a, &request, &restored, &err);

	if (rc == 0)
		(o->json ? restored_json : restored_words)(&out, o, &restored);
	arena_free(a);
	return rc < 0 ? command_fails(&err) : print_buf(&out);
}
