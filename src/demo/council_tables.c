/* The CSC API body, the Standard Safeguarding Dataset tables, and the answers. */
#include "base/csv.h"
#include "base/json_writer.h"
#include "demo/council_files.h"

/* ---- CSC API ---- */

static void put_dates(struct json_writer *w, struct days when)
{
	json_date(w, "start_date", when.from);
	if (when.until != DAY_MAX)
		json_date(w, "end_date", when.until);
}

static void put_workers(struct json_writer *w, const struct council *c, const struct council_case *k)
{
	json_begin_array(w, "care_worker_details");
	for (int32_t i = 0; i < k->holdings_count; i++) {
		json_begin_object(w, NULL);
		json_text(w, "worker_id", c->workers[k->holdings[i].worker].registration);
		put_dates(w, k->holdings[i].when);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_assessment(struct json_writer *w, const struct council_case *k, const struct council_span *s)
{
	json_text(w, "child_and_family_assessment_id", k->ref);
	json_date(w, "start_date", s->when.from);
	if (s->when.until != DAY_MAX)
		json_date(w, "authorisation_date", s->when.until);
	json_begin_array(w, "factors");
	for (int i = 0; i < 3; i++)
		if (k->factors[i] != 0)
			json_text(w, NULL, council_factor(k->factors[i]));
	json_end(w, ']');
}

static void put_span(struct json_writer *w, const struct council_case *k, const struct council_span *s)
{
	json_begin_object(w, NULL);
	switch (s->stage) {
	case COUNCIL_ASSESSMENT:
		put_assessment(w, k, s);
		break;
	case COUNCIL_SECTION_47:
		json_text(w, "section_47_assessment_id", k->ref);
		json_date(w, "start_date", s->when.from);
		json_bool(w, "icpc_required_flag", true);
		if (s->when.until != DAY_MAX)
			json_date(w, "icpc_date", s->when.until);
		break;
	default:
		put_dates(w, s->when);
	}
	json_end(w, '}');
}

/* One object, as the schema has it. */
static void put_care_leaver(struct json_writer *w, const struct council_span *s)
{
	json_begin_object(w, "care_leavers");
	json_date(w, "contact_date", s->when.from);
	json_end(w, '}');
}

static void put_spans(struct json_writer *w, const struct council_case *k)
{
	static const char *const LISTS[COUNCIL_STAGES] = {[COUNCIL_ASSESSMENT] = "child_and_family_assessments",
		[COUNCIL_SECTION_47] = "section_47_assessments", [COUNCIL_CIN_PLAN] = "child_in_need_plans",
		[COUNCIL_CP_PLAN] = "child_protection_plans", [COUNCIL_LOOKED_AFTER] = "child_looked_after_placements"};

	for (enum council_stage stage = 0; stage < COUNCIL_CARE_LEAVER; stage++) {
		json_begin_array(w, LISTS[stage]);
		for (int32_t i = 0; i < k->spans_count; i++)
			if (k->spans[i].stage == stage)
				put_span(w, k, &k->spans[i]);
		json_end(w, ']');
	}
	for (int32_t i = 0; i < k->spans_count; i++)
		if (k->spans[i].stage == COUNCIL_CARE_LEAVER)
			put_care_leaver(w, &k->spans[i]);
}

static void put_child(struct json_writer *w, const struct council *c, const struct council_case *k)
{
	json_begin_object(w, NULL);
	json_text(w, "la_child_id", k->ref);
	json_text(w, "mis_child_id", k->ref);
	json_begin_object(w, "child_details");
	json_text(w, "first_name", "Child");
	json_text(w, "surname", "Invented");
	json_text(w, "sex", "U");
	json_end(w, '}');
	json_begin_array(w, "social_care_episodes");
	json_begin_object(w, NULL);
	json_text(w, "social_care_episode_id", k->ref);
	json_date(w, "referral_date", k->open.from);
	json_text(w, "referral_source", k->source);
	json_bool(w, "referral_no_further_action_flag", k->no_further_action);
	if (k->open.until != DAY_MAX) {
		json_date(w, "closure_date", k->open.until);
		json_text(w, "closure_reason", k->closing_reason);
	}
	put_workers(w, c, k);
	put_spans(w, k);
	json_end(w, '}');
	json_end(w, ']');
	json_end(w, '}');
}

/* Two years: what a daily feed carries. */
static bool in_tables(const struct council *c, const struct council_case *k)
{
	return k->open.until > c->options.day - 730;
}

void council_put_csc(const struct council *c, struct council_sink *s)
{
	struct json_writer w = json_to(sink_buf(s));

	json_begin_array(&w, NULL);
	for (size_t i = 0; i < c->cases_count; i++) {
		if (!in_tables(c, &c->cases[i]))
			continue;
		put_child(&w, c, &c->cases[i]);
		buf_putc(sink_buf(s), '\n');
		sink_flush_if_large(s);
	}
	json_end(&w, ']');
}

/* ---- Standard Safeguarding Dataset ---- */

static void row(struct buf *b, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		csv_cell(b, i == 0, cells[i]);
	csv_end_row(b);
}

#define ROW(b, ...) row((b), (const char *const[]){__VA_ARGS__}, \
	sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

void council_put_involvements(const struct council *c, struct council_sink *s)
{
	struct arena *a = arena_new();
	size_t number = 0;

	ROW(sink_buf(s), "invo_involvements_id", "invo_professional_id", "invo_professional_role_id", "invo_professional_team",
		"invo_involvement_start_date", "invo_involvement_end_date", "invo_worker_change_reason", "invo_person_id",
		"invo_referral_id");
	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		for (int32_t h = 0; h < k->holdings_count && in_tables(c, k); h++) {
			const struct council_worker *w = &c->workers[k->holdings[h].worker];
			char from[DATE_ISO_SIZE], until[DATE_ISO_SIZE];

			ROW(sink_buf(s), arena_printf(a, "I%07zu", ++number), w->code, "Allocated Case Worker",
				c->teams[w->team].code, date_iso(k->holdings[h].when.from, from),
				date_iso(k->holdings[h].when.until, until), k->holdings[h].reason, k->ref, k->ref);
		}
		arena_reset(a);
		sink_flush_if_large(s);
	}
	arena_free(a);
}

static const char *job_title(const struct council_worker *w)
{
	return w->role == POST_MANAGER ? "Team Manager" : w->role == POST_SENIOR_PRACTITIONER ? "Senior Practitioner" :
		w->newly_qualified ? "Social Worker (ASYE)" : "Social Worker";
}

void council_put_professionals(const struct council *c, struct council_sink *s)
{
	struct arena *a = arena_new();
	int32_t *held = arena_array(a, c->workers_count, sizeof *held);

	(void)council_cases_held(c, held, council_last_30_september(c->options.day));
	ROW(sink_buf(s), "prof_professional_id", "prof_staff_id", "prof_professional_name",
		"prof_social_worker_registration_no", "prof_professional_job_title", "prof_professional_caseload",
		"prof_professional_department", "prof_full_time_equivalency", "prof_agency_worker_flag");
	for (size_t i = 0; i < c->workers_count; i++) {
		const struct council_worker *w = &c->workers[i];
		struct buf fte = BUF_INIT(20);

		buf_put_millionths(&fte, w->fte_millionths);
		ROW(sink_buf(s), w->code, w->staff_id, w->name, w->registration, job_title(w),
			arena_printf(a, "%d", held[i]), c->teams[w->team].name, buf_text(&fte), w->agency ? "Y" : "N");
		buf_free(&fte);
		sink_flush_if_large(s);
	}
	arena_free(a);
}

void council_put_departments(const struct council *c, struct council_sink *s)
{
	ROW(sink_buf(s), "dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name");
	for (size_t i = 0; i < c->teams_count; i++)
		ROW(sink_buf(s), c->teams[i].code, c->teams[i].name, "D01", "Children's Social Care");
}

/* ---- answers ---- */

static bool held_on(const struct council_case *k, int32_t day)
{
	for (int32_t i = 0; i < k->holdings_count; i++)
		if (days_include(k->holdings[i].when, day))
			return true;
	return false;
}

static int64_t holders_fte(const struct council *c, const int32_t *held, int32_t *ret_holders)
{
	int64_t fte = 0;

	*ret_holders = 0;
	for (size_t i = 0; i < c->workers_count; i++) {
		if (held[i] == 0)
			continue;
		fte += c->workers[i].fte_millionths;
		(*ret_holders)++;
	}
	return fte;
}

static void put_answer(struct json_writer *w, const struct council *c, int32_t day)
{
	struct arena *a = arena_new();
	int32_t *held = arena_array(a, c->workers_count, sizeof *held);
	int32_t cases_held = council_cases_held(c, held, day);
	char iso[DATE_ISO_SIZE];
	int32_t open = 0, holders;
	int64_t fte = holders_fte(c, held, &holders);

	json_begin_object(w, date_iso(day, iso));
	json_begin_array(w, "unallocated");
	for (size_t i = 0; i < c->cases_count; i++) {
		if (!council_case_open(&c->cases[i], day))
			continue;
		open++;
		if (!held_on(&c->cases[i], day))
			json_text(w, NULL, c->cases[i].ref);
	}
	json_end(w, ']');
	json_int(w, "open_cases", open);
	json_int(w, "case_holders", holders);
	json_millionths(w, "case_holders_fte", fte);
	json_int(w, "cases_held", cases_held);
	if (fte > 0)
		json_tenths(w, "average_caseload", ((int64_t)cases_held * 10000000 * 2 + fte) / (2 * fte));
	json_end(w, '}');
	arena_free(a);
}

/* On the council's day and on the day of the workforce return, which both lie within the two years of the tables. */
void council_put_answers(const struct council *c, struct council_sink *s)
{
	struct json_writer w = json_to(sink_buf(s));
	int32_t september = council_last_30_september(c->options.day);

	json_begin_object(&w, NULL);
	put_answer(&w, c, c->options.day);
	if (september != c->options.day)
		put_answer(&w, c, september);
	json_end(&w, '}');
	buf_putc(sink_buf(s), '\n');
}
