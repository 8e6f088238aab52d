/* demo: an invented council, in a database or as files. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "demo/council_files.h"
#include "service/demo/make_demo.h"

void check_demo_options(const struct options *o, struct argp_state *state)
{
	if (o->export != NULL && o->db != NULL)
		argp_error(state, "expected --db DATABASE or --export DIR, not both");
	if (o->export != NULL && o->employer != NULL)
		argp_error(state, "expected no --employer with --export: files of a council do not name it");
	if (o->export == NULL && (o->db == NULL || o->db[0] == '\0'))
		argp_error(state, "expected --db DATABASE, the database, or --export DIR");
	if (o->export == NULL && (o->employer == NULL || o->employer[0] == '\0'))
		argp_error(state, "expected --employer CODE, which it gets");
}

static struct council_options council_wanted(const struct options *o)
{
	return (struct council_options){.workers = (int32_t)o->workers, .cases = (int32_t)o->cases, .seed = (uint64_t)o->seed,
		.day = o->on != DAY_MIN ? o->on : clock_today()};
}

static int export_demo(const struct options *o)
{
	const struct council_options wanted = council_wanted(o);
	struct arena *a = arena_new();
	struct council *council;
	struct err err;
	int rc = council_invent(a, &wanted, &council, &err);

	if (rc == 0)
		rc = council_write_files(council, o->export, &err);
	arena_free(a);
	if (rc < 0)
		return command_fails(&err);
	(void)printf("An invented council as files in %s, with the answers in answers.json.\n", o->export);
	return EXIT_DONE;
}

static void tell_accounts(const struct demo_accounts *made)
{
	(void)printf("\nSign in as any of these with the password %s\n(told this once; where a code is asked for the page "
		"shows it, because nothing here is real):\n\n", made->pass_phrase);
	for (int r = 0; r < DEMO_ACCOUNTS; r++) {
		const struct grant *g = &made->accounts[r].grant;

		(void)printf("  %-28s %s%s%s\n", made->accounts[r].login, role_words(g->role), g->code[0] != '\0' ? " of " : "",
			g->code);
	}
	(void)printf("\nWhat is offered in it waits two working days for an answer, as everywhere, and then lapses.\n"
		"For open offers make another council, in a database of its own.\n");
}

static int make_demo_employer(const struct options *o)
{
	const struct demo_request request = {.database = o->db, .employer = o->employer, .council = council_wanted(o),
		.actor = command_actor(), .instant = clock_now()};
	struct arena *a = arena_new();
	struct demo_made made;
	struct err err;

	if (demo_make(a, &request, &made, &err) < 0) {
		arena_free(a);
		return command_fails(&err);
	}
	(void)printf("An invented council, marked as such on every page: %lld teams, %lld workers in post over ten years, "
		"%lld cases.\n", (long long)made.teams, (long long)made.workers, (long long)made.cases);
	tell_accounts(&made.accounts);
	arena_free(a);
	return EXIT_DONE;
}

int command_demo(const struct options *o)
{
	clock_set_zone("Europe/London"); /* where the invented council is */
	return o->export != NULL ? export_demo(o) : make_demo_employer(o);
}
