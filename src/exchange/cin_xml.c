/* The children in need census. One Child element is one record; it is handed over when it is closed, unless something
 * in it is wrong. Of the identifiers only LAchildID is read; names of elements that are left out stand here so that an
 * element nobody knows (a slip in an export) can be told from one that is left out on purpose. */
#include "exchange/formats.h"
#include "exchange/referral.h"
#include "exchange/report.h"
#include "exchange/sax_reader.h"

#define ELEMENTS(X) \
	X(Message) X(Header) X(CollectionDetails) X(Collection) X(Year) X(ReferenceDate) \
	X(Source) X(SourceLevel) X(LEA) X(SoftwareCode) X(Release) X(SerialNo) X(DateTime) \
	X(Content) X(CBDSLevels) X(CBDSLevel) \
	X(Children) X(Child) X(ChildIdentifiers) X(LAchildID) X(UPN) X(FormerUPN) X(UPNunknown) X(PersonBirthDate) \
	X(ExpectedPersonBirthDate) X(Sex) X(GenderCurrent) X(PersonDeathDate) \
	X(ChildCharacteristics) X(Ethnicity) X(Disabilities) X(Disability) \
	X(CINdetails) X(CINreferralDate) X(ReferralSource) X(PrimaryNeedCode) X(CINclosureDate) X(ReasonForClosure) \
	X(DateOfInitialCPC) X(ReferralNFA) \
	X(Assessments) X(AssessmentActualStartDate) X(AssessmentInternalReviewDate) X(AssessmentAuthorisationDate) \
	X(FactorsIdentifiedAtAssessment) X(AssessmentFactors) \
	X(CINPlanDates) X(CINPlanStartDate) X(CINPlanEndDate) \
	X(Section47) X(S47ActualStartDate) X(InitialCPCtarget) X(ICPCnotRequired) \
	X(ChildProtectionPlans) X(CPPstartDate) X(CPPendDate) X(InitialCategoryOfAbuse) X(LatestCategoryOfAbuse) \
	X(NumberOfPreviousCPP) X(Reviews) X(CPPreviewDate) \
	X(PreProceedingsandFGDM) X(PPStartDate) X(LBPSentDate) X(FGDMMeetingOffer) X(FGDMMeetingFac) \
	X(InitialPPMeetingDate) X(ReviewMeetingsCount) X(StepDecisionDate) X(PPOutcome) X(CourtAppDate) X(LetterInitCPDate)

#define ELEMENT_ID(name) CIN_##name,
#define ELEMENT_NAME(name) #name,

enum { ELEMENTS(ELEMENT_ID) CIN_ELEMENTS };

static const char *const NAMES[] = {ELEMENTS(ELEMENT_NAME)};

_Static_assert((int)CIN_ELEMENTS <= (int)SAX_NAMES, "the reader of elements takes fewer names");

enum {
	MOST_DISABILITIES = 16, /* more than there are codes */
	MOST_STRANGERS = 20     /* unknown elements that are told of, each once */
};

/* Which elements have had a value already. */
struct seen {
	bool values[CIN_ELEMENTS];
};

struct cin {
	struct report report;
	struct arena *arena;          /* of the child in hand */
	int32_t reference_date;       /* DAY_MAX: not told */
	size_t children;
	const char *strangers[MOST_STRANGERS];
	size_t strangers_count;

	bool in_child;
	int64_t child_line;
	char ref[ENGLAND_CHILD_ID + 1];
	struct case_facts facts;
	const struct england_code *disabilities[MOST_DISABILITIES];
	size_t disabilities_count;
	int32_t first_referral;
	size_t referrals, open_referrals;
	size_t told;                  /* pieces of the child, against the cap */
	struct seen seen;

	bool in_referral;
	int64_t referral_line;
	struct referral referral;
	struct seen seen_in_referral;

	const struct work_form *form; /* of the work in hand; NULL: none */
	struct referral_work *work;
	struct seen seen_in_work;
	bool conference_required;
};

