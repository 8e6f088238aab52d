/* access: which cases only their holders and those who are named may open, and who looked. */
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "cli/command.h"
#include "service/pictures/case_history.h"
#include "service/access/looks.h"
#include "service/access/restriction.h"

enum { SHOW_BYTES = 1024 * 1024, MOST_LOOKERS = 1000 };

struct verb {
	const char *name;
	size_t arguments;      /* after the verb */
	bool changes;
	enum restriction_act act;
};

static const struct verb VERBS[] = {{"show", 1, false, RESTRICT_CASE}, {"restrict", 1, true, RESTRICT_CASE},
	{"open", 1, true, OPEN_CASE}, {"name", 2, true, NAME_READER}, {"unname", 2, true, UNNAME_READER}};

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS && o->arguments_count > 0; i++)
		if (str_equal(o->arguments[0], VERBS[i].name) && o->arguments_count == VERBS[i].arguments + 1)
			return &VERBS[i];
	return NULL;
}

void check_access_options(const struct options *o, struct argp_state *state)
{
	const struct verb *verb = find_verb(o);

	if (verb == NULL)
		argp_error(state, "expected show CASE, restrict CASE, open CASE, name CASE LOGIN or unname CASE LOGIN");
	else if (verb->changes && o->json)
		argp_error(state, "--json goes with 'show' only");
}

/* ---- who may, and who did ---- */

struct shown {
	bool restricted;
	struct named_reader *readers; size_t readers_count;
	struct looker *lookers;       size_t lookers_count;
};

static int read_shown(struct store *s, struct arena *a, const struct options *o, struct shown *ret, struct err *err)
{
	const char *ref = o->arguments[1];
	struct case_facts known;
	struct employer e;
	int rc = store_employer(s, a, o->employer, &e, err);

	if (rc == 0)
		rc = store_case_facts(s, a, e.id, ref, &known, err);
	if (rc == 0)
		rc = restriction_readers_from(s, a, e.id, ref, &ret->readers, &ret->readers_count, err);
	if (rc == 0)
		rc = looks_from(s, a, e.id, LOOK_CASE, ref, MOST_LOOKERS, &ret->lookers, &ret->lookers_count, err);
	if (rc == 0)
		ret->restricted = case_is_restricted(&known);
	return rc;
}

static const char *day_of(int64_t instant, char room[DATE_ISO_SIZE])
{
	return date_iso(clock_day_of(instant), room);
}

static void show_words(struct buf *out, const char *ref, const struct shown *s)
{
	char day[DATE_ISO_SIZE];

	buf_putf(out, "Case %s is %s.\n", ref,
		s->restricted ? "restricted: it opens for its holders and for those who are named"
		: "not restricted");
	for (size_t i = 0; i < s->readers_count; i++)
		buf_putf(out, "named    %-24s by %s on %s\n", s->readers[i].login, s->readers[i].by,
			day_of(s->readers[i].instant, day));
	for (size_t i = 0; i < s->lookers_count; i++) {
		const struct looked *l = &s->lookers[i].looked;

		buf_putf(out, "looked   %-24s %s, %lld shown, %lld who may open it, %lld refused, last on %s\n", l->login, l->roles,
			(long long)l->shown, (long long)l->of_access,
			(long long)l->refused, day_of(l->latest, day));
	}
	if (s->lookers_count == 0)
		buf_puts(out, "Nobody has looked.\n");
}

static void show_json(struct buf *out, const char *ref, const struct shown *s)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_text(&w, "case", ref);
	json_bool(&w, "restricted", s->restricted);
	json_begin_array(&w, "named");
	for (size_t i = 0; i < s->readers_count; i++) {
		json_begin_object(&w, NULL);
		json_text(&w, "login", s->readers[i].login);
		json_text(&w, "by", s->readers[i].by);
		json_int(&w, "at", s->readers[i].instant);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_begin_array(&w, "looked");
	for (size_t i = 0; i < s->lookers_count; i++) {
		const struct looked *l = &s->lookers[i].looked;

		json_begin_object(&w, NULL);
		json_text(&w, "login", l->login);
		json_text(&w, "roles", l->roles);
		json_int(&w, "latest", l->latest);
		json_int(&w, "shown", l->shown);
		json_int(&w, "who_may_open", l->of_access);
		json_int(&w, "refused", l->refused);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static int show(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	struct buf out = BUF_INIT(SHOW_BYTES);
	struct shown shown = {0};
	int rc = read_shown(s, a, o, &shown, err);

	if (rc < 0)
		return rc;
	(o->json ? show_json : show_words)(&out, o->arguments[1], &shown);
	return print_buf(&out) == EXIT_DONE ? 0 : err_set(err, PL_FAIL, "the list could not be written whole");
}

/* ---- a change ---- */

static int change(struct store *s, const struct options *o, const struct verb *verb, struct err *err)
{
	const struct viewer who = {.login = command_actor(), .employer = o->employer, .person = ""};
	const struct restriction_change what = {
		.by = {.employer = o->employer, .viewer = &who, .instant = clock_now()},
		.ref = o->arguments[1],
		.act = verb->act,
		.login = o->arguments_count > 2 ? o->arguments[2] : "",
		.day = clock_today(),
	};

	return restriction_make(s, &what, err);
}

int command_access(const struct options *o)
{
	const struct verb *verb = find_verb(o);
	struct arena *a = arena_new();
	struct store *store = NULL;
	struct err err;
	int rc = common_open_store(o->db, verb->changes ? STORE_WRITE : STORE_READ, &store, &err);

	if (rc == 0)
		rc = verb->changes ? change(store, o, verb, &err) : show(store, a, o, &err);
	store_close(store);
	arena_free(a);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
