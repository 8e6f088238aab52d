/* The process of a server that reaches the sign-in service. */
#include <time.h>

#include "base/plain_file.h"
#include "cli/serve.h"
#include "fetch/provider_call.h"

struct fetching {
	struct fetcher *fetcher;
	struct provider *provider;
	struct provider_settings settings;
	char secret[PROVIDER_SECRET + 1];
};

static int ask(void *context, const struct fetch_question *question, struct buf *body, long *ret_status,
	struct err *err)
{
	const struct fetching *f = context;

	int rc = fetch_ask(f->fetcher, question, body, ret_status, err);

	return rc < 0 ? err_prefix(err, "The sign-in service") : rc;
}

static int64_t seconds_now(void *context)
{
	struct timespec now;

	(void)context;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec;
}

static int prepare(const struct serving *s, struct fetching *f, struct err *err)
{
	int rc = plain_file_first_line(s->options->sso_client_secret_file, FILE_SECRET, "the client secret", f->secret,
		sizeof f->secret, err);

	if (rc == 0)
		rc = fetcher_new(serve_sign_on_is_plain(), &f->fetcher, err);
	if (rc < 0)
		return rc;
	f->settings = (struct provider_settings){.issuer = s->sign_on.issuer, .client_id = s->sign_on.client_id,
		.secret = f->secret, .plain = serve_sign_on_is_plain(), .ask = ask, .now = seconds_now, .context = f};
	f->provider = provider_new(&f->settings);
	return 0;
}

static void end(struct fetching *f)
{
	provider_free(f->provider);
	fetcher_free(f->fetcher);
	mem_free(f);
}

int serve_prepare_fetcher(void *context, struct err *err)
{
	struct serving *s = context;
	struct fetching *f = mem_alloc(sizeof *f);
	int rc = prepare(s, f, err);

	if (rc < 0) {
		end(f);
		return rc;
	}
	s->fetching = f;
	return 0;
}

int serve_fetcher(void *context, int calls)
{
	struct serving *s = context;
	struct err err;
	int rc = call_serve(calls, provider_call_answer, s->fetching->provider, &err);

	end(s->fetching);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
