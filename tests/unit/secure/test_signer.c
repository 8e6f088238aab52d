/* What a signer signs, and what it refuses because of what it has signed. */
#include "../../test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "secure/check_note.h"

#define SECRET "PRIVATE+KEY+test.example/plimsoll+d0ccc327+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
#define PUBLIC "test.example/plimsoll+d0ccc327+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
/* Made by another program from the same key. */
#define LINE "\xE2\x80\x94 test.example/plimsoll " \
	"0MzDJ1yRynxa2F/qbJyptuuJF4i9krg3ZWlZPpQAwXU7ZvNZ39SofMxmyt10VCvCAvojNeJLlCh74fTLBhHaT8XejAo=\n"
#define AB8 "abababababababab"
#define CD8 "cdcdcdcdcdcdcdcd"
#define AB AB8 AB8 AB8 AB8
#define CD CD8 CD8 CD8 CD8
#define QUARTER "quarter 2026-07-01 2026-09-30\n"

enum { INSTANT = 1795255200 }; /* 2026-11-21T10:00:00Z */

struct desk {
	char folder[64], key[80], signed_path[90];
	struct key_signer *signer;
};

static void put_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
}

static struct desk desk_open(void)
{
	struct desk d = {0};
	struct err err;

	(void)snprintf(d.folder, sizeof d.folder, "/tmp/plimsoll-signer-XXXXXX");
	assert_non_null(mkdtemp(d.folder));
	(void)snprintf(d.key, sizeof d.key, "%s/key", d.folder);
	(void)snprintf(d.signed_path, sizeof d.signed_path, "%s.signed", d.key);
	put_file(d.key, SECRET, 0600);
	assert_int_equal(key_signer_open(d.key, &d.signer, &err), 0);
	return d;
}

static void desk_reopen(struct desk *d)
{
	struct err err;

	d->signer = key_signer_close(d->signer);
	assert_int_equal(key_signer_open(d->key, &d->signer, &err), 0);
}

static void desk_close(struct desk *d)
{
	d->signer = key_signer_close(d->signer);
	(void)unlink(d->key);
	(void)unlink(d->signed_path);
	assert_int_equal(rmdir(d->folder), 0);
}

/* `after` is what the ledger has now at the entry that was signed last. */
static int ask(struct desk *d, const char *employer, int64_t entries, const char *head, const char *after,
	char line[SIGNATURE_LINE_SIZE], struct err *err)
{
	struct signer s = key_signer_of(d->signer);
	struct checkpoint c = {.entries = entries, .instant = INSTANT};
	struct buf text = BUF_INIT(NOTE_BYTES);
	int rc;

	memcpy(c.origin, s.origin, sizeof c.origin);
	assert_int_equal(s.last(s.context, employer, &c.after, err), 0);
	(void)snprintf(c.after_head, sizeof c.after_head, "%s", after);
	if (c.after > entries)
		c.after = 0;
	(void)snprintf(c.employer, sizeof c.employer, "%s", employer);
	(void)snprintf(c.head, sizeof c.head, "%s", head);
	assert_int_equal(checkpoint_write(&text, &c, err), 0);
	rc = s.sign(s.context, buf_text(&text), line, err);
	buf_free(&text);
	return rc;
}

static int try_it(struct desk *d, const char *employer, int64_t entries, const char *head, const char *after)
{
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	return ask(d, employer, entries, head, after, line, &err);
}

static void test_signer__signs_as_another_program_does(void **state)
{
	struct desk d = desk_open();
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	assert_int_equal(ask(&d, "NORTH", 12, AB, "", line, &err), 0);
	assert_string_equal(line, LINE);
	desk_close(&d);
}

static void test_signer__signs_the_same_ledger_again_and_a_longer_one(void **state)
{
	struct desk d = desk_open();

	(void)state;
	assert_int_equal(try_it(&d, "NORTH", 12, AB, ""), 0);
	assert_int_equal(try_it(&d, "NORTH", 12, AB, AB), 0);
	assert_int_equal(try_it(&d, "NORTH", 13, CD, AB), 0);
	assert_int_equal(try_it(&d, "SOUTH", 2, CD, ""), 0);
	desk_close(&d);
}

