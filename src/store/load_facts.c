#include "store/load_facts.h"

#include <string.h>

#include "base/str.h"
#include "store/inside.h"

/* ---- what is said from a day on ---- */

/* What was said of a post, case or setting before ends on a day: unmade, and kept with that end. */
struct ending {
	enum sql_id end, keep;
};

#define ENDING(NAME) ((struct ending){SQL_##NAME##_END, SQL_##NAME##_KEEP})

static struct statement *end_statement(struct commit *c, enum sql_id id)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->made);
	put_int(q, c->employer_id);
	return q;
}

/* Of what has ended on that day in this commit, what had begun before. */
static struct statement *keep_statement(struct commit *c, enum sql_id id, int32_t day)
{
	struct statement *q = statement_of(c->store->db, id);

	put_day_key(q, day);
	put_int(q, c->made);
	put_int(q, c->employer_id);
	return q;
}

/* The number of rows that had to end, or a negative code. */
static int64_t end_named(struct commit *c, struct ending e, const char *name, int32_t day, struct err *err)
{
	struct statement *q = end_statement(c, e.end);
	int64_t ended, kept;

	put_text(q, name);
	put_day_key(q, day);
	ended = statement_run(q, err);
	if (ended < 0)
		return ended;
	q = keep_statement(c, e.keep, day);
	put_text(q, name);
	kept = statement_run(q, err);
	return kept < 0 ? kept : ended;
}

static int64_t end_numbered(struct commit *c, struct ending e, int32_t id, int32_t day, struct err *err)
{
	struct statement *q = end_statement(c, e.end);
	int64_t ended, kept;

	put_int(q, id);
	put_day_key(q, day);
	ended = statement_run(q, err);
	if (ended < 0)
		return ended;
	q = keep_statement(c, e.keep, day);
	put_int(q, id);
	kept = statement_run(q, err);
	return kept < 0 ? kept : ended;
}

static struct statement *add_statement(struct commit *c, enum sql_id id, int32_t of)
{
	struct statement *q = statement_of(c->store->db, id);

	put_int(q, c->employer_id);
	put_int(q, of);
	return q;
}

static int add(struct commit *c, struct statement *q, struct err *err)
{
	put_int(q, c->made);
	return commit_note(c, commit_add(c, q, err));
}

static int refused(struct commit *c, int64_t code)
{
	return commit_note(c, (int)code);
}

/* ---- settings ---- */

static const char *const SETTING_CODES[SETTINGS] = {
	[SETTING_LIVE] = "live", [SETTING_PRINCIPLES] = "principles", [SETTING_HOLIDAY] = "holiday"};

const char *setting_code(enum setting s)
{
	return SETTING_CODES[s];
}

bool setting_parse(const char *code, enum setting *ret)
{
	for (int i = 0; i < SETTINGS; i++)
		if (str_equal(SETTING_CODES[i], code)) {
			*ret = (enum setting)i;
			return true;
		}
	return false;
}

static void take_setting(struct arena *a, struct statement *q, void *to)
{
	struct setting_row *row = to;

	(void)setting_parse(take_text(q), &row->setting);
	row->when = take_days(q);
	row->instant = take_int(q);
	row->by = arena_strdup(a, take_text(q));
}

int store_settings(struct store *s, struct arena *a, int32_t employer_id, struct setting_row **ret, size_t *ret_count,
	struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EMPLOYER_SETTING_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_setting, ret, ret_count, err);
}

int store_settings_on(struct store *s, int32_t day, struct employer *e, struct err *err)
{
	return read_settings(s, day, e, err);
}

static int add_setting(struct commit *c, enum setting setting, struct days when, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_EMPLOYER_SETTING_ADD);

	put_int(q, c->employer_id);
	put_text(q, setting_code(setting));
	put_days(q, when);
	return add(c, q, err);
}

int commit_setting(struct commit *c, enum setting setting, bool on, int32_t from, struct err *err)
{
	int64_t ended = end_named(c, ENDING(EMPLOYER_SETTING), setting_code(setting), from, err);

	if (ended < 0)
		return refused(c, ended);
	return on ? add_setting(c, setting, (struct days){from, DAY_MAX}, err) : 0;
}

