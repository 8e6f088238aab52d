#include "exchange/csww_writer.h"

#include "base/clock.h"
#include "exchange/england.h"

enum { MILLIONTHS_IN_HUNDREDTH = 10000, HUNDREDTHS = 100, NEWLY_QUALIFIED = 1 };

/* "Not yet collected" in the lists of the collection. */
enum { START_ORIGIN = 10, LEAVER_DESTINATION = 9, REASON_LEAVE = 10 };

const char CSWW_LEFT_OUT[] = "PersonBirthDate, GenderCurrent, Ethnicity, QualInst, QualLevel, StepUpGrad, "
	"WorkingDaysLost, ContractWeeks, FrontlineGrad, and CFKSSstatus but for the newly qualified";

static void put_int(struct buf *out, const char *name, int64_t value)
{
	buf_putf(out, "<%s>%lld</%s>", name, (long long)value, name);
}

static void put_millionths(struct buf *out, const char *name, int64_t value)
{
	buf_putf(out, "<%s>", name);
	buf_put_millionths(out, value);
	buf_putf(out, "</%s>", name);
}

static void put_hundredths(struct buf *out, const char *name, int64_t value)
{
	buf_putf(out, "<%s>%lld.%02lld</%s>", name, (long long)(value / HUNDREDTHS), (long long)(value % HUNDREDTHS), name);
}

static void put_day(struct buf *out, const char *name, int32_t day)
{
	char iso[DATE_ISO_SIZE];

	buf_putf(out, "<%s>%s</%s>", name, date_iso(day, iso), name);
}

/* ---- the head ---- */

static void put_instant(struct buf *out, int64_t instant)
{
	char text[CLOCK_INSTANT_SIZE];

	buf_putf(out, "<DateTime>%s</DateTime>", clock_instant_text(instant, text));
}

static void put_head(struct buf *out, const struct csww_head *head, int32_t day)
{
	int year, month, day_of_month;

	date_to_civil(day, &year, &month, &day_of_month);
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n"
		"<Header><CollectionDetails><Collection>CSWW</Collection>");
	put_int(out, "Year", year);
	put_day(out, "ReferenceDate", day);
	buf_puts(out, "</CollectionDetails>");
	if (head->la_code > 0) {
		buf_putf(out, "<Source><SourceLevel>L</SourceLevel><LEA>%03d</LEA><SoftwareCode>Plimsoll</SoftwareCode>",
			head->la_code);
		put_instant(out, head->instant);
		buf_puts(out, "</Source>");
	}
	buf_puts(out, "</Header>\n");
}

static void put_vacancies(struct buf *out, const struct csww_head *head, const struct workforce_return *r)
{
	if (head->vacancies_hundredths < 0)
		buf_puts(out, "<!-- NumberOfVacancies is not declared: 0.00 stands for want of a number -->\n");
	buf_puts(out, "<LALevelVacancies>");
	put_hundredths(out, "NumberOfVacancies", head->vacancies_hundredths < 0 ? 0 : head->vacancies_hundredths);
	put_hundredths(out, "NoAgencyFTE", (r->agency_fte_millionths + MILLIONTHS_IN_HUNDREDTH / 2) / MILLIONTHS_IN_HUNDREDTH);
	put_int(out, "NoAgencyHeadcount", r->agency_workers);
	buf_puts(out, "</LALevelVacancies>\n");
}

/* ---- a worker ---- */

static void put_role(struct buf *out, const struct return_worker *w)
{
	static const int ROLES[] = {[POST_SOCIAL_WORKER] = 5, [POST_SENIOR_PRACTITIONER] = 4, [POST_MANAGER] = 3,
		[POST_OTHER] = 6};

	put_int(out, "OrgRole", ROLES[w->role]);
	if (w->when.from != DAY_MIN) {
		put_day(out, "RoleStartDate", w->when.from);
		put_int(out, "StartOrigin", START_ORIGIN);
	}
	if (w->left && w->when.until != DAY_MAX) {
		put_day(out, "RoleEndDate", w->when.until);
		put_int(out, "LeaverDestination", LEAVER_DESTINATION);
		put_int(out, "ReasonLeave", REASON_LEAVE);
	}
}

static void put_absence(struct buf *out, const struct return_worker *w)
{
	const struct england_code *reason;

	put_int(out, "Absat30Sept", w->absent ? 1 : 0);
	if (!w->absent)
		return;
	reason = england_absence(w->reason);
	if (reason != NULL)
		buf_putf(out, "<ReasonAbsence>%s</ReasonAbsence>", reason->code);
}

static void put_worker(struct buf *out, const struct return_worker *w)
{
	buf_puts(out, "<CSWWWorker>");
	put_int(out, "AgencyWorker", w->agency ? 1 : 0);
	buf_putf(out, "<SWENo>%s</SWENo>", w->registration);
	if (w->fte_millionths >= 0)
		put_millionths(out, "FTE", w->fte_millionths);
	put_role(out, w);
	if (w->fte_millionths >= 0)
		put_millionths(out, "FTE30", w->fte_millionths);
	put_int(out, "Cases30", w->cases);
	if (!w->left)
		put_absence(out, w);
	if (w->newly_qualified)
		put_int(out, "CFKSSstatus", NEWLY_QUALIFIED);
	buf_puts(out, "</CSWWWorker>\n");
}

int csww_write(struct buf *out, const struct csww_head *head, const struct workforce_return *r, struct err *err)
{
	if (r->workers_count == 0)
		return err_set(err, PL_INVALID,
			"Nobody with a registration number was in post then, or left in the year before: the return wants one "
			"worker at least.");
	put_head(out, head, r->day);
	put_vacancies(out, head, r);
	for (size_t i = 0; i < r->workers_count; i++)
		put_worker(out, &r->workers[i]);
	buf_puts(out, "</Message>\n");
	return out->full ? err_set(err, PL_LIMIT, "The return is larger than can be written.") : 0;
}
