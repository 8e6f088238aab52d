/* employer_settings.h: how an employer works, said from a day on: whether allocations are negotiated (it is *live*),
 * whether by principles and without a number (R42), and on which days nobody works. Everybody may see it; each change
 * is an entry (`setting`) with who said it, and never takes effect in the past. What takes two people (core/setting.h)
 * is a matter of kind SETTING instead: proposed with a reason, and approved by another.
 */
#pragma once

#include "service/deciding.h"
#include "service/pictures/pictures.h"
#include "store/load_facts.h"

struct setting_change {
	struct asked_by by;
	enum setting setting;
	bool on;
	int32_t from;        /* of a holiday the day itself */
	int32_t today;
};

/* PL_NOT_FOUND without that employer; PL_INVALID in the past, and of what takes two. *ret_is_so: it is so already, and
 * nothing is written. `s` writes. */
int setting_make(struct store *s, const struct setting_change *change, bool *ret_is_so, struct err *err) PL_MUST_CHECK;

/* Says it; or proposes it, with a reason, where it takes two: *ret_matter is the number then, else 0. PL_CONFLICT if it
 * is so already. Whether it is theirs to say is for who asks to know. */
int setting_say(struct store *s, const struct setting_change *change, const char *note, int32_t *ret_matter,
	struct err *err) PL_MUST_CHECK;

/* Whether that takes two here. */
bool setting_is_for_two(const struct setting_row *rows, size_t count, int32_t today, enum setting setting, bool on);
/* What a matter names "principles-on", and its words. False if no matter is named so. */
const char *setting_asked_words(const char *code); /* "by principles, without a number"; "" where it names none */
bool setting_asked_parse(const char *code, enum setting *ret, bool *ret_on);

/* How many accounts in use, but for the viewer's, may approve what is proposed of all of the employer. */
int settings_approvers(struct pictures *pictures, struct arena *a, const struct picture *p, const struct viewer *viewer,
	size_t *ret, struct err *err) PL_MUST_CHECK;

/* What has been proposed and waits for somebody's answer: for everybody to see. In the arena. */
struct matter_row;
int settings_asked(struct pictures *pictures, struct arena *a, const struct picture *p, const struct matter_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* All that has been said, of any day. In the arena. */
int setting_rows(struct pictures *pictures, struct arena *a, const struct picture *p, struct setting_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* A sentence for pages and the terminal: what it means that it is on. */
const char *setting_words(enum setting setting);
