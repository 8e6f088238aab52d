#include "exchange/xlsx_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

enum { PATH_BYTES = 4096, MOST_PLACES = 3, SHEET_SIGNS = 7, PIECE = 64 * 1024, EPOCH_SERIAL = 25569 };

struct xlsx_writer {
	struct arena *arena;     /* what the library keeps addresses of */
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *heading, *words, *numbers[MOST_PLACES + 1], *share, *day;
	lxw_row_t row;
	lxw_col_t column;
	lxw_error problem;       /* the first */
	char path[PATH_BYTES];   /* of the temporary file */
};

/* ---- opening and closing ---- */

static const char *temporary_directory(void)
{
	const char *directory = getenv("TMPDIR");

	return directory != NULL && directory[0] != '\0' ? directory : "/tmp";
}

/* A file of our own that the library can open by its name. */
static int make_file(struct xlsx_writer *w, struct err *err)
{
	int fd;

	if ((size_t)snprintf(w->path, sizeof w->path, "%s/plimsoll-workbook-XXXXXX", temporary_directory()) >= sizeof w->path) {
		w->path[0] = '\0';
		return err_set(err, PL_LIMIT, "The path of the temporary directory is too long.");
	}
	fd = mkstemp(w->path);
	if (fd < 0) {
		w->path[0] = '\0';
		return err_set(err, PL_FAIL, "No temporary file for the workbook can be made in %s: %s.", temporary_directory(), strerror(errno));
	}
	(void)close(fd);
	return 0;
}

static lxw_format *format_of(struct xlsx_writer *w, const char *number)
{
	lxw_format *format = workbook_add_format(w->book);

	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (number[0] != '\0')
		format_set_num_format(format, number);
	return format;
}

static void make_formats(struct xlsx_writer *w)
{
	static const char *const NUMBERS[MOST_PLACES + 1] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000"};

	w->heading = format_of(w, "");
	format_set_bold(w->heading);
	format_set_text_wrap(w->heading);
	format_set_bottom(w->heading, LXW_BORDER_THIN);
	w->words = format_of(w, "");
	format_set_text_wrap(w->words);
	for (int places = 0; places <= MOST_PLACES; places++)
		w->numbers[places] = format_of(w, NUMBERS[places]);
	w->share = format_of(w, "0.0%");
	w->day = format_of(w, "yyyy-mm-dd");
}

static void say_about(struct xlsx_writer *w, const struct xlsx_about *about)
{
	lxw_doc_properties properties = {.title = arena_strdup(w->arena, about->title), .company = arena_strdup(w->arena, about->company),
		.author = arena_strdup(w->arena, "Plimsoll"), .created = (time_t)about->created};

	(void)workbook_set_properties(w->book, &properties);
}

int xlsx_writer_new(const struct xlsx_about *about, struct xlsx_writer **ret, struct err *err)
{
	struct xlsx_writer *w = mem_alloc(sizeof *w);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	int rc;

	*w = (struct xlsx_writer){.arena = arena_new()};
	rc = make_file(w, err);
	if (rc == 0) {
		options.tmpdir = arena_strdup(w->arena, temporary_directory());
		w->book = workbook_new_opt(w->path, &options);
		if (w->book == NULL)
			rc = err_set(err, PL_FAIL, "There is no memory for a workbook.");
	}
	if (rc < 0) {
		xlsx_writer_free(w);
		return rc;
	}
	make_formats(w);
	say_about(w, about);
	*ret = w;
	return 0;
}

struct xlsx_writer *xlsx_writer_free(struct xlsx_writer *w)
{
	if (w == NULL)
		return NULL;
	if (w->book != NULL)
		lxw_workbook_free(w->book);
	if (w->path[0] != '\0')
		(void)unlink(w->path);
	arena_free(w->arena);
	mem_free(w);
	return NULL;
}

/* ---- sheets and cells ---- */

static void note(struct xlsx_writer *w, lxw_error error)
{
	if (w->problem == LXW_NO_ERROR)
		w->problem = error;
}

static const char *sheet_name(struct arena *a, const char *name)
{
	char *clean = arena_alloc(a, XLSX_WRITER_SHEET_NAME + 1);
	size_t n = 0;

	for (; *name != '\0' && n < XLSX_WRITER_SHEET_NAME; name++)
		if (strchr("[]:*?/\\", *name) == NULL)
			clean[n++] = *name;
	return clean;
}

