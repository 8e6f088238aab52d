/* The children's social work workforce census: one CSWWWorker element is one record. Birth date, gender, ethnicity and
 * qualifications are left out; so are the vacancies of the authority, which no figure here uses. Published samples fail
 * their own schema, so everything but the registration number may be absent. */
#include "exchange/england.h"
#include "exchange/formats.h"
#include "exchange/report.h"
#include "exchange/sax_reader.h"

#define ELEMENTS(X) \
	X(Message) X(Collection) X(Year) X(ReferenceDate) X(CSWWWorker) X(AgencyWorker) X(SWENo) X(FTE) X(OrgRole) \
	X(RoleStartDate) X(RoleEndDate) X(FTE30) X(Cases30) X(Absat30Sept) X(ReasonAbsence) X(CFKSSstatus)

#define ELEMENT_ID(name) CSWW_##name,
#define ELEMENT_NAME(name) #name,

enum { ELEMENTS(ELEMENT_ID) CSWW_ELEMENTS };

static const char *const NAMES[] = {ELEMENTS(ELEMENT_NAME)};

enum {
	FULL_TIME = 1000000,  /* millionths */
	MOST_CASES = 10000,   /* that one worker can have */
	CFKSS_NEWLY_QUALIFIED = 1
};

struct csww {
	struct report report;
	int32_t reference_date; /* DAY_MIN: not told */
	bool undated;           /* it was told that there is none */
	size_t workers;

	bool in_worker;
	int64_t worker_line;
	char registration[16];
	struct worker_told worker;
	int32_t fte, fte_on_day; /* FTE and FTE30; -1: not told */
	int8_t absent;          /* -1: not told */
	const struct england_code *absence;
};

static int issue(struct csww *c, int64_t line, const char *field, const char *code, const char *expected,
	struct err *err)
{
	report_at_line(&c->report, line, c->registration);
	return report_issue(&c->report, field, code, expected, err);
}

static int warning(struct csww *c, int64_t line, const char *field, const char *code, const char *expected,
	struct err *err)
{
	report_at_line(&c->report, line, c->registration);
	return report_warning(&c->report, field, code, expected, err);
}

/* ---- values; an empty element is one that is not there ---- */

static int read_date(struct csww *c, const struct sax_element *e, int32_t *to, struct err *err)
{
	if (e->text.len == 0 || date_parse_iso(e->text.at, e->text.len, to))
		return 0;
	return issue(c, e->line, e->name, "bad-date", REPORT_DATE, err);
}

static int read_flag(struct csww *c, const struct sax_element *e, int8_t *to, struct err *err)
{
	bool yes;

	if (e->text.len == 0)
		return 0;
	if (!england_yes_no(e->text, &yes))
		return issue(c, e->line, e->name, "bad-yes-no", REPORT_YES_NO, err);
	*to = yes ? 1 : 0;
	return 0;
}

static int read_fte(struct csww *c, const struct sax_element *e, int32_t *to, struct err *err)
{
	int64_t millionths;

	if (e->text.len == 0)
		return 0;
	if (!str_to_fixed(e->text, 6, FULL_TIME, &millionths))
		return issue(c, e->line, e->name, "bad-number", "a number from 0 to 1", err);
	*to = (int32_t)millionths;
	return 0;
}

static int read_cases(struct csww *c, const struct sax_element *e, struct err *err)
{
	int64_t cases;

	if (e->text.len == 0)
		return 0;
	if (!str_to_int(e->text, 0, MOST_CASES, &cases))
		return issue(c, e->line, e->name, "bad-number", "a whole number from 0 to 10000", err);
	c->worker.reported_cases = (int32_t)cases;
	return 0;
}

static int read_role(struct csww *c, const struct sax_element *e, struct err *err)
{
	static const enum post_role ROLES[] = {POST_OTHER, POST_MANAGER, POST_MANAGER, POST_MANAGER,
		POST_SENIOR_PRACTITIONER, POST_SOCIAL_WORKER, POST_OTHER};
	int64_t role;

	if (e->text.len == 0)
		return 0;
	if (!str_to_int(e->text, 1, 6, &role))
		return warning(c, e->line, e->name, "unknown-code", "a role 1 to 6", err);
	c->worker.role = (int8_t)ROLES[role];
	return 0;
}

