#include "service/health/publishing.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "core/agreement.h"
#include "core/declared.h"
#include "core/list_words.h"
#include "core/quarter.h"
#include "exchange/published_json.h"
#include "secure/check_note.h"
#include "secure/digest.h"
#include "service/health/health_check.h"
#include "store/declared.h"

/* ---- what was published before ---- */

static int read_version(struct store *s, struct arena *a, int32_t employer_id, int32_t version, struct published *ret,
	struct err *err)
{
	const char *text, *note, *document;
	int rc = store_published_document(s, a, employer_id, version, &text, err);

	return rc < 0 ? rc : published_json_read(a, text, strlen(text), ret, &note, &document, err);
}

/* Those that a draft is held against: all of the quarter, the newest first, and the newest of the ones before and
 * after. */
struct earlier {
	const struct published *versions[DISCLOSURE_VERSIONS_MOST];
	struct published_earlier told;
	int32_t newest_of_quarter, last_version;
	bool newest_is_signed;
};

static int add_earlier(struct store *s, struct arena *a, int32_t employer_id, const struct kept_check *kept,
	struct days quarter, struct earlier *e, struct err *err)
{
	struct published *p = arena_alloc(a, sizeof *p);
	int rc = read_version(s, a, employer_id, kept->version, p, err);

	if (rc < 0)
		return rc;
	if (kept->first != quarter.from) {
		e->told.quarters[e->told.quarters_count++] = &p->rows;
		return 0;
	}
	if (e->newest_of_quarter == 0) {
		e->newest_of_quarter = kept->version;
		e->newest_is_signed = kept->note[0] != '\0';
	}
	e->told.versions[e->told.versions_count] = &p->rows;
	e->told.complete_percent[e->told.versions_count] = p->complete_percent;
	e->versions[e->told.versions_count++] = p;
	return 0;
}

static int read_earlier(struct store *s, struct arena *a, int32_t employer_id, struct days quarter, struct earlier *ret,
	struct err *err)
{
	size_t places[DISCLOSURE_VERSIONS_MOST], count, beside = 0;
	struct kept_check *kept;
	int32_t *firsts;
	int rc = store_published(s, a, employer_id, &kept, &count, err);

	if (rc < 0)
		return rc;
	ret->last_version = count > 0 ? kept[0].version : 0;
	firsts = arena_array(a, count + 1, sizeof *firsts);
	for (size_t i = 0; i < count; i++)
		firsts[i] = kept[i].first;
	beside = published_beside(quarter, firsts, count, places);
	for (size_t i = 0; rc == 0 && i < beside; i++)
		rc = add_earlier(s, a, employer_id, &kept[places[i]], quarter, ret, err);
	return rc;
}

/* ---- a draft ---- */

static void put_agreements(struct arena *a, const struct snapshot *s, struct published *p)
{
	for (size_t i = 0; i < s->lines_count && p->agreements_count < PUBLISHED_AGREEMENTS; i++) {
		const struct line_row *l = &s->lines[i];

		if (!is_limit_agreed(s, l)) {
			p->limit_of_nobody |= is_limit_for_all(l);
			continue;
		}
		p->agreements[p->agreements_count++] = (struct published_agreement){.kind = line_kind_code(l->kind),
			.value = l->value, .service = "", .status = line_status_code(l->status),
			.agreed_by = agreed_parties(a, l->agreed_by), .agreed_on = l->agreed_on};
	}
}

static struct published_count plan_cases(int64_t cases, const struct earlier *e)
{
	struct published_count told[DISCLOSURE_VERSIONS_MOST];
	size_t n = 0;

	for (size_t v = 0; v < e->told.versions_count; v++)
		if (e->versions[v]->has_plan)
			told[n++] = (struct published_count){e->versions[v]->plan_few, e->versions[v]->plan_cases};
	return publish_count_again(cases, told, n);
}

