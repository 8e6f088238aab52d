/* own_csv.c: our own CSV set, for services and countries without a return to draw on: workers, cases and holdings, and
 * what may stand beside them. Every column is described in docs/import-csv.md; keep the two alike.
 */
#include "core/list_words.h"
#include "exchange/csv_format.h"

#define CHOICE(value, in_file, code, words) {in_file, value},
#define REF_OF_CASE {.name = "case", .kind = FIELD_REF, .need = NEED_VALUE}
#define DATE_FROM {.name = "from", .kind = FIELD_DATE, .need = NEED_VALUE}
#define DATE_UNTIL {.name = "until", .kind = FIELD_DATE}
#define DATE_UNTIL_OR_OPEN {.name = "until", .kind = FIELD_DATE, .may_be_open = true}
#define REMOVE {.name = "remove", .kind = FIELD_YES_NO}
#define HOURS_A_WEEK(hours) .kind = FIELD_FRACTION, .places = 3, .most = (hours) * 1000, \
	.expected = "hours a week as a number up to " #hours

static const struct value *value_of(const struct table *t, size_t field)
{
	return &t->values[field];
}

/* Thousandths of an hour as minutes; -1 if not said. */
static int32_t minutes_of(const struct value *v)
{
	return v->said ? (int32_t)((v->number * 60 + 500) / 1000) : -1;
}

static int8_t said_or_not(const struct value *v)
{
	return v->said ? (int8_t)v->number : -1;
}

static bool is_yes(const struct value *v)
{
	return v->said && v->number == 1;
}

/* ---- teams ---- */

enum team_field { TEAM_CODE, TEAM_NAME, TEAM_SERVICE, TEAM_PARENT, TEAM_MANAGER };

