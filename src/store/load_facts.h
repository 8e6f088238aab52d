/* load_facts.h: what stands beside the roster and the facts of cases, and bears on who may be given what: how an employer
 * works, hours and skills, exceptions, ratings, extra time, reviews of the pile, closings.
 *
 * What is said from a day on holds until the next that is said: the row before ends on that day. So each of these is said at
 * most once in a commit for one post, case or setting. Functions named `commit_` are part of an open commit (store/store.h), and
 * fail as those do; the others read what is known now.
 *
 * What a worker says a case needs is a fact of the case (FACT_VIEW), and how a holding stands is part of it (core/fact.h).
 */
#pragma once

#include "core/setting.h"
#include "core/working_time.h"
#include "store/store.h"

/* ---- how an employer works ---- */

struct setting_row {
	enum setting setting;
	struct days when;
	int64_t instant; /* when it was said, and by whom: a login */
	const char *by;
};

const char *setting_code(enum setting s);
bool setting_parse(const char *code, enum setting *ret);

/* All that is known, of any day, by setting and day. */
int store_settings(struct store *s, struct arena *a, int32_t employer_id, struct setting_row **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* Whether it is live, and works by principles, on a day. */
int store_settings_on(struct store *s, int32_t day, struct employer *e, struct err *err) PL_MUST_CHECK;
/* From a day on it is so, or no longer. Of LIVE and PRINCIPLES. */
int commit_setting(struct commit *c, enum setting setting, bool on, int32_t from, struct err *err) PL_MUST_CHECK;
/* PL_CONFLICT if that day is one already; if it is none, where it is to be none. */
int commit_holiday(struct commit *c, int32_t day, bool is_one, struct err *err) PL_MUST_CHECK;

/* ---- hours and skills ---- */

/* From a day on somebody works so in that post (DAY_MIN: as of ever). */
int commit_hours(struct commit *c, int32_t post_id, const struct working_hours week[DAYS_OF_WEEK], int32_t from, struct err *err)
	PL_MUST_CHECK;
/* One week of a post as it stands in a roster, from its first day until its end; not new: in the place of the one of that first
 * day. */
int commit_week(struct commit *c, const struct roster_week *w, bool is_new, struct err *err) PL_MUST_CHECK;
/* When somebody in a post works, from a day on: the hours of that day, the usual ones where none are known, and every day off
 * after it. In the arena. */
int store_working_time(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, int32_t day,
	struct working_time *ret, struct err *err) PL_MUST_CHECK;

struct skill_row {
	int32_t person_id;
	const char *code;
	struct days when;
};
/* Of all persons and any day, by person. */
int store_skills(struct store *s, struct arena *a, int32_t employer_id, struct skill_row **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* Adds one, or with `before` puts it in the place of that one, which has the same person and code. `now` NULL: it goes. */
int commit_skill(struct commit *c, const struct skill_row *before, const struct skill_row *now, struct err *err) PL_MUST_CHECK;

/* ---- exceptions ---- */

struct allowed_exception {
	int32_t exception_id, post_id;
	int32_t line_id;         /* 0: not a line, but the protected capacity of the newly qualified */
	int32_t value;
	const char *login, *role; /* who allowed it; role: its code */
	int32_t renews;          /* 0: none */
	int32_t matter_id;       /* 0 is none only where no matter was asked: a file, the demo */
	struct days when;
};
/* Of one post, or of all with 0; of any day, in the order in which they were allowed. */
int store_exceptions(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct allowed_exception **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Gives it the next number. */
int commit_exception(struct commit *c, const struct allowed_exception *x, int32_t *ret_id, struct err *err) PL_MUST_CHECK;
/* It ends on that day, before its time; PL_CONFLICT if it is not in force then. */
int commit_exception_end(struct commit *c, int32_t exception_id, int32_t day, struct err *err) PL_MUST_CHECK;

/* ---- what a worker says ---- */

/* Newest first, at most so many; `post` of the rows is not set. */
int store_ratings(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, size_t most, struct rating_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* PL_CONFLICT if a later day has been rated. */
int commit_rating(struct commit *c, int32_t post_id, int32_t value, int32_t day, struct err *err) PL_MUST_CHECK;
/* The newest rating has been talked about, on that day. PL_CONFLICT if there is none, or there was a talk about it. */
int commit_rating_talk(struct commit *c, int32_t post_id, int32_t day, struct err *err) PL_MUST_CHECK;
/* The talk that is recorded about it was none. PL_CONFLICT if none is. */
int commit_rating_no_talk(struct commit *c, int32_t post_id, struct err *err) PL_MUST_CHECK;

enum extra_kind { EXTRA_WORKED, EXTRA_TAKEN };
struct extra_row {
	int32_t day, minutes;
	enum extra_kind kind;
};
const char *extra_kind_code(enum extra_kind kind);
/* Oldest first. */
int store_extra_time(struct store *s, struct arena *a, int32_t employer_id, int32_t post_id, struct extra_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Says it of that day, in the place of what was said of it; 0 minutes: none. */
int commit_extra_time(struct commit *c, int32_t post_id, const struct extra_row *x, struct err *err) PL_MUST_CHECK;

/* ---- the pile, and closings ---- */

/* Newest first; `case_index` of the rows is not set. */
int store_reviews(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct review_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* A look on `when.from`. PL_CONFLICT if there was one on a later day. */
int commit_review(struct commit *c, int32_t case_id, const struct review_row *r, struct err *err) PL_MUST_CHECK;

struct closing_row {
	int32_t closed;
	const char *reason;
	bool worker_agrees, near_report, over_line;
	int32_t matter_id;       /* of the second look; 0: none was needed */
	const char *login;       /* who closed it */
};
/* Newest first. */
int store_closings(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, struct closing_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* How it was closed; that it is closed is a fact of the case. */
int commit_closing(struct commit *c, int32_t case_id, const struct closing_row *r, struct err *err) PL_MUST_CHECK;
