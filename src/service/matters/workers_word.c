#include "service/matters/workers_word.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/access.h"
#include "core/allocation.h"
#include "store/accounts.h"
#include "store/close_up.h"

/* One word, from what is read to what is written. */
struct saying {
	struct deciding *try;
	const struct snapshot *snap;
	const struct sight *sight;
	int32_t post, place;           /* in the close-up; -1 */
	/* what is asked, and what of it is told in the entry */
	const struct word *word;
	int32_t post_id;
	const char *ref;
	int32_t value;
	const char *code;
	int32_t renewals;              /* of a surge; -1: not one */
	const void *asked;
	const struct talk_had *talk;   /* that was had about it; NULL */
};

struct word {
	const char *action;
	int (*check)(struct saying *y, struct err *err);
	int (*write)(struct saying *y, struct commit *c, struct err *err);
};

/* ---- who may say it ---- */

static bool is_own_post(const struct saying *y)
{
	return y->post >= 0 && sight_is_person(y->sight, y->snap->posts[y->post].person);
}

/* A holding of the case by the viewer; the post's id, 0 for none. */
static int32_t holds(const struct saying *y)
{
	const struct case_row *c = &y->snap->cases[y->place];

	for (int32_t i = 0; i < c->holdings_count; i++) {
		const struct holding_row *h = &y->snap->holdings[c->first_holding + i];

		if (h->post >= 0 && h->standing != HOLDING_ON_PAPER && sight_is_person(y->sight, y->snap->posts[h->post].person))
			return y->snap->posts[h->post].post_id;
	}
	return 0;
}

static bool answers_for_case(const struct saying *y)
{
	return sight_is_managers_side(y->sight, -1, y->place);
}

static int check_own_post(const struct saying *y, struct err *err)
{
	return is_own_post(y) ? 0 : err_set(err, PL_DENIED, "Only the worker says that of the own load.");
}

static int check_open_case(const struct saying *y, struct err *err)
{
	if (y->place < 0 || !sees_case(y->sight, FIELD_CASE_PAGE, y->place))
		return err_set(err, PL_NOT_FOUND, "%s", CASE_UNKNOWN);
	if (y->snap->cases[y->place].state != CASE_OPEN)
		return err_set(err, PL_INVALID, "The case is closed.");
	return 0;
}

/* ---- ratings ---- */

/* Red stops proposals until a talk: nobody is talked into another tap instead. */
static int check_rate(struct saying *y, struct err *err)
{
	int rc;

	if (y->value < RATING_LEAST || y->value > RATING_RED)
		return err_set(err, PL_INVALID, "A rating is a number from 1 (light) to 5 (red).");
	rc = check_own_post(y, err);
	if (rc == 0 && y->value < RATING_RED && is_red(y->snap, &y->snap->posts[y->post]))
		rc = err_set(err, PL_INVALID, "The load is rated red, and stays so until it has been talked about.");
	return rc;
}

static int write_rate(struct saying *y, struct commit *c, struct err *err)
{
	return commit_rating(c, y->post_id, y->value, y->try->today, err);
}

static int32_t day_of_talk(const struct saying *y)
{
	return clock_day_of(y->talk->talked_at);
}

/* Two people, and not by message. */
static int check_had(const struct saying *y, struct err *err)
{
	if (!is_discussion(y->talk->means))
		return err_set(err, PL_INVALID, "A talk is had in person, by telephone or by video.");
	if (y->talk->talked_at > y->try->by->instant)
		return err_set(err, PL_INVALID, "Say when you talked: this is still to come.");
	return 0;
}

/* One after the other's word. */
static int check_talk(const struct saying *y, struct err *err)
{
	struct rating_row *newest;
	size_t count;
	int rc = check_had(y, err);

	if (rc == 0)
		rc = store_ratings(y->try->store, y->try->a, y->try->employer.id, y->post_id, 1, &newest, &count, err);
	if (rc == 0 && count > 0 && day_of_talk(y) < newest->when.from)
		return err_set(err, PL_INVALID, "That was before the rating, so it was not about it.");
	return rc;
}

