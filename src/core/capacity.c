#include "core/capacity.h"

#include "core/round.h"

enum { DAYS_A_WEEK = 7 };

/* What is left of a contract while it is being worked out: exact, in thousandths of a minute, because shares are per mille.
 * `shown` is the same in whole minutes or points. */
struct left {
	const struct scheme_grade *grade; /* NULL where the scheme counts in minutes */
	int64_t thousandths;
	int32_t shown;
	struct capacity *to;
	bool with_lines;
};

int32_t capacity_from_target(int32_t target, int32_t contract, int32_t reduction, int32_t default_contract,
	bool *ret_over_reduced)
{
	int64_t left = (int64_t)contract - reduction;

	if (ret_over_reduced != NULL)
		*ret_over_reduced = left < 0;
	if (left <= 0 || default_contract <= 0)
		return 0;
	return clamp_int32(target * left / default_contract);
}

int32_t reduction_allowance(int32_t contract, int32_t permille)
{
	if (permille < 0 || permille > 1000)
		return contract;
	return (int32_t)divide_half_up((int64_t)contract * permille, 1000);
}

bool share_used(int64_t load, int64_t capacity, int32_t *ret_permille)
{
	if (capacity <= 0)
		return false;
	*ret_permille = clamp_int32(divide_half_up((load > 0 ? load : 0) * 1000, capacity));
	return true;
}

const char *availability_words(enum availability availability)
{
	static const char *const words[] = {
		[AVAILABLE] = "available",
		[ABSENT] = "not available",
		[OVER_REDUCED] = "not available: more is taken off than the contract has",
		[NO_CONTRACT] = "not available: no contracted hours",
		[NOT_YET_IN_POST] = "not yet in post",
		[NO_LONGER_IN_POST] = "no longer in post",
		[CARRIES_NO_CASES] = "carries no cases",
		[CONTRACT_UNKNOWN] = "contract not known",
	};

	return words[availability];
}

static int32_t show(const struct left *left)
{
	if (left->thousandths <= 0)
		return 0;
	if (left->grade == NULL)
		return (int32_t)divide_half_up(left->thousandths, 1000);
	return capacity_from_target(left->grade->target, clamp_int32(left->thousandths), 0, left->grade->default_minutes * 1000,
		NULL);
}

static void put_line(struct left *left, struct capacity_line line)
{
	if (left->with_lines)
		left->to->lines[left->to->lines_count++] = line;
}

/* Takes off (or, at first, puts on); the line is the difference of what was shown before and after. */
static void change(struct left *left, int64_t thousandths, struct capacity_line line)
{
	int32_t before = left->shown;

	left->thousandths += thousandths;
	left->shown = show(left);
	line.minutes = left->shown - before;
	put_line(left, line);
}

static void take_reserves(struct left *left, const struct scheme *scheme)
{
	for (size_t i = 0; i < scheme->reserves_count; i++) {
		const struct scheme_reserve *r = &scheme->reserves[i];

		change(left, -(int64_t)left->to->contract_minutes * r->permille,
			(struct capacity_line){.what = r->name, .source = &r->source});
	}
}

static void take_protected(struct left *left, const struct scheme *scheme, const struct post_row *p, int32_t day)
{
	if (scheme->newly_qualified_permille > 0 && day < p->newly_qualified_until)
		change(left, -(int64_t)left->to->contract_minutes * scheme->newly_qualified_permille,
			(struct capacity_line){.what = "Protected time, newly qualified", .source = &scheme->newly_qualified_source,
				.when = {DAY_MIN, p->newly_qualified_until}});
}

static const char *reduction_name(const struct scheme *scheme, const struct reduction_row *r)
{
	const struct scheme_reduction *known = scheme_find_reduction(scheme, r->reason);

	return known != NULL ? known->name : r->reason;
}

static void take_reductions(struct left *left, const struct snapshot *s, const struct scheme *scheme, const struct post_row *p)
{
	for (int32_t i = 0; i < p->reductions_count; i++) {
		const struct reduction_row *r = &s->reductions[p->first_reduction + i];
		const char *what = left->with_lines ? reduction_name(scheme, r) : NULL;

		change(left, -(int64_t)r->minutes * 1000, (struct capacity_line){.what = what, .when = r->when, .personal = r->personal});
	}
}

/* A beginning that is not known has had its first weeks. */
static void take_weeks(struct left *left, const int32_t *permille, size_t weeks, int32_t since, int32_t day, struct capacity_line line)
{
	size_t last = weeks;
	int64_t week;

	if (since == DAY_MIN || since > day)
		return;
	while (last > 0 && permille[last - 1] >= 1000)
		last--;
	line.when = (struct days){since, since + (int32_t)last * DAYS_A_WEEK};
	week = ((int64_t)day - since) / DAYS_A_WEEK;
	if (week < (int64_t)weeks && permille[week] < 1000)
		change(left, divide_half_up(left->thousandths * permille[week], 1000) - left->thousandths, line);
}

/* Whoever is new starts with a share of the capacity (R14, R15): in an agency post, since that began; else since they came. */
static void take_ramp(struct left *left, const struct scheme *scheme, const struct post_row *p, int32_t day)
{
	if (p->agency && scheme->ramp_weeks > 0)
		take_weeks(left, scheme->ramp_permille, scheme->ramp_weeks, p->when.from, day,
			(struct capacity_line){.what = "First weeks of an agency post", .source = &scheme->ramp_source});
	else
		take_weeks(left, scheme->joiner_permille, scheme->joiner_weeks, p->joined, day,
			(struct capacity_line){.what = "First weeks here", .source = &scheme->joiner_source});
}

