#include "core/import_gains.h"
#include "core/roster_joining.h"

static const char *worker_words(const struct worker_told *w)
{
	if (said(w->registration))
		return w->registration;
	if (said(w->staff_id))
		return w->staff_id;
	return said(w->name) ? w->name : w->local_id;
}

static bool same_text(const char *a, const char *b)
{
	return str_is_ignoring_case(str_of(a), b);
}

/* Both say something, and not the same. */
static bool differ(const char *a, const char *b)
{
	return said(a) && said(b) && !same_text(a, b);
}

static bool same_name(struct joining *j, const char *a, const char *b)
{
	return str_equal(str_fold_name(j->a, str_of(a)), str_fold_name(j->a, str_of(b)));
}

/* ---- who a worker told of is ---- */

/* The more a record says of who it is, the earlier it is placed, so that poorer ones find it whatever the order. */
enum { RANKS = 8, RANK_KEYED = 2 };

static int rank(const struct worker_told *w)
{
	int keys = said(w->registration) + said(w->staff_id) + said(w->local_id);

	return keys * 2 + said(w->team);
}

/* Reports the record and remembers that its local id is not anybody's. */
static int32_t leave_out(struct joining *j, const struct worker_told *w, const char *code, const char *text)
{
	joining_report(j, false, w->where, "worker", code, text);
	if (said(w->local_id))
		index_set_local_id(&j->x, INDEX_UNCERTAIN, w->local_id);
	return INDEX_UNCERTAIN;
}

/* A record that names a team by a name that two teams have: the person, too, would be looked for in the wrong one. */
static int32_t leave_out_of_team(struct joining *j, const struct worker_told *w)
{
	return leave_out(j, w, "uncertain-team", joining_shared_name_words(j, w->team));
}

/* A person of whom an earlier import knew one key and nothing else: which kind of key it was is not certain. */
static bool known_by_key_only(const struct roster_person *p)
{
	return !said(p->name) && !said(p->registration);
}

/* `person`, unless the record that was found by one key says something else about another key of theirs. */
static int32_t unless_contradicted(struct joining *j, const struct worker_told *w, int32_t person)
{
	const struct roster_person *p = &j->ret->roster.persons[person];

	if (differ(p->registration, w->registration))
		return leave_out(j, w, "contradicts", arena_printf(j->a, "one registration number for each staff id: %s "
			"is registered as %s and as %s", joining_person_words(j, person), p->registration, w->registration));
	if (differ(p->staff_id, w->staff_id) && !known_by_key_only(p) && !same_name(j, p->name, w->name))
		return leave_out(j, w, "contradicts", arena_printf(j->a, "one staff id for each registration number: %s has "
			"%s and %s", p->registration, p->staff_id, w->staff_id));
	return person;
}

/* By registration number, else by staff id. Where the two lead to two persons the registration number decides, if nothing
 * else speaks against it. */
static int32_t find_keyed(struct joining *j, const struct worker_told *w)
{
	int32_t registered = index_find_registration(&j->x, w->registration);
	int32_t employed = index_find_staff_id(&j->x, w->staff_id);
	const struct roster_person *other;

	if (registered == INDEX_NONE || employed == INDEX_NONE || registered == employed)
		return registered != INDEX_NONE ? registered : employed;
	other = &j->ret->roster.persons[employed];
	if (said(other->registration) || (said(other->name) && said(w->name) && !same_name(j, other->name, w->name)))
		return leave_out(j, w, "contradicts", arena_printf(j->a, "one person of both keys: registration number %s "
			"is %s, staff id %s is %s", w->registration, joining_person_words(j, registered), w->staff_id,
			joining_person_words(j, employed)));
	joining_report(j, true, w->where, "worker", "contradicts", arena_printf(j->a, "one person of both keys: %s and %s seem to "
		"be one who is known twice; this record is taken for the first", joining_person_words(j, registered), joining_person_words(j, employed)));
	return registered;
}

