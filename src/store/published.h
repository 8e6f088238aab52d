/* published.h: health checks that an employer has published, each version as the bytes that everybody got.
 *
 * Functions named `commit_` are part of an open commit (store/store.h) and fail as those do. */
#pragma once

#include "base/date.h"
#include "store/store.h"

struct kept_check {
	int32_t version;
	int32_t first, last;      /* days of its quarter */
	const char *sha256;       /* of the document */
	int32_t corrects;         /* 0: none */
	const char *why;          /* "" unless it corrects one */
	int64_t bytes;            /* characters of the document */
	int64_t instant;          /* when it was published, and by whom: a login */
	const char *by;
	const char *note;         /* signed (secure/check_note.h); "": not yet */
};

/* The newest first. In the arena. */
int store_published(struct store *s, struct arena *a, int32_t employer_id, struct kept_check **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* PL_NOT_FOUND without that version. */
int store_published_document(struct store *s, struct arena *a, int32_t employer_id, int32_t version, const char **ret, struct err *err)
	PL_MUST_CHECK;

int commit_published(struct commit *c, const struct kept_check *check, const char *document, struct err *err) PL_MUST_CHECK;

/* Keeps the note that signs one; durable when it returns. */
int store_check_sign(struct store *s, int32_t employer_id, int32_t version, const char *note, struct err *err) PL_MUST_CHECK;
