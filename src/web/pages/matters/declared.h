/* declared.h: what an employer declares of itself (core/declared.h), for everybody who may sign in. */
#pragma once

#include "web/page.h"

/* One kind, or one that was said of it at some time. */
struct declared_row_view {
	const char *words, *meaning;  /* of a kind; "" else */
	const char *figure;           /* what is declared; that nothing is */
	const char *when, *said;      /* from which day until when, and by whom */
	const char *standing;         /* of a target: where it should be, and where it is; "" */
	const char *href, *link;      /* where it is said; "" for who may not */
};

struct declared_view {
	struct page_view page;
	const char *notice;
	const char *sentence;
	struct declared_row_view *rows; size_t rows_count;
	struct declared_row_view *earlier; size_t earlier_count;
	const char *who;                          /* may declare and publish, for those who find no link */
	const char *invented;                     /* "" of an employer that there is */
	const char *settings_href, *publish_href; /* publish: for who may; "" */
	struct tools_view tools;
};
