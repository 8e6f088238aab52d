#include "web/log.h"

#include <time.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/str.h"
#include "web/http.h"

enum { LINE_BYTES = 4 * 1024, INSTANT_SIZE = 32 };

static void put_instant(char to[INSTANT_SIZE])
{
	struct timespec now;
	struct tm utc;
	struct buf text = BUF_INIT(INSTANT_SIZE);

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	buf_putf(&text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
		utc.tm_min, utc.tm_sec, (int)(now.tv_nsec / 1000000));
	memcpy(to, buf_text(&text), text.len + 1);
	buf_free(&text);
}

static struct json_writer begin(struct buf *line, const char *level, const char *msg)
{
	struct json_writer w = json_to(line);
	char instant[INSTANT_SIZE];

	put_instant(instant);
	json_begin_object(&w, NULL);
	json_text(&w, "ts", instant);
	json_text(&w, "level", level);
	json_text(&w, "msg", msg);
	return w;
}

/* One write a line, so that lines of threads do not mix. */
static void end(struct json_writer *w, struct buf *line)
{
	ssize_t written;

	json_end(w, '}');
	buf_putc(line, '\n');
	written = write(STDERR_FILENO, buf_text(line), line->len);
	(void)written; /* nobody is left to be told */
	buf_free(line);
}

static bool only_reads(const struct request *req)
{
	return str_equal(req->method, "GET") || str_equal(req->method, "HEAD");
}

/* What is not known as a method is somebody's free text. */
static const char *method_words(const struct request *req)
{
	return only_reads(req) || str_equal(req->method, "POST") ? req->method : "other";
}

bool log_is_due(const struct request *req, const struct response *res)
{
	return !only_reads(req) || res->status >= 400;
}

void log_request(const struct request *req, const struct response *res, const struct log_subject *subject, int64_t ms)
{
	struct buf line = BUF_INIT(LINE_BYTES);
	struct json_writer w = begin(&line, res->status >= 500 ? "error" : res->status >= 400 ? "warn" : "info", "request");

	json_text(&w, "request", req->id);
	json_text(&w, "employer", subject->employer);
	if (subject->account_id != 0)
		json_int(&w, "account", subject->account_id);
	json_text(&w, "method", method_words(req));
	json_text(&w, "route", subject->route);
	json_int(&w, "status", res->status);
	json_int(&w, "ms", ms);
	end(&w, &line);
}

void log_failure(const struct request *req, const char *route, const char *why)
{
	struct buf line = BUF_INIT(LINE_BYTES);
	struct json_writer w = begin(&line, "error", "failure");

	json_text(&w, "request", req->id);
	json_text(&w, "route", route);
	json_text(&w, "why", why);
	end(&w, &line);
}

void log_refused_sign_in(const struct request *req, const char *why)
{
	struct buf line = BUF_INIT(LINE_BYTES);
	struct json_writer w = begin(&line, "warn", "single sign-on refused");

	json_text(&w, "request", req->id);
	json_text(&w, "why", why);
	end(&w, &line);
}

void log_turned_away(int64_t count)
{
	struct buf line = BUF_INIT(LINE_BYTES);
	struct json_writer w = begin(&line, "warn", "too many connections: requests turned away");

	json_int(&w, "count", count);
	end(&w, &line);
}
