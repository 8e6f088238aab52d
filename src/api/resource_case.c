/* One case, and the pile of those that nobody holds. */
#include "api/parts.h"

#include "core/list_words.h"
#include "core/pile.h"
#include "service/pictures/code_words.h"

static const char *const WEIGHT_COLUMNS[] = {"case", "holder", "what", "minutes", "source", "source_state"};

static const char *const PILE_COLUMNS[] = {"case", "type", "reason", "since", "days", "owner", "team", "weight_minutes",
	"holder", "risk", "safety", "why", "next_look"};

/* The person's code, "" where that may not be known; the team's where no person holds it. */
static const char *holder_of(const struct snapshot *s, const struct sight *v, int32_t holding)
{
	const struct holding_row *h = holding >= 0 ? &s->holdings[holding] : NULL;

	if (h == NULL)
		return "";
	if (h->post < 0)
		return team_code(s, h->team);
	return sees_holder(v, h->case_index, h->post) ? s->persons[s->posts[h->post].person].code : "";
}

static void put_weight_rows(struct rows *r, const struct snapshot *s, const struct sight *v, const struct case_row *c, int32_t holding,
	const struct weight *weight)
{
	for (size_t i = 0; i < weight->lines_count; i++) {
		const struct weight_line *l = &weight->lines[i];

		rows_begin(r);
		rows_text(r, c->ref);
		rows_text(r, holder_of(s, v, holding));
		rows_text(r, l->what);
		rows_int(r, l->minutes);
		rows_text(r, l->source != NULL ? l->source->text : "the case's own record");
		rows_text(r, source_state(l->source));
		rows_end(r);
	}
}

static void put_weight(struct json_writer *w, const struct weight *weight)
{
	json_int(w, "weight_minutes", weight->minutes);
	json_int(w, "low_minutes", weight->low);
	json_int(w, "high_minutes", weight->high);
	put_weight_lines(w, "lines", weight);
}

