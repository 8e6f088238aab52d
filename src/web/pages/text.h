/* text.h: pages that are the same for everybody. */
#pragma once

#include "web/page.h"

struct method_view {
	struct page_view page;
};

struct accessibility_view {
	struct page_view page;
};
