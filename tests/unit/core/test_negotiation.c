#include "../../test.h"
#include "base/str.h"
#include "core/negotiation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Monday, 5 January 2026, 10:00. */
static int64_t ten_o_clock(void)
{
	return local_midnight(date_from_civil(2026, 1, 5)) + 10 * 60;
}

static const struct circumstances CLEAR;

static struct step_asked asked(enum negotiation_step step, enum party by, int64_t at)
{
	return (struct step_asked){.step = step, .by = by, .at = at, .reason_given = true, .conditions = 1, .talked_at = at,
		.means = TALK_IN_PERSON, .both_present = true, .hours = 24};
}

static enum negotiation_refusal take(struct negotiation *n, enum negotiation_step step, enum party by)
{
	struct step_asked a = asked(step, by, (n->last_step_at == INT64_MIN ? ten_o_clock() : n->last_step_at) + 10);

	return negotiation_take(n, &a, &CLEAR, n);
}

static struct negotiation offered(void)
{
	struct negotiation n = negotiation_none();

	n.brief_complete = true;
	assert_int_equal(take(&n, STEP_DRAFT, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(take(&n, STEP_OFFER, PARTY_MANAGER), REFUSED_NOT);
	return n;
}

static struct negotiation discussed(void)
{
	struct negotiation n = offered();

	assert_int_equal(take(&n, STEP_DISCUSS, PARTY_WORKER), REFUSED_NOT);
	return n;
}

static void test_negotiation__becomes_live_by_a_talk_and_the_workers_own_answer(void **state)
{
	struct negotiation n = offered();

	(void)state;
	assert_int_equal(n.state, NEGOTIATION_OFFERED);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_WORKER), REFUSED_TALK_MISSING);
	assert_int_equal(take(&n, STEP_DISCUSS, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_MANAGER), REFUSED_NOT_YOURS);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_CLOCK), REFUSED_NOT_YOURS);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_LIVE);
	assert_int_equal(take(&n, STEP_WITHDRAW, PARTY_MANAGER), REFUSED_NOT_NOW);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_WORKER), REFUSED_NOT_NOW);
}