/* By the id that holds within the files at hand; else it may be the key by which an earlier import knew somebody. */
static int32_t find_local(struct joining *j, const struct worker_told *w)
{
	int32_t person = index_find_local_id(&j->x, w->local_id);

	if (person == INDEX_UNCERTAIN)
		return leave_out(j, w, "uncertain-worker", arena_printf(j->a, "a worker whose record is in order: %s "
			"was left out in another one", w->local_id));
	if (person == INDEX_NONE) {
		person = index_find_staff_id(&j->x, w->local_id);
		if (person >= 0 && !known_by_key_only(&j->ret->roster.persons[person]))
			person = INDEX_NONE;
	}
	return person;
}

/* Nobody in that team has the name of the record, but others have. */
static int32_t named_elsewhere(struct joining *j, const struct worker_told *w, int32_t team_id, int32_t elsewhere)
{
	if (said(w->registration) || said(w->staff_id)) {
		joining_report(j, true, w->where, "worker", "uncertain-worker", arena_printf(j->a, "a key that both records share if they "
			"are one person: %s (%s) is taken for somebody new, though %s has the same name", w->name,
			worker_words(w), joining_person_words(j, elsewhere)));
		return INDEX_NONE;
	}
	return leave_out(j, w, "uncertain-worker", arena_printf(j->a, "a registration number, a staff id or the same team: "
		"%s of %s may be %s", w->name, joining_team_words(j, team_id), joining_person_words(j, elsewhere)));
}

static int32_t find_named(struct joining *j, const struct worker_told *w, int32_t team_id)
{
	struct index_namesakes found =
		index_find_name(&j->x, w->name, team_id,
		(struct index_keys){w->registration, w->staff_id, w->local_id});

	if (found.in_team == 1)
		return found.person;
	if (found.in_team > 1)
		return leave_out(j, w, "uncertain-worker", arena_printf(j->a, "a registration number or staff id: %s in %s "
			"fits more than one person, %s", w->name, joining_team_words(j, team_id),
			joining_namesakes_words(j, &found)));
	return found.elsewhere != INDEX_NONE ? named_elsewhere(j, w, team_id, found.elsewhere) : INDEX_NONE;
}

/* Nobody has the name of a record that gives nothing else: somebody new, unless people are known by number only. */
static int32_t find_unknown(struct joining *j, const struct worker_told *w)
{
	if (rank(w) >= RANK_KEYED || !joining_may_be_numbered(j, w->where, w->name))
		return INDEX_NONE;
	return INDEX_UNCERTAIN;
}

static int32_t find_worker(struct joining *j, const struct worker_told *w, int32_t team_id)
{
	int32_t person = find_keyed(j, w);

	if (person == INDEX_NONE)
		person = find_local(j, w);
	if (person >= 0)
		return unless_contradicted(j, w, person);
	if (person == INDEX_NONE)
		person = find_named(j, w, team_id);
	return person == INDEX_NONE ? find_unknown(j, w) : person;
}

static void learn_staff_id(struct joining *j, const struct worker_told *w, int32_t person)
{
	const struct roster_person *p = &j->ret->roster.persons[person];
	struct index_person *note = &j->x.persons[person];

	if (!said(w->staff_id) || str_equal(p->staff_id, w->staff_id) ||
		index_find_staff_id(&j->x, w->staff_id) != INDEX_NONE)
		return;
	if (said(p->staff_id) && !known_by_key_only(p))
		joining_report(j, true, w->where, "staff id", "contradicts", arena_printf(j->a, "one staff id: %s has %s and %s; %s stands",
			joining_person_words(j, person), p->staff_id, w->staff_id, note->staff_id_told ? p->staff_id : w->staff_id));
	if (!note->staff_id_told)
		index_set_staff_id(&j->x, person, w->staff_id);
	note->staff_id_told = true;
}

/* Somebody known by number only is given a name that somebody known by name only has: they stand twice. */
static void check_namesake(struct joining *j, const struct worker_told *w, int32_t person, int32_t team_id)
{
	struct index_namesakes found = index_find_name(&j->x, w->name, team_id,
		(struct index_keys){w->registration, w->staff_id, w->local_id});
	int32_t namesake = found.in_team > 0 ? found.person : found.elsewhere;
	const struct roster_person *other;

	if (namesake < 0 || namesake == person)
		return;
	other = &j->ret->roster.persons[namesake];
	if (!said(other->registration) && !said(other->staff_id))
		joining_report(j, true, w->where, "worker", "uncertain-worker", arena_printf(j->a, "everybody once: %s, known by number, "
			"may be %s, known by name only, and then they count twice. Undo the import that brought the name, and give it "
			"again after this list", worker_words(w), joining_person_words(j, namesake)));
}

