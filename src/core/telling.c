#include "core/telling.h"

#include <string.h>

enum { MINUTE_SECONDS = 60, WAIT_MOST = 4 * 3600 };

static const struct {
	const char *code, *words;
} WISH_TABLE[WISHES] = {
	[WISH_AT_ONCE] = {"at-once", "at once, what is urgent; the rest at the start of the working day"},
	[WISH_DIGEST] = {"digest", "once a day, at the start of the working day"},
	[WISH_NONE] = {"none", "no mail"},
};

const char *wish_code(enum mail_wish wish)
{
	return WISH_TABLE[wish].code;
}

const char *wish_words(enum mail_wish wish)
{
	return WISH_TABLE[wish].words;
}

bool wish_parse(const char *code, enum mail_wish *ret)
{
	for (int w = 0; w < WISHES; w++)
		if (str_equal(WISH_TABLE[w].code, code)) {
			*ret = (enum mail_wish)w;
			return true;
		}
	return false;
}

bool roles_answer_for_others(unsigned roles)
{
	return (roles & ROLES_DECIDERS) != 0;
}

/* ---- what was told ---- */

const char *mailed_thing(struct arena *a, const struct notice *n)
{
	return arena_printf(a, "%s %d %lld", notice_code(n->kind), (int)n->id, (long long)n->since);
}

static int32_t stage_of(const struct notice *n)
{
	return n->today ? MAILED_TODAY : MAILED_WAITS;
}

static bool was_mailed(const struct telling_asked *asked, const char *thing, int32_t stage)
{
	for (size_t i = 0; i < asked->mailed_count; i++)
		if (asked->mailed[i].stage >= stage && str_equal(asked->mailed[i].thing, thing))
			return true;
	return false;
}

static bool is_among(const char *const *things, size_t count, const char *thing)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(things[i], thing))
			return true;
	return false;
}

/* ---- whether it is told now ---- */

static int64_t day_begins(const struct telling_asked *asked)
{
	int32_t today = local_day(asked->now);

	return local_midnight(today) + asked->working->week[date_weekday(today)].from;
}

/* Since when there is this to be told: it waits, or its day has come. */
static int64_t tells_since(const struct notice *n)
{
	int64_t morning = n->due == LOCAL_NEVER ? n->since : local_midnight(local_day(n->due));

	return n->today && morning > n->since ? morning : n->since;
}

static bool calls_for_mail(const struct telling_asked *asked, const struct notice *n, bool working)
{
	enum notice_urgency urgency = n->today && n->urgency < URGENCY_AT_ONCE ? URGENCY_AT_ONCE : n->urgency;

	if (asked->wish == WISH_NONE && !asked->answers_for_others)
		return false;
	if (urgency == URGENCY_GRAVE && asked->answers_for_others)
		return true;
	if (!working)
		return false;
	return (urgency >= URGENCY_AT_ONCE && asked->wish == WISH_AT_ONCE) || tells_since(n) < day_begins(asked);
}

struct telling telling_decide(struct arena *a, const struct telling_asked *asked)
{
	bool working = working_at(asked->working, asked->now);
	const char **waiting = arena_array(a, asked->notices_count, sizeof *waiting);
	struct telling t = {.tell = arena_array(a, asked->notices_count, sizeof *t.tell),
		.over = arena_array(a, asked->mailed_count, sizeof *t.over)};

	for (size_t i = 0; i < asked->notices_count; i++) {
		const struct notice *n = &asked->notices[i];

		if (!n->waits)
			continue;
		waiting[t.waiting] = mailed_thing(a, n);
		t.today += n->today ? 1 : 0;
		if (!was_mailed(asked, waiting[t.waiting], stage_of(n))) {
			t.tell[t.tell_count++] = (struct mailed){waiting[t.waiting], stage_of(n)};
			t.mail |= calls_for_mail(asked, n, working);
		}
		t.waiting++;
	}
	for (size_t i = 0; i < asked->mailed_count; i++)
		if (!is_among(waiting, (size_t)t.waiting, asked->mailed[i].thing))
			t.over[t.over_count++] = asked->mailed[i].thing;
	return t;
}

/* ---- trying again ---- */

int64_t mail_wait_seconds(int64_t failures)
{
	int64_t wait = MINUTE_SECONDS;

	for (int64_t i = 1; i < failures && wait < WAIT_MOST; i++)
		wait *= 2;
	return wait < WAIT_MOST ? wait : WAIT_MOST;
}
