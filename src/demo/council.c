#include "demo/council.h"

#include "demo/people.h"

enum { YEARS = 10, YEAR_DAYS = 365, HISTORY_DAYS = YEARS * YEAR_DAYS + 3 };

enum team_kind { TEAM_ASSESSMENT, TEAM_SAFEGUARDING, TEAM_CARE, TEAM_DISABLED, TEAM_LEAVING, TEAM_KINDS };

static const char *const FACTORS[] = {"", "1B", "2B", "3A", "3B", "4A", "4B", "5A", "6A", "7A", "8B", "10A", "11A",
	"13A", "14A", "15A", "16A", "17A", "18C", "19C", "22A", "24A"};
enum { FACTORS_COUNT = sizeof FACTORS / sizeof *FACTORS };

const char *council_factor(uint8_t place)
{
	return FACTORS[place < FACTORS_COUNT ? place : 0];
}

struct maker {
	struct arena *a;
	struct council *c;
	struct dice dice;
	/* Workers by team, so that one who was in post on a day is found without a walk through ten years of them. */
	int32_t **by_team;
	size_t *by_team_count, *by_team_room;
	int32_t *now;        /* cases that each worker holds today */
	int64_t *team_now;   /* and those of each team together */
	int64_t *team_pull;  /* what comes to the workers whom a team has today */
	int32_t households;
};

static int32_t start_of_history(const struct maker *m)
{
	return m->c->options.day - HISTORY_DAYS;
}

/* ---- teams and workers ---- */

static const char *team_name(struct arena *a, enum team_kind kind, int number)
{
	static const char *const NAMES[] = {"Assessment", "Safeguarding", "Children in Care", "Disabled Children",
		"Leaving Care"};
	static const char *const PLACES[] = {"North", "South", "East", "West", "Central", "Harbour", "Valley", "Moor",
		"Castle", "Bridge", "Quay", "Mill"};
	enum { PLACES_COUNT = sizeof PLACES / sizeof *PLACES };

	if (number < PLACES_COUNT)
		return arena_printf(a, "%s %s", NAMES[kind], PLACES[number]);
	return arena_printf(a, "%s %s %d", NAMES[kind], PLACES[number % PLACES_COUNT], number / PLACES_COUNT + 1);
}

/* What part of the work each kind of team has, in a hundred. */
static const int32_t WORK[TEAM_KINDS] = {
	[TEAM_ASSESSMENT] = 18, [TEAM_SAFEGUARDING] = 53, [TEAM_CARE] = 21, [TEAM_DISABLED] = 4, [TEAM_LEAVING] = 4};

/* Ten posts a team. A small council has no team for every kind of work: its safeguarding teams do it then. */
static void make_teams(struct maker *m)
{
	struct council *c = m->c;
	int32_t wanted = c->options.workers / 10;

	c->teams = arena_array(m->a, (size_t)wanted + TEAM_KINDS, sizeof *c->teams);
	for (enum team_kind kind = 0; kind < TEAM_KINDS; kind++) {
		int32_t of_kind = (wanted * WORK[kind] + 50) / 100;

		if (of_kind == 0 && (kind == TEAM_SAFEGUARDING || wanted >= 6))
			of_kind = 1;
		for (int32_t i = 0; i < of_kind; i++) {
			struct council_team *t = &c->teams[c->teams_count++];

			t->code = arena_printf(m->a, "T%02zu", c->teams_count);
			t->name = team_name(m->a, kind, i);
			t->kind = (int32_t)kind;
			t->part = WORK[kind] * 1000 / of_kind;
		}
	}
}

/* The team that is furthest below its part of the posts given out so far. */
static int32_t team_in_need(const struct council *c, const int32_t *posts)
{
	int32_t neediest = 0;

	for (int32_t t = 1; t < (int32_t)c->teams_count; t++)
		if ((int64_t)(posts[t] + 1) * c->teams[neediest].part < (int64_t)(posts[neediest] + 1) * c->teams[t].part)
			neediest = t;
	return neediest;
}

