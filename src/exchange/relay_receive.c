/* The asking end of a relay: what comes through the pipe is not trusted. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "exchange/relay.h"
#include "exchange/relay_words.h"

enum { READ_BYTES = 256 * 1024 };

#define NOT_BELIEVED "what the process that reads files said is not what a reader says: "

struct receiver {
	int pipe;
	char *bytes;                 /* what has come and is not yet taken stands from `at` to `end` */
	size_t at, end, room;
	const char *name;
	const struct intake *to;     /* NULL: only a format is waited for */
	enum source_format format;
	struct arena *arena;         /* lists of the record in hand */
};

/* The record in hand, from the next byte. */
struct record {
	const char *at;
	size_t left;
};

/* ---- bytes ---- */

/* Makes room for `n` bytes from `at` on. */
static void make_room(struct receiver *r, size_t n)
{
	if (r->at > 0) {
		memmove(r->bytes, r->bytes + r->at, r->end - r->at);
		r->end -= r->at;
		r->at = 0;
	}
	if (n > r->room) {
		r->room = n;
		r->bytes = mem_realloc(r->bytes, n);
	}
}

/* Waits until `n` bytes are there. */
static int fetch(struct receiver *r, size_t n, struct err *err)
{
	if (r->end - r->at >= n)
		return 0;
	make_room(r, n > READ_BYTES ? n : READ_BYTES);
	while (r->end - r->at < n) {
		ssize_t got = read(r->pipe, r->bytes + r->end, r->room - r->end);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, PL_FAIL, "what was read cannot be taken over: %s", strerror(errno));
		if (got == 0)
			return err_set(err, PL_FAIL, "the process that reads files ended before it was done");
		r->end += (size_t)got;
	}
	return 0;
}

static bool take(struct record *r, void *to, size_t n)
{
	if (r->left < n)
		return false;
	memcpy(to, r->at, n);
	r->at += n;
	r->left -= n;
	return true;
}

/* ---- members ---- */

static bool take_text(struct record *r, const struct member *m, const char **ret)
{
	const char *text;
	uint16_t n;

	if (!take(r, &n, sizeof n) || r->left < (size_t)n + 1 || n > m->most || (m->kind == MEMBER_NAME && n == 0))
		return false;
	text = r->at;
	if (text[n] != '\0' || memchr(text, '\0', n) != NULL || !str_is_utf8((struct str){text, n}))
		return false;
	r->at += n + 1;
	r->left -= (size_t)n + 1;
	*ret = text;
	return true;
}

static bool is_day(int32_t day)
{
	/* The day after the latest is where something ends that still counts on it. */
	return day == DAY_MIN || day == DAY_MAX || (day >= DAY_EARLIEST && day <= DAY_LATEST + 1);
}

static bool take_number(struct record *r, const struct member *m, char *to)
{
	int32_t number;

	if (!take(r, &number, sizeof number) || number < m->least || number > m->most)
		return false;
	memcpy(to, &number, sizeof number);
	return true;
}

static bool take_small(struct record *r, const struct member *m, char *to)
{
	int8_t number;

	if (!take(r, &number, sizeof number) || number < m->least || number > m->most)
		return false;
	memcpy(to, &number, sizeof number);
	return true;
}

static bool take_days(struct record *r, char *to)
{
	struct days when;

	if (!take(r, &when, sizeof when) || !is_day(when.from) || !is_day(when.until) || when.from > when.until ||
		when.from > DAY_LATEST || when.until == DAY_MIN)
		return false;
	memcpy(to, &when, sizeof when);
	return true;
}

static bool take_member(struct record *r, const struct member *m, void *into)
{
	char *to = (char *)into + m->at;
	int32_t day;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_NAME:
		return take_text(r, m, (const char **)(void *)to);
	case MEMBER_SMALL:
		return take_small(r, m, to);
	case MEMBER_NUMBER:
		return take_number(r, m, to);
	case MEMBER_DAYS:
		return take_days(r, to);
	case MEMBER_DAY:
		if (!take(r, &day, sizeof day) || !is_day(day))
			return false;
		memcpy(to, &day, sizeof day);
		return true;
	}
	return false;
}

