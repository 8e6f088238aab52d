#include "../../test.h"
#include "base/buf.h"
#include "exchange/england.h"
#include "exchange/formats.h"
#include "recorder.h"

#define HEADER "<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>" \
	"<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>\n"
#define FOOTER "</Children></Message>\n"
#define IDS "<ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers>"
#define CHILD(referral) HEADER "<Child>" IDS "<CINdetails>" referral "</CINdetails></Child>" FOOTER
#define REFERRED "<CINreferralDate>2026-01-05</CINreferralDate>"

static int32_t day(const char *iso)
{
	int32_t d = 0;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

static struct recorder *read_bytes(const char *bytes, size_t n, int expected, struct err *err)
{
	struct recorder *r = recorder_new();

	assert_int_equal(cin_xml_read_bytes(bytes, n, "cin.xml", &r->intake, err), expected);
	return r;
}

static struct recorder *read_text(const char *text)
{
	struct err err = {0};

	return read_bytes(text, strlen(text), 0, &err);
}

/* The text is refused as a whole, with a sentence that holds `expected`. */
static void refuse_bytes(const char *bytes, size_t n, int code, const char *expected)
{
	struct err err = {0};
	struct recorder *r = read_bytes(bytes, n, code, &err);

	if (strstr(err.text, expected) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, expected);
	recorder_free(r);
}

static void refuse(const char *text, int code, const char *expected)
{
	refuse_bytes(text, strlen(text), code, expected);
}

/* The one child of the text has one issue, of this code and field; a warning leaves it in. */
static void expect_issue(const char *text, const char *code, const char *field, bool is_warning)
{
	struct recorder *r = read_text(text);
	const struct import_issue *issue = recorder_find_issue(r, code, field);

	assert_int_equal(r->issues_count, 1);
	if (issue == NULL)
		fail_msg("%s of %s instead of %s of %s", r->issues[0].code, r->issues[0].field, code, field);
	assert_int_equal(issue->warning, is_warning);
	assert_int_equal(r->cases_count, is_warning ? 1 : 0);
	recorder_free(r);
}

static struct recorder *read_sample(void)
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_FIXTURES", "synthA_cin_census_2026.xml");
	struct err err = {0};

	assert_non_null(path);
	assert_int_equal(recorder_read(r, path, cin_xml_read, &err), 0);
	return r;
}

static size_t stages_in_force(const struct recorder *r, const char *type, int32_t on)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cases_count; i++)
		for (size_t j = 0; j < r->cases[i].facts_count; j++) {
			const struct fact *f = &r->cases[i].facts[j];

			if (f->kind == FACT_STAGE && strcmp(f->code, type) == 0 && days_include(f->when, on))
				count++;
		}
	return count;
}

static size_t factors_of(const struct recorder *r, const char *prefix)
{
	size_t count = 0;

	for (size_t i = 0; i < r->cases_count; i++)
		for (size_t j = 0; j < r->cases[i].facts_count; j++) {
			const struct fact *f = &r->cases[i].facts[j];

			if (f->kind == FACT_FACTOR && strncmp(f->code, prefix, strlen(prefix)) == 0)
				count++;
		}
	return count;
}

static void test_cin__reads_the_whole_sample_without_an_issue(void **state)
{
	struct recorder *r = read_sample();

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases_count, 400);
	assert_int_equal(recorder_open_on(r, day("2025-09-30")), 164);
	assert_int_equal(recorder_open_on(r, day("2026-03-31")), 284);
	recorder_free(r);
}

static void test_cin__tells_every_stage_of_the_sample(void **state)
{
	struct recorder *r = read_sample();

	(void)state;
	assert_int_equal(recorder_count(r, FACT_EPISODE, NULL), 400);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_ASSESSMENT), 258);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_ENQUIRY), 47);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_IN_NEED), 143);
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_PROTECTION), 67);
	assert_int_equal(stages_in_force(r, STAGE_IN_NEED, day("2025-09-30")), 74);
	assert_int_equal(stages_in_force(r, STAGE_PROTECTION, day("2025-09-30")), 46);
	assert_int_equal(stages_in_force(r, STAGE_ENQUIRY, day("2025-09-30")), 3);
	assert_int_equal(stages_in_force(r, STAGE_ASSESSMENT, day("2026-03-31")), 58);
	recorder_free(r);
}

