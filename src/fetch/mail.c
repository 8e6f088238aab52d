#include "fetch/mail.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"

enum { HOST_BYTES = 253, REFUSED_LEAST = 400, REFUSED_FOR_GOOD = 500, CLOSES_DOWN = 421, A_SECOND_MS = 1000 };

struct mail_sender {
	CURL *curl;
	struct mail_server server;
};

struct reading {
	const char *at;
	size_t left;
};

/* ---- the server ---- */

static const char *host_of(const char *url)
{
	if (strncmp(url, "smtp://", 7) == 0)
		return url + 7;
	return strncmp(url, "smtps://", 8) == 0 ? url + 8 : "";
}

int mail_server_check(const char *url, struct err *err)
{
	const char *host = host_of(url);
	size_t n = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
	const char *port = host[n] == ':' ? host + n + 1 : "0";
	size_t digits = strspn(port, "0123456789");

	if (n == 0 || n > HOST_BYTES || (host[n] != ':' && host[n] != '\0') || digits == 0 || digits > 5
		|| port[digits] != '\0')
		return err_set(err, PL_INVALID, "the mail server must be like smtp://mail.example.gov.uk:587 or "
			"smtps://mail.example.gov.uk:465: a host, a port if need be, and nothing behind");
	return 0;
}

bool mail_server_is_local(const char *url)
{
	const char *host = host_of(url);
	size_t n = strcspn(host, ":");

	return (n == 9 && strncmp(host, "127.0.0.1", n) == 0) || (n == 9 && strncmp(host, "localhost", n) == 0);
}

static bool may_go_plain(const struct mail_server *s)
{
	return strncmp(s->url, "smtp://", 7) == 0 && mail_server_is_local(s->url) && s->user == NULL && s->authorities == NULL;
}

int mail_sender_new(const struct mail_server *server, struct mail_sender **ret, struct err *err)
{
	struct mail_sender *m;
	CURL *curl;
	int rc = mail_server_check(server->url, err);

	if (rc < 0)
		return rc;
	curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
	if (curl == NULL)
		return err_set(err, PL_FAIL, "libcurl cannot be started");
	m = mem_alloc(sizeof *m);
	*m = (struct mail_sender){curl, *server};
	*ret = m;
	return 0;
}

/* The server is told that we go (QUIT), and one that hangs is not waited for. */
static void hear_no_more(CURL *curl)
{
	curl_socket_t s;

	if (curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &s) == CURLE_OK && s != CURL_SOCKET_BAD)
		(void)shutdown(s, SHUT_RD);
}

struct mail_sender *mail_sender_free(struct mail_sender *m)
{
	if (m != NULL) {
		hear_no_more(m->curl);
		curl_easy_cleanup(m->curl);
	}
	mem_free(m);
	return NULL;
}

/* ---- a mail ---- */

static size_t give_bytes(char *room, size_t one, size_t n, void *context)
{
	struct reading *r = context;
	size_t given = one * n < r->left ? one * n : r->left;

	memcpy(room, r->at, given);
	r->at += given;
	r->left -= given;
	return given;
}

static void set_trust(struct mail_sender *m)
{
	struct curl_blob blob = {.data = (void *)(uintptr_t)m->server.authorities, .flags = CURL_BLOB_NOCOPY};

	(void)curl_easy_setopt(m->curl, CURLOPT_USE_SSL, (long)(may_go_plain(&m->server) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	(void)curl_easy_setopt(m->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (m->server.authorities == NULL)
		return;
	blob.len = strlen(m->server.authorities);
	(void)curl_easy_setopt(m->curl, CURLOPT_CAINFO_BLOB, &blob);
	(void)curl_easy_setopt(m->curl, CURLOPT_CAPATH, NULL);
}

static void set_server(struct mail_sender *m)
{
	curl_easy_reset(m->curl);
	(void)curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(m->curl, CURLOPT_NOPROXY, "*");
	(void)curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(m->curl, CURLOPT_URL, m->server.url);
	(void)curl_easy_setopt(m->curl, CURLOPT_TIMEOUT_MS, (long)MAIL_MS);
	(void)curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)MAIL_CONNECT_MS);
	(void)curl_easy_setopt(m->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(MAIL_ANSWER_MS / A_SECOND_MS));
	if (m->server.user != NULL) {
		(void)curl_easy_setopt(m->curl, CURLOPT_USERNAME, m->server.user);
		(void)curl_easy_setopt(m->curl, CURLOPT_PASSWORD, m->server.password);
	}
	set_trust(m);
}

/* What the server said is a number, and not its words: they may name whom the mail was for. */
static int tell_failure(struct mail_sender *m, CURLcode why, bool was_read, struct err *err)
{
	long said = 0;

	(void)curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &said);
	if (why == CURLE_LOGIN_DENIED && said >= REFUSED_FOR_GOOD)
		return err_set(err, PL_FAIL, "The mail server does not take the user and password that are set");
	/* Of what was sent, and not of how: an address that it does not know, a box that is full. Before the message a weird
	 * reply is the greeting. */
	if ((why == CURLE_SEND_ERROR || why == CURLE_RECV_ERROR || (why == CURLE_WEIRD_SERVER_REPLY && was_read))
		&& said >= REFUSED_LEAST && said != CLOSES_DOWN)
		return err_set(err, PL_DENIED, "The mail server refused a mail, with %ld", said);
	if (why == CURLE_USE_SSL_FAILED)
		return err_set(err, PL_FAIL, "The mail server offers no TLS, and without it no mail is sent");
	return err_set(err, PL_FAIL, "No mail can be sent: %s", curl_easy_strerror(why));
}

int mail_send(struct mail_sender *m, const char *to, const char *message, struct err *err)
{
	struct reading body = {message, strlen(message)};
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	CURLcode rc;

	set_server(m);
	(void)curl_easy_setopt(m->curl, CURLOPT_MAIL_FROM, m->server.from);
	(void)curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, recipients);
	(void)curl_easy_setopt(m->curl, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(m->curl, CURLOPT_READFUNCTION, give_bytes);
	(void)curl_easy_setopt(m->curl, CURLOPT_READDATA, &body);
	rc = curl_easy_perform(m->curl);
	curl_slist_free_all(recipients);
	return rc == CURLE_OK ? 0 : tell_failure(m, rc, body.at != message, err);
}
