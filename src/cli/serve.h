/* serve.h: what the processes of a server are told (sandbox/keeper.h). */
#pragma once

#include <limits.h>

#include "cli/command.h"
#include "sandbox/keeper.h"
#include "secure/checkpoint.h"
#include "service/accounts/single_sign_on.h"

struct serving {
	const struct options *options;
	struct role_own own; /* what the web process may open; `data` is the folder of the database */
	int sockets[2];    /* that listen: for pages, and for monitoring (0: not asked for) */
	struct key_signer *key; /* in the signer process only */
	struct single_sign_on_options sign_on; /* issuer NULL: not set up */
	struct fetching *fetching; /* in the fetcher process only */
	struct sending *sending;   /* in the one for mail only */
};

/* The folder of a database, the one in which the web process may open files. In the room. */
const char *serve_folder(const char *database, char room[PATH_MAX]);

/* What the web process may open beside what its role says: the folder of the database, `data` (NULL: none yet); that
 * for checkpoints, which has to be there; and the files that the address of a server names. In the arena. */
int serve_own_paths(const struct options *o, struct arena *a, const char *data, struct role_own *ret, struct err *err)
	PL_MUST_CHECK;

/* The web process; `context` is a struct serving. Returns the exit status. */
int serve_web(void *context, const struct keeper_link *link, int signer);

/* The signer process: opens the key while it may, then signs checkpoints and nothing else. */
int serve_prepare_signer(void *context, struct err *err);
int serve_signer(void *context, int calls);

/* Single sign-on: what is set for it, rules for groups too, in the arena. PL_INVALID if it does not go together. */
int serve_read_sign_on(const struct options *o, struct arena *a, struct single_sign_on_options *ret, struct err *err)
	PL_MUST_CHECK;

/* Whether a test has a sign-in service of its own, on this machine and without TLS. */
bool serve_sign_on_is_plain(void);

/* The fetcher process: reads what is secret while it may open files, then asks the sign-in service and nobody else. */
int serve_prepare_fetcher(void *context, struct err *err);
int serve_fetcher(void *context, int calls);

/* Another, likewise, for the mail server. */
int serve_prepare_mailer(void *context, struct err *err);
int serve_mailer(void *context, int calls);

/* That signer, as the web process asks it. */
struct caller;
int signer_of_calls(struct caller *calls, struct signer *ret, struct err *err) PL_MUST_CHECK;
