#include "service/telling/mailing.h"

#include <string.h>

#include "base/clock.h"
#include "service/accounts/accounts_inside.h"
#include "service/telling/letter.h"
#include "service/matters/matters_inside.h"
#include "service/telling/notices.h"
#include "service/telling/own_mail.h"
#include "store/load_facts.h"
#include "store/mail.h"

enum { MARK_TRIES = 3, UNREACHED_MOST = 2, UNDER_WAY_SECONDS = 5 * 60 };

/* One address in one round. */
struct round {
	const struct mailing *m;
	struct arena *a;
	int64_t instant;
	struct mail_counts *counts;
	const struct picture *today;
	const struct employer *employer;
	int32_t unreached;            /* tries in a row */
	struct err *err;              /* what went wrong first */
	int rc;
	bool locked;
};

struct mail {
	struct round *round;
	struct mail_row row;          /* as it was read; then as it is written */
	struct viewer viewer;
	struct telling telling;
	const char *code;             /* of a new code: what is kept of it; NULL */
};

/* ---- what is known of somebody ---- */

static int32_t post_of(const struct snapshot *s, const char *person)
{
	int32_t place = person[0] != '\0' ? snapshot_find_person(s, person) : -1;

	return place >= 0 && s->persons[place].posts_count > 0 ? s->posts[s->person_posts[s->persons[place].first_post]].post_id : 0;
}

/* Of a worker their own hours, of others the usual ones. */
static int read_working(const struct mail *mail, struct store *s, struct working_time *ret, struct err *err)
{
	const struct snapshot *snap = mail->round->today->snap;
	int32_t post_id = post_of(snap, mail->viewer.person);

	if (post_id != 0)
		return store_working_time(s, mail->round->a, snap->employer.id, post_id, snap->day, ret, err);
	return decider_time(s, mail->round->a, snap->employer.id, snap->day, ret, err);
}

static int read_known(const struct mail *mail, struct working_time *ret_working, struct mailed **ret_mailed, size_t *ret_mailed_count,
	struct err *err)
{
	struct store *s = pictures_lock_store(mail->round->m->pictures);
	int rc = read_working(mail, s, ret_working, err);

	if (rc == 0)
		rc = store_mailed(s, mail->round->a, mail->row.employer_id, mail->row.account_id, ret_mailed, ret_mailed_count, err);
	pictures_unlock_store(mail->round->m->pictures);
	return rc;
}

static int decide(struct mail *mail, struct err *err)
{
	const struct round *r = mail->round;
	struct telling_asked asked = {.wish = mail->row.wish, .answers_for_others = roles_answer_for_others(viewer_roles(&mail->viewer)),
		.now = clock_minute(r->instant)};
	struct working_time working;
	struct notices notices;
	struct mailed *mailed;
	int rc = notices_for(r->m->pictures, r->a, r->today, &mail->viewer, asked.now, &notices, err);

	if (rc == 0)
		rc = read_known(mail, &working, &mailed, &asked.mailed_count, err);
	if (rc < 0)
		return rc;
	asked.notices = notices.rows;
	asked.notices_count = notices.count;
	asked.mailed = mailed;
	asked.working = &working;
	mail->telling = telling_decide(r->a, &asked);
	return 0;
}

/* ---- what is written ---- */

/* That it is tried now, unless somebody else does. */
static int write_trying(struct store *s, void *context, struct err *err)
{
	struct mail *mail = context;
	struct mail_row row;
	int rc = store_mail(s, mail->round->a, mail->row.employer_id, mail->row.account_id, &row, err);

	if (rc == 0 && (row.tried_at != mail->row.tried_at || !str_equal(row.address, mail->row.address) || row.code_at != mail->row.code_at))
		rc = err_set(err, PL_CONFLICT, "Somebody else has sent it");
	if (rc < 0)
		return rc;
	row.tried_at = mail->round->instant;
	if (mail->code != NULL) {
		row.code = mail->code;
		row.code_at = mail->round->instant;
		row.code_tries = 0;
	}
	mail->row = row;
	return store_mail_put(s, &row, err);
}

