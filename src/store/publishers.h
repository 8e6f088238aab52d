/* publishers.h: employers whose health checks are published by another server: whose signature theirs are held against,
 * and the files that held, as they came. Of no employer here, and in no ledger. */
#pragma once

#include "store/store.h"

struct kept_publisher {
	const char *dfe_code;   /* three digits */
	const char *key;        /* the public half, as a line (secure/signature.h) */
	const char *address;    /* https://... of the newest file; "" where files are brought by hand */
	int64_t said;           /* when, and by whom */
	const char *said_by;
};

/* By code. In the arena. */
int store_publishers(struct store *s, struct arena *a, struct kept_publisher **ret, size_t *ret_count, struct err *err)
	PL_MUST_CHECK;
/* In the place of what was said of that code. Durable when it returns. */
int store_publisher_put(struct store *s, const struct kept_publisher *p, struct err *err) PL_MUST_CHECK;
/* PL_NOT_FOUND if nothing is said of it. */
int store_publisher_remove(struct store *s, const char *dfe_code, struct err *err) PL_MUST_CHECK;

struct foreign_check {
	const char *dfe_code;
	int32_t version;
	const char *sha256;     /* of the file */
	int64_t taken;
	const char *taken_by;
	const char *file;
};

/* By code and version. In the arena. */
int store_foreign_checks(struct store *s, struct arena *a, struct foreign_check **ret, size_t *ret_count,
	struct err *err) PL_MUST_CHECK;
/* A text that is another one as soon as a key, a file or a signed check of an employer here has come or gone. In the
 * arena. */
int store_checks_stamp(struct store *s, struct arena *a, const char **ret, struct err *err) PL_MUST_CHECK;
/* The SHA-256 of a version; "" if there is none. */
int store_foreign_check_sha256(struct store *s, struct arena *a, const char *dfe_code, int32_t version,
	const char **ret, struct err *err)
	PL_MUST_CHECK;
/* Durable when it returns. PL_CONFLICT if that version is there. */
int store_foreign_check_add(struct store *s, const struct foreign_check *check, struct err *err) PL_MUST_CHECK;
