/* The process of a server that reaches the mail server. */
#include "cli/mail_settings.h"
#include "cli/serve.h"
#include "fetch/mail_call.h"

struct sending {
	struct mail_secrets secrets;
	struct mail_sender *sender;
};

int serve_prepare_mailer(void *context, struct err *err)
{
	struct serving *s = context;
	struct sending *sending = mem_alloc(sizeof *sending);
	int rc = mail_settings_open(s->options, &sending->secrets, &sending->sender, err);

	if (rc < 0) {
		mem_free(sending);
		return rc;
	}
	s->sending = sending;
	return 0;
}

int serve_mailer(void *context, int calls)
{
	struct serving *s = context;
	struct err err;
	int rc = call_serve(calls, mail_call_answer, s->sending->sender, &err);

	mail_settings_close(&s->sending->secrets, s->sending->sender);
	mem_free(s->sending);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