int commit_holiday(struct commit *c, int32_t day, bool is_one, struct err *err)
{
	struct statement *q;

	if (is_one)
		return add_setting(c, SETTING_HOLIDAY, (struct days){day, day + 1}, err);
	q = end_statement(c, SQL_EMPLOYER_SETTING_UNMAKE);
	put_text(q, setting_code(SETTING_HOLIDAY));
	put_day(q, day);
	return commit_note(c, commit_unmake(c, q, "A holiday on that day", err));
}

/* ---- hours ---- */

static int add_week(struct commit *c, const struct roster_week *w, struct err *err)
{
	int rc = 0;

	for (int weekday = 0; weekday < DAYS_OF_WEEK && rc == 0; weekday++) {
		struct statement *q;

		if (w->week[weekday].from >= w->week[weekday].until)
			continue;
		q = add_statement(c, SQL_POST_HOURS_ADD, w->post_id);
		put_int(q, weekday);
		put_int(q, w->week[weekday].from);
		put_int(q, w->week[weekday].until);
		put_days(q, w->when);
		rc = add(c, q, err);
	}
	return rc;
}

int commit_hours(struct commit *c, int32_t post_id, const struct working_hours week[DAYS_OF_WEEK], int32_t from, struct err *err)
{
	int64_t ended = end_numbered(c, ENDING(POST_HOURS), post_id, from, err);
	struct roster_week w = {.post_id = post_id, .when = {from, DAY_MAX}};

	if (ended < 0)
		return refused(c, ended);
	memcpy(w.week, week, sizeof w.week);
	return add_week(c, &w, err);
}

/* A row for each day that is worked on. */
static int unmake_week(struct commit *c, const struct roster_week *w, struct err *err)
{
	struct statement *q = end_statement(c, SQL_POST_HOURS_UNMAKE);
	int64_t ended;

	put_int(q, w->post_id);
	put_day_key(q, w->when.from);
	ended = statement_run(q, err);
	if (ended < 0)
		return (int)ended;
	return ended > 0 ? 0 : err_set(err, PL_CONFLICT, "A pattern of working hours is no longer what it was: look again and repeat.");
}

int commit_week(struct commit *c, const struct roster_week *w, bool is_new, struct err *err)
{
	int rc = is_new ? 0 : unmake_week(c, w, err);

	return rc < 0 ? commit_note(c, rc) : add_week(c, w, err);
}

static int read_week(struct store *s, int32_t employer_id, int32_t post_id, int32_t day, struct working_time *to, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_POST_HOURS_ON);
	struct working_time told = {.off = NULL};
	bool any = false;
	int rc;

	put_int(q, employer_id);
	put_int(q, post_id);
	put_day_key(q, day);
	while ((rc = statement_next(q, err)) > 0) {
		int32_t weekday = take_int32(q);

		told.week[weekday].from = (int16_t)take_int(q);
		told.week[weekday].until = (int16_t)take_int(q);
		any = true;
	}
	if (rc == 0 && any)
		*to = told;
	return rc;
}

static void take_off(struct arena *a, struct statement *q, void *to)
{
	(void)a;
	*(struct days *)to = take_days(q);
}

int store_working_time(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, int32_t day,
	struct working_time *ret, struct err *err)
{
	struct working_time t = working_time_usual();
	struct days *off;
	int rc = read_week(s, employer_id, post_id, day, &t, err);
	struct statement *q;

	if (rc < 0)
		return rc;
	q = statement_of(s->db, SQL_DAYS_OFF_AFTER);
	put_int(q, employer_id);
	put_int(q, post_id);
	put_day_key(q, day);
	rc = READ_ROWS(q, a, take_off, &off, &t.off_count, err);
	if (rc < 0)
		return rc;
	t.off = off;
	*ret = t;
	return 0;
}

/* ---- skills ---- */

static void take_skill(struct arena *a, struct statement *q, void *to)
{
	struct skill_row *row = to;

	row->person_id = take_int32(q);
	row->code = arena_strdup(a, take_text(q));
	row->when = take_days(q);
}

