#include "exchange/annex_a_lists.h"

#include "exchange/england.h"

/* ---- columns ---- */

/* Every list has these in these places, so that one function can read them all. The two dates are those of the work that
 * the list is about. */
enum list_field { OF_CHILD, OF_START, OF_END, OF_TEAM, OF_WORKER, OF_FIRST, OF_SECOND, OF_THIRD };

#define CHILD {.name = "Child Unique ID", .also = "child id|child unique identifier|unique child id", .kind = FIELD_REF, \
	.need = NEED_VALUE}
#define START(words, others) {.name = words, .also = others, .kind = FIELD_DATE, .need = NEED_VALUE}
#define END(words, others) {.name = words, .also = others, .kind = FIELD_DATE, .need = NEED_COLUMN}

/* What is written where nobody holds the case. */
#define NOBODY "-|n/a|none|nobody|null|blank|unallocated|not allocated|not yet allocated|to be allocated|unassigned|" \
	"not assigned|awaiting allocation|tbc|tba|vacant|vacancy"
#define TEAM {.name = "Allocated Team", .also = "team", .kind = FIELD_TEXT, .blanks = NOBODY}
#define WORKER {.name = "Allocated Worker", .also = "allocated social worker|worker", .kind = FIELD_TEXT, .blanks = NOBODY}

static const struct choice ANSWERS[] = {{"yes", 1}, {"y", 1}, {"true", 1}, {"1", 1}, {"no", 0}, {"n", 0}, {"false", 0},
	{"0", 0}, {"unknown", 0}, {"not known", 0}, {NULL, 0}};

static const struct field LIST_3[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("Date of referral", "referral date"),
	[OF_END] = {.name = "(none)", .kind = FIELD_DATE},
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
	[OF_FIRST] = {.name = "Referral NFA?", .also = "nfa", .kind = FIELD_CHOICE, .need = NEED_COLUMN, .choices = ANSWERS,
		.expected = "a) Yes or b) No"},
};

static const struct field LIST_4[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("Continuous Assessment Start Date", "continuous assessment date of start"),
	[OF_END] = END("Continuous Assessment Date of Authorisation", "date of authorisation|continuous assessment authorisation date"),
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
};

static const struct field LIST_5[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("Strategy discussion initiating Section 47 Enquiry Start Date",
		"section 47 enquiry start date|strategy discussion start date"),
	[OF_END] = END("Date of Initial Child Protection Conference", "date of icpc|icpc date"),
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
};

/* The first of the codes that applies, as the lists' own guidance has it. */
enum case_status { STATUS_LOOKED_AFTER, STATUS_PROTECTION, STATUS_IN_NEED, STATUS_ASSESSMENT, STATUS_CLOSED };

static const struct choice STATUSES[] = {
	{"a", STATUS_LOOKED_AFTER}, {"looked after child", STATUS_LOOKED_AFTER}, {"looked after", STATUS_LOOKED_AFTER},
	{"child looked after", STATUS_LOOKED_AFTER}, {"lac", STATUS_LOOKED_AFTER}, {"cla", STATUS_LOOKED_AFTER},
	{"b", STATUS_PROTECTION}, {"child protection plan", STATUS_PROTECTION}, {"child protection", STATUS_PROTECTION},
	{"cpp", STATUS_PROTECTION}, {"cp", STATUS_PROTECTION}, {"cp plan", STATUS_PROTECTION},
	{"c", STATUS_IN_NEED}, {"child in need plan", STATUS_IN_NEED}, {"child in need", STATUS_IN_NEED},
	{"cin", STATUS_IN_NEED}, {"cin plan", STATUS_IN_NEED},
	{"d", STATUS_ASSESSMENT}, {"open assessment", STATUS_ASSESSMENT}, {"assessment", STATUS_ASSESSMENT},
	{"e", STATUS_CLOSED}, {"closed episode", STATUS_CLOSED}, {"closed", STATUS_CLOSED}, {"closed case", STATUS_CLOSED},
	{NULL, 0},
};

/* The work that a status tells of; "" : none. */
static const char *const STATUS_STAGE[] = {
	[STATUS_LOOKED_AFTER] = STAGE_LOOKED_AFTER, [STATUS_PROTECTION] = STAGE_PROTECTION,
	[STATUS_IN_NEED] = STAGE_IN_NEED, [STATUS_ASSESSMENT] = STAGE_ASSESSMENT, [STATUS_CLOSED] = "",
};

