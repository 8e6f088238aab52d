#include "core/list_words.h"

#include "base/str.h"

struct list_word {
	const char *in_file, *code, *words;
};

#define AT_PLACE(value, in_file, code, words) [value] = {in_file, code, words},

static const struct list_word HOLDING_ROLES[] = {HOLDING_ROLE_WORDS(AT_PLACE)};
static const struct list_word LINE_SCOPES[] = {LINE_SCOPE_WORDS(AT_PLACE)};
static const struct list_word LINE_KINDS[] = {LINE_KIND_WORDS(AT_PLACE)};
static const struct list_word LINE_STATUSES[] = {LINE_STATUS_WORDS(AT_PLACE)};

/* The word of a value, and the place of a code. */
#define WORD(function, list, words, which) const char *function(enum list value) { return words[value].which; }
#define PLACE(function, words) int function(const char *code) { return place_of(words, sizeof words / sizeof *words, code, false); }
#define PLACE_IN_FILE(function, words) int function(const char *word) { return place_of(words, sizeof words / sizeof *words, word, true); }

static int place_of(const struct list_word *words, size_t count, const char *word, bool in_file)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(in_file ? words[i].in_file : words[i].code, word))
			return (int)i;
	return -1;
}

WORD(holding_role_in_file, holding_role, HOLDING_ROLES, in_file)
WORD(line_scope_in_file, line_scope, LINE_SCOPES, in_file)
WORD(line_kind_in_file, line_kind, LINE_KINDS, in_file)
WORD(line_status_in_file, line_status, LINE_STATUSES, in_file)
WORD(line_scope_code, line_scope, LINE_SCOPES, code)
WORD(line_kind_code, line_kind, LINE_KINDS, code)
WORD(line_status_code, line_status, LINE_STATUSES, code)
WORD(line_scope_words, line_scope, LINE_SCOPES, words)
WORD(line_status_words, line_status, LINE_STATUSES, words)
PLACE(line_scope_from, LINE_SCOPES)
PLACE(line_kind_from, LINE_KINDS)
PLACE(line_status_from, LINE_STATUSES)
PLACE_IN_FILE(line_scope_from_file, LINE_SCOPES)
PLACE_IN_FILE(line_kind_from_file, LINE_KINDS)
PLACE_IN_FILE(line_status_from_file, LINE_STATUSES)
