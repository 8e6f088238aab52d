/* What follows from an answer, and the rules that it keeps. */
#include "base/str.h"
#include "core/exception.h"
#include "core/guard.h"
#include "core/line_change.h"
#include "service/matters/matters_inside.h"
#include "store/load_facts.h"

enum { FULL_CAPACITY = 1000 };

static int refuse(const char *sentence, struct err *err)
{
	return err_set(err, PL_INVALID, "%s", sentence);
}

/* ---- exceptions ---- */

/* How far the line itself lets the post go; false if it is none of its lines. */
static bool find_limit(const struct taking *t, int32_t post, struct exception_asked *asked)
{
	struct line_walk at = {0};
	struct line_state state;

	asked->kind = LINE_SHARE;
	asked->limit = FULL_CAPACITY;
	if (asked->line_id == 0)
		return is_newly_qualified(t->snap, &t->snap->posts[post]);
	while (line_next(t->snap, post, &t->loads.posts[post], &at, &state)) {
		const struct line_row *line = &t->snap->lines[state.line];

		if (line->line_id != asked->line_id)
			continue;
		asked->kind = line->kind;
		asked->limit = line->kind == LINE_COUNT ? state.limit : line->value;
		return true;
	}
	return false;
}

static const struct roster_line *find_known_line(const struct roster *r, int32_t line_id)
{
	for (size_t i = 0; i < r->lines_count && line_id != 0; i++)
		if (r->lines[i].line_id == line_id)
			return &r->lines[i];
	return NULL;
}

static bool is_same_line(const struct roster_line *a, const struct roster_line *b)
{
	return a->scope == b->scope && a->kind == b->kind && a->team_id == b->team_id && a->post_id == b->post_id &&
		str_equal(a->service, b->service);
}

/* A line that was agreed anew is the same line: what was given to the one before counts as given to it. */
static int follow_lines(const struct taking *t, struct exception_given *given, size_t count, struct err *err)
{
	const struct roster_line *now, *then;
	struct roster roster;
	bool others = false;
	int rc;

	for (size_t i = 0; i < count; i++)
		others |= given[i].line_id != t->row.line_id;
	if (!others)
		return 0;
	rc = store_roster(t->try->store, t->try->a, t->try->employer.id, &roster, err);
	now = rc == 0 ? find_known_line(&roster, t->row.line_id) : NULL;
	for (size_t i = 0; i < count && now != NULL; i++) {
		then = find_known_line(&roster, given[i].line_id);
		if (then != NULL && is_same_line(now, then))
			given[i].line_id = t->row.line_id;
	}
	return rc;
}

static int read_given(const struct taking *t, struct exception_given **ret, size_t *ret_count, struct err *err)
{
	struct allowed_exception *rows;
	struct exception_given *given;
	size_t count;
	int rc = store_exceptions(t->try->store, t->try->a, t->try->employer.id, t->row.post_id, &rows, &count, err);

	if (rc < 0)
		return rc;
	given = arena_array(t->try->a, count, sizeof *given);
	for (size_t i = 0; i < count; i++)
		given[i] = (struct exception_given){rows[i].exception_id, rows[i].line_id, rows[i].renews, rows[i].when};
	*ret = given;
	*ret_count = count;
	return follow_lines(t, given, count, err);
}

/* As what somebody answers: the highest of the roles in which they may. */
static enum role role_of(const struct taking *t)
{
	unsigned roles = matter_roles(t->snap, t->sight, t->try->by->viewer, &t->row);

	return (roles & ROLE_BIT(ROLE_DIRECTOR)) != 0 ? ROLE_DIRECTOR : ROLE_HEAD;
}

/* What goes far stands with a director from the start; and what has come to go far since, because the limit is another,
 * is agreed by nobody else either. */
static int check_grave(struct taking *t, const struct exception_asked *asked, struct err *err)
{
	if (!exception_is_grave(asked))
		return 0;
	if (t->step.step == MATTER_ASK)
		t->step.level = matter_level_of(MATTER_EXCEPTION, ROLE_DIRECTOR);
	else if (role_of(t) != ROLE_DIRECTOR)
		return err_set(err, PL_DENIED,
			"This goes so far past the line, from 158%% of it on, that only a director agrees to it.");
	return 0;
}

/* What was to begin before it was answered begins today. */
int check_exception(struct taking *t, struct err *err)
{
	int32_t post = snapshot_find_post_id(t->snap, t->row.post_id);
	bool late = t->step.step == MATTER_ANSWER && t->row.when.from < t->try->today;
	struct exception_asked asked = {.line_id = t->row.line_id, .value = t->row.value, .today = t->try->today,
		.when = {late ? t->try->today : t->row.when.from, t->row.when.until}};
	struct exception_given *given;
	enum exception_refusal refusal;
	size_t count;
	int rc;

	if (post < 0 || !find_limit(t, post, &asked))
		return refuse("This is no line of this worker's: an exception is to a line that holds for them.", err);
	rc = read_given(t, &given, &count, err);
	if (rc < 0)
		return rc;
	refusal = exception_check(&asked, given, count, &t->renews);
	t->when = asked.when;
	return refusal == EXCEPTION_GIVEN ? check_grave(t, &asked, err) : refuse(exception_refusal_sentence(refusal), err);
}