static int write_mailed(struct store *s, const struct mail *mail, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < mail->telling.over_count && rc == 0; i++)
		rc = store_mailed_clear(s, mail->row.employer_id, mail->row.account_id, mail->telling.over[i], err);
	for (size_t i = 0; i < mail->telling.tell_count && rc == 0 && mail->telling.mail; i++)
		rc = store_mailed_put(s, mail->row.employer_id, mail->row.account_id, &mail->telling.tell[i], mail->round->instant, err);
	return rc;
}

static int write_over(struct store *s, void *context, struct err *err)
{
	return write_mailed(s, context, err);
}

/* What came of it; the owner may have chosen something else meanwhile, and that stands. */
static int write_outcome(struct store *s, void *context, struct err *err)
{
	struct mail *mail = context;
	struct mail_row row;
	int rc = store_mail(s, mail->round->a, mail->row.employer_id, mail->row.account_id, &row, err);

	if (rc < 0 || !str_equal(row.address, mail->row.address))
		return rc == PL_NOT_FOUND ? 0 : rc;
	row.failures = mail->row.failures;
	row.failure = mail->row.failure;
	row.mailed_at = mail->row.mailed_at;
	if (mail->code != NULL && row.failures > 0)
		row.code_at = 0;
	rc = store_mail_put(s, &row, err);
	return rc == 0 && row.failures == 0 ? write_mailed(s, mail, err) : rc;
}

static int mark(struct mail *mail, struct err *err)
{
	int rc = PL_LOCKED;

	for (int i = 0; i < MARK_TRIES && rc == PL_LOCKED; i++)
		rc = writer_write(mail->round->m->writer, write_outcome, mail, err);
	return rc;
}

/* ---- sending ---- */

/* Sends and writes down what came of it; what the server refuses is no failure of the round. */
static int send_letter(struct mail *mail, const char *letter, struct err *err)
{
	struct round *r = mail->round;
	struct err ignored, refused;
	int sent, rc = writer_write(r->m->writer, write_trying, mail, err);

	if (rc == PL_CONFLICT || rc == PL_NOT_FOUND)
		return 0;
	if (rc < 0)
		return rc;
	sent = r->m->road.send(r->m->road.context, mail->row.address, letter, &refused);
	mail->row.failures = sent == 0 ? 0 : mail->row.failures + 1;
	mail->row.failure = sent == 0 ? "" : arena_strdup(r->a, refused.text);
	mail->row.mailed_at = sent == 0 ? r->instant : mail->row.mailed_at;
	r->counts->sent += sent == 0 ? 1 : 0;
	r->counts->refused += sent < 0 ? 1 : 0;
	r->counts->failing += sent < 0 ? 1 : 0;
	rc = mark(mail, sent == 0 ? err : &ignored);
	r->unreached = sent == 0 || sent == PL_DENIED ? 0 : r->unreached + 1;
	if (r->unreached > 0)
		return err_set(err, sent, "%s", refused.text);
	return rc;
}

static struct letter letter_to(const struct mail *mail)
{
	return (struct letter){.from = mail->round->m->from, .to = mail->row.address, .site = mail->round->m->site, .instant = mail->round->instant};
}

static int tell(struct mail *mail, struct err *err)
{
	struct buf text = BUF_INIT(LETTER_BYTES);
	struct letter letter = letter_to(mail);
	int rc = decide(mail, err);

	if (rc == 0 && mail->telling.mail) {
		letter_waiting(&text, &letter, mail->round->employer->code, mail->telling.waiting, mail->telling.today);
		rc = send_letter(mail, buf_text(&text), err);
	} else if (rc == 0 && mail->telling.over_count > 0)
		rc = writer_write(mail->round->m->writer, write_over, mail, err);
	buf_free(&text);
	return rc;
}

/* The code is nowhere but in the mail; if that does not go out, another is made for the next try. */
static int send_code(struct mail *mail, struct err *err)
{
	struct buf text = BUF_INIT(LETTER_BYTES);
	struct letter letter = letter_to(mail);
	char code[MAIL_CODE_SIZE], hash[TOKEN_HASH_SIZE];
	int rc;

	mail_code_make(code, hash);
	mail->code = hash;
	letter_code(&text, &letter, code);
	rc = send_letter(mail, buf_text(&text), err);
	secret_wipe(code, sizeof code);
	secret_wipe(text.data, text.len);
	buf_free(&text);
	return rc;
}