static void test_conditions__are_accepted_or_talked_about_again(void **state)
{
	struct negotiation n = discussed();
	struct step_asked none = asked(STEP_AGREE_IF, PARTY_WORKER, n.last_step_at);

	(void)state;
	none.conditions = 0;
	assert_int_equal(negotiation_take(&n, &none, &CLEAR, &n), REFUSED_CONDITION_MISSING);
	assert_int_equal(take(&n, STEP_AGREE_IF, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_CONDITIONAL);
	assert_int_equal(take(&n, STEP_REJECT, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_DISCUSSED);
	assert_int_equal(take(&n, STEP_AGREE_IF, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(take(&n, STEP_ACCEPT, PARTY_WORKER), REFUSED_NOT_YOURS);
	assert_int_equal(take(&n, STEP_ACCEPT, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_LIVE);
}

static void test_more__that_is_given_is_a_new_offer_and_takes_a_new_talk(void **state)
{
	struct negotiation n = discussed();

	(void)state;
	assert_int_equal(take(&n, STEP_WANT, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(take(&n, STEP_GIVE, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_OFFERED);
	assert_int_equal(take(&n, STEP_AGREE, PARTY_WORKER), REFUSED_TALK_MISSING);
}

static void test_declining__needs_a_reason_and_no_talk(void **state)
{
	struct negotiation n = offered();
	struct step_asked a = asked(STEP_DECLINE, PARTY_WORKER, n.last_step_at);

	(void)state;
	a.reason_given = false;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_REASON_MISSING);
	assert_int_equal(n.state, NEGOTIATION_OFFERED);
	assert_int_equal(take(&n, STEP_DECLINE, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_DECLINED);
}

static void test_talk__is_two_people_after_the_offer_and_no_message(void **state)
{
	struct negotiation n = offered();
	struct step_asked a = asked(STEP_DISCUSS, PARTY_WORKER, n.last_step_at + 60);

	(void)state;
	a.both_present = false;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_TALK_ALONE);
	a.both_present = true;
	a.means = TALK_BY_MESSAGE;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_TALK_BY_MESSAGE);
	a.means = TALK_BY_VIDEO;
	a.talked_at = a.at + 1;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_TALK_AHEAD);
	a.talked_at = n.offered_at - 1;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_TALK_BEFORE_OFFER);
	a.talked_at = n.offered_at;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_NOT);
	assert_int_equal(n.talked_at, n.offered_at);
}

static void test_offer__without_a_brief_is_none(void **state)
{
	struct negotiation n = negotiation_none();

	(void)state;
	assert_int_equal(take(&n, STEP_DRAFT, PARTY_MANAGER), REFUSED_NOT);
	assert_int_equal(take(&n, STEP_OFFER, PARTY_MANAGER), REFUSED_BRIEF_MISSING);
	assert_int_equal(take(&n, STEP_DISCARD, PARTY_MANAGER), REFUSED_NOT);
}

static void test_emergency__is_for_hours_and_ends_by_itself(void **state)
{
	struct negotiation n = offered();
	struct step_asked a = asked(STEP_HOLD, PARTY_WORKER, n.last_step_at);

	(void)state;
	a.hours = EMERGENCY_HOURS_MOST + 1;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_HOLD_TOO_LONG);
	a.hours = 0;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_HOLD_TOO_LONG);
	a.hours = 8;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_NOT);
	assert_int_equal(n.held_until, a.at + 8 * 60);
	assert_int_equal(take(&n, STEP_EXPIRE, PARTY_CLOCK), REFUSED_NOT);
	assert_int_equal(n.state, NEGOTIATION_EXPIRED);
}

static struct negotiation held(int32_t hours)
{
	struct negotiation n = offered();
	struct step_asked a = asked(STEP_HOLD, PARTY_WORKER, n.last_step_at);

	a.hours = hours;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_NOT);
	return n;
}

/* Talked about, with conditions, and with more wanted and given. */
static void test_emergency__ends_with_its_hours_whatever_is_said_meanwhile(void **state)
{
	static const enum negotiation_step SAID[] = {STEP_DISCUSS, STEP_AGREE_IF, STEP_REJECT, STEP_WANT, STEP_GIVE};
	static const enum party BY[] = {PARTY_WORKER, PARTY_WORKER, PARTY_MANAGER, PARTY_WORKER, PARTY_MANAGER};
	struct working_time usual = working_time_usual();
	struct negotiation n = held(8);
	int64_t until = n.held_until;

	(void)state;
	for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
		struct negotiation end;

		assert_int_equal(take(&n, SAID[i], BY[i]), REFUSED_NOT);
		assert_int_equal(n.held_until, until);
		assert_int_equal(negotiation_due(&n, &usual, &usual), until);
		assert_int_equal(negotiation_runs_out(&n, until), STEP_EXPIRE);
		end = n;
		assert_int_equal(take(&end, STEP_EXPIRE, PARTY_CLOCK), REFUSED_NOT);
		assert_int_equal(end.state, NEGOTIATION_EXPIRED);
	}
}

/* Two usual days from the talk are over before the three days of the hold. */
static void test_emergency__does_not_lengthen_the_time_for_an_answer(void **state)
{
	struct working_time usual = working_time_usual();
	struct negotiation n = held(EMERGENCY_HOURS_MOST);
	int64_t until = n.held_until, due;

	(void)state;
	assert_int_equal(take(&n, STEP_DISCUSS, PARTY_WORKER), REFUSED_NOT);
	due = negotiation_due(&n, &usual, &usual);
	assert_true(due < until);
	assert_int_equal(negotiation_runs_out(&n, due), STEP_LAPSE);
	n = discussed();
	assert_int_equal(take(&n, STEP_EXPIRE, PARTY_CLOCK), REFUSED_NOT_NOW);
}