static void test_cin__tells_every_circumstance_of_the_sample(void **state)
{
	struct recorder *r = read_sample();

	(void)state;
	assert_int_equal(factors_of(r, "need:"), 376);
	assert_int_equal(factors_of(r, "factor:"), 393);
	assert_int_equal(factors_of(r, "disability:"), 274);
	assert_int_equal(factors_of(r, "abuse:"), 67);
	recorder_free(r);
}

static void test_cin__gives_a_child_its_service_first(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases[0].facts[0].kind, FACT_CASE);
	assert_string_equal(r->cases[0].facts[0].service, "children");
	assert_string_equal(r->cases[0].ref, "A1");
	recorder_free(r);
}

static void test_cin__keeps_no_birth_date_sex_ethnicity_or_pupil_number(void **state)
{
	struct recorder *r = read_text(HEADER "<Child><ChildIdentifiers><LAchildID>A1</LAchildID><UPN>D201113212026</UPN>"
		"<PersonBirthDate>2013-12-04</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics>"
		"<Ethnicity>NOBT</Ethnicity></ChildCharacteristics><CINdetails>" REFERRED "</CINdetails></Child>" FOOTER);

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(r->cases[0].facts_count, 2);
	recorder_free(r);
}

static void test_cin__accepts_the_spellings_of_all_years(void **state)
{
	struct recorder *r = read_text(HEADER
		"<Child><ChildIdentifiers><LAchildID>A1</LAchildID><UPNunknown>UN3</UPNunknown>PersonBirthDate"
		"<GenderCurrent>9</GenderCurrent></ChildIdentifiers><CINdetails>" REFERRED "<ReferralNFA>true</ReferralNFA>"
		"</CINdetails></Child>"
		"<Child><ChildIdentifiers><LAchildID>A2</LAchildID><Sex>U</Sex></ChildIdentifiers><CINdetails>"
		"<CINreferralDate>2026-01-05T00:00:00</CINreferralDate><Section47><S47ActualStartDate>2026-01-06"
		"</S47ActualStartDate><ICPCnotRequired>false</ICPCnotRequired><DateOfInitialCPC>2026-01-20</DateOfInitialCPC>"
		"</Section47><ReferralNFA>0</ReferralNFA><ChildProtectionPlans><CPPstartDate>2026-01-20</CPPstartDate>"
		"<LatestCategoryOfAbuse>neg</LatestCategoryOfAbuse><Reviews><CPPreviewDate>2026-02-20</CPPreviewDate></Reviews>"
		"<Reviews><CPPreviewDate>2026-03-20</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>"
			FOOTER);
	const struct case_told *second = recorder_find(r, "A2");

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_true(recorder_fact_of(recorder_find(r, "A1"), FACT_EPISODE, "", day("2026-01-05"))->no_further_action);
	assert_int_equal(recorder_fact_of(second, FACT_STAGE, STAGE_ENQUIRY, day("2026-01-06"))->when.until,
		day("2026-01-20"));
	assert_non_null(recorder_fact_of(second, FACT_FACTOR, "abuse:NEG", day("2026-01-20")));
	recorder_free(r);
}

static void test_cin__takes_the_latest_category_of_abuse_wherever_it_stands(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED "<ChildProtectionPlans><CPPstartDate>2026-02-01</CPPstartDate>"
		"<LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse><InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse>"
		"</ChildProtectionPlans>"));

	(void)state;
	assert_int_equal(factors_of(r, "abuse:"), 1);
	assert_int_equal(factors_of(r, "abuse:NEG"), 1);
	recorder_free(r);
}

static void test_cin__reads_pre_proceedings_as_care_proceedings(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED "<PreProceedingsandFGDM><PPStartDate>2026-02-01</PPStartDate>"
		"<StepDecisionDate>2026-03-01</StepDecisionDate><PPOutcome>1</PPOutcome></PreProceedingsandFGDM>"));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_PROCEEDINGS, day("2026-02-01"))->when.until,
		day("2026-03-01"));
	recorder_free(r);
}

