#include "service/health/health_records.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/continuity.h"
#include "core/working_time.h"
#include "exchange/england.h"
#include "service/allocation/patterns.h"
#include "store/declared.h"
#include "store/health_rows.h"
#include "store/load_facts.h"
#include "store/practice.h"

struct reading {
	struct store *store;
	struct arena *a;
	const struct snapshot *s;
	struct health_records *r;
};

static int32_t place_of_team(const struct reading *k, int32_t team_id)
{
	return team_id == 0 ? -1 : snapshot_find_team_id(k->s, team_id);
}

/* ---- people ---- */

static void add_posts(struct reading *k, const struct roster *roster)
{
	struct record_post *posts = arena_array(k->a, roster->posts_count + 1, sizeof *posts);

	for (size_t i = 0; i < roster->posts_count; i++) {
		const struct roster_post *p = &roster->posts[i];

		posts[i] = (struct record_post){p->post_id, p->person_id, place_of_team(k, p->team_id), p->when, p->fte_millionths,
			p->agency, p->role, p->newly_qualified_until};
	}
	k->r->posts = posts;
	k->r->posts_count = roster->posts_count;
}

static int read_people(struct reading *k, struct err *err)
{
	struct roster roster = {.teams = NULL};
	int rc = store_roster(k->store, k->a, k->s->employer.id, &roster, err);

	if (rc < 0)
		return rc;
	add_posts(k, &roster);
	k->r->absences = record_absences_of(k->a, &roster, &k->r->absences_count);
	k->r->has_sickness = roster_has_sickness(&roster);
	return 0;
}

/* ---- cases ---- */

/* What the reason says: one of England's codes, or of those by which cases are closed here. */
static enum went_as went_as(const struct health_episode_row *row)
{
	enum closing_reason reason;

	if (row->no_further_action)
		return WENT_TO_NOTHING;
	if (row->when.until == DAY_MAX)
		return WENT_OPEN;
	if (closing_reason_parse(row->reason, &reason))
		return reason == CLOSING_TRANSFERRED ? WENT_ELSEWHERE : WENT_CLOSED;
	if (str_equal(row->reason, "RC5") || str_equal(row->reason, "RC6"))
		return WENT_ELSEWHERE;
	return england_find(ENGLAND_CLOSURE, str_of(row->reason)) != NULL ? WENT_CLOSED : WENT_UNSAID;
}