static void put_declared(struct arena *a, const struct declaration *rows, size_t count, int32_t day,
	const struct earlier *e, struct published *p)
{
	const struct declaration *target = declared_on(rows, count, DECLARED_TARGET, day),
		*plan = declared_on(rows, count, DECLARED_PLAN, day);

	p->dfe_code = declared_dfe_code(rows, count, day);
	p->target_status = p->target_agreed_by = "";
	if (target != NULL) {
		const struct target path = target_declared(target);

		p->has_target = true;
		p->target_start = target->figure;
		p->target_goal = target->goal;
		p->target_starts = target->starts;
		p->target_due = target->due;
		p->target_should = target_on(&path, day);
		p->target_pounds = target->pounds;
		p->target_status = line_status_code(target->status);
		p->target_agreed_by = agreed_parties(a, target->agreed_by);
		p->target_agreed_on = target->when.from;
	}
	if (plan != NULL) {
		const struct published_count cases = plan_cases(plan->figure, e);

		p->has_plan = true;
		p->plan_few = cases.withheld;
		p->plan_cases = (int32_t)cases.value;
		p->plan_from = plan->when.from;
		p->plan_due = plan->due;
	}
}

static int read_rest(struct store *s, struct arena *a, const struct picture *at, const struct health *h,
	struct publishing *d, struct earlier *e, struct err *err)
{
	struct published *p = &d->check;
	struct declaration *rows;
	size_t count;
	char head[DIGEST_SIZE];
	int rc = store_declared(s, a, at->snap->employer.id, &rows, &count, err);

	if (rc == 0)
		rc = store_ledger_hash(s, at->snap->employer.id, p->entries, head, err);
	if (rc == 0)
		rc = read_earlier(s, a, at->snap->employer.id, p->period, e, err);
	if (rc < 0)
		return rc;
	p->head = arena_strdup(a, head);
	put_declared(a, rows, count, h->day, e, p);
	published_make(h, &e->told, &p->rows);
	p->complete_percent = published_completeness(h, &e->told);
	p->version = e->last_version + 1;
	d->newest_of_quarter = e->newest_of_quarter;
	d->newest_is_signed = e->newest_is_signed;
	return 0;
}

/* What it says, whichever version it is and whenever it was made. */
static int mark_of(struct arena *a, const struct published *p, const char **ret, struct err *err)
{
	struct buf text = BUF_INIT(PUBLISHED_BYTES + 1);
	struct published plain = *p;
	char sha256[DIGEST_SIZE];
	int rc;

	plain.version = plain.corrects = 0;
	plain.why = plain.head = "";
	plain.instant = plain.entries = 0;
	plain.records_day = DAY_MIN;
	rc = published_json_write(&text, &plain, err);
	if (rc == 0) {
		digest_of(buf_text(&text), text.len, sha256);
		*ret = arena_strdup(a, sha256);
	}
	buf_free(&text);
	return rc;
}

static int mark(struct arena *a, const struct earlier *e, struct publishing *d, struct err *err)
{
	const char *before = "";
	int rc = mark_of(a, &d->check, &d->seen, err);

	if (rc == 0 && e->told.versions_count > 0)
		rc = mark_of(a, e->versions[0], &before, err);
	d->same = rc == 0 && str_equal(before, d->seen);
	return rc;
}

static int draft(struct pictures *pictures, struct arena *a, const struct picture *at, struct publishing *d,
	struct err *err)
{
	const struct health_asked asked = {.period = d->check.period, .scope = {.service = NULL, .team = TEAMS_ALL}};
	struct earlier e = {.last_version = 0};
	struct health h;
	int rc = health_check_for(pictures, a, at, sight_of_all(a, at->snap), &asked, &h, err);

	if (rc < 0)
		return rc;
	d->check.entries = at->snap->employer.position;
	d->check.records_day = h.facts_day;
	d->entered_day = h.records_day;
	put_agreements(a, at->snap, &d->check);
	rc = read_rest(pictures_lock_store(pictures), a, at, &h, d, &e, err);
	pictures_unlock_store(pictures);
	return rc == 0 ? mark(a, &e, d, err) : rc;
}

/* Texts of the picture are copied by writing and reading the document: it outlives the picture. */
static int copy_texts(struct arena *a, struct publishing *d, struct err *err)
{
	struct buf text = BUF_INIT(PUBLISHED_BYTES + 1);
	const struct published_rows rows = d->check.rows;
	const char *note, *document;
	int rc = published_json_write(&text, &d->check, err);

	if (rc == 0)
		rc = published_json_read(a, buf_text(&text), text.len, &d->check, &note, &document, err);
	buf_free(&text);
	for (size_t i = 0; rc == 0 && i < rows.count; i++)
		d->check.rows.rows[i].why = rows.rows[i].why;
	return rc;
}

