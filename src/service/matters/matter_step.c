/* One step of a matter, as all of them are taken. */
#include "service/matters/matters_inside.h"

#include "base/str.h"
#include "core/remark.h"
#include "service/matters/employer_settings.h"
#include "store/close_up.h"
#include "store/load_facts.h"

/* ---- what is read ---- */

static void add_post(struct taking *t, struct close_up_asked *asked, int32_t post_id)
{
	int32_t *posts = arena_array(t->try->a, asked->posts_count + 1, sizeof *posts);

	for (size_t i = 0; i < asked->posts_count; i++) {
		posts[i] = asked->posts[i];
		if (posts[i] == post_id)
			return;
	}
	posts[asked->posts_count++] = post_id;
	asked->posts = posts;
}

/* Who holds the case, with all they hold: whether they are past a line is asked. */
static int add_holders(struct taking *t, struct close_up_asked *asked, const char *ref, struct err *err)
{
	struct case_facts known;
	int rc = store_case_facts(t->try->store, t->try->a, t->try->employer.id, ref, &known, err);

	if (rc < 0)
		return rc == PL_NOT_FOUND ? 0 : rc;
	for (size_t i = 0; i < known.count; i++) {
		const struct fact *f = &known.facts[i];

		if (f->kind == FACT_HOLDING && f->post_id != 0 && days_include(f->when, t->try->today))
			add_post(t, asked, f->post_id);
	}
	return 0;
}

static int look_close(struct taking *t, int32_t post_id, const char *ref, struct err *err)
{
	const struct viewer *viewer = t->try->by->viewer;
	struct close_up_asked asked = {.employer = t->try->by->employer, .day = t->try->today, .refs = &ref, .refs_count = ref[0] != '\0' ? 1 : 0,
		.persons = &viewer->person, .persons_count = viewer->person[0] != '\0' ? 1 : 0};
	int rc = 0;

	if (post_id != 0)
		add_post(t, &asked, post_id);
	if (ref[0] != '\0')
		rc = add_holders(t, &asked, ref, err);
	return rc == 0 ? store_close_up(t->try->store, &asked, &t->snap, err) : rc;
}

int take_look(struct taking *t, int32_t post_id, const char *ref, struct err *err)
{
	int rc;

	if (post_id == 0 && ref[0] == '\0')
		rc = store_snapshot(t->try->store, t->try->by->employer, t->try->today, &t->snap, err);
	else
		rc = look_close(t, post_id, ref, err);
	if (rc < 0)
		return rc;
	t->sight = sight_of(t->try->a, t->try->by->viewer, t->snap, t->snap);
	t->loads = loads_of_snapshot(t->try->a, t->snap);
	return 0;
}

int check_note(const char *note, bool needed, struct err *err)
{
	if (needed && note[0] == '\0')
		return err_set(err, PL_INVALID, "Say why, in a sentence.");
	return remark_check(note, err);
}

/* ---- whose it is ---- */

static unsigned roles_at_scope(const struct viewer *v, enum scope scope, const char *code)
{
	unsigned roles = 0;

	for (size_t i = 0; i < v->grants_count; i++) {
		const struct grant *g = &v->grants[i];
		bool here = g->scope == SCOPE_EMPLOYER || (g->scope == scope && str_equal(g->code, code));

		if (here && g->role < ROLES && role_may_hold(g->role, g->scope))
			roles |= ROLE_BIT(g->role);
	}
	return roles;
}

static unsigned roles_at_new_line(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer,
	const struct roster_line *l)
{
	int32_t post = snapshot_find_post_id(s, l->post_id);

	if (l->scope == LINE_TEAM)
		return sight_roles_at_team(sight, snapshot_find_team_id(s, l->team_id));
	if (l->scope == LINE_POST)
		return sight_roles_at_team(sight, post >= 0 ? s->posts[post].team : -1);
	return roles_at_scope(viewer, l->scope == LINE_SERVICE ? SCOPE_SERVICE : SCOPE_EMPLOYER, l->service);
}

static unsigned roles_at_line(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer, int32_t line_id)
{
	int32_t line = snapshot_find_line_id(s, line_id);
	const struct line_row *l = line >= 0 ? &s->lines[line] : NULL;

	if (l != NULL && l->scope == LINE_TEAM)
		return sight_roles_at_team(sight, l->target);
	if (l != NULL && l->scope == LINE_POST)
		return sight_roles_at_team(sight, s->posts[l->target].team);
	if (l != NULL && l->scope == LINE_SERVICE && l->target >= 0)
		return roles_at_scope(viewer, SCOPE_SERVICE, s->services[l->target].code);
	return roles_at_scope(viewer, SCOPE_EMPLOYER, "");
}

unsigned matter_roles(const struct snapshot *s, const struct sight *sight, const struct viewer *viewer, const struct matter_row *row)
{
	int32_t post = snapshot_find_post_id(s, row->post_id), place = snapshot_find_case_id(s, row->case_id);

	if (row->kind == MATTER_SETTING)
		return roles_at_scope(viewer, SCOPE_EMPLOYER, "");
	if (row->kind == MATTER_LINE)
		return row->line != NULL ? roles_at_new_line(s, sight, viewer, row->line) : roles_at_line(s, sight, viewer, row->line_id);
	if (post >= 0)
		return sight_roles_at_team(sight, s->posts[post].team);
	return place >= 0 ? sight_roles_at_case(sight, place) : sight_roles_at_team(sight, -1);
}

