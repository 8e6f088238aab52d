#include "service/health/published_verify.h"

#include <string.h>

#include "base/str.h"
#include "secure/digest.h"

static int speaks_of(const struct check_note *n, const struct published *p, const char *document, struct err *err)
{
	char sha256[DIGEST_SIZE];

	digest_of(document, strlen(document), sha256);
	if (!str_equal(sha256, n->sha256))
		return err_set(err, PL_INVALID, "The health check of %.100s has been altered: it is not the one that was signed", p->name);
	if (!str_equal(n->employer, p->employer) || n->version != p->version || n->corrects != p->corrects || n->first != p->period.from ||
		n->last != p->period.until - 1)
		return err_set(err, PL_INVALID, "The health check of %.100s carries the signature of another one", p->name);
	return 0;
}

int published_verify(struct arena *a, const char *bytes, size_t n, const struct public_key *key, struct published *ret, struct err *err)
{
	const char *note, *document;
	struct check_note said;
	struct published p;
	int rc = published_json_read(a, bytes, n, &p, &note, &document, err);

	if (rc == 0 && note[0] == '\0')
		rc = err_set(err, PL_INVALID, "The health check of %.100s is not signed", p.name);
	if (rc == 0)
		rc = check_note_read(note, &said, err);
	if (rc == 0 && (rc = note_check(key, note, err)) < 0)
		(void)err_prefix(err, "The health check of %.100s", p.name);
	if (rc == 0)
		rc = speaks_of(&said, &p, document, err);
	if (rc == 0)
		*ret = p;
	return rc;
}
