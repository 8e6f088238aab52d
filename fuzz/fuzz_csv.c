/* Every CSV file that is known by its header: the Standard Safeguarding Dataset, our own set, and lists of Annex A. */
#include "exchange/annex_a.h"
#include "exchange/csv_format.h"
#include "exchange/csv_source.h"
#include "fuzz.h"

static int read_csv(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct csv_source s;
	const struct csv_format *f;
	int rc = csv_source_open_bytes(bytes, n, NULL, &s, err);

	if (rc < 0)
		return rc;
	rc = csv_source_next(&s, err);
	f = rc == 1 ? csv_format_of_header(s.csv.fields, s.csv.count) : NULL;
	csv_source_close(&s);
	if (rc < 0)
		return rc;
	return f != NULL ? csv_bytes_read(bytes, n, &f->table, name, to, err) : annex_a_read_bytes(bytes, n, name, to, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_reader(bytes, n, read_csv);
	return 0;
}
