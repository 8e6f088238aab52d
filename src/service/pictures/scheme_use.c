#include "service/pictures/scheme_use.h"

#include <string.h>

#include "base/json_writer.h"
#include "base/str.h"
#include "exchange/scheme_library.h"

enum { PAYLOAD_BYTES = 4096, SERVICE_BYTES = 60 };

int schemes_of_store(struct store *s, struct err *err)
{
	struct arena *a = arena_new();
	struct kept_scheme *kept;
	size_t count = 0;
	int rc = store_schemes(s, a, &kept, &count, err);

	for (size_t i = 0; i < count && rc == 0; i++) {
		const char *name = arena_printf(a, "scheme %s version %d of the database", kept[i].id, kept[i].version);
		const struct scheme *known;

		rc = scheme_register(kept[i].json, strlen(kept[i].json), name, &known, err);
	}
	arena_free(a);
	store_use_schemes(s, scheme_by_id);
	return rc;
}

bool scheme_is_builtin(const struct scheme *s)
{
	for (size_t i = 0; i < scheme_builtin_count(); i++)
		if (scheme_builtin(i) == s)
			return true;
	return false;
}

/* ---- which scheme ---- */

/* A built-in id means the same numbers in every database. */
static int check_id(const struct scheme *s, const char *name, struct err *err)
{
	for (size_t i = 0; i < scheme_builtin_count(); i++)
		if (scheme_builtin(i) != s && str_equal(scheme_builtin(i)->id, s->id))
			return err_set(err, PL_CONFLICT, "%s: id: %s is a scheme that comes with the program; expected an id of its own",
				name, s->id);
	return 0;
}

static int find_scheme(const struct scheme_use *use, const struct scheme **ret, struct err *err)
{
	const struct scheme *s;
	int rc;

	if (use->id == NULL) {
		rc = scheme_register(use->document, use->document_size, use->name, &s, err);
		if (rc == 0 && !scheme_is_builtin(s))
			rc = check_id(s, use->name, err);
		if (rc == 0)
			*ret = s;
		return rc;
	}
	s = scheme_by_id(use->id, 0);
	if (s == NULL)
		return err_set(err, PL_NOT_FOUND, "there is no scheme '%.60s': expected the id of one that is known, or a file",
			use->id);
	*ret = s;
	return 0;
}

/* ---- whether it may be chosen ---- */

/* A new service's code: as the readers of files make codes of what stands in them. */
static int check_service(const struct snapshot *snap, const char *service, struct err *err)
{
	size_t n = strlen(service);

	if (snapshot_find_service(snap, service) >= 0)
		return 0;
	if (n > 0 && n <= SERVICE_BYTES && strspn(service, "abcdefghijklmnopqrstuvwxyz0123456789_") == n)
		return 0;
	return err_set(err, PL_INVALID,
		"the service '%.60s' cannot be one: expected small letters, digits and '_', at most %d", service, SERVICE_BYTES);
}

/* An employer may call a service as it likes; but a name that a built-in scheme uses means what it means there. */
static bool contradicts(const struct scheme *s, const char *service)
{
	if (str_equal(s->service, service) || str_equal(s->service, "all"))
		return false;
	for (size_t i = 0; i < scheme_builtin_count(); i++)
		if (str_equal(scheme_builtin(i)->service, service))
			return true;
	return false;
}

static int check_choice(const struct snapshot *snap, const struct scheme_use *use, const struct scheme *s,
	struct err *err)
{
	char first[DATE_ISO_SIZE];
	int rc = check_service(snap, use->service, err);

	if (rc < 0)
		return rc;
	if (contradicts(s, use->service))
		return err_set(err, PL_INVALID, "the scheme %s is for the service '%s': expected one for '%s'", s->id, s->service,
			use->service);
	if (use->from < s->from)
		return err_set(err, PL_INVALID, "the scheme %s may not be used that early: expected a day from %s on", s->id,
			date_iso(s->from, first));
	return 0;
}

/* ---- the commit ---- */

static int end_commit(struct commit *c, const struct scheme_use *use, struct scheme_used *used, struct err *err)
{
	struct buf payload = BUF_INIT(PAYLOAD_BYTES);
	struct ledger_text entry = {.actor = use->actor, .action = "scheme", .object = use->service, .instant = use->instant};
	struct json_writer w = json_to(&payload);
	int rc;

	json_begin_object(&w, NULL);
	json_text(&w, "service", use->service);
	json_text(&w, "scheme", used->scheme->id);
	json_int(&w, "version", used->scheme->version);
	json_date(&w, "from", use->from);
	json_end(&w, '}');
	entry.payload = buf_text(&payload);
	rc = commit_end(c, &entry, &used->position, err);
	buf_free(&payload);
	return rc;
}

static int choose(struct store *s, const struct employer *e, const struct scheme_use *use, struct scheme_used *used,
	struct err *err)
{
	const struct scheme *scheme = used->scheme;
	struct commit *c;
	int rc = commit_begin(s, e->id, e->position, &c, err);

	if (rc < 0)
		return rc;
	if (use->id == NULL && !scheme_is_builtin(scheme))
		rc = store_scheme_put(s, scheme->id, scheme->version, use->document, err);
	if (rc == 0 && used->new_service)
		rc = commit_service(c, use->service, use->service, err);
	if (rc == 0)
		rc = commit_scheme_choice(c, use->service, scheme->id, scheme->version, use->from, err);
	if (rc == 0)
		return end_commit(c, use, used, err);
	commit_abandon(c);
	return rc;
}

int scheme_use(struct store *s, const struct scheme_use *use, struct scheme_used *ret, struct err *err)
{
	struct scheme_used used = {0};
	const struct snapshot *snap;
	int rc = store_snapshot(s, use->employer, use->from, &snap, err);

	if (rc < 0)
		return rc;
	rc = find_scheme(use, &used.scheme, err);
	if (rc == 0)
		rc = check_choice(snap, use, used.scheme, err);
	used.new_service = snapshot_find_service(snap, use->service) < 0;
	if (rc == 0)
		rc = choose(s, &snap->employer, use, &used, err);
	snapshot_drop(snap);
	if (rc == 0)
		*ret = used;
	return rc;
}
