/* health_rest.h: teams and services beside their whole. Everybody is told the figures of each of them and those of the
 * employer, so a team that few work in could be had by taking all others off. Pure. */
#pragma once

#include "core/health.h"
#include "core/load.h"

/* Whether the figures of that scope, beside those of all others that are told, would leave few people: of the scope
 * itself, or of what is withheld beside it. `sees`: the teams, those of none first, of whose workers the reader is told
 * anyway. A team of whose workers few hold cases counts as of few. */
bool health_leaves_few(const struct snapshot *s, const struct loads *l, const bool *sees, struct health_scope scope);