static int32_t add_worker(struct maker *m, int32_t team, enum post_role role, struct days when)
{
	struct council *c = m->c;
	struct council_worker *w = ARENA_PUSH(m->a, &c->workers, &c->workers_count, &c->workers_room);
	int32_t place = (int32_t)c->workers_count - 1;
	int32_t *in_team;

	w->code = arena_printf(m->a, "W%05d", place + 1);
	w->staff_id = arena_printf(m->a, "ST%05d", place + 1);
	w->registration = arena_printf(m->a, "SW%010lld", 1000000000LL + place * 7919LL + dice_below(&m->dice, 7919));
	w->name = people_name(m->a, (uint32_t)place);
	w->team = team;
	w->role = role;
	w->when = when;
	w->absence = "";
	in_team = ARENA_PUSH(m->a, &m->by_team[team], &m->by_team_count[team], &m->by_team_room[team]);
	*in_team = place;
	return place;
}

/* How many cases come to someone, against the usual: the DfE's 2021 bands of cases per FTE (1-5: 9 %, 5-10: 11 %,
 * 10-15:
 * 19 %, 15-20: 28 %, 20-25: 20 %, above: 12 % with a tail). */
static int32_t draw_pull(struct dice *d)
{
	uint32_t roll = dice_below(d, 1000);

	if (roll < 92)
		return 70 + (int32_t)dice_below(d, 220);
	if (roll < 204)
		return 300 + (int32_t)dice_below(d, 310);
	if (roll < 396)
		return 610 + (int32_t)dice_below(d, 310);
	if (roll < 678)
		return 920 + (int32_t)dice_below(d, 300);
	if (roll < 880)
		return 1220 + (int32_t)dice_below(d, 310);
	if (roll < 985)
		return 1530 + (int32_t)dice_below(d, 500);
	return 2100 + (int32_t)dice_below(d, 1600);
}

static void draw_contract(struct maker *m, struct council_worker *w)
{
	static const int32_t FTE[] = {1000000, 1000000, 1000000, 1000000, 1000000, 1000000, 1000000, 800000, 600000, 500000};

	w->fte_millionths = FTE[dice_below(&m->dice, 10)];
	w->agency = dice_chance(&m->dice, 145); /* 13 % of all, managers among them */
	w->pull = draw_pull(&m->dice);
}

/* Newly qualified in the first year after qualifying; agency posts are not for them. */
static void draw_now(struct maker *m, struct council_worker *w)
{
	static const char *const ABSENCES[] = {"MAT", "MAT", "SIC", "SIC", "TRN"};
	int32_t day = m->c->options.day;

	if (!w->agency && day - w->when.from < YEAR_DAYS && dice_chance(&m->dice, 750))
		w->newly_qualified = true;
	if (!w->newly_qualified && dice_chance(&m->dice, 45)) {
		w->absence = ABSENCES[dice_below(&m->dice, 5)];
		w->absent.from = day - 10 - (int32_t)dice_below(&m->dice, 120);
		w->absent.until = day + 5 + (int32_t)dice_below(&m->dice, 160);
		if (w->absent.from < w->when.from)
			w->absent.from = w->when.from;
	}
}

/* One post over ten years: people follow one another in it; the last one is there today unless the post is vacant. */
static void fill_post(struct maker *m, int32_t team, bool vacant)
{
	int32_t day = m->c->options.day;
	int32_t until = vacant ? day - (int32_t)dice_below(&m->dice, 200) : DAY_MAX;
	int32_t stay = 60 + (int32_t)dice_below(&m->dice, 2600);

	for (;;) {
		int32_t from = (until == DAY_MAX ? day : until) - stay;
		int32_t place = add_worker(m, team, POST_SOCIAL_WORKER, (struct days){from, until});
		struct council_worker *w = &m->c->workers[place];

		draw_contract(m, w);
		if (w->agency && until == DAY_MAX && stay > 700)
			w->when.from = from = day - 14 - (int32_t)dice_below(&m->dice, 400);
		if (until == DAY_MAX)
			draw_now(m, w);
		if (dice_chance(&m->dice, 150))
			w->role = POST_SENIOR_PRACTITIONER;
		if (from <= start_of_history(m))
			return;
		until = from - (int32_t)dice_below(&m->dice, 90);
		stay = 300 + (int32_t)dice_below(&m->dice, 2600);
	}
}

