#include "core/target.h"

#include "core/round.h"

int32_t target_on(const struct target *t, int32_t day)
{
	if (day <= t->starts)
		return t->start;
	if (day >= t->due)
		return t->goal;
	return (int32_t)divide_half_up((int64_t)t->start * (t->due - day) + (int64_t)t->goal * (day - t->starts), t->due - t->starts);
}

enum target_standing target_standing_on(const struct target *t, int32_t day, int32_t actual)
{
	bool kept = actual <= target_on(t, day);

	if (day >= t->due)
		return kept ? TARGET_REACHED : TARGET_MISSED;
	if (day < t->starts)
		return TARGET_AHEAD;
	return kept ? TARGET_ON_PATH : TARGET_BEHIND;
}

const char *target_standing_code(enum target_standing standing)
{
	static const char *const CODES[] = {[TARGET_AHEAD] = "not-begun", [TARGET_ON_PATH] = "on-path", [TARGET_BEHIND] = "behind",
		[TARGET_REACHED] = "reached", [TARGET_MISSED] = "missed"};

	return CODES[standing];
}

const char *target_standing_words(enum target_standing standing)
{
	static const char *const WORDS[] = {[TARGET_AHEAD] = "has not begun", [TARGET_ON_PATH] = "kept so far", [TARGET_BEHIND] = "behind its path",
		[TARGET_REACHED] = "reached", [TARGET_MISSED] = "missed"};

	return WORDS[standing];
}
