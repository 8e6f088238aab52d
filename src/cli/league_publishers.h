/* league_publishers.h: the part of the command `league` that says whose published health checks are taken, and fetches
 * them. */
#pragma once

#include "cli/command.h"

int league_trust(const struct options *o);      /* trust CODE KEY-FILE [ADDRESS] */
int league_forget(const struct options *o);     /* forget CODE */
int league_publishers(const struct options *o); /* publishers */
int league_fetch(const struct options *o);      /* fetch */

/* Whether an address may be asked: https, or, for tests, this machine. */
bool league_may_fetch(const char *address);
