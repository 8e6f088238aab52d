/* league import, remove: official statistics from wherever the user saved them, a line a file; and taken away again. */
#include "cli/league_import.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "service/league/release_files.h"
#include "store/store.h"

enum { REPORT_BYTES = 16 * 1024 * 1024 };

static size_t count_of(const struct release_file *files, size_t count, enum release_outcome outcome)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += files[i].outcome == outcome;
	return n;
}

static void put_file_json(struct json_writer *w, const struct release_file *f)
{
	bool read = f->outcome == RELEASE_FILE_TAKEN || f->outcome == RELEASE_FILE_KNOWN;

	json_begin_object(w, NULL);
	json_text(w, "file", f->path);
	json_text(w, "outcome", release_outcome_code(f->outcome));
	if (read) {
		json_text(w, "kind", release_kind_code(f->release.kind));
		json_text(w, "sha256", f->release.sha256);
		json_int(w, "rows", f->release.rows);
		json_int(w, "latest_year", f->release.latest_year);
		if (f->over[0] != '\0')
			json_text(w, "counts_after_it", f->over);
	} else {
		json_text(w, "why", f->why);
	}
	json_end(w, '}');
}

static void put_json(struct buf *out, const struct options *o, const struct release_file *files, size_t count)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_bool(&w, "dry_run", o->dry_run);
	json_begin_array(&w, "files");
	for (size_t i = 0; i < count; i++)
		put_file_json(&w, &files[i]);
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_release(struct buf *out, const struct release *r)
{
	buf_putf(out, "%d %s of %s", r->rows, r->rows == 1 ? "row" : "rows", release_kind_words(r->kind));
	if (r->latest_year != 0)
		buf_putf(out, " up to %d", r->latest_year);
	buf_putf(out, ", sha256 %s\n", r->sha256);
}

static void put_file(struct buf *out, const struct options *o, const struct release_file *f)
{
	buf_putf(out, "%s: ", f->path);
	switch (f->outcome) {
	case RELEASE_FILE_TAKEN:
		buf_puts(out, o->dry_run ? "would be taken: " : "taken: ");
		put_release(out, &f->release);
		break;
	case RELEASE_FILE_KNOWN:
		buf_puts(out, "known already: ");
		put_release(out, &f->release);
		if (f->over[0] != '\0')
			buf_putf(out, "  %s counts after it, and stands in its place where both say something; to have this one count last: "
				"plimsoll league remove %.12s, and import it again\n", f->over, f->release.sha256);
		break;
	case RELEASE_FILE_PASSED_OVER:
		buf_puts(out, "passed over: the league is made of no such file\n");
		break;
	case RELEASE_FILE_REFUSED:
		buf_putf(out, "refused: %s\n", f->why);
		break;
	}
}

/* The first that was refused, whole; how many there were. */
static int refuse(const struct release_file *files, size_t count, size_t refused)
{
	const struct release_file *first = files;
	struct err err;

	while (first < files + count && first->outcome != RELEASE_FILE_REFUSED)
		first++;
	if (refused == 1)
		(void)err_set(&err, PL_INVALID, "%s is not taken in: %s", first->path, first->why);
	else
		(void)err_set(&err, PL_INVALID, "%zu files are not taken in, the first %s: %s", refused, first->path, first->why);
	return command_fails(&err);
}

static int tell(const struct options *o, const struct release_file *files, size_t count)
{
	size_t refused = count_of(files, count, RELEASE_FILE_REFUSED);
	size_t passed_over = count_of(files, count, RELEASE_FILE_PASSED_OVER);
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct err err;
	int status;

	if (passed_over == count) {
		(void)err_set(&err, PL_INVALID, "there is no file that the league is made of in %s: expected official "
			"statistics, or health checks as employers have published them", o->arguments[1]);
		return command_fails(&err);
	}
	if (refused == count)
		return refuse(files, count, refused);
	if (o->json)
		put_json(&out, o, files, count);
	for (size_t i = 0; i < count && !o->json; i++)
		put_file(&out, o, &files[i]);
	status = print_buf(&out);
	return refused > 0 ? refuse(files, count, refused) : status;
}

int league_import(const struct options *o)
{
	const struct release_files_asked asked = {.database = o->db, .paths = o->arguments + 1,
		.count = o->arguments_count - 1, .by = command_actor(), .instant = clock_now(),
		.dry_run = o->dry_run};
	struct arena *a = arena_new();
	struct release_file *files;
	size_t count;
	struct err err;
	int rc = release_files_take(a, &asked, &files, &count, &err);
	int status = rc == 0 ? tell(o, files, count) : command_fails(&err);

	arena_free(a);
	return status;
}

/* ---- taken away ---- */

static void put_removed_json(struct buf *out, const struct options *o, const struct release *r,
	const struct release_rival *rival)
{
	struct json_writer w = json_to(out);
	const struct release *stands = rival->release;

	json_begin_object(&w, NULL);
	json_bool(&w, "dry_run", o->dry_run);
	json_text(&w, "file", r->file_name);
	json_text(&w, "kind", release_kind_code(r->kind));
	json_text(&w, "sha256", r->sha256);
	json_int(&w, "rows", r->rows);
	json_int(&w, "latest_year", r->latest_year);
	json_text(&w, "taken_by", r->taken_by);
	json_bool(&w, "was_superseded", stands != NULL && rival->counts_after);
	json_text_or_null(&w, "stands_then", stands != NULL ? stands->file_name : "");
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void put_removed(struct buf *out, const struct options *o, const struct release *r,
	const struct release_rival *rival)
{
	char taken[CLOCK_INSTANT_SIZE];

	buf_putf(out, "%s: %s, taken in at %s by %s: ", o->dry_run ? "Would be removed" : "Removed", r->file_name,
		clock_instant_text(r->taken, taken), r->taken_by);
	put_release(out, r);
	if (rival->release == NULL)
		buf_puts(out, "No other release says anything of that: the league has none of it then.\n");
	else if (rival->counts_after)
		buf_putf(out, "%s stood in its place already, and does so as before.\n", rival->release->file_name);
	else
		buf_putf(out, "What %s says stands then (sha256 %.12s...).\n", rival->release->file_name, rival->release->sha256);
}

static int remove_release(const struct options *o, struct arena *a, struct store *s, struct buf *out, struct err *err)
{
	struct release_rival rival = {0};
	struct release r = {0}, *list = NULL;
	size_t count = 0;
	int rc = release_find(s, a, o->arguments[1], &r, err);

	if (rc == 0)
		rc = releases_list(s, a, &list, &count, err);
	if (rc == 0)
		rc = release_find_rival(s, list, count, &r, &rival, err);
	if (rc == 0 && !o->dry_run)
		rc = release_remove(s, &r, err);
	if (rc < 0)
		return rc;
	if (o->json)
		put_removed_json(out, o, &r, &rival);
	else
		put_removed(out, o, &r, &rival);
	return 0;
}

int league_remove(const struct options *o)
{
	struct buf out = BUF_INIT(REPORT_BYTES);
	struct arena *a = arena_new();
	struct store *s = NULL;
	struct err err;
	int rc = store_open(o->db, o->dry_run ? STORE_READ : STORE_WRITE, &s, &err);

	if (rc == 0 && !o->dry_run)
		store_share(s);
	if (rc == 0)
		rc = remove_release(o, a, s, &out, &err);
	store_close(s);
	arena_free(a);
	if (rc == 0)
		return print_buf(&out);
	buf_free(&out);
	return command_fails(&err);
}
