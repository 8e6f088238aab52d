#include "core/ledger_sight.h"

#include <stddef.h>

#include "base/str.h"

static bool is_among(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(words[i], word))
			return true;
	return false;
}

bool ledger_action_names_nobody(const char *action)
{
	static const char *const ACTIONS[] = {"import", "demo", "undo", "scheme", "seal", "looks-prune", "declare", "publish"};

	return is_among(action, ACTIONS, sizeof ACTIONS / sizeof *ACTIONS);
}

bool ledger_value_names_nobody(const char *key)
{
	static const char *const KEYS[] = {"kind", "step", "outcome", "reason", "as_role"};

	return is_among(key, KEYS, sizeof KEYS / sizeof *KEYS);
}
