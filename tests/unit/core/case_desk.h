/* case_desk.h: facts of one case, laid out for the rules of an import. The state of each test is an arena. */
#pragma once

#include "../../test.h"
#include "core/fact.h"

static inline int desk_open(void **state)
{
	*state = arena_new();
	return 0;
}

static inline int desk_close(void **state)
{
	arena_free(*state);
	return 0;
}

static inline struct fact desk_fact(enum fact_kind kind, int32_t from, int32_t until)
{
	struct fact f = fact_blank(kind);

	f.when = (struct days){from, until};
	return f;
}

static inline struct fact episode(int32_t from, int32_t until)
{
	return desk_fact(FACT_EPISODE, from, until);
}

static inline struct fact stage(const char *type, int32_t from, int32_t until)
{
	struct fact f = desk_fact(FACT_STAGE, from, until);

	f.code = type;
	return f;
}

static inline struct fact holding(int32_t post, int32_t from, int32_t until)
{
	struct fact f = desk_fact(FACT_HOLDING, from, until);

	f.post_id = post;
	return f;
}

static inline struct fact from_source(struct fact f, int32_t source)
{
	f.source = source;
	return f;
}

static inline struct fact purged(struct fact f)
{
	f.purge = true;
	return f;
}

static inline struct case_facts facts_of(struct arena *a, const struct fact *facts, size_t count)
{
	struct case_facts all = {.ref = "C1"};

	for (size_t i = 0; i < count; i++)
		case_facts_add(a, &all, &facts[i]);
	case_facts_tidy(&all, NULL, NULL);
	return all;
}

#define FACTS(a, ...) \
	facts_of((a), (struct fact[]){__VA_ARGS__}, sizeof((struct fact[]){__VA_ARGS__}) / sizeof(struct fact))

static const struct case_facts NOTHING = {.ref = "C1"};

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)