static void test_cin__reads_several_referrals_of_one_child(void **state)
{
	struct recorder *r = read_text(HEADER "<Child>" IDS "<CINdetails>" REFERRED
		"<CINclosureDate>2026-01-09</CINclosureDate>"
		"<ReasonForClosure>RC8</ReasonForClosure></CINdetails><CINdetails><CINreferralDate>2026-02-02</CINreferralDate>"
		"</CINdetails></Child>" FOOTER);
	const struct fact *first = recorder_fact_of(&r->cases[0], FACT_EPISODE, "", day("2026-01-05"));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_string_equal(first->code, "RC8");
	assert_int_equal(first->when.until, day("2026-01-09"));
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_EPISODE, "", day("2026-02-02"))->when.until, DAY_MAX);
	recorder_free(r);
}

static void test_cin__ends_what_was_left_open_with_the_closure(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED "<CINclosureDate>2026-02-27</CINclosureDate><ReasonForClosure>RC7"
		"</ReasonForClosure><PrimaryNeedCode>N4</PrimaryNeedCode><Assessments><AssessmentActualStartDate>2026-01-05"
		"</AssessmentActualStartDate><AssessmentAuthorisationDate>2026-07-18</AssessmentAuthorisationDate>"
		"</Assessments>"
		"<CINPlanDates><CINPlanStartDate>2026-02-01</CINPlanStartDate></CINPlanDates>"));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_ASSESSMENT, day("2026-01-05"))->when.until,
		day("2026-02-27"));
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_IN_NEED, day("2026-02-01"))->when.until,
		day("2026-02-27"));
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_FACTOR, "need:N4", day("2026-01-05"))->when.until,
		day("2026-02-27"));
	recorder_free(r);
}

static void test_cin__ends_an_enquiry_without_a_conference_after_fifteen_working_days(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED "<Section47><S47ActualStartDate>2026-03-02</S47ActualStartDate>"
		"<ICPCnotRequired>1</ICPCnotRequired></Section47>"));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_STAGE, STAGE_ENQUIRY, day("2026-03-02"))->when.until,
		day("2026-03-23"));
	recorder_free(r);
}

static void test_cin__ends_what_one_assessment_found_with_the_findings_of_the_next(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED
		"<Assessments><AssessmentActualStartDate>2026-01-05</AssessmentActualStartDate><FactorsIdentifiedAtAssessment>"
		"<AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>1A</AssessmentFactors>"
		"<AssessmentFactors>1A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
		"<Assessments><AssessmentActualStartDate>2026-02-02</AssessmentActualStartDate><FactorsIdentifiedAtAssessment>"
		"<AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
		"<Assessments><AssessmentActualStartDate>2026-03-02</AssessmentActualStartDate></Assessments>"));

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_int_equal(factors_of(r, "factor:"), 3);
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_FACTOR, "factor:1A", day("2026-01-05"))->when.until,
		day("2026-02-02"));
	assert_int_equal(recorder_fact_of(&r->cases[0], FACT_FACTOR, "factor:3B", day("2026-02-02"))->when.until, DAY_MAX);
	recorder_free(r);
}

static void test_cin__says_line_and_child_of_an_issue(void **state)
{
	struct recorder *r = read_text(HEADER "<Child>" IDS "\n<CINdetails>\n<CINreferralDate>05/01/2026</CINreferralDate>"
		"</CINdetails></Child>" FOOTER);

	(void)state;
	assert_int_equal(r->issues_count, 1);
	assert_string_equal(r->issues[0].file, "cin.xml");
	assert_string_equal(r->issues[0].place, "line 4 (A1)");
	assert_string_equal(r->issues[0].field, "CINreferralDate");
	assert_string_equal(r->issues[0].code, "bad-date");
	assert_string_equal(r->issues[0].expected, "a date as yyyy-mm-dd between 1900 and 2149");
	assert_int_equal(r->cases_count, 0);
	recorder_free(r);
}