int store_skills(struct store *s, struct arena *a, int32_t employer_id, struct skill_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_SKILL_LIST);

	put_int(q, employer_id);
	return READ_ROWS(q, a, take_skill, ret, ret_count, err);
}

static int unmake_skill(struct commit *c, const struct skill_row *before, struct err *err)
{
	struct statement *q = end_statement(c, SQL_SKILL_UNMAKE);

	put_int(q, before->person_id);
	put_text(q, before->code);
	put_day_key(q, before->when.from);
	return commit_note(c, commit_unmake(c, q, "A skill", err));
}

int commit_skill(struct commit *c, const struct skill_row *before, const struct skill_row *now, struct err *err)
{
	struct statement *q;
	int rc = before != NULL ? unmake_skill(c, before, err) : 0;

	if (rc < 0 || now == NULL)
		return rc;
	q = add_statement(c, SQL_SKILL_ADD, now->person_id);
	put_text(q, now->code);
	put_days(q, now->when);
	return add(c, q, err);
}

/* ---- exceptions ---- */

static void take_exception(struct arena *a, struct statement *q, void *to)
{
	struct allowed_exception *x = to;

	x->exception_id = take_int32(q);
	x->post_id = take_int32(q);
	x->line_id = take_int32_or(q, 0);
	x->value = take_int32(q);
	x->login = arena_strdup(a, take_text(q));
	x->role = arena_strdup(a, take_text(q));
	x->renews = take_int32_or(q, 0);
	x->matter_id = take_int32(q);
	x->when = take_days(q);
}

int store_exceptions(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct allowed_exception **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, post_id != 0 ? SQL_EXCEPTION_OF_POST : SQL_EXCEPTION_LIST);

	put_int(q, employer_id);
	if (post_id != 0)
		put_int(q, post_id);
	return READ_ROWS(q, a, take_exception, ret, ret_count, err);
}

static int next_exception_id(struct commit *c, int32_t *ret, struct err *err)
{
	struct statement *q = statement_of(c->store->db, SQL_EXCEPTION_LAST_ID);
	int64_t last;
	int rc;

	put_int(q, c->employer_id);
	rc = number_read(q, &last, err);
	if (rc == 0)
		*ret = (int32_t)last + 1;
	return rc;
}

int commit_exception(struct commit *c, const struct allowed_exception *x, int32_t *ret_id, struct err *err)
{
	struct statement *q;
	int32_t id = 0;
	int rc = next_exception_id(c, &id, err);

	if (rc < 0)
		return refused(c, rc);
	q = add_statement(c, SQL_EXCEPTION_ADD, id);
	put_int(q, x->post_id);
	put_int_unless(q, x->line_id, 0);
	put_int(q, x->value);
	put_text(q, x->login);
	put_text(q, x->role);
	put_int_unless(q, x->renews, 0);
	put_int(q, x->matter_id);
	put_days(q, x->when);
	rc = add(c, q, err);
	if (rc == 0)
		*ret_id = id;
	return rc;
}

int commit_exception_end(struct commit *c, int32_t exception_id, int32_t day, struct err *err)
{
	int64_t ended = end_numbered(c, ENDING(EXCEPTION), exception_id, day, err);

	if (ended == 0)
		ended = err_set(err, PL_CONFLICT, "The exception is not in force any more: look again");
	return ended < 0 ? refused(c, ended) : 0;
}

/* ---- ratings ---- */

static void take_rating(struct arena *a, struct statement *q, void *to)
{
	struct rating_row *row = to;

	(void)a;
	row->post = -1;
	row->value = take_int32(q);
	row->talked_on = take_day(q, DAY_MIN);
	row->when = take_days(q);
}

static int read_newest_ratings(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, size_t most,
	struct rating_row **ret, size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_RATING_NEWEST);

	put_int(q, employer_id);
	put_int(q, post_id);
	put_int(q, (int64_t)most);
	return READ_ROWS(q, a, take_rating, ret, ret_count, err);
}

int store_ratings(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, size_t most, struct rating_row **ret,
	size_t *ret_count, struct err *err)
{
	return read_newest_ratings(s, a, employer_id, post_id, most, ret, ret_count, err);
}