int32_t ramp_until(const struct snapshot *s, const struct post_row *p)
{
	const struct scheme *scheme = snapshot_post_scheme(s, p);
	bool agency = p->agency && scheme->ramp_weeks > 0;
	int32_t since = agency ? p->when.from : p->joined, weeks = (int32_t)(agency ? scheme->ramp_weeks : scheme->joiner_weeks);

	return since == DAY_MIN || weeks == 0 ? DAY_MIN : since + weeks * DAYS_A_WEEK;
}

static const struct scheme_grade *grade_of(const struct scheme *scheme, const struct post_row *p)
{
	return scheme->grades_count > 0 ? scheme_find_grade(scheme, p->grade) : NULL;
}

static int32_t contract_of(const struct post_row *p, const struct scheme_grade *grade)
{
	return p->contract_minutes < 0 && grade != NULL ? grade->default_minutes : p->contract_minutes;
}

bool reduction_takes_contract(const struct snapshot *s, const struct post_row *p, const struct reduction_row *r)
{
	const struct scheme *scheme = snapshot_post_scheme(s, p);
	int32_t contract = contract_of(p, grade_of(scheme, p));
	const struct scheme_reduction *known;

	if (r->minutes < 0 || (contract > 0 && r->minutes == contract))
		return true;
	if (contract > 0 && r->minutes < contract)
		return false;
	known = scheme_find_reduction(scheme, r->reason);
	return known != NULL && known->not_available;
}

/* The absence that lasts longest; NULL if there is none. */
static const struct reduction_row *find_absence(const struct snapshot *s, const struct post_row *p)
{
	const struct reduction_row *longest = NULL;

	for (int32_t i = 0; i < p->reductions_count; i++) {
		const struct reduction_row *r = &s->reductions[p->first_reduction + i];

		if (reduction_takes_contract(s, p, r) && (longest == NULL || r->when.until > longest->when.until))
			longest = r;
	}
	return longest;
}

/* Managers hold no cases, whatever the records say (R57); other roles have time for cases only if they hold any. */
static bool carries_no_cases(const struct post_row *p, const struct scheme_grade *grade)
{
	if (grade != NULL && grade->default_minutes == 0)
		return true;
	return p->role == POST_MANAGER || (p->role == POST_OTHER && p->holdings_count == 0);
}

/* A state in which nothing is left: one line takes the contract back. */
static void take_all(struct left *left, enum availability availability, struct capacity_line line)
{
	left->to->availability = availability;
	change(left, -left->thousandths, line);
}

static void work_out(struct left *left, const struct snapshot *s, const struct scheme *scheme, const struct post_row *p)
{
	take_reserves(left, scheme);
	take_protected(left, scheme, p, s->day);
	take_reductions(left, s, scheme, p);
	if (left->thousandths > 0)
		take_ramp(left, scheme, p, s->day);
	if (left->thousandths < 0)
		left->to->availability = OVER_REDUCED;
	else if (left->shown == 0)
		left->to->availability = ABSENT;
}

static void start_lines(struct arena *a, struct left *left, const struct scheme *scheme, const struct post_row *p)
{
	size_t room = scheme->reserves_count + (size_t)p->reductions_count + 4;

	left->with_lines = a != NULL;
	if (a != NULL)
		left->to->lines = arena_array(a, room, sizeof *left->to->lines);
}

struct capacity capacity_of_post(struct arena *a, const struct snapshot *s, int32_t post)
{
	const struct post_row *p = &s->posts[post];
	const struct scheme *scheme = snapshot_post_scheme(s, p);
	const struct scheme_grade *grade = grade_of(scheme, p);
	int32_t contract = contract_of(p, grade);
	const struct reduction_row *absence = find_absence(s, p);
	struct capacity c = {.contract_minutes = contract > 0 ? contract : 0, .absent_until = DAY_MAX};
	struct left left = {.grade = grade, .to = &c};

	start_lines(a, &left, scheme, p);
	if (scheme->grades_count == 0 || grade != NULL)
		change(&left, (int64_t)c.contract_minutes * 1000, (struct capacity_line){.what = "Contract"});
	if (p->when.until <= s->day) {
		take_all(&left, NO_LONGER_IN_POST, (struct capacity_line){.what = "No longer in post"});
	} else if (p->when.from > s->day) {
		take_all(&left, NOT_YET_IN_POST, (struct capacity_line){.what = "Not yet in post"});
	} else if (carries_no_cases(p, grade)) {
		take_all(&left, CARRIES_NO_CASES, (struct capacity_line){.what = "Carries no cases"});
	} else if (absence != NULL) {
		c.absent_until = absence->when.until;
		take_all(&left, ABSENT,
			(struct capacity_line){.what = reduction_name(scheme, absence), .when = absence->when,
				.personal = absence->personal});
	} else if (contract < 0 || (scheme->grades_count > 0 && grade == NULL)) {
		c.availability = CONTRACT_UNKNOWN;
	} else if (contract == 0) {
		c.availability = NO_CONTRACT;
	} else {
		work_out(&left, s, scheme, p);
	}
	c.minutes = left.thousandths > 0 && c.availability != CONTRACT_UNKNOWN ? left.shown : 0;
	return c;
}
