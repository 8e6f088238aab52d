#include "core/roster_index.h"

/* A name that stands more often than this says nothing about who is meant. */
enum { MOST_NAMESAKES = 200 };

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char *roster_safe_code(struct arena *a, const char *text)
{
	char *code = arena_alloc(a, strlen(text) + 2);
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (is_letter_or_digit(*text) || *text == '_')
			code[n++] = *text;
		else if (n > 0 && code[n - 1] != '-')
			code[n++] = '-';
	}
	while (n > 0 && code[n - 1] == '-')
		n--;
	if (n == 0)
		code[n++] = 'x';
	code[n] = '\0';
	return code;
}

static struct str folded(const struct roster_index *x, const char *text)
{
	return str_of(str_fold_name(x->a, str_of(text)));
}

static int32_t get(const struct strmap *map, struct str key)
{
	int32_t place;

	return key.len > 0 && strmap_get(map, key, &place) ? place : INDEX_NONE;
}

/* ---- teams ---- */

/* The code of a team in addresses; two teams never share one, whatever the letters that it leaves out. */
static const char *free_team_code(const struct roster_index *x, const char *base)
{
	const char *code = base;

	for (int number = 2; get(x->team_codes, folded(x, code)) != INDEX_NONE; number++)
		code = arena_printf(x->a, "%s-%d", base, number);
	return code;
}

static void file_team_code(struct roster_index *x, int32_t place)
{
	const struct roster_team *t = &x->r->teams[place];

	strmap_put(x->team_codes, folded(x, t->code), place);
	if (t->told_code[0] != '\0')
		strmap_put(x->told_team_codes, folded(x, t->told_code), place);
}

/* A name that two teams have leads to neither. */
static void file_team_name(struct roster_index *x, int32_t place)
{
	struct str name = folded(x, x->r->teams[place].name);

	if (name.len > 0 && strmap_put(x->team_names, name, place) != place)
		strmap_put(x->shared_team_names, name, place);
}

static int32_t add_team(struct roster_index *x, const char *code, const char *told_code, const char *name)
{
	struct roster *r = x->r;
	struct roster_team *t = ARENA_PUSH(x->a, &r->teams, &r->teams_count, &r->teams_room);

	*t = (struct roster_team){++r->last_team_id, free_team_code(x, code), told_code, name, "", "", "", ""};
	file_team_code(x, (int32_t)r->teams_count - 1);
	return (int32_t)r->teams_count - 1;
}

/* A code that was there before the files at hand: people may have read it on a page and write it in a list. */
static int32_t find_shown_code(const struct roster_index *x, const char *text)
{
	int32_t place = get(x->team_codes, folded(x, text));

	return place < x->known_teams_count ? place : INDEX_NONE;
}

int32_t index_find_team(const struct roster_index *x, const char *text)
{
	int32_t place = get(x->told_team_codes, folded(x, text));

	if (place == INDEX_NONE && get(x->shared_team_names, folded(x, text)) != INDEX_NONE)
		return INDEX_UNCERTAIN;
	if (place == INDEX_NONE)
		place = get(x->team_names, folded(x, text));
	return place != INDEX_NONE ? place : find_shown_code(x, text);
}

/* What a team without a code of its own is called in addresses. A text that could itself be a code (T03) is kept as one; a
 * name becomes its slug. */
static const char *code_of_team_text(struct roster_index *x, const char *text)
{
	const char *safe = roster_safe_code(x->a, text);
	char *slug;

	if (str_equal(safe, text) && strpbrk(text, "0123456789") != NULL)
		return safe;
	slug = str_slug(x->a, str_of(text));
	if (slug[0] == '\0')
		slug = arena_printf(x->a, "team-%d", x->r->last_team_id + 1);
	return slug;
}

/* The same of a code that a list of teams gives; one without a letter that an address can have is as good as a name. */
static const char *code_of_team_code(struct roster_index *x, const char *told_code)
{
	return str_slug(x->a, str_of(told_code))[0] != '\0' ? roster_safe_code(x->a, told_code) : code_of_team_text(x, told_code);
}