static int read_status(struct csww *c, const struct sax_element *e, struct err *err)
{
	int64_t status;

	if (e->text.len == 0)
		return 0;
	if (!str_to_int(e->text, 1, 4, &status))
		return warning(c, e->line, e->name, "unknown-code", "a status 1 to 4", err);
	c->worker.newly_qualified = c->worker.newly_qualified || status == CFKSS_NEWLY_QUALIFIED;
	return 0;
}

static int read_absent(struct csww *c, const struct sax_element *e, struct err *err)
{
	int8_t absent = -1;
	int rc = read_flag(c, e, &absent, err);

	if (absent > c->absent)
		c->absent = absent;
	return rc;
}

static int read_absence(struct csww *c, const struct sax_element *e, struct err *err)
{
	const struct england_code *code = england_find(ENGLAND_ABSENCE, e->text);

	if (code == NULL && e->text.len > 0)
		return warning(c, e->line, e->name, "unknown-code", england_expected(ENGLAND_ABSENCE), err);
	if (c->absence == NULL)
		c->absence = code;
	return 0;
}

static int read_registration(struct csww *c, const struct sax_element *e, struct err *err)
{
	if (e->text.len == 0)
		return 0;
	if (!england_is_registration(e->text))
		return issue(c, e->line, e->name, "bad-id", "two letters and ten digits", err);
	for (size_t i = 0; i < e->text.len; i++)
		c->registration[i] = e->text.at[i] >= 'a' ? (char)(e->text.at[i] - 'a' + 'A') : e->text.at[i];
	c->registration[e->text.len] = '\0';
	return 0;
}

/* ---- a worker ---- */

static int start_worker(struct csww *c, const struct sax_element *e, struct err *err)
{
	if (c->in_worker)
		return err_set(err, PL_INVALID, "line %lld: a CSWWWorker inside a CSWWWorker: expected </CSWWWorker> first",
			(long long)e->line);
	c->report.bad = false;
	c->in_worker = true;
	c->worker_line = e->line;
	c->registration[0] = '\0';
	c->fte = c->fte_on_day = -1;
	c->absent = -1;
	c->absence = NULL;
	c->workers++;
	c->worker = (struct worker_told){.registration = c->registration, .staff_id = "", .local_id = "", .name = "",
		.team = "", .when = {DAY_MIN, DAY_MAX}, .fte_millionths = -1, .contract_minutes = -1, .agency = -1, .role = -1,
		.grade = "", .newly_qualified_until = DAY_MIN, .absent_on = DAY_MIN, .absent_reason = "", .present_on = DAY_MIN,
		.reported_cases = -1, .reported_on = DAY_MIN};
	return 0;
}

/* What is told of the reference date: absence and cases. Without that day they cannot be kept. */
static int date_the_day(struct csww *c, struct err *err)
{
	struct worker_told *w = &c->worker;
	bool needed = c->absent == 1 || w->reported_cases >= 0;

	if (c->reference_date == DAY_MIN) {
		w->reported_cases = -1;
		if (!needed || c->undated)
			return 0;
		c->undated = true;
		return warning(c, c->worker_line, "ReferenceDate", "missing",
			"the day of the return in its header: without it absences and Cases30 are left out", err);
	}
	if (w->reported_cases >= 0)
		w->reported_on = c->reference_date;
	if (c->absent == 1) {
		w->absent_on = c->reference_date;
		w->absent_reason = c->absence != NULL ? c->absence->factor : "";
	} else if (c->absent == 0) {
		w->present_on = c->reference_date;
	}
	return 0;
}

static int check_worker(struct csww *c, struct err *err)
{
	int rc = 0;

	if (c->registration[0] == '\0' && !c->report.bad)
		rc = issue(c, c->worker_line, "SWENo", "missing", "two letters and ten digits", err);
	if (rc == 0 && c->worker.when.until < c->worker.when.from)
		rc = issue(c, c->worker_line, "RoleEndDate", "ends-before-start", "a date on or after RoleStartDate", err);
	return rc;
}