static void test_signer__refuses_a_ledger_that_does_not_go_on_from_the_last(void **state)
{
	struct desk d = desk_open();

	(void)state;
	assert_int_equal(try_it(&d, "NORTH", 12, AB, ""), 0);
	assert_int_equal(try_it(&d, "NORTH", 11, AB, AB), PL_CONFLICT);
	assert_int_equal(try_it(&d, "NORTH", 12, CD, AB), PL_CONFLICT);
	assert_int_equal(try_it(&d, "NORTH", 12, CD, CD), PL_CONFLICT);
	assert_int_equal(try_it(&d, "NORTH", 13, AB, CD), PL_CONFLICT);
	desk_close(&d);
}

static void test_signer__remembers_when_it_is_started_again(void **state)
{
	struct desk d = desk_open();

	(void)state;
	assert_int_equal(try_it(&d, "NORTH", 12, AB, ""), 0);
	assert_int_equal(try_it(&d, "NORTH", 14, CD, AB), 0);
	desk_reopen(&d);
	assert_int_equal(try_it(&d, "NORTH", 13, AB, CD), PL_CONFLICT);
	assert_int_equal(try_it(&d, "NORTH", 14, CD, CD), 0);
	desk_close(&d);
}

static void test_signer__passes_over_a_line_that_a_crash_cut_short(void **state)
{
	struct desk d = desk_open();

	(void)state;
	assert_int_equal(try_it(&d, "NORTH", 12, AB, ""), 0);
	d.signer = key_signer_close(d.signer);
	put_file(d.signed_path, "NORTH 12 " AB "\nNORTH 13 ab", 0600);
	desk_reopen(&d);
	assert_int_equal(try_it(&d, "NORTH", 13, CD, AB), 0);
	desk_reopen(&d);
	assert_int_equal(try_it(&d, "NORTH", 12, AB, CD), PL_CONFLICT);
	desk_close(&d);
}

static void test_signer__signs_nothing_but_checkpoints_of_its_own_origin(void **state)
{
	static const char *const TEXTS[] = {"", "anything\n", "plimsoll ledger checkpoint\n",
		"plimsoll ledger checkpoint\norigin other\nemployer NORTH\nentries 12\nhead " AB "\ninstant 2026-11-21T10:00:00Z\n",
		"plimsoll ledger checkpoint\norigin test.example/plimsoll\nemployer NORTH\nentries 012\nhead " AB
		"\ninstant 2026-11-21T10:00:00Z\n",
		"plimsoll ledger checkpoint\norigin test.example/plimsoll\nemployer NORTH\nentries 12\nhead " AB
		"\ninstant 2026-11-21T10:00:00Z\nmore\n"};
	struct desk d = desk_open();
	struct signer s = key_signer_of(d.signer);
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		assert_int_equal(s.sign(s.context, TEXTS[i], line, &err), PL_INVALID);
	desk_close(&d);
}

static void test_signer__refuses_a_key_that_others_can_read(void **state)
{
	struct desk d = desk_open();
	struct key_signer *other;
	struct err err;

	(void)state;
	assert_int_equal(chmod(d.key, 0640), 0);
	assert_int_equal(key_signer_open(d.key, &other, &err), PL_INVALID);
	assert_non_null(strstr(err.text, "chmod 600"));
	desk_close(&d);
}

/* Every line broken after `width` bytes or at a blank before, as a narrow sheet of paper breaks it, and set in. */
static void break_lines(const char *text, size_t width, struct buf *out)
{
	size_t at = 0;

	buf_puts(out, "22 November 2026: entry 7\n\n  ");
	for (; *text != '\0'; text++) {
		at = *text == '\n' ? 0 : at + 1;
		buf_putc(out, *text);
		if (*text == '\n' || (*text == ' ' && strcspn(text + 1, " \n") + at > width))
			at = 0;
		if (at == 0)
			buf_puts(out, *text == ' ' ? "\r\n  " : "  ");
		else if (at == width)
			buf_puts(out, (at = 0, "\n  "));
	}
	buf_puts(out, "\nTo check it: plimsoll verify\n");
}

