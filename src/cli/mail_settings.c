#include "cli/mail_settings.h"

#include "base/mail_address.h"
#include "base/plain_file.h"
#include "secure/token.h"

static const char *first_given(const struct options *o)
{
	return o->mail_from != NULL ? "--mail-from" : o->mail_user != NULL ? "--mail-user"
		: o->mail_password_file != NULL ? "--mail-password-file" : o->mail_ca_file != NULL ? "--mail-ca-file" : NULL;
}

static int check_who(const struct options *o, struct err *err)
{
	if ((o->mail_user == NULL) != (o->mail_password_file == NULL))
		return err_set(err, PL_INVALID, "expected --mail-user NAME and --mail-password-file FILE together, or neither");
	if (o->mail_from == NULL || !mail_address_fits(str_of(o->mail_from)))
		return err_set(err, PL_INVALID,
			"expected --mail-from ADDRESS, such as plimsoll@council.gov.uk, with --mail-server");
	if (o->public_url == NULL)
		return err_set(err, PL_INVALID,
			"expected --public-url URL with --mail-server: that is where the links in mails lead");
	return 0;
}

int mail_settings_check(const struct options *o, struct err *err)
{
	int rc;

	if (o->mail_server == NULL)
		return first_given(o) != NULL ? err_set(err, PL_INVALID, "expected --mail-server URL with %s", first_given(o)) : 0;
	rc = mail_server_check(o->mail_server, err);
	return rc == 0 ? check_who(o, err) : rc;
}

int mail_settings_open(const struct options *o, struct mail_secrets *s, struct mail_sender **ret, struct err *err)
{
	int rc = 0;

	*s = (struct mail_secrets){.authorities = BUF_INIT(MAIL_AUTHORITIES)};
	if (o->mail_password_file != NULL)
		rc = plain_file_first_line(o->mail_password_file, FILE_SECRET, "the password for the mail server", s->password,
			sizeof s->password, err);
	if (rc == 0 && o->mail_ca_file != NULL)
		rc = plain_file_read(o->mail_ca_file, FILE_PLAIN, "certificates", &s->authorities, err);
	s->server = (struct mail_server){.url = o->mail_server, .from = o->mail_from, .user = o->mail_user,
		.password = o->mail_user != NULL ? s->password : NULL,
		.authorities = o->mail_ca_file != NULL ? buf_text(&s->authorities) : NULL};
	if (rc == 0)
		rc = mail_sender_new(&s->server, ret, err);
	if (rc < 0)
		mail_settings_close(s, NULL);
	return rc;
}

void mail_settings_close(struct mail_secrets *s, struct mail_sender *sender)
{
	mail_sender_free(sender);
	buf_free(&s->authorities);
	secret_wipe(s->password, sizeof s->password);
}
