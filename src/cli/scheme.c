/* scheme: the weighting schemes that are there, what stands in one, whether a file is a proper one, and which one
 * weighs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json_writer.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "cli/command.h"
#include "exchange/scheme_json.h"
#include "exchange/scheme_library.h"
#include "service/pictures/scheme_use.h"

struct verb {
	const char *name;
	bool takes_object;
	int (*run)(const struct options *o);
};

static const char *object_of(const struct options *o)
{
	return o->arguments[1];
}

/* ---- list ---- */

static void list_one(struct json_writer *w, const struct scheme *s, bool json)
{
	if (!json) {
		buf_putf(w->out, "%-26s version %-3d  %-10s %s%s\n", s->id, s->version, s->service, s->title,
			scheme_is_builtin(s) ? "" : " (kept in the database)");
		return;
	}
	json_begin_object(w, NULL);
	json_text(w, "id", s->id);
	json_int(w, "version", s->version);
	json_text(w, "service", s->service);
	json_text(w, "title", s->title);
	json_bool(w, "built_in", scheme_is_builtin(s));
	json_end(w, '}');
}

static int list_kept(struct json_writer *w, const struct options *o, struct err *err)
{
	struct arena *a = arena_new();
	struct kept_scheme *kept;
	struct store *store = NULL;
	size_t count = 0;
	int rc = common_open_store(o->db, STORE_READ, &store, err);

	if (rc == 0)
		rc = store_schemes(store, a, &kept, &count, err);
	for (size_t i = 0; i < count; i++)
		list_one(w, scheme_by_id(kept[i].id, kept[i].version), o->json);
	store_close(store);
	arena_free(a);
	return rc;
}

