#include <stdlib.h>

#include "core/snapshot_private.h"

static void build_services(struct making *m)
{
	struct snapshot_builder *g = m->given, *words = g->of;
	struct service_row *rows = arena_array(m->arena, g->services.count, sizeof *rows);

	m->service_places = arena_array(m->scratch, words->texts.count, sizeof *m->service_places);
	for (size_t i = 0; i < words->texts.count; i++)
		m->service_places[i] = -1;
	for (size_t i = g->services.count; i-- > 0;) {
		int32_t number;

		rows[i] = g->services.rows[i];
		if (strmap_get(words->text_numbers, str_of(rows[i].code), &number))
			m->service_places[number] = (int32_t)i;
	}
	m->shown->services = rows;
	m->shown->services_count = g->services.count;
}

int32_t place_service(const struct making *m, int32_t number, int32_t otherwise)
{
	return text_of_number(m->given, number)[0] != '\0' ? m->service_places[number] : otherwise;
}

static int compare_teams(const void *left, const void *right)
{
	const struct team_row *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	if (order == 0)
		order = strcmp(a->code, b->code);
	return order != 0 ? order : compare_int32(a->team_id, b->team_id);
}

static void build_teams(struct making *m)
{
	size_t count = m->given->teams.count;

	m->teams = arena_array(m->arena, count, sizeof *m->teams);
	if (count > 0) {
		memcpy(m->teams, m->given->teams.rows, count * sizeof *m->teams);
		qsort(m->teams, count, sizeof *m->teams, compare_teams);
	}
	m->team_places = id_map_for(m->scratch, count);
	for (size_t i = 0; i < count; i++) {
		m->teams[i].service = place_service(m, m->teams[i].service, main_service(m->shown));
		id_map_put(&m->team_places, m->teams[i].team_id, (int32_t)i);
	}
	m->shown->teams = m->teams;
	m->shown->teams_count = count;
}

static int compare_persons(const void *left, const void *right)
{
	const struct person_row *a = left, *b = right;
	int order = strcmp(a->code, b->code);

	return order != 0 ? order : compare_int32(a->person_id, b->person_id);
}

static void build_persons(struct making *m)
{
	size_t count = m->given->persons.count;

	m->persons = arena_array(m->arena, count, sizeof *m->persons);
	if (count > 0) {
		memcpy(m->persons, m->given->persons.rows, count * sizeof *m->persons);
		qsort(m->persons, count, sizeof *m->persons, compare_persons);
	}
	m->person_places = id_map_for(m->scratch, count);
	for (size_t i = 0; i < count; i++)
		id_map_put(&m->person_places, m->persons[i].person_id, (int32_t)i);
	m->shown->persons = m->persons;
	m->shown->persons_count = count;
}

/* By team, those without one last; then as a reader looks for them. */
static int compare_posts(const void *left, const void *right, void *context)
{
	const struct post_row *a = left, *b = right;
	const struct person_row *persons = context;
	int order = (a->team < 0) - (b->team < 0);

	if (order == 0)
		order = compare_int32(a->team, b->team);
	if (order == 0)
		order = strcmp(person_label(&persons[a->person]), person_label(&persons[b->person]));
	if (order == 0)
		order = compare_int32(a->person, b->person);
	if (order == 0)
		order = compare_days(a->when, b->when);
	return order != 0 ? order : compare_int32(a->post_id, b->post_id);
}

/* Posts that by the records have not begun or have ended, and whether somebody holds a case through them on the day all
 * the same. */
static struct id_map posts_out_of_time(struct making *m)
{
	struct id_map outside = id_map_for(m->scratch, m->given->posts.count);

	for (size_t i = 0; i < m->given->posts.count; i++) {
		if (!days_include(m->given->posts.rows[i].when, m->day))
			id_map_put(&outside, m->given->posts.rows[i].post_id, false);
	}
	for (size_t i = 0; i < m->given->holdings.count; i++) {
		const struct holding_row *h = &m->given->holdings.rows[i];

		if (days_include(h->when, m->day) && id_map_get(&outside, h->post) == false)
			id_map_put(&outside, h->post, true);
	}
	return outside;
}

/* Since when somebody is here, by the posts that they have had. */
struct stay {
	int32_t person, post_id;
	struct days when;
	int32_t joined;
};

static int compare_stays(const void *left, const void *right)
{
	const struct stay *a = left, *b = right;
	int order = compare_int32(a->person, b->person);

	if (order == 0)
		order = compare_days(a->when, b->when);
	return order != 0 ? order : compare_int32(a->post_id, b->post_id);
}

static bool follows(const struct stay *s, const struct stay *before, int32_t until)
{
	return before->person == s->person && (int64_t)s->when.from - until < JOINED_GAP_DAYS;
}

