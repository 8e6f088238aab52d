#include "api/parts.h"

/* A service whose scheme has not been agreed has none. */
static void put_scheme_in_force(struct json_writer *w, const struct service_row *service)
{
	bool none = scheme_is_none(service->scheme);

	json_begin_object(w, NULL);
	json_text(w, "service", service->code);
	json_text_or_null(w, "scheme", none ? "" : service->scheme->id);
	if (none)
		json_put_null(w, "version");
	else
		json_int(w, "version", service->scheme->version);
	json_end(w, '}');
}

void put_head(struct rows *r, const struct picture *p)
{
	const struct employer *e = &p->snap->employer;

	if (r->format != RESOURCE_JSON)
		return;
	json_text(&r->json, "employer", e->code);
	json_text(&r->json, "name", e->name);
	json_date(&r->json, "on", p->snap->day);
	json_int(&r->json, "ledger_position", e->position);
	json_bool(&r->json, "demo", e->demo);
	json_begin_array(&r->json, "schemes");
	for (size_t i = 0; i < p->snap->services_count; i++)
		put_scheme_in_force(&r->json, &p->snap->services[i]);
	json_end(&r->json, ']');
}

const char *source_state(const struct scheme_source *source)
{
	static const char *const CODES[] = {
		[VALUE_STANDARD] = "standard", [VALUE_MEASURED] = "measured", [VALUE_GUESS] = "guess"};

	return source != NULL ? CODES[source->state] : "record";
}

const char *weight_reason_code(enum weight_reason reason)
{
	static const char *const CODES[] = {[WEIGHT_BASE] = "base", [WEIGHT_FACTOR] = "factor", [WEIGHT_BOUND] = "bound",
		[WEIGHT_SIBLING] = "sibling-share", [WEIGHT_TASK] = "dated-task", [WEIGHT_SURGE] = "surge",
		[WEIGHT_HANDOVER] = "hand-over", [WEIGHT_VIEW] = "worker-view", [WEIGHT_TAPER] = "closing-taper"};

	return CODES[reason];
}

void put_weight_lines(struct json_writer *w, const char *key, const struct weight *weight)
{
	json_begin_array(w, key);
	for (size_t i = 0; i < weight->lines_count; i++) {
		const struct weight_line *l = &weight->lines[i];

		json_begin_object(w, NULL);
		json_text(w, "reason", weight_reason_code(l->reason));
		json_text(w, "what", l->what);
		json_int(w, "minutes", l->minutes);
		if (l->permille != 0)
			json_millionths(w, "multiplier", (int64_t)l->permille * 1000);
		json_text(w, "source", l->source != NULL ? l->source->text : "the case's own record");
		json_text(w, "source_state", source_state(l->source));
		json_end(w, '}');
	}
	json_end(w, ']');
}

static bool in_scope(const struct picture *p, int32_t post, struct resource_scope scope)
{
	const struct post_row *row = &p->snap->posts[post];

	bool in_team = scope.team == RESOURCE_NO_TEAM ? row->team < 0 : scope.team < 0 || row->team == scope.team;

	return in_team && (scope.person < 0 || row->person == scope.person);
}

const struct listed_post *posts_in_scope(struct arena *a, const struct picture *p, const struct sight *v,
	struct resource_scope scope, size_t *ret_count)
{
	int32_t *posts = arena_array(a, p->snap->posts_count, sizeof *posts);
	struct listed_post *rows = arena_array(a, p->snap->posts_count, sizeof *rows);
	size_t count = 0;

	for (int32_t post = 0; post < (int32_t)p->snap->posts_count; post++)
		if (in_scope(p, post, scope))
			posts[count++] = post;
	*ret_count = list_posts(v, p->snap, &p->loads, posts, count, rows);
	return rows;
}

void rows_worker(struct rows *r, const struct snapshot *s, const struct listed_post *row)
{
	const struct person_row *person = &s->persons[s->posts[row->post].person];
	struct buf number = BUF_INIT(32);

	if (row->number == 0) {
		rows_text(r, person->code);
		rows_text(r, person->name);
		return;
	}
	buf_putf(&number, "Worker %d", row->number);
	rows_text(r, "");
	rows_text(r, buf_text(&number));
	buf_free(&number);
}

const char *case_label(const struct snapshot *s, const struct sight *v, int32_t place)
{
	switch (case_showing(v, place)) {
	case CASE_SHOWN:
		return s->cases[place].ref;
	case CASE_RESTRICTED:
		return "restricted";
	case CASE_UNNAMED:
	default:
		return "";
	}
}

const char *team_code(const struct snapshot *s, int32_t team)
{
	return team >= 0 ? s->teams[team].code : "";
}

const char *team_name(const struct snapshot *s, int32_t team)
{
	return team >= 0 ? s->teams[team].name : "";
}

const char *type_code(const struct snapshot *s, const struct case_row *c)
{
	return c->type >= 0 ? snapshot_case_scheme(s, c)->types[c->type].code : "";
}
