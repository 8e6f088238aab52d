/* employers: the figures of every employer of a database, and of all together. */
#include <stdio.h>

#include "api/resource_tallies.h"
#include "cli/command.h"
#include "service/pictures/every_employer.h"

enum { PART_BYTES = 64 * 1024 };

/* Printed as it comes. */
struct telling {
	const struct options *options;
	struct buf out;
	struct rows rows;
	struct tally together;
};

static bool wants_document(const struct options *o)
{
	return o->json || o->csv;
}

static void put_figure(struct buf *out, int64_t value, int width)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%lld", (long long)value);
	print_number(out, text, width);
}

static void put_tenths(struct buf *out, int32_t tenths, int width)
{
	char text[24] = "-";

	if (tenths >= 0)
		(void)snprintf(text, sizeof text, "%d.%d", tenths / 10, tenths % 10);
	print_number(out, text, width);
}

static void put_heading(struct buf *out)
{
	buf_puts(out, "Employer    Name                           Open  Held by nobody  Holders  Average  Median  90th  "
		"Workers  Past their line\n");
}

static void put_row(struct buf *out, const char *code, const char *name, const struct tally *t)
{
	print_cell(out, code, 12);
	print_cell(out, name, 26);
	put_figure(out, t->open_cases, 9);
	put_figure(out, t->unallocated, 16);
	put_figure(out, t->case_holders, 9);
	put_tenths(out, tally_average_tenths(t), 9);
	put_figure(out, tally_rank(t, 50), 8);
	put_figure(out, tally_rank(t, 90), 6);
	put_figure(out, t->people, 9);
	put_figure(out, t->past_line, 17);
	buf_putc(out, '\n');
}

/* What is told so far goes out. */
static int pass_on(struct telling *t, struct err *err)
{
	bool whole = !t->out.full && fwrite(t->out.data, 1, t->out.len, stdout) == t->out.len;

	buf_clear(&t->out);
	return whole ? 0 : err_set(err, PL_FAIL, "the output could not be written whole");
}

static int tell_one(void *context, const struct picture *p, struct err *err)
{
	struct telling *t = context;
	struct people people = people_of(p->snap, &p->loads, TEAMS_ALL);
	struct tally one = tally_empty();

	tally_add(&one, &p->counts, &people, p->pile_count);
	tally_join(&t->together, &one);
	if (wants_document(t->options))
		resource_tallies_add(&t->rows, p->snap, &one);
	else
		put_row(&t->out, p->snap->employer.code, p->snap->employer.name, &one);
	return pass_on(t, err);
}

static void tell_together(struct telling *t)
{
	if (wants_document(t->options))
		resource_tallies_end(&t->rows, &t->together);
	else
		put_row(&t->out, "Together", "", &t->together);
}

int command_employers(const struct options *o)
{
	struct telling t = {.options = o, .out = BUF_INIT(PART_BYTES), .together = tally_empty()};
	struct store *store = NULL;
	struct err err;
	int rc = common_open_store(o->db, STORE_READ, &store, &err);

	if (wants_document(o))
		t.rows = resource_tallies_begin(&t.out, o->csv ? RESOURCE_CSV : RESOURCE_JSON);
	else
		put_heading(&t.out);
	if (rc == 0)
		rc = every_employer(store, o->on, tell_one, &t, &err);
	store_close(store);
	if (rc < 0) {
		buf_free(&t.out);
		return command_fails(&err);
	}
	tell_together(&t);
	return print_buf(&t.out);
}
