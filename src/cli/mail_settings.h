/* mail_settings.h: what is set for mail, for a server and for the command `mail`. */
#pragma once

#include "cli/options.h"
#include "fetch/mail.h"

/* Whether it goes together; nothing is set with no server. PL_INVALID. */
int mail_settings_check(const struct options *o, struct err *err) PL_MUST_CHECK;

/* What is read of files for it: the password and the certificates. */
struct mail_secrets {
	char password[MAIL_SECRET + 1];
	struct buf authorities;
	struct mail_server server;
};

/* Reads them and opens the sender, which they must outlive; mail_settings_close frees both. */
int mail_settings_open(const struct options *o, struct mail_secrets *s, struct mail_sender **ret, struct err *err)
	PL_MUST_CHECK;
void mail_settings_close(struct mail_secrets *s, struct mail_sender *sender);
