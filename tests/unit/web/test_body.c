/* Bodies of requests, in pieces of every size. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../test.h"
#include "base/str.h"
#include "web/body.h"

#define BOUNDARY "----WebKitFormBoundary7MA4YWxkTrZu0gW"
#define MULTIPART "multipart/form-data; boundary=" BOUNDARY
#define FORM "application/x-www-form-urlencoded"

static const struct body_limits FORMS = {.bytes = HTTP_FORM_BYTES};
static const struct body_limits FILES = {.bytes = 1 << 20, .files = 2};

struct brought {
	struct arena *arena;
	struct request request;
};

static void read_pieces(struct brought *b, const char *type, const struct body_limits *limits, struct str body, size_t piece)
{
	struct body_reader *reader;

	b->arena = arena_new();
	request_begin(&b->request, b->arena, "POST");
	b->request.content_type = type;
	reader = body_begin(&b->request, (int64_t)body.len, limits);
	if (reader == NULL)
		return;
	for (size_t at = 0; at < body.len; at += piece)
		body_take(reader, body.at + at, body.len - at < piece ? body.len - at : piece);
	body_end(reader);
}

static void done(struct brought *b)
{
	request_close_files(&b->request);
	arena_free(b->arena);
}

static const char *field(const struct brought *b, const char *name)
{
	for (size_t i = 0; i < b->request.fields_count; i++)
		if (str_equal(b->request.fields[i].key, name))
			return b->request.fields[i].value;
	return "(none)";
}

static void is_refused(const char *type, const struct body_limits *limits, const char *body, int status)
{
	struct brought b;

	read_pieces(&b, type, limits, str_of(body), 7);
	if (b.request.wrong != status)
		fail_msg("%d, expected %d, of %.200s", b.request.wrong, status, body);
	done(&b);
}

static void test_form__is_read_whatever_pieces_it_comes_in(void **state)
{
	static const char BODY[] = "login=d%C3%A9e&note=two%0D%0Alines+here&empty=&alone&=";

	(void)state;
	for (size_t piece = 1; piece <= sizeof BODY; piece++) {
		struct brought b;

		read_pieces(&b, FORM "; charset=utf-8", &FORMS, STR(BODY), piece);
		assert_int_equal(b.request.wrong, 0);
		assert_int_equal(b.request.fields_count, 5);
		assert_string_equal(field(&b, "login"), "d\xC3\xA9" "e");
		assert_string_equal(field(&b, "note"), "two\r\nlines here");
		assert_string_equal(field(&b, "empty"), "");
		assert_string_equal(field(&b, "alone"), "");
		done(&b);
	}
}

static void test_form__wrongly_encoded_is_refused(void **state)
{
	static const char *const WRONG[] = {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%1b", "%c2=1"};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		is_refused(FORM, &FORMS, WRONG[i], 400);
}

static void test_form__of_too_many_fields_or_bytes_is_refused(void **state)
{
	struct buf body = BUF_INIT(2 * HTTP_FORM_BYTES);
	struct brought b;

	(void)state;
	for (int i = 0; i < HTTP_FORM_FIELDS; i++)
		buf_puts(&body, "k=1&");
	read_pieces(&b, FORM, &FORMS, str_of(buf_text(&body)), 100);
	assert_int_equal(b.request.wrong, 0);
	done(&b);
	buf_puts(&body, "k=1");
	is_refused(FORM, &FORMS, buf_text(&body), 413);
	while (body.len <= HTTP_FORM_BYTES)
		buf_puts(&body, "aaaaaaaaaaaaaaaa");
	is_refused(FORM, &FORMS, buf_text(&body), 413);
	buf_free(&body);
}

static void test_body__of_another_type_or_an_unknown_length_is_refused(void **state)
{
	struct brought b;

	(void)state;
	is_refused("application/json", &FORMS, "{}", 415);
	is_refused("text/plain", &FORMS, "a=1", 415);
	is_refused("application/x-www-form-urlencodedx", &FORMS, "a=1", 415);
	b.arena = arena_new();
	request_begin(&b.request, b.arena, "POST");
	assert_null(body_begin(&b.request, -1, &FORMS));
	assert_int_equal(b.request.wrong, 411);
	done(&b);
}

static void test_body__longer_than_it_said_is_refused(void **state)
{
	struct arena *a = arena_new();
	struct request r;
	struct body_reader *reader;

	(void)state;
	request_begin(&r, a, "POST");
	reader = body_begin(&r, 3, &(struct body_limits){.bytes = 3});
	body_take(reader, "a=1&b=2", 7);
	body_drop(reader);
	assert_int_equal(r.wrong, 413);
	arena_free(a);
}

/* ---- files ---- */

static const char TWO_FILES[] = "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nfirst\r\nsecond\r\n"
	"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"one\"; filename=\"C:\\dir\\cases.csv\"\r\nContent-Type: text/csv\r\n\r\n"
	"a,b\r\n------WebKitFormBoundary not the end\r\n\0binary\r\n"
	"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"two\"; filename=\"../../etc/passwd\"\r\n\r\n\r\n"
	"--" BOUNDARY "--\r\n";
static const char FIRST_FILE[] = "a,b\r\n------WebKitFormBoundary not the end\r\n\0binary";

