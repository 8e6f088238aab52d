/* watch: does what time does, once: for a timer where no server runs, and to see that it is done. */
#include "service/clock/watch.h"

#include <stddef.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "cli/command.h"

enum { OUT_BYTES = 16 * 1024 };

static const struct {
	const char *key, *words;
	size_t at;
} LINES[] = {
	{"lapsed", "offers that were not answered in time", offsetof(struct watch_counts, lapsed)},
	{"expired", "emergency holds that are over", offsetof(struct watch_counts, expired)},
	{"raised", "matters put to somebody", offsetof(struct watch_counts, raised)},
	{"escalated", "matters put higher", offsetof(struct watch_counts, escalated)},
	{"over", "matters that are over", offsetof(struct watch_counts, over)},
};
enum { LINES_COUNT = sizeof LINES / sizeof *LINES };

static int32_t number_of(const struct watch_counts *counts, size_t line)
{
	return *(const int32_t *)((const char *)counts + LINES[line].at);
}

static void put_json(struct buf *out, const struct watch_counts *counts)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_bool(&w, "live", counts->employers > 0);
	for (size_t i = 0; i < LINES_COUNT; i++)
		json_int(&w, LINES[i].key, number_of(counts, i));
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_words(struct buf *out, const struct watch_counts *counts)
{
	bool any = false;

	if (counts->employers == 0) {
		buf_puts(out, "Allocations are not negotiated here yet: there is nothing to watch.\n");
		return;
	}
	for (size_t i = 0; i < LINES_COUNT; i++) {
		int32_t number = number_of(counts, i);

		if (number > 0)
			buf_putf(out, "%d %s.\n", (int)number, LINES[i].words);
		any |= number > 0;
	}
	if (!any)
		buf_puts(out, "Nothing is due.\n");
}

int command_watch(const struct options *o)
{
	struct buf out = BUF_INIT(OUT_BYTES);
	struct watch_counts counts = {0};
	struct store *s = NULL;
	struct err err;
	int32_t today;
	int rc = common_open_store(o->db, STORE_SHARE, &s, &err);

	if (rc == 0)
		rc = common_day(o->employer, DAY_MIN, s, &today, &err);
	if (rc == 0)
		rc = watch_once(s, o->employer, clock_now(), &counts, &err);
	store_close(s);
	if (rc < 0)
		return command_fails(&err);
	if (o->json)
		put_json(&out, &counts);
	else
		put_words(&out, &counts);
	return print_buf(&out);
}
