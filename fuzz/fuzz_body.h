/* fuzz_body.h: the body of a form, read twice: at once, and in pieces as a network would bring it. Both must come to
 * the same, because what a form means must not hang on where its packets were cut. */
#pragma once

#include <unistd.h>

#include "base/str.h"
#include "fuzz_promise.h"
#include "web/body.h"
#include "web/percent.h"

enum { FUZZ_FILES = 3 };

static inline void fuzz_body_read(struct request *r, const char *content_type, struct str body, size_t piece)
{
	struct body_limits limits = {.bytes = HTTP_FORM_BYTES, .files = FUZZ_FILES};
	struct body_reader *b;

	request_begin(r, r->arena, "POST");
	r->has_body = true;
	r->content_type = content_type;
	b = body_begin(r, (int64_t)body.len, &limits);
	fuzz_promise(b != NULL || r->wrong != 0);
	for (size_t at = 0; b != NULL && at < body.len; at += piece)
		body_take(b, body.at + at, body.len - at < piece ? body.len - at : piece);
	if (b != NULL)
		body_end(b);
	body_drop(b);
}

static inline void fuzz_body_check(const struct request *r)
{
	fuzz_promise(r->fields_count + r->files_count <= HTTP_FORM_FIELDS && r->files_count <= FUZZ_FILES);
	fuzz_promise(r->wrong == 0 || r->wrong_words[0] != '\0');
	for (size_t i = 0; i < r->fields_count; i++)
		fuzz_promise(percent_is_form_text(str_of(r->fields[i].value)));
	for (size_t i = 0; i < r->files_count; i++) {
		fuzz_promise(r->files[i].fd >= 0 && strpbrk(r->files[i].name, "/\\") == NULL);
		fuzz_promise(str_is_clean_utf8(str_of(r->files[i].name)));
		fuzz_promise(r->wrong != 0 || lseek(r->files[i].fd, 0, SEEK_END) == r->files[i].size);
	}
}

static inline void fuzz_body_same(const struct request *a, const struct request *b)
{
	fuzz_promise(a->wrong == b->wrong);
	if (a->wrong != 0)
		return;
	fuzz_promise(a->fields_count == b->fields_count && a->files_count == b->files_count);
	for (size_t i = 0; i < a->fields_count; i++)
		fuzz_promise(str_equal(a->fields[i].key, b->fields[i].key) && str_equal(a->fields[i].value, b->fields[i].value));
	for (size_t i = 0; i < a->files_count; i++)
		fuzz_promise(str_equal(a->files[i].name, b->files[i].name) && a->files[i].size == b->files[i].size);
}

/* `look` sees what was read at once. */
static inline void fuzz_body(const char *content_type, struct str body, void (*look)(const struct request *r))
{
	struct request whole = {.arena = arena_new()}, pieces = {.arena = arena_new()};

	fuzz_body_read(&whole, content_type, body, body.len);
	fuzz_body_read(&pieces, content_type, body, 1 + body.len % 7);
	fuzz_body_check(&whole);
	fuzz_body_check(&pieces);
	fuzz_body_same(&whole, &pieces);
	if (look != NULL)
		look(&whole);
	request_close_files(&whole);
	request_close_files(&pieces);
	arena_free(whole.arena);
	arena_free(pieces.arena);
}
