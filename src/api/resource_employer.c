/* Employers, one employer's teams, the official counts, and schemes. */
#include "api/parts.h"

static const char *const EMPLOYER_COLUMNS[] = {"employer", "name", "demo", "ledger_position"};

static const char *const TEAM_COLUMNS[] = {"team", "team_name", "service", "manager", "posts", "not_available",
	"load_minutes", "capacity_minutes", "used_percent", "under", "within", "stretched", "over", "not_known"};

static const char *const COUNT_COLUMNS[] = {"measure", "value"};

static const char *const SCHEME_COLUMNS[] = {"kind", "code", "stage", "name", "value", "unit", "state", "source"};

void resource_employers(struct buf *out, enum resource_format format, const struct employer *employers, size_t count)
{
	struct rows r = ROWS(out, format, EMPLOYER_COLUMNS);

	rows_list(&r, "employers");
	for (size_t i = 0; i < count; i++) {
		rows_begin(&r);
		rows_text(&r, employers[i].code);
		rows_text(&r, employers[i].name);
		rows_bool(&r, employers[i].demo);
		rows_int(&r, employers[i].position);
		rows_end(&r);
	}
	rows_list_end(&r);
	rows_finish(&r);
}

static void put_team(struct rows *r, const struct picture *p, int32_t team)
{
	const struct team_row *t = &p->snap->teams[team];
	struct pooled_load pool = pool_team(p->snap, &p->loads, team);

	rows_begin(r);
	rows_text(r, t->code);
	rows_text(r, t->name);
	rows_text(r, t->service >= 0 ? p->snap->services[t->service].code : "");
	rows_text(r, t->manager);
	rows_int(r, pool.posts);
	rows_int(r, pool.not_available);
	rows_int(r, pool.load_minutes);
	rows_int(r, pool.capacity_minutes);
	rows_tenths_or_null(r, pool.used_permille);
	rows_int(r, pool.bands[BAND_UNDER]);
	rows_int(r, pool.bands[BAND_WITHIN]);
	rows_int(r, pool.bands[BAND_STRETCHED]);
	rows_int(r, pool.bands[BAND_OVER]);
	rows_int(r, pool.bands[BAND_NOT_KNOWN]);
	rows_end(r);
}

void resource_employer(struct buf *out, enum resource_format format, const struct picture *p)
{
	struct rows r = ROWS(out, format, TEAM_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "teams");
	for (int32_t team = 0; team < (int32_t)p->snap->teams_count; team++)
		put_team(&r, p, team);
	rows_list_end(&r);
	rows_finish(&r);
}

static void put_refs(struct json_writer *w, const char *key, const char **refs, size_t count)
{
	json_array(w, key);
	for (size_t i = 0; i < count; i++)
		json_text(w, NULL, refs[i]);
	json_end(w, ']');
}

static void put_tenths_or_null(struct json_writer *w, const char *key, int32_t tenths)
{
	if (tenths >= 0)
		json_tenths(w, key, tenths);
	else
		json_null(w, key);
}

static void put_counts(struct json_writer *w, const struct counts *c)
{
	json_int(w, "open_cases", c->open_cases);
	put_refs(w, "unallocated", c->unallocated, c->unallocated_count);
	put_refs(w, "lapsed", c->lapsed, c->lapsed_count);
	put_refs(w, "double_allocated", c->double_allocated, c->double_count);
	json_int(w, "case_holders", c->case_holders);
	json_millionths(w, "case_holders_fte", c->case_holders_fte_millionths);
	put_refs(w, "case_holders_without_fte", c->no_fte_holders, c->no_fte_count);
	json_int(w, "cases_held", c->cases_held);
	put_tenths_or_null(w, "average_caseload", c->average_tenths);
	put_tenths_or_null(w, "max_cases_per_fte", c->most_per_fte_tenths);
	json_int(w, "median_cases", c->median);
	json_int(w, "p90_cases", c->p90);
}

static void count_row(struct rows *r, const char *measure, int64_t value)
{
	rows_begin(r);
	rows_text(r, measure);
	rows_int(r, value);
	rows_end(r);
}

static void tenths_row(struct rows *r, const char *measure, int64_t tenths)
{
	rows_begin(r);
	rows_text(r, measure);
	rows_tenths_or_null(r, tenths);
	rows_end(r);
}

static void put_count_rows(struct rows *r, const struct counts *c)
{
	count_row(r, "open_cases", c->open_cases);
	count_row(r, "unallocated", (int64_t)c->unallocated_count);
	count_row(r, "lapsed", (int64_t)c->lapsed_count);
	count_row(r, "double_allocated", (int64_t)c->double_count);
	count_row(r, "case_holders", c->case_holders);
	rows_begin(r);
	rows_text(r, "case_holders_fte");
	rows_millionths_or_null(r, c->case_holders_fte_millionths);
	rows_end(r);
	count_row(r, "case_holders_without_fte", (int64_t)c->no_fte_count);
	count_row(r, "cases_held", c->cases_held);
	tenths_row(r, "average_caseload", c->average_tenths);
	tenths_row(r, "max_cases_per_fte", c->most_per_fte_tenths);
	count_row(r, "median_cases", c->median);
	count_row(r, "p90_cases", c->p90);
}

