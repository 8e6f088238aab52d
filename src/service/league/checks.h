/* checks.h: the health checks that employers have published, for the league: those of this server's employers, and
 * files from other servers, each of which is held against the key that is kept for its employer (R82, R85).
 *
 * A file from elsewhere is taken whole as it came, if its signature is that of the key and it says what was signed;
 * else it is refused by name. It is held against the key again whenever the league is made, so that a key that is no
 * longer kept takes its files with it.
 * What nobody has published is missing, and is said to be. */
#pragma once

#include "core/league.h"
#include "core/league_check.h"

struct store;

/* ---- whose files are taken ---- */

struct publisher {
	const char *dfe_code;    /* three digits */
	const char *key;         /* the public half of the key, as a line */
	const char *key_name;    /* "northshire.gov.uk/plimsoll" */
	const char *address;     /* of its newest file; "" where files are brought by hand */
	int64_t said;
	const char *said_by;
};

enum { PUBLISHER_ADDRESS = 500 };

/* In the place of what was said of that employer: of another key only with `replace`, else PL_CONFLICT. `ret_files` are
 * the kept files of the employer that were signed with a key which no longer counts. PL_INVALID if the code is not three digits, the line no public key,
 * or the address longer than PUBLISHER_ADDRESS. */
int publisher_trust(struct store *s, const struct publisher *p, bool replace, size_t *ret_files, struct err *err)
	PL_MUST_CHECK;
int publisher_forget(struct store *s, const char *dfe_code, size_t *ret_files, struct err *err) PL_MUST_CHECK;
/* By code. In the arena. */
int publishers_list(struct store *s, struct arena *a, struct publisher **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* ---- files ---- */

enum check_taken { CHECK_TAKEN, CHECK_KNOWN_ALREADY };

struct check_asked {
	const char *bytes; size_t size;
	const char *of;          /* the DfE code of the employer that it must be of; NULL: of any whose key is kept */
	const char *by;
	int64_t instant;
	bool dry_run;
};

/* Whether bytes are meant to be one, by how they begin: also where somebody has laid the file out anew, so that it is
 * refused as what it is. */
bool check_is_one(const char *bytes, size_t n);

/* PL_INVALID with what is wrong: of another employer, no signature, another key, altered, of a quarter that is not
 * over, or signed twice with two contents; PL_NOT_FOUND if no key is kept for the employer. Nothing is kept then. In
 * the arena. */
int check_take(struct store *s, struct arena *a, const struct check_asked *asked, struct published *ret,
	enum check_taken *ret_taken, struct err *err) PL_MUST_CHECK;

/* ---- for the league ---- */

/* Those that count, by place, the newest quarter first (core/league_check.h). What cannot be read, what is signed by
 * nobody whose key is kept, and what is of invented councils, is left out. Of an employer of this database it is only
 * asked whether a check carries a note, not whether the signature holds: what stands in this database this server has
 * signed itself, and who could alter it there could keep another key there too. In the arena. */
int league_checks_read(struct store *s, struct arena *a, const struct league *l, struct league_check **ret,
	size_t *ret_count, struct err *err) PL_MUST_CHECK;
