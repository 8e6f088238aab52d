/* Proposals, one with its story, and who could hold a case. */
#include "api/parts.h"

#include "base/clock.h"
#include "core/list_words.h"

static const char *const PROPOSAL_COLUMNS[] = {"proposal", "case", "worker", "team", "state", "waits_for", "to_answer", "due", "late",
	"steps", "role", "share", "minutes"};

static const char *const CANDIDATE_COLUMNS[] = {"worker", "worker_name", "team", "post", "refusal", "why_not", "under", "cases", "minutes",
	"cases_after", "minutes_after", "capacity_minutes", "low_minutes_after", "high_minutes_after", "used_percent_after", "lines_after",
	"offered", "minutes_with_offered",
	"new_cases", "complex_cases", "siblings", "holds_it", "held_until", "newly_qualified", "joiner", "agency", "red", "may_open", "skills"};

/* ---- codes ---- */

static const char *party_code(enum party party)
{
	return party == PARTY_WORKER ? "worker" : party == PARTY_MANAGER ? "manager" : "clock";
}

const char *case_offered(const struct snapshot *s, const struct sight *v, const struct proposal_seen *p)
{
	if (p->case_index < 0)
		return p->is_worker || p->is_manager ? p->row.ref : "";
	return p->is_worker && !s->cases[p->case_index].restricted ? p->row.ref : case_label(s, v, p->case_index);
}

static const char *worker_offered(const struct snapshot *s, const struct sight *v, int32_t post)
{
	return post >= 0 && sees_name_of_post(v, post) ? s->persons[s->posts[post].person].code : "";
}

/* ---- all that go on ---- */

static void put_proposal_row(struct rows *r, const struct picture *p, const struct sight *v, const struct proposal_seen *seen)
{
	const struct snapshot *s = p->snap;

	rows_begin(r);
	rows_int(r, seen->row.proposal_id);
	rows_text(r, case_offered(s, v, seen));
	rows_text(r, worker_offered(s, v, seen->post));
	rows_text(r, seen->post >= 0 ? team_code(s, s->posts[seen->post].team) : "");
	rows_text(r, negotiation_state_code(seen->row.state));
	rows_text(r, party_code(seen->waits_for));
	rows_bool(r, seen->to_answer);
	rows_instant(r, seen->due == LOCAL_NEVER ? 0 : clock_instant_of(seen->due));
	rows_bool(r, seen->late);
	rows_int(r, seen->steps);
	rows_text(r, holding_role_in_file(seen->row.terms.role));
	rows_int(r, seen->row.terms.share);
	rows_int(r, proposal_minutes(s, seen));
	rows_end(r);
}

void resource_proposals(struct buf *out, enum resource_format format, const struct picture *p, const struct sight *v,
	const struct proposal_seen *seen, size_t count)
{
	struct rows r = ROWS(out, format, PROPOSAL_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "proposals");
	for (size_t i = 0; i < count; i++)
		put_proposal_row(&r, p, v, &seen[i]);
	rows_list_end(&r);
	rows_finish(&r);
}

/* ---- one, with its story ---- */

static void put_terms(struct json_writer *w, const struct proposal_terms *t, bool tells_words)
{
	json_begin_object(w, "terms");
	json_text(w, "role", holding_role_in_file(t->role));
	json_int(w, "share", t->share);
	json_text(w, "mode", allocation_mode_code(t->mode));
	json_date(w, "starts", t->starts);
	json_text_or_null(w, "why", tells_words ? t->why : "");
	json_text_or_null(w, "first_action", tells_words ? t->first_action : "");
	json_date(w, "first_action_by", tells_words ? t->first_action_by : DAY_MAX);
	json_text_or_null(w, "risk_with", tells_words ? t->risk_with : "");
	json_text_or_null(w, "support", tells_words ? t->support : "");
	json_text_or_null(w, "note", tells_words ? t->note : "");
	json_end(w, '}');
}

