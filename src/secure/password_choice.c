/* Which passwords may be chosen. A password is cut into pieces in the way that makes it cheapest to guess: common words
 * and words of one's own surroundings, sequences, years, and single characters. What it costs must reach
 * CHOICE_LEAST. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "common_words.h"
#include "secure/password.h"

/* In the worth of one random character. A run is "qwerty", "4321" or "aaaa"; signs between words are free. */
enum { WORTH_CHARACTER = 1, WORTH_RUN = 1, WORTH_YEAR = 2, WORTH_WORD = 3, CHOICE_LEAST = 9, RUN_LEAST = 3,
	OWN_WORD_LEAST = 3 };

enum { KEYBOARD_ROWS = 4 };

static const char *const KEYBOARD[KEYBOARD_ROWS] = {"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"};

/* A password as characters: code points, ASCII letters small. */
struct characters {
	uint32_t at[PASSWORD_CHARACTERS_MOST];
	size_t count;
};

/* False if there are more than fit. The text is valid UTF-8. */
static bool read_characters(const char *text, struct characters *ret)
{
	const unsigned char *p = (const unsigned char *)text;

	ret->count = 0;
	for (; *p != '\0'; p++) {
		if ((*p & 0xC0) == 0x80) {
			ret->at[ret->count - 1] = ret->at[ret->count - 1] << 6 | (*p & 0x3Fu);
			continue;
		}
		if (ret->count == PASSWORD_CHARACTERS_MOST)
			return false;
		ret->at[ret->count++] = *p >= 'A' && *p <= 'Z' ? (uint32_t)*p + 32 : *p;
	}
	return true;
}

/* ---- words ---- */

/* What else a letter is written as. */
static bool looks_like(uint32_t c, char letter)
{
	static const char *const LOOKS[] = {"a4@", "b8", "e3", "g9", "i1!|", "l1!|", "o0", "s5$", "t7+", "z2"};

	if (c == (unsigned char)letter)
		return true;
	for (size_t i = 0; i < sizeof LOOKS / sizeof *LOOKS; i++)
		if (LOOKS[i][0] == letter)
			return c != 0 && c < 128 && strchr(LOOKS[i] + 1, (int)c) != NULL;
	return false;
}

static bool stands_at(const struct characters *p, size_t at, struct str word)
{
	if (word.len > p->count - at)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!looks_like(p->at[at + i], word.at[i]))
			return false;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* The next word of the list, lines that begin with '#' left out; false at its end. */
static bool next_word(const char **at, struct str *ret)
{
	const char *p = *at;

	for (;;) {
		while (is_blank(*p))
			p++;
		if (*p != '#')
			break;
		p += strcspn(p, "\n");
	}
	*ret = (struct str){p, strcspn(p, " \n")};
	*at = p + ret->len;
	return ret->len > 0;
}

/* Words of the person's surroundings, in small letters. */
struct own_words {
	struct str *rows;
	size_t count, room;
};

