/* health_asked.h: what the pages of a health check are asked for: of when (?on= for a day and the three months up to
 * it, or ?from= and ?to=), and of what (?service=, ?team=); and addresses that ask for it. */
#pragma once

#include "service/health/health_check.h"
#include "web/form.h"
#include "web/page.h"

/* The fields of the form that asks. */
enum health_filter { HEALTH_FROM, HEALTH_TO, HEALTH_SERVICE, HEALTH_TEAM, HEALTH_FILTERS };

/* Opens the page on the last day that is asked for (page_open_on), and reads the rest. PL_INVALID, with the field that
 * is wrong; PL_NOT_FOUND. */
int health_asked_open(struct page_context *ctx, struct health_asked *ret, enum health_filter *ret_wrong,
	struct err *err)
	PL_MUST_CHECK;

/* What becomes of a refusal of health_asked_open: a page of a measure ("": of the whole) shows the form as it was
 * filled in, with what is wrong at its field, and 0. In a file there is no form, and what is not PL_INVALID is no
 * mistake in it: the refusal. */
int health_asked_again(struct page_context *ctx, struct response *res, const char *measure, enum health_filter wrong,
	int refusal, struct err *err) PL_MUST_CHECK;

/* The address of the health check, or of a measure of it by its code (""), with a suffix ("", ".csv"). */
const char *health_asked_href(const struct page_context *ctx, const char *measure, const char *suffix,
	const struct health_asked *asked);

/* ": Safeguarding North", with the days where they are not those that come by themselves: no two pages have one
 * title. */
const char *health_asked_title(const struct page_context *ctx, const struct health_asked *asked);

/* "From 1 September 2026 to 22 November 2026". */
const char *health_period_words(struct arena *a, struct days period);

/* The form that asks for something else. */
struct health_filters_view {
	const char *action;
	struct input_view from, to;
	struct select_view service, team;
	bool has_services;
};

/* The page that has nothing but the form, to be put right. */
struct health_again_view {
	struct page_view page;
	const char *heading;
	struct issues_view issues;
	struct health_filters_view filters;
};
struct health_filters_view health_filters(const struct page_context *ctx, const char *measure,
	const struct health_asked *asked);