static void test_cin__leaves_out_a_record_with_a_wrong_date(void **state)
{
	(void)state;
	expect_issue(CHILD("<CINreferralDate>2026-02-30</CINreferralDate>"), "bad-date", "CINreferralDate", false);
	expect_issue(CHILD("<CINreferralDate>1066-04-13</CINreferralDate>"), "bad-date", "CINreferralDate", false);
	expect_issue(CHILD(REFERRED "<CINPlanDates><CINPlanStartDate>soon</CINPlanStartDate></CINPlanDates>"), "bad-date",
		"CINPlanStartDate", false);
}

static void test_cin__leaves_out_a_record_that_lacks_a_date(void **state)
{
	(void)state;
	expect_issue(CHILD(""), "missing", "CINreferralDate", false);
	expect_issue(CHILD("<CINreferralDate/>"), "missing", "CINreferralDate", false);
	expect_issue(CHILD(REFERRED "<Section47/>"), "missing", "S47ActualStartDate", false);
	expect_issue(HEADER "<Child>" IDS "</Child>" FOOTER, "missing", "CINdetails", false);
}

static void test_cin__leaves_out_a_record_that_ends_before_it_starts(void **state)
{
	(void)state;
	expect_issue(CHILD(REFERRED "<CINclosureDate>2026-01-04</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"),
		"ends-before-start", "CINclosureDate", false);
	expect_issue(CHILD(REFERRED "<ChildProtectionPlans><CPPstartDate>2026-02-02</CPPstartDate><CPPendDate>2026-02-01"
		"</CPPendDate></ChildProtectionPlans>"), "ends-before-start", "CPPendDate", false);
	expect_issue(CHILD(REFERRED
		"<Section47><S47ActualStartDate>2026-02-02</S47ActualStartDate><DateOfInitialCPC>2026-02-01"
		"</DateOfInitialCPC></Section47>"), "ends-before-start", "DateOfInitialCPC", false);
}

static void test_cin__leaves_out_a_record_without_a_usable_reference(void **state)
{
	(void)state;
	expect_issue(HEADER "<Child><CINdetails>" REFERRED "</CINdetails></Child>" FOOTER, "missing", "LAchildID", false);
	expect_issue(HEADER "<Child><ChildIdentifiers><LAchildID>123456789012345678901</LAchildID></ChildIdentifiers>"
		"<CINdetails>" REFERRED "</CINdetails></Child>" FOOTER, "too-long", "LAchildID", false);
	expect_issue(HEADER "<Child><ChildIdentifiers><LAchildID>Anna Smith</LAchildID></ChildIdentifiers>"
		"<CINdetails>" REFERRED "</CINdetails></Child>" FOOTER, "bad-id", "LAchildID", false);
}

static void test_cin__never_repeats_a_wrong_reference(void **state)
{
	struct recorder *r = read_text(HEADER
		"<Child><ChildIdentifiers><LAchildID>Anna Smith</LAchildID></ChildIdentifiers>"
		"</Child>" FOOTER);

	(void)state;
	assert_int_equal(r->issues_count, 2);
	for (size_t i = 0; i < r->issues_count; i++)
		assert_null(strstr(r->issues[i].place, "Anna"));
	recorder_free(r);
}

static void test_cin__leaves_out_a_record_in_which_a_single_element_stands_twice(void **state)
{
	(void)state;
	expect_issue(HEADER "<Child><ChildIdentifiers><LAchildID>A1</LAchildID><LAchildID>A2</LAchildID></ChildIdentifiers>"
		"<CINdetails>" REFERRED "</CINdetails></Child>" FOOTER, "stands-twice", "LAchildID", false);
	expect_issue(CHILD(REFERRED "<CINclosureDate>2026-02-01</CINclosureDate><CINclosureDate>2026-03-01</CINclosureDate>"
		"<ReasonForClosure>RC7</ReasonForClosure>"), "stands-twice", "CINclosureDate", false);
	expect_issue(CHILD(REFERRED "<CINPlanDates><CINPlanStartDate>2026-02-02</CINPlanStartDate><CINPlanStartDate>2026-02-03"
		"</CINPlanStartDate></CINPlanDates>"), "stands-twice", "CINPlanStartDate", false);
}

