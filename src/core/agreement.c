#include "core/agreement.h"

#include <string.h>

#include "base/str.h"
#include "core/list_words.h"

#define OTHERS "parties named in its own records"

static const struct {
	const char *words, *spelling;
} PARTIES[] = {
#define PARTY(words, spelling) {words, spelling},
#include "core/parties.def"
#undef PARTY
};

enum { SPELLINGS = sizeof PARTIES / sizeof *PARTIES };

/* ---- the parts of a text ---- */

/* How long what parts two names at a place is; 0: nothing does. */
static size_t parting_at(struct str s)
{
	static const struct str WORDS[] = {STR(" and "), STR(" with ")};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_starts_ignoring_case(s, WORDS[i].at))
			return WORDS[i].len;
	return s.len > 0 && strchr(",;&/+", s.at[0]) != NULL ? 1 : 0;
}

/* Takes the next name off a text. */
static struct str take_name(struct str *text)
{
	struct str name = {text->at, 0};
	size_t parting = 0;

	while (name.len < text->len && (parting = parting_at((struct str){text->at + name.len, text->len - name.len})) == 0)
		name.len++;
	/* The blank before "and" may be the one after a comma. */
	text->at += name.len + (parting > 1 ? parting - 1 : parting);
	text->len -= name.len + (parting > 1 ? parting - 1 : parting);
	return str_trim(name);
}

static struct str without_article(struct str name)
{
	return str_starts_ignoring_case(name, "the ") ? str_trim((struct str){name.at + 4, name.len - 4}) : name;
}

/* Of the list; SPELLINGS: none of it. */
static size_t party_of(struct str name)
{
	size_t i = 0;

	while (i < SPELLINGS && !str_is_ignoring_case(name, PARTIES[i].spelling))
		i++;
	return i;
}

/* ---- who agreed it ---- */

/* Whether a text says that nobody has agreed: empty, or "nobody yet". */
static bool is_agreed_by_nobody(const char *agreed_by)
{
	static const char *const WORDS[] = {"nobody", "no one", "no-one", "none", "not agreed", "not yet", "n/a", "-"};
	const struct str text = str_trim(str_of(agreed_by));

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_starts_ignoring_case(text, WORDS[i]))
			return true;
	return text.len == 0;
}

static bool is_first_of_body(size_t i)
{
	return i == 0 || !str_equal(PARTIES[i].words, PARTIES[i - 1].words);
}

static bool has_body(const bool *found, size_t first)
{
	for (size_t i = first; i < SPELLINGS && str_equal(PARTIES[i].words, PARTIES[first].words); i++)
		if (found[i])
			return true;
	return false;
}

const char *agreed_parties(struct arena *a, const char *agreed_by)
{
	const char *before = "", *last = "";
	struct str text = str_of(agreed_by);
	bool found[SPELLINGS + 1] = {false};

	if (is_agreed_by_nobody(agreed_by))
		return "";
	while (text.len > 0) {
		const struct str name = without_article(take_name(&text));

		found[party_of(name)] |= name.len > 0;
	}
	for (size_t i = 0; i <= SPELLINGS; i++) {
		if (i == SPELLINGS ? !found[i] : !is_first_of_body(i) || !has_body(found, i))
			continue;
		before = last[0] == '\0' ? "" : before[0] == '\0' ? last : arena_printf(a, "%s, %s", before, last);
		last = i == SPELLINGS ? OTHERS : PARTIES[i].words;
	}
	return before[0] == '\0' ? last : arena_printf(a, "%s and %s", before, last);
}

/* ---- what an agreement is ---- */

static bool begins_with(const struct scheme *scheme, const struct line_row *line)
{
	for (size_t i = 0; scheme != NULL && i < scheme->lines_count; i++) {
		const struct scheme_line *l = &scheme->lines[i];

		if (str_equal(l->kind, line_kind_code(line->kind)) && l->value == line->value &&
			str_equal(l->agreed_by, line->agreed_by))
			return true;
	}
	return false;
}

bool is_limit_for_all(const struct line_row *line)
{
	return line->status != LINE_ADVISORY && line->scope == LINE_EMPLOYER;
}

bool is_limit_agreed(const struct snapshot *s, const struct line_row *line)
{
	if (!is_limit_for_all(line) || is_agreed_by_nobody(line->agreed_by))
		return false;
	for (size_t i = 0; i < s->services_count; i++)
		if (begins_with(s->services[i].scheme, line))
			return false;
	return true;
}
