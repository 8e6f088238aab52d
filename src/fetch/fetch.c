#include "fetch/fetch.h"

#include <curl/curl.h>
#include <string.h>

#include "base/arena.h"

struct fetcher {
	CURL *curl;
	bool plain;
};

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

bool fetch_may_ask(const char *address, bool plain)
{
	const char *host = starts(address, "https://") ? address + 8 : "";
	size_t n = strlen(address);

	for (size_t i = 0; i < n; i++)
		if (address[i] <= ' ' || address[i] >= 0x7F || strchr("\"'<>\\^`{|}#", address[i]) != NULL)
			return false;
	if (n > FETCH_ADDRESS)
		return false;
	/* Nobody is named before the host. */
	if (host[0] != '\0' && host[0] != '/' && memchr(host, '@', strcspn(host, "/?")) == NULL)
		return true;
	return plain && starts(address, "http://127.0.0.1:") && strspn(address + 17, "0123456789") > 0
		&& strchr("/?", address[17 + strspn(address + 17, "0123456789")]) != NULL;
}

int fetcher_new(bool plain, struct fetcher **ret, struct err *err)
{
	struct fetcher *f;
	CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;

	if (curl == NULL)
		return err_set(err, PL_FAIL, "libcurl cannot be started");
	f = mem_alloc(sizeof *f);
	*f = (struct fetcher){curl, plain};
	*ret = f;
	return 0;
}

struct fetcher *fetcher_free(struct fetcher *f)
{
	if (f != NULL)
		curl_easy_cleanup(f->curl);
	mem_free(f);
	return NULL;
}

static size_t take_bytes(char *bytes, size_t one, size_t n, void *context)
{
	struct buf *body = context;

	(void)one; /* always 1 */
	buf_add(body, bytes, n);
	return body->full ? 0 : n;
}

/* What is the same for all questions. */
static void set_limits(struct fetcher *f)
{
	curl_easy_reset(f->curl);
	(void)curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(f->curl, CURLOPT_PROTOCOLS_STR, f->plain ? "https,http" : "https");
	(void)curl_easy_setopt(f->curl, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(f->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(f->curl, CURLOPT_TIMEOUT_MS, (long)FETCH_MS);
	(void)curl_easy_setopt(f->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
	(void)curl_easy_setopt(f->curl, CURLOPT_MAXFILESIZE, (long)FETCH_BYTES);
	(void)curl_easy_setopt(f->curl, CURLOPT_USERAGENT, "plimsoll");
	(void)curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, take_bytes);
	if (f->plain)
		(void)curl_easy_setopt(f->curl, CURLOPT_NOPROXY, "*");
}

static int no_answer(const char *address, CURLcode why, const struct buf *body, struct err *err)
{
	if (body->full)
		return err_set(err, PL_FAIL, "%.200s answers with more than %d bytes", address, FETCH_BYTES);
	return err_set(err, PL_FAIL, "%.200s cannot be reached: %s", address, curl_easy_strerror(why));
}

int fetch_ask(struct fetcher *f, const struct fetch_question *question, struct buf *body, long *ret_status,
	struct err *err)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
	struct buf taken = BUF_INIT(FETCH_BYTES);
	int failed;
	CURLcode rc;

	if (!fetch_may_ask(question->address, f->plain)) {
		curl_slist_free_all(headers);
		return err_set(err, PL_INVALID, "%.200s is refused: expected an address that begins with https://",
			question->address);
	}
	set_limits(f);
	(void)curl_easy_setopt(f->curl, CURLOPT_URL, question->address);
	(void)curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, &taken);
	(void)curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, headers);
	if (question->form != NULL)
		(void)curl_easy_setopt(f->curl, CURLOPT_COPYPOSTFIELDS, question->form);
	if (question->user != NULL) {
		(void)curl_easy_setopt(f->curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		(void)curl_easy_setopt(f->curl, CURLOPT_USERNAME, question->user);
		(void)curl_easy_setopt(f->curl, CURLOPT_PASSWORD, question->secret);
	}
	rc = curl_easy_perform(f->curl);
	curl_slist_free_all(headers);
	if (rc == CURLE_OK) {
		(void)curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, ret_status);
		buf_add(body, taken.data, taken.len);
	}
	failed = rc == CURLE_OK ? 0 : no_answer(question->address, rc, &taken, err);
	buf_free(&taken);
	return failed;
}
