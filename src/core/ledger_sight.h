/* ledger_sight.h: what of an entry of the ledger is told. Who made it and what it holds is for those who read it whole
 * (viewer_reads_ledger_whole in access.h); what an entry is about is told to the others too where it is no person and no account,
 * and nobody is told a value of its payload that may be somebody's name, login or case.
 */
#pragma once

#include <stdbool.h>

/* Whether an action is done to an employer or a service, and neither to a person nor to an account. One that is not known is not. */
bool ledger_action_names_nobody(const char *action);

/* Whether the text behind a key of a payload is a code of no person and no case. */
bool ledger_value_names_nobody(const char *key);
