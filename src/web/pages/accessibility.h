/* accessibility.h: the accessibility statement. */
#pragma once

#include "web/page.h"

struct accessibility_view {
	struct page_view page;
};
