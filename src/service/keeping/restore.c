#include "service/keeping/restore.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "service/keeping/backup_file.h"
#include "service/ledger/witnesses.h"
#include "store/accounts.h"
#include "store/api_tokens.h"
#include "store/mail.h"

/* ---- the proof ---- */

static int read_head(struct arena *a, struct store *s, const struct employer *e, struct ledger_head *ret,
	struct err *err)
{
	struct ledger_row *newest;
	size_t count;
	int rc = store_ledger(s, a, e->id, 1, &newest, &count, err);

	if (rc < 0)
		return rc;
	*ret = (struct ledger_head){.employer = e->code, .entries = count > 0 ? newest->sequence : 0};
	if (count > 0)
		memcpy(ret->hash, newest->hash, sizeof ret->hash);
	return 0;
}

int ledger_heads_read(struct arena *a, struct store *s, struct ledger_heads *ret, struct err *err)
{
	struct ledger_heads heads = {0};
	struct employer *employers;
	int rc = store_employers(s, a, &employers, &heads.count, err);

	if (rc < 0)
		return rc;
	heads.items = arena_array(a, heads.count + 1, sizeof *heads.items);
	for (size_t i = 0; i < heads.count && rc == 0; i++)
		rc = read_head(a, s, &employers[i], &heads.items[i], err);
	if (rc == 0)
		*ret = heads;
	return rc;
}

static int check_whole(struct arena *a, struct store *s, const struct witnesses *held, struct err *err)
{
	struct ledger_finding *findings;
	size_t count = 0;
	int rc = store_verify(s, a, held->rows, held->count, &findings, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (findings[i].verdict != LEDGER_WHOLE)
			rc = err_set(err, PL_DAMAGED, "%s%sit is not what was written: %s", findings[i].employer,
				findings[i].employer[0] != '\0' ? ": " : "", findings[i].words);
	return rc;
}

static struct ledger_head *find_head(const struct ledger_heads *heads, const char *employer)
{
	for (size_t i = 0; i < heads->count; i++)
		if (str_equal(heads->items[i].employer, employer))
			return &heads->items[i];
	return NULL;
}

/* What was seen after the moment of the backup cannot be in it, and is only noted. */
static int choose_witnesses(struct arena *a, const struct ledger_heads *heads, const struct witnesses *held,
	struct witnesses *ret, struct err *err)
{
	for (size_t i = 0; i < held->count; i++) {
		const struct ledger_witness *w = &held->rows[i];
		struct ledger_head *head = find_head(heads, w->employer);

		if (head == NULL)
			continue;
		if (w->entries > head->seen)
			head->seen = w->entries;
		if (w->entries > head->entries)
			continue;
		head->held = head->seen;
		*ARENA_PUSH(a, &ret->rows, &ret->count, &ret->room) = *w;
	}
	if (held->count > 0 && ret->count == 0)
		return err_set(err, PL_INVALID,
			"every checkpoint that was given saw more than the backup has: expected one from before it was made");
	return 0;
}

/* Brings the copy up to date, which older backups need, and reads all of it. */
static int prove(struct arena *a, const char *path, const struct witnesses *held, struct ledger_heads *ret,
	struct err *err)
{
	static const struct witnesses NONE = {0};
	struct witnesses chosen = {0};
	struct ledger_heads heads;
	struct store *s = NULL;
	int rc = store_open(path, STORE_WRITE, &s, err);

	if (rc == 0)
		rc = ledger_heads_read(a, s, &heads, err);
	if (rc == 0)
		rc = choose_witnesses(a, &heads, held != NULL ? held : &NONE, &chosen, err);
	if (rc == 0)
		rc = check_whole(a, s, &chosen, err);
	store_close(s);
	(void)unlink(arena_printf(a, "%s.lock", path));
	if (rc == 0)
		*ret = heads;
	return rc;
}

/* A database in use has part of what it holds beside it. */
static int check_complete(struct arena *a, const char *from, struct err *err)
{
	struct stat st;

	if (stat(arena_printf(a, "%s-wal", from), &st) == 0 && st.st_size > 0)
		return err_set(err, PL_INVALID, "%s is a database in use, not a backup: part of it stands in %s-wal", from, from);
	return 0;
}

int restore_copy(struct arena *a, const char *from, const char *to, const struct witnesses *held, struct restored *ret,
	struct err *err)
{
	struct restored restored = {0};
	int rc = check_complete(a, from, err);

	if (rc < 0)
		return rc;
	rc = backup_file_copy(from, to, restored.sum, &restored.bytes, err);
	if (rc == 0)
		rc = backup_sum_check(a, from, restored.sum, err);
	if (rc == 0 && (rc = prove(a, to, held, &restored.heads, err)) < 0)
		(void)err_prefix(err, "%s cannot be restored", from);
	if (rc < 0)
		backup_file_remove(a, to);
	else
		*ret = restored;
	return rc;
}

/* ---- who may sign in ---- */

static int read_accounts(struct arena *a, const char *database, struct account_states *ret, struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(database, STORE_READ, &s, err);

	if (rc == 0)
		rc = account_states_read(a, s, ret, err);
	store_close(s);
	return rc;
}

/* Whoever was signed in at the moment of the backup may have been signed out since, and a session that was stolen
 * ended. */
static int forget_sessions(struct arena *a, const char *path, struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(path, STORE_WRITE, &s, err);

	if (rc == 0)
		rc = store_begin_writing(s, err);
	if (rc == 0)
		rc = store_sessions_tidy(s, INT64_MAX, INT64_MAX, err);
	if (rc == 0)
		rc = store_attempts_tidy(s, INT64_MAX, INT64_MAX, err);
	if (rc == 0)
		rc = store_once_tidy(s, INT64_MAX, err);
	if (rc == 0)
		rc = store_api_tokens_tidy(s, INT64_MAX, err);
	if (rc == 0)
		rc = store_calendars_clear(s, err);
	if (rc == 0)
		rc = store_end_writing(s, true, err);
	store_close(s);
	(void)unlink(arena_printf(a, "%s.lock", path));
	return rc;
}

/* The accounts of the database that is there, or why they are not known. */
static void know_accounts(struct arena *a, const char *database, struct account_states *ret, const char **ret_unknown)
{
	struct err err;

	*ret_unknown = "";
	if (access(database, F_OK) < 0)
		*ret_unknown = "there was no database";
	else if (read_accounts(a, database, ret, &err) < 0)
		*ret_unknown = arena_strdup(a, err.text);
}

/* ---- taking the place ---- */

/* The new file belongs to whom the old one or, without one, its folder belongs. Only root can give files away. */
static int give_to_owner(struct arena *a, const char *path, const char *database, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || (stat(database, &st) < 0 && stat(backup_folder_of(a, database), &st) < 0) ||
		chown(path, st.st_uid, st.st_gid) == 0)
		return 0;
	return err_set(err, PL_FAIL, "%s cannot be given to its owner: %s", path, strerror(errno));
}

