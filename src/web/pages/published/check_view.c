#include "web/pages/published/check_view.h"

#include "base/str.h"
#include "core/openness.h"
#include "core/list_words.h"
#include "core/quarter.h"
#include "core/target.h"
#include "web/words.h"

enum { TEN = 10 };

static const char *shown_words(struct arena *a, const struct published_row *r)
{
	switch (r->unit) {
	case PUBLISHED_PERCENT:
		return words_join(a, words_int(a, r->value), "%", NULL);
	case PUBLISHED_TENTHS:
		return words_tenths(a, r->value);
	case PUBLISHED_MINUTES:
		return words_join(a, words_hours(a, r->value), " h", NULL);
	case PUBLISHED_DAYS:
		return words_count(a, r->value, "day", "days");
	default:
		return words_int(a, r->value);
	}
}

static const char *value_words(struct arena *a, const struct published_row *r)
{
	static const char *const WORDS[] = {[PUBLISHED_UNSAID] = "not known", [PUBLISHED_WITHHELD] = "c",
		[PUBLISHED_NOTHING] = "none to tell of"};

	return r->told == PUBLISHED_SHOWN ? shown_words(a, r) : WORDS[r->told];
}

/* ---- figures, by section ---- */

static void put_rows(struct arena *a, const struct published *p, const char *code, bool whys,
	struct check_section_view *section)
{
	section->rows = arena_array(a, p->rows.count, sizeof *section->rows);
	for (size_t i = 0; i < p->rows.count; i++) {
		const struct published_row *r = &p->rows.rows[i];

		if (!str_equal(r->section, code))
			continue;
		section->rows[section->rows_count++] = (struct check_row_view){.words = r->words, .definition = r->definition,
			.value = value_words(a, r), .why = whys ? published_why_words(r->why) : "", .is_part = r->part_of[0] != '\0',
			.is_withheld = r->told == PUBLISHED_WITHHELD};
	}
}

static void put_sections(struct arena *a, const struct published *p, bool whys, struct check_view *view)
{
	view->sections = arena_array(a, HEALTH_SECTIONS, sizeof *view->sections);
	for (int s = 0; s < HEALTH_SECTIONS; s++) {
		struct check_section_view *section = &view->sections[view->sections_count];

		*section = (struct check_section_view){.heading = health_section_words((enum health_section)s)};
		put_rows(a, p, health_section_code((enum health_section)s), whys, section);
		view->sections_count += section->rows_count > 0;
	}
}

/* ---- openness ---- */

static void add_fact(struct arena *a, struct check_view *view, const char *question, const char *answer)
{
	*ARENA_PUSH(a, &view->facts, &view->facts_count, &view->facts_room) = (struct check_fact_view){question, answer};
}

static const char *figure_words(struct arena *a, const struct published *p, const char *code)
{
	const struct published_row *r = published_row_of(&p->rows, code);

	return r != NULL ? value_words(a, r) : "not known";
}

static const char *status_words(const char *code)
{
	int status = line_status_from(code);

	return status < 0 ? code : line_status_words((enum line_status)status);
}

static const char *agreement_words(struct arena *a, const struct published_agreement *g)
{
	const char *most = str_equal(g->kind, line_kind_code(LINE_COUNT)) ?
		words_join(a, words_count(a, g->value, "case", "cases"),
		" for a full-time post", NULL) : words_join(a, words_int(a, g->value / TEN), "% of capacity", NULL);

	return words_join(a, "At most ", most, g->service[0] != '\0' ? ", in the service " : "", g->service, ". ",
		status_words(g->status),
		g->agreed_by[0] != '\0' ? ", agreed by " : "", g->agreed_by, g->agreed_on != DAY_MIN ? ", " : "",
		g->agreed_on != DAY_MIN ? words_day(a, g->agreed_on) : "", NULL);
}

static void add_target(struct arena *a, const struct published *p, struct check_view *view)
{
	const struct published_row *load = published_row_of(&p->rows, "caseload");
	const char *words = "The average caseload is not told.";
	enum target_standing standing;
	struct target t;

	if (!published_target(p, &t)) {
		add_fact(a, view, "Is there an agreed target?", "No target is declared.");
		return;
	}
	add_fact(a, view, "Is there an agreed target?",
		words_join(a, "From ", words_tenths(a, t.start), " cases for a full-time worker on ",
		words_day(a, t.starts), " to ", words_tenths(a, t.goal), " by ", words_day(a, t.due),
		p->target_pounds >= 0 ? ", with £" : "",
		p->target_pounds >= 0 ? words_int(a, p->target_pounds) : "", p->target_pounds >= 0 ? " for it" : "", ". ",
		status_words(p->target_status), ", agreed", p->target_agreed_by[0] != '\0' ? " by " : "", p->target_agreed_by, " on ",
		words_day(a, p->target_agreed_on), ".", NULL));
	if (published_target_standing(p, &standing))
		words = words_join(a, "The average caseload was ", words_tenths(a, load->value), ": the target ",
			standing == TARGET_AHEAD ? "" : "is ", target_standing_words(standing), ".", NULL);
	add_fact(a, view, "Is it kept?", words_join(a, "On ", words_day(a, p->period.until - 1), " its path was at ",
		words_tenths(a, p->target_should), ". ", words, NULL));
}