static int end_worker(struct csww *c, struct err *err)
{
	int rc = check_worker(c, err);

	c->in_worker = false;
	if (rc < 0 || c->report.bad)
		return rc;
	rc = date_the_day(c, err);
	if (rc < 0)
		return rc;
	c->worker.fte_millionths = c->fte_on_day >= 0 ? c->fte_on_day : c->fte;
	report_at_line(&c->report, c->worker_line, "");
	c->worker.where = (struct record_place){"", c->report.place};
	return c->report.to->worker(c->report.to->context, &c->worker, err);
}

static int read_worker_value(struct csww *c, const struct sax_element *e, struct err *err)
{
	switch (e->id) {
	case CSWW_SWENo:
		return read_registration(c, e, err);
	case CSWW_AgencyWorker:
		return read_flag(c, e, &c->worker.agency, err);
	case CSWW_FTE:
		return read_fte(c, e, &c->fte, err);
	case CSWW_FTE30:
		return read_fte(c, e, &c->fte_on_day, err);
	case CSWW_OrgRole:
		return read_role(c, e, err);
	case CSWW_RoleStartDate:
		return read_date(c, e, &c->worker.when.from, err);
	case CSWW_RoleEndDate:
		return read_date(c, e, &c->worker.when.until, err);
	case CSWW_Cases30:
		return read_cases(c, e, err);
	case CSWW_Absat30Sept:
		return read_absent(c, e, err);
	case CSWW_ReasonAbsence:
		return read_absence(c, e, err);
	case CSWW_CFKSSstatus:
		return read_status(c, e, err);
	default:
		return 0;
	}
}

/* ---- the header ---- */

static int read_collection(const struct sax_element *e, struct err *err)
{
	if (str_is_ignoring_case(e->text, "CSWW"))
		return 0;
	return err_set(err, PL_INVALID, "line %lld: this is another collection: expected CSWW in Collection",
		(long long)e->line);
}

static int read_reference_date(struct csww *c, const struct sax_element *e, struct err *err)
{
	if (e->text.len == 0 || date_parse_iso(e->text.at, e->text.len, &c->reference_date))
		return 0;
	return err_set(err, PL_INVALID, "line %lld: ReferenceDate: expected " REPORT_DATE, (long long)e->line);
}

/* A return without a reference date is of 30 September of its year. */
static void read_year(struct csww *c, const struct sax_element *e)
{
	int64_t year;

	if (c->reference_date == DAY_MIN && str_to_int(e->text, 2000, 2100, &year))
		c->reference_date = date_from_civil((int)year, 9, 30);
}

/* ---- events ---- */

static int on_start(void *context, const struct sax_element *e, struct err *err)
{
	if (e->depth == 1 && e->id != CSWW_Message)
		return err_set(err, PL_INVALID, "line %lld: the outermost element is no Message: expected a social work "
			"workforce census", (long long)e->line);
	return e->id == CSWW_CSWWWorker ? start_worker(context, e, err) : 0;
}

static int on_end(void *context, const struct sax_element *e, struct err *err)
{
	struct csww *c = context;

	if (e->id == CSWW_CSWWWorker)
		return end_worker(c, err);
	if (c->in_worker)
		return e->parent == CSWW_CSWWWorker ? read_worker_value(c, e, err) : 0;
	switch (e->id) {
	case CSWW_Collection:
		return read_collection(e, err);
	case CSWW_ReferenceDate:
		return read_reference_date(c, e, err);
	case CSWW_Year:
		read_year(c, e);
		return 0;
	default:
		return 0;
	}
}

static int read_source(struct source *from, const char *name, const struct intake *to, struct err *err)
{
	static const struct sax_handler handler = {NAMES, CSWW_ELEMENTS, on_start, on_end};
	struct csww c = {.report = {.to = to, .file = name}, .reference_date = DAY_MIN};
	int rc = sax_read(from, &handler, &c, err);

	if (rc == 0 && c.workers == 0)
		rc = err_set(err, PL_INVALID, "there is no CSWWWorker in the file: expected at least one");
	source_close(from);
	return rc;
}

int csww_xml_read(const struct input *in, const struct intake *to, struct err *err)
{
	struct source from;

	source_open(&from, in, to);
	return read_source(&from, in->name, to, err);
}

int csww_xml_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct source from;

	source_of_bytes(&from, bytes, n, to);
	return read_source(&from, name, to, err);
}