/* How each kind of work is written. */
struct work_form {
	int element;
	const char *type, *start, *end;
};

static const struct work_form WORKS[] = {
	{CIN_Assessments, STAGE_ASSESSMENT, "AssessmentActualStartDate", "AssessmentAuthorisationDate"},
	{CIN_CINPlanDates, STAGE_IN_NEED, "CINPlanStartDate", "CINPlanEndDate"},
	{CIN_Section47, STAGE_ENQUIRY, "S47ActualStartDate", "DateOfInitialCPC"},
	{CIN_ChildProtectionPlans, STAGE_PROTECTION, "CPPstartDate", "CPPendDate"},
	{CIN_PreProceedingsandFGDM, STAGE_PROCEEDINGS, "PPStartDate", "StepDecisionDate"},
};

static void stand_at(struct cin *c, int64_t line)
{
	report_at_line(&c->report, line, c->ref);
}

static int issue(struct cin *c, int64_t line, const char *field, const char *code, const char *expected,
	struct err *err)
{
	stand_at(c, line);
	return report_issue(&c->report, field, code, expected, err);
}

static int warning(struct cin *c, int64_t line, const char *field, const char *code, const char *expected,
	struct err *err)
{
	stand_at(c, line);
	return report_warning(&c->report, field, code, expected, err);
}

/* ---- values ---- */

/* An empty element is one that is not there. */
static int read_date(struct cin *c, const struct sax_element *e, int32_t *to, struct err *err)
{
	if (e->text.len == 0 || date_parse_iso(e->text.at, e->text.len, to))
		return 0;
	return issue(c, e->line, e->name, "bad-date", REPORT_DATE, err);
}

static int read_yes_no(struct cin *c, const struct sax_element *e, bool *to, struct err *err)
{
	if (e->text.len == 0 || england_yes_no(e->text, to))
		return 0;
	return issue(c, e->line, e->name, "bad-yes-no", REPORT_YES_NO, err);
}

/* A code that is not known is left out, and the rest of the record stands. */
static int read_code(struct cin *c, const struct sax_element *e, enum england_set set, const struct england_code **to,
	struct err *err)
{
	const struct england_code *code;

	if (e->text.len == 0)
		return 0;
	code = england_find(set, e->text);
	if (code == NULL)
		return warning(c, e->line, e->name, "unknown-code", england_expected(set), err);
	if (!code->nothing)
		*to = code;
	return 0;
}

/* False once the record tells more than a record may. */
static int make_room(struct cin *c, int64_t line, bool *ret_room, struct err *err)
{
	*ret_room = c->told < INTAKE_RECORD_FACTS;
	c->told++;
	if (c->told != INTAKE_RECORD_FACTS + 1)
		return 0;
	return issue(c, line, "Child", "too-many", "at most 5000 dates and factors of one child", err);
}

/* ---- the header ---- */

static int read_collection(const struct sax_element *e, struct err *err)
{
	if (str_is_ignoring_case(e->text, "CIN"))
		return 0;
	return err_set(err, PL_INVALID, "line %lld: this is another collection: expected CIN in Collection",
		(long long)e->line);
}

static int read_reference_date(struct cin *c, const struct sax_element *e, struct err *err)
{
	if (e->text.len == 0 || date_parse_iso(e->text.at, e->text.len, &c->reference_date))
		return 0;
	return warning(c, e->line, e->name, "bad-date", REPORT_DATE, err);
}

/* A return without a reference date is of 31 March of its year. */
static void read_year(struct cin *c, const struct sax_element *e)
{
	int64_t year;

	if (c->reference_date == DAY_MAX && str_to_int(e->text, 2000, 2100, &year))
		c->reference_date = date_from_civil((int)year, 3, 31);
}

/* ---- the child ---- */

