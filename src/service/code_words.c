#include "service/code_words.h"

#include "exchange/england.h"

const char *code_words(struct arena *a, const char *code)
{
	const char *words = england_words(code);
	char first;

	if (words == NULL || words[0] == '\0')
		return code;
	first = words[0] >= 'a' && words[0] <= 'z' ? (char)(words[0] - 'a' + 'A') : words[0];
	return arena_printf(a, "%c%s (%s)", first, words + 1, code);
}