int32_t index_team_id(struct roster_index *x, const char *text)
{
	int32_t place;

	if (text[0] == '\0')
		return 0;
	place = index_find_team(x, text);
	if (place == INDEX_NONE) {
		place = add_team(x, code_of_team_text(x, text), "", arena_strdup(x->a, text));
		file_team_name(x, place);
	}
	return place == INDEX_UNCERTAIN ? INDEX_UNCERTAIN : x->r->teams[place].team_id;
}

/* A team that no list has given a code yet, and that files call by this text. */
static int32_t find_without_code(const struct roster_index *x, const char *text)
{
	int32_t place = get(x->uncoded_team_names, folded(x, text));

	return place != INDEX_NONE && x->r->teams[place].told_code[0] == '\0' ? place : INDEX_NONE;
}

static int32_t find_told_team(const struct roster_index *x, const struct team_told *t)
{
	int32_t place = get(x->told_team_codes, folded(x, t->code));

	if (place == INDEX_NONE)
		place = find_without_code(x, t->code);
	if (place == INDEX_NONE) {
		place = find_shown_code(x, t->code);
		if (place != INDEX_NONE && x->r->teams[place].told_code[0] != '\0')
			place = INDEX_NONE;
	}
	return place != INDEX_NONE ? place : find_without_code(x, t->name);
}

int32_t index_learn_team(struct roster_index *x, const struct team_told *t)
{
	int32_t place = find_told_team(x, t);
	struct roster_team *team;

	if (place == INDEX_NONE)
		return add_team(x, code_of_team_code(x, t->code), t->code, t->name[0] != '\0' ? t->name : t->code);
	team = &x->r->teams[place];
	if (team->told_code[0] == '\0') {
		team->told_code = t->code;
		if (!str_is_ignoring_case(str_of(team->code), code_of_team_code(x, t->code)))
			team->code = free_team_code(x, code_of_team_code(x, t->code));
		file_team_code(x, place);
	}
	return place;
}

void index_name_teams(struct roster_index *x)
{
	for (size_t i = 0; i < x->r->teams_count; i++)
		file_team_name(x, (int32_t)i);
}

/* Teams as they stand before the files at hand are read. */
static void file_known_teams(struct roster_index *x)
{
	x->known_teams_count = (int32_t)x->r->teams_count;
	for (int32_t i = 0; i < x->known_teams_count; i++) {
		file_team_code(x, i);
		if (x->r->teams[i].told_code[0] == '\0')
			strmap_put(x->uncoded_team_names, folded(x, x->r->teams[i].name), i);
	}
}

/* ---- persons ---- */

int32_t index_find_registration(const struct roster_index *x, const char *registration)
{
	return get(x->registrations, folded(x, registration));
}

int32_t index_find_staff_id(const struct roster_index *x, const char *staff_id)
{
	return get(x->staff_ids, str_of(staff_id));
}

int32_t index_find_local_id(const struct roster_index *x, const char *local_id)
{
	return get(x->local_ids, str_of(local_id));
}

int32_t index_find_key(const struct roster_index *x, const char *key)
{
	int32_t place = index_find_registration(x, key);

	if (place == INDEX_NONE)
		place = index_find_staff_id(x, key);
	return place != INDEX_NONE ? place : index_find_local_id(x, key);
}

void index_set_registration(struct roster_index *x, int32_t person, const char *registration)
{
	x->r->persons[person].registration = registration;
	strmap_put(x->registrations, folded(x, registration), person);
}

void index_set_staff_id(struct roster_index *x, int32_t person, const char *staff_id)
{
	x->r->persons[person].staff_id = staff_id;
	strmap_put(x->staff_ids, str_of(staff_id), person);
}

void index_set_local_id(struct roster_index *x, int32_t person_or_uncertain, const char *local_id)
{
	strmap_put(x->local_ids, str_of(local_id), person_or_uncertain);
	if (person_or_uncertain >= 0)
		x->persons[person_or_uncertain].local_id = local_id;
}

/* A code nobody has yet: `base`, else with the first number that is free. */
static const char *free_code(struct roster_index *x, const char *base)
{
	const char *code = base;

	for (int number = 2; get(x->person_codes, str_of(code)) != INDEX_NONE; number++)
		code = arena_printf(x->a, "%s-%d", base, number);
	return code;
}

