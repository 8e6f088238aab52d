/* letter.h: the mails that Plimsoll sends, as they go to a mail server: headers and plain text, lines ended by CR LF, ASCII alone.
 *
 * They say how many things wait and where to look, and no more: no case, no name, nobody's login, for mail is read on the way, on
 * locked screens and by whoever stands in for somebody. They say of themselves that a program wrote them (RFC 3834), so that no
 * out-of-office answers them. */
#pragma once

#include "base/buf.h"
#include "secure/token.h"

struct letter {
	const char *from, *to;    /* addresses that fit (base/mail_address.h) */
	const char *site;         /* "https://plimsoll.example.gov.uk" */
	int64_t instant;
};

enum { LETTER_BYTES = 8 * 1024 };

/* "2 things wait for you in Plimsoll", with where to look. `employer` is a code. */
void letter_waiting(struct buf *out, const struct letter *l, const char *employer, int32_t waiting, int32_t today);
/* The code that confirms an address. */
void letter_code(struct buf *out, const struct letter *l, const char *code);
/* That mail gets through: for whoever sets it up. */
void letter_trial(struct buf *out, const struct letter *l);