static void test_time__cannot_go_back(void **state)
{
	struct negotiation n = offered();
	struct step_asked a = asked(STEP_DECLINE, PARTY_WORKER, n.last_step_at - 1);

	(void)state;
	assert_int_equal(negotiation_take(&n, &a, &CLEAR, &n), REFUSED_BEFORE_LAST_STEP);
}

/* ---- what the world says ---- */

static void test_world__stands_in_the_way_of_offers_and_answers_and_never_of_a_way_out(void **state)
{
	static const struct {
		struct circumstances world;
		enum negotiation_refusal offer, agree, hold;
	} CASES[] = {
		{{.case_closed = true}, REFUSED_CASE_NOT_OPEN, REFUSED_CASE_NOT_OPEN, REFUSED_CASE_NOT_OPEN},
		{{.case_led = true}, REFUSED_CASE_LED, REFUSED_CASE_LED, REFUSED_CASE_LED},
		{{.held_already = true}, REFUSED_HELD_ALREADY, REFUSED_HELD_ALREADY, REFUSED_HELD_ALREADY},
		{{.held_otherwise = true}, REFUSED_NOT, REFUSED_NOT, REFUSED_HELD_ALREADY},
		{{.hold_spent = true}, REFUSED_NOT, REFUSED_NOT, REFUSED_HOLD_SPENT},
		{{.hours_unknown = true}, REFUSED_HOURS_UNKNOWN, REFUSED_HOURS_UNKNOWN, REFUSED_NOT},
		{{.offered_already = true}, REFUSED_OFFERED_ALREADY, REFUSED_NOT, REFUSED_NOT},
		{{.own_proposal = true}, REFUSED_OWN_PROPOSAL, REFUSED_NOT, REFUSED_NOT},
		{{.conflict_named = true}, REFUSED_CONFLICT_NAMED, REFUSED_CONFLICT_NAMED, REFUSED_CONFLICT_NAMED},
		{{.carries_none = true}, REFUSED_WORKER_CARRIES_NONE, REFUSED_WORKER_CARRIES_NONE, REFUSED_WORKER_CARRIES_NONE},
		{{.worker_away = true}, REFUSED_WORKER_AWAY, REFUSED_WORKER_AWAY, REFUSED_WORKER_AWAY},
		{{.nobody_on_duty = true}, REFUSED_PROPOSER_AWAY, REFUSED_NOT, REFUSED_NOT},
		{{.red_rating = true}, REFUSED_RED_RATING, REFUSED_RED_RATING, REFUSED_NOT},
		{{.newly_qualified_alone = true}, REFUSED_NEWLY_QUALIFIED_ALONE, REFUSED_NEWLY_QUALIFIED_ALONE, REFUSED_NOT},
		{{.joiner_too_soon = true}, REFUSED_JOINER_TOO_SOON, REFUSED_JOINER_TOO_SOON, REFUSED_NOT},
		{{.line_passed = true}, REFUSED_LINE_PASSED, REFUSED_LINE_PASSED, REFUSED_NOT},
		{{.protection_passed = true}, REFUSED_PROTECTION_PASSED, REFUSED_PROTECTION_PASSED, REFUSED_NOT},
		{{.offers_pass_line = true}, REFUSED_OFFERS_PASS_LINE, REFUSED_NOT, REFUSED_NOT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct negotiation draft = negotiation_none(), open = offered(), talked = discussed(), end;
		struct step_asked offer = asked(STEP_OFFER, PARTY_MANAGER, ten_o_clock() + 100);
		struct step_asked agree = asked(STEP_AGREE, PARTY_WORKER, ten_o_clock() + 100);
		struct step_asked hold = asked(STEP_HOLD, PARTY_WORKER, ten_o_clock() + 100);
		struct step_asked decline = asked(STEP_DECLINE, PARTY_WORKER, ten_o_clock() + 100);
		struct step_asked withdraw = asked(STEP_WITHDRAW, PARTY_MANAGER, ten_o_clock() + 100);
		struct step_asked talk = asked(STEP_DISCUSS, PARTY_WORKER, ten_o_clock() + 100);

		draft.brief_complete = true;
		assert_int_equal(take(&draft, STEP_DRAFT, PARTY_MANAGER), REFUSED_NOT);
		assert_int_equal(negotiation_take(&draft, &offer, &CASES[i].world, &end), CASES[i].offer);
		assert_int_equal(negotiation_take(&talked, &agree, &CASES[i].world, &end), CASES[i].agree);
		assert_int_equal(negotiation_take(&open, &hold, &CASES[i].world, &end), CASES[i].hold);
		assert_int_equal(negotiation_take(&open, &decline, &CASES[i].world, &end), REFUSED_NOT);
		assert_int_equal(negotiation_take(&open, &withdraw, &CASES[i].world, &end), REFUSED_NOT);
		assert_int_equal(negotiation_take(&open, &talk, &CASES[i].world, &end), REFUSED_NOT);
	}
}

/* Every obstacle at once stands in the way of just those steps that ask the world. */
static void test_world__is_asked_by_no_other_step(void **state)
{
	struct circumstances world;

	(void)state;
	memset(&world, 1, sizeof world);
	for (int step = 0; step < NEGOTIATION_STEPS; step++) {
		bool stopped = false;

		for (int from = 0; from < NEGOTIATION_STATES; from++)
			for (int by = PARTY_CLOCK; by <= PARTY_WORKER; by++) {
				struct negotiation n = negotiation_none(), after;
				struct step_asked a = asked((enum negotiation_step)step, (enum party)by, ten_o_clock());

				n.state = (enum negotiation_state)from;
				n.brief_complete = true;
				stopped |= negotiation_take(&n, &a, &world, &after) >= REFUSED_CASE_NOT_OPEN;
			}
		assert_int_equal(stopped, negotiation_asks_the_world((enum negotiation_step)step));
	}
}

/* ---- clocks ---- */

static void test_answer_clock__runs_in_the_workers_working_time_from_the_offer(void **state)
{
	struct working_time worker = working_time_usual(), manager = working_time_usual();
	struct days off[] = {{date_from_civil(2026, 1, 6), date_from_civil(2026, 1, 8)}};
	struct negotiation n = offered();
	int64_t offer = n.offered_at;

	(void)state;
	worker.off = off;
	worker.off_count = 1;
	assert_int_equal(negotiation_due(&n, &worker, &manager), offer + 4 * MINUTES_A_DAY);
	assert_int_equal(take(&n, STEP_DISCUSS, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(negotiation_due(&n, &worker, &manager), offer + 4 * MINUTES_A_DAY);
	assert_int_equal(take(&n, STEP_WANT, PARTY_WORKER), REFUSED_NOT);
	assert_int_equal(negotiation_due(&n, &worker, &manager), n.last_step_at + 2 * MINUTES_A_DAY);
	assert_int_equal(take(&n, STEP_DECLINE, PARTY_WORKER), REFUSED_NOT);
	assert_true(negotiation_due(&n, &worker, &manager) == LOCAL_NEVER);
}

/* ---- the model: every walk of every party, against rules that are said apart from the tables ---- */

/* Numbers by chance, the same each time. */
struct dice {
	uint64_t state;
};

static int32_t throw(struct dice *d, int32_t sides)
{
	uint64_t x = d->state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (int32_t)((x ^ (x >> 31)) % (uint64_t)sides);
}

/* What must be so of any history, told from the history alone. */
struct told {
	bool offered, talked_since_offer, answered, over, live;
	enum party last_by;
};

static void tell(struct told *t, const struct step_asked *a)
{
	switch (a->step) {
	case STEP_OFFER:
	case STEP_GIVE:
		t->offered = true;
		t->talked_since_offer = false;
		t->answered = false;
		break;
	case STEP_DISCUSS:
		t->talked_since_offer = true;
		t->answered = false;
		break;
	case STEP_AGREE:
	case STEP_AGREE_IF:
		t->answered = a->by == PARTY_WORKER;
		break;
	default:
		break;
	}
	t->live = a->step == STEP_AGREE || a->step == STEP_ACCEPT;
	t->over = t->live || a->step == STEP_DECLINE || a->step == STEP_WITHDRAW || a->step == STEP_LAPSE ||
		a->step == STEP_EXPIRE || a->step == STEP_DISCARD;
}

static void check_history(const struct told *t, const struct negotiation *n)
{
	assert_int_equal(t->live, n->state == NEGOTIATION_LIVE);
	assert_int_equal(t->over, negotiation_waits_for(n->state) == PARTY_CLOCK);
	if (t->live)
		assert_true(t->offered && t->talked_since_offer && t->answered);
	assert_int_equal(negotiation_is_open(n->state), t->offered && !t->over);
}

static struct step_asked any_step(struct dice *d, const struct negotiation *n)
{
	int64_t at = (n->last_step_at == INT64_MIN ? ten_o_clock() : n->last_step_at) + throw(d, 3000) - 100;
	struct step_asked a = asked((enum negotiation_step)throw(d, NEGOTIATION_STEPS), (enum party)throw(d, 3), at);

	a.reason_given = throw(d, 8) != 0;
	a.conditions = throw(d, 3);
	a.talked_at = at - throw(d, 200) + 20;
	a.means = (enum talk_means)throw(d, TALK_MEANS);
	a.both_present = throw(d, 8) != 0;
	a.hours = throw(d, 80);
	return a;
}

static struct circumstances any_world(struct dice *d)
{
	struct circumstances w = CLEAR;

	if (throw(d, 3) == 0)
		w.line_passed = true;
	if (throw(d, 5) == 0)
		w.worker_away = true;
	if (throw(d, 9) == 0)
		w.red_rating = true;
	return w;
}

static void test_model__no_walk_of_any_party_makes_a_case_live_without_a_talk_and_an_answer(void **state)
{
	struct dice d = {20260105};
	int reached[NEGOTIATION_STATES] = {0}, refused[NEGOTIATION_REFUSALS] = {0};

	(void)state;
	for (int walk = 0; walk < 20000; walk++) {
		struct negotiation n = negotiation_none();
		struct told t = {.offered = false};

		n.brief_complete = throw(&d, 10) != 0;
		for (int i = 0; i < 30 && !t.over; i++) {
			struct step_asked a = any_step(&d, &n);
			struct circumstances w = any_world(&d);
			struct negotiation before = n;
			enum negotiation_refusal refusal = negotiation_take(&n, &a, &w, &n);

			refused[refusal]++;
			if (refusal != REFUSED_NOT) {
				assert_memory_equal(&n, &before, sizeof n);
				assert_string_not_equal(negotiation_refusal_sentence(refusal), "");
				continue;
			}
			assert_true(n.last_step_at >= before.last_step_at);
			tell(&t, &a);
			check_history(&t, &n);
			if (t.live)
				assert_false(w.line_passed || w.worker_away || w.red_rating);
		}
		reached[n.state]++;
	}
	for (int i = NEGOTIATION_LIVE; i < NEGOTIATION_STATES; i++)
		assert_true(reached[i] > 0);
	for (int i = REFUSED_NOT; i <= REFUSED_HOLD_TOO_LONG; i++)
		assert_true(refused[i] > 0);
}

static void test_codes__are_read_back(void **state)
{
	(void)state;
	for (int i = 0; i < NEGOTIATION_STATES; i++) {
		enum negotiation_state s;

		assert_true(negotiation_state_parse(negotiation_state_code((enum negotiation_state)i), &s));
		assert_int_equal(s, i);
	}
	for (int i = 0; i < NEGOTIATION_STEPS; i++) {
		enum negotiation_step s;

		assert_true(negotiation_step_parse(negotiation_step_code((enum negotiation_step)i), &s));
		assert_int_equal(s, i);
	}
	for (int i = 0; i < TALK_MEANS; i++) {
		enum talk_means m;

		assert_true(talk_means_parse(talk_means_code((enum talk_means)i), &m));
		assert_int_equal(m, i);
	}
}

/* ---- the drawing and the table of docs/allocation.md ---- */

static const struct {
	enum negotiation_step step;
	unsigned from;
	enum negotiation_state to;
	enum party who;
} DRAWN[] = {
#define IN(state) (1u << NEGOTIATION_##state)
#define OPEN (IN(OFFERED) | IN(DISCUSSED) | IN(CONDITIONAL) | IN(MORE_WANTED) | IN(HELD))
#define STEP(name, code, words, who, from, to) {STEP_##name, from, NEGOTIATION_##to, PARTY_##who},
#include "core/negotiation.def"
#undef STEP
};

static char *read_document(struct arena *a)
{
	FILE *f = fopen(arena_printf(a, "%s/../../docs/allocation.md", getenv("PLIMSOLL_FIXTURES")), "r");
	char *text = arena_alloc(a, 100000);
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, 99999, f);
	text[n] = '\0';
	(void)fclose(f);
	return text;
}

/* The steps that are drawn: of each, from which states and to which. */
struct drawn {
	unsigned from;
	enum negotiation_state to;
};

static enum negotiation_state drawn_state(const char *word)
{
	enum negotiation_state s;

	if (!negotiation_state_parse(word, &s))
		fail_msg("'%s' is drawn, and is no state", word);
	return s;
}

static enum negotiation_step drawn_step(const char *word)
{
	enum negotiation_step s;

	if (!negotiation_step_parse(word, &s))
		fail_msg("'%s' is drawn, and is no step", word);
	return s;
}

/* What comes before the next of `ends`, cut off there; NULL at the end. */
static char *next_part(char **at, const char *ends)
{
	char *part = *at + strspn(*at, ends), *end = part + strcspn(part, ends);

	*at = *end != '\0' ? end + 1 : end;
	*end = '\0';
	return part < end ? part : NULL;
}

/* "a, b --step--> c --step--> d": each state once more begins what goes on from it. */
static void read_line(char *line, struct drawn drawn[NEGOTIATION_STEPS])
{
	struct drawn *arrow = NULL;
	unsigned from = 0;

	for (char *word = next_part(&line, " ,"); word != NULL; word = next_part(&line, " ,")) {
		size_t length = strlen(word);

		if (strncmp(word, "--", 2) == 0) {
			assert_true(length > 5 && str_equal(word + length - 3, "-->"));
			word[length - 3] = '\0';
			arrow = &drawn[drawn_step(word + 2)];
			arrow->from |= from;
			from = 0;
			continue;
		}
		from |= 1u << drawn_state(word);
		if (arrow != NULL)
			arrow->to = drawn_state(word);
		arrow = NULL;
	}
}

/* The lines between this and that, each cut off at its end. */
static size_t cut_lines(char *text, const char *after, const char *before, char **ret, size_t room)
{
	char *begin = strstr(text, after), *end = begin != NULL ? strstr(begin + strlen(after), before) : NULL;
	size_t n = 0;

	assert_non_null(end);
	*end = '\0';
	begin += strlen(after);
	for (char *line = next_part(&begin, "\n"); line != NULL; line = next_part(&begin, "\n")) {
		assert_true(n < room);
		ret[n++] = line;
	}
	return n;
}

static void test_document__draws_each_step_from_where_and_to_where_it_goes(void **state)
{
	struct arena *a = arena_new();
	struct drawn drawn[NEGOTIATION_STEPS] = {0};
	char *lines[40];
	size_t n = cut_lines(read_document(a), "```\n", "```", lines, 40);

	(void)state;
	for (size_t i = 0; i < n; i++)
		read_line(lines[i], drawn);
	for (size_t i = 0; i < NEGOTIATION_STEPS; i++)
		for (int s = 0; s < NEGOTIATION_STATES; s++)
			if (((drawn[DRAWN[i].step].from ^ DRAWN[i].from) & 1u << s) != 0 || drawn[DRAWN[i].step].to != DRAWN[i].to)
				fail_msg("%s is drawn otherwise than it is: from %s to %s", negotiation_step_code(DRAWN[i].step),
					negotiation_state_code((enum negotiation_state)s), negotiation_state_code(DRAWN[i].to));
	arena_free(a);
}

/* Words that follow "Ann" and "you" alike: "you holds it" is none. */
static void test_words__of_a_step_that_people_take_tell_it_of_anybody(void **state)
{
	(void)state;
	for (size_t i = 0; i < NEGOTIATION_STEPS; i++) {
		const char *words = negotiation_step_words(DRAWN[i].step);
		size_t verb = strcspn(words, " ");

		if (DRAWN[i].who != PARTY_CLOCK && (verb == 0 || words[verb - 1] == 's'))
			fail_msg("you %s", words);
	}
}

static void test_document__says_by_whom_each_step_is_taken(void **state)
{
	static const char *const SIDES[] = {[PARTY_CLOCK] = "the clock", [PARTY_MANAGER] = "manager's side", [PARTY_WORKER] = "the worker",
		[PARTY_EITHER] = "either side"};
	struct arena *a = arena_new();
	char *lines[40];
	size_t n = cut_lines(read_document(a), "| step | by | needs |\n| --- | --- | --- |\n", "\n\n", lines, 40);

	(void)state;
	assert_int_equal(n, NEGOTIATION_STEPS);
	for (size_t i = 0; i < n; i++) {
		const char *row = arena_printf(a, "| %s | %s |", negotiation_step_code(DRAWN[i].step), SIDES[DRAWN[i].who]);

		assert_true(strlen(lines[i]) > strlen(row));
		lines[i][strlen(row)] = '\0';
		assert_string_equal(lines[i], row);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_negotiation__becomes_live_by_a_talk_and_the_workers_own_answer),
		cmocka_unit_test(test_conditions__are_accepted_or_talked_about_again),
		cmocka_unit_test(test_more__that_is_given_is_a_new_offer_and_takes_a_new_talk),
		cmocka_unit_test(test_declining__needs_a_reason_and_no_talk),
		cmocka_unit_test(test_talk__is_two_people_after_the_offer_and_no_message),
		cmocka_unit_test(test_offer__without_a_brief_is_none),
		cmocka_unit_test(test_emergency__is_for_hours_and_ends_by_itself),
		cmocka_unit_test(test_emergency__ends_with_its_hours_whatever_is_said_meanwhile),
		cmocka_unit_test(test_emergency__does_not_lengthen_the_time_for_an_answer),
		cmocka_unit_test(test_time__cannot_go_back),
		cmocka_unit_test(test_world__stands_in_the_way_of_offers_and_answers_and_never_of_a_way_out),
		cmocka_unit_test(test_world__is_asked_by_no_other_step),
		cmocka_unit_test(test_answer_clock__runs_in_the_workers_working_time_from_the_offer),
		cmocka_unit_test(test_model__no_walk_of_any_party_makes_a_case_live_without_a_talk_and_an_answer),
		cmocka_unit_test(test_codes__are_read_back),
		cmocka_unit_test(test_words__of_a_step_that_people_take_tell_it_of_anybody),
		cmocka_unit_test(test_document__draws_each_step_from_where_and_to_where_it_goes),
		cmocka_unit_test(test_document__says_by_whom_each_step_is_taken),
	};

	return RUN_TESTS(tests);
}
