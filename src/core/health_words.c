#include "core/health_words.h"

const char *health_unit_words(enum health_unit unit)
{
	static const char *const WORDS[] = {[HEALTH_PEOPLE] = "workers", [HEALTH_POSTS] = "posts", [HEALTH_CASES] = "cases",
		[HEALTH_TIMES] = "times", [HEALTH_DAYS] = "days", [HEALTH_FTE] = "full-time equivalents",
		[HEALTH_MINUTES] = "minutes",
		[HEALTH_PERCENT] = "per cent", [HEALTH_MEAN] = "mean", [HEALTH_EACH] = "cases for a full-time equivalent",
		[HEALTH_POUNDS] = "pounds"};

	return WORDS[unit];
}

const char *health_part_code(enum health_part part)
{
	static const char *const CODES[] = {[PART_COUNT] = "count", [PART_MINUTES] = "minutes", [PART_FTE] = "fte",
		[PART_POUNDS] = "pounds"};

	return CODES[part];
}

const char *health_known_words(enum health_known known)
{
	static const char *const WORDS[] = {[HEALTH_UNSAID] = "The records do not say", [HEALTH_KNOWN] = "",
		[HEALTH_NOTHING] = "Nothing it could be of", [HEALTH_UNTOLD] = "Not told: it could be put to single workers"};

	return WORDS[known];
}

const char *health_why_words(const struct health_figure *f)
{
	return f->known == HEALTH_UNTOLD && f->in_quarters ?
		"Told for a finished quarter of the whole employer, where enough people are behind it" :
		health_known_words(f->known);
}

#define OF(words) {PART_COUNT, PART_COUNT, "", words}
#define OF_HOURS {PART_MINUTES, PART_MINUTES, "", "hours a week"}
#define OF_FTE {PART_FTE, PART_FTE, "", "full-time equivalents"}

static const struct health_parts PARTS[HEALTH_MEASURES] = {
	[MEASURE_CASELOAD] = {PART_COUNT, PART_FTE, "cases", "full-time equivalents"},
	[MEASURE_CASELOAD_ALL] = {PART_COUNT, PART_FTE, "cases", "full-time equivalents"},
	[MEASURE_CASES_MEAN] = {PART_COUNT, PART_COUNT, "cases", "workers"},
	[MEASURE_PAST_LINE] = OF("posts"),
	[MEASURE_OVER_30] = OF("workers"),
	[MEASURE_OVER_40] = OF("workers"),
	[MEASURE_OVER_60] = OF("workers"),
	[MEASURE_USED] = OF_HOURS,
	[MEASURE_LOAD_MEAN] = {PART_MINUTES, PART_COUNT, "hours a week", "workers"},
	[MEASURE_PAST_SHARE] = OF("days of workers"),
	[MEASURE_PROTECTED_KEPT] = OF("days of newly qualified workers"),
	[MEASURE_UNDER_DAYS] = OF("days of workers"),
	[MEASURE_DISCUSSED] = OF("cases given on days on which allocations are negotiated"),
	[MEASURE_DISCUSSED_AGENCY] = OF("cases given on days on which allocations are negotiated"),
	[MEASURE_DISCUSSED_PERMANENT] = OF("cases given on days on which allocations are negotiated"),
	[MEASURE_ANSWER_KEPT] = OF("answers and offers that ran out"),
	[MEASURE_DECLINED] = OF("answers"),
	[MEASURE_WITH_CONDITIONS] = OF("agreements"),
	[MEASURE_NOT_ANSWERED] = OF("answers and offers that ran out"),
	[MEASURE_OFFERED_AGAIN] = OF("cases declined"),
	[MEASURE_HAND_BACK_NOT_AGREED] = OF("requests answered"),
	[MEASURE_TALKS_ANSWERED] = OF("talks asked for"),
	[MEASURE_TALKS_WENT_UP] = OF("talks asked for"),
	[MEASURE_USED_AGENCY] = OF_HOURS,
	[MEASURE_USED_PERMANENT] = OF_HOURS,
	[MEASURE_WEIGHT_AGENCY] = {PART_MINUTES, PART_COUNT, "hours a week", "cases"},
	[MEASURE_WEIGHT_PERMANENT] = {PART_MINUTES, PART_COUNT, "hours a week", "cases"},
	[MEASURE_HOURS_SAID] = OF("workers"),
	[MEASURE_CLOSED_NEAR_REPORT] = OF("closures"),
	[MEASURE_NEAR_REPORT_CHANCE] = OF("days"),
	[MEASURE_CLOSED_OVER_LINE] = OF("closures made here"),
	[MEASURE_CLOSED_WITHOUT_WORK] = OF("closures"),
	[MEASURE_CLOSED_UNHEARD] = OF("closures made here"),
	[MEASURE_SECOND_LOOKS] = OF("closures made here"),
	[MEASURE_RE_REFERRED_3] = OF("closures"),
	[MEASURE_RE_REFERRED_6] = OF("closures"),
	[MEASURE_RE_REFERRED_12] = OF("closures"),
	[MEASURE_ACCEPTED] = OF("referrals"),
	[MEASURE_CHANGED_TWICE] = OF("open cases"),
	[MEASURE_WORKERS_A_CASE] = {PART_COUNT, PART_COUNT, "workers, each of each case", "cases"},
	[MEASURE_TURNOVER] = OF_FTE,
	[MEASURE_AGENCY] = OF_FTE,
	[MEASURE_SICKNESS] = OF("working days"),
	[MEASURE_VACANCY_RATE] = OF_FTE,
	[MEASURE_USED_NEW] = OF_HOURS,
	[MEASURE_USED_OTHERS] = OF_HOURS,
	[MEASURE_USED_PART_TIME] = OF_HOURS,
	[MEASURE_USED_FULL_TIME] = OF_HOURS,
	[MEASURE_USED_UNDER_YEAR] = OF_HOURS,
	[MEASURE_USED_LONGER] = OF_HOURS,
	[MEASURE_WEIGHT_NEW] = {PART_MINUTES, PART_COUNT, "hours a week", "cases"},
	[MEASURE_WEIGHT_OTHERS] = {PART_MINUTES, PART_COUNT, "hours a week", "cases"},
	[MEASURE_NEW_FULLEST] = OF("newly qualified workers"),
	[MEASURE_LINE_PRICE] = {PART_POUNDS, PART_FTE, "a post", "posts"},
};