static void learn_name(struct joining *j, const struct worker_told *w, int32_t person, int32_t team_id)
{
	struct roster_person *p = &j->ret->roster.persons[person];
	struct index_person *note = &j->x.persons[person];

	if (!said(w->name))
		return;
	if (!said(p->name))
		check_namesake(j, w, person, team_id);
	if (!note->name_told)
		p->name = w->name;
	else if (!same_name(j, p->name, w->name))
		joining_report(j, true, w->where, "name", "disagrees", arena_printf(j->a, "one name: that of %s is another here; the first stands",
			joining_person_words(j, person)));
	note->name_told = true;
}

static void learn_person(struct joining *j, const struct worker_told *w, int32_t person, int32_t team_id)
{
	learn_staff_id(j, w, person);
	if (said(w->registration) && !said(j->ret->roster.persons[person].registration))
		index_set_registration(&j->x, person, w->registration);
	learn_name(j, w, person, team_id);
	if (said(w->local_id))
		index_set_local_id(&j->x, person, w->local_id);
	index_name_in_team(&j->x, person, j->ret->roster.persons[person].name, team_id);
}

static void place_worker(struct joining *j, size_t i)
{
	const struct worker_told *w = &j->told->workers[i];
	int32_t team_id = index_team_id(&j->x, w->team);
	int32_t person = team_id == INDEX_UNCERTAIN ? leave_out_of_team(j, w) : find_worker(j, w, team_id);

	if (person == INDEX_NONE)
		person = index_add_person(&j->x, w->registration,
			said(w->staff_id) || said(w->registration) ? w->staff_id : w->local_id, w->name);
	if (person >= 0)
		learn_person(j, w, person, team_id);
	j->worker_person[i] = person;
}

static void place_ranks(struct joining *j, int highest, int lowest)
{
	for (int r = highest; r >= lowest; r--)
		for (size_t i = 0; i < j->told->workers_count; i++)
			if (rank(&j->told->workers[i]) == r)
				place_worker(j, i);
}

/* Everybody who has a key comes before everybody who has a name only, be it in a list or on a case. */
static void place_workers(struct joining *j)
{
	j->worker_person = arena_array(j->a, j->told->workers_count, sizeof *j->worker_person);
	place_ranks(j, RANKS - 1, RANK_KEYED);
	join_keyed_refs(j);
	place_ranks(j, RANK_KEYED - 1, 0);
}

/* ---- which post a worker told of has ---- */

/* INDEX_NONE, reported, where a person has several posts and the record names none of them. */
static int32_t place_post(struct joining *j, const struct worker_told *w, int32_t person)
{
	int32_t team_id = index_team_id(&j->x, w->team);
	size_t count = index_posts_count(&j->x, person);
	int32_t post = index_post_in_team(&j->x, person, team_id);

	if (post != INDEX_NONE)
		return post;
	if (team_id == 0 && count > 1) {
		joining_report(j, false, w->where, "team", "uncertain-post", arena_printf(j->a, "the team whose post the record speaks of: "
			"%s has %zu posts", joining_person_words(j, person), count));
		return INDEX_NONE;
	}
	if (team_id == 0 && count == 1)
		return j->x.persons[person].first_post;
	post = index_post_in_team(&j->x, person, 0);
	if (post == INDEX_NONE)
		return index_add_post(&j->x, person, team_id);
	j->ret->roster.posts[post].team_id = team_id;
	return post;
}

static struct post_told *told_of_post(struct joining *j, int32_t post)
{
	while (j->posts_count <= (size_t)post)
		(void)ARENA_PUSH(j->a, &j->posts, &j->posts_count, &j->posts_room);
	return &j->posts[post];
}

/* ---- two records of one post ---- */

struct laying {
	struct joining *j;
	const struct worker_told *first, *other;
	int32_t person;
};

static void disagree(const struct laying *l, const char *field, const char *first, const char *other)
{
	struct record_place where = l->first->where;

	joining_report(l->j, true, l->other->where, field, "disagrees", arena_printf(l->j->a, "one %s of %s: it is %s in %s%s%s and %s "
		"here; the first stands", field, joining_person_words(l->j, l->person), first, where.file,
		said(where.place) ? ", " : "", where.place, other));
}