static void test_multipart__is_read_whatever_pieces_it_comes_in(void **state)
{
	struct str body = {TWO_FILES, sizeof TWO_FILES - 1};

	(void)state;
	for (size_t piece = 1; piece <= body.len; piece += piece < 80 ? 1 : 37) {
		char content[sizeof FIRST_FILE];
		struct brought b;

		read_pieces(&b, MULTIPART, &FILES, body, piece);
		assert_int_equal(b.request.wrong, 0);
		assert_int_equal(b.request.fields_count, 1);
		assert_string_equal(field(&b, "note"), "first\r\nsecond");
		assert_int_equal(b.request.files_count, 2);
		assert_string_equal(b.request.files[0].field, "one");
		assert_string_equal(b.request.files[0].name, "cases.csv");
		assert_string_equal(b.request.files[0].type, "text/csv");
		assert_int_equal(b.request.files[0].size, sizeof FIRST_FILE - 1);
		assert_int_equal(read(b.request.files[0].fd, content, sizeof content), sizeof FIRST_FILE - 1);
		assert_memory_equal(content, FIRST_FILE, sizeof FIRST_FILE - 1);
		assert_string_equal(b.request.files[1].name, "passwd");
		assert_int_equal(b.request.files[1].size, 0);
		done(&b);
	}
}

static void test_multipart__file_that_was_taken_stays_open(void **state)
{
	struct brought b;
	char first;
	int fd;

	(void)state;
	read_pieces(&b, MULTIPART, &FILES, (struct str){TWO_FILES, sizeof TWO_FILES - 1}, 1000);
	fd = request_take_file(&b.request.files[0]);
	done(&b);
	assert_int_equal(read(fd, &first, 1), 1);
	assert_int_equal(close(fd), 0);
}

#define PART "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
#define FILE_PART "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n1\r\n"
#define END "--" BOUNDARY "--\r\n"

static void test_multipart__malformed_is_refused(void **state)
{
	static const char *const WRONG[] = {"", "x", "preamble\r\n" PART END, PART, PART "--" BOUNDARY, PART "--" BOUNDARY "-", PART "--" BOUNDARY "?",
		"--" BOUNDARY "\r\n\r\n1\r\n" END, "--" BOUNDARY "\r\nContent-Disposition: form-data\r\n\r\n1\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\x1b\r\n" END,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n" END};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		is_refused(MULTIPART, &FILES, WRONG[i], 400);
	is_refused("multipart/form-data", &FILES, PART END, 400);
	is_refused("multipart/form-data; boundary=", &FILES, PART END, 400);
	is_refused("multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhh", &FILES, PART END, 400);
}

static void test_multipart__head_is_as_long_as_it_may_be_whatever_pieces_it_comes_in(void **state)
{
	static const size_t PIECES[] = {1, 7, 1 << 20};
	static const char FRONT[] = "Content-Disposition: form-data; name=\"a\"\r\nX: ";
	enum { MOST = 4096 };

	(void)state;
	for (size_t i = 0; i < 2 * sizeof PIECES / sizeof *PIECES; i++) {
		struct buf body = BUF_INIT(1 << 20);
		size_t too_many = i % 2;
		struct brought b;

		buf_puts(&body, "--" BOUNDARY "\r\n");
		buf_puts(&body, FRONT);
		for (size_t n = sizeof FRONT - 1; n < MOST + too_many; n++)
			buf_putc(&body, 'x');
		buf_puts(&body, "\r\n\r\nvalue\r\n" END);
		read_pieces(&b, MULTIPART, &FILES, str_of(buf_text(&body)), PIECES[i / 2]);
		assert_int_equal(b.request.wrong, too_many ? 400 : 0);
		done(&b);
		buf_free(&body);
	}
}

static void test_multipart__head_without_end_is_refused(void **state)
{
	struct buf body = BUF_INIT(1 << 20);

	(void)state;
	buf_puts(&body, "--" BOUNDARY "\r\nX: ");
	for (int i = 0; i < 10000; i++)
		buf_putc(&body, 'a');
	is_refused(MULTIPART, &FILES, buf_text(&body), 400);
	buf_free(&body);
}

static void test_multipart__of_too_many_files_fields_or_bytes_is_refused(void **state)
{
	struct buf body = BUF_INIT(1 << 20);

	(void)state;
	is_refused(MULTIPART, &FORMS, FILE_PART END, 413);
	is_refused(MULTIPART, &FILES, FILE_PART FILE_PART FILE_PART END, 413);
	for (int i = 0; i <= HTTP_FORM_FIELDS; i++)
		buf_puts(&body, PART);
	buf_puts(&body, END);
	is_refused(MULTIPART, &FILES, buf_text(&body), 413);
	buf_clear(&body);
	buf_puts(&body, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
	for (int i = 0; i <= HTTP_FORM_BYTES; i++)
		buf_putc(&body, 'a');
	buf_puts(&body, "\r\n" END);
	is_refused(MULTIPART, &FILES, buf_text(&body), 413);
	buf_free(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form__is_read_whatever_pieces_it_comes_in),
		cmocka_unit_test(test_form__wrongly_encoded_is_refused),
		cmocka_unit_test(test_form__of_too_many_fields_or_bytes_is_refused),
		cmocka_unit_test(test_body__of_another_type_or_an_unknown_length_is_refused),
		cmocka_unit_test(test_body__longer_than_it_said_is_refused),
		cmocka_unit_test(test_multipart__is_read_whatever_pieces_it_comes_in),
		cmocka_unit_test(test_multipart__file_that_was_taken_stays_open),
		cmocka_unit_test(test_multipart__malformed_is_refused),
		cmocka_unit_test(test_multipart__head_is_as_long_as_it_may_be_whatever_pieces_it_comes_in),
		cmocka_unit_test(test_multipart__head_without_end_is_refused),
		cmocka_unit_test(test_multipart__of_too_many_files_fields_or_bytes_is_refused),
	};

	return RUN_TESTS(tests);
}