static int start_child(struct cin *c, const struct sax_element *e, struct err *err)
{
	if (c->in_child)
		return err_set(err, PL_INVALID, "line %lld: a Child inside a Child: expected </Child> first",
			(long long)e->line);
	arena_reset(c->arena);
	c->report.bad = false;
	c->in_child = true;
	c->child_line = e->line;
	c->ref[0] = '\0';
	c->facts = (struct case_facts){.ref = c->ref};
	c->disabilities_count = 0;
	c->first_referral = DAY_MAX;
	c->referrals = c->open_referrals = c->told = 0;
	c->seen = (struct seen){0};
	c->in_referral = false;
	c->form = NULL;
	c->work = NULL;
	c->children++;
	/* The first fact, so that a reader of them meets the case before its episodes. */
	struct fact f = fact_blank(FACT_CASE);

	f.service = ENGLAND_SERVICE;
	case_facts_add(c->arena, &c->facts, &f);
	return 0;
}

static int read_child_id(struct cin *c, const struct sax_element *e, struct err *err)
{
	if (e->text.len == 0)
		return 0;
	if (e->text.len > ENGLAND_CHILD_ID)
		return issue(c, e->line, e->name, "too-long", "at most 20 characters", err);
	if (!england_is_child_id(e->text))
		return issue(c, e->line, e->name, "bad-id", "letters and digits only", err);
	memcpy(c->ref, e->text.at, e->text.len);
	c->ref[e->text.len] = '\0';
	return 0;
}

static int read_disability(struct cin *c, const struct sax_element *e, struct err *err)
{
	const struct england_code *code = NULL;
	int rc = read_code(c, e, ENGLAND_DISABILITY, &code, err);

	if (rc < 0 || code == NULL)
		return rc;
	for (size_t i = 0; i < c->disabilities_count; i++)
		if (c->disabilities[i] == code)
			return 0;
	if (c->disabilities_count < MOST_DISABILITIES)
		c->disabilities[c->disabilities_count++] = code;
	return 0;
}

static void add_disabilities(struct cin *c)
{
	for (size_t i = 0; i < c->disabilities_count; i++) {
		struct fact f = fact_blank(FACT_FACTOR);

		f.code = c->disabilities[i]->factor;
		f.when = (struct days){c->first_referral, DAY_MAX};
		case_facts_add(c->arena, &c->facts, &f);
	}
}

static int check_child(struct cin *c, struct err *err)
{
	int rc = 0;

	if (c->ref[0] == '\0' && !c->report.bad)
		rc = issue(c, c->child_line, "LAchildID", "missing", "the child's reference, letters and digits", err);
	if (rc == 0 && c->referrals == 0)
		rc = issue(c, c->child_line, "CINdetails", "missing", "at least one referral", err);
	if (rc == 0 && c->open_referrals > 1)
		rc = warning(c, c->child_line, "CINclosureDate", "two-open", "at most one referral without a closure date",
			err);
	return rc;
}

static int end_child(struct cin *c, struct err *err)
{
	int rc = check_child(c, err);
	struct case_told told;

	c->in_child = false;
	if (rc < 0 || c->report.bad)
		return rc;
	add_disabilities(c);
	told = (struct case_told){.ref = c->ref, .team = "", .facts = c->facts.facts, .facts_count = c->facts.count};
	return c->report.to->case_told(c->report.to->context, &told, err);
}

/* ---- a referral ---- */

static int start_referral(struct cin *c, const struct sax_element *e, struct err *err)
{
	int rc = make_room(c, e->line, &c->in_referral, err);

	if (rc < 0 || !c->in_referral)
		return rc;
	c->referral_line = e->line;
	c->referral = (struct referral){.when = {DAY_MIN, DAY_MAX}};
	c->seen_in_referral = (struct seen){0};
	c->referrals++;
	return 0;
}

static int check_closure(struct cin *c, struct err *err)
{
	const struct referral *r = &c->referral;

	if (r->when.until == DAY_MAX && r->closure != NULL)
		return warning(c, c->referral_line, "CINclosureDate", "missing",
			"a closure date beside the reason for closure", err);
	if (r->when.until != DAY_MAX && r->closure == NULL)
		return warning(c, c->referral_line, "ReasonForClosure", "missing", england_expected(ENGLAND_CLOSURE), err);
	return 0;
}