static int check_rating_talk(struct saying *y, struct err *err)
{
	bool answers = sight_is_managers_side(y->sight, y->post, -1);

	if (!answers || is_own_post(y))
		return err_set(err, PL_DENIED, "A talk about a rating is recorded by whoever answers for the worker's team.");
	return check_talk(y, err);
}

static int write_rating_talk(struct saying *y, struct commit *c, struct err *err)
{
	return commit_rating_talk(c, y->post_id, day_of_talk(y), err);
}

static int check_no_talk(struct saying *y, struct err *err)
{
	return check_own_post(y, err);
}

static int write_no_talk(struct saying *y, struct commit *c, struct err *err)
{
	return commit_rating_no_talk(c, y->post_id, err);
}

/* ---- facts of a case ---- */

/* What was said before ends today; of today itself it goes. */
static void end_facts(const struct saying *y, const struct case_facts *known, enum fact_kind kind, struct case_facts *told)
{
	for (size_t i = 0; i < known->count; i++) {
		struct fact f = known->facts[i];

		if (f.kind != kind || f.when.until <= y->try->today)
			continue;
		f.purge = f.when.from >= y->try->today;
		f.when.until = f.purge ? f.when.until : y->try->today;
		case_facts_add(y->try->a, told, &f);
	}
}

/* With the one that is said now. */
static void count_renewals(struct saying *y, const struct case_facts *known, const struct case_facts *told)
{
	struct case_facts surges = {.ref = y->ref};

	for (size_t i = 0; i < told->count; i++)
		case_facts_add(y->try->a, &surges, &told->facts[i]);
	for (size_t i = 0; i < known->count; i++)
		case_facts_add(y->try->a, &surges, &known->facts[i]);
	case_facts_tidy(&surges, NULL, NULL);
	y->renewals = surge_renewals(&surges);
}

/* Ends what is in force of the kind, and says `now` unless that is NULL. */
static int put_fact(struct saying *y, struct commit *c, enum fact_kind kind, const struct fact *now, struct err *err)
{
	struct case_facts known, told = {.ref = y->ref};
	struct fact_change *changes;
	size_t count;
	int rc = store_case_facts(y->try->store, y->try->a, y->try->employer.id, y->ref, &known, err);

	if (rc < 0)
		return rc;
	end_facts(y, &known, kind, &told);
	if (now != NULL)
		case_facts_add(y->try->a, &told, now);
	case_facts_tidy(&told, NULL, NULL);
	case_decide(y->try->a, &known, &told, &changes, &count);
	if (count == 0)
		return err_set(err, PL_CONFLICT, "It is said so already.");
	if (kind == FACT_SURGE)
		count_renewals(y, &known, &told);
	return commit_case(c, y->ref, changes, count, err);
}

/* Less than the holder says: after a talk with them that came after their word. */
static int check_less(const struct saying *y, const struct view_row *said, struct err *err)
{
	const struct needs_asked *n = y->asked;
	int rc;

	if (y->post_id != 0 || y->talk == NULL || said == NULL || n->minutes >= said->minutes)
		return err_set(err, PL_INVALID, "Whoever answers for the case records that it needs less, after a conversation with its holder.");
	if (!str_equal(n->why, SAID_CALMER))
		return err_set(err, PL_INVALID, "A case needs less because it has become calmer; every other reason is one for more.");
	rc = check_had(y, err);
	if (rc == 0 && day_of_talk(y) < said->when.from)
		return err_set(err, PL_INVALID, "That was before the holder said what the case needs, so it was not about it.");
	return rc;
}

static int check_needs(struct saying *y, struct err *err)
{
	const struct needs_asked *n = y->asked;
	const struct view_row *said;
	int rc = check_open_case(y, err);

	if (rc < 0)
		return rc;
	if (n->minutes < 0 || n->minutes > NEEDS_MINUTES_MOST || !said_has(SAID_NEEDS, n->why))
		return err_set(err, PL_INVALID, "Say how many hours a week the case needs, up to 37, and why.");
	said = view_said(y->snap, &y->snap->cases[y->place]);
	y->post_id = holds(y);
	if (y->post_id != 0 && n->minutes > 0 && (said == NULL || n->minutes >= said->minutes))
		return str_equal(n->why, SAID_CALMER)
			? err_set(err, PL_INVALID, "A case that has become calmer needs less: that is recorded by your manager, after a talk.") : 0;
	if (!answers_for_case(y))
		return err_set(err, PL_DENIED, y->post_id != 0 ? "That a case needs less takes a conversation, which your manager records."
			: "Only who holds the case says what it needs.");
	return check_less(y, said, err);
}