static int read_episodes(struct reading *k, struct days span, bool with_work, struct err *err)
{
	struct health_episode_row *rows;
	size_t count;
	int rc = store_health_episodes(k->store, k->a, k->s->employer.id, span, with_work, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->episodes = arena_array(k->a, count + 1, sizeof *k->r->episodes);
	for (size_t i = 0; i < count; i++)
		k->r->episodes[i] = (struct record_episode){rows[i].case_id, place_of_team(k, rows[i].team_id), rows[i].when,
			went_as(&rows[i]), rows[i].begun, rows[i].held};
	k->r->episodes_count = count;
	return 0;
}

static int read_holdings(struct reading *k, struct days span, struct err *err)
{
	struct health_holding_row *rows;
	size_t count;
	int rc = store_health_holdings(k->store, k->a, k->s->employer.id, span, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->holdings = arena_array(k->a, count + 1, sizeof *k->r->holdings);
	for (size_t i = 0; i < count; i++) {
		const struct record_post *p = record_post_find(k->r, rows[i].post_id);

		k->r->holdings[i] = (struct record_holding){rows[i].case_id, rows[i].post_id,
			p != NULL ? p->team : place_of_team(k, rows[i].team_id), rows[i].role, rows[i].standing, rows[i].when};
	}
	k->r->holdings_count = count;
	return 0;
}

static int read_closings(struct reading *k, struct days span, struct err *err)
{
	struct health_closing_row *rows;
	size_t count;
	int rc = store_health_closings(k->store, k->a, k->s->employer.id, span, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->closings = arena_array(k->a, count + 1, sizeof *k->r->closings);
	for (size_t i = 0; i < count; i++)
		k->r->closings[i] = (struct record_closing){rows[i].case_id, rows[i].closed, rows[i].worker_agrees, rows[i].over_line,
			rows[i].second_look};
	k->r->closings_count = count;
	return 0;
}

/* ---- what was asked and answered ---- */

static int read_extra(struct reading *k, int32_t until, struct err *err)
{
	struct health_extra_row *rows;
	size_t count;
	int rc = store_health_extra(k->store, k->a, k->s->employer.id, until, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->extra = arena_array(k->a, count + 1, sizeof *k->r->extra);
	for (size_t i = 0; i < count; i++)
		k->r->extra[i] = (struct record_extra){rows[i].post_id, rows[i].day, rows[i].minutes, rows[i].taken};
	k->r->extra_count = count;
	return 0;
}

static int32_t day_or_never(int64_t instant)
{
	return instant == 0 ? DAY_MAX : clock_day_of(instant);
}

static int read_matters(struct reading *k, struct err *err)
{
	struct health_matter_row *rows;
	size_t count;
	int rc = store_health_matters(k->store, k->a, k->s->employer.id, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->matters = arena_array(k->a, count + 1, sizeof *k->r->matters);
	for (size_t i = 0; i < count; i++) {
		const struct record_post *p = record_post_find(k->r, rows[i].post_id);

		k->r->matters[i] = (struct record_matter){.kind = rows[i].kind,
			.team = p != NULL ? p->team : place_of_team(k, rows[i].case_team_id),
			.person_id = p != NULL ? p->person_id : 0, .asked = day_or_never(rows[i].asked),
			.answered = day_or_never(rows[i].answered),
			.lasted = rows[i].lasted, .taken_back = rows[i].taken_back, .went_up = rows[i].went_up};
	}
	k->r->matters_count = count;
	return 0;
}

static int read_exceptions(struct reading *k, struct err *err)
{
	struct allowed_exception *rows;
	size_t count;
	int rc = store_exceptions(k->store, k->a, k->s->employer.id, 0, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->exceptions = arena_array(k->a, count + 1, sizeof *k->r->exceptions);
	for (size_t i = 0; i < count; i++) {
		const struct record_post *p = record_post_find(k->r, rows[i].post_id);

		k->r->exceptions[i] = (struct record_exception){rows[i].exception_id, p != NULL ? p->team : -1, rows[i].renews,
			rows[i].line_id, rows[i].when, p != NULL ? p->person_id : 0};
	}
	k->r->exceptions_count = count;
	return 0;
}

/* The last offer of each proposal, by its number; 0: none yet. */
struct last_offers {
	int64_t *minutes;
	size_t count;
};

static struct last_offers no_offers(struct arena *a, const struct practice_step *rows, size_t count)
{
	int32_t last = 0;

	for (size_t i = 0; i < count; i++)
		last = rows[i].proposal_id > last ? rows[i].proposal_id : last;
	return (struct last_offers){arena_array(a, (size_t)last + 1, sizeof(int64_t)), (size_t)last + 1};
}

static bool is_answer(enum negotiation_step step)
{
	return step == STEP_AGREE || step == STEP_AGREE_IF || step == STEP_DECLINE || step == STEP_LAPSE;
}

/* How long whoever answered had taken, by their own hours. */
static int time_taken(struct reading *k, int32_t post_id, int64_t from, int64_t until, int32_t *ret, struct err *err)
{
	struct working_time t;
	int rc = from == 0 ? 0 : store_working_time(k->store, k->a, k->s->employer.id, post_id, local_day(from), &t, err);

	if (rc < 0)
		return rc;
	*ret = from == 0 ? -1 : clamp_int32(working_minutes(&t, from, until));
	return 0;
}

static int add_answer(struct reading *k, const struct practice_step *step, int64_t offered, struct err *err)
{
	struct record_answer *x = &k->r->answers[k->r->answers_count++];
	int64_t minute = clock_minute(step->instant);

	*x = (struct record_answer){place_of_team(k, step->of.team_id), step->of.person_id, local_day(minute), step->step, -1};
	return step->step == STEP_LAPSE ? 0 : time_taken(k, step->of.post_id, offered, minute, &x->minutes, err);
}

static int read_answers(struct reading *k, struct days span, struct err *err)
{
	struct practice_step *rows;
	struct last_offers offers;
	size_t count;
	int rc = store_practice_steps(k->store, k->a, k->s->employer.id, clock_day_begins(span.from),
		clock_day_begins(span.until), &rows, &count, err);

	if (rc < 0)
		return rc;
	offers = no_offers(k->a, rows, count);
	k->r->answers = arena_array(k->a, count + 1, sizeof *k->r->answers);
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (rows[i].step == STEP_OFFER || rows[i].step == STEP_GIVE)
			offers.minutes[rows[i].proposal_id] = clock_minute(rows[i].instant);
		else if (is_answer(rows[i].step))
			rc = add_answer(k, &rows[i], offers.minutes[rows[i].proposal_id], err);
	}
	return rc;
}

static int32_t proposer_of(const struct health_proposer_row *rows, size_t count, const char *login)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(rows[middle].login, login) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && str_equal(rows[low].login, login) ? rows[low].person_id : 0;
}

static int read_offers(struct reading *k, struct err *err)
{
	struct health_proposer_row *rows;
	size_t count;
	int rc = store_health_proposers(k->store, k->a, k->s->employer.id, &rows, &count, err);

	if (rc < 0)
		return rc;
	k->r->offers = arena_array(k->a, k->r->happenings_count + 1, sizeof *k->r->offers);
	for (size_t i = 0; i < k->r->happenings_count; i++) {
		const struct happening *h = &k->r->happenings[i];

		if (h->kind == HAPPENED_OFFER)
			k->r->offers[k->r->offers_count++] = (struct record_offer){h->team, local_day(h->at),
				proposer_of(rows, count, h->by)};
	}
	return 0;
}

/* ---- all of it ---- */

static int read_whether(struct reading *k, struct err *err)
{
	struct health_has has = {.extra = false};
	struct setting_row *settings = NULL;
	size_t count = 0;
	int rc = store_health_has(k->store, k->s->employer.id, k->r->told.from - CONTINUITY_DAYS, &has, err);

	if (rc == 0)
		rc = store_settings(k->store, k->a, k->s->employer.id, &settings, &count, err);
	if (rc < 0)
		return rc;
	k->r->has_extra = has.extra;
	k->r->has_nothing = has.nothing;
	k->r->has_stages = has.stages;
	k->r->entered_from = has.entered == 0 ? DAY_MAX : clock_day_of(has.entered);
	for (size_t i = 0; i < count; i++)
		k->r->is_live |= settings[i].setting == SETTING_LIVE && settings[i].when.from < k->r->told.until;
	return 0;
}

static int read_declared(struct reading *k, struct err *err)
{
	struct declaration *rows;
	int rc = store_declared(k->store, k->a, k->s->employer.id, &rows, &k->r->declared_count, err);

	if (rc == 0)
		k->r->declared = rows;
	return rc;
}

static bool wants(unsigned sections, unsigned any)
{
	return (sections & any) != 0;
}

static int read_cases(struct reading *k, unsigned sections, struct err *err)
{
	const struct days told = k->r->told, year = {told.from - CONTINUITY_DAYS, told.until};
	const unsigned flow = HEALTH_SECTION_BIT(HEALTH_FLOW) | HEALTH_SECTION_BIT(HEALTH_CONTINUITY),
		closing = HEALTH_SECTION_BIT(HEALTH_CLOSING);
	int rc = 0;

	if (wants(sections, flow | closing))
		rc = read_episodes(k, told, wants(sections, closing), err);
	if (rc == 0 && wants(sections, flow | closing))
		rc = read_holdings(k, wants(sections, HEALTH_SECTION_BIT(HEALTH_CONTINUITY)) ? year : told, err);
	if (rc == 0 && wants(sections, closing))
		rc = read_closings(k, told, err);
	return rc;
}

static int read_asked(struct reading *k, unsigned sections, struct err *err)
{
	const struct days told = k->r->told, wide = {told.from - PATTERN_MARGIN_DAYS, told.until};
	const unsigned giving = HEALTH_SECTION_BIT(HEALTH_NEGOTIATION), lines = HEALTH_SECTION_BIT(HEALTH_ADHERENCE);
	int rc = 0;

	if (wants(sections, HEALTH_SECTION_BIT(HEALTH_HOURS)))
		rc = read_extra(k, told.until, err);
	if (rc == 0 && wants(sections, giving | lines))
		rc = read_matters(k, err);
	if (rc == 0 && wants(sections, lines))
		rc = read_exceptions(k, err);
	if (rc == 0 && wants(sections, giving))
		rc = read_answers(k, wide, err);
	if (rc == 0 && wants(sections, giving))
		rc = read_offers(k, err);
	return rc;
}

static unsigned what_happened(unsigned sections)
{
	return (wants(sections, HEALTH_SECTION_BIT(HEALTH_NEGOTIATION)) ? GATHER_GIVING : 0u) |
		(wants(sections, HEALTH_SECTION_BIT(HEALTH_CLOSING)) ? GATHER_CLOSINGS : 0u);
}

int health_records_begin(struct store *s, struct arena *a, const struct snapshot *today, struct days told,
	struct health_records *ret, struct err *err)
{
	struct health_records r = {.told = told, .teams_count = today->teams_count};
	struct reading k = {s, a, today, &r};
	int rc = read_people(&k, err);

	if (rc == 0)
		rc = read_whether(&k, err);
	if (rc == 0)
		*ret = r;
	return rc;
}

int health_records_add(struct store *s, struct arena *a, const struct snapshot *today,
	const struct health_records *begun, struct days told, unsigned sections, struct health_records *ret, struct err *err)
{
	struct health_records r = *begun;
	struct reading k = {s, a, today, &r};
	int rc;

	r.told = told;
	rc = patterns_gather(s, a, today, told, what_happened(sections), &r.happenings, &r.happenings_count, err);
	if (rc == 0)
		rc = read_cases(&k, sections, err);
	if (rc == 0)
		rc = read_asked(&k, sections, err);
	if (rc == 0 && wants(sections, HEALTH_SECTION_BIT(HEALTH_STAFF)))
		rc = read_declared(&k, err);
	if (rc == 0)
		*ret = r;
	return rc;
}

int health_records_read(struct store *s, struct arena *a, const struct snapshot *today, struct days told,
	unsigned sections, struct health_records *ret, struct err *err)
{
	struct health_records begun;
	int rc = health_records_begin(s, a, today, told, &begun, err);

	return rc == 0 ? health_records_add(s, a, today, &begun, told, sections, ret, err) : rc;
}
