#include "web/body.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "web/multipart.h"

struct body_reader {
	struct request *request;
	struct body_limits limits;
	struct multipart *multipart;  /* NULL: application/x-www-form-urlencoded */
	struct multipart_sink sink;
	struct buf text;              /* all of an encoded form; of a multipart form the field that is being read */
	size_t text_sum;              /* bytes of all fields */
	const char *field;            /* name of the part that is being read */
	struct request_file *file;    /* and the file, if it is one */
	int64_t seen;
};

static const char *too_large(const struct request *r, const struct body_limits *limits)
{
	if (limits->files == 0)
		return "The form is larger than is taken here.";
	return arena_printf(r->arena, "The files are larger than the %d MB that one form may bring together.", HTTP_UPLOAD_MB);
}

static const char *const FILE_FAILS = "The file could not be kept while it was read. Nothing was changed.";

/* ---- fields ---- */

static int add_field(struct request *r, const char *name, const char *value, struct err *err)
{
	if (r->fields_count + r->files_count >= HTTP_FORM_FIELDS)
		return err_set(err, PL_LIMIT, "The form has more than %d fields.", HTTP_FORM_FIELDS);
	*ARENA_PUSH(r->arena, &r->fields, &r->fields_count, &r->fields_room) = (struct request_pair){name, value};
	return 0;
}

static int read_pairs(struct request *r, struct str text, struct err *err)
{
	struct request_pair pair;
	int rc;

	while ((rc = request_next_pair(r->arena, &text, PERCENT_FORM, &pair)) > 0) {
		rc = add_field(r, pair.key, pair.value, err);
		if (rc < 0)
			return rc;
	}
	return rc < 0 ? err_set(err, rc, "The form is wrongly encoded.") : 0;
}

/* ---- the parts of a multipart form ---- */

/* What stands behind the last slash or backslash. */
static const char *last_part(const char *path)
{
	const char *name = path;

	for (; *path != '\0'; path++)
		if (*path == '/' || *path == '\\')
			name = path + 1;
	return name;
}

static int begin_file(struct body_reader *b, const char *name, const char *type, struct err *err)
{
	struct request *r = b->request;
	int fd;

	if (r->files_count >= (size_t)b->limits.files)
		return b->limits.files == 0 ? err_set(err, PL_LIMIT, "The form brings a file, and takes none.")
			: err_set(err, PL_LIMIT, "The form brings more than the %d files that it may.", b->limits.files);
	fd = plain_file_temporary();
	if (fd < 0)
		return err_set(err, PL_FAIL, "%s", FILE_FAILS);
	name = last_part(name);
	b->file = ARENA_PUSH(r->arena, &r->files, &r->files_count, &r->files_room);
	*b->file = (struct request_file){.field = b->field, .fd = fd,
		.name = str_is_clean_utf8(str_of(name)) ? arena_strdup(r->arena, name) : "",
		.type = arena_strdup(r->arena, type)};
	return 0;
}

static int begin_part(void *context, const char *name, const char *file_name, const char *type, struct err *err)
{
	struct body_reader *b = context;

	b->field = arena_strdup(b->request->arena, name);
	b->file = NULL;
	buf_clear(&b->text);
	if (b->request->fields_count + b->request->files_count >= HTTP_FORM_FIELDS)
		return err_set(err, PL_LIMIT, "The form has more than %d fields.", HTTP_FORM_FIELDS);
	return file_name != NULL ? begin_file(b, file_name, type, err) : 0;
}

static int write_all(int fd, const char *at, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, at, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return -1;
		at += written;
		n -= (size_t)written;
	}
	return 0;
}

static int take_bytes(void *context, const char *at, size_t n, struct err *err)
{
	struct body_reader *b = context;

	if (b->file != NULL) {
		if (write_all(b->file->fd, at, n) < 0)
			return err_set(err, PL_FAIL, "%s", FILE_FAILS);
		b->file->size += (int64_t)n;
		return 0;
	}
	b->text_sum += n;
	if (b->text_sum > HTTP_FORM_BYTES)
		return err_set(err, PL_LIMIT, "The fields of the form are longer than %d bytes.", HTTP_FORM_BYTES);
	buf_add(&b->text, at, n);
	return 0;
}

