/* employer: how an employer works, and since when; says it anew. */
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/employer_declare.h"
#include "service/matters/employer_settings.h"

enum { SHOW_BYTES = 1024 * 1024 };

/* The change that is asked for; false where the words do not say one. */
static bool read_change(const struct options *o, struct setting_change *ret)
{
	bool on;

	if (o->arguments_count != 3 || !str_equal(o->arguments[0], "set") || !setting_parse(o->arguments[1], &ret->setting))
		return false;
	on = str_equal(o->arguments[2], "on");
	ret->on = on;
	return on || str_equal(o->arguments[2], "off");
}

static bool is_show(const struct options *o)
{
	return o->arguments_count == 1 && str_equal(o->arguments[0], "show");
}

void check_employer_options(const struct options *o, struct argp_state *state)
{
	struct setting_change change;

	if (is_declare(o)) {
		check_declare_options(o, state);
		return;
	}
	if (!is_show(o) && !read_change(o, &change))
		argp_error(state, "expected show; set and live, principles or holiday and on or off; or declare and dfe-code, "
			"vacancies, cost, target or plan and a figure or none");
	else if (is_show(o) && o->from_day != DAY_MIN)
		argp_error(state, "--from goes with 'set' only");
	else if (!is_show(o) && change.setting == SETTING_HOLIDAY && o->from_day == DAY_MIN)
		argp_error(state, "expected --from with the day of the holiday");
}

/* ---- showing ---- */

/* All that has been said and declared, of any day. */
struct said {
	struct setting_row *rows; size_t count;
	struct declaration *declared; size_t declared_count;
};

static void show_words(struct buf *out, struct arena *a, const struct employer *e, const struct said *said)
{
	const struct setting_row *rows = said->rows;
	size_t count = said->count;
	char from[DATE_ISO_SIZE], until[DATE_ISO_SIZE];

	buf_putf(out, "%s, %s.\n", e->code, e->name);
	for (size_t i = 0; i < count; i++) {
		buf_putf(out, "%-11s from %s", setting_code(rows[i].setting), date_iso(rows[i].when.from, from));
		if (rows[i].when.until != DAY_MAX)
			buf_putf(out, " until %s", date_iso(rows[i].when.until, until));
		buf_putf(out, ", said by %s\n            %s\n", rows[i].by, setting_words(rows[i].setting));
	}
	if (count == 0)
		buf_puts(out, "Allocations are not negotiated here: what files tell is taken as it is.\n");
	show_declared_words(out, a, said->declared, said->declared_count);
}

static void show_json(struct buf *out, struct arena *a, const struct employer *e, const struct said *said)
{
	const struct setting_row *rows = said->rows;
	struct json_writer w = json_to(out);

	(void)a;
	json_begin_object(&w, NULL);
	json_text(&w, "employer", e->code);
	json_bool(&w, "live", e->live);
	json_bool(&w, "principles", e->principles);
	json_begin_array(&w, "settings");
	for (size_t i = 0; i < said->count; i++) {
		json_begin_object(&w, NULL);
		json_text(&w, "setting", setting_code(rows[i].setting));
		json_date(&w, "from", rows[i].when.from);
		json_date(&w, "until", rows[i].when.until);
		json_text(&w, "by", rows[i].by);
		json_int(&w, "at", rows[i].instant);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	show_declared_json(&w, said->declared, said->declared_count);
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static int show(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	struct buf out = BUF_INIT(SHOW_BYTES);
	struct employer e;
	struct said said;
	int rc = store_employer(s, a, o->employer, &e, err);

	if (rc == 0) {
		clock_set_zone(e.time_zone);
		rc = store_settings_on(s, clock_today(), &e, err);
	}
	if (rc == 0)
		rc = store_settings(s, a, e.id, &said.rows, &said.count, err);
	if (rc == 0)
		rc = store_declared(s, a, e.id, &said.declared, &said.declared_count, err);
	if (rc < 0)
		return rc;
	(o->json ? show_json : show_words)(&out, a, &e, &said);
	return print_buf(&out) == EXIT_DONE ? 0 : err_set(err, PL_FAIL, "the settings could not be written whole");
}

/* ---- a change ---- */

static int change(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	const struct viewer who = {.login = command_actor(), .employer = o->employer, .person = ""};
	struct setting_change change = {.by = {.employer = o->employer, .viewer = &who, .instant = clock_now()}};
	struct buf out = BUF_INIT(SHOW_BYTES);
	struct employer e;
	bool is_so;
	int rc = store_employer(s, a, o->employer, &e, err);

	if (rc < 0)
		return rc;
	clock_set_zone(e.time_zone);
	if (is_declare(o))
		return declare_as_asked(s, o, err);
	(void)read_change(o, &change);
	change.today = clock_today();
	change.from = o->from_day != DAY_MIN ? o->from_day : change.today;
	rc = setting_make(s, &change, &is_so, err);
	if (rc < 0 || !is_so)
		return rc;
	buf_puts(&out, "It is so already.\n");
	return print_buf(&out) == EXIT_DONE ? 0 : err_set(err, PL_FAIL, "that it is so already could not be written");
}

int command_employer(const struct options *o)
{
	struct arena *a = arena_new();
	struct store *s = NULL;
	struct err err;
	int rc = common_open_store(o->db, is_show(o) ? STORE_READ : STORE_WRITE, &s, &err);

	if (rc == 0)
		rc = is_show(o) ? show(s, a, o, &err) : change(s, a, o, &err);
	store_close(s);
	arena_free(a);
	return rc < 0 ? command_fails(&err) : EXIT_DONE;
}
