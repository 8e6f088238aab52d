/* settings.h: what options are unless they are given: from the environment, else from the configuration file.
 *
 * Which options are settings, and what they are called, stands in options.def: "serve.port" is the name `port` under
 * `[serve]` in the file, and PLIMSOLL_SERVE_PORT in the environment. The file is the one that --config or
 * PLIMSOLL_CONFIG names; there is none otherwise. A secret is never a value: its setting is the path of a file.
 */
#pragma once

#include "cli/options.h"

struct settings;

/* Reads the configuration file, if one is named (`config` may be NULL). What it says under names that nothing has is
 * left for settings_unknown to tell. PL_INVALID, PL_LIMIT, PL_NOT_FOUND or PL_FAIL with a sentence on the file. */
int settings_read(struct arena *a, const char *config, struct settings **ret, struct err *err) PL_MUST_CHECK;

/* A line under [single-sign-on-groups]: "group = role:team:T01"; a group may have several. */
struct setting_group {
	const char *group, *role;
};
size_t settings_groups(const struct settings *s, const struct setting_group **ret);

/* The file that was read; NULL without one. */
const char *settings_file(const struct settings *s);

/* The names, "section.name", that no option has. */
size_t settings_unknown(const struct settings *s, const char *const **ret);

/* Variables of the environment that begin as those of settings do and are none: nobody reads them. In the arena. */
size_t settings_unknown_variables(struct arena *a, const char ***ret);

/* What the environment or the file says of an option, and where it does; NULL if neither says anything. `ret_where` is
 * what a sentence calls that place. */
const char *settings_find(const struct settings *s, enum option_id id, enum option_source *ret_source,
	const char **ret_where);

/* "PLIMSOLL_SERVE_PORT" */
const char *setting_variable(struct arena *a, enum option_id id);
