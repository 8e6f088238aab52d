#include "cli/employer_declare.h"

#include "base/clock.h"
#include "base/str.h"
#include "cli/command.h"
#include "core/list_words.h"
#include "service/matters/declarations.h"

static bool is_end(const struct options *o)
{
	return str_equal(o->arguments[2], "none");
}

bool is_declare(const struct options *o)
{
	enum declared what;

	return o->arguments_count == 3 && str_equal(o->arguments[0], "declare") && declared_parse(o->arguments[1], &what);
}

void check_declare_options(const struct options *o, struct argp_state *state)
{
	enum declared what = DECLARED_DFE_CODE;
	bool whole = o->starts != DAY_MIN && o->goal != NULL && o->due != DAY_MIN && o->agreed_by != NULL && o->status != NULL;

	(void)declared_parse(o->arguments[1], &what);
	if (is_end(o))
		return;
	if (what == DECLARED_TARGET && !whole)
		argp_error(state, "expected of a target --starts, --goal, --by, --agreed-by and --status");
	else if (what == DECLARED_PLAN && o->due == DAY_MIN)
		argp_error(state, "expected of a plan --by, the day by which each of the cases has a worker");
	else if (what == DECLARED_TARGET && line_status_from(o->status) <= LINE_ADVISORY)
		argp_error(state, "expected as --status policy, collective or contract");
}

static int read_declaration(const struct options *o, struct declaration *d, struct err *err)
{
	int rc = declared_figure_read(d->what, o->arguments[2], &d->figure, err);

	if (d->what == DECLARED_TARGET || d->what == DECLARED_PLAN)
		d->due = o->due;
	if (rc < 0 || d->what != DECLARED_TARGET)
		return rc;
	d->starts = o->starts;
	d->pounds = (int32_t)o->pounds;
	d->status = (enum line_status)line_status_from(o->status);
	d->agreed_by = o->agreed_by;
	return declared_figure_read(d->what, o->goal, &d->goal, err);
}

int declare_as_asked(struct store *s, const struct options *o, struct err *err)
{
	const struct viewer who = {.login = command_actor(), .employer = o->employer, .person = ""};
	const struct asked_by by = {.employer = o->employer, .viewer = &who, .instant = clock_now()};
	struct declaration d = {.agreed_by = "", .when = {o->from_day != DAY_MIN ? o->from_day : clock_today(), DAY_MAX}};
	int rc;

	(void)declared_parse(o->arguments[1], &d.what);
	if (is_end(o))
		return declare_end(s, &by, d.what, d.when.from, err);
	rc = read_declaration(o, &d, err);
	return rc == 0 ? declare(s, &by, &d, err) : rc;
}

/* ---- showing ---- */

void show_declared_words(struct buf *out, struct arena *a, const struct declaration *rows, size_t count)
{
	char from[DATE_ISO_SIZE], until[DATE_ISO_SIZE];

	for (size_t i = 0; i < count; i++) {
		buf_putf(out, "%-11s from %s", declared_code(rows[i].what), date_iso(rows[i].when.from, from));
		if (rows[i].when.until != DAY_MAX)
			buf_putf(out, " until %s", date_iso(rows[i].when.until, until));
		buf_putf(out, ", said by %s\n            %s\n", rows[i].by, declaration_words(a, &rows[i]));
	}
}

static void put_target(struct json_writer *w, const struct declaration *d)
{
	json_tenths(w, "goal", d->goal);
	json_date(w, "starts", d->starts);
	if (d->pounds >= 0)
		json_int(w, "pounds", d->pounds);
	json_text(w, "status", line_status_code(d->status));
	json_text(w, "agreed_by", d->agreed_by);
}

static void put_figure(struct json_writer *w, const struct declaration *d)
{
	int64_t millionths = d->figure;

	for (int places = declared_places(d->what); places < 6; places++)
		millionths *= 10;
	json_millionths(w, "figure", millionths);
}

void show_declared_json(struct json_writer *w, const struct declaration *rows, size_t count)
{
	json_begin_array(w, "declared");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(w, NULL);
		json_text(w, "declared", declared_code(rows[i].what));
		put_figure(w, &rows[i]);
		json_date(w, "from", rows[i].when.from);
		json_date(w, "until", rows[i].when.until);
		if (rows[i].what == DECLARED_TARGET || rows[i].what == DECLARED_PLAN)
			json_date(w, "due", rows[i].due);
		if (rows[i].what == DECLARED_TARGET)
			put_target(w, &rows[i]);
		json_text(w, "by", rows[i].by);
		json_int(w, "at", rows[i].instant);
		json_end(w, '}');
	}
	json_end(w, ']');
}