static int list_schemes(const struct options *o)
{
	struct buf out = BUF_INIT(SCHEME_JSON_BYTES);
	struct json_writer w = json_to(&out);
	struct err err;

	if (o->json) {
		json_begin_object(&w, NULL);
		json_begin_array(&w, "schemes");
	}
	for (size_t i = 0; i < scheme_builtin_count(); i++)
		list_one(&w, scheme_builtin(i), o->json);
	if (o->db != NULL && list_kept(&w, o, &err) < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	if (o->json) {
		json_end(&w, ']');
		json_end(&w, '}');
		buf_putc(&out, '\n');
	}
	return print_buf(&out);
}

/* ---- show ---- */

static int show_scheme(const struct options *o)
{
	struct buf out = BUF_INIT(SCHEME_JSON_BYTES);
	struct store *store = NULL;
	const struct scheme *s;
	struct err err;

	if (o->db != NULL && common_open_store(o->db, STORE_READ, &store, &err) < 0)
		return command_fails(&err);
	store_close(store);
	s = scheme_by_id(object_of(o), 0);
	if (s == NULL) {
		(void)err_set(&err, PL_NOT_FOUND, "there is no scheme '%.60s': 'plimsoll scheme list' tells which there are",
			object_of(o));
		return command_fails(&err);
	}
	resource_scheme(&out, o->json ? RESOURCE_JSON : RESOURCE_CSV, s);
	return print_buf(&out);
}

/* ---- files ---- */

/* The text of a file up to the size a scheme may have; in the arena. */
static int read_document(struct arena *a, const char *path, const char **ret_text, size_t *ret_size, struct err *err)
{
	struct buf text = BUF_INIT(SCHEME_JSON_BYTES);
	int rc = plain_file_read(path, FILE_PLAIN, "a scheme as JSON", &text, err);

	if (rc == 0) {
		*ret_text = arena_strndup(a, buf_text(&text), text.len);
		*ret_size = text.len;
	}
	buf_free(&text);
	return rc;
}

static int read_scheme(struct arena *a, const char *path, const char **ret_text, size_t *ret_size,
	const struct scheme **ret, struct err *err)
{
	int rc = read_document(a, path, ret_text, ret_size, err);

	return rc == 0 ? scheme_parse(a, *ret_text, *ret_size, path, ret, err) : rc;
}

static int check_scheme(const struct options *o)
{
	struct arena *a = arena_new();
	const struct scheme *s;
	const char *text;
	size_t size;
	struct err err;
	int rc = read_scheme(a, object_of(o), &text, &size, &s, &err);

	if (rc == 0)
		(void)printf("%s: a proper scheme: %s version %d, %zu types of work, for %s\n", object_of(o), s->id, s->version,
			s->types_count, s->service);
	arena_free(a);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}

/* ---- use ---- */

static int tell_use(const struct options *o, const struct scheme_use *use, const struct scheme_used *used)
{
	struct buf out = BUF_INIT(SCHEME_JSON_BYTES);
	struct json_writer w = json_to(&out);
	char words[DATE_WORDS_SIZE];

	if (o->json) {
		json_begin_object(&w, NULL);
		json_text(&w, "employer", use->employer);
		json_text(&w, "service", use->service);
		json_bool(&w, "new_service", used->new_service);
		json_text(&w, "scheme", used->scheme->id);
		json_int(&w, "version", used->scheme->version);
		json_date(&w, "from", use->from);
		json_int(&w, "ledger_position", used->position);
		json_end(&w, '}');
		buf_putc(&out, '\n');
	} else {
		if (used->new_service)
			buf_putf(&out, "The service '%s' is new to %s. ", use->service, use->employer);
		buf_putf(&out, "From %s on, '%s' version %d weighs the cases of the service '%s'. Entry %lld of the ledger of %s: "
			"'plimsoll undo --entry %lld' takes it back.\n", date_words(use->from, words), used->scheme->title,
			used->scheme->version, use->service, (long long)used->position, use->employer, (long long)used->position);
	}
	return print_buf(&out);
}

/* What is no built-in id and the name of a file is a file, which is checked before anything is opened for writing. */
static int use_in_database(const struct options *o, struct arena *a, struct scheme_use *use, struct scheme_used *used,
	struct err *err)
{
	const struct scheme *read;
	struct store *store = NULL;
	int rc = 0;

	if (scheme_by_id(object_of(o), 0) == NULL && access(object_of(o), F_OK) == 0) {
		use->name = object_of(o);
		rc = read_scheme(a, object_of(o), &use->document, &use->document_size, &read, err);
	} else {
		use->id = object_of(o);
	}
	if (rc == 0)
		rc = common_open_store(o->db, STORE_WRITE, &store, err);
	if (rc == 0)
		rc = common_day(o->employer, o->from_day, store, &use->from, err);
	if (rc == 0)
		rc = scheme_use(store, use, used, err);
	store_close(store);
	return rc;
}

static int choose_scheme(const struct options *o)
{
	struct scheme_use use = {.employer = o->employer, .service = o->service, .actor = command_actor(),
		.instant = clock_now()};
	struct arena *a = arena_new();
	struct scheme_used used;
	struct err err;
	int rc = use_in_database(o, a, &use, &used, &err);
	int status = rc == 0 ? tell_use(o, &use, &used) : command_fails(&err);

	arena_free(a);
	return status;
}

/* ---- the command line ---- */

static const struct verb VERBS[] = {
	{"list", false, list_schemes}, {"show", true, show_scheme}, {"check", true, check_scheme},
	{"use", true, choose_scheme}};
enum { VERBS_COUNT = sizeof VERBS / sizeof *VERBS };

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; i < VERBS_COUNT && o->arguments_count > 0; i++)
		if (str_equal(o->arguments[0], VERBS[i].name) && o->arguments_count == (VERBS[i].takes_object ? 2 : 1))
			return &VERBS[i];
	return NULL;
}

void check_scheme_options(const struct options *o, struct argp_state *state)
{
	const struct verb *verb = find_verb(o);

	if (verb == NULL)
		argp_error(state, "expected list, show ID, check FILE or use ID-or-FILE");
	else if (verb->run != choose_scheme && (o->source[OPTION_ID_employer] == SOURCE_COMMAND_LINE || o->service != NULL ||
		o->from_day != DAY_MIN))
		argp_error(state, "--employer, --service and --from go with 'use' only");
	else if (verb->run == choose_scheme && (o->db == NULL || o->db[0] == '\0'))
		argp_error(state, "expected --db DATABASE, the database");
	else if (verb->run == choose_scheme && (o->employer == NULL || o->employer[0] == '\0'))
		argp_error(state, "expected --employer CODE");
	else if (verb->run == choose_scheme && o->service == NULL)
		argp_error(state, "expected --service CODE, whose cases the scheme weighs");
}

int command_scheme(const struct options *o)
{
	return find_verb(o)->run(o);
}
