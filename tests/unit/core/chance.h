/* chance.h: a middling council made by chance, the same for the same seed, whose rows can be added in any order.
 *
 * Every row follows from the seed, its kind and its number alone. All that can go wrong in real records is in it: cases
 * held twice, by managers, teams, the absent and those who left, households that span teams, stages nobody knows.
 */
#pragma once

#include <stdio.h>

#include "council.h"

enum chance_kind {
	CHANCE_TEAM, CHANCE_PERSON, CHANCE_POST, CHANCE_REDUCTION, CHANCE_CASE, CHANCE_STAGE, CHANCE_FACTOR, CHANCE_TASK,
	CHANCE_SURGE, CHANCE_HOLDING, CHANCE_LINE, CHANCE_KINDS
};

static const int32_t CHANCE_ROWS[CHANCE_KINDS] = {5, 40, 46, 20, 300, 420, 60, 40, 20, 330, 24};

enum { CHANCE_DAY = 20543, CHANCE_MOST_ROWS = 1400 }; /* 2026-03-31 */

struct chance {
	struct snapshot_builder *builder;
	uint32_t seed;
};

/* A number from 0 to n - 1 that belongs to a question about a row. */
static inline int32_t chance_of(const struct chance *c, enum chance_kind kind, int32_t row, int32_t question, int32_t n)
{
	uint64_t x = ((uint64_t)c->seed << 40) ^ ((uint64_t)kind << 32) ^ ((uint64_t)(uint32_t)row << 8) ^ (uint64_t)question;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	x ^= x >> 31;
	return (int32_t)(x % (uint64_t)n);
}

/* Begins within the year before the day or, one time in ten, after it; every third one has ended or will end. */
static inline struct days chance_days(const struct chance *c, enum chance_kind kind, int32_t row)
{
	struct days when = {.from = CHANCE_DAY + 36 - chance_of(c, kind, row, 101, 360), .until = DAY_MAX};

	if (chance_of(c, kind, row, 102, 3) == 0)
		when.until = when.from + chance_of(c, kind, row, 103, 300);
	return when;
}

static inline void chance_team(const struct chance *c, int32_t i)
{
	char code[16];
	struct team_row team = {.team_id = i + 1, .code = code, .name = code, .parent = "", .manager = "", .manager_code = ""};

	(void)snprintf(code, sizeof code, "team-%d", (int)i);
	if (i % 2 == 0)
		team.manager = "Ann Manager";
	snapshot_add_team(c->builder, &team, "children");
}

static inline void chance_person(const struct chance *c, int32_t i)
{
	char code[16], name[16];
	struct person_row person = {.person_id = i + 1, .code = code, .name = name, .registration = "", .staff_id = code};

	(void)snprintf(code, sizeof code, "W%03d", (int)((i * 7) % 100));
	(void)snprintf(name, sizeof name, "Name %d", (int)chance_of(c, CHANCE_PERSON, i, 1, 20));
	snapshot_add_person(c->builder, &person);
}

static inline void chance_post(const struct chance *c, int32_t i)
{
	static const int32_t fte[] = {1000000, 1000000, 800000, 600000, 0, -1};
	int32_t f = fte[chance_of(c, CHANCE_POST, i, 1, 6)];
	struct post_row post = {
		.post_id = i + 1,
		.when = {DAY_MIN, DAY_MAX},
		.fte_millionths = f,
		.contract_minutes = f < 0 ? -1 : (int32_t)((int64_t)f * COUNCIL_WEEK_MINUTES / COUNCIL_FULL_TIME),
		.role = chance_of(c, CHANCE_POST, i, 2, 8) == 0 ? POST_MANAGER : POST_SOCIAL_WORKER,
		.grade = "",
		.newly_qualified_until = DAY_MIN,
		.reported_cases = -1,
	};

	if (chance_of(c, CHANCE_POST, i, 6, 8) == 0)
		post.when.from = CHANCE_DAY - 20 + chance_of(c, CHANCE_POST, i, 7, 40);
	if (chance_of(c, CHANCE_POST, i, 3, 8) == 0)
		post.when.until = CHANCE_DAY - 20 + chance_of(c, CHANCE_POST, i, 4, 40);
	snapshot_add_post(c->builder, &post, 1 + i % CHANCE_ROWS[CHANCE_PERSON], chance_of(c, CHANCE_POST, i, 5, 6));
}

static inline void chance_case(const struct chance *c, int32_t i)
{
	char ref[16], household[16] = "";
	struct case_row row = {.case_id = i + 1, .ref = ref, .owner = "", .opened = CHANCE_DAY - 200, .closed = DAY_MAX,
		.last_held_until = DAY_MIN};

	(void)snprintf(ref, sizeof ref, "SYN%06d", (int)((i * 7919) % 1000003));
	if (chance_of(c, CHANCE_CASE, i, 1, 2) == 0)
		(void)snprintf(household, sizeof household, "H%d", (int)chance_of(c, CHANCE_CASE, i, 2, 60));
	row.opened += chance_of(c, CHANCE_CASE, i, 3, 210);
	if (chance_of(c, CHANCE_CASE, i, 4, 5) == 0)
		row.closed = CHANCE_DAY - 60 + chance_of(c, CHANCE_CASE, i, 5, 80);
	snapshot_add_case(c->builder, &row, "children", household, chance_of(c, CHANCE_CASE, i, 6, 6));
}

