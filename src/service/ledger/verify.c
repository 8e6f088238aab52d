#include "service/ledger/verify.h"

#include "service/ledger/witnesses.h"

static int verify(struct arena *a, const char *database, const struct witnesses *w, struct verify_report *report,
	struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(database, STORE_READ, &s, err);

	if (rc == 0)
		rc = store_verify(s, a, w->rows, w->count, &report->findings, &report->count, err);
	store_close(s);
	return rc;
}

int verify_run(struct arena *a, const struct verify_request *r, struct verify_report *ret, struct err *err)
{
	struct verify_report report = {.signatures_checked = r->key != NULL, .whole = true};
	struct witnesses w = {0};
	int rc = r->checkpoints != NULL ? witnesses_read(a, r->checkpoints, r->key, &w, err) : 0;

	if (rc == 0)
		rc = verify(a, r->database, &w, &report, err);
	if (rc < 0)
		return rc;
	report.checkpoints = w.count;
	for (size_t i = 0; i < report.count; i++)
		report.whole = report.whole && report.findings[i].verdict == LEDGER_WHOLE;
	*ret = report;
	return 0;
}