void resource_counts(struct buf *out, enum resource_format format, const struct picture *p, int32_t team)
{
	struct rows r = ROWS(out, format, COUNT_COLUMNS);
	struct arena *a = arena_new();
	struct counts counts = counts_of_snapshot(a, p->snap, team);

	put_head(&r, p);
	if (format == RESOURCE_JSON)
		put_counts(&r.json, &counts);
	else
		put_count_rows(&r, &counts);
	rows_finish(&r);
	arena_free(a);
}

struct scheme_line_out {
	const char *kind, *code, *stage, *name;
	int64_t value;
	const char *unit;
	const struct scheme_source *source;
};

static void put_value(struct rows *r, struct scheme_line_out v)
{
	rows_begin(r);
	rows_text(r, v.kind);
	rows_text(r, v.code);
	rows_text(r, v.stage);
	rows_text(r, v.name);
	rows_int(r, v.value);
	rows_text(r, v.unit);
	rows_text(r, source_state(v.source));
	rows_text(r, v.source != NULL ? v.source->text : "");
	rows_end(r);
}

static void put_types(struct rows *r, const struct scheme *s)
{
	for (size_t i = 0; i < s->types_count; i++) {
		const struct scheme_type *t = &s->types[i];

		if (t->base_minutes >= 0)
			put_value(r, (struct scheme_line_out){"type", t->code, t->stage, t->name, t->base_minutes, "a week",
				&t->source});
		if (t->task_minutes > 0)
			put_value(r, (struct scheme_line_out){"dated work", t->code, t->stage, t->name, t->task_minutes,
				"in all", &t->source});
	}
}

static void put_shares(struct rows *r, const struct scheme *s)
{
	for (size_t i = 0; i < s->factors_count; i++)
		put_value(r, (struct scheme_line_out){"factor", s->factors[i].code, "", s->factors[i].name,
			s->factors[i].permille, "per mille", &s->factors[i].source});
	for (size_t i = 0; i < s->tasks_count; i++)
		put_value(r, (struct scheme_line_out){"task", s->tasks[i].code, "", s->tasks[i].name, s->tasks[i].minutes,
			"in all", &s->tasks[i].source});
	for (size_t i = 0; i < s->reserves_count; i++)
		put_value(r, (struct scheme_line_out){"reserve", s->reserves[i].code, "", s->reserves[i].name,
			s->reserves[i].permille, "per mille of the contract", &s->reserves[i].source});
	for (size_t i = 0; i < s->reductions_count; i++)
		put_value(r, (struct scheme_line_out){"reduction", s->reductions[i].code, "", s->reductions[i].name,
			s->reductions[i].usual_permille, "per mille of the contract", &s->reductions[i].source});
	for (size_t i = 0; i < s->grades_count; i++)
		put_value(r, (struct scheme_line_out){"grade", s->grades[i].code, "", s->grades[i].name, s->grades[i].target,
			"points a week", &s->grades[i].source});
}

/* A rule that the scheme does not have changes nothing and has no source. */
static void put_rule(struct rows *r, struct scheme_line_out v)
{
	if (v.source->text != NULL && v.source->text[0] != '\0')
		put_value(r, v);
}

static void put_general(struct rows *r, const struct scheme *s)
{
	put_rule(r, (struct scheme_line_out){"sibling share", "", "", "Each further case of a household with the same holder",
		s->sibling_permille, "per mille", &s->sibling_source});
	put_rule(r, (struct scheme_line_out){"hand-over", "", "", "A new holder's first weeks", s->handover_minutes, "a week",
		&s->handover_source});
	put_rule(r, (struct scheme_line_out){"closing", "", "", "Taper of a closed case", s->closing_weeks, "weeks",
		&s->closing_source});
	put_rule(r, (struct scheme_line_out){"newly qualified", "", "", "Protected time", s->newly_qualified_permille,
		"per mille of the contract", &s->newly_qualified_source});
	for (size_t i = 0; i < s->ramp_weeks; i++)
		put_value(r, (struct scheme_line_out){"agency ramp", "", "", "Capacity in one of the first weeks, in order",
			s->ramp_permille[i], "per mille of capacity", &s->ramp_source});
}

void resource_scheme(struct buf *out, enum resource_format format, const struct scheme *s)
{
	struct rows r = ROWS(out, format, SCHEME_COLUMNS);

	if (format == RESOURCE_JSON) {
		json_text(&r.json, "id", s->id);
		json_int(&r.json, "version", s->version);
		json_text(&r.json, "title", s->title);
		json_text(&r.json, "unit", s->unit);
		json_int(&r.json, "contract_minutes", s->contract_minutes);
	}
	rows_list(&r, "values");
	put_types(&r, s);
	put_shares(&r, s);
	put_general(&r, s);
	rows_list_end(&r);
	rows_finish(&r);
}
