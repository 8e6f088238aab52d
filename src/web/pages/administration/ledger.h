/* ledger.h: the ledger of an employer in plain words, and the checkpoints of it. */
#pragma once

#include "web/form.h"
#include "web/page.h"

struct audit_row_view {
	const char *entry, *when, *who, *what, *object, *figures, *rows, *undone;
	struct link_view about; /* the case, for those who see which; "" else */
};

struct ledger_view {
	struct page_view page;
	const char *sentence, *action, *checkpoints_href;
	const char *pack_href; /* "" for who may not take one */
	const char *nothing; /* why no row is there */
	bool shows_who;
	struct select_view kind;
	struct input_view actor, from, until;
	const struct audit_row_view *rows; size_t rows_count;
	const char *earlier_href, *newest_href; /* "" where there are none */
	struct tools_view tools;
};

struct checkpoint_row_view {
	const char *when, *entries, *note, *text_href;
};

struct checkpoints_view {
	struct page_view page;
	const char *sentence, *notice, *ledger_href, *key; /* key: the public half as a line, "" without one */
	bool may_make;
	struct form_view form;
	const struct checkpoint_row_view *rows; size_t rows_count;
};
