#include "service/audit.h"

#include <jansson.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

enum { FIGURES_BYTES = 2000 };

/* ---- words ---- */

const char *audit_action_words(const char *action)
{
	static const struct {
		const char *code, *words;
	} WORDS[] = {
		{"import", "Files imported"}, {"demo", "Invented council made"}, {"undo", "Entry taken back"},
		{"scheme", "Weighting scheme chosen"}, {"seal", "Rows sealed as they were found"}, {"erase", "Person made nameless"},
		{"case-restrict", "Case restricted"}, {"case-open", "Case opened to its team again"},
		{"case-name", "Somebody named for a restricted case"}, {"case-unname", "Name for a restricted case taken back"},
		{"user-add", "Account made"}, {"user-disable", "Account disabled"}, {"user-enable", "Account enabled"},
		{"user-reset", "New password for an account"}, {"user-role", "Role given"}, {"user-unrole", "Role taken away"},
		{"user-password", "Own password changed"}, {"user-second-factor", "Own second factor set up"},
		{"user-recovery-codes", "Own recovery codes made"}, {"user-link", "Sign-in service linked to an account"},
		{"user-unlink", "Sign-in service taken from an account"}, {"user-groups", "Roles taken from groups"},
	};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_equal(WORDS[i].code, action))
			return WORDS[i].words;
	return action;
}

/* Values that are codes of no person and no case. */
static bool may_be_told(const char *key)
{
	static const char *const KEYS[] = {"service", "scheme", "from", "role", "scope", "code"};

	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
		if (str_equal(KEYS[i], key))
			return true;
	return false;
}

static void put_part(struct buf *out, const char *key)
{
	buf_puts(out, out->len > 0 ? ", " : "");
	for (; *key != '\0'; key++)
		buf_putc(out, *key == '_' ? ' ' : *key);
	buf_putc(out, ' ');
}

/* "cases 12 added, 3 replaced"; nothing where all are 0. */
static void put_changes(struct buf *out, const char *key, const json_t *value)
{
	const char *how;
	json_t *number;
	bool begun = false;

	json_object_foreach((json_t *)(uintptr_t)value, how, number) {
		if (!json_is_integer(number) || json_integer_value(number) == 0)
			continue;
		if (!begun)
			put_part(out, key);
		buf_putf(out, "%s%lld %s", begun ? " " : "", (long long)json_integer_value(number), how);
		begun = true;
	}
}

static void put_figure(struct buf *out, const char *key, const json_t *value)
{
	if (json_is_object(value)) {
		put_changes(out, key, value);
	} else if (json_is_array(value) && json_array_size(value) > 0) {
		put_part(out, key);
		buf_put_int(out, (int64_t)json_array_size(value));
	} else if (json_is_integer(value) && json_integer_value(value) != 0) {
		put_part(out, key);
		buf_put_int(out, (int64_t)json_integer_value(value));
	} else if (json_is_string(value) && may_be_told(key)) {
		put_part(out, key);
		buf_puts(out, json_string_value(value));
	}
}

static const char *figures_of(struct arena *a, const char *payload)
{
	struct buf out = BUF_INIT(FIGURES_BYTES);
	json_t *root = json_loads(payload, 0, NULL);
	const char *key, *words;
	json_t *value;

	json_object_foreach(root, key, value)
		put_figure(&out, key, value);
	json_decref(root);
	words = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return words;
}

static struct audit_entry entry_of(struct arena *a, const struct audit_row *row, bool figures)
{
	const struct ledger_row *e = &row->entry;

	return (struct audit_entry){
		.sequence = e->sequence, .instant = e->instant, .actor = e->actor, .action = e->action,
		.words = row->undoes == 0 ? audit_action_words(e->action)
			: arena_printf(a, "Entry %lld taken back", (long long)row->undoes),
		.object = e->object, .figures = figures ? figures_of(a, e->payload) : "",
		.made = row->made, .ended = row->ended, .blanked = row->blanked,
		.undone_by = e->undone_by, .erased = row->erased, .hash = e->hash,
	};
}

/* ---- reading ---- */

bool audit_shows_figures(const struct viewer *v)
{
	return v != NULL && (v->sees_all || (viewer_roles(v) & (ROLE_BIT(ROLE_DIRECTOR) | ROLE_BIT(ROLE_HEAD)
		| ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_REGULATOR))) != 0);
}

static int read_rows(struct store *s, struct arena *a, int32_t employer_id, const struct audit_filter *f, struct audit *audit,
	struct audit_row **ret, size_t *ret_count, struct err *err)
{
	int rc = store_audit(s, a, employer_id, f, ret, ret_count, err);

	return rc == 0 ? store_ledger_actions(s, a, employer_id, &audit->actions, &audit->actions_count, err) : rc;
}

int audit_read(struct pictures *pictures, struct arena *a, const struct picture *p, const struct audit_wish *wish, bool figures,
	struct audit *ret, struct err *err)
{
	const struct audit_filter filter = {.action = wish->action, .actor = wish->actor, .before = wish->before,
		.most = wish->most + 1,
		.from = wish->from == DAY_MIN ? INT64_MIN : clock_day_begins(wish->from),
		.until = wish->until == DAY_MAX ? INT64_MAX : clock_day_begins(wish->until + 1)};
	struct audit audit = {0};
	struct audit_row *rows;
	int rc = read_rows(pictures_lock_store(pictures), a, p->snap->employer.id, &filter, &audit, &rows, &audit.count, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	audit.more = audit.count > wish->most;
	audit.count = audit.more ? wish->most : audit.count;
	audit.entries = arena_array(a, audit.count, sizeof *audit.entries);
	for (size_t i = 0; i < audit.count; i++)
		audit.entries[i] = entry_of(a, &rows[i], figures);
	*ret = audit;
	return 0;
}
