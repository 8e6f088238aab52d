#include "core/roster_joining.h"

/* What a ref comes to: somebody, nobody named, or not certain. */
enum { REF_NOBODY = -1, REF_UNCERTAIN = -2 };

static int32_t uncertain(struct joining *j, struct record_place where, const char *code, const char *text)
{
	joining_report(j, false, where, "worker", code, text);
	return REF_UNCERTAIN;
}

/* ---- who is named ---- */

/* Whether anybody is known by a key of a list or of an earlier file, so that a new key is worth a word. */
static bool keys_are_known(const struct joining *j)
{
	for (size_t i = 0; i < j->told->workers_count; i++)
		if (said(j->told->workers[i].registration) || said(j->told->workers[i].staff_id) ||
			said(j->told->workers[i].local_id))
			return true;
	for (size_t i = 0; i < j->known->persons_count; i++)
		if (said(j->known->persons[i].registration) || said(j->known->persons[i].staff_id))
			return true;
	return false;
}

/* A key on a case does not say what it is. Registration numbers of social workers have a shape that staff ids hardly have:
 * two letters and at least six digits (SW123456). */
static bool looks_like_registration(const char *key)
{
	size_t n = strlen(key), letters = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n >= 8 && letters == 2 && strspn(key + 2, "0123456789") == n - 2;
}

static int32_t add_by_key(struct joining *j, const struct worker_ref *ref, struct record_place where)
{
	if (j->keys_known)
		joining_report(j, true, where, "worker", "unknown-worker", arena_printf(j->a, "a key that a list of workers has: this "
			"one is in none, and is taken for somebody new, whose contract is not known"));
	if (looks_like_registration(ref->key))
		return index_add_person(&j->x, ref->key, "", ref->name);
	return index_add_person(&j->x, "", ref->key, ref->name);
}

static int32_t person_by_key(struct joining *j, const struct worker_ref *ref, struct record_place where, bool may_add)
{
	int32_t person = index_find_key(&j->x, ref->key);

	if (person == INDEX_UNCERTAIN)
		return uncertain(j, where, "uncertain-worker",
			arena_printf(j->a, "a worker whose record is in order: that of %s was left out", ref->key));
	if (person != INDEX_NONE)
		return person;
	if (may_add)
		return add_by_key(j, ref, where);
	return uncertain(j, where, "unknown-worker", "a registration number, a staff id, or the name and team of a worker who is "
		"known");
}

/* A name that nobody has is somebody new, if everybody who is known has a name. */
static int32_t add_by_name(struct joining *j, const struct worker_ref *ref, int32_t team_id, struct record_place where)
{
	int32_t person;

	if (joining_may_be_numbered(j, where, ref->name))
		return REF_UNCERTAIN;
	person = index_add_person(&j->x, "", "", ref->name);
	index_name_in_team(&j->x, person, ref->name, team_id);
	(void)index_add_post(&j->x, person, team_id);
	return person;
}

static int32_t person_by_name(struct joining *j, const struct worker_ref *ref, int32_t team_id, struct record_place where, bool may_add)
{
	struct index_namesakes found = index_find_name(&j->x, ref->name, team_id,
		(struct index_keys){"", "", ""});

	if (found.in_team == 1)
		return found.person;
	if (may_add && index_find_team(&j->x, ref->name) != INDEX_NONE)
		return REF_NOBODY;
	if (found.in_team > 1)
		return uncertain(j, where, "uncertain-worker", arena_printf(j->a, "a registration number or staff id: %s in %s "
			"fits more than one person, %s", ref->name, joining_team_words(j, team_id),
			joining_namesakes_words(j, &found)));
	if (found.elsewhere != INDEX_NONE)
		return uncertain(j, where, "uncertain-worker", arena_printf(j->a, "a registration number, a staff id or the "
			"same team: %s of %s may be %s", ref->name, joining_team_words(j, team_id),
			joining_person_words(j, found.elsewhere)));
	if (may_add)
		return add_by_name(j, ref, team_id, where);
	return uncertain(j, where, "unknown-worker", "the name and team of a worker who is known");
}

static int32_t person_of_ref(struct joining *j, const struct worker_ref *ref, struct record_place where, bool may_add)
{
	int32_t team_id;

	if (said(ref->key))
		return person_by_key(j, ref, where, may_add);
	if (!said(ref->name))
		return REF_NOBODY;
	team_id = joining_team_id(j, ref->team, where);
	return team_id == INDEX_UNCERTAIN ? REF_UNCERTAIN : person_by_name(j, ref, team_id, where, may_add);
}

/* ---- which of their posts ---- */

