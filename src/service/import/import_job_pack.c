/* The same lines write a thing and read it, so that they agree: numbers of eight bytes, texts with their length before them and a NUL
 * behind, lists with their count. */
#include "service/import/import_job_pack.h"

#include <string.h>

enum { PACKED_VERSION = 1, LEAST_OF_AN_ITEM = 8 };

struct packing {
	struct buf *out;      /* NULL: it is read */
	struct arena *arena;  /* what is read is put there */
	const char *at, *end; /* what is not read yet */
	bool bad;
};

static bool reads(const struct packing *p)
{
	return p->out == NULL;
}

static const char *take(struct packing *p, size_t n)
{
	const char *from = p->at;

	if (p->bad || (size_t)(p->end - p->at) < n) {
		p->bad = true;
		return NULL;
	}
	p->at += n;
	return from;
}

static void number(struct packing *p, int64_t *value)
{
	const char *from;

	if (!reads(p)) {
		buf_add(p->out, value, sizeof *value);
		return;
	}
	from = take(p, sizeof *value);
	if (from != NULL)
		memcpy(value, from, sizeof *value);
}

static void flag(struct packing *p, bool *value)
{
	int64_t n = *value;

	number(p, &n);
	*value = n != 0;
}

static void text(struct packing *p, const char **value)
{
	int64_t n = reads(p) ? 0 : (int64_t)strlen(*value);
	const char *from;

	number(p, &n);
	if (!reads(p)) {
		buf_add(p->out, *value, (size_t)n + 1);
		return;
	}
	from = n >= 0 && n < p->end - p->at ? take(p, (size_t)n + 1) : take(p, SIZE_MAX);
	*value = from != NULL && from[n] == '\0' ? arena_strndup(p->arena, from, (size_t)n) : "";
}

/* How many items follow; no more than there are bytes for. */
static size_t list(struct packing *p, size_t count)
{
	int64_t n = (int64_t)count;

	number(p, &n);
	if (!reads(p))
		return count;
	if (n < 0 || n > (p->end - p->at) / LEAST_OF_AN_ITEM)
		p->bad = true;
	return p->bad ? 0 : (size_t)n;
}

static void version(struct packing *p)
{
	int64_t n = PACKED_VERSION;

	number(p, &n);
	p->bad = p->bad || n != PACKED_VERSION;
}

/* ---- what was asked for ---- */

static void pack_order(struct packing *p, struct job_order *o)
{
	version(p);
	text(p, &o->employer);
	text(p, &o->place);
	text(p, &o->proof);
	flag(p, &o->demo);
	o->files_count = list(p, o->files_count);
	if (reads(p))
		o->files = arena_array(p->arena, o->files_count, sizeof *o->files);
	for (size_t i = 0; i < o->files_count; i++) {
		text(p, &o->files[i].name);
		number(p, &o->files[i].bytes);
	}
}

void job_order_pack(const struct job_order *order, struct buf *out)
{
	struct packing p = {.out = out};
	struct job_order copy = *order;

	pack_order(&p, &copy);
}

static struct packing reading(struct arena *a, const void *bytes, size_t n)
{
	return (struct packing){.arena = a, .at = bytes, .end = n > 0 ? (const char *)bytes + n : bytes};
}

bool job_order_unpack(struct arena *a, const void *bytes, size_t n, struct job_order *ret)
{
	struct packing p = reading(a, bytes, n);
	struct job_order order = {.files = NULL};

	pack_order(&p, &order);
	if (p.bad)
		return false;
	*ret = order;
	return true;
}

/* ---- what came of it ---- */

static void pack_count(struct packing *p, struct import_count *c)
{
	number(p, &c->added);
	number(p, &c->replaced);
	number(p, &c->withdrawn);
}

static void pack_file(struct packing *p, struct import_file *f)
{
	int64_t format = f->format, bytes = (int64_t)f->bytes;

	text(p, &f->name);
	number(p, &format);
	number(p, &bytes);
	number(p, &f->records);
	number(p, &f->issues);
	if (!reads(p))
		return;
	f->path = f->name;
	f->fd = -1;
	p->bad = p->bad || format < 0 || format >= FORMATS;
	f->format = p->bad ? FORMAT_UNKNOWN : (enum source_format)format;
	f->bytes = (uint64_t)bytes;
}

static void pack_files(struct packing *p, struct import_files *files)
{
	files->files_count = list(p, files->files_count);
	if (reads(p))
		files->files = arena_array(p->arena, files->files_count, sizeof *files->files);
	for (size_t i = 0; i < files->files_count; i++)
		pack_file(p, &files->files[i]);
}

static void pack_issue(struct packing *p, struct import_issue *issue)
{
	text(p, &issue->file);
	text(p, &issue->place);
	text(p, &issue->field);
	text(p, &issue->code);
	text(p, &issue->expected);
	flag(p, &issue->warning);
}

static void pack_issues(struct packing *p, struct import_report *r)
{
	struct import_issue *read = NULL;

	r->issues_count = list(p, r->issues_count);
	if (reads(p))
		r->issues = read = arena_array(p->arena, r->issues_count, sizeof *read);
	for (size_t i = 0; i < r->issues_count; i++) {
		struct import_issue issue = reads(p) ? (struct import_issue){.file = ""} : r->issues[i];

		pack_issue(p, &issue);
		if (reads(p))
			read[i] = issue;
	}
}

static void pack_counts(struct packing *p, struct import_report *r)
{
	struct import_count *const counts[] = {&r->teams, &r->persons, &r->posts, &r->reductions, &r->lines, &r->skills, &r->weeks};

	for (int kind = 0; kind < FACT_KINDS; kind++)
		pack_count(p, &r->facts[kind]);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		pack_count(p, counts[i]);
}

static void pack_report(struct packing *p, struct import_report *r)
{
	int64_t *const numbers[] = {&r->hidden_rows, &r->services_added, &r->cases, &r->cases_changed, &r->holdings_on_paper,
		&r->holdings_without_talk, &r->holdings_left_out, &r->errors, &r->warnings, &r->position};
	bool *const flags[] = {&r->created_employer, &r->nothing_new, &r->nothing_good, &r->refused};

	pack_files(p, &r->files);
	pack_counts(p, r);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		number(p, numbers[i]);
	pack_issues(p, r);
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		flag(p, flags[i]);
}

static void pack_details(struct packing *p, struct import_details *d)
{
	version(p);
	text(p, &d->sentence);
	number(p, &d->rows);
	pack_report(p, &d->report);
}

void job_details_pack(const struct import_details *details, struct buf *out)
{
	struct packing p = {.out = out};
	struct import_details copy = *details;

	pack_details(&p, &copy);
}

bool job_details_unpack(struct arena *a, const void *bytes, size_t n, struct import_details *ret)
{
	struct packing p = reading(a, bytes, n);
	struct import_details details = {.sentence = ""};

	pack_details(&p, &details);
	if (p.bad)
		return false;
	*ret = details;
	return true;
}
