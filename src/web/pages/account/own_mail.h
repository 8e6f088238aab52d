/* own_mail.h: how one wants to be told: an address for mail, and a calendar under a secret address. */
#pragma once

#include "web/pages/form_page.h"

struct own_mail_view {
	struct page_view page;
	const char *notice, *sentence; /* notice: what was just done; "" */
	struct issues_view issues;
	bool has_address, may_end, waits_for_code;
	struct form_view form, confirm, again, end;
	struct input_view address, code;
	struct select_view wish;
	const char *last_mail, *failure;   /* "" for none */
};

struct own_calendar_view {
	struct page_view page;
	const char *notice, *sentence;
	const char *address;          /* told this once; "" */
	bool has_calendar;
	const char *begun, *used;
	struct form_view make, end;
};

/* In a few words, for the page of one's account and for an administrator. */
struct own_mail;
const char *mail_state_words(struct arena *a, const struct own_mail *own, bool mail_is_sent);
const char *calendar_state_words(struct arena *a, const struct own_mail *own);