enum { OF_REASON = OF_FIRST, OF_STATUS = OF_SECOND, OF_NEED = OF_THIRD };

static const struct field LIST_6[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("CIN Start Date", "child in need start date"),
	[OF_END] = END("CIN Closure Date", "cin end date|child in need closure date"),
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
	[OF_REASON] = {.name = "Reason for Closure", .kind = FIELD_TEXT},
	[OF_STATUS] = {.name = "Case Status", .kind = FIELD_CHOICE, .need = NEED_COLUMN, .choices = STATUSES,
		.expected = "a) Looked after child, b) Child Protection plan, c) Child in need plan, d) Open assessment or e) Closed"},
	[OF_NEED] = {.name = "Primary Need Code", .also = "primary need", .kind = FIELD_TEXT},
};

static const struct field LIST_7[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("Child Protection Plan Start Date", "cpp start date|cp plan start date"),
	[OF_END] = END("Child Protection Plan End Date", "cpp end date|cp plan end date"),
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
	[OF_FIRST] = {.name = "Initial Category of Abuse", .kind = FIELD_TEXT},
	[OF_SECOND] = {.name = "Latest Category of Abuse", .kind = FIELD_TEXT},
};

static const struct field LIST_8[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = START("Date Started to be Looked After", "date started|date became looked after"),
	[OF_END] = END("Date Ceased to be Looked After", "date ceased"),
	[OF_TEAM] = TEAM,
	[OF_WORKER] = WORKER,
};

static const struct field LIST_9[] = {
	[OF_CHILD] = CHILD,
	[OF_START] = {.name = "Eligibility Category", .kind = FIELD_TEXT, .need = NEED_COLUMN},
};

/* ---- what every row tells ---- */

static const char *child_of(const struct table *t)
{
	return t->values[OF_CHILD].text;
}

static struct annex_a_lists *lists_of(const struct table *t)
{
	return t->context;
}

static struct fact case_in_england(void)
{
	struct fact f = fact_blank(FACT_CASE);

	f.service = ENGLAND_SERVICE;
	return f;
}

static struct fact fact_of(enum fact_kind kind, const char *code, struct days when)
{
	struct fact f = fact_blank(kind);

	f.code = code;
	f.when = when;
	return f;
}

/* Work that goes on with a child whom list 6 leaves out has no episode: it is counted and said. */
static void count_stranger(struct table *t)
{
	int32_t found;

	if (lists_of(t)->whole && !strmap_get(lists_of(t)->in_need, str_of(child_of(t)), &found))
		t->passed_over++;
}

static int finish_strangers(struct table *t, struct err *err)
{
	(void)err;
	if (t->passed_over > 0)
		table_warn(t, OF_CHILD, "not-on-list-6", arena_printf(t->record,
			"children who are also on list 6, which tells whether their case is open; %lld rows of others make no open case",
			(long long)t->passed_over));
	return 0;
}

static void remember_open_work(struct table *t, const char *type)
{
	const char *key = arena_printf(t->record, "%s %s", type, child_of(t));

	(void)strmap_put(lists_of(t)->open_work, str_of(key), 1);
}

static bool is_open_work(struct table *t, const char *type)
{
	int32_t found;
	const char *key = arena_printf(t->record, "%s %s", type, child_of(t));

	return strmap_get(lists_of(t)->open_work, str_of(key), &found);
}

/* A stretch of work, with a factor that weighs as long (or NULL). */
static int tell_work(struct table *t, const char *type, struct days when, const char *factor, struct err *err)
{
	struct fact facts[3] = {case_in_england(), fact_of(FACT_STAGE, type, when)};
	struct case_told told = {child_of(t), "", facts, 2, NULL, 0};

	if (t->bad)
		return 0;
	if (factor != NULL)
		facts[told.facts_count++] = fact_of(FACT_FACTOR, factor, when);
	if (!t->values[OF_END].said)
		count_stranger(t);
	if (when.until == DAY_MAX)
		remember_open_work(t, type);
	return t->to->case_told(t->to->context, &told, err);
}

/* ---- the lists ---- */

/* Referrals that went further stand on list 6 once an assessment begins; until then the lists do not say whether they are
 * still open. */
