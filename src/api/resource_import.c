/* What is wrong with the files of an import. */
#include "api/resource.h"
#include "api/rows.h"
#include "service/import/import.h"

static const char *const ISSUE_COLUMNS[] = {"kind", "file", "place", "field", "code", "expected"};

void resource_import_issues(struct buf *out, enum resource_format format, const struct import_issue *issues, size_t count)
{
	struct rows r = ROWS(out, format, ISSUE_COLUMNS);

	rows_list(&r, "issues");
	for (size_t i = 0; i < count; i++) {
		rows_begin(&r);
		rows_text(&r, issues[i].warning ? "warning" : "error");
		rows_text(&r, issues[i].file);
		rows_text(&r, issues[i].place);
		rows_text(&r, issues[i].field);
		rows_text(&r, issues[i].code);
		rows_text(&r, issues[i].expected);
		rows_end(&r);
	}
	rows_list_end(&r);
	rows_finish(&r);
}
