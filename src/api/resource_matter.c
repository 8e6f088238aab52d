/* What waits for an answer, and lines that are passed with leave and without. */

#include "api/parts.h"
#include "base/clock.h"
#include "core/closing.h"
#include "core/list_words.h"

static const char *const WAITING_COLUMNS[] = {"matter", "proposal", "kind", "whose", "worker", "worker_name", "case", "team", "line", "with", "asked_on",
	"due", "late"};

static const char *const BROKEN_COLUMNS[] = {"how", "worker", "worker_name", "team", "line", "line_scope", "line_kind", "line_value",
	"up_to", "used_percent", "from", "until", "allowed_by", "renewals", "matter", "with", "answered"};

/* ---- both ---- */

/* Code and name of the worker of a post, where they may be named, and the post's team. */
static void put_worker(struct rows *r, const struct snapshot *s, const struct sight *v, int32_t post)
{
	bool named = post >= 0 && sees_name_of_post(v, post);

	rows_text(r, named ? s->persons[s->posts[post].person].code : "");
	rows_text(r, named ? person_label(&s->persons[s->posts[post].person]) : "");
}

static void put_number(struct rows *r, int32_t id)
{
	rows_int_or_null(r, id != 0 ? id : -1);
}

static const struct line_row *find(const struct snapshot *s, int32_t line_id)
{
	int32_t line = snapshot_find_line_id(s, line_id);

	return line >= 0 ? &s->lines[line] : NULL;
}

/* ---- what waits ---- */

static const char *whose(const struct matter_seen *m)
{
	return m->to_answer ? "to-answer" : m->asked ? "asked" : m->about_them ? "about-you" : "may-answer";
}

static void put_due(struct rows *r, int64_t due)
{
	rows_instant(r, due == LOCAL_NEVER ? 0 : clock_instant_of(due));
}

static void put_waiting(struct rows *r, const struct snapshot *s, const struct sight *v, const struct matter_seen *m)
{
	rows_begin(r);
	rows_int(r, m->row.id);
	put_number(r, m->row.proposal_id);
	rows_text(r, matter_kind_code(m->row.kind));
	rows_text(r, whose(m));
	put_worker(r, s, v, m->post);
	rows_text(r, m->case_index >= 0 ? case_label(s, v, m->case_index) : "");
	rows_text(r, team_code(s, m->team));
	put_number(r, m->row.line_id);
	rows_text(r, role_code(matter_decider(&m->row.matter)));
	rows_date(r, local_day(m->row.matter.asked_at));
	put_due(r, m->due);
	rows_bool(r, m->late);
	rows_end(r);
}

/* A proposal in which the viewer's side has the next step. */
static void put_offer(struct rows *r, const struct snapshot *s, const struct sight *v, const struct proposal_seen *seen)
{
	bool own = seen->waits_for == PARTY_WORKER;

	rows_begin(r);
	put_number(r, 0);
	rows_int(r, seen->row.proposal_id);
	rows_text(r, own ? "offer" : "terms");
	rows_text(r, "to-answer");
	put_worker(r, s, v, seen->post);
	rows_text(r, case_offered(s, v, seen));
	rows_text(r, seen->post >= 0 ? team_code(s, s->posts[seen->post].team) : "");
	put_number(r, 0);
	rows_text(r, own ? "worker" : "manager");
	rows_date(r, clock_day_of(seen->row.state_since));
	put_due(r, seen->due);
	rows_bool(r, seen->late);
	rows_end(r);
}

