#include "web/pages/health/health_behind.h"

#include "web/admit.h"
#include "web/pages/common.h"
#include "web/words.h"

enum list { NO_LIST, PILE_BY_RISK, PILE_BY_DAYS, PILE_BY_OWNER, PILE_BY_WEIGHT, BOARDS, EXCEPTIONS, LISTS };

static const struct {
	const char *section, *sort; /* sort "": of a team it is its board */
	const char *words, *of_team;
} LIST[LISTS] = {
	[PILE_BY_RISK] = {"unallocated", "risk", "All cases that wait, by risk", "Its cases that wait"},
	[PILE_BY_DAYS] = {"unallocated", "-days", "All cases that wait, the longest first", "Its cases that wait"},
	[PILE_BY_OWNER] = {"unallocated", "owner", "All cases that wait, those of no manager first", "Its cases that wait"},
	[PILE_BY_WEIGHT] = {"unallocated", "-weight", "All cases that wait, the largest first", "Its cases that wait"},
	[BOARDS] = {"", "", "The teams, each with a board of its workers", "Its workers"},
	[EXCEPTIONS] = {"exceptions", "", "The lines that are passed, and the exceptions in force", "Its workers"},
};

static const enum list LIST_OF[HEALTH_MEASURES] = {
	[MEASURE_WORKERS] = BOARDS,
	[MEASURE_HOLDERS] = BOARDS,
	[MEASURE_CASES_HELD] = BOARDS,
	[MEASURE_CASES_MEAN] = BOARDS,
	[MEASURE_CASES_MEDIAN] = BOARDS,
	[MEASURE_CASES_P90] = BOARDS,
	[MEASURE_CASES_MOST] = BOARDS,
	[MEASURE_OVER_30] = BOARDS,
	[MEASURE_OVER_40] = BOARDS,
	[MEASURE_OVER_60] = BOARDS,
	[MEASURE_USED] = BOARDS,
	[MEASURE_LOAD_MEAN] = BOARDS,
	[MEASURE_LOAD_MEDIAN] = BOARDS,
	[MEASURE_LOAD_P90] = BOARDS,
	[MEASURE_UNDER] = BOARDS,
	[MEASURE_WITHIN] = BOARDS,
	[MEASURE_STRETCHED] = BOARDS,
	[MEASURE_OVER] = BOARDS,
	[MEASURE_NOT_AVAILABLE] = BOARDS,
	[MEASURE_NOT_KNOWN] = BOARDS,
	[MEASURE_UNWEIGHED] = BOARDS,
	[MEASURE_WAITING] = PILE_BY_RISK,
	[MEASURE_UNALLOCATED] = PILE_BY_RISK,
	[MEASURE_WAITING_LONGEST] = PILE_BY_DAYS,
	[MEASURE_WAITING_MEDIAN] = PILE_BY_DAYS,
	[MEASURE_WAITING_MINUTES] = PILE_BY_WEIGHT,
	[MEASURE_NEVER_HELD] = PILE_BY_RISK,
	[MEASURE_LAPSED] = PILE_BY_RISK,
	[MEASURE_MANAGER_HELD] = PILE_BY_RISK,
	[MEASURE_TEAM_HELD] = PILE_BY_RISK,
	[MEASURE_ABSENT_HELD] = PILE_BY_RISK,
	[MEASURE_EMERGENCY_HELD] = PILE_BY_RISK,
	[MEASURE_ON_PAPER] = PILE_BY_RISK,
	[MEASURE_TO_BEGIN] = PILE_BY_RISK,
	[MEASURE_HELD_IN_PART] = PILE_BY_RISK,
	[MEASURE_LOOK_OVERDUE] = PILE_BY_RISK,
	[MEASURE_NEVER_LOOKED] = PILE_BY_RISK,
	[MEASURE_HIGH_RISK] = PILE_BY_RISK,
	[MEASURE_NO_OWNER] = PILE_BY_OWNER,
	[MEASURE_PAST_LINE] = EXCEPTIONS,
	[MEASURE_PAST_WITH_LEAVE] = EXCEPTIONS,
	[MEASURE_STANDING] = EXCEPTIONS,
	[MEASURE_EXCEPTIONS] = EXCEPTIONS,
	[MEASURE_EXCEPTIONS_RENEWED] = EXCEPTIONS,
	[MEASURE_EXCEPTIONS_MANAGER] = EXCEPTIONS,
	[MEASURE_EXCEPTIONS_HEAD] = EXCEPTIONS,
	[MEASURE_EXCEPTIONS_DIRECTOR] = EXCEPTIONS,
	[MEASURE_RENEWED_TWICE] = EXCEPTIONS,
};

static const char *sorted(const struct page_context *ctx, enum list list, const char *team)
{
	const char *path = page_link(ctx, LIST[list].section, "");

	if (LIST[list].sort[0] == '\0')
		return path;
	return words_join(ctx->arena, path, ctx->suffix[0] != '\0' ? "&" : "?", "sort=", LIST[list].sort,
		team[0] != '\0' ? "&team=" : "", page_segment(ctx->arena, team), NULL);
}

static const char *team_list(const struct page_context *ctx, enum list list, int32_t team)
{
	const char *board = team_href(ctx, team);

	if (LIST[list].sort[0] == '\0' || board[0] == '\0')
		return board;
	return sorted(ctx, list, team >= 0 ? ctx->picture->snap->teams[team].code : TEAM_NONE_CODE);
}

/* By a path without its day. */
static bool may_open(const struct page_context *ctx, enum list list)
{
	const char *section = LIST[list].section;

	return admits_to_path(ctx, words_join(ctx->arena, "/employers/",
		page_segment(ctx->arena, ctx->picture->snap->employer.code), section[0] != '\0' ? "/" : "", section, NULL));
}

struct link_view health_behind(const struct page_context *ctx, enum health_measure m, struct health_scope scope)
{
	const enum list list = LIST_OF[m];
	const struct link_view none = {.text = "", .href = ""};

	if (list == NO_LIST || !may_open(ctx, list))
		return none;
	if (scope.team != TEAMS_ALL)
		return (struct link_view){.text = LIST[list].of_team, .href = team_list(ctx, list, scope.team)};
	return scope.service != NULL ? none : (struct link_view){.text = LIST[list].words, .href = sorted(ctx, list, "")};
}