static void test_checkpoint__is_put_together_again_from_paper(void **state)
{
	static const char SIGNATURE[] = "\n\xE2\x80\x94 test.example/plimsoll "
		"b0qhAZ4ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHIJKLMNOPQRST=\n";
	static const size_t WIDTHS[] = {30, 40, 64, 69, 77, 200};
	struct checkpoint c = {.origin = "test.example/plimsoll", .employer = "NORTH", .head = AB, .entries = 7,
		.instant = INSTANT, .after = 6, .after_head = AB};
	struct buf text = BUF_INIT(NOTE_BYTES);
	struct err err;

	(void)state;
	assert_int_equal(checkpoint_write(&text, &c, &err), 0);
	buf_puts(&text, SIGNATURE);
	for (size_t i = 0; i < sizeof WIDTHS / sizeof *WIDTHS; i++) {
		struct buf broken = BUF_INIT(NOTE_BYTES), mended = BUF_INIT(NOTE_BYTES);

		break_lines(buf_text(&text), WIDTHS[i], &broken);
		assert_true(checkpoint_mend(buf_text(&broken), &mended));
		assert_string_equal(buf_text(&mended), buf_text(&text));
		buf_free(&broken);
		buf_free(&mended);
	}
	buf_free(&text);
}

static void test_checkpoint__is_not_made_of_what_lacks_a_line(void **state)
{
	struct buf mended = BUF_INIT(NOTE_BYTES);

	(void)state;
	assert_false(checkpoint_mend("", &mended));
	assert_false(checkpoint_mend("something else", &mended));
	assert_false(checkpoint_mend("plimsoll ledger checkpoint\norigin o\nemployer N\nentries 7\ninstant x\n", &mended));
	assert_int_equal(mended.len, 0);
	buf_free(&mended);
}

static void test_checkpoint__is_read_as_it_was_written(void **state)
{
	struct checkpoint c = {.origin = "o", .employer = "NORTH", .head = AB, .entries = 7, .instant = INSTANT}, again;
	struct buf text = BUF_INIT(NOTE_BYTES);
	struct err err;

	(void)state;
	assert_int_equal(checkpoint_write(&text, &c, &err), 0);
	buf_puts(&text, "\n" LINE);
	assert_int_equal(checkpoint_read(buf_text(&text), &again, &err), 0);
	assert_memory_equal(&again, &c, sizeof c);
	buf_clear(&text);
	c.after = 5;
	memcpy(c.after_head, CD, sizeof CD);
	assert_int_equal(checkpoint_write(&text, &c, &err), 0);
	assert_int_equal(checkpoint_read(buf_text(&text), &again, &err), 0);
	assert_memory_equal(&again, &c, sizeof c);
	buf_free(&text);
	c.entries = 0;
	assert_int_equal(checkpoint_write(&text, &c, &err), PL_INVALID);
}

static int ask_check(struct desk *d, const char *employer, int64_t version, const char *sha256,
	char line[SIGNATURE_LINE_SIZE], struct err *err)
{
	struct signer s = key_signer_of(d->signer);
	struct check_note n = {.version = version, .first = 20635, .last = 20726, .instant = INSTANT};
	struct buf text = BUF_INIT(NOTE_BYTES);
	int rc;

	memcpy(n.origin, s.origin, sizeof n.origin);
	(void)snprintf(n.employer, sizeof n.employer, "%s", employer);
	(void)snprintf(n.sha256, sizeof n.sha256, "%s", sha256);
	assert_int_equal(check_note_write(&text, &n, err), 0);
	rc = s.sign(s.context, buf_text(&text), line, err);
	if (rc == 0) {
		struct check_note again;
		struct public_key key;
		char note[NOTE_BYTES];

		(void)snprintf(note, sizeof note, "%s\n%s", buf_text(&text), line);
		assert_int_equal(public_key_read(PUBLIC, &key, err), 0);
		assert_int_equal(note_check(&key, note, err), 0);
		assert_int_equal(check_note_read(note, &again, err), 0);
		assert_int_equal(memcmp(&again, &n, sizeof n), 0);
	}
	buf_free(&text);
	return rc;
}

