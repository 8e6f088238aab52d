/* demo: an invented council, in a database or as files. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "demo/council_files.h"
#include "service/make_demo.h"

struct demo_options {
	struct common_options common;
	struct council_options council;
	const char *export_directory;
};

static error_t parse_demo(int key, char *value, struct argp_state *state)
{
	struct demo_options *o = state->input;

	switch (key) {
	case KEY_WORKERS:
		o->council.workers = (int32_t)option_number("workers", value, 4, 60000, state);
		return 0;
	case KEY_CASES:
		o->council.cases = (int32_t)option_number("cases", value, 1, 1000000, state);
		return 0;
	case KEY_SEED:
		o->council.seed = (uint64_t)option_number("seed", value, 0, INT64_MAX, state);
		return 0;
	case KEY_EXPORT:
		o->export_directory = value;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument '%.60s'", value);
		return 0;
	case ARGP_KEY_END:
		if (o->export_directory == NULL)
			common_require(&o->common, true, state);
		else if (o->common.db != NULL)
			argp_error(state, "expected --db FILE or --export DIR, not both");
		return 0;
	default:
		return common_option(&o->common, key, value, state);
	}
}

static int export_demo(const struct demo_options *o)
{
	struct arena *a = arena_new();
	struct council *council;
	struct err err;
	int rc = council_invent(a, &o->council, &council, &err);

	if (rc == 0)
		rc = council_write_files(council, o->export_directory, &err);
	arena_free(a);
	if (rc < 0)
		return command_fails(&err);
	(void)printf("An invented council as files in %s, with the answers in answers.json.\n", o->export_directory);
	return EXIT_DONE;
}

static int make_demo_employer(const struct demo_options *o)
{
	const struct demo_request request = {o->common.db, o->common.employer, o->council, command_actor(), clock_now()};
	struct demo_made made;
	struct err err;

	if (demo_make(&request, &made, &err) < 0)
		return command_fails(&err);
	(void)printf("An invented council, marked as such on every page: %lld teams, %lld workers in post over ten years, %lld cases.\n",
		(long long)made.teams, (long long)made.workers, (long long)made.cases);
	return EXIT_DONE;
}

int command_demo(int argc, char **argv)
{
	const struct argp_option options[] = {COMMON_DB, COMMON_EMPLOYER,
		{"workers", KEY_WORKERS, "N", 0, "in post today (80)", 0}, {"cases", KEY_CASES, "N", 0, "open today (1200)", 0},
		{"seed", KEY_SEED, "S", 0, "the same seed on the same day makes the same council (7)", 0}, COMMON_ON,
		{"export", KEY_EXPORT, "DIR", 0, "write it as the files a council has, with known answers", 0}, {0}};
	const struct argp argp = {options, parse_demo, "", "Makes an invented council with ten years of history.", NULL, NULL, NULL};
	struct demo_options o = {.common = {.on = DAY_MIN}, .council = {.workers = 80, .cases = 1200, .seed = 7}};

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	clock_set_zone("Europe/London"); /* where the invented council is */
	o.council.day = o.common.on != DAY_MIN ? o.common.on : clock_today();
	return o.export_directory != NULL ? export_demo(&o) : make_demo_employer(&o);
}
