#include "base/str.h"

#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* U+00A0, which spreadsheets put into names. */
static bool no_break_space(const char *at, size_t len)
{
	return len >= 2 && (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0;
}

/* How many bytes of white space stand at the start: 0, 1, or 2 for the no-break space. */
static size_t blank_bytes(const char *at, size_t len)
{
	if (len > 0 && is_blank(at[0]))
		return 1;
	return no_break_space(at, len) ? 2 : 0;
}

struct str str_trim(struct str s)
{
	size_t n;

	while ((n = blank_bytes(s.at, s.len)) > 0) {
		s.at += n;
		s.len -= n;
	}
	for (;;) {
		if (s.len > 0 && is_blank(s.at[s.len - 1]))
			s.len--;
		else if (s.len >= 2 && no_break_space(s.at + s.len - 2, 2))
			s.len -= 2;
		else
			return s;
	}
}

bool str_is_ignoring_case(struct str s, const char *other)
{
	return strlen(other) == s.len && strncasecmp(s.at, other, s.len) == 0;
}

bool str_starts_ignoring_case(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && strncasecmp(s.at, prefix, n) == 0;
}

bool str_to_int(struct str s, int64_t least, int64_t most, int64_t *ret)
{
	bool negative = s.len > 0 && s.at[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t value = 0;

	if (i == s.len || s.len - i > 18)
		return false;
	for (; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		value = value * 10 + (s.at[i] - '0');
	}
	if (negative)
		value = -value;
	if (value < least || value > most)
		return false;
	*ret = value;
	return true;
}

bool str_to_fixed(struct str s, int places, int64_t most, int64_t *ret)
{
	int64_t value = 0;
	int after = -1; /* digits after the point so far, -1 before it */
	bool round_up = false, any = false;

	if (s.len == 0 || s.len > 18)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.' && after < 0) {
			after = 0;
			continue;
		}
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		any = true;
		if (after >= places) {
			round_up = round_up || (after == places && s.at[i] >= '5');
			after++;
			continue;
		}
		value = value * 10 + (s.at[i] - '0');
		after += after >= 0 ? 1 : 0;
	}
	for (int i = after < 0 ? 0 : after; i < places; i++)
		if (__builtin_mul_overflow(value, (int64_t)10, &value))
			return false;
	value += round_up ? 1 : 0;
	if (!any || value > most)
		return false;
	*ret = value;
	return true;
}

enum { UTF8_BYTES = 4, POINT_MOST = 0x10FFFF };

/* By length: what a first byte begins with, and the least code point that needs so many bytes. */
static const struct utf8_shape {
	unsigned char mask, mark;
	uint32_t least;
} SHAPES[UTF8_BYTES + 1] = {
	[1] = {0x80, 0x00, 0x0},
	[2] = {0xE0, 0xC0, 0x80},
	[3] = {0xF0, 0xE0, 0x800},
	[4] = {0xF8, 0xF0, 0x10000},
};

static bool is_between(uint32_t point, uint32_t least, uint32_t most)
{
	return point >= least && point <= most;
}

/* The length of the UTF-8 character at `at`, with its code point, or 0 if there is none. `len` is at least 1. */
static size_t utf8_length(const unsigned char *at, size_t len, uint32_t *ret_point)
{
	uint32_t point;
	size_t n = 1;

	while (n <= UTF8_BYTES && (at[0] & SHAPES[n].mask) != SHAPES[n].mark)
		n++;
	if (n > UTF8_BYTES || n > len)
		return 0;
	point = at[0] & (unsigned char)~SHAPES[n].mask;
	for (size_t i = 1; i < n; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		point = point << 6 | (at[i] & 0x3F);
	}
	if (!is_between(point, SHAPES[n].least, POINT_MOST) || is_between(point, 0xD800, 0xDFFF)) /* surrogates of UTF-16 */
		return 0;
	*ret_point = point;
	return n;
}

