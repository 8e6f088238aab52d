#include "service/keeping/copy.h"

#include "base/clock.h"
#include "base/str.h"
#include "secure/values.h"
#include "service/pictures/pictures.h"
#include "service/pictures/scheme_use.h"
#include "store/verify.h"

enum { FIGURES_BYTES = 256 * 1024 * 1024 };

/* What a database says of its employers: where their ledgers end, and a digest of each one's figures. */
struct said {
	struct ledger_heads heads;
	char (*figures)[DIGEST_SIZE];
};

/* ---- figures ---- */

static void enter(struct buf *out, int64_t number)
{
	values_add_number(out, STR(""), number);
}

/* What boards and pages are made of: each post's load and the case it carries, and the official counts. */
static void enter_picture(struct buf *out, const struct picture *p)
{
	for (size_t i = 0; i < p->loads.posts_count; i++) {
		const struct post_load *l = &p->loads.posts[i];

		enter(out, p->snap->posts[i].post_id);
		enter(out, l->load_minutes);
		enter(out, l->capacity_minutes);
		enter(out, l->low_minutes);
		enter(out, l->high_minutes);
		enter(out, l->cases);
		enter(out, l->owed_minutes);
		enter(out, l->line_permille);
		enter(out, (int64_t)l->band);
	}
	enter(out, (int64_t)p->pile_count);
	enter(out, p->counts.open_cases);
	enter(out, p->counts.households);
	enter(out, p->counts.case_holders);
	enter(out, p->counts.case_holders_fte_millionths);
	enter(out, p->counts.cases_held);
	enter(out, (int64_t)p->counts.unallocated_count);
}

static int figures_of(struct store *s, const char *employer, int32_t day, char ret[DIGEST_SIZE], struct err *err)
{
	struct buf text = BUF_INIT(FIGURES_BYTES);
	const struct picture *p;
	int rc = picture_load(s, employer, day, &p, err);

	if (rc < 0)
		return rc;
	enter_picture(&text, p);
	picture_drop(p);
	digest_of(buf_text(&text), text.len, ret);
	buf_free(&text);
	return 0;
}

static int ask(struct arena *a, struct store *s, int32_t day, struct said *ret, struct err *err)
{
	int rc = schemes_of_store(s, err);

	if (rc == 0)
		rc = ledger_heads_read(a, s, &ret->heads, err);
	if (rc < 0)
		return rc;
	ret->figures = arena_array(a, ret->heads.count + 1, sizeof *ret->figures);
	for (size_t i = 0; i < ret->heads.count && rc == 0; i++)
		rc = figures_of(s, ret->heads.items[i].employer, day, ret->figures[i], err);
	return rc;
}

/* ---- the copy against its source ---- */

static int differ(const char *employer, const char *what, struct err *err)
{
	return err_set(err, PL_DAMAGED, "%s: %s of the copy %s not that of the source: it was not finished", employer, what,
		str_equal(what, "the ledger") ? "is" : "are");
}

static int compare(const struct said *from, const struct said *to, struct err *err)
{
	if (from->heads.count != to->heads.count)
		return err_set(err, PL_DAMAGED, "the copy does not have the employers of the source: it was not finished");
	for (size_t i = 0; i < from->heads.count; i++) {
		const struct ledger_head *one = &from->heads.items[i], *other = &to->heads.items[i];

		if (!str_equal(one->employer, other->employer) || one->entries != other->entries ||
			!str_equal(one->hash, other->hash))
			return differ(one->employer, "the ledger", err);
		if (!str_equal(from->figures[i], to->figures[i]))
			return differ(one->employer, "figures", err);
	}
	return 0;
}

static int check_whole(struct arena *a, struct store *s, struct err *err)
{
	struct ledger_finding *findings;
	size_t count = 0;
	int rc = store_verify(s, a, NULL, 0, &findings, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++)
		if (findings[i].verdict != LEDGER_WHOLE)
			rc = err_set(err, PL_DAMAGED, "%s%sthe copy is not what was written, and was not finished: %s", findings[i].employer,
				findings[i].employer[0] != '\0' ? ": " : "", findings[i].words);
	return rc;
}

/* ---- all of it ---- */

/* What needs the source. Its moment ends with it. */
static int fill(struct arena *a, const struct copy_request *request, struct store *from, struct store *to,
	struct copying **ret, struct said *ret_said, struct err *err)
{
	int rc = store_begin_reading(from, err);

	if (rc == 0)
		rc = copying_begin(from, to, ret, err);
	if (rc == 0)
		rc = copying_fill(*ret, request->told, request->context, err);
	if (rc == 0)
		rc = ask(a, from, request->day, ret_said, err);
	store_end_reading(from);
	return rc;
}

static int prove(struct arena *a, const struct copy_request *request, struct copying *c, const struct said *from,
	struct store *to, struct err *err)
{
	struct said said = {0};
	int rc = copying_compare(c, err);

	if (rc == 0)
		rc = check_whole(a, to, err);
	if (rc == 0)
		rc = ask(a, to, request->day, &said, err);
	return rc == 0 ? compare(from, &said, err) : rc;
}

static int copy(struct arena *a, const struct copy_request *request, struct store *from, struct store *to,
	struct copy_made *ret, struct err *err)
{
	struct copying *c = NULL;
	struct said said = {0};
	int rc = fill(a, request, from, to, &c, &said, err);

	if (rc == 0)
		rc = prove(a, request, c, &said, to, err);
	if (rc == 0)
		rc = copying_end(c, err);
	if (rc == 0)
		*ret = (struct copy_made){.heads = said.heads, .size = copying_size(c)};
	copying_free(c);
	return rc;
}

int copy_database(struct arena *a, const struct copy_request *request, struct copy_made *ret, struct err *err)
{
	int64_t began = clock_steady_ms();
	struct store *from = NULL, *to = NULL;
	struct copy_made made = {0};
	int rc = store_open(request->from, STORE_READ, &from, err);

	if (rc == 0)
		rc = store_open(request->to, STORE_FILL, &to, err);
	if (rc == 0)
		rc = copy(a, request, from, to, &made, err);
	store_close(to);
	store_close(from);
	if (rc < 0)
		return rc;
	made.milliseconds = clock_steady_ms() - began;
	*ret = made;
	return 0;
}