/* Not of the name: codes stand in addresses, which stay in histories and in the logs of whatever lies between. */
static const char *code_of_person(struct roster_index *x, const char *registration, const char *staff_id)
{
	if (staff_id[0] != '\0')
		return free_code(x, roster_safe_code(x->a, staff_id));
	if (registration[0] != '\0')
		return free_code(x, roster_safe_code(x->a, registration));
	return free_code(x, arena_printf(x->a, "worker-%d", (int)x->persons_count + 1));
}

static void file_person(struct roster_index *x, int32_t person)
{
	const struct roster_person *p = &x->r->persons[person];
	struct index_person *note = ARENA_PUSH(x->a, &x->persons, &x->persons_count, &x->persons_room);

	note->first_post = INDEX_NONE;
	note->local_id = "";
	strmap_put(x->person_codes, str_of(p->code), person);
	if (p->registration[0] != '\0')
		strmap_put(x->registrations, folded(x, p->registration), person);
	if (p->staff_id[0] != '\0')
		strmap_put(x->staff_ids, str_of(p->staff_id), person);
}

int32_t index_add_person(struct roster_index *x, const char *registration, const char *staff_id, const char *name)
{
	struct roster *r = x->r;
	const char *code = code_of_person(x, registration, staff_id);
	struct roster_person *p = ARENA_PUSH(x->a, &r->persons, &r->persons_count, &r->persons_room);

	*p = (struct roster_person){++r->last_person_id, code, name, registration, staff_id};
	file_person(x, (int32_t)r->persons_count - 1);
	return (int32_t)r->persons_count - 1;
}

/* ---- names ---- */

void index_name_in_team(struct roster_index *x, int32_t person, const char *name, int32_t team_id)
{
	struct str key = folded(x, name);
	int32_t place = (int32_t)x->same_names_count, first;

	if (key.len == 0)
		return;
	first = strmap_put(x->names, key, place);
	*ARENA_PUSH(x->a, &x->same_names, &x->same_names_count, &x->same_names_room) =
		(struct index_name){person, team_id, INDEX_NONE};
	if (first != place) {
		x->same_names[place].next = x->same_names[first].next;
		x->same_names[first].next = place;
	}
}

void index_name_everyone(struct roster_index *x)
{
	for (size_t p = 0; p < x->r->persons_count; p++) {
		const char *name = x->r->persons[p].name;

		if (x->persons[p].first_post == INDEX_NONE)
			index_name_in_team(x, (int32_t)p, name, 0);
		for (int32_t at = x->persons[p].first_post; at != INDEX_NONE; at = x->next_post[at])
			index_name_in_team(x, (int32_t)p, name, x->r->posts[at].team_id);
	}
}

static bool differ(const char *a, const char *b)
{
	return a[0] != '\0' && b[0] != '\0' && !str_is_ignoring_case(str_of(a), b);
}

static bool is_somebody_else(const struct roster_index *x, int32_t person, const struct index_keys *keys)
{
	const struct roster_person *p = &x->r->persons[person];

	return differ(p->registration, keys->registration) || differ(p->staff_id, keys->staff_id) ||
		differ(x->persons[person].local_id, keys->local_id);
}

/* Whether an earlier entry of the same name already stands for this one: the same person, in the same kind of place. */
static bool counted_before(const struct roster_index *x, int32_t first, int32_t at, int32_t team_id, bool in_team)
{
	for (int32_t i = first; i != at; i = x->same_names[i].next)
		if (x->same_names[i].person == x->same_names[at].person &&
			(!in_team || x->same_names[i].team_id == team_id))
			return true;
	return false;
}

struct index_namesakes index_find_name(const struct roster_index *x, const char *name, int32_t team_id,
	struct index_keys keys)
{
	struct index_namesakes found = {.person = INDEX_NONE, .other = INDEX_NONE, .elsewhere = INDEX_NONE};
	int32_t first = get(x->names, folded(x, name));
	int seen = 0;