static void test_cin__takes_a_single_element_in_each_piece_of_work(void **state)
{
	struct recorder *r = read_text(CHILD(REFERRED
		"<CINPlanDates><CINPlanStartDate>2026-02-02</CINPlanStartDate><CINPlanEndDate/><CINPlanEndDate>2026-02-03</CINPlanEndDate>"
		"</CINPlanDates><CINPlanDates><CINPlanStartDate>2026-02-04</CINPlanStartDate></CINPlanDates>"
		"</CINdetails><CINdetails>" REFERRED));

	(void)state;
	assert_int_equal(recorder_count(r, FACT_STAGE, STAGE_IN_NEED), 2);
	assert_null(recorder_find_issue(r, "stands-twice", "CINreferralDate"));
	recorder_free(r);
}

static void test_cin__leaves_out_a_record_whose_yes_or_no_is_neither(void **state)
{
	(void)state;
	expect_issue(CHILD(REFERRED "<ReferralNFA>maybe</ReferralNFA>"), "bad-yes-no", "ReferralNFA", false);
}

static void test_cin__warns_of_unknown_codes_and_keeps_the_record(void **state)
{
	(void)state;
	expect_issue(CHILD(REFERRED "<PrimaryNeedCode>N77</PrimaryNeedCode>"), "unknown-code", "PrimaryNeedCode", true);
	expect_issue(CHILD(REFERRED "<Assessments><AssessmentActualStartDate>2026-01-05</AssessmentActualStartDate>"
		"<FactorsIdentifiedAtAssessment><AssessmentFactors>RB</AssessmentFactors></FactorsIdentifiedAtAssessment>"
		"</Assessments>"), "unknown-code", "AssessmentFactors", true);
	expect_issue(HEADER "<Child>" IDS "<ChildCharacteristics><Disabilities><Disability>ODD</Disability></Disabilities>"
		"</ChildCharacteristics><CINdetails>" REFERRED "</CINdetails></Child>" FOOTER, "unknown-code", "Disability",
			true);
}

static void test_cin__warns_of_a_closure_without_a_reason_and_a_reason_without_a_closure(void **state)
{
	(void)state;
	expect_issue(CHILD(REFERRED "<CINclosureDate>2026-02-04</CINclosureDate>"), "missing", "ReasonForClosure", true);
	expect_issue(CHILD(REFERRED "<ReasonForClosure>RC7</ReasonForClosure>"), "missing", "CINclosureDate", true);
}

static void test_cin__warns_of_two_open_referrals(void **state)
{
	(void)state;
	expect_issue(HEADER "<Child>" IDS "<CINdetails>" REFERRED "</CINdetails><CINdetails>"
		"<CINreferralDate>2026-02-02</CINreferralDate></CINdetails></Child>" FOOTER, "two-open", "CINclosureDate",
			true);
}

static void test_cin__warns_of_work_after_the_closure_and_leaves_it_out(void **state)
{
	const char *text = CHILD(REFERRED
		"<CINclosureDate>2026-02-04</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
		"<CINPlanDates><CINPlanStartDate>2026-02-05</CINPlanStartDate></CINPlanDates>");
	struct recorder *r = read_text(text);

	(void)state;
	assert_int_equal(recorder_count(r, FACT_STAGE, NULL), 0);
	recorder_free(r);
	expect_issue(text, "after-closure", "CINclosureDate", true);
}

static void test_cin__warns_of_a_conference_that_is_overdue(void **state)
{
	(void)state;
	expect_issue(CHILD(REFERRED "<Section47><S47ActualStartDate>2026-01-06</S47ActualStartDate><ICPCnotRequired>0"
		"</ICPCnotRequired></Section47>"), "conference-overdue", "DateOfInitialCPC", true);
}

static void test_cin__tells_of_an_unknown_element_once(void **state)
{
	expect_issue(CHILD(REFERRED
		"<CINclosuredate>2026-02-01</CINclosuredate><CINclosuredate>2026-02-01</CINclosuredate>"),
		"unknown-element", "CINclosureDate", true);
	expect_issue(CHILD(REFERRED "<JaneSmith>2011</JaneSmith>"), "unknown-element", "", true);
	(void)state;
}

