/* home.h: where everybody begins who is not signed in. */
#pragma once

#include "web/page.h"

struct home_view {
	struct page_view page;
	const char *note; /* what there is to do first; "" */
};
