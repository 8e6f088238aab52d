/* What the document of a case asks its sight: one case for whoever may know its holders, and for whoever may not. */
#include "../core/council.h"

#include "api/resource.h"
#include "base/str.h"

enum { DOCUMENT_BYTES = 100000 };

struct case_at_hand {
	const struct snapshot *snap;
	struct fact facts[1];
	struct case_facts history;
};

/* One case, W1's, who had it from somebody ill. */
static struct case_at_hand case_at_hand(void)
{
	struct council c = council_on("2026-03-31");
	int32_t post = council_worker(&c, "W1", council_team(&c, "north", ""), COUNCIL_FULL_TIME);
	int32_t id = council_case(&c, "C1", "2026-01-05");
	struct case_at_hand at = {.history = {.ref = "C1", .count = 1}};

	council_stage(&c, id, "protection", "2026-01-05", "");
	council_hold(&c, id, post, "2026-02-01");
	at.snap = council_picture(&c);
	at.facts[0] = fact_blank(FACT_HOLDING);
	at.facts[0].post_id = post;
	at.facts[0].code = "sickness";
	at.facts[0].when = council_days("2026-01-05", "2026-02-01");
	return at;
}

static void document_has(const struct case_at_hand *at, const struct sight *v, enum resource_format format,
	const char *words, bool has)
{
	const struct picture picture = {.snap = at->snap};
	struct buf out = BUF_INIT(DOCUMENT_BYTES);
	struct case_history history = {.facts = at->history};

	history.facts.facts = (struct fact *)(uintptr_t)at->facts;
	resource_case(&out, format, &picture, v, 0, &history);
	if ((strstr(buf_text(&out), words) != NULL) != has)
		fail_msg("%s: expected %s%s", buf_text(&out), has ? "" : "no ", words);
	buf_free(&out);
}

static void test_case__names_holders_and_personal_reasons_to_whoever_may_know_them_only(void **state)
{
	struct case_at_hand at = case_at_hand();
	struct arena *a = arena_new();
	const struct sight *all = sight_of_all(a, at.snap), *nobody = sight_of(a, NULL, at.snap, at.snap);

	(void)state;
	document_has(&at, all, RESOURCE_JSON, "\"holder\":\"W1\"", true);
	document_has(&at, all, RESOURCE_JSON, "\"code\":\"sickness\"", true);
	document_has(&at, nobody, RESOURCE_JSON,
		"\"continuity\":{\"since\":\"2025-04-01\",\"workers\":1,\"changes_of_worker\":0}", true);
	document_has(&at, all, RESOURCE_CSV, ",W1,", true);
	document_has(&at, nobody, RESOURCE_JSON, "W1", false);
	document_has(&at, nobody, RESOURCE_JSON, "\"holder\":null", true);
	document_has(&at, nobody, RESOURCE_JSON, "\"code\":\"personal\"", true);
	document_has(&at, nobody, RESOURCE_CSV, "W1", false);
	arena_free(a);
	snapshot_drop(at.snap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_case__names_holders_and_personal_reasons_to_whoever_may_know_them_only),
	};

	return RUN_TESTS(tests);
}