/* The newest rating of a post; its value is 0 if there is none. */
static int newest_rating(struct commit *c, int32_t post_id, struct rating_row *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct rating_row *rows;
	size_t count = 0;
	int rc = read_newest_ratings(c->store, a, c->employer_id, post_id, 1, &rows, &count, err);

	if (rc == 0)
		*ret = count > 0 ? rows[0] : (struct rating_row){.when = {DAY_MIN, DAY_MIN}};
	arena_free(a);
	return rc;
}

static int add_rating(struct commit *c, int32_t post_id, const struct rating_row *r, struct err *err)
{
	struct statement *q = add_statement(c, SQL_RATING_ADD, post_id);

	put_int(q, r->value);
	put_day(q, r->talked_on);
	put_days(q, r->when);
	return add(c, q, err);
}

/* Takes the rating away that is the newest. */
static int unmake_rating(struct commit *c, int32_t post_id, const struct rating_row *last, struct err *err)
{
	struct statement *q = end_statement(c, SQL_RATING_UNMAKE);

	put_int(q, post_id);
	put_day(q, last->when.from);
	return commit_note(c, commit_unmake(c, q, "The rating", err));
}

/* It ends on that day; of that day itself it is as if it had not been said. */
static int end_rating(struct commit *c, int32_t post_id, struct rating_row *last, int32_t day, struct err *err)
{
	int rc = unmake_rating(c, post_id, last, err);

	last->when.until = day;
	return rc == 0 && last->when.from < day ? add_rating(c, post_id, last, err) : rc;
}

int commit_rating(struct commit *c, int32_t post_id, int32_t value, int32_t day, struct err *err)
{
	const struct rating_row now = {.value = value, .talked_on = DAY_MIN, .when = {day, DAY_MAX}};
	struct rating_row last;
	int rc = newest_rating(c, post_id, &last, err);

	if (rc == 0 && last.when.from > day)
		rc = err_set(err, PL_CONFLICT, "The load has been rated on a later day already");
	if (rc < 0)
		return refused(c, rc);
	if (last.value != 0)
		rc = end_rating(c, post_id, &last, day, err);
	return rc == 0 ? add_rating(c, post_id, &now, err) : rc;
}

/* The newest rating with the day of its talk; DAY_MIN: with none. */
static int put_talked_on(struct commit *c, int32_t post_id, int32_t day, struct err *err)
{
	struct rating_row last;
	int rc = newest_rating(c, post_id, &last, err);

	if (rc == 0 && last.value == 0)
		rc = err_set(err, PL_CONFLICT, "The load has not been rated yet");
	else if (rc == 0 && (last.talked_on != DAY_MIN) == (day != DAY_MIN))
		rc = err_set(err, PL_CONFLICT, "%s", day != DAY_MIN ? "The rating has been talked about already"
			: "No talk about the rating is recorded");
	if (rc < 0)
		return refused(c, rc);
	rc = unmake_rating(c, post_id, &last, err);
	last.talked_on = day;
	return rc == 0 ? add_rating(c, post_id, &last, err) : rc;
}

int commit_rating_talk(struct commit *c, int32_t post_id, int32_t day, struct err *err)
{
	return put_talked_on(c, post_id, day, err);
}

int commit_rating_no_talk(struct commit *c, int32_t post_id, struct err *err)
{
	return put_talked_on(c, post_id, DAY_MIN, err);
}

/* ---- extra time ---- */

const char *extra_kind_code(enum extra_kind kind)
{
	return kind == EXTRA_WORKED ? "worked" : "taken";
}

static void take_extra(struct arena *a, struct statement *q, void *to)
{
	struct extra_row *row = to;

	(void)a;
	row->day = take_day(q, DAY_MIN);
	row->minutes = take_int32(q);
	row->kind = str_equal(take_text(q), "worked") ? EXTRA_WORKED : EXTRA_TAKEN;
}

int store_extra_time(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct extra_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_EXTRA_TIME_OF_POST);

	put_int(q, employer_id);
	put_int(q, post_id);
	return READ_ROWS(q, a, take_extra, ret, ret_count, err);
}

