#include "service/health/residue.h"

#include "service/health/health_records.h"
#include "store/health_rows.h"
#include "store/store.h"

bool residue_is_of(enum health_measure m)
{
	return m == MEASURE_RESIDUE || m == MEASURE_IN_NO_PLACE || m == MEASURE_IN_TWO_PLACES;
}

/* Its reference, or "" for whoever may not open it. */
static int ref_for(struct store *s, struct arena *a, const struct snapshot *at, const struct sight *sight,
	int32_t case_id, const char **ret, struct err *err)
{
	struct case_facts facts;
	const char *ref;
	int rc = store_health_case_ref(s, a, at->employer.id, case_id, &ref, err);

	if (rc == 0)
		rc = store_case_facts(s, a, at->employer.id, ref, &facts, err);
	if (rc == 0)
		*ret = sees_case_known(sight, FIELD_CASE_PAGE, &facts) ? ref : "";
	return rc;
}

static int list(struct store *s, struct arena *a, const struct snapshot *at, const struct sight *sight,
	const struct referral_left *left, size_t count, struct residue *residue, struct err *err)
{
	int rc = 0;

	residue->cases = arena_array(a, count < RESIDUE_LISTED ? count : RESIDUE_LISTED, sizeof *residue->cases);
	for (size_t i = 0; i < count && residue->cases_count < RESIDUE_LISTED && rc == 0; i++) {
		const char *ref = "";

		rc = ref_for(s, a, at, sight, left[i].case_id, &ref, err);
		if (rc == 0 && ref[0] != '\0')
			residue->cases[residue->cases_count++] = (struct residue_case){ref, left[i].when, left[i].why};
	}
	residue->unlisted -= (int64_t)residue->cases_count;
	return rc;
}

static struct referral_left *left_of(struct arena *a, const struct snapshot *at, const struct health_records *r,
	const struct health *h, enum health_measure m, size_t *ret_count)
{
	size_t all;
	struct referral_left *rows = health_referrals_left(a, r, health_scope_teams(a, at, h->scope), h->period, &all);

	*ret_count = 0;
	for (size_t i = 0; i < all; i++)
		if (referral_left_in(rows[i].why, m))
			rows[(*ret_count)++] = rows[i];
	return rows;
}

int residue_read(struct store *s, struct arena *a, const struct snapshot *at, const struct sight *sight,
	const struct health *h, enum health_measure m, struct residue *ret, struct err *err)
{
	struct residue residue = {.unlisted = h->figures[m].value};
	struct health_records r;
	const struct referral_left *left;
	size_t count;
	int rc;

	*ret = residue;
	if (h->figures[m].known != HEALTH_KNOWN || h->figures[m].value == 0)
		return 0;
	rc = store_begin_reading(s, err);
	if (rc < 0)
		return rc;
	rc = health_records_read(s, a, at, h->period, HEALTH_SECTION_BIT(HEALTH_FLOW), &r, err);
	if (rc == 0) {
		left = left_of(a, at, &r, h, m, &count);
		rc = list(s, a, at, sight, left, count, &residue, err);
	}
	store_end_reading(s);
	if (rc == 0)
		*ret = residue;
	return rc;
}

int residue_for(struct pictures *pictures, struct arena *a, const struct picture *at, const struct sight *sight,
	const struct health *h, enum health_measure m, struct residue *ret, struct err *err)
{
	int rc = residue_read(pictures_lock_long(pictures), a, at->snap, sight, h, m, ret, err);

	pictures_unlock_long(pictures);
	return rc;
}