static int write_exception(struct taking *t, struct commit *c, struct err *err)
{
	const struct allowed_exception x = {.post_id = t->row.post_id, .line_id = t->row.line_id, .value = t->row.value,
		.login = t->try->by->viewer->login, .role = role_code(role_of(t)), .renews = t->renews, .matter_id = t->row.id,
		.when = t->when};

	return commit_exception(c, &x, &t->made_id, err);
}

/* ---- lines ---- */

static bool is_passed_today(const struct taking *t, int32_t line_id)
{
	for (int32_t post = 0; post < (int32_t)t->snap->posts_count; post++) {
		struct line_walk at = {0};
		struct line_state state;

		while (line_next(t->snap, post, &t->loads.posts[post], &at, &state))
			if (state.passed && t->snap->lines[state.line].line_id == line_id)
				return true;
	}
	return false;
}

static bool target_is_there(const struct taking *t, const struct roster *r, const struct roster_line *line)
{
	bool found = line->scope == LINE_NATIONAL || line->scope == LINE_EMPLOYER;

	for (size_t i = 0; i < r->teams_count; i++)
		found |= line->scope == LINE_TEAM && r->teams[i].team_id == line->team_id;
	for (size_t i = 0; i < r->posts_count; i++)
		found |= line->scope == LINE_POST && r->posts[i].post_id == line->post_id;
	return found || (line->scope == LINE_SERVICE && snapshot_find_service(t->snap, line->service) >= 0);
}

/* The line that was ends on the day on which the other begins; one that was to begin later never does. */
static void tell_change(struct taking *t, const struct roster *r, const struct roster_line *before,
	const struct roster_line *after)
{
	struct roster_joined *told = &t->lines;
	struct roster *to = &told->roster;

	*told = (struct roster_joined){0};
	if (before != NULL) {
		struct roster_line *line = ARENA_PUSH(t->try->a, &to->lines, &to->lines_count, &to->lines_room);

		*line = *before;
		line->when.until = t->row.when.from > before->when.from ? t->row.when.from : before->when.from;
		*ARENA_PUSH(t->try->a, &told->changes, &told->changes_count, &told->changes_room) =
			(struct roster_change){CHANGED_LINE, false, to->lines_count - 1};
	}
	if (after != NULL) {
		struct roster_line *line = ARENA_PUSH(t->try->a, &to->lines, &to->lines_count, &to->lines_room);

		*line = *after;
		line->line_id = r->last_line_id + 1;
		line->agreed_on = t->try->today;
		*ARENA_PUSH(t->try->a, &told->changes, &told->changes_count, &told->changes_room) =
			(struct roster_change){CHANGED_LINE, true, to->lines_count - 1};
	}
}

int check_line(struct taking *t, struct err *err)
{
	struct line_change change = {.from = t->row.when.from, .today = t->try->today,
		.by_the_parties = t->row.line != NULL && t->row.line->agreed_by[0] != '\0'};
	struct roster_line after = {0};
	enum line_change_refusal refusal;
	struct roster roster;
	int rc = t->row.line != NULL ? line_parties_check(t->row.line->agreed_by, err) : 0;

	if (rc == 0)
		rc = store_roster(t->try->store, t->try->a, t->try->employer.id, &roster, err);
	if (rc == 0)
		rc = store_line_broken(t->try->store, t->try->employer.id, t->row.line_id, t->try->today - LINE_BREAK_DAYS,
			&change.broken, err);
	if (rc < 0)
		return rc;
	change.before = find_known_line(&roster, t->row.line_id);
	if (t->row.line != NULL) {
		after = *t->row.line;
		after.when = t->row.when;
		change.after = &after;
	}
	if ((change.before == NULL && (t->row.line_id != 0 || t->row.line == NULL)) ||
		(t->row.line != NULL && !target_is_there(t, &roster, t->row.line)))
		return err_set(err, PL_NOT_FOUND, "There is no such line, or nothing that it could be for.");
	change.broken |= change.before != NULL && is_passed_today(t, t->row.line_id);
	refusal = line_change_check(&change);
	if (refusal != LINE_CHANGE_FITS)
		return refuse(line_change_refusal_sentence(refusal), err);
	tell_change(t, &roster, change.before, change.after);
	return 0;
}

static int write_lines(struct taking *t, struct commit *c, struct err *err)
{
	const struct roster *r = &t->lines.roster;

	if (t->row.line != NULL)
		t->made_id = r->lines[r->lines_count - 1].line_id;
	return commit_roster(c, &t->lines, err);
}

/* ---- cases that are given back ---- */

static bool is_handed_back(const struct taking *t, struct fact *f)
{
	if (f->kind != FACT_HOLDING || f->post_id != t->row.post_id || f->when.until <= t->try->today)
		return false;
	holding_end(f, t->try->today, ENDED_HANDED_BACK);
	return true;
}