int publishing_draft(struct pictures *pictures, struct arena *a, const char *employer, struct days quarter,
	int32_t today, int64_t instant, struct publishing *ret, struct err *err)
{
	const struct picture *at = NULL;
	struct publishing d = {.seen = ""};
	int rc = is_quarter_over(quarter, today) ? pictures_get(pictures, employer, quarter.until - 1, &at, err)
		: err_set(err, PL_INVALID, "A health check is published of a quarter of the calendar that is over: expected such a "
		"quarter.");

	if (rc < 0)
		return rc;
	d.check = (struct published){.employer = at->snap->employer.code, .name = at->snap->employer.name,
		.demo = at->snap->employer.demo, .why = "", .head = "", .period = quarter, .instant = instant};
	rc = draft(pictures, a, at, &d, err);
	if (rc == 0)
		rc = copy_texts(a, &d, err);
	picture_drop(at);
	if (rc == 0)
		*ret = d;
	return rc;
}

/* ---- publishing ---- */

struct publication {
	const struct publishing *draft;
	const char *why;              /* in words; NULL: a code that is none */
	bool anew;                    /* the version before will never be signed: the same again, as the next */
	int32_t version;              /* that it has become */
};

static int check_why(const struct publication *p, struct err *err)
{
	if (p->why == NULL)
		return err_set(err, PL_INVALID, "Choose one of the reasons for a correction: what is typed may name somebody.");
	if (p->draft->newest_of_quarter > 0 && p->draft->same && !p->anew)
		return err_set(err, PL_CONFLICT, "This is published already, as version %d, and nothing has changed in it.",
			p->draft->newest_of_quarter);
	if (p->draft->newest_of_quarter > 0 && p->why[0] == '\0')
		return err_set(err, PL_INVALID,
			"This quarter is published as version %d: say why it is corrected. The reason is published with it.",
			p->draft->newest_of_quarter);
	if (p->draft->newest_of_quarter == 0 && p->why[0] != '\0')
		return err_set(err, PL_INVALID,
			"Nothing of this quarter is published that could be corrected: leave the reason empty.");
	return 0;
}

static int write_version(struct deciding *d, const struct publication *p, const struct published *check,
	struct err *err)
{
	struct buf text = BUF_INIT(PUBLISHED_BYTES + 1);
	struct kept_check kept = {.version = check->version, .first = check->period.from, .last = check->period.until - 1,
		.corrects = check->corrects, .why = p->why};
	char sha256[DIGEST_SIZE];
	int rc = published_json_write(&text, check, err);

	if (rc == 0) {
		digest_of(buf_text(&text), text.len, sha256);
		kept.sha256 = sha256;
		rc = commit_published(d->commit, &kept, buf_text(&text), err);
	}
	if (rc == 0) {
		json_int(&d->payload, "version", check->version);
		json_date(&d->payload, "quarter", check->period.from);
		json_text(&d->payload, "sha256", sha256);
		json_int(&d->payload, "bytes", (int64_t)text.len);
		if (check->corrects > 0)
			json_int(&d->payload, "corrects", check->corrects);
	}
	buf_free(&text);
	return rc;
}

static int publish_once(struct deciding *d, const void *context, struct err *err)
{
	struct publication *p = (struct publication *)(uintptr_t)context;
	struct published check = p->draft->check;
	struct kept_check *kept;
	size_t count;
	int rc = check_why(p, err);

	if (rc == 0)
		rc = store_published(d->store, d->a, d->employer.id, &kept, &count, err);
	if (rc == 0 && (count > 0 ? kept[0].version : 0) != check.version - 1)
		rc = err_set(err, PL_CONFLICT, "Somebody has published another version meanwhile: look at it first.");
	if (rc < 0)
		return rc;
	check.corrects = p->draft->newest_of_quarter;
	check.why = p->why;
	check.instant = d->by->instant;
	rc = deciding_begin(d, err);
	if (rc == 0)
		rc = write_version(d, p, &check, err);
	rc = deciding_end(d, rc, &(struct decided){.action = "publish"}, err);
	if (rc == 0)
		p->version = check.version;
	return rc;
}

