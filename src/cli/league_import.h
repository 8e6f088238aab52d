/* league_import.h: the part of the command `league` that takes files in, and takes them away again. */
#pragma once

#include "cli/command.h"

int league_import(const struct options *o); /* import PATH... */
int league_remove(const struct options *o); /* remove SHA256 */
