/* publish.h: what a head of service sees before it is published: exactly what everybody would read, and what is
 * withheld and why. */
#pragma once

#include "web/form.h"
#include "web/pages/published/check_view.h"

struct publish_view {
	struct page_view page;
	struct issues_view issues;
	const char *heading, *sentence;
	const char *notice, *notice_href, *notice_link; /* what is published of the quarter already; "" */
	struct form_view form;
	const char *quarter, *seen;                     /* fields that nobody sees */
	struct select_view why;
	struct box_view read;                           /* asked once, because nothing takes it back */
	const char *reach;                              /* what the records do not reach; "" */
	const char *invented;                           /* "" of an employer that there is */
	bool asks_why;
	const char *button;                             /* "" where there is nothing to publish */
	struct link_view *quarters; size_t quarters_count;
	const char *declared_href;
	struct check_view check;
};