static int check_late_work(struct cin *c, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < c->referral.works_count && rc == 0; i++)
		if (referral_work_is_late(&c->referral, &c->referral.works[i]))
			rc = warning(c, c->referral.works[i].place, "CINclosureDate", "after-closure",
				"nothing that starts after the closure date; this is left out", err);
	return rc;
}

static int end_referral(struct cin *c, struct err *err)
{
	struct referral *r = &c->referral;
	int rc;

	c->in_referral = false;
	if (r->when.from == DAY_MIN && !c->report.bad)
		return issue(c, c->referral_line, "CINreferralDate", "missing", REPORT_DATE, err);
	if (r->when.until < r->when.from)
		return issue(c, c->referral_line, "CINclosureDate", "ends-before-start",
			"a date on or after CINreferralDate", err);
	if (c->report.bad)
		return 0;
	rc = check_closure(c, err);
	if (rc == 0)
		rc = check_late_work(c, err);
	if (rc < 0)
		return rc;
	referral_facts(c->arena, r, &c->facts);
	if (r->when.from < c->first_referral)
		c->first_referral = r->when.from;
	if (r->when.until == DAY_MAX && !r->no_further_action)
		c->open_referrals++;
	return 0;
}

/* ---- work within a referral ---- */

static int start_work(struct cin *c, const struct work_form *form, const struct sax_element *e, struct err *err)
{
	bool room;
	int rc = make_room(c, e->line, &room, err);

	if (rc < 0 || !room)
		return rc;
	c->form = form;
	c->work = ARENA_PUSH(c->arena, &c->referral.works, &c->referral.works_count, &c->referral.works_room);
	*c->work = (struct referral_work){.type = form->type, .when = {DAY_MIN, DAY_MAX}, .conference = DAY_MAX,
		.place = e->line};
	c->seen_in_work = (struct seen){0};
	c->conference_required = false;
	return 0;
}

/* A conference that should have been held by the reference date and is not there (rule 8675Q). */
static bool conference_is_overdue(const struct cin *c)
{
	const struct referral_work *w = c->work;

	return c->conference_required && w->conference == DAY_MAX && c->referral.when.until == DAY_MAX &&
		c->reference_date != DAY_MAX &&
		date_add_working_days(w->when.from, ENGLAND_ENQUIRY_WORKING_DAYS) < c->reference_date;
}

static int end_work(struct cin *c, struct err *err)
{
	const struct work_form *form = c->form;
	const struct referral_work *w = c->work;
	int rc = 0;

	if (w->when.from == DAY_MIN) {
		if (!c->report.bad)
			rc = issue(c, w->place, form->start, "missing", REPORT_DATE, err);
	} else if (w->when.until < w->when.from || w->conference < w->when.from) {
		rc = issue(c, w->place, form->end, "ends-before-start", "a date on or after the start", err);
	} else if (conference_is_overdue(c)) {
		rc = warning(c, w->place, form->end, "conference-overdue",
			"the initial conference within 15 working days, or ICPCnotRequired", err);
	}
	c->form = NULL;
	c->work = NULL;
	return rc;
}

static int read_assessment_factor(struct cin *c, const struct sax_element *e, struct err *err)
{
	const struct england_code *code = NULL;
	bool room = false;
	int rc = read_code(c, e, ENGLAND_FACTOR, &code, err);

	if (rc == 0 && code != NULL)
		rc = make_room(c, e->line, &room, err);
	if (room)
		referral_add_factor(c->arena, &c->referral, code);
	return rc;
}

static int read_conference_need(struct cin *c, const struct sax_element *e, struct err *err)
{
	bool not_required = true;
	int rc = read_yes_no(c, e, &not_required, err);

	c->conference_required = !not_required;
	return rc;
}

