/* published.h: what has been published on this server, for everybody: a list, and each version. */
#pragma once

#include "web/pages/published/check_view.h"

struct published_item_view {
	const char *employer, *quarter, *when, *note; /* note: that it corrects one, or was corrected; "" */
	const char *href, *words;
};

struct published_checks_view {
	struct page_view page;
	struct published_item_view *items; size_t items_count;
	struct tools_view tools;
};

struct published_version_view {
	struct page_view page;
	const char *heading, *sentence;
	const char *warning, *warning_href;  /* that another version has taken its place, and where it is; "" */
	struct check_view check;
	const char *note, *sha256;           /* what proves it */
	const char *key, *key_words;         /* the public key, as a line, and whose it is; "" */
	const char *file_href;               /* the signed file */
	const char *keys_href;               /* the keys of all, on the pages of the league; "" */
	const char *list_href, *list_words;
};

/* Of when it is, which version, and what it corrects. */
const char *published_sentence(struct arena *a, const struct published *p, int64_t instant);