static void take_own_words(struct arena *a, const char *text, struct own_words *own)
{
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char *small = arena_strdup(a, text);

	for (char *p = small; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	while (*small != '\0') {
		size_t n;

		small += strcspn(small, LETTERS);
		n = strspn(small, LETTERS);
		if (n >= OWN_WORD_LEAST)
			*ARENA_PUSH(a, &own->rows, &own->count, &own->room) = (struct str){small, n};
		small += n;
	}
}

/* The longest word, common or own, that stands here; 0 if none does. */
static size_t longest_word(const struct characters *p, size_t at, const struct own_words *own)
{
	const char *list = (const char *)common_words_assets[0].bytes;
	size_t longest = 0;
	struct str word;

	while (next_word(&list, &word))
		if (word.len > longest && stands_at(p, at, word))
			longest = word.len;
	for (size_t i = 0; i < own->count; i++)
		if (own->rows[i].len > longest && stands_at(p, at, own->rows[i]))
			longest = own->rows[i].len;
	return longest;
}

/* ---- sequences, years, repeats ---- */

/* Places to the right on a row of keys; 0 if the two are on none together. */
static int keys_apart(uint32_t a, uint32_t b)
{
	if (a >= 128 || b >= 128 || a == 0 || b == 0)
		return 0;
	for (size_t i = 0; i < KEYBOARD_ROWS; i++) {
		const char *left = strchr(KEYBOARD[i], (int)a), *right = strchr(KEYBOARD[i], (int)b);

		if (left != NULL && right != NULL)
			return (int)(right - left);
	}
	return 0;
}

static bool is_step(uint32_t a, uint32_t b, int step)
{
	return (int64_t)b - (int64_t)a == step || (step != 0 && keys_apart(a, b) == step);
}

/* How many characters from here on repeat, or go up or down the alphabet, the digits or a row of keys. */
static size_t run_length(const struct characters *p, size_t at)
{
	size_t longest = 1;

	for (int step = -1; step <= 1; step++) {
		size_t n = 1;

		while (at + n < p->count && is_step(p->at[at + n - 1], p->at[at + n], step))
			n++;
		longest = n > longest ? n : longest;
	}
	return longest;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* From 1800 on, when clubs were founded, to 2099. */
static bool is_year(const struct characters *p, size_t at)
{
	const uint32_t *c = p->at + at;

	return p->count - at >= 4 && ((c[0] == '1' && (c[1] == '8' || c[1] == '9')) || (c[0] == '2' && c[1] == '0'))
		&& is_digit(c[2]) && is_digit(c[3]);
}

/* The first n characters, where the rest repeats them: also of words said twice with a sign between. */
static size_t period(const struct characters *p)
{
	for (size_t n = 1; n <= (p->count + 1) / 2; n++)
		if (memcmp(p->at, p->at + n, (p->count - n) * sizeof *p->at) == 0)
			return n;
	return p->count;
}

/* ---- the worth ---- */

static bool is_separator(uint32_t c)
{
	return c < 128 && c != 0 && strchr(" -_.,", (int)c) != NULL;
}

static void offer(int *worth, size_t to, int value)
{
	if (value < worth[to])
		worth[to] = value;
}

/* The least that the characters come to, over all ways to cut them. */
static int worth_of(const struct characters *p, const struct own_words *own)
{
	int worth[PASSWORD_CHARACTERS_MOST + 1];

	for (size_t i = 0; i <= p->count; i++)
		worth[i] = (int)i;
	for (size_t i = 0; i < p->count; i++) {
		size_t run = run_length(p, i), word = longest_word(p, i, own);

		offer(worth, i + 1, worth[i] + (is_separator(p->at[i]) ? 0 : WORTH_CHARACTER));
		for (size_t n = RUN_LEAST; n <= run; n++)
			offer(worth, i + n, worth[i] + WORTH_RUN);
		if (is_year(p, i))
			offer(worth, i + 4, worth[i] + WORTH_YEAR);
		if (word > 0)
			offer(worth, i + word, worth[i] + WORTH_WORD);
	}
	return worth[p->count];
}

int password_check_choice(const char *password, const char *const *own, struct err *err)
{
	struct own_words words = {0};
	struct characters p;
	struct arena *a;
	bool fits;
	int worth;

	if (!str_is_utf8(str_of(password)))
		return err_set(err, PL_INVALID, "The password is not text: expected characters in UTF-8");
	fits = read_characters(password, &p);
	if (!fits || p.count < PASSWORD_CHARACTERS_LEAST)
		return err_set(err, PL_INVALID,
			"The password is too %s: expected %d to %d characters, such as a few words that have nothing "
			"to do with each other", fits ? "short" : "long", PASSWORD_CHARACTERS_LEAST,
			PASSWORD_CHARACTERS_MOST);
	a = arena_new();
	for (; *own != NULL; own++)
		take_own_words(a, *own, &words);
	p.count = period(&p);
	worth = worth_of(&p, &words);
	arena_free(a);
	if (worth >= CHOICE_LEAST)
		return 0;
	return err_set(err, PL_INVALID,
		"The password is easily guessed, being made of common words, names from around here, repeats or "
		"sequences: expected something longer, such as four words that have nothing to do with each other");
}
