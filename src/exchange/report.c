#include "exchange/report.h"

#include <stdio.h>

void report_at_line(struct report *r, int64_t line, const char *ref)
{
	if (ref[0] == '\0')
		(void)snprintf(r->place, sizeof r->place, "line %lld", (long long)line);
	else
		(void)snprintf(r->place, sizeof r->place, "line %lld (%s)", (long long)line, ref);
}

static int tell(struct report *r, const struct import_issue *issue, struct err *err)
{
	if (r->to->issue(r->to->context, issue))
		return 0;
	return err_set(err, PL_LIMIT, "%s: too many things are wrong with the file: reading stopped", issue->place);
}

int report_issue(struct report *r, const char *field, const char *code, const char *expected, struct err *err)
{
	r->bad = true;
	return tell(r, &(struct import_issue){r->file, r->place, field, code, expected, false}, err);
}

int report_warning(struct report *r, const char *field, const char *code, const char *expected, struct err *err)
{
	return tell(r, &(struct import_issue){r->file, r->place, field, code, expected, true}, err);
}
