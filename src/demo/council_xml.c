/* The two XML returns of the Department for Education. */
#include "base/buf.h"
#include "base/str.h"
#include "demo/council_files.h"

/* <name>value</name> */
static void element(struct buf *b, const char *name, const char *value)
{
	buf_putf(b, "<%s>%s</%s>", name, value, name);
}

static void date_element(struct buf *b, const char *name, int32_t day)
{
	char iso[DATE_ISO_SIZE];

	if (day != DAY_MIN && day != DAY_MAX)
		element(b, name, date_iso(day, iso));
}

static const struct council_span *span_of(const struct council_case *k, enum council_stage stage)
{
	for (int32_t i = 0; i < k->spans_count; i++)
		if (k->spans[i].stage == stage)
			return &k->spans[i];
	return NULL;
}

static void put_header(struct buf *b, const char *collection, int32_t reference_day)
{
	int y, m, d;

	date_to_civil(reference_day, &y, &m, &d);
	buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n<Header><CollectionDetails>");
	element(b, "Collection", collection);
	buf_putf(b, "<Year>%d</Year>", y);
	date_element(b, "ReferenceDate", reference_day);
	buf_puts(b, "</CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>201</LEA><SoftwareCode>Plimsoll demo"
		    "</SoftwareCode></Source></Header>\n");
}

static void put_assessment(struct buf *b, const struct council_case *k)
{
	const struct council_span *s = span_of(k, COUNCIL_ASSESSMENT);
	bool any = false;

	if (s == NULL)
		return;
	buf_puts(b, "<Assessments>");
	date_element(b, "AssessmentActualStartDate", s->when.from);
	date_element(b, "AssessmentAuthorisationDate", s->when.until);
	for (int i = 0; i < 3; i++) {
		if (k->factors[i] == 0)
			continue;
		if (!any)
			buf_puts(b, "<FactorsIdentifiedAtAssessment>");
		any = true;
		element(b, "AssessmentFactors", council_factor(k->factors[i]));
	}
	buf_puts(b, any ? "</FactorsIdentifiedAtAssessment></Assessments>" : "</Assessments>");
}

static void put_plans(struct buf *b, const struct council_case *k)
{
	const struct council_span *plan = span_of(k, COUNCIL_CIN_PLAN);
	const struct council_span *enquiry = span_of(k, COUNCIL_SECTION_47);

	if (plan != NULL) {
		buf_puts(b, "<CINPlanDates>");
		date_element(b, "CINPlanStartDate", plan->when.from);
		date_element(b, "CINPlanEndDate", plan->when.until);
		buf_puts(b, "</CINPlanDates>");
	}
	if (enquiry != NULL) {
		buf_puts(b, "<Section47>");
		date_element(b, "S47ActualStartDate", enquiry->when.from);
		date_element(b, "InitialCPCtarget", date_add_working_days(enquiry->when.from, 15));
		date_element(b, "DateOfInitialCPC", enquiry->when.until);
		buf_puts(b, "<ICPCnotRequired>0</ICPCnotRequired></Section47>");
	}
}

static void put_protection(struct buf *b, const struct council_case *k)
{
	const struct council_span *s = span_of(k, COUNCIL_CP_PLAN);

	if (s == NULL)
		return;
	buf_puts(b, "<ChildProtectionPlans>");
	date_element(b, "CPPstartDate", s->when.from);
	date_element(b, "CPPendDate", s->when.until);
	element(b, "InitialCategoryOfAbuse", k->category);
	element(b, "LatestCategoryOfAbuse", k->category);
	buf_puts(b, "<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>");
}

static void put_child(struct buf *b, const struct council_case *k, size_t number)
{
	char iso[DATE_ISO_SIZE];

	buf_puts(b, "<Child><ChildIdentifiers>");
	element(b, "LAchildID", k->ref);
	buf_puts(b, "<UPNunknown>UN7</UPNunknown>");
	element(b, "PersonBirthDate", date_iso(k->open.from - 400 - (int32_t)(number * 37 % 5200), iso));
	buf_puts(b, "<Sex>U</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>"
		    "<CINdetails>");
	date_element(b, "CINreferralDate", k->open.from);
	element(b, "ReferralSource", k->source);
	element(b, "PrimaryNeedCode", k->need);
	date_element(b, "CINclosureDate", k->open.until);
	if (k->open.until != DAY_MAX)
		element(b, "ReasonForClosure", k->closing_reason);
	put_assessment(b, k);
	put_plans(b, k);
	element(b, "ReferralNFA", k->no_further_action ? "1" : "0");
	put_protection(b, k);
	buf_puts(b, "</CINdetails></Child>\n");
}

