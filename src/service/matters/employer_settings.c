#include "service/matters/employer_settings.h"

#include <string.h>

#include "base/str.h"
#include "service/matters/matters_inside.h"
#include "store/accounts.h"

const char *setting_words(enum setting setting)
{
	static const char *const WORDS[SETTINGS] = {
		[SETTING_LIVE] = "Cases are offered, talked about and answered here, and what files tell is put to the lines.",
		[SETTING_PRINCIPLES] = "Allocation is by principles, without a number: it takes a talk, and lines bind nobody.",
		[SETTING_HOLIDAY] = "Nobody works that day, and no clock runs."};

	return WORDS[setting];
}

/* Whether allocations are negotiated now, or will be from a day that has been said. */
static bool is_live(const struct setting_row *rows, size_t count, int32_t today)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].setting == SETTING_LIVE && rows[i].when.until > today)
			return true;
	return false;
}

bool setting_is_for_two(const struct setting_row *rows, size_t count, int32_t today, enum setting setting, bool on)
{
	return setting_takes_two(setting, on, is_live(rows, count, today));
}

/* Whether it is already as it is to be, from that day on. */
static bool is_so(const struct setting_row *rows, size_t count, const struct setting_asked *change)
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

static int check(struct store *s, int32_t employer_id, struct setting_asked *asked, bool *ret_is_so, struct err *err)
{
	struct arena *a = arena_new();
	enum setting_refusal refusal;
	struct setting_row *rows;
	size_t count;
	int rc = store_settings(s, a, employer_id, &rows, &count, err);

	if (rc == 0) {
		asked->live = is_live(rows, count, asked->today);
		*ret_is_so = is_so(rows, count, asked);
		refusal = *ret_is_so && asked->from >= asked->today ? SETTING_FITS : setting_check(asked);
		if (refusal != SETTING_FITS)
			rc = err_set(err, PL_INVALID, "%s", setting_refusal_sentence(refusal));
	}
	arena_free(a);
	return rc;
}

struct setting_taken {
	const struct setting_change *change;
	bool *ret_is_so;
};

static int write_setting(const struct deciding *d, const struct setting_change *change, struct err *err)
{
	if (change->setting == SETTING_HOLIDAY)
		return commit_holiday(d->commit, change->from, change->on, err);
	return commit_setting(d->commit, change->setting, change->on, change->from, err);
}

static int set_once(struct deciding *d, const void *context, struct err *err)
{
	const struct setting_taken *taken = context;
	const struct setting_change *change = taken->change;
	struct setting_asked asked = {.setting = change->setting, .on = change->on, .from = change->from,
		.today = change->today};
	bool is_so_already = false;
	int rc = check(d->store, d->employer.id, &asked, &is_so_already, err);

	if (rc == 0)
		*taken->ret_is_so = is_so_already;
	if (rc < 0 || is_so_already)
		return rc;
	rc = deciding_begin(d, err);
	if (rc == 0)
		rc = write_setting(d, change, err);
	if (rc == 0) {
		json_text(&d->payload, "setting", setting_code(change->setting));
		json_bool(&d->payload, "on", change->on);
		json_date(&d->payload, "from", change->from);
	}
	return deciding_end(d, rc, &(struct decided){.action = "setting"}, err);
}

int setting_make(struct store *s, const struct setting_change *change, bool *ret_is_so, struct err *err)
{
	return deciding_run(s, &change->by, set_once, &(struct setting_taken){change, ret_is_so}, err);
}

/* ---- what takes two ---- */

static const char *on_words(bool on)
{
	return on ? "on" : "off";
}

static const char *asked_code(struct arena *a, enum setting setting, bool on)
{
	return arena_printf(a, "%s-%s", setting_code(setting), on_words(on));
}

bool setting_asked_parse(const char *code, enum setting *ret, bool *ret_on)
{
	for (int i = 0; i < SETTINGS; i++)
		for (int on = 0; on <= 1; on++) {
			const char *name = setting_code((enum setting)i);
			size_t length = strlen(name);

			if (strncmp(code, name, length) != 0 || code[length] != '-' || !str_equal(code + length + 1, on_words(on != 0)))
				continue;
			*ret = (enum setting)i;
			*ret_on = on != 0;
			return true;
		}
	return false;
}

const char *setting_asked_words(const char *code)
{
	static const char *const WORDS[SETTINGS][2] = {
		[SETTING_LIVE] = {"allocations are no longer negotiated", "allocations are negotiated"},
		[SETTING_PRINCIPLES] = {"no longer by principles: lines bind again",
			"by principles, without a number: lines bind nobody"},
		[SETTING_HOLIDAY] = {"a holiday no longer", "a holiday"}};
	enum setting setting;
	bool on;

	return setting_asked_parse(code, &setting, &on) ? WORDS[setting][on] : "";
}