/* ---- talks ---- */

/* A talk about the load is one about the rating too. */
static int write_talk(struct taking *t, struct commit *c, struct err *err)
{
	struct rating_row *newest;
	size_t count;
	int rc = store_ratings(t->try->store, t->try->a, t->try->employer.id, t->row.post_id, 1, &newest, &count, err);

	if (rc < 0 || count == 0 || newest->talked_on != DAY_MIN)
		return rc;
	return commit_rating_talk(c, t->row.post_id, t->try->today, err);
}

/* ---- conditions that were not kept ---- */

/* It comes before the head of service, and until it is answered the risk is with whoever was named for that; the worker
 * may give the case back at once (matters_ask). Whoever answered is who asks, and so does not answer this as well. */
static int write_broken(struct taking *t, struct commit *c, struct err *err)
{
	struct matter_row row = {.kind = MATTER_BROKEN, .post_id = t->row.post_id, .case_id = t->row.case_id,
		.proposal_id = t->row.proposal_id, .value = t->row.value, .when = {DAY_MIN, DAY_MAX}, .code = ""};
	const struct matter_step_row ask = {.number = 1, .step = MATTER_ASK, .login = t->try->by->viewer->login,
		.instant = t->try->by->instant, .note = t->proposal.row.terms.risk_with[0] != '\0' ?
			arena_printf(t->try->a, "Until this is answered the risk is with %.100s again.", t->proposal.row.terms.risk_with) :
			""};
	int rc = commit_matter(c, &row, &ask, err);

	t->made_id = row.id;
	return rc;
}

/* ---- all of them ---- */

static int decide_closing(struct taking *t, struct err *err)
{
	int32_t place = snapshot_find_case_id(t->snap, t->row.case_id);

	if (place < 0 || t->snap->cases[place].state != CASE_OPEN)
		return err_set(err, PL_CONFLICT, "The case is closed already.");
	if (!sees_case(t->sight, FIELD_CASE_PAGE, place))
		return err_set(err, PL_DENIED,
			"The case is restricted: who takes the second look at its closing must be named for it.");
	t->look = second_look_at(t->snap, &t->loads, place, t->row.matter.view);
	return 0;
}

/* Nobody sends a case into the pile that is not theirs to open. */
static int decide_hand_back(struct taking *t, struct err *err)
{
	int32_t place = snapshot_find_case_id(t->snap, t->row.case_id);

	if (place >= 0 && !sees_case(t->sight, FIELD_CASE_PAGE, place))
		return err_set(err, PL_DENIED, "The case is restricted: who agrees that it is given back must be named for it.");
	return 0;
}

/* Who holds it says what they think; if that was all that was missing, it closes with their word. */
static int decide_view(struct taking *t, struct err *err)
{
	int32_t place = snapshot_find_case_id(t->snap, t->row.case_id);
	int rc;

	if (place < 0 || lead_of(t->snap, &t->snap->cases[place]) != t->row.post_id)
		return err_set(err, PL_CONFLICT, "The case is closed already, or somebody else holds it by now.");
	rc = decide_closing(t, err);
	t->at_once = rc == 0 && !second_look_needed(&t->look);
	return rc;
}

int follow_decide(struct taking *t, struct err *err)
{
	if (t->step.outcome == OUTCOME_NOT_KEPT)
		return store_proposal(t->try->store, t->try->a, t->try->employer.id, t->row.proposal_id, &t->proposal, err);
	if (matter_outcome_is_view(t->step.outcome))
		return decide_view(t, err);
	if (t->step.outcome != OUTCOME_AGREED)
		return 0;
	if (t->row.kind == MATTER_HAND_BACK)
		return decide_hand_back(t, err);
	if (t->row.kind == MATTER_EXCEPTION)
		return check_exception(t, err);
	if (t->row.kind == MATTER_LINE)
		return check_line(t, err);
	if (t->row.kind == MATTER_SETTING)
		return check_setting_asked(t, err);
	return t->row.kind == MATTER_CLOSING ? decide_closing(t, err) : 0;
}

int follow_write(struct taking *t, struct commit *c, struct err *err)
{
	if (t->step.outcome == OUTCOME_TALKED && t->row.kind == MATTER_TALK)
		return write_talk(t, c, err);
	if (t->step.outcome == OUTCOME_NOT_KEPT)
		return write_broken(t, c, err);
	if (t->step.outcome != OUTCOME_AGREED)
		return 0;
	if (t->row.kind == MATTER_HAND_BACK)
		return change_facts(t, c, is_handed_back, err);
	if (t->row.kind == MATTER_EXCEPTION)
		return write_exception(t, c, err);
	if (t->row.kind == MATTER_LINE)
		return write_lines(t, c, err);
	if (t->row.kind == MATTER_SETTING)
		return write_setting_asked(t, c, err);
	return t->row.kind == MATTER_CLOSING ? close_case(t, c, err) : 0;
}
