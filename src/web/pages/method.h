/* method.h: how the figures come about. */
#pragma once

#include "web/page.h"

struct method_view {
	struct page_view page;
};
