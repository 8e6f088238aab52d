/* Loads, lines and one worker. */
#include "api/parts.h"

#include "core/list_words.h"

static const char *const LOAD_COLUMNS[] = {"worker", "worker_name", "team", "team_name", "agency", "newly_qualified", "fte",
	"contract_minutes", "capacity_minutes", "availability", "load_minutes", "low_minutes", "high_minutes", "used_percent",
	"cases", "households", "closing_cases", "unweighed_cases", "band", "binding_line", "person_load_minutes",
	"person_capacity_minutes"};

static const char *const LINE_COLUMNS[] = {"worker", "worker_name", "team", "scope", "kind", "value", "status", "agreed_by",
	"agreed_on", "from", "until", "limit", "used", "used_percent", "passed", "binds"};


static const char *target_of(const struct snapshot *s, const struct line_row *l)
{
	switch (l->scope) {
	case LINE_SERVICE:
		return s->services[l->target].code;
	case LINE_TEAM:
		return s->teams[l->target].code;
	case LINE_POST:
		return s->persons[s->posts[l->target].person].code;
	default:
		return "";
	}
}

/* `target`: whom or what it is for, "" where that may not be said. */
static void put_line(struct json_writer *w, const char *key, const struct snapshot *s, const struct line_state *state,
	const char *target)
{
	const struct line_row *l = &s->lines[state->line];
	bool named = l->scope != LINE_POST || target[0] != '\0';

	json_begin_object(w, key);
	json_text(w, "scope", line_scope_in_file(l->scope));
	json_text_or_null(w, "target", target);
	json_text(w, "kind", line_kind_in_file(l->kind));
	if (l->kind == LINE_SHARE)
		json_tenths(w, "value", l->value);
	else
		json_int(w, "value", l->value);
	json_text(w, "status", line_status_in_file(l->status));
	json_text_or_null(w, "agreed_by", named ? l->agreed_by : "");
	json_date(w, "agreed_on", named ? l->agreed_on : DAY_MIN);
	json_int(w, "limit", state->limit);
	json_int(w, "used", state->used);
	if (state->used_permille >= 0)
		json_tenths(w, "used_percent", state->used_permille);
	else
		json_put_null(w, "used_percent");
	if (state->measured)
		json_bool(w, "passed", state->passed);
	else
		json_put_null(w, "passed");
	json_end(w, '}');
}

static void put_binding_line(struct rows *r, const struct picture *p, const struct listed_post *row, const struct post_load *load)
{
	struct line_state state;
	bool binds = line_next(p->snap, row->post, load, &(struct line_walk){0}, &state) && line_binds(p->snap, &state);
	const struct line_row *line = binds ? &p->snap->lines[state.line] : NULL;
	bool may_say = binds && (row->number == 0 || line->scope != LINE_POST);
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w == NULL)
		rows_text(r, binds ? line_scope_in_file(line->scope) : "");
	else if (binds)
		put_line(w, key, p->snap, &state, may_say ? target_of(p->snap, line) : "");
	else
		json_put_null(w, key);
}

const char *availability_code(enum availability availability)
{
	static const char *const CODES[] = {[AVAILABLE] = "available", [ABSENT] = "absent", [OVER_REDUCED] = "over-reduced",
		[NO_CONTRACT] = "no-contract", [NOT_YET_IN_POST] = "not-yet-in-post", [NO_LONGER_IN_POST] = "no-longer-in-post",
		[CARRIES_NO_CASES] = "carries-no-cases", [CONTRACT_UNKNOWN] = "contract-unknown"};

	return CODES[availability];
}

/* What the post is, in four cells; nothing of it where it would tell whose it is. */
static void put_post_kind(struct rows *r, const struct snapshot *s, const struct post_row *row, bool seen)
{
	if (!seen) {
		for (int i = 0; i < 4; i++)
			rows_text(r, "");
		return;
	}
	rows_bool(r, row->agency);
	rows_bool(r, row->newly_qualified_until > s->day);
	rows_millionths_or_null(r, row->fte_millionths);
	rows_int_or_null(r, row->contract_minutes);
}