static void test_cin__stops_when_the_intake_has_enough_issues(void **state)
{
	struct recorder *r = recorder_new();
	const char *text = HEADER "<Child/><Child/><Child/>" FOOTER;
	struct err err = {0};

	(void)state;
	r->issues_most = 2;
	assert_int_equal(cin_xml_read_bytes(text, strlen(text), "cin.xml", &r->intake, &err), PL_LIMIT);
	assert_int_equal(r->issues_count, 2);
	recorder_free(r);
}

static void test_cin__caps_what_one_child_may_tell(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);

	(void)state;
	buf_puts(&b, HEADER "<Child>" IDS "<CINdetails>" REFERRED);
	for (int i = 0; i < INTAKE_RECORD_FACTS + 10; i++)
		buf_puts(&b, "<CINPlanDates><CINPlanStartDate>2026-02-01</CINPlanStartDate></CINPlanDates>");
	buf_puts(&b, "</CINdetails></Child>" FOOTER);
	expect_issue(buf_text(&b), "too-many", "Child", false);
	buf_free(&b);
}

static void test_cin__reads_latin_1_and_utf_16_as_declared(void **state)
{
	static const char utf8[] = CHILD(REFERRED);
	char utf16[2 * sizeof utf8 + 2] = "\xFF\xFE";
	struct recorder *r = read_text("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><!-- caf\xE9 -->" CHILD(REFERRED));
	struct err err = {0};

	(void)state;
	assert_int_equal(r->cases_count, 1);
	recorder_free(r);
	for (size_t i = 0; i < sizeof utf8 - 1; i++) {
		utf16[2 + 2 * i] = utf8[i];
		utf16[3 + 2 * i] = '\0';
	}
	r = read_bytes(utf16, 2 * sizeof utf8, 0, &err);
	assert_int_equal(r->cases_count, 1);
	recorder_free(r);
}

static void test_cin__refuses_bytes_that_are_no_text(void **state)
{
	(void)state;
	refuse(HEADER "<Child>\n" IDS
		"<ChildCharacteristics><Ethnicity>caf\xE9</Ethnicity></ChildCharacteristics></Child>" FOOTER,
		PL_INVALID, "line 3: bytes that are no text");
	refuse("<?xml version=\"1.0\" encoding=\"klingon\"?><Message/>", PL_INVALID, "line 1: bytes that are no text");
}

static void test_cin__refuses_a_document_type_at_once(void **state)
{
	(void)state;
	refuse("<?xml version=\"1.0\"?>\n<!DOCTYPE Message SYSTEM \"http://127.0.0.1/x.dtd\">\n" CHILD(REFERRED),
		PL_INVALID,
		"line 2: the file has a document type");
	refuse("<!DOCTYPE Message [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><Message>&c;</Message>", PL_INVALID,
		"line 1: the file has a document type");
}

static void test_cin__refuses_an_entity_that_xml_does_not_have(void **state)
{
	(void)state;
	refuse(HEADER "<Child>&secret;</Child>" FOOTER, PL_INVALID,
		"line 2: not well-formed XML: an entity that is none of XML's own (such as &amp;)");
}

static void test_cin__reads_the_entities_that_xml_has(void **state)
{
	struct recorder *r = read_text(HEADER "<Child><ChildIdentifiers><LAchildID>A&#49;</LAchildID></ChildIdentifiers>"
		"<CINdetails><CINreferralDate><![CDATA[2026-01-05]]></CINreferralDate></CINdetails></Child>" FOOTER);

	(void)state;
	assert_int_equal(r->issues_count, 0);
	assert_string_equal(r->cases[0].ref, "A1");
	recorder_free(r);
}

static void test_cin__refuses_deep_nesting(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);

	(void)state;
	buf_puts(&b, HEADER);
	for (int i = 0; i < 1000; i++)
		buf_puts(&b, "<Child>");
	refuse(buf_text(&b), PL_INVALID, "a Child inside a Child");
	buf_clear(&b);
	for (int i = 0; i < 1000; i++)
		buf_puts(&b, "<Message>");
	refuse(buf_text(&b), PL_LIMIT, "nested more than 32 deep");
	buf_free(&b);
}

