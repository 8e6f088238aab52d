#include "core/roster_joining.h"

void joining_report(struct joining *j, bool warning, struct record_place where, const char *field, const char *code, const char *text)
{
	*ARENA_PUSH(j->a, &j->ret->issues, &j->ret->issues_count, &j->ret->issues_room) =
		(struct roster_issue){where, field, code, text, warning};
}

const char *joining_person_words(struct joining *j, int32_t person)
{
	const struct roster_person *p = &j->ret->roster.persons[person];

	return said(p->name) ? arena_printf(j->a, "%s (%s)", p->name, p->code) : p->code;
}

const char *joining_team_words(struct joining *j, int32_t team_id)
{
	const struct roster *r = &j->ret->roster;

	for (size_t i = 0; i < r->teams_count; i++)
		if (r->teams[i].team_id == team_id)
			return r->teams[i].name;
	return "no team";
}

/* "N1, N2"; a few are enough to know what is meant. */
static const char *teams_of_name(struct joining *j, const char *name)
{
	enum { ENOUGH = 5 };
	const struct roster *r = &j->ret->roster;
	const char *folded = str_fold_name(j->a, str_of(name)), *words = "";
	int count = 0;

	for (size_t i = 0; i < r->teams_count && count < ENOUGH; i++)
		if (str_equal(str_fold_name(j->a, str_of(r->teams[i].name)), folded))
			words = arena_printf(j->a, "%s%s%s", words, count++ > 0 ? ", " : "",
				said(r->teams[i].told_code) ? r->teams[i].told_code : r->teams[i].code);
	return words;
}

const char *joining_shared_name_words(struct joining *j, const char *name)
{
	return arena_printf(j->a, "the code of a team: %s is the name of more than one, with the codes %s", name,
		teams_of_name(j, name));
}

static void report_shared_name(struct joining *j, const char *name, struct record_place where)
{
	int32_t next = (int32_t)strmap_count(j->doubted_teams);

	if (strmap_put(j->doubted_teams, str_of(str_fold_name(j->a, str_of(name))), next) == next)
		joining_report(j, false, where, "team", "uncertain-team", joining_shared_name_words(j, name));
}

int32_t joining_find_team(struct joining *j, const char *text, struct record_place where)
{
	int32_t place = index_find_team(&j->x, text);

	if (place == INDEX_UNCERTAIN)
		report_shared_name(j, text, where);
	return place;
}

int32_t joining_team_id(struct joining *j, const char *text, struct record_place where)
{
	int32_t id = index_team_id(&j->x, text);

	if (id == INDEX_UNCERTAIN)
		report_shared_name(j, text, where);
	return id;
}

const char *joining_namesakes_words(struct joining *j, const struct index_namesakes *found)
{
	if (found->person == INDEX_NONE || found->other == INDEX_NONE)
		return "too many people";
	return arena_printf(j->a, "%s and %s", joining_person_words(j, found->other), joining_person_words(j, found->person));
}

void joining_put_reduction(struct joining *j, const struct roster_reduction *told)
{
	struct roster *r = &j->ret->roster;

	for (size_t i = 0; i < r->reductions_count; i++) {
		struct roster_reduction *known = &r->reductions[i];

		if (known->post_id == told->post_id && known->when.from == told->when.from &&
			str_is_ignoring_case(str_of(known->reason), told->reason)) {
			known->minutes = told->minutes;
			known->when.until = told->when.until;
			return;
		}
	}
	*ARENA_PUSH(j->a, &r->reductions, &r->reductions_count, &r->reductions_room) = *told;
}

/* ---- numbers without names ---- */

bool joining_may_be_numbered(struct joining *j, struct record_place where, const char *name)
{
	int32_t before;

	if (j->numbered == 0)
		return false;
	if (strmap_get(j->doubted, str_of(str_fold_name(j->a, str_of(name))), &before))
		return true;
	(void)strmap_put(j->doubted, str_of(str_fold_name(j->a, str_of(name))), 1);
	joining_report(j, false, where, "worker", "uncertain-worker", arena_printf(j->a,
		"a list that gives number and name, such as professionals or workers.csv: who is named here may be one of "
		"those known by number only (%zu), so what they hold is left out", j->numbered));
	return true;
}

void joining_count_numbered(struct joining *j)
{
	const struct roster *r = &j->ret->roster;

	j->numbered = 0;
	for (size_t i = 0; i < r->persons_count; i++)
		j->numbered += !said(r->persons[i].name);
}
