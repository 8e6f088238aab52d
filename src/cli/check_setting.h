/* check_setting.h: whether the value of a setting would do: files that can be read, secrets that others cannot, ports
 * that can be had. */
#pragma once

#include "cli/options.h"

/* What is to be said of the setting's value, "" for nothing. *ret_wrong: a command that uses it would fail, or should
 * not work with it. In the arena. */
const char *check_setting(struct arena *a, const struct options *o, enum option_id id, bool *ret_wrong);

/* The same of the configuration file itself. */
const char *check_settings_file(struct arena *a, const char *path, bool *ret_wrong);
