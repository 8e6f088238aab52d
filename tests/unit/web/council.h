/* council.h: a small council in a database of its own, for tests of pages and for looking at them.
 *
 * Two teams. Safeguarding North has seven people, among them one far past her line, one from an agency in his second week,
 * one newly qualified, one part-time and one on leave; five cases wait. It stands at COUNCIL_DAY.
 */
#pragma once

#include "service/pictures.h"

#define COUNCIL_DAY 20778 /* Saturday 21 November 2026 */

struct council {
	char path[64];
	struct store *store;
	struct pictures *pictures;
};

/* Makes it in a new temporary file, or ends the process with a message. */
void council_open(struct council *c);
void council_close(struct council *c);

/* For struct web_options: the council's today. */
int32_t council_today(void);