static void test_cin__accepts_nesting_up_to_the_cap(void **state)
{
	struct buf b = BUF_INIT(64 * 1024);
	struct recorder *r;

	(void)state;
	buf_puts(&b, HEADER "<Child>" IDS "<CINdetails>" REFERRED "</CINdetails>");
	/* Message, Children and Child are three of the elements. */
	for (int i = 3; i < INTAKE_DEPTH; i++)
		buf_puts(&b, "<Extra>");
	for (int i = 3; i < INTAKE_DEPTH; i++)
		buf_puts(&b, "</Extra>");
	buf_puts(&b, "</Child>" FOOTER);
	r = read_text(buf_text(&b));
	assert_int_equal(r->cases_count, 1);
	recorder_free(r);
	buf_free(&b);
}

static void test_cin__refuses_an_endless_value(void **state)
{
	struct buf b = BUF_INIT(1024 * 1024);

	(void)state;
	buf_puts(&b, HEADER "<Child><ChildIdentifiers><LAchildID>");
	for (int i = 0; i < 100000; i++)
		buf_putc(&b, 'A');
	refuse(buf_text(&b), PL_LIMIT, "line 2: more than 4096 bytes in one element");
	buf_free(&b);
}

static void test_cin__refuses_a_file_that_breaks_off(void **state)
{
	(void)state;
	refuse(HEADER "<Child>" IDS "\n<CINdetails>", PL_INVALID, "line 3: the file breaks off");
	refuse(HEADER "<Child>" IDS "<CINdetails", PL_INVALID, "line 2: the file breaks off");
	refuse(HEADER, PL_INVALID, "the file breaks off");
}

static void test_cin__refuses_tags_that_do_not_match(void **state)
{
	(void)state;
	refuse(HEADER "<Child></Children></Message>", PL_INVALID,
		"line 2: not well-formed XML: an element is closed that is not the one opened last");
}

static void test_cin__refuses_what_is_no_census(void **state)
{
	(void)state;
	refuse("", PL_INVALID, "holds no XML");
	refuse("la_child_id,name\n", PL_INVALID, "holds no XML");
	refuse("<html/>", PL_INVALID, "expected a children in need census");
	refuse("<Message/>", PL_INVALID, "no Child in the file");
	refuse("<Message><Header><CollectionDetails><Collection>CSWW</Collection></CollectionDetails></Header></Message>",
		PL_INVALID, "line 1: this is another collection");
	refuse(CHILD(REFERRED) "<more/>", PL_INVALID, "line 3: not well-formed XML");
}

static void test_cin__passes_on_what_the_intake_refuses_with(void **state)
{
	struct recorder *r = recorder_new();
	struct err err = {0};

	(void)state;
	assert_int_equal(recorder_read(r, "/nonexistent/cin.xml", cin_xml_read, &err), PL_NOT_FOUND);
	assert_int_equal(recorder_read(r, "/", cin_xml_read, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "expected a file"));
	recorder_free(r);
}

static void read_other_sample(const char *name, size_t cases, size_t issues)
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_SAMPLES", name);
	struct err err = {0};

	if (path == NULL) {
		recorder_free(r);
		SKIP_TEST("the published sample is not here");
	}
	assert_int_equal(recorder_read(r, path, cin_xml_read, &err), 0);
	assert_int_equal(r->cases_count, cases);
	assert_int_equal(r->issues_count, issues);
	recorder_free(r);
}

static void test_cin__reads_the_published_sample_of_2021(void **state)
{
	(void)state;
	read_other_sample("CIN_Census_2021.xml", 1, 0);
}

static void test_cin__reads_the_published_sample_of_2022(void **state)
{
	(void)state;
	read_other_sample("BAR_cin_2022.xml", 1, 0);
}