static int read_initial_abuse(struct cin *c, const struct sax_element *e, struct err *err)
{
	const struct england_code *first = NULL;
	int rc = read_code(c, e, ENGLAND_ABUSE, &first, err);

	/* The latest category counts, wherever it stands. */
	if (c->work->abuse == NULL)
		c->work->abuse = first;
	return rc;
}

/* A value inside the work in hand. */
static int read_work_value(struct cin *c, const struct sax_element *e, struct err *err)
{
	switch (e->id) {
	case CIN_AssessmentActualStartDate:
	case CIN_CINPlanStartDate:
	case CIN_S47ActualStartDate:
	case CIN_CPPstartDate:
	case CIN_PPStartDate:
		return read_date(c, e, &c->work->when.from, err);
	case CIN_AssessmentAuthorisationDate:
	case CIN_CINPlanEndDate:
	case CIN_CPPendDate:
	case CIN_StepDecisionDate:
		return read_date(c, e, &c->work->when.until, err);
	case CIN_DateOfInitialCPC:
		return read_date(c, e, &c->work->conference, err);
	case CIN_ICPCnotRequired:
		return read_conference_need(c, e, err);
	case CIN_AssessmentFactors:
		return read_assessment_factor(c, e, err);
	case CIN_InitialCategoryOfAbuse:
		return read_initial_abuse(c, e, err);
	case CIN_LatestCategoryOfAbuse:
		return read_code(c, e, ENGLAND_ABUSE, &c->work->abuse, err);
	default:
		return 0;
	}
}

/* A value of the referral itself. */
static int read_referral_value(struct cin *c, const struct sax_element *e, struct err *err)
{
	switch (e->id) {
	case CIN_CINreferralDate:
		return read_date(c, e, &c->referral.when.from, err);
	case CIN_CINclosureDate:
		return read_date(c, e, &c->referral.when.until, err);
	case CIN_PrimaryNeedCode:
		return read_code(c, e, ENGLAND_NEED, &c->referral.need, err);
	case CIN_ReasonForClosure:
		return read_code(c, e, ENGLAND_CLOSURE, &c->referral.closure, err);
	case CIN_ReferralNFA:
		return read_yes_no(c, e, &c->referral.no_further_action, err);
	default:
		return 0;
	}
}

/* ---- events ---- */

/* The element that is spelt so but for case; "" for a name that could be anything. */
static const char *nearest_name(const char *name)
{
	for (size_t i = 0; i < CIN_ELEMENTS; i++)
		if (str_is_ignoring_case(str_of(name), NAMES[i]))
			return NAMES[i];
	return "";
}

/* An element that no version of the census has: told once for each name, since a slip in it hides what it holds. */
static int meet_stranger(struct cin *c, const struct sax_element *e, struct err *err)
{
	for (size_t i = 0; i < c->strangers_count; i++)
		if (c->strangers[i] == e->name)
			return 0;
	if (c->strangers_count == MOST_STRANGERS)
		return 0;
	c->strangers[c->strangers_count++] = e->name;
	return warning(c, e->line, nearest_name(e->name), "unknown-element",
		"an element of the children in need census; this one is passed over", err);
}

static int start_root(const struct sax_element *e, struct err *err)
{
	if (e->id == CIN_Message)
		return 0;
	return err_set(err, PL_INVALID,
		"line %lld: the outermost element is no Message: expected a children in need census", (long long)e->line);
}

static int on_start(void *context, const struct sax_element *e, struct err *err)
{
	struct cin *c = context;

	if (e->depth == 1)
		return start_root(e, err);
	if (e->id == SAX_UNKNOWN)
		return meet_stranger(c, e, err);
	if (e->id == CIN_Child)
		return start_child(c, e, err);
	if (e->id == CIN_CINdetails && e->parent == CIN_Child)
		return start_referral(c, e, err);
	if (!c->in_referral || e->parent != CIN_CINdetails)
		return 0;
	for (size_t i = 0; i < sizeof WORKS / sizeof WORKS[0]; i++)
		if (WORKS[i].element == e->id)
			return start_work(c, &WORKS[i], e, err);
	return 0;
}