static void make_workers(struct maker *m)
{
	struct council *c = m->c;
	int32_t others = c->options.workers - (int32_t)c->teams_count;
	int32_t *posts = arena_array(m->a, c->teams_count, sizeof *posts);

	m->by_team = arena_array(m->a, c->teams_count, sizeof *m->by_team);
	m->by_team_count = arena_array(m->a, c->teams_count, sizeof *m->by_team_count);
	m->by_team_room = arena_array(m->a, c->teams_count, sizeof *m->by_team_room);
	for (int32_t t = 0; t < (int32_t)c->teams_count; t++) {
		struct days when = {start_of_history(m) - (int32_t)dice_below(&m->dice, 900), DAY_MAX};
		int32_t manager = add_worker(m, t, POST_MANAGER, when);

		c->workers[manager].fte_millionths = 1000000;
		c->teams[t].manager = manager;
	}
	c->vacant_posts = (others * 14 + 43) / 86;
	for (int32_t i = 0; i < others + c->vacant_posts; i++) {
		int32_t team = team_in_need(c, posts);

		posts[team]++;
		fill_post(m, team, i >= others);
	}
}

/* How much work comes to a worker, against the usual for a full-time post. */
static int64_t pull_of(const struct council_worker *w)
{
	return (int64_t)w->pull * (w->fte_millionths / 100000);
}

static void weigh_teams(struct maker *m)
{
	const struct council *c = m->c;

	m->now = arena_array(m->a, c->workers_count, sizeof *m->now);
	m->team_now = arena_array(m->a, c->teams_count, sizeof *m->team_now);
	m->team_pull = arena_array(m->a, c->teams_count, sizeof *m->team_pull);
	for (size_t i = 0; i < c->workers_count; i++)
		if (c->workers[i].when.until == DAY_MAX)
			m->team_pull[c->workers[i].team] += pull_of(&c->workers[i]);
}

/* ---- cases ---- */

/* Somebody of the team who is in post on the day, more often one to whom much comes; -1 if the team is empty. */
static int32_t draw_worker(struct maker *m, int32_t team, int32_t day, int32_t but)
{
	int64_t total = 0, roll;
	int32_t last = -1;

	for (int pass = 0; pass < 2; pass++) {
		roll = pass == 1 ? (int64_t)(dice_next(&m->dice) % (uint64_t)total) : 0;
		for (size_t i = 0; i < m->by_team_count[team]; i++) {
			const struct council_worker *w = &m->c->workers[m->by_team[team][i]];
			int64_t weight = pull_of(w);

			if (!days_include(w->when, day) || w->pull == 0 || m->by_team[team][i] == but)
				continue;
			if (pass == 0)
				total += weight;
			else if ((roll -= weight) < 0)
				return m->by_team[team][i];
			last = m->by_team[team][i];
		}
		if (total == 0)
			return -1;
	}
	return last;
}

/* Somebody of the team who is there that day and still is today, and has least of what comes to them. The caller knows
 * of one. */
static int32_t neediest_worker(const struct maker *m, int32_t team, int32_t day)
{
	int32_t neediest = -1;

	for (size_t i = 0; i < m->by_team_count[team]; i++) {
		int32_t place = m->by_team[team][i];
		const struct council_worker *w = &m->c->workers[place];

		if (!days_include(w->when, day) || w->when.until != DAY_MAX || w->pull == 0)
			continue;
		if (neediest < 0 || (m->now[place] + 1) * pull_of(&m->c->workers[neediest]) < (m->now[neediest] + 1) * pull_of(w))
			neediest = place;
	}
	return neediest;
}

