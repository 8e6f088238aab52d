/* agreement.h: which limit is an agreement, and who agreed it as everybody may read it (B3: nothing about a person or a
 * team).
 *
 * Who agreed a line or a target is typed freely, and may name a person. A published version can never be taken back: so
 * only bodies of a closed list are told (parties.def), in the list's own words; whatever else stands there is "parties
 * named in its own records". */
#pragma once

#include "base/arena.h"
#include "core/snapshot.h"

/* Who agreed it, in words of the list alone: "the council and the union"; "" where nobody is named. What it gives it
 * gives again when it is handed that. In the arena. */
const char *agreed_parties(struct arena *a, const char *agreed_by);

/* Whether a line is a limit for everybody: more than advice, and of the whole employer. */
bool is_limit_for_all(const struct line_row *line);
/* Whether a line of a picture is an agreement for everybody to read: more than advice, of the whole employer or of a
 * service, agreed by somebody, and not merely what a weighting scheme begins with. */
bool is_limit_agreed(const struct snapshot *s, const struct line_row *line);