/* The post whose view a lower one is, too: that of the lead. */
static int32_t post_of_view(const struct saying *y)
{
	const struct case_row *c = &y->snap->cases[y->place];
	int32_t post = c->holdings_count > 0 ? y->snap->holdings[c->first_holding].post : -1;

	if (y->post_id != 0)
		return y->post_id;
	return post >= 0 ? y->snap->posts[post].post_id : 0;
}

static int write_needs(struct saying *y, struct commit *c, struct err *err)
{
	const struct needs_asked *n = y->asked;
	struct fact now = fact_blank(FACT_VIEW);

	now.when.from = y->try->today;
	now.minutes = n->minutes;
	now.code = n->why;
	now.post_id = post_of_view(y);
	return put_fact(y, c, FACT_VIEW, now.post_id != 0 ? &now : NULL, err);
}

static int check_surge(struct saying *y, struct err *err)
{
	const struct surge_asked *u = y->asked;
	int rc = check_open_case(y, err);

	if (rc < 0)
		return rc;
	if (u->minutes < 1 || u->minutes > SURGE_MINUTES_MOST || u->days < 1 || u->days > SURGE_DAYS_MOST || !said_has(SAID_SURGE, u->why))
		return err_set(err, PL_INVALID, "Say how many hours a week more, up to 20, for how many days, up to 14, and what it is.");
	y->post_id = holds(y);
	return y->post_id != 0 ? 0 : err_set(err, PL_DENIED, "Only who holds the case says that it is in a crisis.");
}

static int write_surge(struct saying *y, struct commit *c, struct err *err)
{
	const struct surge_asked *u = y->asked;
	struct fact now = fact_blank(FACT_SURGE);

	now.when = (struct days){y->try->today, y->try->today + u->days};
	now.minutes = u->minutes;
	now.code = u->why;
	return put_fact(y, c, FACT_SURGE, &now, err);
}

/* ---- extra time, and the pile ---- */

static int check_extra_time(struct saying *y, struct err *err)
{
	const struct extra_row *x = y->asked;

	if (x->minutes < 0 || x->minutes > EXTRA_MINUTES_MOST)
		return err_set(err, PL_INVALID, "Time over the contract is up to 16 hours on a day.");
	if (x->day > y->try->today || x->day < y->try->today - EXTRA_DAYS_BACK)
		return err_set(err, PL_INVALID, "Say it of a day of the past eight weeks.");
	return check_own_post(y, err);
}

static int write_extra_time(struct saying *y, struct commit *c, struct err *err)
{
	return commit_extra_time(c, y->post_id, y->asked, err);
}

static int check_review(struct saying *y, struct err *err)
{
	int rc = check_open_case(y, err);

	if (rc < 0)
		return rc;
	if (!answers_for_case(y))
		return err_set(err, PL_DENIED, "The look at a case that waits is for whoever answers for it.");
	if (!review_fits(y->asked, y->try->today))
		return err_set(err, PL_INVALID, "Say the risk, what is done meanwhile, why it waits, and a day within a fortnight for the next look.");
	return 0;
}

static int write_review(struct saying *y, struct commit *c, struct err *err)
{
	struct review_row r = *(const struct review_row *)y->asked;

	r.when = (struct days){y->try->today, DAY_MAX};
	return commit_review(c, y->snap->cases[y->place].case_id, &r, err);
}

static const struct word RATE = {"rating", check_rate, write_rate},
	RATING_TALK = {"rating-talk", check_rating_talk, write_rating_talk}, NEEDS = {"weight-view", check_needs, write_needs},
	NO_TALK = {"rating-no-talk", check_no_talk, write_no_talk}, SURGE = {"surge", check_surge, write_surge}, EXTRA_TIME = {"extra-time", check_extra_time, write_extra_time},
	REVIEW = {"review", check_review, write_review};

/* ---- one road for all of them ---- */

