/* league_import.h: the part of the command `league` that takes files in. */
#pragma once

#include "cli/command.h"

int league_import(const struct options *o);
