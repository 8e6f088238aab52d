/* ssd_csv.c: three tables of the Standard Safeguarding Dataset (data-to-insight/ssd-data-model), exported as CSV:
 * involvements (who holds which child), professionals (the workers) and department (the teams).
 *
 * The dataset comes out of every supplier's system in use in England, which makes it the widest road for allocations.
 */
#include "exchange/csv_format.h"
#include "exchange/england.h"

/* ---- involvements ---- */

enum involvement_field { INVO_PERSON, INVO_PROFESSIONAL, INVO_ROLE, INVO_TEAM, INVO_START, INVO_END, INVO_REASON };

static const struct field INVOLVEMENTS[] = {
	[INVO_PERSON] = {.name = "invo_person_id", .kind = FIELD_REF, .need = NEED_VALUE},
	[INVO_PROFESSIONAL] = {.name = "invo_professional_id", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[INVO_ROLE] = {.name = "invo_professional_role_id", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[INVO_TEAM] = {.name = "invo_professional_team", .kind = FIELD_TEXT},
	[INVO_START] = {.name = "invo_involvement_start_date", .kind = FIELD_DATE, .need = NEED_VALUE},
	[INVO_END] = {.name = "invo_involvement_end_date", .kind = FIELD_DATE, .need = NEED_COLUMN},
	[INVO_REASON] = {.name = "invo_worker_change_reason", .kind = FIELD_TEXT},
};

/* The roles that mean holding a case, as suppliers spell them. Reviewing officers, managers who sign off, advocates and
 * the like are involved with a child without holding the case. */
static const struct {
	const char *names;
	enum holding_role role;
} HOLDING_ROLES[] = {
	{"allocated case worker|allocated worker|allocated social worker|case worker|case holder|lead worker|lead social worker",
		HOLDING_LEAD},
	{"co-worker|co-allocated worker|co-allocated social worker|co-working social worker|joint worker|"
		"joint allocated worker|joint social worker|second worker|secondary worker|secondary social worker|"
		"secondary allocated worker|social worker|assessing social worker|student social worker|personal adviser|"
		"personal advisor", HOLDING_CO_WORKER},
};

static bool find_holding_role(const char *text, enum holding_role *ret)
{
	for (size_t i = 0; i < sizeof HOLDING_ROLES / sizeof *HOLDING_ROLES; i++) {
		if (word_in(str_of(text), HOLDING_ROLES[i].names)) {
			*ret = HOLDING_ROLES[i].role;
			return true;
		}
	}
	return false;
}

static const char *change_reason(struct table *t)
{
	const struct value *v = &t->values[INVO_REASON];
	const struct england_code *code;

	if (!v->said)
		return "";
	code = england_find(ENGLAND_CHANGE, str_of(v->text));
	if (code != NULL)
		return code->code;
	table_warn(t, INVO_REASON, "unknown-code", england_expected(ENGLAND_CHANGE));
	return has_code_shape(str_of(v->text)) ? v->text : "";
}

static int hand_over_involvement(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct fact of_case = fact_blank(FACT_CASE);
	struct holding_told held = {.worker = {v[INVO_PROFESSIONAL].text, "", ""}, .team = v[INVO_TEAM].text,
		.open_is_said = true, .share = -1, .told_in = DAY_MIN};
	struct case_told told = {v[INVO_PERSON].text, "", &of_case, 1, &held, 1};

	if (!find_holding_role(v[INVO_ROLE].text, &held.role)) {
		t->passed_over++;
		return 0;
	}
	if (!v[INVO_PROFESSIONAL].said && !v[INVO_TEAM].said)
		table_issue(t, INVO_PROFESSIONAL, "missing", "a professional or a team");
	held.when = table_span(t, INVO_START, INVO_END);
	held.reason = change_reason(t);
	if (t->bad)
		return 0;
	of_case.service = ENGLAND_SERVICE;
	/* Whose work the case is now: an involvement that is over says nothing of that. */
	if (!v[INVO_END].said)
		told.team = v[INVO_TEAM].text;
	return t->to->case_told(t->to->context, &told, err);
}

static int finish_involvements(struct table *t, struct err *err)
{
	(void)err;
	if (t->passed_over > 0)
		table_warn(t, INVO_ROLE, "passed-over", arena_printf(t->record,
			"roles that mean holding a case, as Allocated Case Worker; %lld involvements in other roles are passed over",
			(long long)t->passed_over));
	return 0;
}

/* ---- professionals ---- */

enum professional_field { PROF_ID, PROF_STAFF_ID, PROF_NAME, PROF_REGISTRATION, PROF_TITLE, PROF_CASELOAD, PROF_DEPARTMENT,
	PROF_FTE, PROF_AGENCY };

static const struct field PROFESSIONALS[] = {
	[PROF_ID] = {.name = "prof_professional_id", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[PROF_STAFF_ID] = {.name = "prof_staff_id", .kind = FIELD_TEXT},
	[PROF_NAME] = {.name = "prof_professional_name", .kind = FIELD_TEXT},
	[PROF_REGISTRATION] = {.name = "prof_social_worker_registration_no", .kind = FIELD_TEXT},
	[PROF_TITLE] = {.name = "prof_professional_job_title", .kind = FIELD_TEXT},
	[PROF_CASELOAD] = {.name = "prof_professional_caseload", .kind = FIELD_NUMBER, .most = 9999,
		.expected = "a number of cases up to 9999"},
	[PROF_DEPARTMENT] = {.name = "prof_professional_department", .kind = FIELD_TEXT},
	[PROF_FTE] = {.name = "prof_full_time_equivalency", .kind = FIELD_FRACTION, .places = 6, .most = 1500000,
		.expected = "a full-time equivalent from 0 to 1.5"},
	/* A placeholder in the dataset's current version, so it may be missing. */
	[PROF_AGENCY] = {.name = "prof_agency_worker_flag", .kind = FIELD_YES_NO},
};

/* What a job title says, the first that fits: an assistant team manager is a manager, a senior family support worker is
 * no senior social worker. */
static const struct {
	const char *part;
	enum post_role role;
} TITLES[] = {
	{"reviewing officer", POST_OTHER}, {"conference chair", POST_OTHER}, {"protection chair", POST_OTHER},
	{"personal advis", POST_OTHER}, {"support", POST_OTHER}, {"admin", POST_OTHER}, {"student", POST_OTHER},
	{"apprentice", POST_OTHER}, {"assistant social", POST_OTHER}, {"social work assistant", POST_OTHER},
	{"advocate", POST_OTHER}, {"psychologist", POST_OTHER}, {"therapist", POST_OTHER}, {"educator", POST_OTHER},
	{"manager", POST_MANAGER}, {"head of", POST_MANAGER}, {"director", POST_MANAGER}, {"team leader", POST_MANAGER},
	{"senior", POST_SENIOR_PRACTITIONER}, {"advanced", POST_SENIOR_PRACTITIONER},
	{"consultant", POST_SENIOR_PRACTITIONER}, {"principal", POST_SENIOR_PRACTITIONER},
	{"social work", POST_SOCIAL_WORKER}, {"practitioner", POST_SOCIAL_WORKER}, {"asye", POST_SOCIAL_WORKER},
	{"nqsw", POST_SOCIAL_WORKER}, {"newly qualified", POST_SOCIAL_WORKER},
};

static int8_t role_of_title(const char *folded)
{
	for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
		if (strstr(folded, TITLES[i].part) != NULL)
			return (int8_t)TITLES[i].role;
	return -1;
}

static bool is_newly_qualified(const char *folded)
{
	return strstr(folded, "asye") != NULL || strstr(folded, "nqsw") != NULL || strstr(folded, "newly qualified") != NULL;
}

static int hand_over_professional(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	const char *title = str_fold_name(t->record, str_of(v[PROF_TITLE].text));
	struct worker_told told = {
		.registration = v[PROF_REGISTRATION].text,
		.staff_id = v[PROF_STAFF_ID].text,
		.local_id = v[PROF_ID].text,
		.name = v[PROF_NAME].text,
		.team = v[PROF_DEPARTMENT].text,
		.when = {DAY_MIN, DAY_MAX},
		.fte_millionths = v[PROF_FTE].said ? (int32_t)v[PROF_FTE].number : -1,
		.contract_minutes = -1,
		.agency = v[PROF_AGENCY].said ? (int8_t)v[PROF_AGENCY].number : -1,
		.role = role_of_title(title),
		.grade = "",
		.newly_qualified_until = DAY_MIN,
		.newly_qualified = is_newly_qualified(title),
		.absent_on = DAY_MIN,
		.absent_reason = "",
		.present_on = DAY_MIN,
		/* At the last 30 September, but the table does not say of which year. */
		.reported_cases = v[PROF_CASELOAD].said ? (int32_t)v[PROF_CASELOAD].number : -1,
		.reported_on = DAY_MIN,
		.where = {"", t->place},
	};

	return t->to->worker(t->to->context, &told, err);
}

/* ---- department ---- */

enum department_field { DEPT_ID, DEPT_NAME, DEPT_PARENT };

static const struct field DEPARTMENT[] = {
	[DEPT_ID] = {.name = "dept_team_id", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[DEPT_NAME] = {.name = "dept_team_name", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[DEPT_PARENT] = {.name = "dept_team_parent_id", .kind = FIELD_TEXT},
};

static int hand_over_department(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct team_told told = {v[DEPT_ID].text, v[DEPT_NAME].text, ENGLAND_SERVICE, v[DEPT_PARENT].text, "",
		{"", t->place}};

	return t->to->team(t->to->context, &told, err);
}

#define FIELDS(of) .fields = of, .fields_count = sizeof(of) / sizeof(of)[0]

const struct csv_format SSD_CSV[] = {
	{FORMAT_SSD_INVOLVEMENTS, "invo_person_id invo_professional_id",
		{FIELDS(INVOLVEMENTS), hand_over_involvement, finish_involvements, false}},
	{FORMAT_SSD_PROFESSIONALS, "prof_professional_id", {FIELDS(PROFESSIONALS), hand_over_professional, NULL, false}},
	{FORMAT_SSD_DEPARTMENT, "dept_team_id", {FIELDS(DEPARTMENT), hand_over_department, NULL, false}},
};
const size_t SSD_CSV_COUNT = sizeof SSD_CSV / sizeof *SSD_CSV;
