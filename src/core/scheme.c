#include "core/scheme.h"

#include "base/str.h"

const struct scheme SCHEME_NONE = {
	.id = "", .title = "no scheme agreed", .service = "", .country = "", .unit = "minutes", .note = "",
};

bool scheme_is_none(const struct scheme *s)
{
	return s == &SCHEME_NONE;
}

int scheme_find_type(const struct scheme *s, const char *code, const char *stage)
{
	int without_stage = -1;

	for (size_t i = 0; i < s->types_count; i++) {
		const struct scheme_type *t = &s->types[i];

		if (!str_equal(t->code, code))
			continue;
		if (str_equal(t->stage, stage))
			return (int)i;
		if (t->stage[0] == '\0')
			without_stage = (int)i;
	}
	return without_stage;
}

int scheme_find_role(const struct scheme *s, enum type_role role)
{
	for (size_t i = 0; i < s->types_count; i++) {
		if (s->types[i].role == role)
			return (int)i;
	}
	return -1;
}

/* The four look-ups by code differ in nothing but the row. */
#define FIND_BY_CODE(rows, count, code_) \
	do { \
		for (size_t i = 0; i < (count); i++) { \
			if (str_equal((rows)[i].code, (code_))) \
				return &(rows)[i]; \
		} \
		return NULL; \
	} while (0)

const struct scheme_factor *scheme_find_factor(const struct scheme *s, const char *code)
{
	FIND_BY_CODE(s->factors, s->factors_count, code);
}

const struct scheme_task *scheme_find_task(const struct scheme *s, const char *code)
{
	FIND_BY_CODE(s->tasks, s->tasks_count, code);
}

const struct scheme_reduction *scheme_find_reduction(const struct scheme *s, const char *code)
{
	FIND_BY_CODE(s->reductions, s->reductions_count, code);
}

const struct scheme_grade *scheme_find_grade(const struct scheme *s, const char *code)
{
	FIND_BY_CODE(s->grades, s->grades_count, code);
}

const struct scheme_average *scheme_average_on(const struct scheme *s, int32_t day)
{
	const struct scheme_average *newest = NULL;

	for (size_t i = 0; i < s->averages_count; i++) {
		const struct scheme_average *average = &s->averages[i];

		if (average->day <= day && (newest == NULL || average->day > newest->day))
			newest = average;
	}
	return newest;
}

bool scheme_reason_is_personal(const struct scheme *s, const char *reason)
{
	const struct scheme_reduction *known = scheme_find_reduction(s, reason);

	return known == NULL || known->personal;
}

int32_t scheme_case_permille(const struct scheme *s)
{
	int32_t share = 1000;

	for (size_t i = 0; i < s->reserves_count; i++)
		share -= s->reserves[i].permille;
	return share;
}

int32_t scheme_base_of_standard(const struct scheme *s, int32_t cases)
{
	int64_t thousandths = (int64_t)s->contract_minutes * scheme_case_permille(s);
	int64_t per_minute = (int64_t)1000 * cases;

	return (int32_t)((2 * thousandths + per_minute) / (2 * per_minute));
}

const char *value_state_words(enum value_state state)
{
	switch (state) {
	case VALUE_STANDARD:
		return "standard";
	case VALUE_MEASURED:
		return "measured";
	case VALUE_GUESS:
		break;
	}
	return "starter guess, agree your own";
}

/* ---- whether the numbers hang together ---- */

static int check_source(const struct scheme_source *source, const char *what, const char *code, struct err *err)
{
	if (source->text != NULL && source->text[0] != '\0')
		return 0;
	return err_set(err, PL_INVALID, "%s %s: expected a source for its number", what, code);
}

