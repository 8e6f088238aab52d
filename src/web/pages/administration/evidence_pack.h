/* evidence_pack.h: all about a period in one ZIP, to be taken away. */
#pragma once

#include "web/form.h"
#include "web/page.h"

struct evidence_pack_view {
	struct page_view page;
	const char *sentence, *action;
	const char *wrong;         /* what is wrong with the days that were asked for; "" for nothing */
	struct input_view from, to;
	const char *href, *period; /* of the pack; "" where the days are wrong */
	const char *proof;         /* what will prove it */
	const char *checkpoints_href;
	bool has_chain;            /* the ledger is told whole */
};
