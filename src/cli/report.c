#include "cli/report.h"

#include <stddef.h>

#include "base/json_writer.h"
#include "base/str.h"
#include "cli/command.h"
#include "service/import/import_report.h"

enum { ISSUES_SHOWN = 50 };

/* The parts of a report that count what was added, replaced and withdrawn. */
static const struct {
	const char *key, *words;
	size_t offset;
} PEOPLE[] = {
	{"teams", "teams", offsetof(struct import_report, teams)},
	{"persons", "workers", offsetof(struct import_report, persons)},
	{"posts", "posts", offsetof(struct import_report, posts)},
	{"reductions", "reductions", offsetof(struct import_report, reductions)},
	{"lines", "lines", offsetof(struct import_report, lines)},
	{"skills", "skills", offsetof(struct import_report, skills)},
	{"working_weeks", "patterns of working hours", offsetof(struct import_report, weeks)},
};
enum { PEOPLE_KINDS = sizeof PEOPLE / sizeof *PEOPLE };

static const struct import_count *people_count(const struct import_report *r, size_t i)
{
	return (const struct import_count *)(const void *)((const char *)r + PEOPLE[i].offset);
}

/* ---- JSON ---- */

static void json_count(struct json_writer *w, const char *key, const struct import_count *c)
{
	json_begin_object(w, key);
	json_int(w, "added", c->added);
	json_int(w, "replaced", c->replaced);
	json_int(w, "withdrawn", c->withdrawn);
	json_end(w, '}');
}