static int hand_over_list_3(struct table *t, struct err *err)
{
	struct days when = table_span(t, OF_START, OF_END);
	struct fact facts[2] = {case_in_england(), fact_of(FACT_EPISODE, "", when)};
	struct case_told told = {child_of(t), "", facts, 2, NULL, 0};

	facts[1].no_further_action = true;
	if (t->values[OF_FIRST].said && t->values[OF_FIRST].number == 1)
		return t->to->case_told(t->to->context, &told, err);
	count_stranger(t);
	return 0;
}

static int hand_over_list_4(struct table *t, struct err *err)
{
	return tell_work(t, STAGE_ASSESSMENT, table_span(t, OF_START, OF_END), NULL, err);
}

static int hand_over_list_5(struct table *t, struct err *err)
{
	struct days when = table_span(t, OF_START, OF_END);

	when.until = england_enquiry_end(when.from, DAY_MAX, when.until, DAY_MAX);
	return tell_work(t, STAGE_ENQUIRY, when, NULL, err);
}

/* A code of a set, with a warning where a cell holds something else. */
static const struct england_code *code_of(struct table *t, size_t field, enum england_set set)
{
	const struct value *v = &t->values[field];
	const struct england_code *code = v->said ? england_find(set, str_of(v->text)) : NULL;

	if (v->said && code == NULL)
		table_warn(t, field, "unknown-code", england_expected(set));
	return code;
}

/* The lists spell categories of abuse out. */
static const struct {
	const char *words, *code;
} ABUSES[] = {
	{"neglect|neg", "NEG"}, {"physical abuse|physical|phy", "PHY"}, {"sexual abuse|sexual|sab", "SAB"},
	{"emotional abuse|emotional|emo", "EMO"}, {"multiple|multiple not recommended|mul", "MUL"},
};

static const struct england_code *abuse_of(struct table *t, size_t field)
{
	const struct value *v = &t->values[field];
	struct str s = str_of(v->text);

	if (!v->said)
		return NULL;
	if (s.len > 2 && s.at[1] == ')')
		s = (struct str){s.at + 2, s.len - 2};
	for (size_t i = 0; i < sizeof ABUSES / sizeof *ABUSES; i++)
		if (word_in(s, ABUSES[i].words))
			return england_find(ENGLAND_ABUSE, str_of(ABUSES[i].code));
	return code_of(t, field, ENGLAND_ABUSE);
}

static int hand_over_list_7(struct table *t, struct err *err)
{
	const struct england_code *first = abuse_of(t, OF_FIRST);
	const struct england_code *latest = abuse_of(t, OF_SECOND);
	const struct england_code *counts = latest != NULL ? latest : first;

	return tell_work(t, STAGE_PROTECTION, table_span(t, OF_START, OF_END), counts != NULL ? counts->factor : NULL, err);
}

static int hand_over_list_8(struct table *t, struct err *err)
{
	return tell_work(t, STAGE_LOOKED_AFTER, table_span(t, OF_START, OF_END), NULL, err);
}

static int hand_over_list_9(struct table *t, struct err *err)
{
	(void)err;
	t->passed_over++;
	return 0;
}

static int finish_list_9(struct table *t, struct err *err)
{
	(void)err;
	if (t->passed_over > 0)
		table_warn(t, TABLE_FIELDS, "no-date", arena_printf(t->record,
			"a date since when each is a care leaver, which list 9 does not have; %lld care leavers are passed over: give "
			"them as cases (CSV)", (long long)t->passed_over));
	return 0;
}

/* Other work of a status, if an earlier list told it, is over. */
static void add_what_is_over(struct table *t, struct case_told *told, struct fact *facts, struct days open)
{
	for (int status = STATUS_LOOKED_AFTER; status < STATUS_CLOSED; status++) {
		struct fact *f = &facts[told->facts_count];

		if (status == t->values[OF_STATUS].number || is_open_work(t, STATUS_STAGE[status]))
			continue;
		*f = fact_of(FACT_STAGE, STATUS_STAGE[status], open);
		f->is_over = true;
		told->facts_count++;
	}
}

/* What a status tells of, from the start of the episode: the list has no date for it. Not where another list knows the
 * work with its own dates. */
