#include "service/import/import_people.h"

#include "core/import_gains.h"
#include "core/list_words.h"

static bool roster_is_empty(const struct roster *r)
{
	return r->teams_count + r->persons_count + r->posts_count + r->lines_count == 0;
}

static void add_starter_lines(struct arena *a, struct roster_told *told, const struct scheme *s)
{
	for (size_t i = 0; i < s->lines_count; i++) {
		const struct scheme_line *l = &s->lines[i];

		*ARENA_PUSH(a, &told->lines, &told->lines_count, &told->lines_room) = (struct line_told){
			.scope = (enum line_scope)line_scope_from(l->scope),
			.target = "",
			.kind = (enum line_kind)line_kind_from(l->kind),
			.value = l->value,
			.status = (enum line_status)line_status_from(l->status),
			.agreed_by = l->agreed_by,
			.agreed_on = l->agreed_on,
			.when = {s->from, DAY_MAX},
			.where = {"", s->id},
		};
	}
}

static void note_issues(struct gather *told, const struct roster_joined *joined)
{
	for (size_t i = 0; i < joined->issues_count; i++) {
		const struct roster_issue *from = &joined->issues[i];
		struct import_issue issue = {.file = from->where.file, .place = from->where.place, .field = from->field,
			.code = from->code, .expected = from->text, .warning = from->warning};

		gather_issue(told, &issue);
	}
}

static void count_changes(struct import_report *r, const struct roster_joined *joined)
{
	struct import_count *const counts[] = {
		[CHANGED_TEAM] = &r->teams,
		[CHANGED_PERSON] = &r->persons,
		[CHANGED_POST] = &r->posts,
		[CHANGED_REDUCTION] = &r->reductions,
		[CHANGED_LINE] = &r->lines,
		[CHANGED_SKILL] = &r->skills,
		[CHANGED_WEEK] = &r->weeks,
	};

	for (size_t i = 0; i < joined->changes_count; i++) {
		struct import_count *c = counts[joined->changes[i].kind];

		c->added += joined->changes[i].is_new;
		c->replaced += !joined->changes[i].is_new;
	}
}

static const struct roster_line *known_line(const struct roster *known, int32_t line_id)
{
	for (size_t i = 0; i < known->lines_count; i++)
		if (known->lines[i].line_id == line_id)
			return &known->lines[i];
	return NULL;
}

static void refuse_line(const struct import_people *p)
{
	gather_issue(p->told, &(struct import_issue){
		.file = "",
		.place = "lines",
		.field = "value",
		.code = "line-not-agreed",
		.expected = "a line from today on that asks no more of anybody than before: others are proposed by one and approved by another",
	});
}

/* Where allocations are negotiated a line is an agreement: what a file may not say of one is left out, an error. */
static void guard_lines(const struct import_people *p, struct roster_joined *joined)
{
	size_t kept = 0;

	for (size_t i = 0; i < joined->changes_count; i++) {
		const struct roster_change *change = &joined->changes[i];
		const struct roster_line *line = change->kind == CHANGED_LINE ? &joined->roster.lines[change->place] : NULL;

		if (line != NULL && !import_line_fits(known_line(p->known, line->line_id), line, p->today))
			refuse_line(p);
		else
			joined->changes[kept++] = *change;
	}
	joined->changes_count = kept;
}

int64_t import_people_join(struct arena *a, const struct import_people *p, struct roster_joined *ret)
{
	struct roster_told told = p->told->told;

	told.lines_room = told.lines_count; /* what is added here is this try's, so the array must move */
	if (roster_is_empty(p->known))
		add_starter_lines(a, &told, p->starter);
	roster_join(a, p->known, &told, p->full_time_minutes, p->live ? p->today : DAY_MAX, ret);
	note_issues(p->told, ret);
	if (p->live)
		guard_lines(p, ret);
	count_changes(p->report, ret);
	return (int64_t)(told.lines_count - p->told->told.lines_count);
}
