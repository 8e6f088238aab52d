#include "core/finding.h"

#include <string.h>

#include "base/str.h"
#include "core/matter.h"
#include "core/quarter.h"
#include "core/watch.h"

enum condition { FINDS_ABOVE, FINDS_BELOW, FINDS_NONE_OF };
enum { WAITED_DAYS = 28, PERMILLE = 1000 };

static const struct finding_row ROWS[FINDINGS] = {
#define FINDING(name, code, measure, condition, number, memory, one, many, concerns, helped) \
	[FINDING_##name] = {code, MEASURE_##measure, MEMORY_##memory, concerns, helped},
#include "core/finding.def"
#undef FINDING
};

static const struct {
	enum condition condition;
	int32_t number;
	const char *one, *many;
} RULES[FINDINGS] = {
#define FINDING(name, code, measure, condition, number, memory, one, many, concerns, helped) \
	[FINDING_##name] = {FINDS_##condition, number, one, many},
#include "core/finding.def"
#undef FINDING
};

const struct finding_row *finding_row(enum finding_code f)
{
	return &ROWS[f];
}

/* Above 0, below it, or 0: how a figure stands to the number of the rule. A share is judged by what it is worked out
 * from, for 1 of 2,500 posts is more than none, and its per mille is not. */
static int64_t stands_to(enum finding_code f, const struct health_figure *figure)
{
	if (health_measure_row(ROWS[f].measure)->unit == HEALTH_PERCENT && figure->whole > 0)
		return figure->part * PERMILLE - RULES[f].number * figure->whole;
	return figure->value - RULES[f].number;
}

bool finding_holds(enum finding_code f, const struct health_figure *figure)
{
	if (figure->known != HEALTH_KNOWN)
		return false;
	switch (RULES[f].condition) {
	case FINDS_ABOVE:
		return stands_to(f, figure) > 0;
	case FINDS_BELOW:
		return stands_to(f, figure) < 0;
	case FINDS_NONE_OF:
		return figure->part == 0 && figure->whole >= RULES[f].number;
	}
	return false;
}

/* ---- sentences ---- */

/* "12,345". */
static const char *number_words(struct arena *a, int64_t n)
{
	const char *digits = arena_printf(a, "%lld", (long long)n);
	size_t len = strlen(digits), commas = n >= 0 ? (len - 1) / 3 : 0;
	char *words = arena_alloc(a, len + commas + 1);

	for (size_t i = 0, to = 0; i < len; i++) {
		if (n >= 0 && i > 0 && (len - i) % 3 == 0)
			words[to++] = ',';
		words[to++] = digits[i];
	}
	return words;
}

static int64_t named(const char *name, size_t n, const struct health_figure *f)
{
	if (strncmp(name, "part", n) == 0)
		return f->part;
	if (strncmp(name, "whole", n) == 0)
		return f->whole;
	return strncmp(name, "rest", n) == 0 ? f->whole - f->part : f->value;
}

/* The number that stands first decides between one and many. */
static int64_t first_number(const char *sentence, const struct health_figure *f)
{
	const char *at = strchr(sentence, '{');

	return at == NULL ? 0 : named(at + 1, strcspn(at + 1, "}"), f);
}

const char *finding_sentence(struct arena *a, enum finding_code f, const struct health_figure *figure)
{
	const char *from = first_number(RULES[f].one, figure) == 1 ? RULES[f].one : RULES[f].many;
	const char *text = "";

	while (*from != '\0') {
		size_t plain = strcspn(from, "{"), n;

		text = arena_printf(a, "%s%.*s", text, (int)plain, from);
		from += plain;
		if (*from == '\0')
			break;
		n = strcspn(from + 1, "}");
		text = arena_printf(a, "%s%s", text, number_words(a, named(from + 1, n, figure)));
		from += n + 2;
	}
	return text;
}

/* ---- quarters ---- */

void finding_quarters(int32_t day, struct days ret[FINDING_QUARTERS])
{
	for (int i = 0; i < FINDING_QUARTERS; i++) {
		ret[i] = quarter_before(day);
		day = ret[i].from;
	}
}

struct days *finding_spells(struct arena *a, int32_t day, uint64_t held, size_t *ret_count)
{
	struct days quarters[FINDING_QUARTERS], *spells = NULL;
	size_t count = 0, room = 0;

	finding_quarters(day, quarters);
	for (int i = FINDING_QUARTERS; i-- > 0;) {
		if ((held >> i & 1) == 0)
			continue;
		if (count > 0 && spells[count - 1].until == quarters[i].from)
			spells[count - 1].until = quarters[i].until;
		else
			*ARENA_PUSH(a, &spells, &count, &room) = quarters[i];
	}
	*ret_count = count;
	return spells;
}

static const char *month_words(struct arena *a, int32_t day, bool with_year)
{
	static const char *const MONTHS[] = {"January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December"};
	int year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	return with_year ? arena_printf(a, "%s %d", MONTHS[month - 1], year) : MONTHS[month - 1];
}

/* "January to June 2019", "October 2018 to March 2019". */
static const char *spell_words(struct arena *a, struct days spell)
{
	int first, last, month, of_month;

	date_to_civil(spell.from, &first, &month, &of_month);
	date_to_civil(spell.until - 1, &last, &month, &of_month);
	return arena_printf(a, "%s to %s", month_words(a, spell.from, first != last), month_words(a, spell.until - 1, true));
}

const char *finding_since(struct arena *a, int32_t day, uint64_t held)
{
	size_t count;
	const struct days *spells = finding_spells(a, day, held, &count);
	int32_t since = quarter_of(day).from;
	const char *text = "";

	if (count > 0 && spells[count - 1].until == since)
		since = spells[--count].from;
	for (size_t i = 0; i < count; i++)
		text = arena_printf(a, "%s%s, ", text, spell_words(a, spells[i]));
	return arena_printf(a, "%s%ssince %s", text, count > 0 ? "again " : "", month_words(a, since, true));
}

/* ---- memory ---- */

#define SECTION_BIT(section) (1u << (section))

unsigned finding_sections(enum finding_code f)
{
	switch (ROWS[f].memory) {
	case MEMORY_LAST_DAY:
		return 0;
	case MEMORY_MEASURE:
		return SECTION_BIT(health_measure_row(ROWS[f].measure)->section);
	case MEMORY_WAITED:
	case MEMORY_MANAGERS:
		return SECTION_BIT(HEALTH_FLOW);
	case MEMORY_OVER_LINE:
	case MEMORY_OVER_LINE_WEEKS:
	case MEMORY_LOOKS:
	case MEMORY_PROTECTION:
		return SECTION_BIT(HEALTH_ADHERENCE);
	}
	return 0;
}

bool finding_is_of_the_clock(enum finding_code f)
{
	return finding_sections(f) == SECTION_BIT(HEALTH_ADHERENCE);
}

static bool was_put(const struct health_records *r, enum matter_kind kind, const bool *in, struct days when,
	int32_t least_days)
{
	for (size_t i = 0; i < r->matters_count; i++) {
		const struct record_matter *m = &r->matters[i];
		int32_t from = kind == MATTER_REVIEW || m->lasted.from == DAY_MIN ? m->asked : m->lasted.from;
		const struct days counted = {from + least_days, m->lasted.until};

		if (m->kind == kind && in[m->team + 1] && from != DAY_MAX && days_overlap(counted, when))
			return true;
	}
	return false;
}

static bool was_protection_passed(const struct health_records *r, const bool *in, struct days quarter)
{
	for (size_t i = 0; i < r->exceptions_count; i++)
		if (r->exceptions[i].line_id == 0 && in[r->exceptions[i].team + 1] && days_overlap(r->exceptions[i].when, quarter))
			return true;
	return false;
}

static bool is_worker_of(const struct health_records *r, const struct record_holding *h)
{
	const struct record_post *p = record_post_find(r, h->post_id);

	return h->standing == HOLDING_STANDS && p != NULL && p->role != POST_MANAGER && p->role != POST_OTHER;
}

/* Whether no worker has held the case since its opening or for four weeks; `e` is open on the day. */
static bool has_waited(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	const struct days weeks = {day - WAITED_DAYS, day + 1};
	size_t count;
	const struct record_holding *rows = record_holdings_of(r, e->case_id, &count);

	if (e->when.from > weeks.from)
		return false;
	for (size_t i = 0; i < count; i++)
		if (days_overlap(rows[i].when, weeks) && is_worker_of(r, &rows[i]))
			return false;
	return true;
}

static bool is_managers(const struct health_records *r, const struct record_episode *e, int32_t day)
{
	int32_t team;

	return record_held_by(r, e->case_id, day, &team) == HELD_BY_MANAGER;
}

static bool some_case(const struct health_records *r, const bool *in, int32_t day,
	bool (*is)(const struct health_records *, const struct record_episode *, int32_t))
{
	for (size_t i = 0; i < r->episodes_count; i++) {
		const struct record_episode *e = &r->episodes[i];

		if (e->as != WENT_TO_NOTHING && days_include(e->when, day) && in[record_team_of(r, e, day) + 1] && is(r, e, day))
			return true;
	}
	return false;
}

bool finding_held_in(const struct health_records *r, enum finding_code f, const bool *in, struct days quarter,
	const struct health_figure *figures)
{
	const int32_t last = quarter.until - 1;

	switch (ROWS[f].memory) {
	case MEMORY_MEASURE:
	case MEMORY_LAST_DAY:
		return finding_holds(f, &figures[ROWS[f].measure]);
	case MEMORY_OVER_LINE:
		return was_put(r, MATTER_OVER_LINE, in, (struct days){last, last + 1}, 0);
	case MEMORY_OVER_LINE_WEEKS:
		return was_put(r, MATTER_OVER_LINE, in, quarter, OVER_LINE_DIRECTOR_DAYS);
	case MEMORY_WAITED:
		return some_case(r, in, last, has_waited);
	case MEMORY_LOOKS:
		return was_put(r, MATTER_REVIEW, in, quarter, 0);
	case MEMORY_MANAGERS:
		return some_case(r, in, last, is_managers);
	case MEMORY_PROTECTION:
		return was_protection_passed(r, in, quarter);
	}
	return false;
}