static inline void chance_stage(const struct chance *c, int32_t i)
{
	static const char *const types[] = {"looked-after", "protection", "enquiry", "need", "assessment", "leaver", "unheard-of"};
	struct stage_row stage = {.type = types[chance_of(c, CHANCE_STAGE, i, 1, 7)], .stage = "",
		.when = chance_days(c, CHANCE_STAGE, i)};

	snapshot_add_stage(c->builder, &stage, 1 + chance_of(c, CHANCE_STAGE, i, 2, 310));
}

static inline void chance_case_fact(const struct chance *c, enum chance_kind kind, int32_t i)
{
	int32_t case_id = 1 + chance_of(c, kind, i, 1, 310);
	struct days when = chance_days(c, kind, i);

	if (kind == CHANCE_FACTOR)
		snapshot_add_factor(c->builder, &(struct factor_row){.code = i % 2 ? "travel" : "interpreter", .when = when}, case_id);
	else if (kind == CHANCE_SURGE)
		snapshot_add_surge(c->builder, &(struct surge_row){.minutes = 60 + i, .why = "crisis", .when = when}, case_id);
	else
		snapshot_add_task(c->builder, &(struct task_row){.kind = "report", .minutes = 60 * i, .when = when},
			i % 3 == 0 ? 0 : case_id, i % 3 == 0 ? 1 + chance_of(c, kind, i, 2, 50) : 0);
}

static inline void chance_holding(const struct chance *c, int32_t i)
{
	bool by_team = chance_of(c, CHANCE_HOLDING, i, 1, 12) == 0;
	struct holding_row holding = {
		.role = chance_of(c, CHANCE_HOLDING, i, 2, 5) == 0 ? HOLDING_CO_WORKER : HOLDING_LEAD,
		.share = 1000,
		.when = chance_days(c, CHANCE_HOLDING, i),
	};

	snapshot_add_holding(c->builder, &holding, 1 + chance_of(c, CHANCE_HOLDING, i, 3, 310),
		by_team ? 0 : 1 + chance_of(c, CHANCE_HOLDING, i, 4, 48), chance_of(c, CHANCE_HOLDING, i, 5, 6));
}

static inline void chance_reduction(const struct chance *c, int32_t i)
{
	bool sick = chance_of(c, CHANCE_REDUCTION, i, 1, 2) == 0;
	struct reduction_row reduction = {.reason = sick ? "sick" : "union", .minutes = sick ? -1 : 100 * i,
		.when = chance_days(c, CHANCE_REDUCTION, i)};

	snapshot_add_reduction(c->builder, &reduction, 1 + chance_of(c, CHANCE_REDUCTION, i, 2, 48));
}

static inline void chance_line(const struct chance *c, int32_t i)
{
	struct line_row line = {.line_id = i + 1, .scope = (enum line_scope)chance_of(c, CHANCE_LINE, i, 1, 5),
		.kind = (enum line_kind)chance_of(c, CHANCE_LINE, i, 2, 2), .value = 1 + chance_of(c, CHANCE_LINE, i, 3, 1000),
		.status = (enum line_status)chance_of(c, CHANCE_LINE, i, 4, 4), .agreed_by = "", .when = chance_days(c, CHANCE_LINE, i)};

	snapshot_add_line(c->builder, &line, "children", 1 + chance_of(c, CHANCE_LINE, i, 5, 6),
		1 + chance_of(c, CHANCE_LINE, i, 6, 48));
}

static inline void chance_add(const struct chance *c, enum chance_kind kind, int32_t i)
{
	switch (kind) {
	case CHANCE_TEAM: chance_team(c, i); break;
	case CHANCE_PERSON: chance_person(c, i); break;
	case CHANCE_POST: chance_post(c, i); break;
	case CHANCE_REDUCTION: chance_reduction(c, i); break;
	case CHANCE_CASE: chance_case(c, i); break;
	case CHANCE_STAGE: chance_stage(c, i); break;
	case CHANCE_FACTOR:
	case CHANCE_TASK:
	case CHANCE_SURGE: chance_case_fact(c, kind, i); break;
	case CHANCE_HOLDING: chance_holding(c, i); break;
	case CHANCE_LINE: chance_line(c, i); break;
	case CHANCE_KINDS: break;
	}
}

/* The picture for a seed. `shuffle` changes the order in which the rows are added and nothing else; 0: kind by kind. */
static inline const struct snapshot *chance_picture(uint32_t seed, uint32_t shuffle)
{
	struct council council = council_on("2026-03-31");
	struct chance c = {.builder = council.builder, .seed = seed}, mixer = {.seed = shuffle};
	struct { enum chance_kind kind; int32_t row; } order[CHANCE_MOST_ROWS];
	int32_t count = 0;

	for (int k = 0; k < CHANCE_KINDS; k++) {
		for (int32_t i = 0; i < CHANCE_ROWS[k]; i++, count++) {
			assert_true(count < CHANCE_MOST_ROWS);
			order[count].kind = (enum chance_kind)k;
			order[count].row = i;
		}
	}
	for (int32_t i = count - 1; shuffle != 0 && i > 0; i--) {
		int32_t j = chance_of(&mixer, CHANCE_KINDS, i, 0, i + 1);
		__typeof__(order[0]) swapped = order[i];

		order[i] = order[j];
		order[j] = swapped;
	}
	for (int32_t i = 0; i < count; i++)
		chance_add(&c, order[i].kind, order[i].row);
	return council_picture(&council);
}