/* Rows of all kinds begin with their code, so that one loop tells whether a code stands twice. */
static int check_codes(const void *rows, size_t count, size_t row_size, const char *what, struct err *err)
{
	const unsigned char *at = rows;

	for (size_t i = 0; i < count; i++) {
		const char *code;

		memcpy(&code, at + i * row_size, sizeof code);
		for (size_t k = 0; k < i; k++) {
			const char *other;

			memcpy(&other, at + k * row_size, sizeof other);
			if (str_equal(code, other))
				return err_set(err, PL_INVALID, "%s %s: the code stands twice", what, code);
		}
	}
	return 0;
}

static int check_type_places(const struct scheme *s, struct err *err)
{
	static const struct {
		enum type_role role;
		const char *word;
	} roles[] = {{TYPE_OPENING, "opening"}, {TYPE_NO_PLAN, "no_plan"}, {TYPE_CLOSING, "closing"}};

	for (size_t i = 0; i < s->types_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (str_equal(s->types[i].code, s->types[k].code) && str_equal(s->types[i].stage, s->types[k].stage))
				return err_set(err, PL_INVALID, "type %s, stage \"%s\": the code and stage stand twice",
					s->types[i].code, s->types[i].stage);
		}
	}
	for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
		int found = 0;

		for (size_t i = 0; i < s->types_count; i++)
			found += s->types[i].role == roles[r].role;
		if (found != 1)
			return err_set(err, PL_INVALID, "types: expected exactly one with the role \"%s\", there are %d",
				roles[r].word, found);
	}
	return 0;
}

/* A measured number stands for itself; one that is read off a caseload standard must follow from it. */
static int check_standard(const struct scheme *s, const struct scheme_type *t, struct err *err)
{
	int32_t base;

	if (t->standard_cases <= 0 || t->source.state == VALUE_MEASURED)
		return 0;
	base = scheme_base_of_standard(s, t->standard_cases);
	if (t->base_minutes == base)
		return 0;
	return err_set(err, PL_INVALID,
		"type %s: a standard of %d cases in %d minutes x %d per mille is %d minutes a week, the row says %d", t->code,
		t->standard_cases, s->contract_minutes, scheme_case_permille(s), base, t->base_minutes);
}

static bool has_base_after(const struct scheme *s, size_t place)
{
	for (size_t i = place + 1; i < s->types_count; i++) {
		if (s->types[i].role != TYPE_CLOSING && s->types[i].base_minutes >= 0)
			return true;
	}
	return false;
}

static int check_type(const struct scheme *s, size_t place, struct err *err)
{
	const struct scheme_type *t = &s->types[place];

	if (t->role == TYPE_CLOSING && t->base_minutes >= 0)
		return err_set(err, PL_INVALID, "type %s: a closing case keeps the base it had; expected no base_minutes", t->code);
	if (t->role != TYPE_CLOSING && t->base_minutes < 0 && t->task_minutes == 0)
		return err_set(err, PL_INVALID, "type %s: expected base_minutes, or task_minutes", t->code);
	if (t->role != TYPE_CLOSING && t->base_minutes < 0 && !has_base_after(s, place))
		return err_set(err, PL_INVALID, "type %s: expected a type with base_minutes after it, to fall back on", t->code);
	if (t->task_minutes > 0 && t->task_working_days == 0)
		return err_set(err, PL_INVALID, "type %s: expected task_working_days for its task_minutes", t->code);
	if (t->group < 0 || (size_t)t->group >= s->groups_count)
		return err_set(err, PL_INVALID, "type %s: expected one of the scheme's groups", t->code);
	return check_standard(s, t, err);
}

static int check_types(const struct scheme *s, struct err *err)
{
	int r = check_type_places(s, err);

	for (size_t i = 0; i < s->types_count && r == 0; i++) {
		r = check_source(&s->types[i].source, "type", s->types[i].code, err);
		if (r == 0)
			r = check_type(s, i, err);
	}
	return r;
}