static int move(const char *from, const char *to, struct err *err)
{
	if (rename(from, to) == 0 || errno == ENOENT)
		return 0;
	return err_set(err, PL_FAIL, "%s cannot be renamed to %s: %s", from, to, strerror(errno));
}

/* The log goes with the database it belongs to: beside another it would be taken for that one's. */
static int set_aside(struct arena *a, const char *database, const char *aside, struct err *err)
{
	int rc = move(arena_printf(a, "%s-wal", database), arena_printf(a, "%s-wal", aside), err);

	(void)unlink(arena_printf(a, "%s-shm", database));
	return rc == 0 ? move(database, aside, err) : rc;
}

static int take_place(struct arena *a, const struct restore_request *request, const char *restoring, bool there,
	const char **ret_replaced, struct err *err)
{
	const char *aside = arena_printf(a, "%s.replaced-%s", request->database, clock_stamp(a, request->instant));
	int rc = give_to_owner(a, restoring, request->database, err);

	if (rc == 0)
		rc = set_aside(a, request->database, aside, err);
	if (rc == 0)
		rc = move(restoring, request->database, err);
	if (rc == 0)
		rc = backup_folder_sync(a, request->database, err);
	if (rc == 0 && there)
		*ret_replaced = aside;
	return rc;
}

static int hold_place(const struct restore_request *request, bool *ret_there, int *ret_hold, struct err *err)
{
	*ret_there = access(request->database, F_OK) == 0;
	if (!*ret_there || request->dry_run)
		return 0;
	if (!request->replace)
		return err_set(err, PL_CONFLICT, "there is a database %s already: --replace puts the backup in its place",
			request->database);
	return store_hold(request->database, ret_hold, err);
}

/* The copy that may take the place. `before` NULL: there is nothing to compare its accounts with. */
static int prepare(struct arena *a, const struct restore_request *request, const char *restoring,
	const struct account_states *before, struct restored *ret, struct err *err)
{
	struct witnesses held = {0};
	struct account_states after;
	int rc = request->checkpoints != NULL ? witnesses_read(a, request->checkpoints, request->key, &held, err) : 0;

	backup_file_remove(a, restoring); /* of a run that was cut short */
	if (rc == 0)
		rc = restore_copy(a, request->from, restoring, &held, ret, err);
	if (rc == 0)
		rc = forget_sessions(a, restoring, err);
	if (rc == 0 && before != NULL)
		rc = read_accounts(a, restoring, &after, err);
	if (rc == 0 && before != NULL)
		account_states_compare(a, before, &after, &ret->accounts, &ret->accounts_count);
	return rc;
}

int restore_database(struct arena *a, const struct restore_request *request, struct restored *ret, struct err *err)
{
	const char *restoring = arena_printf(a, "%s.restoring", request->database), *not_compared;
	struct account_states before = {0};
	struct restored restored = {0};
	bool there = false;
	int hold = -1, rc;

	if (store_is_of_server(request->database))
		return err_set(err, PL_INVALID, "%s is put back by its server's own means, or copied from a file with plimsoll copy",
			store_name(a, request->database));
	/* First, for while it is held nobody can read it, this process neither. */
	know_accounts(a, request->database, &before, &not_compared);
	rc = hold_place(request, &there, &hold, err);
	if (rc == 0)
		rc = prepare(a, request, restoring, not_compared[0] == '\0' ? &before : NULL, &restored, err);
	restored.not_compared = not_compared;
	if (rc == 0 && !request->dry_run)
		rc = take_place(a, request, restoring, there, &restored.replaced, err);
	if (rc == 0)
		*ret = restored;
	backup_file_remove(a, restoring);
	if (hold >= 0)
		(void)close(hold);
	return rc;
}
