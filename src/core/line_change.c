#include "core/line_change.h"

#include "base/str.h"
#include "core/remark.h"

bool line_is_raised(const struct line_change *change)
{
	const struct roster_line *before = change->before, *after = change->after;

	if (before == NULL || before->status == LINE_ADVISORY)
		return false;
	return after == NULL || after->kind != before->kind || after->value > before->value || after->status == LINE_ADVISORY ||
		after->when.until < before->when.until;
}

static bool same_scope(const struct roster_line *a, const struct roster_line *b)
{
	return a->scope == b->scope && a->team_id == b->team_id && a->post_id == b->post_id && str_equal(a->service, b->service);
}

static bool target_fits(const struct roster_line *l)
{
	return (l->scope == LINE_SERVICE) == (l->service[0] != '\0') && (l->scope == LINE_TEAM) == (l->team_id != 0) &&
		(l->scope == LINE_POST) == (l->post_id != 0);
}

static bool same_terms(const struct roster_line *a, const struct roster_line *b)
{
	return a->kind == b->kind && a->value == b->value && a->status == b->status && a->when.until == b->when.until &&
		str_equal(a->agreed_by, b->agreed_by);
}

static enum line_change_refusal check_after(const struct line_change *change)
{
	const struct roster_line *after = change->after;

	if (after->when.until <= change->from)
		return LINE_CHANGE_ENDS_FIRST;
	if (after->value < 1 || after->value > (after->kind == LINE_COUNT ? LINE_CASES_MOST : LINE_SHARE_MOST))
		return LINE_CHANGE_VALUE;
	if (!target_fits(after) || (change->before != NULL && !same_scope(change->before, after)))
		return LINE_CHANGE_TARGET;
	return change->before != NULL && same_terms(change->before, after) ? LINE_CHANGE_NOTHING : LINE_CHANGE_FITS;
}

/* Of any alphabet: beyond ASCII everything counts as one. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

int line_parties_check(const char *parties, struct err *err)
{
	bool has_letter = false;

	for (const char *c = parties; *c != '\0'; c++)
		has_letter |= is_letter(*c);
	if (parties[0] != '\0' && !has_letter)
		return err_set(err, PL_INVALID, "Name those who have agreed it, or nobody.");
	return remark_check(parties, err);
}

enum line_change_refusal line_change_check(const struct line_change *change)
{
	enum line_change_refusal refusal = LINE_CHANGE_FITS;

	if (change->from < change->today)
		return LINE_CHANGE_IN_THE_PAST;
	if (change->before != NULL && change->before->when.until <= change->from)
		return LINE_CHANGE_NOTHING;
	if (change->after != NULL)
		refusal = check_after(change);
	if (refusal == LINE_CHANGE_FITS && change->broken && !change->by_the_parties && line_is_raised(change))
		return LINE_CHANGE_AFTER_BREAK;
	return refusal;
}

static const char *const REFUSALS[LINE_CHANGE_REFUSALS] = {
	[LINE_CHANGE_FITS] = "",
	[LINE_CHANGE_IN_THE_PAST] = "A line takes effect today or later, never in the past.",
	[LINE_CHANGE_ENDS_FIRST] = "A line ends after the day from which it is in force.",
	[LINE_CHANGE_VALUE] = "A line is 1 to 200 cases, or up to three times the capacity.",
	[LINE_CHANGE_TARGET] = "A line of a service, a team or a worker names just that, and keeps it when it changes.",
	[LINE_CHANGE_NOTHING] = "The line says that already, or has ended by then.",
	[LINE_CHANGE_AFTER_BREAK] = ("This line was passed within the past four weeks: it is raised only together with those it was "
		"agreed with, who are named."),
};

const char *line_change_refusal_sentence(enum line_change_refusal refusal)
{
	return REFUSALS[refusal];
}

/* ---- whom a line reaches ---- */

static bool is_for(const struct snapshot *s, const struct post_row *p, const struct roster_line *line)
{
	const struct team_row *team = p->team >= 0 ? &s->teams[p->team] : NULL;

	switch (line->scope) {
	case LINE_SERVICE:
		return team != NULL && team->service >= 0 && str_equal(s->services[team->service].code, line->service);
	case LINE_TEAM:
		return team != NULL && team->team_id == line->team_id;
	case LINE_POST:
		return p->post_id == line->post_id;
	case LINE_NATIONAL:
	case LINE_EMPLOYER:
	default:
		return true;
	}
}

/* As a line counts (core/line.h). */
static bool passes(const struct post_row *p, const struct post_load *load, const struct roster_line *line)
{
	enum { MILLION = 1000000, MILLE = 1000 };
	int64_t limit = line->value;

	if (line->kind == LINE_SHARE)
		return load->availability == AVAILABLE && (int64_t)load->load_minutes * MILLE > limit * load->capacity_minutes;
	if (line->scope != LINE_POST && p->fte_millionths >= 0)
		limit = limit * p->fte_millionths / MILLION;
	return load->cases > (limit < 1 ? 1 : limit);
}

struct line_reach line_reach(const struct snapshot *s, const struct loads *l, const struct roster_line *line)
{
	struct line_reach reach = {0, 0};

	for (size_t i = 0; i < s->posts_count; i++) {
		if (l->posts[i].availability == CARRIES_NO_CASES || !is_for(s, &s->posts[i], line))
			continue;
		reach.holds++;
		reach.passed += passes(&s->posts[i], &l->posts[i], line) ? 1 : 0;
	}
	return reach;
}