static int sign_version(struct store *s, struct arena *a, const struct signer *signer, const struct employer *e,
	const struct kept_check *k, struct err *err)
{
	struct check_note n = {.version = k->version, .corrects = k->corrects, .first = k->first, .last = k->last,
		.instant = k->instant};
	struct buf text = BUF_INIT(NOTE_BYTES);
	char line[SIGNATURE_LINE_SIZE];
	int rc;

	memcpy(n.origin, signer->origin, sizeof n.origin);
	(void)snprintf(n.employer, sizeof n.employer, "%s", e->code);
	(void)snprintf(n.sha256, sizeof n.sha256, "%s", k->sha256);
	rc = check_note_write(&text, &n, err);
	if (rc == 0)
		rc = signer->sign(signer->context, buf_text(&text), line, err);
	if (rc == 0)
		rc = store_check_sign(s, e->id, k->version, arena_printf(a, "%s\n%s", buf_text(&text), line), err);
	buf_free(&text);
	return rc;
}

/* The oldest first: the signer signs no version before one that it has signed. One that it will never sign, because it
 * has signed another text of it, does not keep those behind it from being signed; the first refusal is told. */
static int sign_unsigned(struct store *s, struct arena *a, const struct signer *signer, const struct employer *e,
	struct err *err)
{
	struct kept_check *kept;
	size_t count;
	int rc = store_published(s, a, e->id, &kept, &count, err), refused = 0;

	for (size_t i = rc == 0 ? count : 0; i > 0 && (rc == 0 || rc == PL_CONFLICT); i--) {
		struct err why;

		if (kept[i - 1].note[0] != '\0')
			continue;
		rc = sign_version(s, a, signer, e, &kept[i - 1], &why);
		if (rc < 0 && refused == 0) {
			refused = rc;
			*err = why;
		}
	}
	return refused < 0 ? refused : rc;
}

static int sign_employer(struct store *s, struct arena *a, const struct signer *signer, const char *employer,
	struct err *err)
{
	struct employer e;
	int rc = store_employer(s, a, employer, &e, err);

	return rc == 0 ? sign_unsigned(s, a, signer, &e, err) : rc;
}

int publishing_tend(struct store *s, const struct signer *signer, struct err *err)
{
	struct arena *a = arena_new();
	struct employer *employers;
	size_t count = 0;
	int rc = store_employers(s, a, &employers, &count, err);

	for (size_t i = 0; i < count && (rc == 0 || rc == PL_CONFLICT); i++) {
		struct err why;
		const int one = sign_unsigned(s, a, signer, &employers[i], &why);

		if (one < 0 && (rc == 0 || one != PL_CONFLICT)) {
			rc = one;
			*err = why;
		}
	}
	arena_free(a);
	return rc;
}