static const char *millionths_words(struct arena *a, int32_t value)
{
	char *text = arena_printf(a, "%d.%06d", value / 1000000, value % 1000000);
	size_t n = strlen(text);

	while (text[n - 1] == '0')
		n--;
	text[text[n - 1] == '.' ? n - 1 : n] = '\0';
	return text;
}

static const char *day_words(struct arena *a, int32_t day)
{
	return date_iso(day, arena_alloc(a, DATE_ISO_SIZE));
}

static const char *whole_words(struct arena *a, int32_t value)
{
	return arena_printf(a, "%d", value);
}

static void lay_number(const struct laying *l, const char *field, int32_t *first, int32_t other, int32_t not_said,
	const char *(*words)(struct arena *a, int32_t value))
{
	if (*first == not_said)
		*first = other;
	else if (other != not_said && *first != other)
		disagree(l, field, words(l->j->a, *first), words(l->j->a, other));
}

static const char *role_words(struct arena *a, int32_t role)
{
	static const char *const WORDS[] = {"social worker", "senior practitioner", "manager", "another role"};

	(void)a;
	return role >= 0 && role < 4 ? WORDS[role] : "";
}

static const char *agency_words(struct arena *a, int32_t agency)
{
	(void)a;
	return agency > 0 ? "agency" : "not agency";
}

static void lay_small(const struct laying *l, const char *field, int8_t *first, int8_t other,
	const char *(*words)(struct arena *a, int32_t value))
{
	int32_t value = *first;

	lay_number(l, field, &value, other, -1, words);
	*first = (int8_t)value;
}

static void lay_worker(struct joining *j, struct worker_told *first, const struct worker_told *other, int32_t person)
{
	struct laying l = {j, first, other, person};

	lay_number(&l, "start of post", &first->when.from, other->when.from, DAY_MIN, day_words);
	lay_number(&l, "end of post", &first->when.until, other->when.until, DAY_MAX, day_words);
	lay_number(&l, "FTE", &first->fte_millionths, other->fte_millionths, -1, millionths_words);
	lay_number(&l, "contract", &first->contract_minutes, other->contract_minutes, -1, whole_words);
	lay_small(&l, "agency flag", &first->agency, other->agency, agency_words);
	lay_small(&l, "role", &first->role, other->role, role_words);
	lay_number(&l, "newly qualified until", &first->newly_qualified_until, other->newly_qualified_until, DAY_MIN, day_words);
	first->newly_qualified |= other->newly_qualified;
	if (!said(first->grade))
		first->grade = other->grade;
	if (first->reported_cases < 0) {
		first->reported_cases = other->reported_cases;
		first->reported_on = other->reported_on;
	}
}

/* Which post each record speaks of; those that name a team first, so that the others find it. */
static void place_posts(struct joining *j, int32_t *posts, bool with_team)
{
	for (size_t i = 0; i < j->told->workers_count; i++) {
		const struct worker_told *w = &j->told->workers[i];

		if (said(w->team) == with_team)
			posts[i] = j->worker_person[i] < 0 ? INDEX_NONE : place_post(j, w, j->worker_person[i]);
	}
}

/* Lays the records of each post together, in the order they were told. */
static void lay_workers(struct joining *j)
{
	int32_t *posts = j->worker_post = arena_array(j->a, j->told->workers_count, sizeof *posts);

	place_posts(j, posts, true);
	place_posts(j, posts, false);
	for (size_t i = 0; i < j->told->workers_count; i++) {
		struct post_told *t;

		if (posts[i] < 0)
			continue;
		t = told_of_post(j, posts[i]);
		if (t->any)
			lay_worker(j, &t->w, &j->told->workers[i], j->worker_person[i]);
		else
			t->w = j->told->workers[i];
		t->any = true;
	}
}

/* ---- what is told goes over what was known ---- */

static int32_t share_of(int32_t whole, int64_t share, int64_t of)
{
	return (int32_t)((whole * share + of / 2) / of);
}

