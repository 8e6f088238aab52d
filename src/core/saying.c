#include "core/saying.h"

#include "base/str.h"

static const struct said_word WORDS[] = {
#define SAID(list, code, words) {SAID_##list, code, words},
#include "core/saying.def"
#undef SAID
};

enum { WORDS_COUNT = sizeof WORDS / sizeof *WORDS };

const struct said_word *said_words(enum said_list list, size_t *ret_count)
{
	size_t first = 0, count = 0;

	while (first < WORDS_COUNT && WORDS[first].list != list)
		first++;
	while (first + count < WORDS_COUNT && WORDS[first + count].list == list)
		count++;
	*ret_count = count;
	return &WORDS[first];
}

static const struct said_word *find(enum said_list list, const char *code)
{
	for (size_t i = 0; i < WORDS_COUNT; i++)
		if (WORDS[i].list == list && str_equal(WORDS[i].code, code))
			return &WORDS[i];
	return NULL;
}

bool said_has(enum said_list list, const char *code)
{
	return find(list, code) != NULL;
}

const char *said_say(enum said_list list, const char *code)
{
	const struct said_word *word = find(list, code);

	return word != NULL ? word->words : code;
}

const struct view_row *view_said(const struct snapshot *s, const struct case_row *c)
{
	const struct view_row *said = NULL;

	for (int32_t i = 0; i < c->views_count; i++) {
		const struct view_row *view = &s->views[c->first_view + i];

		if (view->minutes > (said != NULL ? said->minutes : 0))
			said = view;
	}
	return said;
}

int32_t needs_said(const struct snapshot *s, const struct case_row *c)
{
	const struct view_row *said = view_said(s, c);

	return said != NULL ? said->minutes : 0;
}

static const struct fact *last_surge(const struct case_facts *facts, const struct fact *before)
{
	const struct fact *last = NULL;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *f = &facts->facts[i];
		bool earlier = before == NULL || f->when.from < before->when.from;

		if (f->kind == FACT_SURGE && !f->purge && earlier && (last == NULL || f->when.from > last->when.from))
			last = f;
	}
	return last;
}

int32_t surge_renewals(const struct case_facts *facts)
{
	const struct fact *now = last_surge(facts, NULL), *before;
	int32_t renewals = 0;

	for (; now != NULL; now = before) {
		before = last_surge(facts, now);
		if (before == NULL || (int64_t)now->when.from - before->when.until >= SURGE_GAP_DAYS)
			break;
		renewals++;
	}
	return renewals;
}

bool review_fits(const struct review_row *r, int32_t today)
{
	return said_has(SAID_RISK, r->risk) && said_has(SAID_SAFETY, r->safety) && said_has(SAID_WAITS, r->why) && r->next > today &&
		r->next <= today + REVIEW_DAYS_MOST;
}
