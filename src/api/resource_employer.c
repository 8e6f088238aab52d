/* Employers, one employer's teams, the official counts, and schemes. */
#include "api/parts.h"
#include "core/scheme_values.h"

static const char *const EMPLOYER_COLUMNS[] = {"employer", "name", "demo", "ledger_position"};

static const char *const TEAM_COLUMNS[] = {"team", "team_name", "service", "manager", "posts", "not_available",
	"load_minutes", "capacity_minutes", "used_percent", "under", "within", "stretched", "over", "not_known",
	"waiting_cases", "longest_wait_days"};

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

/* A team, or with -1 the posts and cases of none. */
static void put_team(struct rows *r, const struct picture *p, const struct sight *v, int32_t team)
{
	const struct snapshot *s = p->snap;
	const struct pooled_load *pool = &p->pools[team + 1];
	int32_t service = team >= 0 ? s->teams[team].service : -1;
	struct pile_sum waiting = p->waiting[team + 1];

	rows_begin(r);
	rows_text(r, team_code(s, team));
	rows_text(r, team_name(s, team));
	rows_text(r, service >= 0 ? s->services[service].code : "");
	rows_text(r, team >= 0 && sees_team(v, FIELD_TEAM_MANAGER, team) ? s->teams[team].manager : "");
	rows_int(r, pool->posts);
	rows_int(r, pool->not_available);
	rows_int(r, pool->load_minutes);
	rows_int(r, pool->capacity_minutes);
	rows_tenths_or_null(r, pool->used_permille);
	rows_int(r, pool->bands[BAND_UNDER]);
	rows_int(r, pool->bands[BAND_WITHIN]);
	rows_int(r, pool->bands[BAND_STRETCHED]);
	rows_int(r, pool->bands[BAND_OVER]);
	rows_int(r, pool->bands[BAND_NOT_KNOWN]);
	rows_int(r, waiting.cases);
	rows_int_or_null(r, waiting.cases > 0 ? waiting.longest_days : -1);
	rows_end(r);
}

static void put_teams(struct rows *r, const struct picture *p, const struct sight *v)
{
	rows_list(r, "teams");
	for (int32_t team = -1; team < (int32_t)p->snap->teams_count; team++)
		if (picture_has_team(p, team) && sees_team(v, FIELD_TEAM_FIGURES, team))
			put_team(r, p, v, team);
	rows_list_end(r);
}

