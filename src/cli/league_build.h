/* league_build.h: the part of the command `league` that writes the public league as plain files. */
#pragma once

#include "cli/command.h"

int league_build(const struct options *o);