static void put_agreed(struct json_writer *w, const struct proposal_story *story, bool tells_words)
{
	json_begin_array(w, "tasks");
	for (size_t i = 0; i < story->tasks_count && tells_words; i++) {
		json_begin_object(w, NULL);
		json_text(w, "kind", story->tasks[i].kind);
		if (story->tasks[i].minutes >= 0)
			json_int(w, "minutes", story->tasks[i].minutes);
		else
			json_put_null(w, "minutes");
		json_date(w, "due", story->tasks[i].due);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin_array(w, "conditions");
	for (size_t i = 0; i < story->conditions_count && tells_words; i++) {
		json_begin_object(w, NULL);
		json_text(w, "kind", story->conditions[i].kind);
		json_date(w, "due", story->conditions[i].due);
		json_text_or_null(w, "note", story->conditions[i].note);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_step(struct json_writer *w, const struct proposal_step_row *step, bool tells_words)
{
	bool talked = step->talked_at != 0;

	json_begin_object(w, NULL);
	json_int(w, "number", step->number);
	json_text(w, "step", negotiation_step_code(step->step));
	json_text(w, "state", negotiation_state_code(step->state));
	json_text(w, "side", party_code(step->party));
	json_text(w, "login", step->login);
	rows_put_instant(w, "at", step->instant);
	json_text_or_null(w, "reason", tells_words ? step->reason : "");
	json_text_or_null(w, "note", tells_words ? step->note : "");
	rows_put_instant(w, "talked_at", tells_words ? step->talked_at : 0);
	json_text_or_null(w, "talked_with", tells_words && talked ? step->talked_with : "");
	json_text_or_null(w, "means", tells_words && talked ? talk_means_code(step->means) : "");
	if (step->hours > 0)
		json_int(w, "hours", step->hours);
	else
		json_put_null(w, "hours");
	json_end(w, '}');
}

static void put_load_now_then(struct json_writer *w, const char *key, const struct post_load *load)
{
	json_begin_object(w, key);
	json_int(w, "cases", load->cases);
	json_int(w, "minutes", load->load_minutes);
	json_int(w, "capacity", load->capacity_minutes);
	json_end(w, '}');
}

/* What it would make of the load, while it is open and for whoever may see the load. */
static void put_working_out(struct json_writer *w, const struct picture *p, const struct sight *v, const struct proposal_seen *seen)
{
	const struct trial trial = {.case_index = seen->case_index, .role = seen->row.terms.role, .share = seen->row.terms.share,
		.from = p->snap->day};
	struct what_if working_out;

	if (seen->waits_for == PARTY_CLOCK || seen->post < 0 || seen->case_index < 0 || !sees_post(v, FIELD_WORKER_LOAD, seen->post))
		return;
	working_out = what_if(p->snap, seen->post, &trial, 1);
	put_load_now_then(w, "before", &working_out.before);
	put_load_now_then(w, "after", &working_out.after);
}

void resource_proposal(struct buf *out, const struct picture *p, const struct sight *v, const struct proposal_seen *seen,
	const struct proposal_story *story)
{
	struct rows r = ROWS(out, RESOURCE_JSON, PROPOSAL_COLUMNS);
	struct json_writer *w = &r.json;

	put_head(&r, p);
	rows_list(&r, "proposals");
	put_proposal_row(&r, p, v, seen);
	rows_list_end(&r);
	put_terms(w, &story->row.terms, seen->tells_words);
	put_agreed(w, story, seen->tells_words);
	json_begin_array(w, "story");
	for (size_t i = 0; i < story->steps_count; i++)
		put_step(w, &story->steps[i], seen->tells_words);
	json_end(w, ']');
	put_working_out(w, p, v, seen);
	rows_finish(&r);
}

/* ---- who could hold a case ---- */

static void put_lines_after(struct rows *r, const struct snapshot *s, int32_t post, const struct what_if *working_out)
{
	struct line_walk at = {0};
	struct line_state state;
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w == NULL) {
		rows_text(r, !line_next(s, post, &working_out->after, &at, &state) ? "" : state.passed ? "passed" : "kept");
		return;
	}
	json_begin_array(w, key);
	while (line_next(s, post, &working_out->after, &at, &state)) {
		json_begin_object(w, NULL);
		json_int(w, "line", s->lines[state.line].line_id);
		json_text(w, "kind", line_kind_in_file(s->lines[state.line].kind));
		json_text(w, "status", line_status_in_file(s->lines[state.line].status));
		json_int(w, "limit", state.limit);
		json_int(w, "used", state.used);
		if (state.measured)
			json_bool(w, "passed", state.passed);
		else
			json_put_null(w, "passed");
		json_bool(w, "binds", line_binds(s, &state));
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_skills(struct rows *r, const struct candidate *c)
{
	const char *key;
	struct json_writer *w = rows_json(r, &key);

	if (w == NULL) {
		rows_int(r, (int64_t)c->skills_count);
		return;
	}
	json_begin_array(w, key);
	for (size_t i = 0; i < c->skills_count; i++)
		json_text(w, NULL, c->skills[i].code);
	json_end(w, ']');
}

static void put_loads(struct rows *r, const struct what_if *working_out)
{
	rows_int(r, working_out->before.cases);
	rows_int(r, working_out->before.load_minutes);
	rows_int(r, working_out->after.cases);
	rows_int(r, working_out->after.load_minutes);
	rows_int(r, working_out->after.capacity_minutes);
	rows_int(r, working_out->after.low_minutes);
	rows_int(r, working_out->after.high_minutes);
	rows_tenths_or_null(r, working_out->after.used_permille);
}

static void put_candidate(struct rows *r, const struct snapshot *s, const struct candidate *c)
{
	const struct post_row *post = &s->posts[c->post];
	bool refused = c->refusal != REFUSED_NOT;

	rows_begin(r);
	rows_text(r, s->persons[post->person].code);
	rows_text(r, person_label(&s->persons[post->person]));
	rows_text(r, team_code(s, post->team));
	rows_int(r, post->post_id);
	rows_text(r, refused ? negotiation_refusal_code(c->refusal) : "");
	rows_text(r, refused ? negotiation_refusal_sentence(c->refusal) : "");
	rows_bool(r, c->under);
	put_loads(r, &c->allocation.lines.working_out);
	put_lines_after(r, s, c->post, &c->allocation.lines.working_out);
	rows_int(r, c->allocation.offered);
	rows_int(r, c->allocation.with_offered.working_out.after.load_minutes);
	rows_int(r, c->new_cases);
	rows_int(r, c->complex_cases);
	rows_int(r, c->siblings);
	rows_bool(r, c->held_until == DAY_MAX);
	rows_date(r, c->held_until);
	rows_bool(r, c->newly_qualified);
	rows_bool(r, c->joiner);
	rows_bool(r, c->agency);
	rows_bool(r, c->red);
	rows_bool(r, c->may_open);
	put_skills(r, c);
	rows_end(r);
}

void resource_candidates(struct buf *out, enum resource_format format, const struct picture *p, const char *ref,
	const struct candidates_wanted *wanted, const struct candidate_list *list)
{
	struct rows r = ROWS(out, format, CANDIDATE_COLUMNS);

	put_head(&r, p);
	if (format == RESOURCE_JSON) {
		json_text(&r.json, "case", ref);
		json_text(&r.json, "role", holding_role_in_file(wanted->role));
		json_int(&r.json, "share", wanted->share);
		json_int(&r.json, "left_out", (int64_t)list->left_out);
	}
	rows_list(&r, "candidates");
	for (size_t i = 0; i < list->count; i++)
		put_candidate(&r, p->snap, &list->rows[i]);
	rows_list_end(&r);
	rows_finish(&r);
}
