#include "service/import/import_report.h"

#include "base/json_writer.h"

const char *import_kind_words(enum fact_kind kind)
{
	static const char *const WORDS[FACT_KINDS] = {"cases", "episodes", "stages", "factors", "tasks", "surges", "holdings",
		"readers", "views"};

	return WORDS[kind];
}

static void write_count(struct json_writer *w, const char *key, const struct import_count *c)
{
	json_begin_object(w, key);
	json_int(w, "added", c->added);
	json_int(w, "replaced", c->replaced);
	json_int(w, "withdrawn", c->withdrawn);
	json_end(w, '}');
}

/* Without their names: the ledger keeps what it is told, and a name could be about a person. The hash finds a file again. */
static void write_files(struct json_writer *w, const struct import_files *list)
{
	json_begin_array(w, "files");
	for (size_t i = 0; i < list->files_count; i++) {
		const struct import_file *f = &list->files[i];

		json_begin_object(w, NULL);
		json_text(w, "format", format_words(f->format));
		json_int(w, "bytes", (int64_t)f->bytes);
		json_text_or_null(w, "sha256", f->sha256);
		json_end(w, '}');
	}
	json_end(w, ']');
}

void import_report_write(struct buf *out, const struct import_report *r)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	write_files(&w, &r->files);
	for (int kind = 0; kind < FACT_KINDS; kind++)
		write_count(&w, import_kind_words((enum fact_kind)kind), &r->facts[kind]);
	if (r->hidden_rows > 0)
		json_int(&w, "rows_not_told", r->hidden_rows);
	json_int(&w, "services_added", r->services_added);
	write_count(&w, "teams", &r->teams);
	write_count(&w, "persons", &r->persons);
	write_count(&w, "posts", &r->posts);
	write_count(&w, "reductions", &r->reductions);
	write_count(&w, "lines", &r->lines);
	write_count(&w, "skills", &r->skills);
	write_count(&w, "working_weeks", &r->weeks);
	json_int(&w, "holdings_on_paper", r->holdings_on_paper);
	json_int(&w, "holdings_without_discussion", r->holdings_without_talk);
	json_int(&w, "holdings_left_out", r->holdings_left_out);
	json_int(&w, "errors", r->errors);
	json_int(&w, "warnings", r->warnings);
	json_end(&w, '}');
}