/* One of the teams that do this kind of work, for a case of today the one that has least of what comes to it; one of
 * those that do safeguarding where there is none. */
static int32_t draw_team(struct maker *m, enum team_kind kind, bool today)
{
	int32_t first = -1, count = 0, neediest = -1;

	for (int32_t t = 0; t < (int32_t)m->c->teams_count; t++) {
		if (m->c->teams[t].kind != (int32_t)kind)
			continue;
		first = first < 0 ? t : first;
		count++;
		if (neediest < 0 || (m->team_now[t] + 1) * m->team_pull[neediest] < (m->team_now[neediest] + 1) * m->team_pull[t])
			neediest = t;
	}
	if (count == 0)
		return draw_team(m, TEAM_SAFEGUARDING, today);
	if (today)
		return neediest;
	return first + (int32_t)dice_below(&m->dice, (uint32_t)count);
}

static void add_span(struct council_case *k, enum council_stage stage, int32_t from, int32_t until)
{
	if (k->spans_count < COUNCIL_SPANS && from < k->open.until && from < until)
		k->spans[k->spans_count++] =
			(struct council_span){stage, {from, until < k->open.until ? until : k->open.until}};
}

/* How the case goes on after its assessment. */
enum path { PATH_NO_PLAN, PATH_CIN, PATH_CP, PATH_CARE, PATH_LEAVING };

static enum path draw_path(struct dice *d, int32_t length)
{
	uint32_t roll = dice_below(d, 100);

	if (length < 70)
		return PATH_NO_PLAN;
	if (roll < 44)
		return PATH_CIN;
	if (roll < 66)
		return PATH_CP;
	return roll < 94 ? PATH_CARE : PATH_LEAVING;
}

/* What is done on a case, day by day of its life; a stage that today cuts off is still open. */
static void draw_stages(struct maker *m, struct council_case *k, enum path path)
{
	static const char *const CATEGORIES[] = {"NEG", "NEG", "EMO", "EMO", "PHY", "SAB", "MUL"};
	int32_t opened = k->open.from;
	int32_t assessed = opened + 20 + (int32_t)dice_below(&m->dice, 30);
	int32_t begun = opened + (int32_t)dice_below(&m->dice, 4);

	if (path == PATH_LEAVING) {
		add_span(k, COUNCIL_CARE_LEAVER, opened, DAY_MAX);
		return;
	}
	add_span(k, COUNCIL_ASSESSMENT, begun, assessed);
	if (path == PATH_CP || dice_chance(&m->dice, 60)) {
		int32_t enquiry = begun + 1 + (int32_t)dice_below(&m->dice, 6);

		add_span(k, COUNCIL_SECTION_47, enquiry, date_add_working_days(enquiry, 10 + (int32_t)dice_below(&m->dice, 5)));
	}
	if (path == PATH_CIN)
		add_span(k, COUNCIL_CIN_PLAN, assessed, DAY_MAX);
	if (path == PATH_CP) {
		int32_t plan_ends = assessed + 150 + (int32_t)dice_below(&m->dice, 300);

		k->category = CATEGORIES[dice_below(&m->dice, 7)];
		add_span(k, COUNCIL_CP_PLAN, assessed, plan_ends);
		add_span(k, COUNCIL_CIN_PLAN, plan_ends, DAY_MAX);
	}
	if (path == PATH_CARE)
		add_span(k, COUNCIL_LOOKED_AFTER, assessed, DAY_MAX);
}

static enum team_kind team_for(const struct council_case *k, enum path path)
{
	if (k->need[1] == '2' && path == PATH_CIN)
		return TEAM_DISABLED;
	return path == PATH_CARE ? TEAM_CARE : path == PATH_LEAVING ? TEAM_LEAVING : TEAM_SAFEGUARDING;
}

static void add_holding(struct maker *m, struct council_case *k, struct council_holding holding)
{
	k->holdings[k->holdings_count++] = holding;
	if (holding.when.until != DAY_MAX)
		return;
	m->now[holding.worker]++;
	m->team_now[m->c->workers[holding.worker].team]++;
}