/* What stands once in its child, referral or piece of work. Of two that say different things neither can be believed. */
static bool stands_once(int element)
{
	static const int ONCE[] = {CIN_LAchildID, CIN_CINreferralDate, CIN_PrimaryNeedCode, CIN_CINclosureDate, CIN_ReasonForClosure,
		CIN_ReferralNFA, CIN_AssessmentActualStartDate, CIN_AssessmentAuthorisationDate, CIN_CINPlanStartDate, CIN_CINPlanEndDate,
		CIN_S47ActualStartDate, CIN_DateOfInitialCPC, CIN_ICPCnotRequired, CIN_CPPstartDate, CIN_CPPendDate,
		CIN_InitialCategoryOfAbuse, CIN_LatestCategoryOfAbuse, CIN_PPStartDate, CIN_StepDecisionDate};

	for (size_t i = 0; i < sizeof ONCE / sizeof *ONCE; i++)
		if (ONCE[i] == element)
			return true;
	return false;
}

/* What an element stands in; NULL for what is passed over. */
static struct seen *seen_beside(struct cin *c, const struct sax_element *e)
{
	if (e->id == CIN_LAchildID)
		return &c->seen;
	if (c->work != NULL)
		return &c->seen_in_work;
	return c->in_referral && e->parent == CIN_CINdetails ? &c->seen_in_referral : NULL;
}

static int refuse_second(struct cin *c, const struct sax_element *e, struct err *err)
{
	struct seen *seen = seen_beside(c, e);
	bool again;

	if (seen == NULL || e->text.len == 0 || !stands_once(e->id))
		return 0;
	again = seen->values[e->id];
	seen->values[e->id] = true;
	return again ? issue(c, e->line, e->name, "stands-twice", "this element once: it stands twice", err) : 0;
}

static int end_in_child(struct cin *c, const struct sax_element *e, struct err *err)
{
	if (c->work != NULL)
		return e->id == c->form->element ? end_work(c, err) : read_work_value(c, e, err);
	if (e->parent == CIN_CINdetails && c->in_referral)
		return read_referral_value(c, e, err);
	switch (e->id) {
	case CIN_CINdetails:
		return c->in_referral && e->parent == CIN_Child ? end_referral(c, err) : 0;
	case CIN_Child:
		return end_child(c, err);
	case CIN_LAchildID:
		return read_child_id(c, e, err);
	case CIN_Disability:
		return read_disability(c, e, err);
	default:
		return 0;
	}
}

static int on_end(void *context, const struct sax_element *e, struct err *err)
{
	struct cin *c = context;

	if (c->in_child) {
		int rc = refuse_second(c, e, err);

		return rc < 0 ? rc : end_in_child(c, e, err);
	}
	switch (e->id) {
	case CIN_Collection:
		return read_collection(e, err);
	case CIN_ReferenceDate:
		return read_reference_date(c, e, err);
	case CIN_Year:
		read_year(c, e);
		return 0;
	default:
		return 0;
	}
}

static int read_source(struct source *from, const char *name, const struct intake *to, struct err *err)
{
	static const struct sax_handler handler = {NAMES, CIN_ELEMENTS, on_start, on_end};
	struct cin c = {.report = {.to = to, .file = name}, .arena = arena_new(), .reference_date = DAY_MAX};
	int rc = sax_read(from, &handler, &c, err);

	if (rc == 0 && c.children == 0)
		rc = err_set(err, PL_INVALID, "there is no Child in the file: expected at least one");
	arena_free(c.arena);
	source_close(from);
	return rc;
}

int cin_xml_read(const struct input *in, const struct intake *to, struct err *err)
{
	struct source from;

	source_open(&from, in, to);
	return read_source(&from, in->name, to, err);
}

int cin_xml_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct source from;

	source_of_bytes(&from, bytes, n, to);
	return read_source(&from, name, to, err);
}