static void put_reasons(struct json_writer *w, const struct picture *p)
{
	struct pile_sum sums[PILE_REASONS];

	pile_sums_by_reason(p->pile, p->pile_count, sums);
	json_begin_array(w, "unallocated");
	for (int reason = 0; reason < PILE_REASONS; reason++) {
		json_begin_object(w, NULL);
		json_text(w, "reason", pile_reason_code((enum pile_reason)reason));
		json_int(w, "cases", sums[reason].cases);
		if (sums[reason].cases > 0)
			json_int(w, "longest_wait_days", sums[reason].longest_days);
		else
			json_put_null(w, "longest_wait_days");
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* Of all of them the number; by reference those that the viewer may see, and "restricted" for one that is. */
static void put_refs(struct json_writer *w, const char *key, const char *key_of_number, const struct snapshot *s,
	const struct sight *v, const char **refs, size_t count)
{
	json_int(w, key_of_number, (int64_t)count);
	json_begin_array(w, key);
	for (size_t i = 0; i < count; i++) {
		const char *label = case_label(s, v, snapshot_find_case(s, refs[i]));

		if (label[0] != '\0')
			json_text(w, NULL, label);
	}
	json_end(w, ']');
}

static void put_workers(struct json_writer *w, const char *key, const char *key_of_number, const struct snapshot *s,
	const struct sight *v, const char **codes, size_t count)
{
	json_int(w, key_of_number, (int64_t)count);
	json_begin_array(w, key);
	for (size_t i = 0; i < count; i++)
		if (sees_person(v, FIELD_WORKER_NAME, snapshot_find_person(s, codes[i])))
			json_text(w, NULL, codes[i]);
	json_end(w, ']');
}

static void put_tenths_or_null(struct json_writer *w, const char *key, int32_t tenths)
{
	if (tenths >= 0)
		json_tenths(w, key, tenths);
	else
		json_put_null(w, key);
}

/* null where there is no average of the country for that day and these cases. */
static void put_average(struct json_writer *w, const struct counts *c, int32_t day)
{
	const struct scheme_average *average = counts_average_beside(c, day);

	if (average == NULL) {
		json_put_null(w, "country_average");
		return;
	}
	json_begin_object(w, "country_average");
	json_text(w, "country", c->scheme->country);
	json_date(w, "on", average->day);
	json_tenths(w, "average_caseload", average->tenths);
	json_text(w, "source", average->text);
	json_end(w, '}');
}

static void put_counts(struct json_writer *w, const struct snapshot *s, const struct sight *v, const struct counts *c)
{
	json_int(w, "open_cases", c->open_cases);
	json_int(w, "households", c->households);
	put_refs(w, "unallocated", "unallocated_count", s, v, c->unallocated, c->unallocated_count);
	put_refs(w, "lapsed", "lapsed_count", s, v, c->lapsed, c->lapsed_count);
	put_refs(w, "double_allocated", "double_allocated_count", s, v, c->double_allocated, c->double_count);
	json_int(w, "case_holders", c->case_holders);
	json_millionths(w, "case_holders_fte", c->case_holders_fte_millionths);
	put_workers(w, "case_holders_without_fte", "case_holders_without_fte_count", s, v, c->no_fte_holders, c->no_fte_count);
	json_int(w, "cases_held", c->cases_held);
	put_tenths_or_null(w, "average_caseload", c->average_tenths);
	put_tenths_or_null(w, "max_cases_per_fte", c->most_per_fte_tenths);
	json_int(w, "median_cases", c->median);
	json_int(w, "p90_cases", c->p90);
	put_average(w, c, s->day);
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

static void put_count_rows(struct rows *r, const struct counts *c, int32_t day)
{
	const struct scheme_average *average = counts_average_beside(c, day);

	count_row(r, "open_cases", c->open_cases);
	count_row(r, "households", c->households);
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
	tenths_row(r, "country_average_caseload", average != NULL ? average->tenths : -1);
}

void resource_employer(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v)
{
	struct rows r = ROWS(out, format, TEAM_COLUMNS);

	put_head(&r, p);
	put_teams(&r, p, v);
	if (format == RESOURCE_JSON) {
		put_reasons(&r.json, p);
		json_begin_object(&r.json, "counts");
		put_counts(&r.json, p->snap, v, &p->counts);
		json_end(&r.json, '}');
	}
	rows_finish(&r);
}

void resource_counts(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t team)
{
	struct rows r = ROWS(out, format, COUNT_COLUMNS);
	struct arena *a = arena_new();
	struct counts counts = team < 0 ? p->counts : counts_of_snapshot(a, p->snap, team);

	put_head(&r, p);
	if (format == RESOURCE_JSON)
		put_counts(&r.json, p->snap, v, &counts);
	else
		put_count_rows(&r, &counts, p->snap->day);
	rows_finish(&r);
	arena_free(a);
}

static void put_value(struct rows *r, const struct scheme *s, const struct scheme_value *v)
{
	rows_begin(r);
	rows_text(r, v->kind);
	rows_text(r, v->code);
	rows_text(r, v->stage);
	rows_text(r, v->name);
	if (v->as_recorded)
		rows_int_or_null(r, -1);
	else
		rows_int(r, v->value);
	rows_text(r, value_unit_words(s, v->unit));
	rows_text(r, source_state(v->source));
	rows_text(r, v->source != NULL ? v->source->text : "");
	rows_end(r);
}

void resource_scheme(struct buf *out, enum resource_format format, const struct scheme *s)
{
	struct rows r = ROWS(out, format, SCHEME_COLUMNS);
	struct arena *a = arena_new();
	const struct scheme_value *values;
	size_t count;

	if (format == RESOURCE_JSON) {
		json_text(&r.json, "id", s->id);
		json_int(&r.json, "version", s->version);
		json_text(&r.json, "title", s->title);
		json_text(&r.json, "unit", s->unit);
		json_int(&r.json, "contract_minutes", s->contract_minutes);
	}
	rows_list(&r, "values");
	scheme_values(a, s, &values, &count);
	for (size_t i = 0; i < count; i++)
		put_value(&r, s, &values[i]);
	rows_list_end(&r);
	rows_finish(&r);
	arena_free(a);
}