static int propose(struct store *s, const struct setting_change *change, const char *note, int32_t *ret_matter,
	struct err *err)
{
	struct arena *a = arena_new();
	const struct matter_asking asking = {.by = change->by, .kind = MATTER_SETTING, .ref = "",
		.when = {change->from, DAY_MAX}, .note = note, .code = asked_code(a, change->setting, change->on)};
	int rc = matters_ask(s, &asking, ret_matter, err);

	arena_free(a);
	return rc;
}

static int takes_two(struct store *s, const struct setting_change *change, bool *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct setting_row *rows;
	struct employer e;
	size_t count;
	int rc = store_employer(s, a, change->by.employer, &e, err);

	if (rc == 0)
		rc = store_settings(s, a, e.id, &rows, &count, err);
	if (rc == 0)
		*ret = setting_is_for_two(rows, count, change->today, change->setting, change->on);
	arena_free(a);
	return rc;
}

int setting_say(struct store *s, const struct setting_change *change, const char *note, int32_t *ret_matter,
	struct err *err)
{
	bool two = false, is_so = false;
	int rc = takes_two(s, change, &two, err);

	if (rc == 0 && two)
		return propose(s, change, note, ret_matter, err);
	if (rc == 0)
		rc = setting_make(s, change, &is_so, err);
	if (rc == 0 && is_so)
		return err_set(err, PL_CONFLICT, "It is so already.");
	if (rc == 0)
		*ret_matter = 0;
	return rc;
}

/* What is answered on the day itself, or later, begins on the day after that. */
int check_setting_asked(struct taking *t, struct err *err)
{
	bool late = t->step.step == MATTER_ANSWER && t->row.when.from <= t->try->today;
	struct setting_asked asked = {.from = late ? t->try->today + 1 : t->row.when.from, .today = t->try->today,
		.by_two = true};
	bool is_so_already;
	int rc;

	if (!setting_asked_parse(t->row.code, &asked.setting, &asked.on) || asked.setting == SETTING_HOLIDAY)
		return err_set(err, PL_INVALID, "Choose what it is about.");
	t->when = (struct days){asked.from, DAY_MAX};
	rc = check(t->try->store, t->try->employer.id, &asked, &is_so_already, err);
	return rc == 0 && is_so_already ? err_set(err, PL_CONFLICT, "It is so already.") : rc;
}

int write_setting_asked(struct taking *t, struct commit *c, struct err *err)
{
	enum setting setting;
	bool on;

	if (!setting_asked_parse(t->row.code, &setting, &on))
		return err_set(err, PL_INVALID, "Choose what it is about.");
	return commit_setting(c, setting, on, t->when.from, err);
}

static int count_approvers(struct store *s, struct arena *a, int32_t employer_id, const struct viewer *viewer,
	size_t *ret, struct err *err)
{
	struct account_row *rows;
	size_t count, approvers = 0;
	int rc = store_accounts(s, a, employer_id, &rows, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct viewer other = {.login = rows[i].login, .account_id = rows[i].account_id};
		struct grant *grants;

		if (rows[i].disabled[0] != '\0' || rows[i].account_id == viewer->account_id)
			continue;
		rc = store_grants(s, a, employer_id, rows[i].account_id, &grants, &other.grants_count, err);
		other.grants = grants;
		approvers += rc == 0 && (viewer_holds(&other, ROLE_HEAD, SCOPE_EMPLOYER) ||
			viewer_holds(&other, ROLE_DIRECTOR, SCOPE_EMPLOYER));
	}
	if (rc == 0)
		*ret = approvers;
	return rc;
}

int settings_approvers(struct pictures *pictures, struct arena *a, const struct picture *p, const struct viewer *viewer,
	size_t *ret, struct err *err)
{
	int rc = count_approvers(pictures_lock_store(pictures), a, p->snap->employer.id, viewer, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}

int settings_asked(struct pictures *pictures, struct arena *a, const struct picture *p, const struct matter_row **ret,
	size_t *ret_count, struct err *err)
{
	struct matter_row *rows;
	size_t count, n = 0;
	int rc = store_matters_open(pictures_lock_store(pictures), a, p->snap->employer.id, &rows, &count, err);

	pictures_unlock_store(pictures);
	for (size_t i = 0; rc == 0 && i < count; i++)
		if (rows[i].kind == MATTER_SETTING && rows[i].matter.state == MATTER_OPEN)
			rows[n++] = rows[i];
	*ret = rows;
	*ret_count = rc == 0 ? n : 0;
	return rc;
}

int setting_rows(struct pictures *pictures, struct arena *a, const struct picture *p, struct setting_row **ret,
	size_t *ret_count, struct err *err)
{
	int rc = store_settings(pictures_lock_store(pictures), a, p->snap->employer.id, ret, ret_count, err);

	pictures_unlock_store(pictures);
	return rc;
}
