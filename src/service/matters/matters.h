/* matters.h: asking, and answering in writing by a day: giving a case back, a talk about the load, an exception to a
 * line, another line (core/matter.h). The second look at a closing is asked for by service/matters/closing.h, what the
 * clock asks by service/clock/watch.h; all of them are answered here.
 *
 * What follows from an answer is done in the same commit: a case that may be given back is in the pile, an exception is
 * in force from that day on, a line takes effect on its day, a case is closed. The rules for it are asked again then,
 * for time has passed.
 *
 * One entry in the ledger each: matter-ask, matter-answer, matter-take-back. It tells numbers and codes, and no words.
 * A note is about the work and never about a child (core/remark.h).
 *
 * `s` writes; in a server it is lent by the writer (service/writer.h). PL_DENIED if it is not theirs to do, PL_INVALID
 * with the rule that speaks against it, PL_CONFLICT if it has been done already, PL_NOT_FOUND if there is no such
 * thing. */
#pragma once

#include "core/brief.h"
#include "service/deciding.h"
#include "service/pictures/pictures.h"
#include "store/matters.h"

/* What is asked. Post and line are told by number: a picture has them. */
struct matter_asking {
	struct asked_by by;
	enum matter_kind kind;    /* HAND_BACK, TALK, EXCEPTION, LINE, SETTING */
	int32_t post_id;          /* whose load it is about; 0 with LINE */
	/* the case, with HAND_BACK; with EXCEPTION the one that would take the load past the line, "" for none */
	const char *ref;
	int32_t line_id;          /* EXCEPTION: 0 is the protected capacity; LINE: the one that changes, 0 is a new one */
	int32_t value;            /* EXCEPTION: how far, as the line counts */
	struct days when;         /* EXCEPTION, LINE; SETTING: from which day on */
	const struct roster_line *line; /* LINE: what it is to be; NULL: it ends on when.from */
	const char *code;         /* SETTING: what it is to be (setting_asked_words); NULL else */
	const char *note;         /* why; needed but with TALK */
};
int matters_ask(struct store *s, const struct matter_asking *asking, int32_t *ret_id, struct err *err) PL_MUST_CHECK;

struct matter_answering {
	struct asked_by by;
	int32_t id;
	enum matter_outcome outcome;
	const char *note;
};
int matters_answer(struct store *s, const struct matter_answering *answering, struct err *err) PL_MUST_CHECK;

int matters_take_back(struct store *s, const struct asked_by *by, int32_t id, struct err *err) PL_MUST_CHECK;

/* ---- what is open, for pages ---- */

/* A matter as somebody sees it; places in the picture of today, -1 where it is not there or not about one. Whether the
 * reference of its case may be shown is for the sight to say (core/access.h). */
struct matter_seen {
	struct matter_row row;
	int32_t post, case_index, team;
	int64_t due;              /* local minute by which it is to be answered; LOCAL_NEVER */
	bool late;
	/* a line binds nobody for now (R42): it waits for no answer, and goes on from when it began */
	bool suspended;
	bool to_answer;           /* it stands with them */
	bool may_answer;          /* theirs to answer: it stands with them or below */
	bool says_view;           /* theirs to say what they think of it, as who holds the case that is to close */
	bool asked;               /* they asked for it */
	bool about_them;          /* it is about their own load, or the case that they hold */
};

/* Of all that is open at a local minute, what the viewer may answer, asked for, or is about them: what they have to
 * answer first, and by the day it is due. In the arena, and what it leads to in the picture. */
int matters_for(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, struct matter_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;
/* Of those what stands with the viewer; *ret_others are so many of the rest that they asked for, or that are about them. */
int matters_waiting(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, struct matter_seen **ret, size_t *ret_count, size_t *ret_others, struct err *err) PL_MUST_CHECK;

/* One, open or not, with all its steps: for whoever may answer for what it is about (FIELD_MATTER of core/access.def),
 * asked for it, or is who it is about. PL_NOT_FOUND if the employer has none of that number, PL_DENIED if it is not for
 * the viewer. */
int matter_seen_by(struct pictures *pictures, struct arena *a, const struct picture *today, const struct viewer *viewer,
	int64_t now, int32_t id, struct matter_seen *ret, struct err *err) PL_MUST_CHECK;

/* Of all loads past a line that were put to somebody and last today, whoever asks: each line of each load once. */
struct over_line_sum {
	size_t lines, unanswered; /* unanswered: by somebody it was put to */
};

/* Loads past a line that last today, answered or not, longest first: those that are for the viewer. What is grave was
 * put to two at once and comes twice. In the arena, and what it leads to in the picture. *ret_sum is of all of them. */
int matters_over_line(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer, int64_t now,
	struct matter_seen **ret, size_t *ret_count, struct over_line_sum *ret_sum, struct err *err) PL_MUST_CHECK;

/* What was asked about posts (places in the picture), open or not, the newest first, of what the viewer may read; its
 * steps are read. */
int matters_of_posts(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer,
	const int32_t *posts, size_t posts_count, size_t most, struct matter_row **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* What the viewer asked for and others answered since an instant, the newest answer first. */
int matters_told_to(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct viewer *viewer, int64_t since,
	size_t most, struct matter_seen **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Lines that are agreed for a later day than the picture's, in the order of those days; of a post that it does not
 * have, none. */
int lines_ahead(struct pictures *pictures, struct arena *a, const struct picture *p, struct line_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The same about a case. */
int matters_of_case(struct pictures *pictures, struct arena *a, const struct picture *today, int32_t case_id,
	size_t most, struct matter_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The condition that a matter of that kind asks about; its kind is NULL where it is not known any more. */
int matter_condition(struct pictures *pictures, struct arena *a, const struct picture *today,
	const struct matter_row *row, struct agreed_condition *ret, struct err *err) PL_MUST_CHECK;

/* What was offered to a post, the newest first: the case, when it came to how it stands, how that is, whether it goes
 * on, and what the worker gave as reasons, each with its remark. */
struct offer_made {
	const char *ref, *state, *objected;
	int64_t instant;
	bool open;
};
int offers_of_post(struct pictures *pictures, struct arena *a, const struct picture *p, int32_t post_id, size_t most,
	struct offer_made **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The name on an account of the employer; the login where there is none. In the arena, or `login`. */
const char *login_name(struct pictures *pictures, struct arena *a, const struct picture *p, const char *login);
/* Whether an account of the employer bears it: none does where it was done by a command, which is told of the system's
 * user. */
bool login_has_account(struct pictures *pictures, struct arena *a, const struct picture *p, const char *login);