static int look(struct saying *y, struct err *err)
{
	const struct viewer *viewer = y->try->by->viewer;
	const struct close_up_asked asked = {.employer = y->try->by->employer, .day = y->try->today, .posts = &y->post_id,
		.posts_count = y->post_id != 0, .refs = &y->ref, .refs_count = y->ref[0] != '\0', .persons = &viewer->person,
		.persons_count = viewer->person[0] != '\0'};
	int rc = store_close_up(y->try->store, &asked, &y->snap, err);

	if (rc < 0)
		return rc;
	y->sight = sight_of(y->try->a, viewer, y->snap, y->snap);
	y->post = snapshot_find_post_id(y->snap, y->post_id);
	y->place = y->ref[0] != '\0' ? snapshot_find_case(y->snap, y->ref) : -1;
	return 0;
}

static void put_payload(const struct saying *y, struct json_writer *w)
{
	if (y->post_id != 0)
		json_int(w, "post", y->post_id);
	if (y->place >= 0)
		json_int(w, "case", y->snap->cases[y->place].case_id);
	if (y->value >= 0)
		json_int(w, "value", y->value);
	if (y->code[0] != '\0')
		json_text(w, "code", y->code);
	if (y->renewals > 0)
		json_int(w, "renewals", y->renewals);
	if (y->talk != NULL) {
		json_text(w, "means", talk_means_code(y->talk->means));
		json_int(w, "talked_at", y->talk->talked_at);
	}
}

static int commit(struct saying *y, struct err *err)
{
	int rc = deciding_begin(y->try, err);

	if (rc == 0)
		rc = y->word->write(y, y->try->commit, err);
	if (rc == 0)
		put_payload(y, &y->try->payload);
	return deciding_end(y->try, rc, &(struct decided){.action = y->word->action}, err);
}

static int say_once(struct deciding *try, const void *context, struct err *err)
{
	const struct saying *what = context;
	struct saying y = *what;
	int rc;

	y.try = try;
	rc = look(&y, err);
	if (rc == 0)
		rc = y.word->check(&y, err);
	if (rc == 0)
		rc = commit(&y, err);
	if (y.snap != NULL)
		snapshot_drop(y.snap);
	return rc;
}

static int say(struct store *s, const struct asked_by *by, struct saying what, struct err *err)
{
	return deciding_run(s, by, say_once, &what, err);
}

int word_rate(struct store *s, const struct asked_by *by, int32_t post_id, int32_t value, struct err *err)
{
	return say(s, by, (struct saying){.word = &RATE, .post_id = post_id, .ref = "", .value = value, .code = ""}, err);
}

int word_rating_talk(struct store *s, const struct asked_by *by, int32_t post_id, const struct talk_had *talk, struct err *err)
{
	return say(s, by, (struct saying){.word = &RATING_TALK, .post_id = post_id, .ref = "", .value = -1,
		.code = "", .talk = talk}, err);
}

int word_no_talk(struct store *s, const struct asked_by *by, int32_t post_id, struct err *err)
{
	return say(s, by, (struct saying){.word = &NO_TALK, .post_id = post_id, .ref = "", .value = -1, .code = ""}, err);
}

int word_needs(struct store *s, const struct asked_by *by, const struct needs_asked *asked, struct err *err)
{
	return say(s, by, (struct saying){.word = &NEEDS, .ref = asked->ref, .value = asked->minutes, .code = asked->why,
		.asked = asked, .talk = asked->talk}, err);
}

int word_surge(struct store *s, const struct asked_by *by, const struct surge_asked *asked, struct err *err)
{
	return say(s, by, (struct saying){.word = &SURGE, .ref = asked->ref, .value = asked->minutes, .code = asked->why,
		.asked = asked}, err);
}

int word_extra_time(struct store *s, const struct asked_by *by, int32_t post_id, const struct extra_row *x, struct err *err)
{
	return say(s, by, (struct saying){.word = &EXTRA_TIME, .post_id = post_id, .ref = "", .value = x->minutes,
		.code = extra_kind_code(x->kind), .asked = x}, err);
}

int word_review(struct store *s, const struct asked_by *by, const char *ref, const struct review_row *r, struct err *err)
{
	return say(s, by, (struct saying){.word = &REVIEW, .ref = ref, .value = -1, .code = r->risk, .asked = r}, err);
}
