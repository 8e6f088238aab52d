/* closing.h: how a case is closed: with a reason, the worker's view, and a second look where closing would come in handy
 * (R64); and whether it came back (R66).
 *
 * A second look is another person's: near the day for which figures are reported, where a holder is past a line, where dated
 * work is left, where the worker does not agree or has not said so, or where no worker holds it. What closing takes off a load goes over weeks (R67, core/weight.h). */
#pragma once

#include "core/fact.h"
#include "core/load.h"
#include "core/matter.h"

enum closing_reason {
#define REASON(name, code, words) CLOSING_##name,
#include "core/closing.def"
#undef REASON
	CLOSING_REASONS
};

enum { NEAR_REPORT_DAYS = 14, REOPEN_GAP_DAYS = 14 };
#define REOPENED_MISTAKE "mistake" /* of SAID_REOPEN */

/* Within so many days of 31 March or 30 September, before or after. */
bool is_near_report(int32_t day);

struct second_look {
	bool near_report, over_line, work_left, worker_disagrees;
	bool worker_unsaid;       /* who holds it has not said what they think of it: nobody says it for them */
	bool unheld;              /* no worker holds it: whoever closes it would empty their own pile */
};

/* What asks for a second look at closing a case (a place in the picture, of the day it is closed). */
struct second_look second_look_at(const struct snapshot *s, const struct loads *l, int32_t case_index, enum closing_view view);
bool second_look_needed(const struct second_look *look);

/* Whether a line of the post's is passed that is more than advisory, and no exception lets it. */
bool breaks_line(const struct snapshot *s, int32_t post, const struct post_load *load, const struct line_state *line);
/* Whether the post is past a line that is more than advisory and that no exception lets it pass; then *ret is the worst. */
bool is_past_line(const struct snapshot *s, int32_t post, const struct post_load *load, struct line_state *ret);

/* Posts past a line that is more than advisory: without leave as above, and those that only exceptions in force let pass. Numbers
 * alone, which are a team's figures (FIELD_TEAM_FIGURES of core/access.def). */
struct posts_past_line {
	int32_t without_leave, with_leave;
};
/* Of a team (-1: of none), or of all with TEAMS_ALL. */
struct posts_past_line posts_past_line(const struct snapshot *s, const struct loads *l, int32_t team);

/* What an episode follows on: closed so long before, in months of the calendar. */
enum re_referral { REFERRAL_FIRST, REFERRAL_WITHIN_3, REFERRAL_WITHIN_6, REFERRAL_WITHIN_12, REFERRAL_LATER };

/* Of the episode that was opened on that day; *ret_closed is the end of the one before it (untouched with FIRST). Referrals
 * that came to nothing were never open, and are no closure. */
enum re_referral re_referral_of(const struct case_facts *facts, int32_t opened, int32_t *ret_closed);
/* What an episode opened on a day is to a closure on that day or before it; never FIRST. */
enum re_referral re_referral_after(int32_t closed, int32_t opened);
/* Whether what is opened again goes on as it was, with the day of its opening and the age it has: where it was closed by mistake, and
 * after a fortnight at most, whatever for. Else a new episode begins. */
bool goes_on_again(const char *why, int32_t closed, int32_t opened);
/* 3, 6, 12; 0 for FIRST and LATER. */
int re_referral_months(enum re_referral r);

const char *closing_reason_code(enum closing_reason reason);
const char *closing_reason_words(enum closing_reason reason);
bool closing_reason_parse(const char *code, enum closing_reason *ret);