static bool take_members(struct record *r, const struct members *members, void *into)
{
	for (size_t i = 0; i < members->count; i++)
		if (!take_member(r, &members->all[i], into))
			return false;
	return true;
}

/* The list in the arena, of elements that begin as `blank`; NULL if it is not believed. */
static void *take_list(struct receiver *r, struct record *record, const struct members *members, const void *blank, size_t size,
	size_t *ret_count)
{
	uint32_t count;
	char *list;

	if (!take(record, &count, sizeof count) || count > RELAY_FACTS || count > record->left)
		return NULL;
	list = arena_array(r->arena, count + 1, size);
	for (size_t i = 0; i < count; i++) {
		memcpy(list + i * size, blank, size);
		if (!take_members(record, members, list + i * size))
			return NULL;
	}
	*ret_count = count;
	return list;
}

/* ---- records ---- */

static int not_believed(const char *what, struct err *err)
{
	return err_set(err, PL_FAIL, NOT_BELIEVED "%s", what);
}

/* No day ends before it begins, the week is as long as one may be, and it begins some day. */
static bool is_week(const struct week_told *w)
{
	int32_t minutes = 0;

	for (int i = 0; i < DAYS_OF_WEEK; i++) {
		if (w->day[i].from > w->day[i].until)
			return false;
		minutes += w->day[i].until - w->day[i].from;
	}
	return minutes >= INTAKE_WEEK_LEAST && minutes <= INTAKE_WEEK && w->from <= DAY_LATEST;
}

/* What the members do not fill is as a reader leaves it. */
static int receive_person(struct receiver *r, enum relay_kind kind, struct record *record, struct err *err)
{
	union {
		struct team_told team;
		struct worker_told worker;
		struct reduction_told reduction;
		struct line_told line;
		struct skill_told skill;
		struct week_told week;
	} told = {0};

	if (!take_members(record, &RELAY_MEMBERS[kind], &told) || record->left > 0 || (kind == RELAY_WEEK && !is_week(&told.week)))
		return not_believed("a worker or team, or what belongs to one", err);
	switch (kind) {
	case RELAY_TEAM:
		told.team.where.file = "";
		return r->to->team(r->to->context, &told.team, err);
	case RELAY_WORKER:
		told.worker.where.file = "";
		return r->to->worker(r->to->context, &told.worker, err);
	case RELAY_REDUCTION:
		told.reduction.where.file = "";
		return r->to->reduction(r->to->context, &told.reduction, err);
	case RELAY_SKILL:
		told.skill.where.file = "";
		return r->to->skill(r->to->context, &told.skill, err);
	case RELAY_WEEK:
		told.week.where.file = "";
		return r->to->week(r->to->context, &told.week, err);
	default:
		told.line.where.file = "";
		return r->to->line(r->to->context, &told.line, err);
	}
}

static int receive_case(struct receiver *r, struct record *record, struct err *err)
{
	const struct fact blank = fact_blank(FACT_CASE);
	const struct holding_told nobody = {.told_in = DAY_MIN};
	struct case_told c = {0};

	arena_reset(r->arena);
	if (!take_members(record, &RELAY_MEMBERS[RELAY_CASE], &c))
		return not_believed("a case", err);
	c.facts = take_list(r, record, &RELAY_FACT, &blank, sizeof blank, &c.facts_count);
	if (c.facts == NULL)
		return not_believed("the facts of a case", err);
	c.holdings = take_list(r, record, &RELAY_HOLDING, &nobody, sizeof nobody, &c.holdings_count);
	if (c.holdings == NULL || record->left > 0)
		return not_believed("the holdings of a case", err);
	return r->to->case_told(r->to->context, &c, err);
}

static int receive_issue(struct receiver *r, struct record *record, struct err *err)
{
	struct import_issue issue = {.file = r->name};

	if (!take_members(record, &RELAY_MEMBERS[RELAY_ISSUE], &issue) || record->left > 0)
		return not_believed("an issue", err);
	if (r->to->issue(r->to->context, &issue))
		return 0;
	return err_set(err, PL_LIMIT, "%s: too many things are wrong with the file: reading stopped", issue.place);
}