/* By post: where it stands among the stays. */
static struct id_map find_stays(struct making *m, struct stay **ret)
{
	size_t count = m->given->posts.count;
	struct stay *stays = arena_array(m->scratch, count, sizeof *stays);
	struct id_map places = id_map_for(m->scratch, count);
	int32_t until = DAY_MIN;

	for (size_t i = 0; i < count; i++) {
		const struct post_row *p = &m->given->posts.rows[i];

		stays[i] = (struct stay){.person = p->person, .post_id = p->post_id, .when = p->when, .joined = p->joined};
	}
	if (count > 0)
		qsort(stays, count, sizeof *stays, compare_stays);
	for (size_t i = 0; i < count; i++) {
		bool goes_on = i > 0 && follows(&stays[i], &stays[i - 1], until);

		if (stays[i].joined == 0)
			stays[i].joined = goes_on ? stays[i - 1].joined : stays[i].when.from;
		until = goes_on && until > stays[i].when.until ? until : stays[i].when.until;
		id_map_put(&places, stays[i].post_id, (int32_t)i);
	}
	*ret = stays;
	return places;
}

/* Keeps the posts in force, and those through which cases are held out of their time. The workforce census gives the start
 * of the role that a person has now: who held a case before that day was there already. And a case that is still in the
 * name of somebody who has left is held by the official definition, and waits by ours. */
static size_t choose_posts(struct making *m)
{
	struct id_map outside = posts_out_of_time(m), places;
	struct stay *stays;
	size_t n = 0;

	places = find_stays(m, &stays);

	m->posts = arena_array(m->arena, m->given->posts.count, sizeof *m->posts);
	m->given_posts = id_map_for(m->scratch, m->given->posts.count);
	for (size_t i = 0; i < m->given->posts.count; i++) {
		struct post_row p = m->given->posts.rows[i];

		p.person = id_map_get(&m->person_places, p.person);
		p.team = id_map_get(&m->team_places, p.team);
		p.joined = stays[id_map_get(&places, p.post_id)].joined;
		if (p.person < 0)
			continue;
		id_map_put(&m->given_posts, p.post_id, (int32_t)i);
		if (days_include(p.when, m->day) || m->given->keeps_posts || id_map_get(&outside, p.post_id) == true)
			m->posts[n++] = p;
	}
	return n;
}

static void build_posts(struct making *m)
{
	size_t count = choose_posts(m);
	struct id_map *places = id_map_new(m->arena, count);

	if (count > 0)
		qsort_r(m->posts, count, sizeof *m->posts, compare_posts, m->persons);
	for (size_t i = 0; i < count; i++) {
		const struct post_row *p = &m->posts[i];

		id_map_put(places, p->post_id, (int32_t)i);
		if (p->team >= 0 && m->teams[p->team].posts_count++ == 0)
			m->teams[p->team].first_post = (int32_t)i;
	}
	m->shown->posts = m->posts;
	m->shown->posts_count = count;
	m->shown->posts_by_id = places;
}

/* A row that belongs to somebody, by place. */
struct owned {
	int32_t owner, place;
};

static int compare_owned(const void *left, const void *right)
{
	const struct owned *a = left, *b = right;

	return compare_int32(a->place, b->place);
}

static void build_person_posts(struct making *m)
{
	size_t count = m->shown->posts_count;
	struct owned *rows = arena_array(m->scratch, count, sizeof *rows);
	int32_t *posts = arena_array(m->arena, count, sizeof *posts);
	struct grouped g;

	for (size_t i = 0; i < count; i++)
		rows[i] = (struct owned){.owner = m->posts[i].person, .place = (int32_t)i};
	g = group_rows(m->scratch, m->scratch, (struct rows){rows, count, sizeof *rows}, m->shown->persons_count, compare_owned);
	for (size_t i = 0; i < count; i++)
		posts[i] = ((const struct owned *)g.rows)[i].place;
	for (size_t i = 0; i < m->shown->persons_count; i++) {
		m->persons[i].first_post = g.starts[i];
		m->persons[i].posts_count = g.starts[i + 1] - g.starts[i];
	}
	m->shown->person_posts = posts;
}

static int compare_reductions(const void *left, const void *right)
{
	const struct reduction_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	if (order == 0)
		order = strcmp(a->reason, b->reason);
	if (order == 0)
		order = compare_int32(a->minutes, b->minutes);
	return order != 0 ? order : compare_int32(a->personal, b->personal);
}