static int32_t newest_signed(struct store *s, struct arena *a, const char *employer, struct err *err)
{
	struct kept_check *kept;
	struct employer e;
	size_t count = 0;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = store_published(s, a, e.id, &kept, &count, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		if (kept[i].note[0] != '\0')
			return kept[i].version;
	return rc;
}

/* The newest version of the quarter stands unsigned, and the draft says the same: it is signed now, or, if the signer
 * will never sign it, published anew. */
static int try_newest(struct store *s, struct arena *a, const struct signer *signer, const char *employer,
	struct publication *p, struct err *err)
{
	int rc = 0;

	if (p->draft->newest_of_quarter == 0 || p->draft->newest_is_signed || !p->draft->same)
		return 0;
	rc = sign_employer(s, a, signer, employer, err);
	if (rc < 0 && rc != PL_CONFLICT)
		return rc;
	rc = newest_signed(s, a, employer, err);
	p->anew = rc >= 0 && rc < p->draft->newest_of_quarter;
	return rc < 0 ? rc : 0;
}

/* Of others that will never be signed whoever publishes has been told: what counts is this one. */
static int sign_published(struct store *s, struct arena *a, const struct signer *signer, const char *employer,
	int32_t version, struct err *err)
{
	struct err why;
	int rc = sign_employer(s, a, signer, employer, &why), newest;

	if (rc < 0)
		*err = why;
	if (rc != PL_CONFLICT)
		return rc;
	newest = newest_signed(s, a, employer, &why);
	if (newest >= version)
		return 0;
	return err_set(err, PL_CONFLICT, "Version %d is in the ledger and is not signed: nobody can read it. The signer "
		"refuses it, as after a database was put back from a copy: publish it once more, as the next version.",
		version);
}

int publishing_publish(struct store *s, const struct signer *signer, const struct asked_by *by,
	const struct publishing *draft, const char *why, int32_t *ret_version, struct err *err)
{
	struct publication p = {draft, correction_words(why), false, 0};
	struct arena *a = arena_new();
	int rc = try_newest(s, a, signer, by->employer, &p, err);

	if (rc == 0)
		rc = deciding_run(s, by, publish_once, &p, err);
	if (rc == 0)
		rc = sign_published(s, a, signer, by->employer, p.version, err);
	if (rc == 0)
		*ret_version = p.version;
	arena_free(a);
	return rc;
}

/* ---- reading it ---- */

static int32_t corrected_by(const struct kept_check *kept, size_t count, int32_t version)
{
	for (size_t i = 0; i < count; i++)
		if (kept[i].corrects == version && kept[i].note[0] != '\0')
			return kept[i].version;
	return 0;
}

struct entries {
	struct published_entry *items;
	size_t count, room;
};

static int add_entries(struct store *s, struct arena *a, const struct employer *e, struct entries *to, struct err *err)
{
	struct kept_check *kept;
	size_t count;
	int rc = store_published(s, a, e->id, &kept, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		if (kept[i].note[0] != '\0')
			*ARENA_PUSH(a, &to->items, &to->count, &to->room) = (struct published_entry){e->code, e->name, kept[i],
				corrected_by(kept, count, kept[i].version)};
	return rc;
}

int published_entries(struct pictures *pictures, struct arena *a, struct published_entry **ret, size_t *ret_count,
	struct err *err)
{
	struct store *s = pictures_lock_store(pictures);
	struct entries entries = {0};
	struct employer *employers;
	size_t count = 0;
	int rc = store_employers(s, a, &employers, &count, err);

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = add_entries(s, a, &employers[i], &entries, err);
	pictures_unlock_store(pictures);
	*ret = entries.items;
	*ret_count = entries.count;
	return rc;
}

/* Of what is signed; of version 0 the newest version of the newest quarter: an older one may have been corrected since.
 * NULL: none. */
static const struct kept_check *find_signed(const struct kept_check *kept, size_t count, int32_t version)
{
	const struct kept_check *found = NULL;

	/* The newest version comes first. */
	for (size_t i = 0; i < count; i++)
		if (kept[i].note[0] != '\0' &&
			(version == 0 ? found == NULL || kept[i].first > found->first : kept[i].version == version))
			found = &kept[i];
	return found;
}

static int read_signed(struct store *s, struct arena *a, const char *employer, int32_t version,
	struct published_version *ret, struct err *err)
{
	struct buf file = BUF_INIT(2 * PUBLISHED_BYTES);
	const struct kept_check *k = NULL;
	const char *text, *note, *document;
	struct kept_check *kept;
	struct employer e;
	size_t count = 0;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = store_published(s, a, e.id, &kept, &count, err);
	if (rc == 0)
		k = find_signed(kept, count, version);
	if (rc == 0 && k == NULL)
		rc = err_set(err, PL_NOT_FOUND, "There is no such published health check.");
	if (rc == 0)
		rc = store_published_document(s, a, e.id, k->version, &text, err);
	if (rc == 0)
		rc = published_json_read(a, text, strlen(text), &ret->check, &note, &document, err);
	if (rc < 0)
		return rc;
	published_json_file(&file, text, k->note);
	ret->file = arena_strdup(a, buf_text(&file));
	buf_free(&file);
	ret->note = k->note;
	ret->sha256 = k->sha256;
	ret->instant = k->instant;
	ret->corrected_by = corrected_by(kept, count, k->version);
	return 0;
}

int published_version_of(struct pictures *pictures, struct arena *a, const char *employer, int32_t version,
	struct published_version *ret, struct err *err)
{
	int rc = read_signed(pictures_lock_store(pictures), a, employer, version, ret, err);

	pictures_unlock_store(pictures);
	return rc;
}