static void put_stages(struct json_writer *w, const struct snapshot *s, const struct case_row *c)
{
	json_begin_array(w, "stages_in_force");
	for (int32_t i = 0; i < c->stages_count; i++) {
		const struct stage_row *stage = &s->stages[c->first_stage + i];

		json_begin_object(w, NULL);
		json_text(w, "type", stage->type);
		json_text_or_null(w, "stage", stage->stage);
		json_date(w, "from", stage->when.from);
		json_date(w, "until", stage->when.until);
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* What a fact is called by; of a holding, why it ended. */
static const char *code_of(const struct sight *v, const struct fact *f)
{
	bool hidden = f->kind == FACT_HOLDING && reason_is_personal(f->code) && !sees_reason_of_holding(v, f);

	return hidden ? "personal" : f->code;
}

static void put_history(struct json_writer *w, const struct sight *v, const struct case_facts *history)
{
	static const char *const KINDS[] = {[FACT_CASE] = "case", [FACT_EPISODE] = "episode", [FACT_STAGE] = "stage",
		[FACT_FACTOR] = "factor", [FACT_TASK] = "task", [FACT_SURGE] = "surge", [FACT_HOLDING] = "holding", [FACT_READER] = "reader",
		[FACT_VIEW] = "view"};

	json_begin_array(w, "history");
	for (size_t i = 0; i < history->count; i++) {
		const struct fact *f = &history->facts[i];

		if (f->kind == FACT_CASE || f->kind == FACT_READER)
			continue;
		json_begin_object(w, NULL);
		json_text(w, "kind", KINDS[f->kind]);
		json_text_or_null(w, "code", code_of(v, f));
		json_date(w, "from", f->when.from);
		json_date(w, "until", f->when.until);
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* The head of a case: what it is, and its weight as its first holder carries it. */
static void put_case_head(struct rows *r, const struct picture *p, const struct case_row *c, const struct weight *weight)
{
	const struct snapshot *s = p->snap;
	struct json_writer *w = &r->json;

	json_text(w, "case", c->ref);
	json_text(w, "state", c->state == CASE_OPEN ? "open" : "closing");
	json_text_or_null(w, "type", type_code(s, c));
	json_text(w, "scheme", snapshot_case_scheme(s, c)->id);
	json_int(w, "scheme_version", snapshot_case_scheme(s, c)->version);
	json_date(w, "opened", c->opened);
	json_date(w, "closed", c->closed);
	if (weight == NULL) {
		json_put_null(w, "weight_minutes");
		return;
	}
	put_weight(w, weight);
}

static const char *standing_code(enum holding_standing standing)
{
	static const char *const CODES[] = {[HOLDING_STANDS] = "stands", [HOLDING_EMERGENCY] = "emergency", [HOLDING_ON_PAPER] = "on-paper"};

	return CODES[standing];
}

static void put_holders(struct json_writer *w, struct arena *a, const struct picture *p, const struct sight *v, const struct case_row *c)
{
	const struct snapshot *s = p->snap;

	json_begin_array(w, "holders");
	for (int32_t i = 0; i < c->holdings_count; i++) {
		int32_t place = c->first_holding + i;
		const struct holding_row *h = &s->holdings[place];
		struct weight weight;

		json_begin_object(w, NULL);
		json_text_or_null(w, "holder", holder_of(s, v, place));
		json_text(w, "role", holding_role_in_file(h->role));
		json_int(w, "share_permille", h->share);
		json_text(w, "standing", standing_code(h->standing));
		json_date(w, "from", h->when.from);
		if (weight_of_case(a, s, h->case_index, place, &weight, NULL) == 0)
			put_weight(w, &weight);
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* On the day of the picture, and the year before it. */
static void put_continuity(struct json_writer *w, struct arena *a, const struct picture *p, const struct case_history *history)
{
	size_t count;
	const struct post_holder *posts = case_history_posts(a, history, p->snap, &count);
	struct continuity c = continuity_of_case(&history->facts, posts, count, p->snap->day);

	json_begin_object(w, "continuity");
	json_date(w, "since", c.since);
	json_int(w, "workers", c.workers);
	json_int(w, "changes_of_worker", c.changes);
	json_end(w, '}');
}

void resource_case(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t case_index, const struct case_history *history)
{
	const struct case_row *c = &p->snap->cases[case_index];
	struct rows r = ROWS(out, format, WEIGHT_COLUMNS);
	struct arena *a = arena_new();
	int32_t holding = c->holdings_count > 0 ? c->first_holding : -1;
	struct weight weight;
	bool weighed = weight_of_case(a, p->snap, case_index, holding, &weight, NULL) == 0;

	put_head(&r, p);
	if (format == RESOURCE_JSON) {
		put_case_head(&r, p, c, weighed ? &weight : NULL);
		put_holders(&r.json, a, p, v, c);
		put_stages(&r.json, p->snap, c);
		put_continuity(&r.json, a, p, history);
		put_history(&r.json, v, &history->facts);
	} else if (weighed) {
		put_weight_rows(&r, p->snap, v, c, holding, &weight);
	}
	rows_finish(&r);
	arena_free(a);
}

/* What was found when somebody looked at it last; it tells of the work. */
static void put_look(struct rows *r, const struct review_row *look)
{
	rows_text(r, look != NULL ? look->risk : "");
	rows_text(r, look != NULL ? look->safety : "");
	rows_text(r, look != NULL ? look->why : "");
	rows_date(r, look != NULL ? look->next : DAY_MAX);
}

static void put_pile_row(struct rows *r, const struct picture *p, const struct sight *v, const struct pile_row *row)
{
	const struct snapshot *s = p->snap;
	const struct case_row *c = &s->cases[row->case_index];
	bool work = sees_case(v, FIELD_CASE_WORK, row->case_index);

	rows_begin(r);
	rows_text(r, case_label(s, v, row->case_index));
	rows_text(r, work ? type_code(s, c) : "");
	rows_text(r, pile_reason_code(row->reason));
	rows_date(r, row->since);
	rows_int(r, row->days);
	rows_text(r, work ? row->owner : "");
	rows_text(r, team_code(s, snapshot_case_team(s, c)));
	rows_int_or_null(r, row->weight_minutes);
	rows_text(r, sees_holder(v, row->case_index, row->holder_post) ? s->persons[s->posts[row->holder_post].person].code : "");
	put_look(r, work && c->reviews_count > 0 ? &s->reviews[c->first_review] : NULL);
	rows_end(r);
}

void resource_unallocated(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	int32_t team)
{
	struct rows r = ROWS(out, format, PILE_COLUMNS);
	struct arena *a = arena_new();
	struct pile_row *rows = arena_array(a, p->pile_count, sizeof *rows);
	size_t count = list_pile(v, p->snap, p->pile, p->pile_count, team, rows);

	put_head(&r, p);
	rows_list(&r, "unallocated");
	for (size_t i = 0; i < count; i++)
		put_pile_row(&r, p, v, &rows[i]);
	rows_list_end(&r);
	rows_finish(&r);
	arena_free(a);
}