/* The holder from a day on; when they leave before the case ends a colleague follows, or after the last nobody does. */
static void hold(struct maker *m, struct council_case *k, int32_t team, int32_t from, int32_t until, const char *reason)
{
	int32_t worker = draw_worker(m, team, from, -1);

	while (worker >= 0 && k->holdings_count < COUNCIL_HOLDINGS) {
		const struct council_worker *w = &m->c->workers[worker];
		int32_t ends = w->when.until < until ? w->when.until : until;

		if (ends == DAY_MAX)
			worker = neediest_worker(m, team, from);
		add_holding(m, k, (struct council_holding){worker, {from, ends},
			ends == DAY_MAX ? "" : ends < until ? "LEFTRL" : reason});
		if (ends >= until)
			return;
		from = ends;
		worker = dice_chance(&m->dice, 30) && until == DAY_MAX ? -1 : draw_worker(m, team, from, worker);
	}
}

static void draw_holders(struct maker *m, struct council_case *k, enum path path)
{
	int32_t opened = k->open.from;
	int32_t passes_on = opened + 30 + (int32_t)dice_below(&m->dice, 40);
	bool stays = path == PATH_LEAVING || passes_on >= k->open.until || passes_on > m->c->options.day;
	bool open = k->open.until == DAY_MAX;
	int32_t first_team = draw_team(m, path == PATH_LEAVING ? TEAM_LEAVING : TEAM_ASSESSMENT, open && stays);
	int32_t waits = dice_chance(&m->dice, 250) ? 1 + (int32_t)dice_below(&m->dice, 12) : 0;
	int32_t age = m->c->options.day - opened;

	k->team = first_team;
	/* Some of the new cases wait for somebody, fewer as they grow older; a few are kept by the manager. */
	if (open && age < 150 && dice_chance(&m->dice, age < 30 ? 200 : 45))
		return;
	if (open && age < 300 && dice_chance(&m->dice, 20)) {
		add_holding(m, k, (struct council_holding){m->c->teams[first_team].manager, {opened, DAY_MAX}, ""});
		return;
	}
	opened += waits;
	if (opened >= k->open.until || opened > m->c->options.day)
		return;
	if (stays) {
		hold(m, k, first_team, opened, k->open.until, "");
		return;
	}
	hold(m, k, first_team, opened, passes_on, "TSPROC");
	k->team = draw_team(m, team_for(k, path), open);
	hold(m, k, k->team, passes_on, k->open.until, "");
}

/* What today does not know yet: later ends are open. */
static void forget_the_future(struct maker *m, struct council_case *k)
{
	int32_t kept = 0;

	for (int32_t i = 0; i < k->spans_count; i++) {
		struct council_span s = k->spans[i];

		if (s.when.from > m->c->options.day)
			continue;
		if (s.when.until > m->c->options.day)
			s.when.until = DAY_MAX;
		k->spans[kept++] = s;
	}
	k->spans_count = kept;
}

/* Children of one household have the same workers. */
static void share_holders(struct maker *m, struct council_case *k)
{
	const struct council_case *first = k - 1;

	k->team = first->team;
	for (int32_t i = 0; i < first->holdings_count; i++)
		add_holding(m, k, first->holdings[i]);
}

