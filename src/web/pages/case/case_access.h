/* case_access.h: who may open a case and who has, without a word of what is in it. */
#pragma once

#include "web/form.h"
#include "web/pages/case/looks.h"

struct named_reader_view {
	const char *name, *login, *since, *by;
	struct form_view unname;
};

struct case_access_view {
	struct page_view page;
	const char *heading, *sentence, *notice; /* notice "" for none */
	const char *case_href;                   /* "" for whoever may not open it */
	const char *all_href;                    /* all restricted cases; "" for whoever may restrict none */
	struct issues_view issues;
	bool restricted, may_change;
	const struct named_reader_view *readers; size_t readers_count;
	struct form_view form, name_form;        /* for whoever may change it */
	struct input_view login;
	bool shows_looks;
	struct looks_view looks;
};