/* Minutes follow the FTE where no file says them; minutes that were said once stay until the FTE changes. */
static void apply_contract(const struct joining *j, struct roster_post *p, const struct worker_told *w)
{
	bool fte_moves = w->fte_millionths >= 0 && w->fte_millionths != p->fte_millionths;

	if (w->fte_millionths >= 0)
		p->fte_millionths = w->fte_millionths;
	if (w->contract_minutes >= 0)
		p->contract_minutes = w->contract_minutes;
	else if (fte_moves || (p->contract_minutes < 0 && p->fte_millionths >= 0))
		p->contract_minutes = share_of(j->full_time_minutes, p->fte_millionths, 1000000);
}

/* Of the records of a post, the one whose end of the protection stands. */
static struct record_place where_protection_ends(const struct joining *j, int32_t post, int32_t until)
{
	size_t i = 0;

	while (j->worker_post[i] != post || j->told->workers[i].newly_qualified_until != until)
		i++;
	return j->told->workers[i].where;
}

static void apply_protection(struct joining *j, struct roster_post *p, const struct worker_told *w)
{
	int32_t until = w->newly_qualified_until, post = (int32_t)(p - j->ret->roster.posts);

	if (until == DAY_MIN && w->newly_qualified && p->newly_qualified_until == DAY_MIN)
		until = DAY_MAX;
	if (until == DAY_MIN)
		return;
	if (import_protection_fits(p->newly_qualified_until, until, j->live_on))
		p->newly_qualified_until = until;
	else
		joining_report(j, true, where_protection_ends(j, post, until), "newly_qualified_until", "protection-shortened",
			arena_printf(j->a, "no end of the protection before %s, which is known: it stays as it was",
			day_words(j->a, p->newly_qualified_until)));
}

static void apply_post(struct joining *j, struct roster_post *p, const struct worker_told *w)
{
	if (w->when.from != DAY_MIN)
		p->when.from = w->when.from;
	if (w->when.until != DAY_MAX)
		p->when.until = w->when.until;
	apply_contract(j, p, w);
	if (w->agency >= 0)
		p->agency = w->agency > 0;
	if (w->role >= 0)
		p->role = (enum post_role)w->role;
	if (said(w->grade))
		p->grade = w->grade;
	apply_protection(j, p, w);
	if (w->reported_cases >= 0 && (w->reported_on != DAY_MIN || p->reported_on == DAY_MIN)) {
		p->reported_cases = w->reported_cases;
		p->reported_on = w->reported_on;
	}
}

static void apply_posts(struct joining *j)
{
	for (size_t i = 0; i < j->posts_count; i++) {
		struct roster_post *p = &j->ret->roster.posts[i];

		if (!j->posts[i].any)
			continue;
		apply_post(j, p, &j->posts[i].w);
	}
}

/* ---- two posts that are more than one worker ---- */

/* A list that names a worker in another team than before may mean a second post or a move; it does not say which. Both
 * stand, and where they add up to more than full time somebody has to look. */
static void check_full_time(struct joining *j, int32_t person, struct record_place where)
{
	const struct roster *r = &j->ret->roster;
	int64_t sum = 0;

	for (int32_t at = j->x.persons[person].first_post; at != INDEX_NONE; at = j->x.next_post[at])
		if (r->posts[at].when.until == DAY_MAX && r->posts[at].fte_millionths > 0)
			sum += r->posts[at].fte_millionths;
	if (sum <= 1000000)
		return;
	joining_report(j, true, where, "team", "more-than-full-time", arena_printf(j->a, "an end of the post they have left: "
		"%s has %zu of together %s FTE", joining_person_words(j, person), index_posts_count(&j->x, person),
		millionths_words(j->a, (int32_t)sum)));
}

static void check_new_posts(struct joining *j)
{
	for (size_t i = 0; i < j->told->workers_count; i++) {
		int32_t person = j->worker_person[i], first;

		if (person < 0)
			continue;
		first = j->x.persons[person].first_post;
		if ((size_t)first >= j->known->posts_count && index_posts_count(&j->x, person) > 1 &&
			index_post_in_team(&j->x, person, index_team_id(&j->x, j->told->workers[i].team)) == first)
			check_full_time(j, person, j->told->workers[i].where);
	}
}

void join_workers(struct joining *j)
{
	place_workers(j);
	lay_workers(j);
	apply_posts(j);
	join_absences(j);
	check_new_posts(j);
}