static void put_post(struct rows *r, const struct picture *p, const struct sight *v, const struct listed_post *listed)
{
	const struct snapshot *s = p->snap;
	const struct post_row *row = &s->posts[listed->post];
	const struct post_load *load = &p->loads.posts[listed->post];
	struct pooled_load person = pool_person(s, &p->loads, row->person);
	bool kind = sees_post(v, FIELD_WORKER_POST, listed->post);

	rows_worker(r, s, listed);
	rows_text(r, team_code(s, row->team));
	rows_text(r, team_name(s, row->team));
	put_post_kind(r, s, row, kind);
	rows_int(r, load->capacity_minutes);
	rows_text(r, kind ? availability_code(load->availability) : "");
	rows_int(r, load->load_minutes);
	rows_int(r, load->low_minutes);
	rows_int(r, load->high_minutes);
	rows_tenths_or_null(r, load->used_permille);
	rows_int(r, load->cases);
	rows_int(r, load->households);
	rows_int(r, load->closing);
	rows_int(r, load->unweighed);
	rows_text(r, band_code(load->band));
	put_binding_line(r, p, listed, load);
	rows_int_or_null(r, listed->number == 0 ? person.load_minutes : -1);
	rows_int_or_null(r, listed->number == 0 ? person.capacity_minutes : -1);
}

static void put_pool(struct json_writer *w, const char *key, const struct pooled_load *pool)
{
	json_begin_object(w, key);
	json_int(w, "posts", pool->posts);
	json_int(w, "not_available", pool->not_available);
	json_int(w, "load_minutes", pool->load_minutes);
	json_int(w, "capacity_minutes", pool->capacity_minutes);
	if (pool->used_permille >= 0)
		json_tenths(w, "used_percent", pool->used_permille);
	else
		json_put_null(w, "used_percent");
	json_int(w, "past_line", pool->past_line);
	json_end(w, '}');
}

void resource_loads(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	struct resource_scope scope)
{
	struct rows r = ROWS(out, format, LOAD_COLUMNS);
	struct arena *a = arena_new();
	struct pooled_load pool = {0};
	size_t count;
	const struct listed_post *posts = posts_in_scope(a, p, v, scope, &count);

	put_head(&r, p);
	rows_list(&r, "posts");
	for (size_t i = 0; i < count; i++) {
		rows_begin(&r);
		put_post(&r, p, v, &posts[i]);
		rows_end(&r);
		pool_add(&pool, &p->loads.posts[posts[i].post]);
	}
	rows_list_end(&r);
	pool_finish(&pool);
	if (format == RESOURCE_JSON)
		put_pool(&r.json, "pooled", &pool);
	rows_finish(&r);
	arena_free(a);
}

static void put_line_row(struct rows *r, const struct picture *p, const struct listed_post *post, const struct line_state *state)
{
	const struct snapshot *s = p->snap;
	const struct line_row *l = &s->lines[state->line];
	bool named = l->scope != LINE_POST || post->number == 0;

	rows_begin(r);
	rows_worker(r, s, post);
	rows_text(r, team_code(s, s->posts[post->post].team));
	rows_text(r, line_scope_in_file(l->scope));
	rows_text(r, line_kind_in_file(l->kind));
	if (l->kind == LINE_SHARE)
		rows_tenths_or_null(r, l->value); /* per mille is tenths of a percent */
	else
		rows_int(r, l->value);
	rows_text(r, line_status_in_file(l->status));
	rows_text(r, named ? l->agreed_by : "");
	rows_date(r, named ? l->agreed_on : DAY_MIN);
	rows_date(r, l->when.from);
	rows_date(r, l->when.until);
	rows_int(r, state->limit);
	rows_int(r, state->used);
	rows_tenths_or_null(r, state->used_permille);
	if (state->measured)
		rows_bool(r, state->passed);
	else
		rows_text(r, "");
	rows_bool(r, line_binds(s, state));
	rows_end(r);
}

void resource_lines(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	struct resource_scope scope)
{
	struct rows r = ROWS(out, format, LINE_COLUMNS);
	struct arena *a = arena_new();
	size_t count;
	const struct listed_post *posts = posts_in_scope(a, p, v, scope, &count);

	put_head(&r, p);
	rows_list(&r, "lines");
	for (size_t i = 0; i < count; i++) {
		struct line_walk at = {0};
		struct line_state state;

		while (line_next(p->snap, posts[i].post, &p->loads.posts[posts[i].post], &at, &state))
			put_line_row(&r, p, &posts[i], &state);
	}
	rows_list_end(&r);
	rows_finish(&r);
	arena_free(a);
}

/* A reason that is personal, and what would tell it, is one word for whoever may not read it. */
static void put_capacity_line(struct json_writer *w, const struct capacity_line *line, bool reasons)
{
	bool hidden = line->personal && !reasons;

	json_begin_object(w, NULL);
	json_text(w, "what", hidden ? "personal" : line->what);
	json_int(w, "minutes", line->minutes);
	json_text(w, "source", hidden ? "personal" : line->source != NULL ? line->source->text : "the post's own record");
	json_text(w, "source_state", source_state(hidden ? NULL : line->source));
	json_end(w, '}');
}