static void test_cin__finds_what_is_wrong_with_the_published_sample_of_2024(void **state)
{
	struct recorder *r = recorder_new();
	const char *path = recorder_file(r, "PLIMSOLL_SAMPLES", "CIN_Census_2024.xml");
	struct err err = {0};

	(void)state;
	if (path == NULL) {
		recorder_free(r);
		SKIP_TEST("the published sample is not here");
	}
	assert_int_equal(recorder_read(r, path, cin_xml_read, &err), 0);
	assert_int_equal(r->cases_count, 0);
	assert_non_null(recorder_find_issue(r, "ends-before-start", "AssessmentAuthorisationDate"));
	assert_non_null(recorder_find_issue(r, "unknown-code", "AssessmentFactors"));
	assert_non_null(recorder_find_issue(r, "too-long", "LAchildID"));
	assert_int_equal(r->issues_count, 3);
	recorder_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cin__reads_the_whole_sample_without_an_issue),
		cmocka_unit_test(test_cin__tells_every_stage_of_the_sample),
		cmocka_unit_test(test_cin__tells_every_circumstance_of_the_sample),
		cmocka_unit_test(test_cin__gives_a_child_its_service_first),
		cmocka_unit_test(test_cin__keeps_no_birth_date_sex_ethnicity_or_pupil_number),
		cmocka_unit_test(test_cin__accepts_the_spellings_of_all_years),
		cmocka_unit_test(test_cin__takes_the_latest_category_of_abuse_wherever_it_stands),
		cmocka_unit_test(test_cin__reads_pre_proceedings_as_care_proceedings),
		cmocka_unit_test(test_cin__reads_several_referrals_of_one_child),
		cmocka_unit_test(test_cin__ends_what_was_left_open_with_the_closure),
		cmocka_unit_test(test_cin__ends_an_enquiry_without_a_conference_after_fifteen_working_days),
		cmocka_unit_test(test_cin__ends_what_one_assessment_found_with_the_findings_of_the_next),
		cmocka_unit_test(test_cin__says_line_and_child_of_an_issue),
		cmocka_unit_test(test_cin__leaves_out_a_record_with_a_wrong_date),
		cmocka_unit_test(test_cin__leaves_out_a_record_that_lacks_a_date),
		cmocka_unit_test(test_cin__leaves_out_a_record_that_ends_before_it_starts),
		cmocka_unit_test(test_cin__leaves_out_a_record_without_a_usable_reference),
		cmocka_unit_test(test_cin__never_repeats_a_wrong_reference),
		cmocka_unit_test(test_cin__leaves_out_a_record_in_which_a_single_element_stands_twice),
		cmocka_unit_test(test_cin__takes_a_single_element_in_each_piece_of_work),
		cmocka_unit_test(test_cin__leaves_out_a_record_whose_yes_or_no_is_neither),
		cmocka_unit_test(test_cin__warns_of_unknown_codes_and_keeps_the_record),
		cmocka_unit_test(test_cin__warns_of_a_closure_without_a_reason_and_a_reason_without_a_closure),
		cmocka_unit_test(test_cin__warns_of_two_open_referrals),
		cmocka_unit_test(test_cin__warns_of_work_after_the_closure_and_leaves_it_out),
		cmocka_unit_test(test_cin__warns_of_a_conference_that_is_overdue),
		cmocka_unit_test(test_cin__tells_of_an_unknown_element_once),
		cmocka_unit_test(test_cin__stops_when_the_intake_has_enough_issues),
		cmocka_unit_test(test_cin__caps_what_one_child_may_tell),
		cmocka_unit_test(test_cin__reads_latin_1_and_utf_16_as_declared),
		cmocka_unit_test(test_cin__refuses_bytes_that_are_no_text),
		cmocka_unit_test(test_cin__refuses_a_document_type_at_once),
		cmocka_unit_test(test_cin__refuses_an_entity_that_xml_does_not_have),
		cmocka_unit_test(test_cin__reads_the_entities_that_xml_has),
		cmocka_unit_test(test_cin__refuses_deep_nesting),
		cmocka_unit_test(test_cin__accepts_nesting_up_to_the_cap),
		cmocka_unit_test(test_cin__refuses_an_endless_value),
		cmocka_unit_test(test_cin__refuses_a_file_that_breaks_off),
		cmocka_unit_test(test_cin__refuses_tags_that_do_not_match),
		cmocka_unit_test(test_cin__refuses_what_is_no_census),
		cmocka_unit_test(test_cin__passes_on_what_the_intake_refuses_with),
		cmocka_unit_test(test_cin__reads_the_published_sample_of_2021),
		cmocka_unit_test(test_cin__reads_the_published_sample_of_2022),
		cmocka_unit_test(test_cin__finds_what_is_wrong_with_the_published_sample_of_2024),
	};

	return RUN_TESTS(tests);
}
