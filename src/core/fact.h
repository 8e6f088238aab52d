/* fact.h: what is known of one case: dated facts, how two sets of them are laid together, and what changes between them.
 *
 * A fact has a key (what it is about) and a value. Files that know the same fact give the same key, so laying them
 * together keeps each fact once; a later import of the same key with another value replaces it, and the old one stays in
 * the store as what was known before. A fact that a later file leaves out is not withdrawn: returns cover a year or a
 * window. It is withdrawn only when a file says so (`purge`).
 *
 *	kind      key                          value
 *	CASE      -                            service, household, team, owner, restricted
 *	EPISODE   when.from (opened)           when.until (closed), code (closing reason), no_further_action
 *	STAGE     code (type), stage, when.from    when.until
 *	FACTOR    code, when.from              when.until
 *	TASK      code (kind), when.from       when.until, minutes
 *	SURGE     when.from                    when.until, minutes, code (why)
 *	HOLDING   post_id (team_id where there is no post), role, when.from    when.until, share, team_id, code (reason it ended),
 *	                                       standing, proposal_id
 *	READER    code (login), when.from      -
 *	VIEW      when.from                    when.until, minutes, code (why), post_id (whose it is)
 *
 * What a file does not say stays as it is known; that is the one rule for every member of every kind. Not said are: an
 * empty text, -1, 0 for an id, and an open end, unless `open_is_said`. Formats that give whole records (CIN census, daily
 * API, involvements) set it: a record of theirs without an end says that there is none, so what was closed by mistake is
 * in force again. Formats whose rows may be partial (own CSV, Annex A) do not: there a blank end leaves a known end alone.
 *
 * A reader is a login that may open the case while it is restricted (core/access.h). No file tells of one: they are named
 * by those who answer for the case, and withdrawn when they are not named any more. Nor does one tell of a view, what the
 * holder says that the case needs, or of how a holding stands: a holding that is on paper stays so when a file tells it anew.
 *
 * A fact that any file states stands over a `purge` of the same key: some systems purge by a number of their own and send
 * the same dates again under a new one. A purge of the CASE fact withdraws all that is known of the case.
 *
 * Texts belong to whoever made the fact (an arena).
 */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "core/snapshot.h"

enum fact_kind { FACT_CASE, FACT_EPISODE, FACT_STAGE, FACT_FACTOR, FACT_TASK, FACT_SURGE, FACT_HOLDING, FACT_READER,
	FACT_VIEW, FACT_KINDS };

struct fact {
	enum fact_kind kind;
	bool purge;               /* the file says that this fact must go */
	struct days when;
	const char *code;         /* "" where the kind has none */
	const char *stage;        /* "" likewise */
	bool open_is_said;        /* that when.until is open is said, and not only that no end is */
	int32_t minutes;          /* -1: as the scheme says */
	int8_t no_further_action; /* of an EPISODE; -1: the file does not say */
	bool holder_is_said;      /* of an EPISODE: the record tells who leads on the case on the day of the import, if only that
	                           * nobody does; no part of key or value, as the next (core/import_list.h) */
	bool is_over;             /* of a STAGE: nothing is stated but that it does not go on on the day of the import */
	/* FACT_CASE */
	const char *service, *household, *owner; /* "": the file does not say */
	int32_t case_team_id;                    /* 0: the file does not say */
	int8_t restricted;                       /* -1: the file does not say */
	/* FACT_HOLDING; of a VIEW its post */
	int32_t post_id, team_id;                /* 0: none */
	enum holding_role role;
	int32_t share;                           /* per mille; -1: the file does not say, of a new holding the whole */
	int8_t standing;                         /* enum holding_standing; -1: not said, of a new holding it stands */
	int32_t proposal_id;                     /* it came of; 0: of none, or not said */
	int32_t told_in;                         /* first day of the last episode whose record tells it; DAY_MIN: of none. No
	                                          * part of key or value */
	int32_t source;                          /* which file said it, for messages; no part of key or value */
	uint32_t order;                          /* used while sorting */
};

struct case_facts {
	const char *ref;
	struct fact *facts;
	size_t count, room;
};

/* A holding as it stands in the history of who held it. */
struct held_case {
	const char *ref;
	struct days when;
	enum holding_role role;
	int32_t share;
	int32_t post_id;    /* in which it was held */
	const char *reason; /* why it ended */
	const char *team;   /* code, of where it was held */
	const char *case_team; /* code, of whose work the case is; "" where that is not known */
	bool restricted;    /* the case is, now */
};

/* A fact of a kind with everything else at "not said"; the share of a holding is the whole (1000). */
struct fact fact_blank(enum fact_kind kind);

/* Adds a copy of the struct (texts are not copied). */
void case_facts_add(struct arena *a, struct case_facts *facts, const struct fact *f);

/* How a holding stands: it stands where nothing else is said. */
enum holding_standing holding_standing(const struct fact *f);

/* Why people end a holding here; words for them: service/pictures/code_words.c. */
#define ENDED_CHANGED "changed"
#define ENDED_HANDED_OVER "handed-over"
#define ENDED_HANDED_BACK "handed-back"
#define ENDED_ALLOCATED "allocated"
#define ENDED_EMERGENCY_OVER "emergency-over"
#define ENDED_CLOSED "closed"

/* Ends a holding on a day. What began on that very day was held for part of it: it stays in the records, without a day of its own.
 * What was to begin later never was. */
void holding_end(struct fact *held, int32_t day, const char *why);

bool fact_same_key(const struct fact *a, const struct fact *b);
bool fact_same_value(const struct fact *a, const struct fact *b);

/* Lays every told fact over what is known of the same one, so that `told` says what would stand if it were taken: a closed
 * episode that is told without an end is closed. Purges and facts that are not known stay as they are. Both tidy. */
void case_facts_complete(const struct case_facts *known, struct case_facts *told);

/* Sorts by kind and key and keeps each key once. Where two facts of one key differ, what is said wins over what is not,
 * and a known end over an open one; if both say different things, or one purges what the other states, the first (or the
 * statement) stands and `conflict` (may be NULL) is called with the two. */
void case_facts_tidy(struct case_facts *facts, void (*conflict)(void *context, const struct fact *kept, const struct fact *other),
	void *context);

enum change_op { CHANGE_ADD, CHANGE_REPLACE, CHANGE_WITHDRAW };

struct fact_change {
	enum change_op op;
	const struct fact *before; /* with REPLACE and WITHDRAW; one of the known facts */
	const struct fact *after;  /* with ADD and REPLACE; one of the told facts, or in the arena */
};

/* What has to change so that `known` says all that `told` says. Both tidy. What `told` does not say stays as it is known.
 * Nothing to change gives 0 changes: the same file twice changes nothing. Where a holding changes, what its holder says that the
 * case needs ends with it, whoever ended it and how. In the arena. */
void case_decide(struct arena *a, const struct case_facts *known, const struct case_facts *told,
	struct fact_change **ret, size_t *ret_count);
