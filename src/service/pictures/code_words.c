#include "service/pictures/code_words.h"

#include "base/str.h"
#include "core/fact.h"
#include "exchange/england.h"

/* Why a holding ended, where people ended it here. */
static const char *own_words(const char *code)
{
	static const struct {
		const char *code, *words;
	} WORDS[] = {
		{ENDED_HANDED_BACK, "Given back"}, {ENDED_HANDED_OVER, "Handed over to another worker"},
		{ENDED_CHANGED, "Share or role changed"}, {ENDED_ALLOCATED, "Allocated to a worker"},
		{ENDED_EMERGENCY_OVER, "Emergency hold over"}, {ENDED_CLOSED, "The case was closed"},
	};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_equal(WORDS[i].code, code))
			return WORDS[i].words;
	return NULL;
}

const char *code_words(struct arena *a, const char *code)
{
	const char *own = own_words(code), *words;
	const struct england_code *known = england_code(code);
	char first;

	if (own != NULL)
		return own;
	words = known != NULL ? known->name : "";
	if (words[0] == '\0')
		return code;
	first = words[0] >= 'a' && words[0] <= 'z' ? (char)(words[0] - 'a' + 'A') : words[0];
	return arena_printf(a, "%c%s (%s)", first, words + 1, code);
}

bool reason_is_personal(const char *code)
{
	const struct england_code *known = england_code(code);

	return known != NULL ? known->personal : code[0] != '\0' && own_words(code) == NULL;
}
