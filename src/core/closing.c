#include "core/closing.h"

#include "base/str.h"
#include "core/guard.h"

enum { MONTHS_A_YEAR = 12 };

/* ---- a second look ---- */

bool is_near_report(int32_t day)
{
	int year, month, day_of_month;

	date_to_civil(day, &year, &month, &day_of_month);
	for (int y = year - 1; y <= year + 1; y++) {
		int32_t spring = day - date_from_civil(y, 3, 31), autumn = day - date_from_civil(y, 9, 30);

		if ((spring >= -NEAR_REPORT_DAYS && spring <= NEAR_REPORT_DAYS) ||
			(autumn >= -NEAR_REPORT_DAYS && autumn <= NEAR_REPORT_DAYS))
			return true;
	}
	return false;
}

bool breaks_line(const struct snapshot *s, int32_t post, const struct post_load *load, const struct line_state *line)
{
	return line->passed && s->lines[line->line].status != LINE_ADVISORY && !is_excepted(s, post, line->line, load);
}

bool is_past_line(const struct snapshot *s, int32_t post, const struct post_load *load, struct line_state *ret)
{
	struct line_walk at = {0};
	struct line_state line;
	bool past = false;

	while (line_next(s, post, load, &at, &line))
		if (breaks_line(s, post, load, &line) && (!past || line.used_permille > ret->used_permille)) {
			*ret = line;
			past = true;
		}
	return past;
}

/* Whether a line of the post's is passed that is more than advisory, with leave or without. */
static bool passes_line(const struct snapshot *s, int32_t post, const struct post_load *load)
{
	struct line_walk at = {0};
	struct line_state line;

	while (line_next(s, post, load, &at, &line))
		if (line.passed && s->lines[line.line].status != LINE_ADVISORY)
			return true;
	return false;
}

struct posts_past_line posts_past_line(const struct snapshot *s, const struct loads *l, int32_t team)
{
	struct posts_past_line past = {0};
	struct line_state worst;

	for (int32_t i = 0; i < (int32_t)s->posts_count; i++) {
		if ((team != TEAMS_ALL && s->posts[i].team != team) || !passes_line(s, i, &l->posts[i]))
			continue;
		if (is_past_line(s, i, &l->posts[i], &worst))
			past.without_leave++;
		else
			past.with_leave++;
	}
	return past;
}

static bool is_work_left(const struct snapshot *s, const struct case_row *c)
{
	for (int32_t i = 0; i < c->tasks_count; i++)
		if (s->tasks[c->first_task + i].when.until > s->day)
			return true;
	return false;
}

static bool is_held_by_worker(const struct snapshot *s, const struct case_row *c)
{
	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &s->holdings[c->first_holding + i];

		if (h->post >= 0 && h->standing == HOLDING_STANDS && s->posts[h->post].role != POST_MANAGER)
			return true;
	}
	return false;
}

struct second_look second_look_at(const struct snapshot *s, const struct loads *l, int32_t case_index, enum closing_view view)
{
	const struct case_row *c = &s->cases[case_index];
	struct second_look look = {.near_report = is_near_report(s->day), .work_left = is_work_left(s, c),
		.worker_disagrees = view == VIEW_AGAINST, .unheld = !is_held_by_worker(s, c)};
	struct line_state worst;

	look.worker_unsaid = view == VIEW_UNSAID && !look.unheld;
	for (int32_t i = 0; i < c->holdings_count && !s->employer.principles; i++) {
		int32_t post = s->holdings[c->first_holding + i].post;

		look.over_line |= post >= 0 && is_past_line(s, post, &l->posts[post], &worst);
	}
	return look;
}

bool second_look_needed(const struct second_look *look)
{
	return look->near_report || look->over_line || look->work_left || look->worker_disagrees || look->worker_unsaid || look->unheld;
}

/* ---- whether it came back ---- */

static int32_t months_after(int32_t day, int months)
{
	int year, month, last;

	date_to_civil(day, &year, &month, &last);
	month += months;
	year += (month - 1) / MONTHS_A_YEAR;
	month = (month - 1) % MONTHS_A_YEAR + 1;
	/* The 31st of a month with fewer days is its last. */
	for (int y, m, d;; last--) {
		date_to_civil(date_from_civil(year, month, last), &y, &m, &d);
		if (m == month)
			return date_from_civil(year, month, last);
	}
}

enum re_referral re_referral_after(int32_t closed, int32_t opened)
{
	for (enum re_referral r = REFERRAL_WITHIN_3; r <= REFERRAL_WITHIN_12; r++)
		if (opened <= months_after(closed, re_referral_months(r)))
			return r;
	return REFERRAL_LATER;
}

enum re_referral re_referral_of(const struct case_facts *facts, int32_t opened, int32_t *ret_closed)
{
	int32_t closed = DAY_MIN;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];

		if (f->kind == FACT_EPISODE && !f->purge && f->no_further_action <= 0 && f->when.from < opened &&
			f->when.until <= opened && f->when.until > closed)
			closed = f->when.until;
	}
	if (closed == DAY_MIN)
		return REFERRAL_FIRST;
	*ret_closed = closed;
	return re_referral_after(closed, opened);
}

bool goes_on_again(const char *why, int32_t closed, int32_t opened)
{
	return str_equal(why, REOPENED_MISTAKE) || opened - closed <= REOPEN_GAP_DAYS;
}

int re_referral_months(enum re_referral r)
{
	static const int months[] = {[REFERRAL_WITHIN_3] = 3, [REFERRAL_WITHIN_6] = 6, [REFERRAL_WITHIN_12] = 12, [REFERRAL_LATER] = 0};

	return months[r];
}

/* ---- words ---- */

static const struct {
	const char *code, *words;
} REASONS[] = {
#define REASON(name, code, words) [CLOSING_##name] = {code, words},
#include "core/closing.def"
#undef REASON
};

const char *closing_reason_code(enum closing_reason reason)
{
	return REASONS[reason].code;
}

const char *closing_reason_words(enum closing_reason reason)
{
	return REASONS[reason].words;
}

bool closing_reason_parse(const char *code, enum closing_reason *ret)
{
	for (int i = 0; i < CLOSING_REASONS; i++)
		if (str_equal(REASONS[i].code, code)) {
			*ret = (enum closing_reason)i;
			return true;
		}
	return false;
}