/* ---- whose turn it is ---- */

/* False: the account may not be used now. */
static int read_viewer(struct mail *mail, bool *ret_in_use, struct err *err)
{
	struct store *s = pictures_lock_store(mail->round->m->pictures);
	struct signing x = {.grants = NULL};
	int rc = signing_of_account(s, mail->round->a, mail->row.employer_id, mail->row.account_id, &x, err);

	pictures_unlock_store(mail->round->m->pictures);
	if (rc < 0)
		return rc;
	mail->viewer = (struct viewer){.login = x.row.login, .account_id = x.row.account_id, .employer = x.employer.code,
		.person = x.row.person, .grants = x.grants, .grants_count = x.grants_count};
	*ret_in_use = account_why_disabled(&x.employer, &x.row, &x.proof, mail->round->instant)[0] == '\0';
	return 0;
}

/* Whether it was tried just now: in vain, or by somebody else who is still at it (a code says so itself). A try that is yet to come was
 * written down by a clock that went wrong. */
static bool was_tried(const struct mail_row *row, int64_t instant)
{
	bool under_way = row->confirmed_at != 0 && row->tried_at > row->mailed_at;
	int64_t wait = row->failures > 0 ? mail_wait_seconds(row->failures) : under_way ? UNDER_WAY_SECONDS : 0;

	return row->tried_at <= instant && instant < row->tried_at + wait;
}

static int serve_address(struct round *r, const struct mail_row *row, struct err *err)
{
	struct mail mail = {.round = r, .row = *row};
	bool in_use = false;
	int rc;

	if (was_tried(row, r->instant)) {
		r->counts->failing += row->failures > 0 ? 1 : 0;
		return 0;
	}
	rc = read_viewer(&mail, &in_use, err);
	if (rc < 0 || !in_use)
		return rc == PL_NOT_FOUND ? 0 : rc;
	if (row->confirmed_at == 0)
		return row->code_at == 0 ? send_code(&mail, err) : 0;
	return tell(&mail, err);
}

/* One that does not get through keeps no mail from the others; nor does one employer. */
static void keep_first(struct round *r, int rc, const struct err *why)
{
	r->locked |= rc == PL_LOCKED;
	if (rc < 0 && r->rc == 0)
		r->rc = err_set(r->err, rc, "%s", why->text);
}

static bool goes_on(const struct round *r)
{
	return r->unreached < UNREACHED_MOST && !r->locked;
}

static int serve_employer(struct round *r, struct err *err)
{
	struct mail_row *rows;
	size_t count = 0;
	int rc = store_mails(pictures_lock_store(r->m->pictures), r->a, r->employer->id, &rows, &count, err);

	pictures_unlock_store(r->m->pictures);
	if (rc < 0 || count == 0)
		return rc;
	rc = pictures_pass(r->m->pictures, r->employer->code, clock_day_of(r->instant), &r->today, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < count && goes_on(r); i++) {
		struct err why;

		keep_first(r, serve_address(r, &rows[i], &why), &why);
	}
	picture_drop(r->today);
	return 0;
}

int mail_once(const struct mailing *m, const char *employer, int64_t instant, struct mail_counts *ret, struct err *err)
{
	struct round r = {.m = m, .a = arena_new(), .instant = instant, .counts = ret, .err = err};
	struct employer *employers;
	size_t count = 0;
	int rc = store_employers(pictures_lock_store(m->pictures), r.a, &employers, &count, err);

	pictures_unlock_store(m->pictures);
	*ret = (struct mail_counts){0};
	for (size_t i = 0; i < count && rc == 0 && goes_on(&r); i++) {
		struct err why;

		r.employer = &employers[i];
		if (employer == NULL || str_equal(employer, employers[i].code))
			keep_first(&r, serve_employer(&r, &why), &why);
	}
	arena_free(r.a);
	return rc < 0 ? rc : r.rc;
}
