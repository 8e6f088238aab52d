/* publishing.h: an employer publishes its health check: a draft, exactly as everybody would read it; the frozen
 * version, with its entry in the ledger (`publish`) and its signature; and what has been published, for whoever asks.
 *
 * It is of a quarter that is over, the whole employer, under the rules of core/published.h. Once a quarter is
 * published, another version of it is a correction, and says why. Nothing that was published is ever changed or taken
 * back. */
#pragma once

#include "core/published.h"
#include "secure/checkpoint.h"
#include "service/deciding.h"
#include "service/pictures/pictures.h"
#include "store/published.h"

/* What would be published now of a quarter. PL_INVALID if it is none that is over. In the arena. */
struct publishing {
	struct published check;
	int32_t newest_of_quarter;    /* version that it would correct; 0: the quarter is not published yet */
	bool newest_is_signed;        /* only then can anybody read it */
	int32_t entered_day;          /* of the newest entry that told of people and work; DAY_MIN: none */
	const char *seen;             /* a mark of what it says, to be handed back with publish */
	bool same;                    /* it says what the newest version of the quarter says */
};
int publishing_draft(struct pictures *pictures, struct arena *a, const char *employer, struct days quarter,
	int32_t today, int64_t instant, struct publishing *ret, struct err *err) PL_MUST_CHECK;

/* Publishes a draft. `why`: a code of core/corrections.def, "" unless it corrects a version. PL_CONFLICT if somebody
 * has published since; the version stands in the ledger and is not signed if only the signer refuses. A draft that says
 * what the newest version says may be published all the same, as the next, if the signer will never sign that one,
 * because it has signed another text of that version: as after a database was put back from a copy. `s` writes. */
int publishing_publish(struct store *s, const struct signer *signer, const struct asked_by *by,
	const struct publishing *draft, const char *why, int32_t *ret_version, struct err *err) PL_MUST_CHECK;

/* Signs what is not signed yet, as after a crash between the two, of all employers, in the order in which it was
 * published. In a server every minute or so; `s` writes. */
int publishing_tend(struct store *s, const struct signer *signer, struct err *err) PL_MUST_CHECK;

/* ---- what has been published ---- */

struct published_version {
	struct published check;       /* from its document */
	const char *file;             /* the bytes that everybody gets, signed */
	const char *note;
	const char *sha256;
	int32_t corrected_by;         /* 0: it stands */
	int64_t instant;
};

struct published_entry {
	const char *employer, *name;
	struct kept_check kept;
	int32_t corrected_by;
};

/* Of all employers, the newest first; only what is signed. In the arena. */
int published_entries(struct pictures *pictures, struct arena *a, struct published_entry **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* `version` 0: the newest of the newest quarter. PL_NOT_FOUND, also of what is not signed. */
int published_version_of(struct pictures *pictures, struct arena *a, const char *employer, int32_t version,
	struct published_version *ret, struct err *err) PL_MUST_CHECK;