void resource_waiting(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct notices *all, const struct matter_seen *matters, size_t matters_count)
{
	struct rows r = ROWS(out, format, WAITING_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "waiting");
	for (size_t i = 0; i < all->proposals_count; i++)
		put_offer(&r, p->snap, v, &all->proposals[i]);
	for (size_t i = 0; i < matters_count; i++)
		put_waiting(&r, p->snap, v, &matters[i]);
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- one, with its story ---- */

static const char *state_code(enum matter_state state)
{
	static const char *const CODES[] = {[MATTER_OPEN] = "open", [MATTER_ANSWERED] = "answered", [MATTER_TAKEN_BACK] = "taken-back"};

	return CODES[state];
}

static void put_step(struct json_writer *w, const struct matter_step_row *step)
{
	json_begin_object(w, NULL);
	json_int(w, "number", step->number);
	json_text(w, "step", matter_step_code(step->step));
	json_int(w, "level", step->level);
	json_text(w, "state", state_code(step->state));
	json_text(w, "login", step->login);
	rows_put_instant(w, "at", step->instant);
	json_text_or_null(w, "outcome", step->outcome != OUTCOME_NONE ? matter_outcome_code(step->outcome) : "");
	json_text_or_null(w, "note", step->note);
	json_end(w, '}');
}

/* What a line is to be; null where nothing of the kind is asked, or the line is to end. */
static void put_line_wanted(struct json_writer *w, const struct matter_row *row)
{
	if (row->line == NULL) {
		json_put_null(w, "line_wanted");
		return;
	}
	json_begin_object(w, "line_wanted");
	json_text(w, "scope", line_scope_in_file(row->line->scope));
	json_text(w, "kind", line_kind_in_file(row->line->kind));
	json_int(w, "value", row->line->value);
	json_text(w, "status", line_status_in_file(row->line->status));
	json_text_or_null(w, "agreed_by", row->line->agreed_by);
	json_end(w, '}');
}

void resource_matter(struct buf *out, const struct picture *p, const struct sight *v, const struct matter_seen *m)
{
	struct rows r = ROWS(out, RESOURCE_JSON, WAITING_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "waiting");
	put_waiting(&r, p->snap, v, m);
	rows_list_end(&r);
	json_text(&r.json, "state", state_code(m->row.matter.state));
	put_line_wanted(&r.json, &m->row);
	json_begin_array(&r.json, "story");
	for (size_t i = 0; i < m->row.steps_count; i++)
		put_step(&r.json, &m->row.steps[i]);
	json_end(&r.json, ']');
	rows_finish(&r);
}

/* ---- lines that are passed ---- */

static void put_line(struct rows *r, const struct snapshot *s, int32_t line_id)
{
	const struct line_row *line = find(s, line_id);

	put_number(r, line_id);
	rows_text(r, line != NULL ? line_scope_in_file(line->scope) : "");
	rows_text(r, line != NULL ? line_kind_in_file(line->kind) : "");
	if (line != NULL && line->kind == LINE_COUNT)
		rows_tenths_or_null(r, (int64_t)line->value * 10);
	else
		rows_tenths_or_null(r, line != NULL ? line->value : -1);
}

static void put_passed(struct rows *r, const struct picture *p, const struct sight *v, const struct matter_seen *m)
{
	rows_begin(r);
	rows_text(r, "without-leave");
	put_worker(r, p->snap, v, m->post);
	rows_text(r, team_code(p->snap, m->team));
	put_line(r, p->snap, m->row.line_id);
	rows_tenths_or_null(r, -1);
	rows_tenths_or_null(r, m->post >= 0 ? p->loads.posts[m->post].used_permille : -1);
	rows_date(r, m->row.when.from);
	rows_date(r, DAY_MIN);
	rows_text(r, "");
	rows_int_or_null(r, -1);
	rows_int(r, m->row.id);
	rows_text(r, role_code(matter_decider(&m->row.matter)));
	rows_bool(r, m->row.matter.state == MATTER_ANSWERED);
	rows_end(r);
}

static void put_exception(struct rows *r, const struct picture *p, const struct sight *v, const struct exception_row *x)
{
	const struct snapshot *s = p->snap;
	const struct line_row *line = find(s, x->line_id);

	rows_begin(r);
	rows_text(r, "exception");
	put_worker(r, s, v, x->post);
	rows_text(r, team_code(s, s->posts[x->post].team));
	put_line(r, s, x->line_id);
	rows_tenths_or_null(r, line != NULL && line->kind == LINE_COUNT ? (int64_t)x->value * 10 : x->value);
	rows_tenths_or_null(r, p->loads.posts[x->post].used_permille);
	rows_date(r, x->when.from);
	rows_date(r, x->when.until);
	rows_text(r, x->allowed_by);
	rows_int(r, x->renewals);
	put_number(r, 0);
	rows_text(r, "");
	rows_bool(r, true);
	rows_end(r);
}

/* Numbers alone are for all. */
static void put_past_line(struct json_writer *w, struct posts_past_line past)
{
	json_begin_object(w, "loads_past_line");
	json_int(w, "without_leave", past.without_leave);
	json_int(w, "with_leave", past.with_leave);
	json_end(w, '}');
}

void resource_exceptions(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct matter_seen *passed, size_t count)
{
	struct rows r = ROWS(out, format, BROKEN_COLUMNS);

	put_head(&r, p);
	if (format == RESOURCE_JSON)
		put_past_line(&r.json, posts_past_line(p->snap, &p->loads, TEAMS_ALL));
	rows_list(&r, "lines");
	for (size_t i = 0; i < count; i++)
		put_passed(&r, p, v, &passed[i]);
	for (size_t i = 0; i < p->snap->exceptions_count; i++)
		if (sees_name_of_post(v, p->snap->exceptions[i].post))
			put_exception(&r, p, v, &p->snap->exceptions[i]);
	rows_list_end(&r);
	rows_finish(&r);
}
