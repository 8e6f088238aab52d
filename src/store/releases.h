/* releases.h: official statistics as the files that they were published in, byte for byte.
 *
 * They belong to no employer and stand in no ledger; what seals one is the SHA-256 of its bytes. What is in it is read
 * by whoever asks (service/league).
 */
#pragma once

#include "base/buf.h"
#include "store/store.h"

struct kept_release {
	int32_t release_id;
	const char *kind;      /* figures, neighbours, inspections */
	const char *sha256;    /* of its bytes, in hexadecimal */
	const char *file_name;
	int32_t latest_year;   /* 0 where it is of none */
	int32_t rows;
	int64_t size;          /* bytes */
	int64_t taken;         /* instant */
	const char *taken_by;
};

/* In the order in which they count: by latest year, then as they were taken. */
int store_releases(struct store *s, struct arena *a, struct kept_release **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;

/* The one with these bytes; PL_NOT_FOUND. */
int store_release_of_sha256(struct store *s, struct arena *a, const char *sha256, struct kept_release *ret,
	struct err *err) PL_MUST_CHECK;

/* Its bytes, behind what `out` holds. PL_LIMIT if they pass the cap of the buffer, PL_NOT_FOUND if there is no such
 * release. */
int store_release_bytes(struct store *s, int32_t release_id, struct buf *out, struct err *err) PL_MUST_CHECK;

/* Durable when it returns; PL_NOT_FOUND if there is no such release. */
int store_release_remove(struct store *s, int32_t release_id, struct err *err) PL_MUST_CHECK;

/* Keeps one, durable when it returns; `release_id` and `size` are not looked at. PL_CONFLICT if there is one with these
 * bytes. */
int store_release_add(struct store *s, const struct kept_release *release, const void *bytes, size_t size,
	struct err *err) PL_MUST_CHECK;