int commit_extra_time(struct commit *c, int32_t post_id, const struct extra_row *x, struct err *err)
{
	struct statement *q = end_statement(c, SQL_EXTRA_TIME_UNMAKE);
	int64_t changed;

	put_int(q, post_id);
	put_day(q, x->day);
	put_text(q, extra_kind_code(x->kind));
	changed = statement_run(q, err);
	if (changed < 0 || x->minutes == 0)
		return refused(c, changed < 0 ? changed : 0);
	q = add_statement(c, SQL_EXTRA_TIME_ADD, post_id);
	put_day(q, x->day);
	put_int(q, x->minutes);
	put_text(q, extra_kind_code(x->kind));
	return add(c, q, err);
}

/* ---- the pile, and closings ---- */

static void take_review(struct arena *a, struct statement *q, void *to)
{
	struct review_row *row = to;

	row->case_index = -1;
	row->risk = arena_strdup(a, take_text(q));
	row->safety = arena_strdup(a, take_text(q));
	row->why = arena_strdup(a, take_text(q));
	row->next = take_day(q, DAY_MAX);
	row->when = take_days(q);
}

int store_reviews(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct review_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_REVIEW_OF_CASE);

	put_int(q, employer_id);
	put_int(q, case_id);
	return READ_ROWS(q, a, take_review, ret, ret_count, err);
}

static int add_review(struct commit *c, int32_t case_id, const struct review_row *r, struct days when, struct err *err)
{
	struct statement *q = add_statement(c, SQL_REVIEW_ADD, case_id);

	put_text(q, r->risk);
	put_text(q, r->safety);
	put_text(q, r->why);
	put_day(q, r->next);
	put_days(q, when);
	return add(c, q, err);
}

/* The look before ends on that day; of that day itself it is as if it had not been. */
static int end_review(struct commit *c, int32_t case_id, const struct review_row *last, int32_t day, struct err *err)
{
	struct statement *q;
	int rc;

	if (last->when.from > day)
		return err_set(err, PL_CONFLICT, "The case has been looked at on a later day already");
	q = end_statement(c, SQL_REVIEW_UNMAKE);
	put_int(q, case_id);
	put_day(q, last->when.from);
	rc = commit_unmake(c, q, "The look before", err);
	if (rc < 0 || last->when.from == day)
		return rc;
	return add_review(c, case_id, last, (struct days){last->when.from, day}, err);
}

int commit_review(struct commit *c, int32_t case_id, const struct review_row *r, struct err *err)
{
	struct arena *a = arena_new();
	struct review_row *rows;
	size_t count = 0;
	int rc = store_reviews(c->store, a, c->employer_id, case_id, &rows, &count, err);

	if (rc == 0 && count > 0)
		rc = end_review(c, case_id, &rows[0], r->when.from, err);
	arena_free(a);
	if (rc < 0)
		return refused(c, rc);
	return add_review(c, case_id, r, (struct days){r->when.from, DAY_MAX}, err);
}

static void take_closing(struct arena *a, struct statement *q, void *to)
{
	struct closing_row *row = to;

	row->closed = take_day(q, DAY_MAX);
	row->reason = arena_strdup(a, take_text(q));
	row->worker_agrees = take_int(q) != 0;
	row->near_report = take_int(q) != 0;
	row->over_line = take_int(q) != 0;
	row->matter_id = take_int32_or(q, 0);
	row->login = arena_strdup(a, take_text(q));
}

int store_closings(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct closing_row **ret,
	size_t *ret_count, struct err *err)
{
	struct statement *q = statement_of(s->db, SQL_CLOSING_OF_CASE);

	put_int(q, employer_id);
	put_int(q, case_id);
	return READ_ROWS(q, a, take_closing, ret, ret_count, err);
}

int commit_closing(struct commit *c, int32_t case_id, const struct closing_row *r, struct err *err)
{
	struct statement *q = add_statement(c, SQL_CLOSING_ADD, case_id);

	put_day(q, r->closed);
	put_text(q, r->reason);
	put_int(q, r->worker_agrees);
	put_int(q, r->near_report);
	put_int(q, r->over_line);
	put_int_unless(q, r->matter_id, 0);
	put_text(q, r->login);
	return add(c, q, err);
}