struct health_parts health_parts_of(enum health_measure m)
{
	static const struct health_parts PLAIN = OF("");

	return PARTS[m].whole_words != NULL ? PARTS[m] : PLAIN;
}

#define BESIDE(...) {__VA_ARGS__, HEALTH_MEASURES}

const enum health_measure *health_beside(enum health_measure m)
{
	static const enum health_measure NONE[] = {HEALTH_MEASURES};
	static const struct {
		enum health_measure of, beside[HEALTH_BESIDE_MOST + 1];
	} ROWS[] = {
		{MEASURE_HOLDERS, BESIDE(MEASURE_HOLDERS_FTE)},
		{MEASURE_WORKERS, BESIDE(MEASURE_WORKERS_FTE)},
		{MEASURE_CASES_HELD, BESIDE(MEASURE_USED, MEASURE_CASES_MEDIAN, MEASURE_CASES_MOST)},
		{MEASURE_CASELOAD, BESIDE(MEASURE_CASES_MEDIAN, MEASURE_CASES_P90, MEASURE_WAITING)},
		{MEASURE_CASELOAD_ALL, BESIDE(MEASURE_CASES_MEDIAN, MEASURE_CASES_P90, MEASURE_WAITING)},
		{MEASURE_CASES_MEAN, BESIDE(MEASURE_CASES_MEDIAN, MEASURE_CASES_P90, MEASURE_LOAD_MEAN)},
		{MEASURE_CASES_MOST, BESIDE(MEASURE_CASES_MEDIAN, MEASURE_CASES_P90)},
		{MEASURE_WAITING, BESIDE(MEASURE_WAITING_MINUTES, MEASURE_WAITING_MEDIAN, MEASURE_WAITING_LONGEST)},
		{MEASURE_UNALLOCATED, BESIDE(MEASURE_WAITING, MEASURE_WAITING_LONGEST)},
		{MEASURE_PAST_LINE, BESIDE(MEASURE_PAST_WITH_LEAVE)},
		{MEASURE_PAST_DAYS, BESIDE(MEASURE_PAST_SHARE, MEASURE_PAST_DEPTH, MEASURE_PAST_SPELL)},
		{MEASURE_EXCEPTIONS, BESIDE(MEASURE_EXCEPTIONS_RENEWED)},
		{MEASURE_ALLOCATIONS, BESIDE(MEASURE_DISCUSSED)},
		{MEASURE_WORKED_OVER, BESIDE(MEASURE_TAKEN_BACK, MEASURE_HOURS_SAID)},
		{MEASURE_CLOSED_NEAR_REPORT, BESIDE(MEASURE_NEAR_REPORT_CHANCE)},
		{MEASURE_GAP, BESIDE(MEASURE_GAP_FTE)},
	};

	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
		if (ROWS[i].of == m)
			return ROWS[i].beside;
	return NONE;
}