bool str_is_utf8(struct str s)
{
	const unsigned char *at = (const unsigned char *)s.at;
	uint32_t point;

	for (size_t i = 0; i < s.len;) {
		size_t n = at[i] < 0x80 ? 1 : utf8_length(at + i, s.len - i, &point);

		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

size_t str_unseen_length(struct str s)
{
	uint32_t point;
	size_t n = s.len > 0 ? utf8_length((const unsigned char *)s.at, s.len, &point) : 0;

	if (n == 0)
		return 0;
	return point == 0xAD /* soft hyphen */ || is_between(point, 0x200B, 0x200F) || point == 0x2060 ||
		point == 0xFEFF ? n : 0;
}

/* Control characters, marks that turn the direction of what stands around them, and the line and paragraph
 * separators. */
static bool does_something(uint32_t point)
{
	return point < 0x20 || is_between(point, 0x7F, 0x9F) || is_between(point, 0x2028, 0x202E) ||
		is_between(point, 0x2066, 0x2069);
}

/* The length of the character at `at`, 0 if it is none or one that does something to a screen. */
static size_t clean_length(const unsigned char *at, size_t len)
{
	uint32_t point;
	size_t n = utf8_length(at, len, &point);

	return n == 0 || does_something(point) ? 0 : n;
}

bool str_is_clean_utf8(struct str s)
{
	const unsigned char *at = (const unsigned char *)s.at;

	for (size_t i = 0, n; i < s.len; i += n) {
		n = clean_length(at + i, s.len - i);
		if (n == 0)
			return false;
	}
	return true;
}

void str_make_clean(char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0, n; i < len; i += n > 0 ? n : 1) {
		n = clean_length((const unsigned char *)text + i, len - i);
		if (n == 0)
			text[i] = '?';
	}
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

char *str_slug(struct arena *a, struct str s)
{
	char *slug = arena_alloc(a, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = lower(s.at[i]);
		bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (keep)
			slug[n++] = c;
		else if (n > 0 && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n > 0 && slug[n - 1] == '-')
		n--;
	slug[n] = '\0';
	return slug;
}

char *str_fold_name(struct arena *a, struct str s)
{
	struct str t = str_trim(s);
	char *folded = arena_alloc(a, t.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < t.len;) {
		size_t blank = blank_bytes(t.at + i, t.len - i);

		if (blank == 0) {
			folded[n++] = lower(t.at[i++]);
			continue;
		}
		if (folded[n - 1] != ' ')
			folded[n++] = ' ';
		i += blank;
	}
	folded[n] = '\0';
	return folded;
}

/* FNV-1a: short keys, no attacker inside: files are capped before they come here. */
uint64_t str_hash(const char *at, size_t len)
{
	uint64_t h = 14695981039346656037U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)at[i]) * 1099511628211U;
	return h ^ (h >> 29);
}

uint64_t str_hash_on(uint64_t hash, const void *bytes, size_t n)
{
	return (hash ^ str_hash(bytes, n)) * 0x9E3779B97F4A7C15u;
}

struct slot {
	const char *key; /* NULL: free */
	size_t len;
	uint64_t hash;
	int32_t value;
};

struct strmap {
	struct arena *keys;
	struct slot *slots;
	size_t count, room; /* room is a power of two */
};

struct strmap *strmap_new(void)
{
	struct strmap *map = mem_alloc(sizeof *map);

	map->keys = arena_new();
	map->room = 64;
	map->slots = mem_alloc(map->room * sizeof *map->slots);
	return map;
}

struct strmap *strmap_free(struct strmap *map)
{
	if (map != NULL) {
		arena_free(map->keys);
		mem_free(map->slots);
		mem_free(map);
	}
	return NULL;
}

static struct slot *find_slot(struct slot *slots, size_t room, const char *at, size_t len, uint64_t hash)
{
	size_t i = hash & (room - 1);

	while (slots[i].key != NULL &&
		(slots[i].hash != hash || slots[i].len != len || memcmp(slots[i].key, at, len) != 0))
		i = (i + 1) & (room - 1);
	return &slots[i];
}

static void widen(struct strmap *map)
{
	size_t room = map->room * 2;
	struct slot *slots = mem_alloc(room * sizeof *slots);

	for (size_t i = 0; i < map->room; i++) {
		struct slot *old = &map->slots[i];

		if (old->key != NULL)
			*find_slot(slots, room, old->key, old->len, old->hash) = *old;
	}
	mem_free(map->slots);
	map->slots = slots;
	map->room = room;
}

int32_t strmap_put(struct strmap *map, struct str key, int32_t value)
{
	uint64_t hash = str_hash(key.at, key.len);
	struct slot *slot = find_slot(map->slots, map->room, key.at, key.len, hash);

	if (slot->key != NULL)
		return slot->value;
	if ((map->count + 1) * 4 > map->room * 3) {
		widen(map);
		slot = find_slot(map->slots, map->room, key.at, key.len, hash);
	}
	*slot = (struct slot){arena_strndup(map->keys, key.at, key.len), key.len, hash, value};
	map->count++;
	return value;
}

bool strmap_get(const struct strmap *map, struct str key, int32_t *ret_value)
{
	const struct slot *slot =
		find_slot(map->slots, map->room, key.at, key.len, str_hash(key.at, key.len));

	if (slot->key == NULL)
		return false;
	*ret_value = slot->value;
	return true;
}

size_t strmap_count(const struct strmap *map)
{
	return map->count;
}