void council_put_cin(const struct council *c, struct council_sink *s)
{
	int32_t last_march = council_last_31_march(c->options.day);
	int32_t reference_day = last_march == c->options.day ? last_march : council_last_31_march(last_march + 366);
	int32_t year_begins = council_last_31_march(reference_day - 1) + 1;

	put_header(sink_buf(s), "CIN", reference_day);
	buf_puts(sink_buf(s), "<Children>\n");
	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		if (k->open.until <= year_begins || (k->no_further_action && k->open.from < year_begins))
			continue;
		put_child(sink_buf(s), k, i);
		sink_flush_if_large(s);
	}
	buf_puts(sink_buf(s), "</Children>\n</Message>\n");
}

static void put_fte(struct buf *b, const char *name, int32_t millionths)
{
	buf_putf(b, "<%s>", name);
	buf_put_millionths(b, millionths);
	buf_putf(b, "</%s>", name);
}

static int org_role(const struct council_worker *w)
{
	return w->role == POST_MANAGER ? 3 : w->role == POST_SENIOR_PRACTITIONER ? 4 : 5;
}

static void put_worker(struct buf *b, const struct council_worker *w, int32_t day, int32_t cases)
{
	bool left = w->when.until <= day;
	bool absent = w->absence[0] != '\0' && days_include(w->absent, day);

	buf_putf(b, "<CSWWWorker><AgencyWorker>%d</AgencyWorker>", w->agency ? 1 : 0);
	element(b, "SWENo", w->registration);
	put_fte(b, "FTE", left ? 0 : w->fte_millionths);
	buf_puts(b, "<PersonBirthDate>1980-01-01</PersonBirthDate><GenderCurrent>9</GenderCurrent><Ethnicity>NOBT</Ethnicity>"
		    "<QualInst>Example University</QualInst><QualLevel>1</QualLevel><StepUpGrad>0</StepUpGrad>");
	buf_putf(b, "<OrgRole>%d</OrgRole>", org_role(w));
	date_element(b, "RoleStartDate", w->when.from);
	buf_puts(b, "<StartOrigin>2</StartOrigin>");
	if (left) {
		date_element(b, "RoleEndDate", w->when.until);
		buf_puts(b, "<LeaverDestination>1</LeaverDestination><ReasonLeave>1</ReasonLeave>");
	}
	put_fte(b, "FTE30", left ? 0 : w->fte_millionths);
	buf_putf(b, "<Cases30>%d</Cases30><WorkingDaysLost>0.00</WorkingDaysLost><FrontlineGrad>0</FrontlineGrad>", cases);
	buf_putf(b, "<Absat30Sept>%d</Absat30Sept>", absent ? 1 : 0);
	if (absent)
		element(b, "ReasonAbsence", w->absence);
	buf_putf(b, "<CFKSSstatus>%d</CFKSSstatus></CSWWWorker>\n",
		w->newly_qualified && w->when.from + 365 > day ? 1 : w->role == POST_MANAGER ? 3 : 2);
}

/* In the return: everybody in post on the day, and leavers of the twelve months before. */
void council_put_csww(const struct council *c, struct council_sink *s)
{
	int32_t day = council_last_30_september(c->options.day);
	struct arena *a = arena_new();
	int32_t *held = arena_array(a, c->workers_count, sizeof *held);

	(void)council_cases_held(c, held, day);
	put_header(sink_buf(s), "CSWW", day);
	buf_putf(sink_buf(s), "<LALevelVacancies><NumberOfVacancies>%d.00</NumberOfVacancies><NoAgencyFTE>0.00</NoAgencyFTE>"
			      "<NoAgencyHeadcount>0</NoAgencyHeadcount></LALevelVacancies>\n", c->vacant_posts);
	for (size_t i = 0; i < c->workers_count; i++) {
		const struct council_worker *w = &c->workers[i];

		if (w->when.from <= day && w->when.until > day - 365)
			put_worker(sink_buf(s), w, day, held[i]);
		sink_flush_if_large(s);
	}
	buf_puts(sink_buf(s), "</Message>\n");
	arena_free(a);
}