static int check_reserves(const struct scheme *s, struct err *err)
{
	for (size_t i = 0; i < s->reserves_count; i++) {
		const struct scheme_reserve *row = &s->reserves[i];

		if (row->permille < row->least_permille)
			return err_set(err, PL_INVALID, "reserve %s: expected at least %d per mille, not %d", row->code,
				row->least_permille, row->permille);
	}
	if (scheme_case_permille(s) <= 0)
		return err_set(err, PL_INVALID, "reserves: together they must leave time for cases; they take %d per mille",
			1000 - scheme_case_permille(s));
	return 0;
}

static int check_reductions(const struct scheme *s, struct err *err)
{
	for (size_t i = 0; i < s->reductions_count; i++) {
		const struct scheme_reduction *row = &s->reductions[i];

		if (row->usual_permille > row->most_permille)
			return err_set(err, PL_INVALID, "reduction %s: expected usual_permille of at most %d, not %d", row->code,
				row->most_permille, row->usual_permille);
	}
	return 0;
}

/* Codes once each, and a source on every row's number. */
#define CHECK_ROWS(rows, count, what) \
	do { \
		int r_ = check_codes((rows), (count), sizeof *(rows), (what), err); \
		for (size_t i = 0; i < (count) && r_ == 0; i++) \
			r_ = check_source(&(rows)[i].source, (what), (rows)[i].code, err); \
		if (r_ < 0) \
			return r_; \
	} while (0)

static int check_rows(const struct scheme *s, struct err *err)
{
	CHECK_ROWS(s->factors, s->factors_count, "factor");
	CHECK_ROWS(s->tasks, s->tasks_count, "task");
	CHECK_ROWS(s->reserves, s->reserves_count, "reserve");
	CHECK_ROWS(s->reductions, s->reductions_count, "reduction");
	CHECK_ROWS(s->grades, s->grades_count, "grade");
	return 0;
}

/* A rule that changes nothing needs no source. */
static int check_rule(bool has_effect, const struct scheme_source *source, const char *what, struct err *err)
{
	return has_effect ? check_source(source, "rule", what, err) : 0;
}

static int check_rules(const struct scheme *s, struct err *err)
{
	int r = check_rule(s->sibling_permille != 1000, &s->sibling_source, "siblings", err);

	if (r == 0)
		r = check_rule(s->handover_minutes > 0, &s->handover_source, "handover", err);
	if (r == 0)
		r = check_rule(s->closing_weeks > 0, &s->closing_source, "closing", err);
	if (r == 0)
		r = check_rule(s->newly_qualified_permille > 0, &s->newly_qualified_source, "newly_qualified", err);
	if (r == 0)
		r = check_rule(s->ramp_weeks > 0, &s->ramp_source, "agency_ramp", err);
	if (r == 0)
		r = check_rule(s->joiner_weeks > 0, &s->joiner_source, "joiner_ramp", err);
	if (r == 0)
		r = check_rule(s->range_low != 1000 || s->range_high != 1000, &s->range_source, "range", err);
	if (r == 0)
		r = check_rule(s->under_permille > 0, &s->under_source, "under", err);
	return r;
}

static int check_bounds(const struct scheme *s, struct err *err)
{
	if (s->factor_least > 1000 || s->factor_most < 1000)
		return err_set(err, PL_INVALID, "factor_bounds: expected 1000 per mille to lie within, not %d to %d", s->factor_least,
			s->factor_most);
	if (s->range_low > 1000 || s->range_high < 1000)
		return err_set(err, PL_INVALID, "range: expected 1000 per mille to lie within, not %d to %d", s->range_low,
			s->range_high);
	return 0;
}

int scheme_validate(const struct scheme *s, struct err *err)
{
	int r;

	if (s->contract_minutes <= 0)
		return err_set(err, PL_INVALID, "contract_minutes: expected more than 0");
	r = check_rows(s, err);
	if (r == 0)
		r = check_reserves(s, err);
	if (r == 0)
		r = check_reductions(s, err);
	if (r == 0)
		r = check_bounds(s, err);
	if (r == 0)
		r = check_rules(s, err);
	if (r == 0)
		r = check_types(s, err);
	return r;
}
