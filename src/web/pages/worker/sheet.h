/* sheet.h: what stands of one worker on paper: a statement to keep, or the sheet for a talk in supervision. */
#pragma once

#include "web/pages/matters/asking.h"

struct sheet_section_view {
	const char *heading;
	struct figures_view figures;
	const char *nothing;          /* what is said where there is nothing */
	bool narrow;                  /* on paper in two columns */
};

struct sheet_view {
	struct page_view page;
	const char *heading, *sentence;
	struct sheet_section_view *sections; size_t sections_count, sections_room;
	const char *back_href, *back;
	bool signs;                   /* lines to sign on */
};