int32_t matter_team(const struct snapshot *s, const struct matter_row *row)
{
	int32_t post = snapshot_find_post_id(s, row->post_id), place = snapshot_find_case_id(s, row->case_id);

	if (row->kind == MATTER_LINE && row->line != NULL && row->line->scope == LINE_TEAM)
		return snapshot_find_team_id(s, row->line->team_id);
	if (post >= 0)
		return s->posts[post].team;
	return place >= 0 ? snapshot_case_team(s, &s->cases[place]) : -1;
}

int32_t matter_post(const struct snapshot *s, const struct matter_row *row)
{
	int32_t line = row->kind == MATTER_LINE ? snapshot_find_line_id(s, row->line_id) : -1;

	if (row->line != NULL)
		return row->line->post_id;
	return line >= 0 && s->lines[line].scope == LINE_POST ? s->posts[s->lines[line].target].post_id : row->post_id;
}

bool matter_is_about(const struct snapshot *s, const struct sight *sight, const struct matter_row *row)
{
	int32_t post = snapshot_find_post_id(s, matter_post(s, row));

	return post >= 0 && sight_is_person(sight, s->posts[post].person);
}

/* ---- what is written ---- */

static void put_matter_step(const struct taking *t, struct json_writer *w)
{
	json_int(w, "matter", t->row.id);
	json_text(w, "kind", matter_kind_code(t->row.kind));
	json_text(w, "step", matter_step_code(t->step.step));
	if (t->step.outcome != OUTCOME_NONE)
		json_text(w, "outcome", matter_outcome_code(t->step.outcome));
	if (t->step.level > 0)
		json_int(w, "level", t->step.level);
}

static void put_reopening(const struct taking *t, struct json_writer *w)
{
	json_text(w, "reason", t->reason);
	json_int(w, "days", t->days);
}

static void put_setting(const struct taking *t, struct json_writer *w)
{
	enum setting setting;
	bool on;

	if (t->row.kind != MATTER_SETTING || (t->step.step != MATTER_ASK && t->step.outcome != OUTCOME_AGREED) ||
		!setting_asked_parse(t->row.code, &setting, &on))
		return;
	json_text(w, "setting", setting_code(setting));
	json_bool(w, "on", on);
	json_date(w, "from", t->when.from);
}

static void put_payload(const struct taking *t, struct json_writer *w)
{
	const struct {
		const char *key;
		int32_t value;
	} numbers[] = {{"post", t->row.post_id}, {"case", t->row.case_id}, {"line", t->row.line_id}, {"proposal", t->row.proposal_id},
		{"made", t->made_id}};

	if (t->reason != NULL)
		put_reopening(t, w);
	else if (t->proposal_step != NULL)
		json_text(w, "step", t->proposal_step);
	else
		put_matter_step(t, w);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (numbers[i].value != 0)
			json_int(w, numbers[i].key, numbers[i].value);
	put_setting(t, w);
	if (t->row.value >= 0)
		json_int(w, "value", t->row.value);
}

int change_facts(struct taking *t, struct commit *c, fact_changes changes, struct err *err)
{
	struct case_facts known, told = {.ref = t->row.ref};
	struct fact_change *changed;
	size_t count;
	int rc = store_case_facts(t->try->store, t->try->a, t->try->employer.id, t->row.ref, &known, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < known.count; i++) {
		struct fact f = known.facts[i];

		if (changes(t, &f))
			case_facts_add(t->try->a, &told, &f);
	}
	case_decide(t->try->a, &known, &told, &changed, &count);
	return commit_case(c, t->row.ref, changed, count, err);
}

static int commit(struct taking *t, taking_write write, struct err *err)
{
	int rc = deciding_begin(t->try, err);

	if (rc == 0)
		rc = write(t, t->try->commit, err);
	if (rc == 0)
		put_payload(t, &t->try->payload);
	return deciding_end(t->try, rc, &(struct decided){.action = t->action, .matter_id = t->row.id}, err);
}

struct step {
	taking_step decide;
	taking_write write;
	const void *context;
	int32_t *ret_id;
};

static int take_once(struct deciding *try, const void *context, struct err *err)
{
	const struct step *step = context;
	struct taking t = {.try = try, .row = {.value = -1, .code = "", .when = {DAY_MIN, DAY_MAX}},
		.step = {.login = try->by->viewer->login, .instant = try->by->instant},
		.context = step->context};
	int rc = step->decide(&t, err);

	if (rc == 0)
		rc = commit(&t, step->write, err);
	if (rc == 0 && step->ret_id != NULL)
		*step->ret_id = t.row.id;
	if (t.snap != NULL)
		snapshot_drop(t.snap);
	return rc;
}

int take_step(struct store *s, const struct asked_by *by, const void *context, taking_step decide, taking_write write, int32_t *ret_id,
	struct err *err)
{
	return deciding_run(s, by, take_once, &(struct step){decide, write, context, ret_id}, err);
}
