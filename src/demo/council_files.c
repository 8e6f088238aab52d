#include "demo/council_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

enum { SINK_BYTES = 1024 * 1024, PIECE_BYTES = 64 * 1024 * 1024 };

struct council_sink {
	struct buf text;
	FILE *file;
	bool failed;
};

struct buf *sink_buf(struct council_sink *s)
{
	return &s->text;
}

static void sink_flush(struct council_sink *s)
{
	if (s->text.full || (s->text.len > 0 && fwrite(s->text.data, 1, s->text.len, s->file) != s->text.len))
		s->failed = true;
	buf_clear(&s->text);
}

void sink_flush_if_large(struct council_sink *s)
{
	if (s->text.len >= SINK_BYTES)
		sink_flush(s);
}

static int write_file(const struct council *c, const char *directory, const char *name,
	void (*put)(const struct council *c, struct council_sink *s), struct err *err)
{
	struct council_sink sink = {.text = BUF_INIT(PIECE_BYTES)};
	char path[4096];

	if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
		return err_set(err, PL_INVALID, "the directory's name is too long");
	sink.file = fopen(path, "w");
	if (sink.file == NULL)
		return err_set(err, PL_FAIL, "%s cannot be written: %s", path, strerror(errno));
	put(c, &sink);
	sink_flush(&sink);
	if (fclose(sink.file) != 0)
		sink.failed = true;
	buf_free(&sink.text);
	return sink.failed ? err_set(err, PL_FAIL, "%s could not be written whole", path) : 0;
}

int council_write_files(const struct council *c, const char *directory, struct err *err)
{
	static const struct {
		const char *name;
		void (*put)(const struct council *c, struct council_sink *s);
	} FILES[] = {{"cin_census.xml", council_put_cin}, {"csww.xml", council_put_csww},
		{"csc_api_children.json", council_put_csc}, {"ssd_involvements.csv", council_put_involvements},
		{"ssd_professionals.csv", council_put_professionals}, {"ssd_department.csv", council_put_departments},
		{"answers.json", council_put_answers}};

	if (mkdir(directory, 0777) != 0 && errno != EEXIST)
		return err_set(err, PL_FAIL, "the directory %s cannot be made: %s", directory, strerror(errno));
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		int rc = write_file(c, directory, FILES[i].name, FILES[i].put, err);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static int32_t last_of(int32_t day, int month, int day_of_month)
{
	int y, m, d;

	date_to_civil(day, &y, &m, &d);
	return date_from_civil(y, month, day_of_month) <= day ? date_from_civil(y, month, day_of_month) :
		date_from_civil(y - 1, month, day_of_month);
}

int32_t council_last_30_september(int32_t day)
{
	return last_of(day, 9, 30);
}

int32_t council_last_31_march(int32_t day)
{
	return last_of(day, 3, 31);
}

bool council_case_open(const struct council_case *k, int32_t day)
{
	return !k->no_further_action && days_include(k->open, day);
}

int32_t council_cases_held(const struct council *c, int32_t *held_by_worker, int32_t day)
{
	int32_t held = 0;

	for (size_t i = 0; i < c->cases_count; i++) {
		const struct council_case *k = &c->cases[i];

		for (int32_t h = 0; h < k->holdings_count && council_case_open(k, day); h++) {
			if (!days_include(k->holdings[h].when, day))
				continue;
			held_by_worker[k->holdings[h].worker]++;
			held++;
		}
	}
	return held;
}