static int end_part(void *context, struct err *err)
{
	struct body_reader *b = context;
	struct str value = {buf_text(&b->text), b->text.len};

	if (b->file != NULL)
		return lseek(b->file->fd, 0, SEEK_SET) == 0 ? 0 : err_set(err, PL_FAIL, "%s", FILE_FAILS);
	if (!percent_is_form_text(value))
		return err_set(err, PL_INVALID, "The form is wrongly encoded.");
	return add_field(b->request, b->field, arena_strndup(b->request->arena, value.at, value.len), err);
}

/* ---- the whole ---- */

static void note(struct body_reader *b, int code, const struct err *err)
{
	if (code < 0)
		request_is_wrong(b->request, code == PL_LIMIT ? 413 : code == PL_INVALID ? 400 : 500, err->text);
}

static bool is_type(const char *content_type, const char *type)
{
	char next = str_starts_ignoring_case(str_of(content_type), type) ? content_type[strlen(type)] : 'x';

	return next == '\0' || next == ';' || next == ' ';
}

static bool open_form(struct body_reader *b)
{
	struct request *r = b->request;
	struct err err = {0};

	if (b->limits.json) {
		if (!is_type(r->content_type, "application/json"))
			request_is_wrong(r, 415, "What a program asks for is sent as application/json.");
		return r->wrong == 0;
	}
	if (r->content_type[0] == '\0' || is_type(r->content_type, "application/x-www-form-urlencoded"))
		return true;
	if (!is_type(r->content_type, "multipart/form-data")) {
		request_is_wrong(r, 415, "A form is sent as application/x-www-form-urlencoded or as multipart/form-data.");
		return false;
	}
	b->sink = (struct multipart_sink){b, begin_part, take_bytes, end_part};
	note(b, multipart_begin(r->arena, r->content_type, &b->sink, &b->multipart, &err), &err);
	return r->wrong == 0;
}

struct body_reader *body_begin(struct request *r, int64_t length, const struct body_limits *limits)
{
	struct body_reader *b;

	if (limits->unread)
		return NULL;
	if (limits->bytes == 0)
		request_is_wrong(r, 413, "A request to read a page has no body.");
	else if (length < 0)
		request_is_wrong(r, 411, "The request does not say how long its body is.");
	else if (length > limits->bytes)
		request_is_wrong(r, 413, too_large(r, limits));
	if (r->wrong != 0)
		return NULL;
	b = arena_alloc(r->arena, sizeof *b);
	b->request = r;
	b->limits = *limits;
	b->text = BUF_INIT(HTTP_FORM_BYTES);
	return open_form(b) ? b : NULL;
}

void body_take(struct body_reader *b, const char *at, size_t n)
{
	struct err err = {0};

	b->seen += (int64_t)n;
	if (b->request->wrong != 0)
		return;
	if (b->seen > b->limits.bytes)
		request_is_wrong(b->request, 413, too_large(b->request, &b->limits));
	else if (b->multipart != NULL)
		note(b, multipart_take(b->multipart, at, n, &err), &err);
	else if (b->text.len + n > HTTP_FORM_BYTES)
		request_is_wrong(b->request, 413, too_large(b->request, &b->limits));
	else
		buf_add(&b->text, at, n);
}

void body_end(struct body_reader *b)
{
	struct err err = {0};

	if (b->limits.json)
		b->request->json = (struct str){arena_strndup(b->request->arena, buf_text(&b->text), b->text.len), b->text.len};
	else if (b->request->wrong == 0 && b->multipart != NULL)
		note(b, multipart_end(b->multipart, &err), &err);
	else if (b->request->wrong == 0)
		note(b, read_pairs(b->request, (struct str){buf_text(&b->text), b->text.len}, &err), &err);
	buf_free(&b->text);
}

void body_drop(struct body_reader *b)
{
	if (b != NULL)
		buf_free(&b->text);
}
