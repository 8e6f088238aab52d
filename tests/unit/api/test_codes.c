/* The description of the addresses lists every code that the figures can hold, and no other. */
#include "../../test.h"

#include "api_assets.h"
#include "api/parts.h"
#include "base/asset.h"
#include "base/str.h"
#include "core/list_words.h"
#include "core/pile.h"

enum { MOST_CODES = 16 };

struct codes {
	const char *list[MOST_CODES];
	size_t count;
};

/* The description as it stands in the program. */
static struct str description(void)
{
	return (struct str){(const char *)api_assets[0].bytes, api_assets[0].size};
}

/* What follows "name": in a text that is JSON with a blank behind each colon. */
static struct str behind(struct str text, const char *name, char opens)
{
	char key[64];
	const char *at;

	(void)snprintf(key, sizeof key, "\"%s\": %c", name, opens);
	at = memmem(text.at, text.len, key, strlen(key));
	if (at == NULL) {
		fail_msg("the description has no %s", key);
		return text;
	}
	at += strlen(key);
	return (struct str){at, text.len - (size_t)(at - text.at)};
}

/* The values that a schema, or one of its members, may have: "a", "b", "c" */
static struct str values_of(const char *schema, const char *member)
{
	struct str s = behind(behind(description(), "schemas", '{'), schema, '{');

	if (member != NULL)
		s = behind(s, member, '{');
	s = behind(s, "enum", '[');
	return (struct str){s.at, strcspn(s.at, "]")};
}

static void assert_lists(const char *schema, const char *member, const struct codes *codes)
{
	struct str values = values_of(schema, member);
	size_t quotes = 0;

	for (size_t i = 0; i < codes->count; i++) {
		char quoted[64];

		(void)snprintf(quoted, sizeof quoted, "\"%s\"", codes->list[i]);
		if (memmem(values.at, values.len, quoted, strlen(quoted)) == NULL)
			fail_msg("%s does not list %s", schema, quoted);
	}
	for (size_t i = 0; i < values.len; i++)
		quotes += values.at[i] == '"' ? 1 : 0;
	assert_int_equal(quotes / 2, codes->count);
}

#define COLLECT(codes, of, last) \
	for (int i = 0; i <= (int)(last); i++) \
		(codes).list[(codes).count++] = of(i)

static const char *band(int i)
{
	return band_code((enum band)i);
}

static void test_description__lists_the_bands(void **state)
{
	struct codes codes = {.count = 0};

	(void)state;
	COLLECT(codes, band, BANDS - 1);
	assert_lists("Band", NULL, &codes);
}

static const char *availability(int i)
{
	return availability_code((enum availability)i);
}

static void test_description__lists_the_states_of_a_post(void **state)
{
	struct codes codes = {.count = 0};

	(void)state;
	COLLECT(codes, availability, CONTRACT_UNKNOWN);
	assert_lists("Availability", NULL, &codes);
}

static const char *pile_reason(int i)
{
	return pile_reason_code((enum pile_reason)i);
}

static void test_description__lists_why_a_case_waits(void **state)
{
	struct codes codes = {.count = 0};

	(void)state;
	COLLECT(codes, pile_reason, PILE_HELD_IN_PART);
	assert_lists("PileReason", NULL, &codes);
}

static const char *weight_reason(int i)
{
	return weight_reason_code((enum weight_reason)i);
}

static void test_description__lists_what_a_weight_is_made_of(void **state)
{
	struct codes codes = {.count = 0};

	(void)state;
	COLLECT(codes, weight_reason, WEIGHT_TAPER);
	assert_lists("WeightLine", "reason", &codes);
}

static const char *line_scope(int i)
{
	return line_scope_in_file((enum line_scope)i);
}

static const char *line_kind(int i)
{
	return line_kind_in_file((enum line_kind)i);
}

static const char *line_status(int i)
{
	return line_status_in_file((enum line_status)i);
}

static void test_description__lists_levels_kinds_and_standing_of_lines(void **state)
{
	struct codes scopes = {.count = 0}, kinds = {.count = 0}, statuses = {.count = 0};

	(void)state;
	COLLECT(scopes, line_scope, LINE_POST);
	COLLECT(kinds, line_kind, LINE_SHARE);
	COLLECT(statuses, line_status, LINE_CONTRACT);
	assert_lists("LineScope", NULL, &scopes);
	assert_lists("LineKind", NULL, &kinds);
	assert_lists("LineStatus", NULL, &statuses);
}

static void test_description__lists_the_roles_of_a_holder(void **state)
{
	struct codes roles = {{holding_role_in_file(HOLDING_LEAD), holding_role_in_file(HOLDING_CO_WORKER)}, 2};

	(void)state;
	assert_lists("Role", NULL, &roles);
}

static void test_description__lists_how_sure_a_number_is(void **state)
{
	struct codes codes = {.list = {source_state(NULL)}, .count = 1};

	(void)state;
	for (enum value_state i = VALUE_STANDARD; i <= VALUE_GUESS; i++)
		codes.list[codes.count++] = source_state(&(struct scheme_source){.state = i});
	assert_lists("SourceState", NULL, &codes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_description__lists_the_bands),
		cmocka_unit_test(test_description__lists_the_states_of_a_post),
		cmocka_unit_test(test_description__lists_why_a_case_waits),
		cmocka_unit_test(test_description__lists_what_a_weight_is_made_of),
		cmocka_unit_test(test_description__lists_levels_kinds_and_standing_of_lines),
		cmocka_unit_test(test_description__lists_the_roles_of_a_holder),
		cmocka_unit_test(test_description__lists_how_sure_a_number_is),
	};

	return RUN_TESTS(tests);
}
