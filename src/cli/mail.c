/* mail: whether mail gets through, and telling by mail what waits where no server runs. */
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/mail_address.h"
#include "cli/command.h"
#include "cli/mail_settings.h"
#include "service/telling/letter.h"
#include "service/telling/mailing.h"
#include "web/web.h"

enum { OUT_BYTES = 4096, PICTURE_BYTES = 24 * 1024 * 1024 };

static bool is_test(const struct options *o)
{
	return o->arguments_count > 0 && str_equal(o->arguments[0], "test");
}

void check_mail_options(const struct options *o, struct argp_state *state)
{
	struct err err;

	if (!is_test(o) && !str_equal(o->arguments[0], "send"))
		argp_error(state, "expected test or send");
	if (is_test(o) && (o->arguments_count != 2 || !mail_address_fits(str_of(o->arguments[1]))))
		argp_error(state, "test: expected the address of whoever is to get the mail");
	if (!is_test(o) && o->arguments_count != 1)
		argp_error(state, "unexpected argument '%.60s'", o->arguments[1]);
	if (!is_test(o) && (o->db == NULL || o->employer == NULL))
		argp_error(state, "send: expected --db DATABASE and --employer CODE");
	if ((o->public_url != NULL && web_check_public_url(o->public_url, &err) < 0) || mail_settings_check(o, &err) < 0)
		argp_error(state, "%s", err.text);
}

static int send(void *context, const char *to, const char *message, struct err *err)
{
	return mail_send(context, to, message, err);
}

static int send_trial(const struct options *o, struct mail_sender *sender, struct buf *out, struct err *err)
{
	const struct letter letter = {.from = o->mail_from, .to = o->arguments[1], .site = o->public_url,
		.instant = clock_now()};
	struct buf text = BUF_INIT(LETTER_BYTES);
	int rc;

	letter_trial(&text, &letter);
	rc = mail_send(sender, letter.to, buf_text(&text), err);
	buf_free(&text);
	if (rc == 0)
		buf_putf(out, "The mail server took a mail for %s: look whether it comes.\n", letter.to);
	return rc;
}

static void say_counts(const struct options *o, const struct mail_counts *counts, struct buf *out)
{
	struct json_writer w = json_to(out);

	if (!o->json) {
		buf_putf(out, "%d sent, %d not taken.\n", (int)counts->sent, (int)counts->refused);
		return;
	}
	json_begin_object(&w, NULL);
	json_int(&w, "sent", counts->sent);
	json_int(&w, "refused", counts->refused);
	json_int(&w, "failing", counts->failing);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static int send_round(const struct options *o, struct mail_sender *sender, struct buf *out, struct err *err)
{
	struct mailing m = {.from = o->mail_from, .site = o->public_url, .road = {send, sender}};
	struct mail_counts counts = {0};
	struct store *reader = NULL;
	int32_t today;
	int rc = writer_open(o->db, &m.writer, err);

	if (rc == 0)
		rc = common_open_store(o->db, STORE_READ, &reader, err);
	if (rc == 0)
		rc = common_day(o->employer, DAY_MIN, reader, &today, err);
	if (rc == 0) {
		m.pictures = pictures_new(reader, PICTURE_BYTES);
		rc = mail_once(&m, o->employer, clock_now(), &counts, err);
		pictures_free(m.pictures);
		say_counts(o, &counts, out);
	}
	writer_close(m.writer);
	store_close(reader);
	return rc;
}

int command_mail(const struct options *o)
{
	struct buf out = BUF_INIT(OUT_BYTES);
	struct mail_sender *sender;
	struct mail_secrets secrets;
	struct err err;
	int status, rc = secure_start(&err);

	if (rc == 0)
		rc = mail_settings_open(o, &secrets, &sender, &err);
	if (rc == 0) {
		rc = is_test(o) ? send_trial(o, sender, &out, &err) : send_round(o, sender, &out, &err);
		mail_settings_close(&secrets, sender);
	}
	status = out.len > 0 ? print_buf(&out) : EXIT_DONE;
	buf_free(&out);
	return rc < 0 ? command_fails(&err) : status;
}
