#include "service/matters/employer_settings.h"

#include "base/json_writer.h"
#include "store/accounts.h"

enum { PAYLOAD_BYTES = 1000 };

const char *setting_words(enum setting setting)
{
	static const char *const WORDS[SETTINGS] = {
		[SETTING_LIVE] = "Cases are offered, talked about and answered here, and what files tell is put to the lines.",
		[SETTING_PRINCIPLES] = "Allocation is by principles, without a number: it takes a talk, and lines bind nobody.",
		[SETTING_HOLIDAY] = "Nobody works that day, and no clock runs."};

	return WORDS[setting];
}

/* Whether it is already as it is to be, from that day on. */
static bool is_so(const struct setting_row *rows, size_t count, const struct setting_change *change)
{
	bool on_then = false, changes_later = false;

	for (size_t i = 0; i < count; i++) {
		if (rows[i].setting != change->setting)
			continue;
		on_then = on_then || days_include(rows[i].when, change->from);
		changes_later = changes_later || rows[i].when.from > change->from ||
			(rows[i].when.until > change->from && rows[i].when.until != DAY_MAX);
	}
	return on_then == change->on && (!changes_later || change->setting == SETTING_HOLIDAY);
}

static int check(struct store *s, const struct employer *e, const struct setting_change *change, bool *ret_is_so, struct err *err)
{
	struct arena *a = arena_new();
	struct setting_row *rows;
	size_t count;
	int rc = store_settings(s, a, e->id, &rows, &count, err);

	if (rc == 0 && change->from < change->today)
		rc = err_set(err, PL_INVALID, "How an employer works cannot be changed in the past: expected a day from today on");
	if (rc == 0)
		*ret_is_so = is_so(rows, count, change);
	arena_free(a);
	return rc;
}

static int end(struct commit *c, const struct setting_change *change, int64_t *ret_position, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = change->actor, .action = "setting", .object = change->employer,
		.instant = change->instant};
	struct json_writer w = json_to(&payload);
	int rc;

	json_begin_object(&w, NULL);
	json_text(&w, "setting", setting_code(change->setting));
	json_bool(&w, "on", change->on);
	json_date(&w, "from", change->from);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	rc = commit_end(c, &entry, ret_position, err);
	buf_free(&payload);
	return rc;
}

int setting_make(struct store *s, const struct setting_change *change, int64_t *ret_position, struct err *err)
{
	struct arena *a = arena_new();
	struct employer e = {.id = 0};
	struct commit *c = NULL;
	bool is_so_already = false;
	int rc = store_employer(s, a, change->employer, &e, err);

	if (rc == 0)
		rc = check(s, &e, change, &is_so_already, err);
	if (rc == 0 && is_so_already) {
		*ret_position = 0;
		arena_free(a);
		return 0;
	}
	if (rc == 0)
		rc = commit_begin(s, e.id, e.position, &c, err);
	if (rc == 0 && change->setting == SETTING_HOLIDAY)
		rc = commit_holiday(c, change->from, change->on, err);
	else if (rc == 0)
		rc = commit_setting(c, change->setting, change->on, change->from, err);
	if (rc == 0 && change->once != NULL)
		rc = commit_once(c, change->account_id, change->once, change->outcome, err);
	if (rc == 0)
		rc = end(c, change, ret_position, err);
	else
		commit_abandon(c);
	arena_free(a);
	return rc;
}

int setting_rows(struct pictures *pictures, struct arena *a, const struct picture *p, struct setting_row **ret, size_t *ret_count,
	struct err *err)
{
	int rc = store_settings(pictures_lock_store(pictures), a, p->snap->employer.id, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
