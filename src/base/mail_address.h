/* mail_address.h: what can be an address for mail. */
#pragma once

#include "base/str.h"

enum { MAIL_ADDRESS_BYTES = 254 };

/* One name, one @, a host with a dot (RFC 5321 without quotes): nothing above ASCII, no blank, no end of a line, so
 * that it can stand in a header and makes no other line of it. */
bool mail_address_fits(struct str text);