static const char *plan_words(struct arena *a, const struct published *p)
{
	return !p->has_plan ? "No plan is declared." : words_join(a,
		p->plan_few ? "c" : words_int(a, p->plan_cases), " cases were declared on ", words_day(a, p->plan_from),
		", each to have a worker by ", words_day(a, p->plan_due), ".", NULL);
}

/* A part in a sentence; "" where another part has said it. */
static const char *part_words(struct arena *a, const struct published *p, enum openness which)
{
	int64_t value = openness_value(p, which);
	const char *row = openness_code(which)[0] != '\0' ? figure_words(a, p, openness_code(which)) : "";

	switch (which) {
	case OPENNESS_FIGURES_SAID:
		return words_join(a, words_int(a, value), " of ", words_int(a, openness_value(p, OPENNESS_FIGURES_OF)),
			" figures could be worked out.", NULL);
	case OPENNESS_RECORDS_COMPLETE:
		return value == OPENNESS_UNSAID ? "How complete the records behind them are is not known." :
			words_join(a, "The least complete of them rests on ", words_int(a, value),
			"% of the records that it should rest on.", NULL);
	case OPENNESS_PAST_SHARE:
		return words_join(a, "Share of workers’ days past a line without leave: ", row, ".", NULL);
	case OPENNESS_DISCUSSED:
		return words_join(a, "Given after a recorded discussion: ", row, ".", NULL);
	case OPENNESS_ANSWER_MINUTES:
		return words_join(a, "Time from offer to answer, in the middle: ", row, ".", NULL);
	case OPENNESS_REFERRALS_NOT_FOUND:
		return words_join(a, "Referrals of the quarter that are in no place, or in two: ", row, ".", NULL);
	case OPENNESS_PLAN_CASES:
		return plan_words(a, p);
	case OPENNESS_AGREED_LIMITS:
		if (value != 0)
			return "";
		return p->limit_of_nobody ? "A limit is in force that nobody is named to have agreed." :
			"No limit is in force for all workers that somebody is named to have agreed.";
	case OPENNESS_FIGURES_OF:
	case OPENNESS_PLAN_DUE:
	case OPENNESS_COUNT:
		break;
	}
	return "";
}

/* How old the figures are. */
static const char *reach_words(struct arena *a, const struct published *p)
{
	const int32_t last = p->period.until - 1;

	if (p->records_day == DAY_MIN)
		return "How far the records reach is not known.";
	return words_join(a, "The newest day in them is ", words_day(a, p->records_day),
		p->records_day < last ? words_join(a, ", ", words_count(a, last - p->records_day, "day", "days"),
		" before the quarter ended", NULL) : ", the last of the quarter", ".", NULL);
}

/* A fact for each question, of all its parts; one for each limit. */
static void put_facts(struct arena *a, const struct published *p, struct check_view *view)
{
	add_fact(a, view, "How far do the records reach?", reach_words(a, p));
	for (int i = 0, next; i < OPENNESS_COUNT; i = next) {
		const char *question = openness_question((enum openness)i), *answer = "";

		for (next = i; next < OPENNESS_COUNT && str_equal(openness_question((enum openness)next), question); next++) {
			const char *part = part_words(a, p, (enum openness)next);

			answer = words_join(a, answer, answer[0] != '\0' && part[0] != '\0' ? " " : "", part, NULL);
		}
		if (answer[0] != '\0')
			add_fact(a, view, question, answer);
		for (size_t k = 0; i == OPENNESS_AGREED_LIMITS && k < p->agreements_count; k++)
			add_fact(a, view, question, agreement_words(a, &p->agreements[k]));
	}
	add_target(a, p, view);
}

struct check_view check_view_of(struct arena *a, const struct published *p, bool whys)
{
	char quarter[DATE_WORDS_SIZE];
	struct check_view view = {.quarter = arena_strdup(a, quarter_words(p->period.from, quarter))};

	put_facts(a, p, &view);
	put_sections(a, p, whys, &view);
	return view;
}