	for (int32_t at = first; at != INDEX_NONE; at = x->same_names[at].next) {
		const struct index_name *n = &x->same_names[at];

		if (++seen > MOST_NAMESAKES) {
			found.in_team = MOST_NAMESAKES;
			return found;
		}
		if (is_somebody_else(x, n->person, &keys))
			continue;
		if (n->team_id == team_id && !counted_before(x, first, at, team_id, true)) {
			found.in_team++;
			found.other = found.person;
			found.person = n->person;
		}
		if (!counted_before(x, first, at, team_id, false)) {
			found.anywhere++;
			found.elsewhere = n->team_id != team_id ? n->person : found.elsewhere;
		}
	}
	return found;
}

/* ---- posts ---- */

static void file_post(struct roster_index *x, int32_t post, int32_t person)
{
	*ARENA_PUSH(x->a, &x->next_post, &x->next_post_count, &x->next_post_room) = x->persons[person].first_post;
	x->persons[person].first_post = post;
}

int32_t index_add_post(struct roster_index *x, int32_t person, int32_t team_id)
{
	struct roster *r = x->r;
	struct roster_post *p = ARENA_PUSH(x->a, &r->posts, &r->posts_count, &r->posts_room);

	*p = (struct roster_post){
		.post_id = ++r->last_post_id,
		.person_id = r->persons[person].person_id,
		.team_id = team_id,
		.when = {DAY_MIN, DAY_MAX},
		.fte_millionths = -1,
		.contract_minutes = -1,
		.grade = "",
		.newly_qualified_until = DAY_MIN,
		.reported_cases = -1,
		.reported_on = DAY_MIN,
	};
	file_post(x, (int32_t)r->posts_count - 1, person);
	return (int32_t)r->posts_count - 1;
}

int32_t index_post_in_team(const struct roster_index *x, int32_t person, int32_t team_id)
{
	int32_t at = x->persons[person].first_post;

	while (at != INDEX_NONE && x->r->posts[at].team_id != team_id)
		at = x->next_post[at];
	return at;
}

size_t index_posts_count(const struct roster_index *x, int32_t person)
{
	size_t count = 0;

	for (int32_t at = x->persons[person].first_post; at != INDEX_NONE; at = x->next_post[at])
		count++;
	return count;
}

/* ---- opening ---- */

static void file_known_posts(struct roster_index *x)
{
	struct strmap *by_id = strmap_new();
	int32_t place;

	for (size_t i = 0; i < x->r->persons_count; i++)
		strmap_put(by_id, (struct str){(const char *)&x->r->persons[i].person_id, sizeof(int32_t)}, (int32_t)i);
	for (size_t i = 0; i < x->r->posts_count; i++)
		if (strmap_get(by_id, (struct str){(const char *)&x->r->posts[i].person_id, sizeof(int32_t)}, &place))
			file_post(x, (int32_t)i, place);
		else
			*ARENA_PUSH(x->a, &x->next_post, &x->next_post_count, &x->next_post_room) = INDEX_NONE;
	strmap_free(by_id);
}

void roster_index_open(struct roster_index *x, struct arena *a, struct roster *r)
{
	*x = (struct roster_index){.a = a, .r = r};
	x->team_codes = strmap_new();
	x->told_team_codes = strmap_new();
	x->team_names = strmap_new();
	x->shared_team_names = strmap_new();
	x->uncoded_team_names = strmap_new();
	x->registrations = strmap_new();
	x->staff_ids = strmap_new();
	x->local_ids = strmap_new();
	x->person_codes = strmap_new();
	x->names = strmap_new();
	file_known_teams(x);
	for (size_t i = 0; i < r->persons_count; i++)
		file_person(x, (int32_t)i);
	file_known_posts(x);
	index_name_everyone(x);
}

void roster_index_close(struct roster_index *x)
{
	x->team_codes = strmap_free(x->team_codes);
	x->told_team_codes = strmap_free(x->told_team_codes);
	x->team_names = strmap_free(x->team_names);
	x->shared_team_names = strmap_free(x->shared_team_names);
	x->uncoded_team_names = strmap_free(x->uncoded_team_names);
	x->registrations = strmap_free(x->registrations);
	x->staff_ids = strmap_free(x->staff_ids);
	x->local_ids = strmap_free(x->local_ids);
	x->person_codes = strmap_free(x->person_codes);
	x->names = strmap_free(x->names);
}