static int32_t post_of_ref(struct joining *j, const struct worker_ref *ref, int32_t person, struct record_place where)
{
	int32_t team_id = joining_team_id(j, ref->team, where);
	int32_t post = index_post_in_team(&j->x, person, team_id);

	if (post == INDEX_NONE && index_posts_count(&j->x, person) == 1)
		post = j->x.persons[person].first_post;
	if (post == INDEX_NONE && team_id == INDEX_UNCERTAIN)
		return REF_UNCERTAIN;
	if (post == INDEX_NONE)
		return uncertain(j, where, "uncertain-post", arena_printf(j->a, "the team whose post is meant: %s has more than "
			"one post and none in %s", joining_person_words(j, person), joining_team_words(j, team_id)));
	return post;
}

/* A post whose team nobody named takes the team that all refs to its holder name. -1 where they name several. */
static void complete_posts(struct joining *j, const int32_t *persons)
{
	struct roster *r = &j->ret->roster;
	int32_t *teams = arena_array(j->a, r->posts_count, sizeof *teams);

	for (size_t i = 0; i < j->told->refs_count; i++) {
		int32_t team_id = index_team_id(&j->x, j->told->refs[i].team), post;

		if (persons[i] < 0 || team_id <= 0 || index_posts_count(&j->x, persons[i]) != 1)
			continue;
		post = j->x.persons[persons[i]].first_post;
		if (r->posts[post].team_id == 0)
			teams[post] = teams[post] == 0 || teams[post] == team_id ? team_id : -1;
	}
	for (size_t i = 0; i < r->posts_count; i++)
		if (teams[i] > 0)
			r->posts[i].team_id = teams[i];
}

void join_keyed_refs(struct joining *j)
{
	const struct roster_told *told = j->told;

	j->keys_known = keys_are_known(j);
	j->ref_person = arena_array(j->a, told->refs_count, sizeof *j->ref_person);
	for (size_t i = 0; i < told->refs_count; i++)
		if (said(told->refs[i].key))
			j->ref_person[i] = person_by_key(j, &told->refs[i], told->refs_where[i], true);
	joining_count_numbered(j);
}

/* Those who are named with a team come first, so that the others can be compared with them. */
static void join_named_refs(struct joining *j, bool with_team)
{
	for (size_t i = 0; i < j->told->refs_count; i++) {
		const struct worker_ref *ref = &j->told->refs[i];

		if (!said(ref->key) && said(ref->team) == with_team)
			j->ref_person[i] = person_of_ref(j, ref, j->told->refs_where[i], true);
	}
}

/* Teams before names, because a name may be that of a team; and a post for each who has none. */
static void join_ref_persons(struct joining *j)
{
	for (size_t i = 0; i < j->told->refs_count; i++)
		(void)joining_team_id(j, j->told->refs[i].team, j->told->refs_where[i]);
	join_named_refs(j, true);
	join_named_refs(j, false);
	for (size_t i = 0; i < j->told->refs_count; i++)
		if (j->ref_person[i] >= 0 && j->x.persons[j->ref_person[i]].first_post == INDEX_NONE)
			(void)index_add_post(&j->x, j->ref_person[i], 0);
}

/* The team of a ref. Some systems put a team where the worker stands: then it is that team that holds the case. */
static int32_t team_of_ref(struct joining *j, size_t i)
{
	const struct worker_ref *ref = &j->told->refs[i];
	bool stands_for_worker = j->ref_person[i] == REF_NOBODY && said(ref->name);

	return joining_team_id(j, stands_for_worker ? ref->name : ref->team, j->told->refs_where[i]);
}

void join_refs(struct joining *j)
{
	const struct roster_told *told = j->told;

	j->ret->matches = arena_array(j->a, told->refs_count, sizeof *j->ret->matches);
	join_ref_persons(j);
	complete_posts(j, j->ref_person);
	for (size_t i = 0; i < told->refs_count; i++) {
		struct roster_match *m = &j->ret->matches[i];
		int32_t post = j->ref_person[i], team_id = team_of_ref(j, i);

		m->team_id = team_id > 0 ? team_id : 0;
		if (post >= 0)
			post = post_of_ref(j, &told->refs[i], post, told->refs_where[i]);
		m->uncertain = post == REF_UNCERTAIN || (post == REF_NOBODY && team_id == INDEX_UNCERTAIN);
		m->post_id = post >= 0 ? j->ret->roster.posts[post].post_id : 0;
	}
}

/* ---- reductions and lines ---- */

int32_t joining_known_person(struct joining *j, const struct worker_ref *ref, struct record_place where)
{
	int32_t person = person_of_ref(j, ref, where, false);

	return person != REF_NOBODY ? person : uncertain(j, where, "missing", "a registration number, a staff id, or a name");
}

int32_t joining_known_post(struct joining *j, const struct worker_ref *ref, struct record_place where)
{
	int32_t person = joining_known_person(j, ref, where);

	if (person < 0)
		return person;
	if (j->x.persons[person].first_post == INDEX_NONE)
		return uncertain(j, where, "unknown-post", arena_printf(j->a, "a worker with a post: %s has none", joining_person_words(j, person)));
	return post_of_ref(j, ref, person, where);
}