static void json_files(struct json_writer *w, const struct import_files *files)
{
	json_begin_array(w, "files");
	for (size_t i = 0; i < files->files_count; i++) {
		const struct import_file *f = &files->files[i];

		json_begin_object(w, NULL);
		json_text(w, "path", f->path);
		json_text(w, "format", format_words(f->format));
		json_int(w, "bytes", (int64_t)f->bytes);
		json_int(w, "records", f->records);
		json_int(w, "issues", f->issues);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin_array(w, "passed_over");
	for (size_t i = 0; i < files->passed_over_count; i++)
		json_text(w, NULL, files->passed_over[i]);
	json_end(w, ']');
}

static void json_issues(struct json_writer *w, const struct import_report *r)
{
	json_begin_array(w, "issues");
	for (size_t i = 0; i < r->issues_count; i++) {
		const struct import_issue *issue = &r->issues[i];

		json_begin_object(w, NULL);
		json_text(w, "file", issue->file);
		json_text(w, "place", issue->place);
		json_text_or_null(w, "field", issue->field);
		json_text(w, "code", issue->code);
		json_text(w, "expected", issue->expected);
		json_text(w, "severity", issue->warning ? "warning" : "error");
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void report_json(struct buf *out, const struct import_request *request, const struct import_report *r)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_text(&w, "employer", request->employer);
	json_bool(&w, "dry_run", request->dry_run);
	json_bool(&w, "created_employer", r->created_employer);
	json_bool(&w, "nothing_new", r->nothing_new);
	json_bool(&w, "refused", r->refused);
	json_int(&w, "ledger_position", r->position);
	json_files(&w, &r->files);
	json_begin_object(&w, "changes");
	for (size_t i = 0; i < PEOPLE_KINDS; i++)
		json_count(&w, PEOPLE[i].key, people_count(r, i));
	for (enum fact_kind kind = 0; kind < FACT_KINDS; kind++)
		json_count(&w, import_kind_words(kind), &r->facts[kind]);
	json_end(&w, '}');
	json_int(&w, "cases", r->cases);
	json_int(&w, "cases_changed", r->cases_changed);
	json_int(&w, "holdings_on_paper", r->holdings_on_paper);
	json_int(&w, "holdings_without_discussion", r->holdings_without_talk);
	json_int(&w, "holdings_left_out", r->holdings_left_out);
	json_int(&w, "errors", r->errors);
	json_int(&w, "warnings", r->warnings);
	json_issues(&w, r);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

/* ---- words ---- */

/* Names of files and sheets may hold what a terminal obeys. */
static void put_clean(struct buf *out, const char *text)
{
	size_t from = out->len;

	buf_puts(out, text);
	if (out->len > from)
		str_make_clean(out->data + from);
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

static void words_count(struct buf *out, const char *what, const struct import_count *c)
{
	if (c->added + c->replaced + c->withdrawn == 0)
		return;
	buf_puts(out, "  ");
	print_cell(out, what, 14);
	buf_putf(out, "%9lld added %9lld changed %9lld withdrawn\n", (long long)c->added, (long long)c->replaced,
		(long long)c->withdrawn);
}

static void words_files(struct buf *out, const struct import_files *files)
{
	for (size_t i = 0; i < files->files_count; i++) {
		const struct import_file *f = &files->files[i];

		put_clean(out, f->path);
		buf_putf(out, ": %s, %lld record%s", format_words(f->format), (long long)f->records, plural(f->records));
		if (f->issues > 0)
			buf_putf(out, ", %lld issue%s", (long long)f->issues, plural(f->issues));
		buf_putc(out, '\n');
	}
	for (size_t i = 0; i < files->passed_over_count; i++) {
		put_clean(out, files->passed_over[i]);
		buf_puts(out, ": passed over, of no format that is known\n");
	}
}

static void words_issues(struct buf *out, const struct import_report *r)
{
	size_t shown = r->issues_count < ISSUES_SHOWN ? r->issues_count : ISSUES_SHOWN;

	if (r->errors + r->warnings == 0)
		return;
	buf_putf(out, "\n%lld error%s, %lld warning%s\n", (long long)r->errors, plural(r->errors), (long long)r->warnings,
		plural(r->warnings));
	for (size_t i = 0; i < shown; i++) {
		const struct import_issue *issue = &r->issues[i];

		buf_putf(out, "  %s ", issue->warning ? "warning" : "error  ");
		put_clean(out, issue->file);
		buf_puts(out, issue->file[0] != '\0' && issue->place[0] != '\0' ? ", " : "");
		put_clean(out, issue->place);
		buf_puts(out, issue->field[0] != '\0' ? ", " : "");
		put_clean(out, issue->field);
		buf_putf(out, ": %s: expected ", issue->code);
		put_clean(out, issue->expected);
		buf_putc(out, '\n');
	}
	if (r->errors + r->warnings > (int64_t)shown)
		buf_putf(out, "  and %lld more; --json lists up to %d\n", (long long)(r->errors + r->warnings - (int64_t)shown),
			INTAKE_ISSUES);
}

static void words_outcome(struct buf *out, const struct import_request *request, const struct import_report *r)
{
	if (r->refused || r->nothing_good)
		return; /* is told as a failure */
	buf_putc(out, '\n');
	if (r->nothing_new)
		buf_puts(out, "Nothing new: everything in these files is known already.\n");
	else if (request->dry_run)
		buf_puts(out, "A dry run: nothing was changed.\n");
	else
		buf_putf(out, "Done: entry %lld of the ledger of %s. 'plimsoll undo' takes it back.\n", (long long)r->position,
			request->employer);
}

static void words_gains(struct buf *out, const struct import_report *r, bool would)
{
	if (r->holdings_left_out > 0)
		buf_putf(out, "%lld holding%s left out: whose it is could not be told, or it cannot be one\n",
			(long long)r->holdings_left_out, plural(r->holdings_left_out));
	if (r->holdings_without_talk > 0)
		buf_putf(out, "%lld holding%s %s without a discussion\n", (long long)r->holdings_without_talk,
			plural(r->holdings_without_talk), would ? "would be allocated" : "allocated");
	if (r->holdings_on_paper > 0)
		buf_putf(out, "%lld holding%s past a line: on paper until somebody answers\n", (long long)r->holdings_on_paper,
			plural(r->holdings_on_paper));
}

static void report_words(struct buf *out, const struct import_request *request, const struct import_report *r)
{
	bool would = request->dry_run || r->refused;

	words_files(out, &r->files);
	if (r->created_employer)
		buf_putf(out, "The employer %s %s.\n", request->employer, would ? "would be made" : "is new");
	buf_putf(out, "\n%lld case%s in these files, %lld of them %s\n", (long long)r->cases, plural(r->cases),
		(long long)r->cases_changed, would ? "would change" : "changed");
	for (size_t i = 0; i < PEOPLE_KINDS; i++)
		words_count(out, PEOPLE[i].words, people_count(r, i));
	for (enum fact_kind kind = 0; kind < FACT_KINDS; kind++)
		words_count(out, import_kind_words(kind), &r->facts[kind]);
	words_gains(out, r, would);
	words_issues(out, r);
	words_outcome(out, request, r);
}

void report_import(struct buf *out, const struct import_request *request, const struct import_report *report, bool json)
{
	if (json)
		report_json(out, request, report);
	else
		report_words(out, request, report);
}