static void put_capacity_lines(struct json_writer *w, const struct snapshot *s, const struct sight *v, int32_t post)
{
	struct arena *a = arena_new();
	struct capacity capacity = capacity_of_post(a, s, post);

	json_begin_object(w, NULL);
	json_text_or_null(w, "team", team_code(s, s->posts[post].team));
	json_int(w, "capacity_minutes", capacity.minutes);
	json_begin_array(w, "lines");
	for (size_t i = 0; i < capacity.lines_count; i++)
		put_capacity_line(w, &capacity.lines[i], sees_reason(v, post));
	json_end(w, ']');
	json_end(w, '}');
	arena_free(a);
}

static const char *const HOLDING_COLUMNS[] = {
	"case", "team", "role", "share_permille", "type", "minutes", "from", "closing"};

static void put_holding(struct rows *r, const struct picture *p, const struct sight *v, int32_t place)
{
	const struct snapshot *s = p->snap;
	const struct holding_row *h = &s->holdings[place];
	const struct case_row *c = &s->cases[h->case_index];
	bool work = sees_case(v, FIELD_CASE_WORK, h->case_index);

	rows_begin(r);
	rows_text(r, case_label(s, v, h->case_index));
	rows_text(r, team_code(s, s->posts[h->post].team));
	rows_text(r, holding_role_in_file(h->role));
	rows_int(r, h->share);
	rows_text(r, work ? type_code(s, c) : "");
	rows_int_or_null(r, p->loads.holding_minutes[place]);
	rows_date(r, work ? h->when.from : DAY_MIN);
	rows_bool(r, c->state == CASE_CLOSING);
	rows_end(r);
}

void resource_worker(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v, int32_t person)
{
	const struct snapshot *s = p->snap;
	const struct person_row *row = &s->persons[person];
	struct rows r = ROWS(out, format, HOLDING_COLUMNS);
	struct arena *a = arena_new();

	put_head(&r, p);
	if (format == RESOURCE_JSON) {
		struct pooled_load total = pool_person(s, &p->loads, person);

		json_text(&r.json, "worker", row->code);
		json_text_or_null(&r.json, "worker_name", row->name);
		put_pool(&r.json, "total", &total);
		json_begin_array(&r.json, "posts");
		for (int32_t i = 0; i < row->posts_count; i++)
			put_capacity_lines(&r.json, s, v, s->person_posts[row->first_post + i]);
		json_end(&r.json, ']');
	}
	rows_list(&r, "holdings");
	for (int32_t i = 0; i < row->posts_count; i++) {
		const struct post_row *post = &s->posts[s->person_posts[row->first_post + i]];

		int32_t *places = arena_array(a, (size_t)post->holdings_count, sizeof *places);

		list_holdings(v, s, &p->loads, post, places);
		for (int32_t j = 0; j < post->holdings_count; j++)
			put_holding(&r, p, v, places[j]);
	}
	arena_free(a);
	rows_list_end(&r);
	rows_finish(&r);
}

static const char *const SHEET_COLUMNS[] = {
	"worker", "worker_name", "team", "team_name", "case", "role", "share_permille", "type", "minutes", "from", "closing"};

static void put_sheet_row(struct rows *r, const struct picture *p, const struct sight *v, int32_t post, int32_t place)
{
	const struct snapshot *s = p->snap;
	const struct holding_row *h = &s->holdings[place];
	const struct person_row *person = &s->persons[s->posts[post].person];
	int32_t team = s->posts[post].team;
	bool work = sees_case(v, FIELD_CASE_WORK, h->case_index);

	rows_begin(r);
	rows_text(r, person->code);
	rows_text(r, person->name);
	rows_text(r, team_code(s, team));
	rows_text(r, team >= 0 ? s->teams[team].name : "");
	rows_text(r, case_label(s, v, h->case_index));
	rows_text(r, holding_role_in_file(h->role));
	rows_int(r, h->share);
	rows_text(r, work ? type_code(s, &s->cases[h->case_index]) : "");
	rows_int_or_null(r, p->loads.holding_minutes[place]);
	rows_date(r, work ? h->when.from : DAY_MIN);
	rows_bool(r, s->cases[h->case_index].state == CASE_CLOSING);
	rows_end(r);
}

void resource_holdings(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v, int32_t team)
{
	const struct snapshot *s = p->snap;
	struct rows r = ROWS(out, format, SHEET_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "holdings");
	for (int32_t of = -1; of < (int32_t)s->teams_count; of++)
		for (int32_t post = 0; post < (int32_t)s->posts_count; post++)
			for (int32_t i = 0; s->posts[post].team == of && (team < 0 || team == of) && i < s->posts[post].holdings_count; i++)
				put_sheet_row(&r, p, v, post, s->post_holdings[s->posts[post].first_holding + i]);
	rows_list_end(&r);
	rows_finish(&r);
}