static void test_signer__signs_one_health_check_of_each_version(void **state)
{
	struct desk d = desk_open();
	char line[SIGNATURE_LINE_SIZE], again[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	assert_int_equal(ask_check(&d, "NORTH", 1, AB, line, &err), 0);
	assert_int_equal(ask_check(&d, "NORTH", 1, AB, again, &err), 0);
	assert_string_equal(line, again);
	assert_int_equal(ask_check(&d, "NORTH", 1, CD, line, &err), PL_CONFLICT);
	assert_int_equal(ask_check(&d, "NORTH", 2, CD, line, &err), 0);
	assert_int_equal(ask_check(&d, "NORTH", 1, AB, line, &err), PL_CONFLICT);
	assert_int_equal(ask_check(&d, "SOUTH", 1, CD, line, &err), 0);
	desk_reopen(&d);
	assert_int_equal(ask_check(&d, "NORTH", 2, AB, line, &err), PL_CONFLICT);
	assert_int_equal(ask_check(&d, "NORTH", 2, CD, line, &err), 0);
	desk_close(&d);
}

/* What it has signed of one kind is no past of the other. */
static void test_signer__keeps_health_checks_and_checkpoints_apart(void **state)
{
	struct desk d = desk_open();
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	assert_int_equal(ask(&d, "NORTH", 5, AB, "", line, &err), 0);
	assert_int_equal(ask_check(&d, "NORTH", 1, CD, line, &err), 0);
	desk_reopen(&d);
	assert_int_equal(ask(&d, "NORTH", 7, CD, AB, line, &err), 0);
	assert_int_equal(ask_check(&d, "NORTH", 2, AB, line, &err), 0);
	desk_reopen(&d);
	assert_int_equal(ask(&d, "NORTH", 8, AB, CD, line, &err), 0);
	desk_close(&d);
}

static void test_signer__signs_no_text_that_only_looks_like_a_health_check(void **state)
{
	static const char *const TEXTS[] = {
		"plimsoll health check\norigin test.example/plimsoll\n",
		"plimsoll health check\norigin other.example\nemployer N\nversion 1\n"
		QUARTER "sha256 " AB
		"\ninstant 2026-11-21T10:00:00Z\n",
		"plimsoll health check\norigin test.example/plimsoll\nemployer N\nversion 01\n"
		QUARTER "sha256 " AB
		"\ninstant 2026-11-21T10:00:00Z\n",
		"plimsoll health check\norigin test.example/plimsoll\nemployer N\nversion 1\n"
		QUARTER "sha256 " AB
		"\ninstant 2026-11-21T10:00:00Z\ncorrects 1\n",
		"plimsoll health check\norigin test.example/plimsoll\nemployer N\nversion 1\n"
		QUARTER "sha256 " AB
		"\ninstant 2026-11-21T10:00:00Z\nand more\n"};
	struct desk d = desk_open();
	struct signer s = key_signer_of(d.signer);
	char line[SIGNATURE_LINE_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
		assert_int_equal(s.sign(s.context, TEXTS[i], line, &err), PL_INVALID);
	desk_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signer__signs_one_health_check_of_each_version),
		cmocka_unit_test(test_signer__keeps_health_checks_and_checkpoints_apart),
		cmocka_unit_test(test_signer__signs_no_text_that_only_looks_like_a_health_check),
		cmocka_unit_test(test_signer__signs_as_another_program_does),
		cmocka_unit_test(test_signer__signs_the_same_ledger_again_and_a_longer_one),
		cmocka_unit_test(test_signer__refuses_a_ledger_that_does_not_go_on_from_the_last),
		cmocka_unit_test(test_signer__remembers_when_it_is_started_again),
		cmocka_unit_test(test_signer__passes_over_a_line_that_a_crash_cut_short),
		cmocka_unit_test(test_signer__signs_nothing_but_checkpoints_of_its_own_origin),
		cmocka_unit_test(test_signer__refuses_a_key_that_others_can_read),
		cmocka_unit_test(test_checkpoint__is_read_as_it_was_written),
		cmocka_unit_test(test_checkpoint__is_put_together_again_from_paper),
		cmocka_unit_test(test_checkpoint__is_not_made_of_what_lacks_a_line),
	};

	return RUN_TESTS(tests);
}
