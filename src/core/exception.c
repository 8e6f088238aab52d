#include "core/exception.h"

#include "core/line.h"

static const struct exception_given *find(const struct exception_given *given, size_t count, int32_t id)
{
	for (size_t i = 0; i < count && id != 0; i++)
		if (given[i].exception_id == id)
			return &given[i];
	return NULL;
}

/* The latest for the same line that the new one follows on. */
static const struct exception_given *renewed_by(const struct exception_asked *asked, const struct exception_given *given,
	size_t count)
{
	const struct exception_given *last = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct exception_given *g = &given[i];

		if (g->line_id == asked->line_id && (int64_t)g->when.until + EXCEPTION_GAP_DAYS > asked->when.from &&
			(last == NULL || g->when.until > last->when.until))
			last = g;
	}
	return last;
}

static int renewals_of(const struct exception_given *g, const struct exception_given *given, size_t count)
{
	int renewals = 0;

	for (; g != NULL && renewals <= EXCEPTION_RENEWALS_MOST; g = find(given, count, g->renews))
		renewals += g->renews != 0 ? 1 : 0;
	return renewals;
}

static int32_t most_of(enum line_kind kind)
{
	return kind == LINE_COUNT ? EXCEPTION_CASES_MOST : EXCEPTION_SHARE_MOST;
}

enum exception_refusal exception_check(const struct exception_asked *asked, const struct exception_given *given, size_t count,
	int32_t *ret_renews)
{
	const struct exception_given *renewed = renewed_by(asked, given, count);

	if (asked->when.from < asked->today || asked->when.until <= asked->when.from)
		return EXCEPTION_IN_THE_PAST;
	if ((int64_t)asked->when.until - asked->when.from > EXCEPTION_DAYS_MOST)
		return EXCEPTION_TOO_LONG;
	if ((int64_t)asked->when.from - asked->today > EXCEPTION_AHEAD_DAYS)
		return EXCEPTION_FAR_AHEAD;
	if (asked->value <= asked->limit)
		return EXCEPTION_NOT_BEYOND;
	if (asked->value > most_of(asked->kind))
		return EXCEPTION_TOO_FAR;
	if (renewed != NULL && renewals_of(renewed, given, count) >= EXCEPTION_RENEWALS_MOST)
		return EXCEPTION_RENEWALS_USED;
	*ret_renews = renewed != NULL ? renewed->exception_id : 0;
	return EXCEPTION_GIVEN;
}

bool exception_is_grave(const struct exception_asked *asked)
{
	return (int64_t)asked->value * 1000 >= (int64_t)asked->limit * LINE_GRAVE_PERMILLE;
}

static const struct {
	const char *code, *sentence;
} REFUSALS[EXCEPTION_REFUSALS] = {
	[EXCEPTION_GIVEN] = {"", ""},
	[EXCEPTION_TOO_LONG] = {"too-long", "An exception is for four weeks at most."},
	[EXCEPTION_IN_THE_PAST] = {"in-the-past", "An exception begins today or later, and ends after that."},
	[EXCEPTION_FAR_AHEAD] = {"far-ahead", "An exception begins within eight weeks: ask again when it is needed."},
	[EXCEPTION_NOT_BEYOND] = {"not-beyond", "Up to that the line itself lets the worker go: an exception says how far beyond."},
	[EXCEPTION_TOO_FAR] = {"too-far", "An exception goes up to 200 cases or three times the capacity: nobody carries more."},
	[EXCEPTION_RENEWALS_USED] = {"renewals-used",
		"It has been renewed twice: what goes on for longer is no exception. The load or the line has to change."},
};

const char *exception_refusal_code(enum exception_refusal refusal)
{
	return REFUSALS[refusal].code;
}

const char *exception_refusal_sentence(enum exception_refusal refusal)
{
	return REFUSALS[refusal].sentence;
}