static int receive_progress(struct receiver *r, struct record *record, struct err *err)
{
	uint64_t bytes;

	if (!take(record, &bytes, sizeof bytes) || record->left > 0)
		return not_believed("the progress", err);
	if (r->to->progress != NULL)
		r->to->progress(r->to->context, bytes);
	return 0;
}

static int receive_format(struct receiver *r, struct record *record, struct err *err)
{
	int32_t format;

	if (!take(record, &format, sizeof format) || record->left > 0 || format <= FORMAT_UNKNOWN || format >= FORMATS)
		return not_believed("a format", err);
	r->format = (enum source_format)format;
	return 0;
}

/* Why a reader failed: something, and nothing that could not stand in a page. */
static bool is_why(const char *sentence)
{
	return sentence[0] != '\0' && str_is_clean_utf8(str_of(sentence));
}

/* 1: it is over and all went well. */
static int receive_end(struct record *record, struct err *err)
{
	static const struct member SENTENCE = {MEMBER_TEXT, 0, 0, sizeof(err->text) - 1};
	const char *sentence;
	int32_t code;

	if (!take(record, &code, sizeof code) || code > 0 || code < PL_LOCKED || !take_text(record, &SENTENCE, &sentence) ||
		record->left > 0 || (code < 0 && !is_why(sentence)))
		return not_believed("an end", err);
	return code == 0 ? 1 : err_set(err, code, "%s", sentence);
}

static int receive_record(struct receiver *r, enum relay_kind kind, struct record *record, struct err *err)
{
	if ((r->to == NULL) != (kind == RELAY_FORMAT) && kind != RELAY_END)
		return not_believed("an answer to another question", err);
	switch (kind) {
	case RELAY_TEAM:
	case RELAY_WORKER:
	case RELAY_REDUCTION:
	case RELAY_LINE:
	case RELAY_SKILL:
	case RELAY_WEEK:
		return receive_person(r, kind, record, err);
	case RELAY_CASE:
		return receive_case(r, record, err);
	case RELAY_ISSUE:
		return receive_issue(r, record, err);
	case RELAY_PROGRESS:
		return receive_progress(r, record, err);
	case RELAY_FORMAT:
		return receive_format(r, record, err);
	case RELAY_END:
		return receive_end(record, err);
	case RELAY_KINDS:
		break;
	}
	return not_believed("a record of an unknown kind", err);
}

static int receive_next(struct receiver *r, struct err *err)
{
	uint32_t length;
	struct record record;
	int rc = fetch(r, sizeof length, err);

	if (rc < 0)
		return rc;
	memcpy(&length, r->bytes + r->at, sizeof length);
	if (length == 0 || length > RELAY_RECORD)
		return not_believed("a record of such a length", err);
	rc = fetch(r, sizeof length + length, err);
	if (rc < 0)
		return rc;
	record = (struct record){r->bytes + r->at + sizeof length + 1, length - 1};
	r->at += sizeof length + length;
	return receive_record(r, (enum relay_kind)(unsigned char)record.at[-1], &record, err);
}

static int receive_all(struct receiver *r, struct err *err)
{
	int rc;

	r->arena = arena_new();
	do
		rc = receive_next(r, err);
	while (rc == 0);
	arena_free(r->arena);
	mem_free(r->bytes);
	return rc > 0 ? 0 : rc;
}

int relay_receive(int pipe, const char *name, const struct intake *to, struct err *err)
{
	struct receiver r = {.pipe = pipe, .name = name, .to = to};

	return receive_all(&r, err);
}

int relay_receive_format(int pipe, enum source_format *ret, struct err *err)
{
	struct receiver r = {.pipe = pipe};
	int rc = receive_all(&r, err);

	if (rc == 0 && r.format == FORMAT_UNKNOWN)
		rc = not_believed("no format", err);
	if (rc == 0)
		*ret = r.format;
	return rc;
}
