/* The reading end of a relay. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "exchange/relay.h"
#include "exchange/relay_words.h"

enum { FLUSH_BYTES = 64 * 1024, RECORD_HEAD = 5 };

struct relay_sender {
	int pipe;
	struct buf out;     /* records that wait, and the one in hand */
	size_t whole;       /* bytes of those that are whole: where the one in hand begins */
};

/* ---- bytes ---- */

static int flush(struct relay_sender *s, struct err *err)
{
	const char *at = buf_text(&s->out), *end = at + s->out.len;

	while (at < end) {
		ssize_t n = write(s->pipe, at, (size_t)(end - at));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, PL_FAIL, "nobody waits for what is read any more: %s", strerror(errno));
		at += n;
	}
	buf_clear(&s->out);
	s->whole = 0;
	return 0;
}

/* Begins a record; one that was begun and could not be ended falls away. */
static void begin(struct relay_sender *s, enum relay_kind kind)
{
	s->out.len = s->whole;
	s->out.full = false;
	buf_add(&s->out, "\0\0\0\0", 4);
	buf_putc(&s->out, (char)kind);
}

/* Fills in the length. */
static int end(struct relay_sender *s, struct err *err)
{
	uint32_t length = (uint32_t)(s->out.len - s->whole - 4);

	if (s->out.full || length > RELAY_RECORD)
		return err_set(err, PL_LIMIT, "a record tells more than %d MB", RELAY_RECORD / (1024 * 1024));
	memcpy(s->out.data + s->whole, &length, sizeof length);
	s->whole = s->out.len;
	return s->out.len >= FLUSH_BYTES ? flush(s, err) : 0;
}

/* ---- members ---- */

static int put_text(struct buf *out, const struct member *m, const char *text, struct err *err)
{
	size_t n = strlen(text);
	uint16_t length = (uint16_t)n;

	if (n > (size_t)m->most)
		return err_set(err, PL_LIMIT, "a text of %zu bytes: at most %d are passed on", n, m->most);
	buf_add(out, &length, sizeof length);
	buf_add(out, text, n + 1);
	return 0;
}

static int put_member(struct buf *out, const struct member *m, const void *from, struct err *err)
{
	const char *at = (const char *)from + m->at;

	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_NAME:
		return put_text(out, m, *(const char *const *)(const void *)at, err);
	case MEMBER_SMALL:
		buf_putc(out, *at);
		return 0;
	case MEMBER_DAYS:
		buf_add(out, at, sizeof(struct days));
		return 0;
	case MEMBER_NUMBER:
	case MEMBER_DAY:
		buf_add(out, at, sizeof(int32_t));
		return 0;
	}
	return 0;
}

static int put(struct relay_sender *s, const struct members *members, const void *from, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < members->count; i++)
		rc = put_member(&s->out, &members->all[i], from, err);
	return rc;
}

static int send_simple(struct relay_sender *s, enum relay_kind kind, const void *from, struct err *err)
{
	int rc;

	begin(s, kind);
	rc = put(s, &RELAY_MEMBERS[kind], from, err);
	return rc < 0 ? rc : end(s, err);
}

static int put_list(struct relay_sender *s, const struct members *members, const void *list, size_t count, size_t size,
	struct err *err)
{
	uint32_t n = (uint32_t)count;
	int rc = 0;

	if (count > RELAY_FACTS)
		return err_set(err, PL_LIMIT, "a record tells more than %d facts of a case", RELAY_FACTS);
	buf_add(&s->out, &n, sizeof n);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = put(s, members, (const char *)list + i * size, err);
	return rc;
}

/* ---- the intake ---- */

static int send_team(void *context, const struct team_told *t, struct err *err)
{
	return send_simple(context, RELAY_TEAM, t, err);
}

static int send_worker(void *context, const struct worker_told *w, struct err *err)
{
	return send_simple(context, RELAY_WORKER, w, err);
}

static int send_reduction(void *context, const struct reduction_told *r, struct err *err)
{
	return send_simple(context, RELAY_REDUCTION, r, err);
}

static int send_line(void *context, const struct line_told *l, struct err *err)
{
	return send_simple(context, RELAY_LINE, l, err);
}

static int send_skill(void *context, const struct skill_told *t, struct err *err)
{
	return send_simple(context, RELAY_SKILL, t, err);
}

static int send_week(void *context, const struct week_told *w, struct err *err)
{
	return send_simple(context, RELAY_WEEK, w, err);
}

static int send_case(void *context, const struct case_told *c, struct err *err)
{
	struct relay_sender *s = context;
	int rc;

	begin(s, RELAY_CASE);
	rc = put(s, &RELAY_MEMBERS[RELAY_CASE], c, err);
	if (rc == 0)
		rc = put_list(s, &RELAY_FACT, c->facts, c->facts_count, sizeof *c->facts, err);
	if (rc == 0)
		rc = put_list(s, &RELAY_HOLDING, c->holdings, c->holdings_count, sizeof *c->holdings, err);
	return rc < 0 ? rc : end(s, err);
}

/* Whether there are too many is for the other end to say: it stops taking then. */
static bool send_issue(void *context, const struct import_issue *issue)
{
	return send_simple(context, RELAY_ISSUE, issue, NULL) == 0;
}

static void send_progress(void *context, uint64_t bytes)
{
	struct relay_sender *s = context;

	begin(s, RELAY_PROGRESS);
	buf_add(&s->out, &bytes, sizeof bytes);
	(void)end(s, NULL); /* a pipe that is closed shows at the next record */
}

struct relay_sender *relay_sender_new(int pipe)
{
	struct relay_sender *s = mem_alloc(sizeof *s);

	s->pipe = pipe;
	s->out = BUF_INIT(FLUSH_BYTES + RECORD_HEAD + RELAY_RECORD);
	return s;
}

struct relay_sender *relay_sender_free(struct relay_sender *s)
{
	if (s != NULL)
		buf_free(&s->out);
	mem_free(s);
	return NULL;
}

struct intake relay_send(struct relay_sender *s)
{
	return (struct intake){s, send_team, send_worker, send_reduction, send_line, send_skill, send_week, send_case, send_issue,
		send_progress};
}

int relay_send_end(struct relay_sender *s, int code, const struct err *why, struct err *err)
{
	static const struct member TEXT = {MEMBER_TEXT, 0, 0, sizeof((struct err *)NULL)->text};
	int32_t number = code;
	int rc;

	begin(s, RELAY_END);
	buf_add(&s->out, &number, sizeof number);
	rc = put_text(&s->out, &TEXT, code != 0 ? why->text : "", err);
	if (rc == 0)
		rc = end(s, err);
	return rc < 0 ? rc : flush(s, err);
}

/* ---- the whole answer ---- */

static int send_format(struct relay_sender *s, const struct input *in, struct err *why)
{
	enum source_format format;
	int32_t number;
	int rc = format_recognise(in, &format, why);

	if (rc < 0)
		return rc;
	number = (int32_t)format;
	begin(s, RELAY_FORMAT);
	buf_add(&s->out, &number, sizeof number);
	return end(s, why);
}

int relay_answer(const struct relay_question *question, int file, int pipe, struct err *err)
{
	struct relay_sender *s = relay_sender_new(pipe);
	struct intake to = relay_send(s);
	struct input in = {file, ""};
	struct err why;
	int rc = question->format == FORMAT_UNKNOWN ? send_format(s, &in, &why) : format_read(&in, question->format, &to, &why);

	rc = relay_send_end(s, rc, &why, err);
	relay_sender_free(s);
	return rc;
}
