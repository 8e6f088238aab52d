/* verify: whether the ledger, and the rows it seals, are what was written. */
#include "service/ledger/verify.h"

#include "base/json_writer.h"
#include "cli/command.h"

void check_witness_options(const struct options *o, const char *checkpoints, const char *option,
	struct argp_state *state)
{
	bool keyed = o->public_key != NULL;

	if (checkpoints == NULL && (keyed || o->unsigned_held))
		argp_error(state, "expected %s CHECKPOINT with %s", option,
			keyed ? "--key, which checks its signature" : "--unsigned");
	if (checkpoints != NULL && keyed && o->unsigned_held)
		argp_error(state, "expected --key FILE or --unsigned, not both");
	if (checkpoints != NULL && !keyed && !o->unsigned_held)
		argp_error(state, "expected --key FILE with %s: anybody could have written a checkpoint that is not checked "
			"(--unsigned takes it nevertheless)", option);
}

void check_verify_options(const struct options *o, struct argp_state *state)
{
	check_witness_options(o, o->from_checkpoint, "--from", state);
}

static void finding_json(struct json_writer *w, const struct ledger_finding *f)
{
	json_begin_object(w, NULL);
	json_text_or_null(w, "employer", f->employer);
	json_text(w, "verdict", ledger_verdict_code(f->verdict));
	json_int(w, "entries", f->entries);
	json_int(w, "rows_sealed_from", f->sealed_from);
	json_int(w, "erased", f->erased);
	if (f->sequence > 0)
		json_int(w, "entry", f->sequence);
	else
		json_put_null(w, "entry");
	json_text_or_null(w, "place", f->place);
	json_text_or_null(w, "words", f->words);
	json_text_or_null(w, "head", f->head);
	json_end(w, '}');
}

static void report_json(struct buf *out, const struct verify_report *r)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_bool(&w, "whole", r->whole);
	json_int(&w, "checkpoints", (int64_t)r->checkpoints);
	json_bool(&w, "signatures_checked", r->signatures_checked);
	json_begin_array(&w, "findings");
	for (size_t i = 0; i < r->count; i++)
		finding_json(&w, &r->findings[i]);
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void finding_words(struct buf *out, const struct ledger_finding *f)
{
	if (f->verdict != LEDGER_WHOLE) {
		buf_putf(out, "%s: %s. %s.\n", f->employer[0] != '\0' ? f->employer : "The database", ledger_verdict_code(f->verdict),
			f->words);
		return;
	}
	buf_putf(out, "%s: whole. %lld %s, and every one is what was written", f->employer, (long long)f->entries,
		f->entries == 1 ? "entry" : "entries");
	if (f->sealed_from > 1)
		buf_putf(out, "; rows are sealed from entry %lld on", (long long)f->sealed_from);
	if (f->erased > 0)
		buf_putf(out, "; erased with an entry that says so: %lld %s", (long long)f->erased,
			f->erased == 1 ? "record" : "records");
	buf_putf(out, ".\n  head %s\n", f->head);
}

static void report_words(struct buf *out, const struct verify_report *r)
{
	for (size_t i = 0; i < r->count; i++)
		finding_words(out, &r->findings[i]);
	if (r->checkpoints == 0)
		buf_puts(out, "No checkpoint was given: a ledger that was worked out anew as a whole, an old copy, or an employer "
			"that was taken out with all of its rows would not be noticed.\n");
	else
		buf_putf(out, "Held against %zu %s; %s.\n", r->checkpoints, r->checkpoints == 1 ? "checkpoint" : "checkpoints",
			r->signatures_checked ? "every signature is that of the key"
				: "their signatures were not checked, so whoever gave them may have written them");
}

int command_verify(const struct options *o)
{
	struct verify_report report;
	struct buf out = BUF_INIT(16 * 1024 * 1024);
	struct arena *a = arena_new();
	struct err err;
	int rc = verify_run(a, &(struct verify_request){o->db, o->from_checkpoint, o->public_key}, &report, &err);
	int status;

	if (rc == 0)
		(o->json ? report_json : report_words)(&out, &report);
	arena_free(a);
	if (rc < 0) {
		status = command_fails(&err);
		return rc == PL_DAMAGED ? EXIT_TAMPERED : status;
	}
	status = print_buf(&out);
	return status == EXIT_DONE && !report.whole ? EXIT_TAMPERED : status;
}
