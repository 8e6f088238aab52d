#include "service/matters/csww_return.h"

#include "base/clock.h"
#include "base/str.h"
#include "exchange/csww_writer.h"
#include "exchange/england.h"
#include "service/pictures/pictures.h"
#include "store/declared.h"

enum { CODES_NAMED = 10 };

static bool has_service(const struct snapshot *s, const char *code)
{
	return snapshot_find_service(s, code) >= 0;
}

static int choose_service(const struct snapshot *s, const char *asked, const char **ret, struct err *err)
{
	if (asked != NULL && !has_service(s, asked))
		return err_set(err, PL_NOT_FOUND, "This employer has no service %s.", asked);
	*ret = asked != NULL ? asked : has_service(s, ENGLAND_SERVICE) ? ENGLAND_SERVICE : NULL;
	return 0;
}

static int read_declared(struct store *s, struct arena *a, const struct picture *p, struct csww_return *ret,
	struct err *err)
{
	const struct declaration *vacancies;
	struct declaration *rows;
	size_t count;
	int rc = store_declared(s, a, p->snap->employer.id, &rows, &count, err);

	if (rc < 0)
		return rc;
	vacancies = declared_on(rows, count, DECLARED_VACANCIES, p->snap->day);
	ret->la_code = declared_dfe_code(rows, count, p->snap->day);
	ret->vacancies_hundredths = vacancies != NULL ? vacancies->figure : -1;
	return 0;
}

static int32_t sum_of_cases(const struct workforce_return *r)
{
	int32_t sum = r->unregistered_cases;

	for (size_t i = 0; i < r->workers_count; i++)
		sum += r->workers[i].cases;
	return sum;
}

static int make(struct store *s, struct arena *a, const struct picture *p, struct csww_return *ret, struct buf *xml,
	struct err *err)
{
	struct roster roster;
	int rc = store_roster(s, a, p->snap->employer.id, &roster, err);

	if (rc == 0)
		rc = read_declared(s, a, p, ret, err);
	if (rc < 0)
		return rc;
	ret->workers = workforce_return_of(a, &roster, p->snap, ret->service);
	ret->cases_held = sum_of_cases(&ret->workers);
	return csww_write(xml, &(struct csww_head){ret->la_code, ret->vacancies_hundredths, clock_now()}, &ret->workers, err);
}

int csww_return(struct store *s, struct arena *a, const char *employer, int32_t day, const char *service,
	struct csww_return *ret, struct buf *xml, struct err *err)
{
	const struct picture *p = NULL;
	int rc = day > clock_today() ?
		err_set(err, PL_INVALID, "That day is still to come: expected the day of the return, or an earlier one.")
		: picture_load(s, employer, day, &p, err);

	*ret = (struct csww_return){0};
	if (rc == 0)
		rc = choose_service(p->snap, service, &ret->service, err);
	if (rc == 0)
		rc = make(s, a, p, ret, xml, err);
	ret->service = ret->service != NULL ? arena_strdup(a, ret->service) : NULL;
	picture_drop(p);
	return rc;
}

/* ---- what it does not say ---- */

static void put_unregistered(struct buf *out, const struct workforce_return *r)
{
	if (r->unregistered_count == 0)
		return;
	buf_putf(out, "%zu without a number of Social Work England stand not in it, with %d of the cases held:",
		r->unregistered_count, r->unregistered_cases);
	for (size_t i = 0; i < r->unregistered_count && i < CODES_NAMED; i++)
		buf_putf(out, "%s %s", i > 0 ? "," : "", r->unregistered[i]);
	buf_puts(out, r->unregistered_count > CODES_NAMED ? " and more.\n" : ".\n");
}

static void put_guesses(struct buf *out, const struct workforce_return *r)
{
	if (r->unknown_fte > 0)
		buf_putf(out, "%d of them stand without FTE: the records do not say it.\n", r->unknown_fte);
	if (r->capped > 0)
		buf_putf(out, "%d with more than one full-time post together stand with 1, which is the most the return takes.\n",
			r->capped);
	if (r->managers > 0)
		buf_putf(out, "%d managers stand as first-line managers (OrgRole 3): personnel records know who is a middle or "
			"senior manager.\n", r->managers);
	if (r->agency_workers > 0)
		buf_putf(out, "%d agency workers are all taken to cover vacancies (NoAgencyFTE, NoAgencyHeadcount).\n",
			r->agency_workers);
}

void csww_return_gaps(struct buf *out, const struct csww_return *r)
{
	char day[DATE_WORDS_SIZE];

	buf_putf(out, "The return of %s: %zu workers%s%s, %d cases held, counted as the official counts are.\n",
		date_words(r->workers.day, day),
		r->workers.workers_count, r->service != NULL ? " of the service " : "", r->service != NULL ? r->service : "",
		r->cases_held);
	if (r->la_code == 0)
		buf_puts(out, "It has no Source: the code at the Department for Education is not declared (plimsoll employer declare "
			"dfe-code).\n");
	if (r->vacancies_hundredths < 0)
		buf_puts(out, "NumberOfVacancies is not declared for that day and stands as 0.00 (plimsoll employer declare "
			"vacancies).\n");
	put_unregistered(out, &r->workers);
	put_guesses(out, &r->workers);
	buf_puts(out, "StartOrigin, LeaverDestination and ReasonLeave stand as not yet collected.\n");
	buf_putf(out, "Not in the records, to be added from those of personnel: %s.\n", CSWW_LEFT_OUT);
}
