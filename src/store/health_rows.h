/* health_rows.h: the rows that a health check counts over a time (core/health_records.h), by what is known now. Teams
 * are ids here, and instants seconds UTC. Everything is in the arena. */
#pragma once

#include "core/matter.h"
#include "store/store.h"

struct health_episode_row {
	int32_t case_id, team_id;   /* 0: none */
	struct days when;
	const char *reason;         /* code; "" where none is said */
	bool no_further_action;
	bool begun, held;           /* where they were asked for */
};
/* That bear on one of the days, by case and first day. */
int store_health_episodes(struct store *s, struct arena *a, int32_t employer_id, struct days span, bool with_work,
	struct health_episode_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* The reference of a case. PL_NOT_FOUND. */
int store_health_case_ref(struct store *s, struct arena *a, int32_t employer_id, int32_t case_id, const char **ret,
	struct err *err)
	PL_MUST_CHECK;

struct health_holding_row {
	int32_t case_id, post_id, team_id;
	enum holding_role role;
	enum holding_standing standing;
	struct days when;
};
/* Likewise; of one case and day the lead first. */
int store_health_holdings(struct store *s, struct arena *a, int32_t employer_id, struct days span,
	struct health_holding_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

struct health_closing_row {
	int32_t case_id, closed;
	bool worker_agrees, over_line, second_look;
};
int store_health_closings(struct store *s, struct arena *a, int32_t employer_id, struct days span,
	struct health_closing_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

struct health_extra_row {
	int32_t post_id, day, minutes;
	bool taken;
};
/* Before a day, by post and day. */
int store_health_extra(struct store *s, struct arena *a, int32_t employer_id, int32_t until,
	struct health_extra_row **ret, size_t *ret_count, struct err *err) PL_MUST_CHECK;

struct health_matter_row {
	enum matter_kind kind;
	int32_t post_id, case_team_id;
	struct days lasted;
	int64_t asked, answered;    /* 0: not */
	bool taken_back, went_up;
};
/* Of the kinds HAND_BACK, TALK, OVER_LINE, OWED and REVIEW, whenever they were asked. */
int store_health_matters(struct store *s, struct arena *a, int32_t employer_id, struct health_matter_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

struct health_proposer_row {
	const char *login;
	int32_t person_id;
};
/* Accounts of people in post, by login. */
int store_health_proposers(struct store *s, struct arena *a, int32_t employer_id, struct health_proposer_row **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;

/* Whether there is any of it: of absences by sickness and extra time, of whatever day; of referrals that led to nothing
 * and of stages, that were open since a day. */
struct health_has {
	bool extra, nothing, stages;
	int64_t entered;            /* when the first import was made that was not taken back; 0: none */
};
int store_health_has(struct store *s, int32_t employer_id, int32_t since, struct health_has *ret, struct err *err)
	PL_MUST_CHECK;