void xlsx_begin_sheet(struct xlsx_writer *w, const char *name, const struct xlsx_column *columns, size_t count)
{
	w->sheet = workbook_add_worksheet(w->book, sheet_name(w->arena, name));
	w->row = 0;
	w->column = 0;
	if (w->sheet == NULL) {
		note(w, LXW_ERROR_SHEETNAME_ALREADY_USED);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		note(w, worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL));
		note(w, worksheet_write_string(w->sheet, 0, (lxw_col_t)i, columns[i].heading, w->heading));
	}
	worksheet_freeze_panes(w->sheet, 1, 0);
	worksheet_set_landscape(w->sheet);
	worksheet_fit_to_pages(w->sheet, 1, 0);
	(void)worksheet_repeat_rows(w->sheet, 0, 0);
	w->row = 1;
}

/* Cut at the start of a character, and without what no XML may hold. */
static const char *cell_text(struct arena *a, const char *text)
{
	size_t n = strlen(text);
	char *copy;

	if (n > XLSX_WRITER_TEXT)
		for (n = XLSX_WRITER_TEXT; ((unsigned char)text[n] & 0xC0) == 0x80; n--)
			;
	copy = arena_strndup(a, text, n);
	if (!str_is_clean_utf8((struct str){copy, n}))
		str_make_clean(copy);
	return copy;
}

void xlsx_put_text(struct xlsx_writer *w, const char *text)
{
	struct arena *a;

	if (w->sheet == NULL || text[0] == '\0') {
		xlsx_put_nothing(w);
		return;
	}
	a = arena_new();
	note(w, worksheet_write_string(w->sheet, w->row, w->column++, cell_text(a, text), w->words));
	arena_free(a);
}

static void put_value(struct xlsx_writer *w, double value, lxw_format *format)
{
	if (w->sheet != NULL)
		note(w, worksheet_write_number(w->sheet, w->row, w->column, value, format));
	w->column++;
}

void xlsx_put_number(struct xlsx_writer *w, int64_t value, int places)
{
	static const int64_t PER[MOST_PLACES + 1] = {1, 10, 100, 1000};

	places = places < 0 ? 0 : places > MOST_PLACES ? MOST_PLACES : places;
	put_value(w, (double)value / (double)PER[places], w->numbers[places]);
}

void xlsx_put_permille(struct xlsx_writer *w, int64_t permille)
{
	put_value(w, (double)permille / 1000, w->share);
}

void xlsx_put_day(struct xlsx_writer *w, int32_t day)
{
	if (day == DAY_MIN || day == DAY_MAX)
		xlsx_put_nothing(w);
	else
		put_value(w, (double)day + EPOCH_SERIAL, w->day);
}

void xlsx_put_nothing(struct xlsx_writer *w)
{
	w->column++;
}

void xlsx_end_row(struct xlsx_writer *w)
{
	w->row++;
	w->column = 0;
}

/* ---- the file ---- */

static int read_back(const char *path, struct buf *out, struct err *err)
{
	FILE *file = fopen(path, "rb");
	char piece[PIECE];
	size_t n;
	int rc = 0;

	if (file == NULL)
		return err_set(err, PL_FAIL, "The workbook that was just written cannot be read: %s.", strerror(errno));
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		buf_add(out, piece, n);
	if (ferror(file))
		rc = err_set(err, PL_FAIL, "The workbook that was just written cannot be read to its end.");
	else if (out->full)
		rc = err_set(err, PL_LIMIT, "The workbook is too large.");
	(void)fclose(file);
	return rc;
}

int xlsx_writer_finish(struct xlsx_writer *w, struct buf *out, struct err *err)
{
	lxw_error error = w->problem, closing = workbook_close(w->book);

	w->book = NULL;
	w->sheet = NULL;
	error = error != LXW_NO_ERROR ? error : closing;
	if (error != LXW_NO_ERROR)
		return err_set(err, PL_FAIL, "The workbook cannot be written: %s", lxw_strerror(error));
	return read_back(w->path, out, err);
}