static void draw_case(struct maker *m, int32_t household, struct days open, enum path path, bool sibling)
{
	static const char *const NEEDS[] = {"N1", "N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N8"};
	static const char *const SOURCES[] = {"1A", "1B", "2A", "3A", "3E", "5B", "6", "6", "7", "10"};
	static const char *const ENDS[] = {"RC7", "RC7", "RC7", "RC3", "RC4", "RC5"};
	struct council *c = m->c;
	struct council_case *k = ARENA_PUSH(m->a, &c->cases, &c->cases_count, &c->cases_room);

	(void)people_case_ref(k->ref, (uint32_t)c->cases_count);
	k->household = household;
	k->open = open;
	k->need = NEEDS[dice_below(&m->dice, 10)];
	k->source = SOURCES[dice_below(&m->dice, 10)];
	k->category = k->closing_reason = "";
	for (int i = 0; i < 3; i++)
		if (dice_chance(&m->dice, 600))
			k->factors[i] = (uint8_t)(1 + dice_below(&m->dice, FACTORS_COUNT - 1));
	if (open.until != DAY_MAX)
		k->closing_reason = path != PATH_NO_PLAN ? ENDS[dice_below(&m->dice, 6)] :
			dice_chance(&m->dice, 500) ? "RC8" : "RC9";
	draw_stages(m, k, path);
	if (sibling)
		share_holders(m, k);
	else
		draw_holders(m, k, path);
	forget_the_future(m, k);
}

/* How long a case that is open today has been open: most for months, some for years. */
static int32_t draw_age(struct dice *d)
{
	uint32_t roll = dice_below(d, 100);

	if (roll < 20)
		return (int32_t)dice_below(d, 45);
	if (roll < 65)
		return 45 + (int32_t)dice_below(d, 250);
	if (roll < 92)
		return 290 + (int32_t)dice_below(d, 700);
	return 900 + (int32_t)dice_below(d, 1800);
}

/* One family's place in the council over ten years: the household that is open today, and before it others that came,
 * were helped and left. Children of one household come together and take the same path. */
static int32_t make_line_of_households(struct maker *m, int32_t most)
{
	uint32_t roll = dice_below(&m->dice, 100);
	int32_t size = roll < 55 ? 1 : roll < 82 ? 2 : roll < 95 ? 3 : 4;
	struct days open = {m->c->options.day - draw_age(&m->dice), DAY_MAX};
	enum path path;

	if (size > most)
		size = most;
	for (;;) {
		int32_t household = ++m->households;

		path = draw_path(&m->dice, (open.until == DAY_MAX ? m->c->options.day : open.until) - open.from);
		for (int32_t i = 0; i < size; i++)
			draw_case(m, household, open, path, i > 0);
		open.until = open.from - (int32_t)dice_below(&m->dice, 70);
		open.from = open.until - 25 - (dice_chance(&m->dice, 450) ? (int32_t)dice_below(&m->dice, 45) : draw_age(&m->dice));
		if (open.from < start_of_history(m))
			return size;
	}
}

/* Referrals that went no further: they are nobody's case, and an import must know it. */
static void make_referrals_without_action(struct maker *m)
{
	int32_t count = m->c->options.cases / 20;

	for (int32_t i = 0; i < count; i++) {
		int32_t from = m->c->options.day - (int32_t)dice_below(&m->dice, 600);
		struct council_case *k = ARENA_PUSH(m->a, &m->c->cases, &m->c->cases_count, &m->c->cases_room);

		(void)people_case_ref(k->ref, (uint32_t)m->c->cases_count);
		k->household = ++m->households;
		k->team = draw_team(m, TEAM_ASSESSMENT, false);
		k->open = (struct days){from, DAY_MAX};
		k->no_further_action = true;
		k->need = "N0";
		k->source = "6";
		k->category = k->closing_reason = "";
	}
}

int council_invent(struct arena *a, const struct council_options *options, struct council **ret, struct err *err)
{
	struct maker m = {.a = a, .dice = {options->seed}};

	if (options->workers < 4 || options->workers > 60000)
		return err_set(err, PL_INVALID, "%d workers: expected from 4 to 60,000", options->workers);
	if (options->cases < 1 || options->cases > 1000000)
		return err_set(err, PL_INVALID, "%d cases: expected from 1 to 1,000,000", options->cases);
	m.c = arena_alloc(a, sizeof *m.c);
	m.c->options = *options;
	make_teams(&m);
	make_workers(&m);
	weigh_teams(&m);
	for (int32_t open = 0; open < options->cases;)
		open += make_line_of_households(&m, options->cases - open);
	make_referrals_without_action(&m);
	*ret = m.c;
	return 0;
}