static void add_status(struct table *t, struct case_told *told, struct fact *facts, struct days open)
{
	const struct value *status = &t->values[OF_STATUS];
	const char *type = status->said ? STATUS_STAGE[status->number] : "";

	if (open.until != DAY_MAX || *type == '\0')
		return;
	if (!is_open_work(t, type))
		facts[told->facts_count++] = fact_of(FACT_STAGE, type, open);
	add_what_is_over(t, told, facts, open);
}

static void check_closure(struct table *t)
{
	const struct value *status = &t->values[OF_STATUS];

	if (status->said && status->number == STATUS_CLOSED && !t->values[OF_END].said)
		table_issue(t, OF_END, "missing", "the date of closure, as the status is closed");
}

static int hand_over_list_6(struct table *t, struct err *err)
{
	const struct value *v = t->values;
	struct days open = table_span(t, OF_START, OF_END);
	const struct england_code *reason = code_of(t, OF_REASON, ENGLAND_CLOSURE);
	const struct england_code *need = code_of(t, OF_NEED, ENGLAND_NEED);
	struct fact facts[3 + STATUS_CLOSED] = {case_in_england(), fact_of(FACT_EPISODE, reason != NULL ? reason->code : "", open)};
	struct holding_told held = {.worker = {"", v[OF_WORKER].text, v[OF_TEAM].text}, .team = v[OF_TEAM].text, .when = open,
		.role = HOLDING_LEAD, .share = -1, .reason = "", .told_in = DAY_MIN};
	struct case_told told = {child_of(t), "", facts, 2, &held, 0};

	check_closure(t);
	if (t->bad)
		return 0;
	if (need != NULL && !need->nothing)
		facts[told.facts_count++] = fact_of(FACT_FACTOR, need->factor, open);
	add_status(t, &told, facts, open);
	/* Of a closed episode the row names who held it last, but not since when. */
	if (open.until == DAY_MAX) {
		told.team = v[OF_TEAM].text;
		told.holdings_count = v[OF_WORKER].said ? 1 : 0;
		facts[1].holder_is_said = t->columns[OF_WORKER] != TABLE_ABSENT;
	}
	return t->to->case_told(t->to->context, &told, err);
}

#define LIST(fields, hand_over, finish) {fields, sizeof(fields) / sizeof(fields)[0], hand_over, finish, false}

const struct table_format ANNEX_A_LIST[ANNEX_A_LAST_LIST + 1] = {
	[3] = LIST(LIST_3, hand_over_list_3, finish_strangers),
	[4] = LIST(LIST_4, hand_over_list_4, finish_strangers),
	[5] = LIST(LIST_5, hand_over_list_5, finish_strangers),
	[6] = LIST(LIST_6, hand_over_list_6, NULL),
	[7] = LIST(LIST_7, hand_over_list_7, finish_strangers),
	[8] = LIST(LIST_8, hand_over_list_8, finish_strangers),
	[9] = LIST(LIST_9, hand_over_list_9, finish_list_9),
};

static int remember_child(struct table *t, struct err *err)
{
	(void)err;
	(void)strmap_put(lists_of(t)->in_need, str_of(child_of(t)), 1);
	return 0;
}

static const struct field CHILDREN[] = {[OF_CHILD] = CHILD};

const struct table_format ANNEX_A_CHILDREN = LIST(CHILDREN, remember_child, NULL);

/* ---- which list a header is of ---- */

/* By the column that no other list has. */
int annex_a_list_of_header(const struct str *cells, size_t count)
{
	if (column_find(cells, count, &LIST_6[OF_CHILD]) == TABLE_ABSENT)
		return 0;
	for (int list = ANNEX_A_FIRST_LIST; list <= ANNEX_A_LAST_LIST; list++)
		if (column_find(cells, count, &ANNEX_A_LIST[list].fields[OF_START]) != TABLE_ABSENT)
			return list;
	return 0;
}

void annex_a_lists_begin(struct annex_a_lists *lists, bool whole)
{
	*lists = (struct annex_a_lists){whole, strmap_new(), strmap_new()};
}

void annex_a_lists_end(struct annex_a_lists *lists)
{
	strmap_free(lists->in_need);
	strmap_free(lists->open_work);
}

const char *annex_a_start_column(int list)
{
	return ANNEX_A_LIST[list].fields[OF_START].name;
}