static const struct field TEAMS[] = {
	[TEAM_CODE] = {.name = "team", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[TEAM_NAME] = {.name = "name", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[TEAM_SERVICE] = {.name = "service", .kind = FIELD_CODE},
	[TEAM_PARENT] = {.name = "parent", .kind = FIELD_TEXT},
	[TEAM_MANAGER] = {.name = "manager", .kind = FIELD_TEXT},
};

static int hand_over_team(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct team_told told = {v[TEAM_CODE].text, v[TEAM_NAME].text, v[TEAM_SERVICE].text, v[TEAM_PARENT].text,
		v[TEAM_MANAGER].text, {"", t->place}};

	return t->to->team(t->to->context, &told, err);
}

/* ---- workers ---- */

enum worker_field { WORKER_KEY, WORKER_NAME, WORKER_TEAM, WORKER_REGISTRATION, WORKER_ROLE, WORKER_GRADE, WORKER_FTE,
	WORKER_HOURS, WORKER_AGENCY, WORKER_NEW, WORKER_NEW_UNTIL, WORKER_FROM, WORKER_UNTIL };

static const struct choice POST_ROLES[] = {
	{"social worker", POST_SOCIAL_WORKER}, {"senior practitioner", POST_SENIOR_PRACTITIONER}, {"manager", POST_MANAGER},
	{"other", POST_OTHER}, {NULL, 0},
};

static const struct field WORKERS[] = {
	[WORKER_KEY] = {.name = "worker", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[WORKER_NAME] = {.name = "name", .kind = FIELD_TEXT, .need = NEED_VALUE},
	[WORKER_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[WORKER_REGISTRATION] = {.name = "registration", .kind = FIELD_TEXT},
	[WORKER_ROLE] = {.name = "role", .kind = FIELD_CHOICE, .choices = POST_ROLES,
		.expected = "social worker, senior practitioner, manager or other"},
	[WORKER_GRADE] = {.name = "grade", .kind = FIELD_TEXT},
	[WORKER_FTE] = {.name = "fte", .kind = FIELD_FRACTION, .places = 6, .most = 1500000,
		.expected = "a full-time equivalent from 0 to 1.5"},
	[WORKER_HOURS] = {.name = "hours", HOURS_A_WEEK(80)},
	[WORKER_AGENCY] = {.name = "agency", .kind = FIELD_YES_NO},
	[WORKER_NEW] = {.name = "newly_qualified", .kind = FIELD_YES_NO},
	[WORKER_NEW_UNTIL] = {.name = "newly_qualified_until", .kind = FIELD_DATE},
	[WORKER_FROM] = {.name = "from", .kind = FIELD_DATE},
	[WORKER_UNTIL] = DATE_UNTIL,
};

static int hand_over_worker(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct worker_told told = {
		.registration = v[WORKER_REGISTRATION].text,
		.staff_id = v[WORKER_KEY].text,
		.local_id = "",
		.name = v[WORKER_NAME].text,
		.team = v[WORKER_TEAM].text,
		.when = table_span(t, WORKER_FROM, WORKER_UNTIL),
		.fte_millionths = v[WORKER_FTE].said ? (int32_t)v[WORKER_FTE].number : -1,
		.contract_minutes = minutes_of(&v[WORKER_HOURS]),
		.agency = said_or_not(&v[WORKER_AGENCY]),
		.role = said_or_not(&v[WORKER_ROLE]),
		.grade = v[WORKER_GRADE].text,
		.newly_qualified_until = v[WORKER_NEW_UNTIL].said ? (int32_t)v[WORKER_NEW_UNTIL].number : DAY_MIN,
		.newly_qualified = is_yes(&v[WORKER_NEW]),
		.absent_on = DAY_MIN,
		.absent_reason = "",
		.present_on = DAY_MIN,
		.reported_cases = -1,
		.reported_on = DAY_MIN,
		.where = {"", t->place},
	};

	return t->bad ? 0 : t->to->worker(t->to->context, &told, err);
}

/* ---- cases ---- */

enum case_field { CASE_REF, CASE_OPENED, CASE_CLOSED, CASE_CLOSING_REASON, CASE_NO_ACTION, CASE_SERVICE, CASE_HOUSEHOLD,
	CASE_TEAM, CASE_OWNER, CASE_RESTRICTED, CASE_TYPE, CASE_STAGE, CASE_STAGE_FROM };

static const struct field CASES[] = {
	[CASE_REF] = REF_OF_CASE,
	[CASE_OPENED] = {.name = "opened", .kind = FIELD_DATE, .need = NEED_VALUE},
	[CASE_CLOSED] = {.name = "closed", .kind = FIELD_DATE, .may_be_open = true},
	[CASE_CLOSING_REASON] = {.name = "closing_reason", .kind = FIELD_REMARK},
	[CASE_NO_ACTION] = {.name = "no_further_action", .kind = FIELD_YES_NO},
	[CASE_SERVICE] = {.name = "service", .kind = FIELD_CODE},
	[CASE_HOUSEHOLD] = {.name = "household", .kind = FIELD_REF},
	[CASE_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[CASE_OWNER] = {.name = "owner", .kind = FIELD_TEXT},
	[CASE_RESTRICTED] = {.name = "restricted", .kind = FIELD_YES_NO},
	[CASE_TYPE] = {.name = "type", .kind = FIELD_CODE},
	[CASE_STAGE] = {.name = "stage", .kind = FIELD_WORD},
	[CASE_STAGE_FROM] = {.name = "stage_from", .kind = FIELD_DATE},
};

/* The stage that a line of cases carries, in force until the case is closed. */
static struct fact stage_of_case(struct table *t, struct days open)
{
	const struct value *v = t->values;
	struct fact stage = fact_blank(FACT_STAGE);

	stage.code = v[CASE_TYPE].text;
	stage.stage = v[CASE_STAGE].text;
	stage.when = open;
	stage.open_is_said = v[CASE_CLOSED].open;
	if (v[CASE_STAGE_FROM].said)
		stage.when = table_span(t, CASE_STAGE_FROM, CASE_CLOSED);
	return stage;
}

static int hand_over_case(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct fact facts[3] = {fact_blank(FACT_CASE), fact_blank(FACT_EPISODE)};
	struct case_told told = {v[CASE_REF].text, v[CASE_TEAM].text, facts, 2, NULL, 0};
	struct days open = table_span(t, CASE_OPENED, CASE_CLOSED);

	facts[0].service = v[CASE_SERVICE].text;
	facts[0].household = v[CASE_HOUSEHOLD].text;
	facts[0].owner = v[CASE_OWNER].text;
	facts[0].restricted = said_or_not(&v[CASE_RESTRICTED]);
	facts[1].when = open;
	facts[1].open_is_said = v[CASE_CLOSED].open;
	facts[1].code = v[CASE_CLOSING_REASON].text;
	facts[1].no_further_action = said_or_not(&v[CASE_NO_ACTION]);
	if (v[CASE_TYPE].said)
		facts[told.facts_count++] = stage_of_case(t, open);
	else if (v[CASE_STAGE].said || v[CASE_STAGE_FROM].said)
		table_issue(t, CASE_TYPE, "missing", "the type that the stage belongs to");
	return t->bad ? 0 : t->to->case_told(t->to->context, &told, err);
}

/* ---- holdings ---- */

enum holding_field { HOLDING_CASE, HOLDING_WORKER, HOLDING_NAME, HOLDING_TEAM, HOLDING_ROLE, HOLDING_SHARE, HOLDING_FROM,
	HOLDING_UNTIL, HOLDING_REASON, HOLDING_REMOVE };

static const struct choice HOLDING_ROLES[] = {HOLDING_ROLE_WORDS(CHOICE) {NULL, 0}};

static const struct field HOLDINGS[] = {
	[HOLDING_CASE] = REF_OF_CASE,
	[HOLDING_WORKER] = {.name = "worker", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[HOLDING_NAME] = {.name = "name", .kind = FIELD_TEXT},
	[HOLDING_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[HOLDING_ROLE] = {.name = "role", .kind = FIELD_CHOICE, .choices = HOLDING_ROLES, .expected = "lead or co-worker"},
	[HOLDING_SHARE] = {.name = "share", .kind = FIELD_FRACTION, .places = 3, .least = 1, .most = 1000,
		.expected = "a share of the case above 0 and up to 1"},
	[HOLDING_FROM] = DATE_FROM,
	[HOLDING_UNTIL] = DATE_UNTIL_OR_OPEN,
	[HOLDING_REASON] = {.name = "reason", .kind = FIELD_REMARK},
	[HOLDING_REMOVE] = REMOVE,
};

/* By its key; where the file gives none, by name and team. */
static struct worker_ref worker_in(const struct value *key, const struct value *name, const struct value *team)
{
	return key->said ? (struct worker_ref){key->text, "", ""} :
		name->said ? (struct worker_ref){"", name->text, team->text} : (struct worker_ref){"", "", ""};
}

static int hand_over_holding(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct holding_told held = {
		.worker = worker_in(&v[HOLDING_WORKER], &v[HOLDING_NAME], &v[HOLDING_TEAM]),
		.team = v[HOLDING_TEAM].text,
		.when = table_span(t, HOLDING_FROM, HOLDING_UNTIL),
		.role = v[HOLDING_ROLE].said ? (enum holding_role)v[HOLDING_ROLE].number : HOLDING_LEAD,
		.open_is_said = v[HOLDING_UNTIL].open,
		.share = v[HOLDING_SHARE].said ? (int32_t)v[HOLDING_SHARE].number : -1,
		.reason = v[HOLDING_REASON].text,
		.purge = is_yes(&v[HOLDING_REMOVE]),
		.told_in = DAY_MIN,
	};
	struct case_told told = {v[HOLDING_CASE].text, "", NULL, 0, &held, 1};

	if (!v[HOLDING_WORKER].said && !v[HOLDING_NAME].said && !v[HOLDING_TEAM].said)
		table_issue(t, HOLDING_WORKER, "missing", "a worker, or the team that holds the case");
	return t->bad ? 0 : t->to->case_told(t->to->context, &told, err);
}

/* ---- facts of a case: stages, factors, tasks ---- */

static int hand_over_fact(struct table *t, const char *ref, const struct fact *f, struct err *err)
{
	struct case_told told = {ref, "", f, 1, NULL, 0};

	return t->bad ? 0 : t->to->case_told(t->to->context, &told, err);
}

enum stage_field { STAGE_CASE, STAGE_TYPE, STAGE_STAGE, STAGE_FROM, STAGE_UNTIL, STAGE_REMOVE };

static const struct field STAGES[] = {
	[STAGE_CASE] = REF_OF_CASE,
	[STAGE_TYPE] = {.name = "type", .kind = FIELD_CODE, .need = NEED_VALUE},
	[STAGE_STAGE] = {.name = "stage", .kind = FIELD_WORD},
	[STAGE_FROM] = DATE_FROM,
	[STAGE_UNTIL] = DATE_UNTIL_OR_OPEN,
	[STAGE_REMOVE] = REMOVE,
};

static int hand_over_stage(struct table *t, struct err *err)
{
	struct fact f = fact_blank(FACT_STAGE);

	f.code = value_of(t, STAGE_TYPE)->text;
	f.stage = value_of(t, STAGE_STAGE)->text;
	f.when = table_span(t, STAGE_FROM, STAGE_UNTIL);
	f.open_is_said = value_of(t, STAGE_UNTIL)->open;
	f.purge = is_yes(value_of(t, STAGE_REMOVE));
	return hand_over_fact(t, value_of(t, STAGE_CASE)->text, &f, err);
}

enum factor_field { FACTOR_CASE, FACTOR_CODE, FACTOR_FROM, FACTOR_UNTIL, FACTOR_REMOVE };

static const struct field FACTORS[] = {
	[FACTOR_CASE] = REF_OF_CASE,
	[FACTOR_CODE] = {.name = "factor", .kind = FIELD_CODE, .need = NEED_VALUE},
	[FACTOR_FROM] = DATE_FROM,
	[FACTOR_UNTIL] = DATE_UNTIL_OR_OPEN,
	[FACTOR_REMOVE] = REMOVE,
};

static int hand_over_factor(struct table *t, struct err *err)
{
	struct fact f = fact_blank(FACT_FACTOR);

	f.code = value_of(t, FACTOR_CODE)->text;
	f.when = table_span(t, FACTOR_FROM, FACTOR_UNTIL);
	f.open_is_said = value_of(t, FACTOR_UNTIL)->open;
	f.purge = is_yes(value_of(t, FACTOR_REMOVE));
	return hand_over_fact(t, value_of(t, FACTOR_CASE)->text, &f, err);
}

enum task_field { TASK_CASE, TASK_KIND, TASK_FROM, TASK_DUE, TASK_HOURS, TASK_REMOVE };

static const struct field TASKS[] = {
	[TASK_CASE] = REF_OF_CASE,
	[TASK_KIND] = {.name = "task", .kind = FIELD_CODE, .need = NEED_VALUE},
	[TASK_FROM] = DATE_FROM,
	[TASK_DUE] = {.name = "due", .kind = FIELD_DATE, .need = NEED_VALUE},
	[TASK_HOURS] = {.name = "hours", .kind = FIELD_FRACTION, .places = 3, .most = 1000 * 1000,
		.expected = "hours in all as a number up to 1000"},
	[TASK_REMOVE] = REMOVE,
};

static int hand_over_task(struct table *t, struct err *err)
{
	struct fact f = fact_blank(FACT_TASK);

	f.code = value_of(t, TASK_KIND)->text;
	f.when = table_span(t, TASK_FROM, TASK_DUE);
	f.when.until++; /* the day on which it is due still counts */
	f.minutes = minutes_of(value_of(t, TASK_HOURS));
	f.purge = is_yes(value_of(t, TASK_REMOVE));
	return hand_over_fact(t, value_of(t, TASK_CASE)->text, &f, err);
}

/* ---- reductions ---- */

enum reduction_field { REDUCTION_WORKER, REDUCTION_NAME, REDUCTION_TEAM, REDUCTION_REASON, REDUCTION_HOURS,
	REDUCTION_SHARE, REDUCTION_FROM, REDUCTION_UNTIL };

static const struct field REDUCTIONS[] = {
	[REDUCTION_WORKER] = {.name = "worker", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[REDUCTION_NAME] = {.name = "name", .kind = FIELD_TEXT},
	[REDUCTION_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[REDUCTION_REASON] = {.name = "reason", .kind = FIELD_CODE, .need = NEED_VALUE},
	[REDUCTION_HOURS] = {.name = "hours", HOURS_A_WEEK(80)},
	[REDUCTION_SHARE] = {.name = "share", .kind = FIELD_FRACTION, .places = 3, .most = 1000,
		.expected = "a share of the contract from 0 to 1"},
	[REDUCTION_FROM] = DATE_FROM,
	[REDUCTION_UNTIL] = DATE_UNTIL,
};

static int hand_over_reduction(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct reduction_told told = {
		.worker = worker_in(&v[REDUCTION_WORKER], &v[REDUCTION_NAME], &v[REDUCTION_TEAM]),
		.reason = v[REDUCTION_REASON].text,
		.minutes = minutes_of(&v[REDUCTION_HOURS]),
		.permille = v[REDUCTION_SHARE].said ? (int32_t)v[REDUCTION_SHARE].number : -1,
		.when = table_span(t, REDUCTION_FROM, REDUCTION_UNTIL),
		.where = {"", t->place},
	};

	if (!v[REDUCTION_WORKER].said && !v[REDUCTION_NAME].said)
		table_issue(t, REDUCTION_WORKER, "missing", "a worker, or a name and a team");
	if (v[REDUCTION_HOURS].said && v[REDUCTION_SHARE].said)
		table_issue(t, REDUCTION_SHARE, "two-amounts", "hours or a share, not both");
	return t->bad ? 0 : t->to->reduction(t->to->context, &told, err);
}

/* ---- lines ---- */

enum line_field { LINE_SCOPE_FIELD, LINE_TARGET, LINE_KIND_FIELD, LINE_VALUE, LINE_STATUS_FIELD, LINE_AGREED_BY,
	LINE_AGREED_ON, LINE_FROM, LINE_UNTIL };

static const struct choice LINE_SCOPES[] = {LINE_SCOPE_WORDS(CHOICE) {NULL, 0}};
static const struct choice LINE_KINDS[] = {LINE_KIND_WORDS(CHOICE) {NULL, 0}};
static const struct choice LINE_STATUSES[] = {LINE_STATUS_WORDS(CHOICE) {NULL, 0}};

static const struct field LINES[] = {
	[LINE_SCOPE_FIELD] = {.name = "scope", .kind = FIELD_CHOICE, .need = NEED_VALUE, .choices = LINE_SCOPES,
		.expected = "national, employer, service, team or worker"},
	[LINE_TARGET] = {.name = "target", .kind = FIELD_TEXT},
	[LINE_KIND_FIELD] = {.name = "kind", .kind = FIELD_CHOICE, .need = NEED_VALUE, .choices = LINE_KINDS,
		.expected = "cases or percent"},
	/* Tenths: a percentage in tenths is per mille. */
	[LINE_VALUE] = {.name = "value", .kind = FIELD_FRACTION, .need = NEED_VALUE, .places = 1, .least = 1, .most = 10000,
		.expected = "a number of cases, or a percentage, above 0 and up to 1000"},
	[LINE_STATUS_FIELD] = {.name = "status", .kind = FIELD_CHOICE, .need = NEED_VALUE, .choices = LINE_STATUSES,
		.expected = "advisory, policy, collective agreement or contract"},
	[LINE_AGREED_BY] = {.name = "agreed_by", .kind = FIELD_TEXT},
	[LINE_AGREED_ON] = {.name = "agreed_on", .kind = FIELD_DATE},
	[LINE_FROM] = DATE_FROM,
	[LINE_UNTIL] = DATE_UNTIL,
};

static void check_line(struct table *t)
{
	const struct value *v = t->values;
	int64_t scope = v[LINE_SCOPE_FIELD].number;
	bool has_target = scope == LINE_SERVICE || scope == LINE_TEAM || scope == LINE_POST;

	if (has_target && !v[LINE_TARGET].said)
		table_issue(t, LINE_TARGET, "missing", "the service, team or worker that the line is for");
	if (scope == LINE_SERVICE && v[LINE_TARGET].said && !has_code_shape(str_of(v[LINE_TARGET].text)))
		table_issue(t, LINE_TARGET, "not-a-code", "the code of a service");
	if (!has_target && v[LINE_TARGET].said)
		table_issue(t, LINE_TARGET, "not-blank", "nothing: a national line or an employer's is for everybody");
	if (v[LINE_KIND_FIELD].number == LINE_COUNT && v[LINE_VALUE].number % 10 != 0)
		table_issue(t, LINE_VALUE, "bad-number", "a whole number of cases");
}

static int hand_over_line(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	bool counts = v[LINE_KIND_FIELD].number == LINE_COUNT;
	struct line_told told = {
		.scope = (enum line_scope)v[LINE_SCOPE_FIELD].number,
		.target = v[LINE_TARGET].text,
		.kind = (enum line_kind)v[LINE_KIND_FIELD].number,
		.value = (int32_t)(counts ? v[LINE_VALUE].number / 10 : v[LINE_VALUE].number),
		.status = (enum line_status)v[LINE_STATUS_FIELD].number,
		.agreed_by = v[LINE_AGREED_BY].text,
		.agreed_on = v[LINE_AGREED_ON].said ? (int32_t)v[LINE_AGREED_ON].number : DAY_MIN,
		.when = table_span(t, LINE_FROM, LINE_UNTIL),
		.where = {"", t->place},
	};

	check_line(t);
	return t->bad ? 0 : t->to->line(t->to->context, &told, err);
}

/* ---- skills ---- */

enum skill_field { SKILL_WORKER, SKILL_NAME, SKILL_TEAM, SKILL_CODE, SKILL_FROM, SKILL_UNTIL };

static const struct field SKILLS[] = {
	[SKILL_WORKER] = {.name = "worker", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[SKILL_NAME] = {.name = "name", .kind = FIELD_TEXT},
	[SKILL_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[SKILL_CODE] = {.name = "skill", .kind = FIELD_CODE, .need = NEED_VALUE},
	[SKILL_FROM] = {.name = "from", .kind = FIELD_DATE},
	[SKILL_UNTIL] = DATE_UNTIL,
};

static int hand_over_skill(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct skill_told told = {
		.worker = worker_in(&v[SKILL_WORKER], &v[SKILL_NAME], &v[SKILL_TEAM]),
		.code = v[SKILL_CODE].text,
		.when = table_span(t, SKILL_FROM, SKILL_UNTIL),
		.where = {"", t->place},
	};

	if (!v[SKILL_WORKER].said && !v[SKILL_NAME].said)
		table_issue(t, SKILL_WORKER, "missing", "a worker, or a name and a team");
	return t->bad ? 0 : t->to->skill(t->to->context, &told, err);
}

/* ---- working hours ---- */

enum hours_field { WEEK_WORKER, WEEK_NAME, WEEK_TEAM, WEEK_MONDAY, WEEK_SATURDAY = WEEK_MONDAY + 5, WEEK_SUNDAY, WEEK_FROM };

#define NO_WORK "off|none"
#define WORKING_DAY(word) {.name = (word), .kind = FIELD_TEXT, .need = NEED_COLUMN, .blanks = NO_WORK}

static const struct field WEEKS[] = {
	[WEEK_WORKER] = {.name = "worker", .kind = FIELD_TEXT, .need = NEED_COLUMN},
	[WEEK_NAME] = {.name = "name", .kind = FIELD_TEXT},
	[WEEK_TEAM] = {.name = "team", .kind = FIELD_TEXT},
	[WEEK_MONDAY] = WORKING_DAY("monday"),
	WORKING_DAY("tuesday"),
	WORKING_DAY("wednesday"),
	WORKING_DAY("thursday"),
	WORKING_DAY("friday"),
	[WEEK_SATURDAY] = {.name = "saturday", .kind = FIELD_TEXT, .blanks = NO_WORK},
	[WEEK_SUNDAY] = {.name = "sunday", .kind = FIELD_TEXT, .blanks = NO_WORK},
	[WEEK_FROM] = {.name = "from", .kind = FIELD_DATE},
};

static size_t digits_of(const char *s, int32_t *ret)
{
	size_t n = 0;

	for (*ret = 0; n < 2 && s[n] >= '0' && s[n] <= '9'; n++)
		*ret = *ret * 10 + (s[n] - '0');
	return n;
}

/* A minute of the day from "9:00" or "09:00", up to 24:00; NULL, else what follows it. */
static const char *clock_in(const char *s, int32_t *ret)
{
	int32_t hour, minute;
	size_t n = digits_of(s, &hour);

	if (n == 0 || s[n] != ':' || digits_of(s + n + 1, &minute) != 2 || minute > 59 || hour * 60 + minute > MINUTES_A_DAY)
		return NULL;
	*ret = hour * 60 + minute;
	return s + n + 3;
}

/* "09:00-17:00", with a hyphen or the dash of a word processor, and blanks around it. */
static bool hours_in(const char *s, int32_t *ret_from, int32_t *ret_until)
{
	s = clock_in(s, ret_from);
	if (s == NULL)
		return false;
	s += strspn(s, " ");
	if (*s == '-')
		s++;
	else if (strncmp(s, "\xE2\x80\x93", 3) == 0)
		s += 3;
	else
		return false;
	s = clock_in(s + strspn(s, " "), ret_until);
	return s != NULL && *s == '\0' && *ret_from < *ret_until;
}

static void read_week(struct table *t, struct week_told *told)
{
	int32_t minutes = 0;

	for (int i = 0; i < DAYS_OF_WEEK; i++) {
		const struct value *v = value_of(t, WEEK_MONDAY + (size_t)i);

		if (!v->said)
			continue;
		if (hours_in(v->text, &told->day[i].from, &told->day[i].until))
			minutes += told->day[i].until - told->day[i].from;
		else
			table_issue(t, WEEK_MONDAY + (size_t)i, "bad-hours", "hours of that day as 09:00-17:00, or a blank where there is no work");
	}
	if (!t->bad && minutes == 0)
		table_issue(t, WEEK_MONDAY, "missing", "the hours of one day of the week at least");
	else if (!t->bad && minutes < INTAKE_WEEK_LEAST)
		table_issue(t, WEEK_MONDAY, "too-few", "a week of at least 4 hours");
	if (minutes > INTAKE_WEEK)
		table_issue(t, WEEK_MONDAY, "too-many", "a week of at most 100 hours");
}

static int hand_over_week(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct week_told told = {
		.worker = worker_in(&v[WEEK_WORKER], &v[WEEK_NAME], &v[WEEK_TEAM]),
		.from = v[WEEK_FROM].said ? (int32_t)v[WEEK_FROM].number : DAY_MIN,
		.where = {"", t->place},
	};

	told.worker.team = v[WEEK_TEAM].text; /* which post, of somebody with two */
	if (!v[WEEK_WORKER].said && !v[WEEK_NAME].said)
		table_issue(t, WEEK_WORKER, "missing", "a worker, or a name and a team");
	read_week(t, &told);
	return t->bad ? 0 : t->to->week(t->to->context, &told, err);
}

#define TABLE(of, hand_over) {of, sizeof(of) / sizeof(of)[0], hand_over, NULL, true}

const struct csv_format OWN_CSV[] = {
	{FORMAT_CSV_TEAMS, "team name !worker !case", TABLE(TEAMS, hand_over_team)},
	{FORMAT_CSV_SKILLS, "worker skill !case !role !fte !hours", TABLE(SKILLS, hand_over_skill)},
	{FORMAT_CSV_HOURS, "worker monday !case !role !fte", TABLE(WEEKS, hand_over_week)},
	{FORMAT_CSV_WORKERS, "worker name !case !reason", TABLE(WORKERS, hand_over_worker)},
	{FORMAT_CSV_CASES, "case opened", TABLE(CASES, hand_over_case)},
	{FORMAT_CSV_HOLDINGS, "case worker !opened !task", TABLE(HOLDINGS, hand_over_holding)},
	{FORMAT_CSV_STAGES, "case type !opened !worker", TABLE(STAGES, hand_over_stage)},
	{FORMAT_CSV_FACTORS, "case factor !opened !worker", TABLE(FACTORS, hand_over_factor)},
	{FORMAT_CSV_TASKS, "case task", TABLE(TASKS, hand_over_task)},
	{FORMAT_CSV_REDUCTIONS, "worker reason !case", TABLE(REDUCTIONS, hand_over_reduction)},
	{FORMAT_CSV_LINES, "scope value", TABLE(LINES, hand_over_line)},
};
const size_t OWN_CSV_COUNT = sizeof OWN_CSV / sizeof *OWN_CSV;
