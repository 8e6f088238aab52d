/* health_behind.h: where the cases and workers behind a measure are listed, for whoever may open the list. */
#pragma once

#include "service/health/health_check.h"
#include "web/page.h"

/* The list of a scope, on the page's day: of a team its own part. href "" where no page lists what is behind the measure,
 * where it is not the viewer's to open, and of a service, of which no list is. */
struct link_view health_behind(const struct page_context *ctx, enum health_measure m, struct health_scope scope);
