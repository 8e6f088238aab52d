/* Absences as a health check counts them, of what a roster says of people. */
#include <stdlib.h>

#include "core/health_records.h"
#include "core/roster.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool reason_is_sickness(const char *reason)
{
	static const char WORD[] = "sick";

	for (; *reason != '\0'; reason++) {
		size_t same = 0;

		while (WORD[same] != '\0' && lower(reason[same]) == WORD[same])
			same++;
		if (WORD[same] == '\0')
			return true;
	}
	return false;
}

bool roster_has_sickness(const struct roster *roster)
{
	for (size_t i = 0; i < roster->reductions_count; i++)
		if (reason_is_sickness(roster->reductions[i].reason))
			return true;
	return false;
}

/* -1: not known. */
static int32_t contract_of(const struct roster *roster, int32_t post_id)
{
	size_t low = 0, high = roster->posts_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (roster->posts[middle].post_id < post_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < roster->posts_count && roster->posts[low].post_id == post_id ? roster->posts[low].contract_minutes : -1;
}

static bool takes_whole(const struct roster *roster, const struct roster_reduction *x)
{
	int32_t contract = x->minutes > 0 ? contract_of(roster, x->post_id) : -1;

	return x->minutes < 0 || (contract >= 0 && x->minutes >= contract);
}

static int by_post_and_day(const void *left, const void *right)
{
	const struct record_absence *a = left, *b = right;

	if (a->post_id != b->post_id)
		return a->post_id < b->post_id ? -1 : 1;
	return (a->when.from > b->when.from) - (a->when.from < b->when.from);
}

struct record_absence *record_absences_of(struct arena *a, const struct roster *roster, size_t *ret_count)
{
	struct record_absence *rows = arena_array(a, roster->reductions_count + 1, sizeof *rows);
	size_t count = 0;

	for (size_t i = 0; i < roster->reductions_count; i++) {
		const struct roster_reduction *x = &roster->reductions[i];

		if (takes_whole(roster, x))
			rows[count++] = (struct record_absence){x->post_id, x->when, reason_is_sickness(x->reason)};
	}
	if (count > 1)
		qsort(rows, count, sizeof *rows, by_post_and_day);
	*ret_count = count;
	return rows;
}