/* The post whose contract it takes from; 0 if it is left out. */
static int32_t join_reduction(struct joining *j, const struct reduction_told *t)
{
	int32_t post = joining_known_post(j, &t->worker, t->where), contract;
	struct roster_reduction reduction = {.reason = t->reason, .minutes = t->minutes, .when = t->when};

	if (post < 0)
		return 0;
	contract = j->ret->roster.posts[post].contract_minutes;
	if (t->minutes < 0 && t->permille >= 0) {
		if (contract < 0) {
			joining_report(j, false, t->where, "share", "unknown-contract", arena_printf(j->a, "hours, or the FTE of %s: a share "
				"of a contract that is not known cannot be worked out",
				said(t->worker.key) ? t->worker.key : t->worker.name));
			return 0;
		}
		reduction.minutes = (int32_t)(((int64_t)contract * t->permille + 500) / 1000);
	}
	reduction.post_id = j->ret->roster.posts[post].post_id;
	join_absence_dates(j, &reduction);
	joining_put_reduction(j, &reduction);
	return reduction.post_id;
}

/* Whether another reduction takes time for the same reason on some of the same days. */
static bool is_taken_off_twice(const struct joining *j, int32_t post_id, const struct reduction_told *t)
{
	const struct roster *r = &j->ret->roster;

	for (size_t i = 0; i < r->reductions_count; i++) {
		const struct roster_reduction *other = &r->reductions[i];

		if (other->post_id == post_id && other->minutes >= 0 && other->when.from != t->when.from &&
			days_overlap(other->when, t->when) &&
			str_is_ignoring_case(str_of(other->reason), t->reason))
			return true;
	}
	return false;
}

/* A new start makes a new reduction, and one that is corrected by a second row is taken off twice. Two may be meant, as two
 * students; so it is only said, when all rows are in. */
void join_reductions(struct joining *j)
{
	int32_t *posts = arena_array(j->a, j->told->reductions_count, sizeof *posts);

	for (size_t i = 0; i < j->told->reductions_count; i++)
		posts[i] = join_reduction(j, &j->told->reductions[i]);
	for (size_t i = 0; i < j->told->reductions_count; i++) {
		const struct reduction_told *t = &j->told->reductions[i];

		if (posts[i] != 0 && (t->minutes >= 0 || t->permille >= 0) && is_taken_off_twice(j, posts[i], t))
			joining_report(j, true, t->where, "reason", "overlaps", "one row of a reason at a time: this one and another of the same "
				"reason overlap, and both are taken off; give the one that is over its end (until)");
	}
}

/* Fills what the line is about; false, reported, if there is no such thing. */
static bool aim_line(struct joining *j, const struct line_told *t, struct roster_line *line)
{
	struct worker_ref worker = {t->target, "", ""};
	int32_t place;

	switch (t->scope) {
	case LINE_SERVICE:
		line->service = t->target;
		return true;
	case LINE_TEAM:
		place = joining_find_team(j, t->target, t->where);
		if (place == INDEX_NONE)
			joining_report(j, false, t->where, "target", "unknown-team",
				"the code or name of a team that is known");
		else if (place >= 0)
			line->team_id = j->ret->roster.teams[place].team_id;
		return place >= 0;
	case LINE_POST:
		place = joining_known_post(j, &worker, t->where);
		if (place >= 0)
			line->post_id = j->ret->roster.posts[place].post_id;
		return place >= 0;
	default:
		return true;
	}
}

static bool same_line(const struct roster_line *a, const struct roster_line *b)
{
	return a->scope == b->scope && str_equal(a->service, b->service) && a->team_id == b->team_id &&
		a->post_id == b->post_id && a->kind == b->kind && a->status == b->status && a->when.from == b->when.from;
}

static void put_line(struct joining *j, const struct roster_line *line)
{
	struct roster *r = &j->ret->roster;

	for (size_t i = 0; i < r->lines_count; i++) {
		if (same_line(&r->lines[i], line)) {
			int32_t id = r->lines[i].line_id;

			r->lines[i] = *line;
			r->lines[i].line_id = id;
			return;
		}
	}
	*ARENA_PUSH(j->a, &r->lines, &r->lines_count, &r->lines_room) = *line;
	r->lines[r->lines_count - 1].line_id = ++r->last_line_id;
}

void join_lines(struct joining *j)
{
	for (size_t i = 0; i < j->told->lines_count; i++) {
		const struct line_told *t = &j->told->lines[i];
		struct roster_line line = {
			.scope = t->scope,
			.service = "",
			.kind = t->kind,
			.value = t->value,
			.status = t->status,
			.agreed_by = t->agreed_by,
			.agreed_on = t->agreed_on,
			.when = t->when,
		};

		if (aim_line(j, t, &line))
			put_line(j, &line);
	}
}