static void build_reductions(struct making *m)
{
	struct reduction_row *rows = m->given->reductions.rows;
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < m->given->reductions.count; i++) {
		int32_t post = snapshot_find_post_id(m->shown, rows[i].post);

		if (post < 0 || !days_include(rows[i].when, m->day))
			continue;
		rows[n] = rows[i];
		rows[n].personal |= scheme_reason_is_personal(snapshot_post_scheme(m->shown, &m->posts[post]), rows[i].reason);
		rows[n++].post = post;
	}
	g = group_rows(m->arena, m->scratch, (struct rows){rows, n, sizeof *rows}, m->shown->posts_count, compare_reductions);
	for (size_t i = 0; i < m->shown->posts_count; i++) {
		m->posts[i].first_reduction = g.starts[i];
		m->posts[i].reductions_count = g.starts[i + 1] - g.starts[i];
	}
	m->shown->reductions = g.rows;
	m->shown->reductions_count = n;
}

/* What belongs to posts and is in force: exceptions and ratings, which begin with their post. */
struct post_shape {
	size_t size, when_at, first_at;
	compare_rows *compare;
};

#define POST_SHAPE(row, first, order) \
	{.size = sizeof(struct row), .when_at = offsetof(struct row, when), .first_at = offsetof(struct post_row, first), .compare = order}

static void *build_of_posts(struct making *m, const struct post_shape *shape, void *given, size_t count, size_t *ret_count)
{
	unsigned char *rows = given;
	struct grouped g;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned char *row = rows + i * shape->size;
		struct days when;
		int32_t post;

		memcpy(&post, row, sizeof post);
		memcpy(&when, row + shape->when_at, sizeof when);
		post = snapshot_find_post_id(m->shown, post);
		if (post < 0 || !days_include(when, m->day))
			continue;
		memmove(rows + n * shape->size, row, shape->size);
		memcpy(rows + n++ * shape->size, &post, sizeof post);
	}
	g = group_rows(m->arena, m->scratch, (struct rows){rows, n, shape->size}, m->shown->posts_count, shape->compare);
	for (size_t i = 0; i < m->shown->posts_count; i++) {
		int32_t range[2] = {g.starts[i], g.starts[i + 1] - g.starts[i]};

		memcpy((unsigned char *)&m->posts[i] + shape->first_at, range, sizeof range);
	}
	*ret_count = n;
	return g.rows;
}

static int compare_exceptions(const void *left, const void *right)
{
	const struct exception_row *a = left, *b = right;
	int order = compare_days(a->when, b->when);

	return order != 0 ? order : compare_int32(a->exception_id, b->exception_id);
}

/* The newest first. */
static int compare_ratings(const void *left, const void *right)
{
	const struct rating_row *a = left, *b = right;
	int order = compare_days(b->when, a->when);

	return order != 0 ? order : compare_int32(b->value, a->value);
}

static void build_exceptions_and_ratings(struct making *m)
{
	static const struct post_shape exceptions = POST_SHAPE(exception_row, first_exception, compare_exceptions);
	static const struct post_shape ratings = POST_SHAPE(rating_row, first_rating, compare_ratings);

	m->shown->exceptions = build_of_posts(m, &exceptions, m->given->exceptions.rows, m->given->exceptions.count,
		&m->shown->exceptions_count);
	m->shown->ratings = build_of_posts(m, &ratings, m->given->ratings.rows, m->given->ratings.count, &m->shown->ratings_count);
}

void build_people(struct making *m)
{
	build_services(m);
	build_teams(m);
	build_persons(m);
	build_posts(m);
	build_person_posts(m);
	build_reductions(m);
	build_exceptions_and_ratings(m);
}

static int compare_lines(const void *left, const void *right)
{
	const struct line_row *a = left, *b = right;
	int order = compare_int32(a->scope, b->scope);

	if (order == 0)
		order = compare_int32(a->target, b->target);
	if (order == 0)
		order = compare_int32(a->kind, b->kind);
	if (order == 0)
		order = compare_int32(a->value, b->value);
	return order != 0 ? order : compare_int32(a->line_id, b->line_id);
}

/* Fills in what a line is about; false if that never came or the line is not in force. */
static bool place_line(const struct making *m, struct line_row *line)
{
	bool about_all = false;

	switch (line->scope) {
	case LINE_SERVICE:
		line->target = m->service_places[line->target];
		break;
	case LINE_TEAM:
		line->target = id_map_get(&m->team_places, line->target);
		break;
	case LINE_POST:
		line->target = snapshot_find_post_id(m->shown, line->target);
		break;
	case LINE_NATIONAL:
	case LINE_EMPLOYER:
		about_all = true;
		break;
	}
	return (about_all || line->target >= 0) && days_include(line->when, m->day);
}

void build_lines(struct making *m)
{
	struct line_row *rows = arena_array(m->arena, m->given->lines.count, sizeof *rows);
	size_t n = 0;

	for (size_t i = 0; i < m->given->lines.count; i++) {
		rows[n] = m->given->lines.rows[i];
		n += place_line(m, &rows[n]);
	}
	if (n > 0)
		qsort(rows, n, sizeof *rows, compare_lines);
	m->shown->lines = rows;
	m->shown->lines_count = n;
}
