/* self-test: tries in every role of process what it must be refused. Not among the commands that --help lists: it is
 * for those who set up or examine a server (docs/processes.md). */
#include <stdio.h>

#include "cli/command.h"
#include "sandbox/trials.h"

struct tally {
	int refused, works, wrong, untried;
};

static void tell(void *context, const struct trial_result *r)
{
	static const char *const OUTCOMES[] = {
		[TRIAL_WORKS] = "works", [TRIAL_REFUSED] = "refused", [TRIAL_ENDED] = "refused, and the process ended for it",
		[TRIAL_UNTRIABLE] = "cannot be tried here"};
	struct tally *tally = context;

	(void)printf("%-8s %-34s %s%s\n", process_role(r->kind)->name, r->trial, OUTCOMES[r->outcome],
		r->as_expected ? "" : r->may ? ": WRONG, it must work" : ": WRONG, it must be refused");
	if (!r->as_expected)
		tally->wrong++;
	else if (r->outcome == TRIAL_UNTRIABLE)
		tally->untried++;
	else if (r->outcome == TRIAL_WORKS)
		tally->works++;
	else
		tally->refused++;
}

int command_self_test(const struct options *o)
{
	struct sandbox_state state = sandbox_probe();
	struct tally tally = {0};
	char words[SANDBOX_WORDS];
	struct err err;

	(void)o;
	(void)printf("Of this machine: %s%s.\n", sandbox_words(&state, words),
		role_is_sanitized() ? "; this build has a sanitizer, which is allowed more" : "");
	if (trials_run(tell, &tally, &err) < 0)
		return command_fails(&err);
	(void)printf("%d refused as they must be, %d work as they must, %d cannot be tried here, %d are wrong.\n",
		tally.refused, tally.works, tally.untried, tally.wrong);
	if (tally.wrong == 0)
		return EXIT_DONE;
	(void)err_set(&err, PL_FAIL, "the processes of a server would not be confined as docs/processes.md says: %d of what "
		"was tried is wrong", tally.wrong);
	return command_fails(&err);
}
