/* council.h: a small council in a database of its own, for tests of pages and for looking at them.
 *
 * Two teams. Safeguarding North has seven people, among them one far past her line, one from an agency in his second week,
 * one newly qualified, one part-time and one on leave; five cases wait. It stands at COUNCIL_DAY.
 *
 * Its accounts, all with the pass phrase COUNCIL_PASS_PHRASE: tom (a worker), maya (manager of Safeguarding North), dora (the
 * director), uma (of the union), adam (the administrator) and otto (head of service and administrator at once).
 */
#pragma once

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../place.h"
#include "../../test.h"
#include "service/keeping/readiness.h"
#include "service/league/league_picture.h"
#include "service/pictures/pictures.h"
#include "service/accounts/sign_in.h"

#define COUNCIL_DAY 20778 /* Saturday 21 November 2026 */

#define COUNCIL_PASS_PHRASE "seven boats on a grey morning"

struct council {
	struct place place;
	struct store *store, *accounts_store;
	struct pictures *pictures;
	struct store *league_store;
	struct league_pictures *league; /* of the typed releases in PLIMSOLL_FIXTURES; of nothing without it */
	struct writer *writer;
	struct accounts *accounts;
	struct readiness *readiness;
	struct arena *arena;
};

/* Makes it in a place of its own, or ends the process with a message. */
void council_open(struct council *c);
void council_close(struct council *c);

/* Signs in with a new session, all steps of it, and gives its token; ends the process if that fails. */
const char *council_sign_in(struct council *c, const char *login);
/* The same as what a browser sends: "__Host-plimsoll=...". */
const char *council_cookie(struct council *c, const char *login);

/* For struct web_options: the council's today. */
int32_t council_today(void);
