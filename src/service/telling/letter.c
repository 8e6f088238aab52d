#include "service/telling/letter.h"

#include <string.h>

#include "base/date.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void put_date(struct buf *out, int64_t instant)
{
	int32_t day = (int32_t)(instant / DAY_SECONDS);
	int seconds = (int)(instant % DAY_SECONDS), year, month, of_month;

	date_to_civil(day, &year, &month, &of_month);
	buf_putf(out, "Date: %.3s, %d %s %d %02d:%02d:%02d +0000\r\n", date_weekday_name(day), of_month, MONTHS[month - 1], year,
		seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void begin(struct buf *out, const struct letter *l, const char *subject)
{
	const char *at = strchr(l->from, '@');
	char id[SALT_SIZE];

	salt_make(id);
	buf_putf(out, "From: Plimsoll <%s>\r\nTo: <%s>\r\nSubject: %s\r\n", l->from, l->to, subject);
	put_date(out, l->instant);
	buf_putf(out, "Message-ID: <%s%s>\r\n", id, at != NULL ? at : "@localhost");
	buf_puts(out, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
		"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n");
}

static const char *things(int32_t n)
{
	return n == 1 ? "thing waits" : "things wait";
}

void letter_waiting(struct buf *out, const struct letter *l, const char *employer, int32_t waiting, int32_t today)
{
	struct buf subject = BUF_INIT(100);

	buf_putf(&subject, "%d %s for you in Plimsoll", (int)waiting, things(waiting));
	begin(out, l, buf_text(&subject));
	buf_putf(out, "%d %s for you in Plimsoll", (int)waiting, things(waiting));
	if (today > 0)
		buf_putf(out, ", %d of them to be answered today or late already", (int)today);
	buf_putf(out, ".\r\n\r\nSee what it is:\r\n%s/employers/", l->site);
	buf_put_encoded(out, employer);
	buf_puts(out, "/waiting\r\n\r\nThis mail names no case and nobody: that is behind your sign-in. It is no\r\n"
		"answer and no discussion, and nothing counts as read because it was sent.\r\n");
	buf_putf(out, "\r\nHow often you are told by mail is for you to choose:\r\n%s/account/mail\r\n", l->site);
	buf_free(&subject);
}

void letter_code(struct buf *out, const struct letter *l, const char *code)
{
	begin(out, l, "Your code for mail from Plimsoll");
	buf_putf(out, "The code is\r\n\r\n    %s\r\n\r\nIt confirms that mail from Plimsoll may come to this address. Within a\r\n"
		"day, type it here:\r\n%s/account/mail\r\n", code, l->site);
	buf_puts(out, "\r\nIf you have not asked for it, do nothing: then nothing more comes.\r\n");
}

void letter_trial(struct buf *out, const struct letter *l)
{
	begin(out, l, "Mail from Plimsoll gets through");
	buf_putf(out, "Somebody who sets up Plimsoll had this mail sent, to see whether it gets\r\nthrough. There is nothing to do.\r\n"
		"\r\n%s/\r\n", l->site);
}
