#include "talk.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../test.h"
#include "base/str.h"

enum { ANSWER_BYTES = 1 << 20, REQUEST_BYTES = 1 << 20 };

int talk_connect(uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct timeval patience = {.tv_sec = 20};
	int s = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(s >= 0);
	(void)setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(s, (struct sockaddr *)&address, sizeof address), 0);
	return s;
}

void talk_send(int socket, const char *text)
{
	assert_int_equal(send(socket, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

void talk_read_to_end(int socket, struct buf *out)
{
	char piece[4096];
	ssize_t n;

	do {
		n = recv(socket, piece, sizeof piece, 0);
		if (n > 0)
			buf_add(out, piece, (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
}

struct buf talk(uint16_t port, const char *text)
{
	struct buf out = BUF_INIT(ANSWER_BYTES);
	int s = talk_connect(port);

	talk_send(s, text);
	talk_read_to_end(s, &out);
	close(s);
	return out;
}

struct buf talk_get(uint16_t port, const char *target, const char *headers)
{
	struct buf request = BUF_INIT(REQUEST_BYTES), answer;

	buf_putf(&request, "GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n", target, headers);
	answer = talk(port, buf_text(&request));
	buf_free(&request);
	return answer;
}

struct buf talk_post(uint16_t port, const char *target, const char *headers, const char *body)
{
	struct buf request = BUF_INIT(REQUEST_BYTES), answer;

	buf_putf(&request, "POST %s HTTP/1.1\r\n%sConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		"Content-Length: %zu\r\n\r\n%s", target, headers, strlen(body), body);
	answer = talk(port, buf_text(&request));
	buf_free(&request);
	return answer;
}

int talk_status(const struct buf *answer)
{
	return strncmp(buf_text(answer), "HTTP/1.1 ", 9) == 0 ? (int)strtol(buf_text(answer) + 9, NULL, 10) : 0;
}

const char *talk_header(struct arena *a, const struct buf *answer, const char *name)
{
	const char *end = strstr(buf_text(answer), "\r\n\r\n"), *at = strstr(buf_text(answer), arena_printf(a, "\r\n%s: ", name));

	if (at == NULL || end == NULL || at > end)
		return NULL;
	at += strlen(name) + 4;
	return arena_strndup(a, at, strcspn(at, "\r"));
}

void talk_has_header(const struct buf *answer, const char *name, const char *value)
{
	struct arena *a = arena_new();
	const char *end = strstr(buf_text(answer), "\r\n\r\n"), *at;

	at = strstr(buf_text(answer), arena_printf(a, "\r\n%s: %s\r\n", name, value));
	if (at == NULL || at > end)
		fail_msg("no %s: %s in\n%.1200s", name, value, buf_text(answer));
	arena_free(a);
}

const char *talk_hidden(struct arena *a, const struct buf *answer, const char *action, const char *name)
{
	const char *form = strstr(buf_text(answer), arena_printf(a, "action=\"%s\"", action));
	const char *end = form != NULL ? strstr(form, "</form>") : NULL;
	const char *mark = arena_printf(a, "name=\"%s\" value=\"", name);
	const char *at = form != NULL ? strstr(form, mark) : NULL;

	if (at == NULL || end == NULL || at > end)
		fail_msg("no %s in a form to %s:\n%.2000s", name, action, buf_text(answer));
	at += strlen(mark);
	return arena_strndup(a, at, strcspn(at, "\""));
}
