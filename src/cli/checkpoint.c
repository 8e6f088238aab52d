/* checkpoint: keys, and signed notes of where a ledger stood. */
#include "service/ledger/checkpoint.h"

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "service/ledger/witnesses.h"

static bool asks_for(const struct options *o, const char *form)
{
	return o->arguments_count > 0 && str_equal(o->arguments[0], form);
}

static void check_make(const struct options *o, struct argp_state *state)
{
	if (o->db == NULL || o->employer == NULL)
		argp_error(state, "make: expected --db DATABASE and --employer CODE");
	if (o->signing_key == NULL)
		argp_error(state, "make: expected --signing-key FILE, the key that signs");
}

void check_checkpoint_options(const struct options *o, struct argp_state *state)
{
	size_t arguments = asks_for(o, "show") ? 2 : 1;

	if (!asks_for(o, "keygen") && !asks_for(o, "make") && !asks_for(o, "show"))
		argp_error(state, "expected keygen, make or show");
	if (o->arguments_count != arguments)
		argp_error(state, asks_for(o, "show") ? "show: expected the file of a checkpoint" : "unexpected argument '%.60s'",
			o->arguments_count > 1 ? o->arguments[1] : "");
	if (asks_for(o, "make"))
		check_make(o, state);
	if (asks_for(o, "keygen") && (o->signing_key == NULL || o->name == NULL))
		argp_error(state, "keygen: expected --signing-key FILE, which is made, and --name NAME, such as "
			"northshire.gov.uk/plimsoll");
}

static int keygen(const struct options *o, struct buf *out, struct err *err)
{
	int rc = checkpoint_keygen(o->signing_key, o->name, err);

	if (rc == 0)
		buf_putf(out, "The key that signs is %s: keep it where nobody else can read it.\nThe key to check with is %s.pub: "
			"give it to those who hold checkpoints.\n", o->signing_key, o->signing_key);
	return rc;
}

static int make(const struct options *o, struct arena *a, struct buf *out, struct err *err)
{
	struct checkpoint_made made;
	struct key_signer *key = NULL;
	struct store *store = NULL;
	int rc = key_signer_open(o->signing_key, &key, err);

	if (rc == 0)
		rc = common_open_store(o->db, STORE_WRITE, &store, err);
	if (rc == 0) {
		struct signer signer = key_signer_of(key);

		rc = checkpoint_make(a, store, &signer, o->employer, clock_now(), o->checkpoints, &made, err);
	}
	if (rc == 0)
		buf_puts(out, made.note);
	store_close(store);
	key_signer_close(key);
	return rc;
}

static int show(const struct options *o, struct arena *a, struct buf *out, struct err *err)
{
	struct held_checkpoint held;
	struct public_key key;
	int rc = o->public_key != NULL ? public_key_load(o->public_key, &key, err) : 0;

	if (rc == 0)
		rc = checkpoint_load(a, o->arguments[1], o->public_key != NULL ? &key : NULL, &held, err);
	if (rc < 0)
		return rc;
	buf_putf(out, "The ledger of %s stood at entry %lld.\n  head    %s\n  signed  by %s (%s)\n", held.checkpoint.employer,
		(long long)held.checkpoint.entries, held.checkpoint.head, held.checkpoint.origin,
		o->public_key != NULL ? "the signature is that of the key" : "not checked: no --key was given");
	return 0;
}

int command_checkpoint(const struct options *o)
{
	struct buf out = BUF_INIT(64 * 1024);
	struct arena *a = arena_new();
	struct err err;
	int rc = asks_for(o, "keygen") ? keygen(o, &out, &err)
		: asks_for(o, "make") ? make(o, a, &out, &err) : show(o, a, &out, &err);

	arena_free(a);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}
