/* serve.h: what the processes of a server are told (sandbox/keeper.h). */
#pragma once

#include "cli/command.h"
#include "sandbox/keeper.h"

struct serving {
	const struct options *options;
	const char *data;  /* folder of the database */
	int sockets[2];    /* that listen: for pages, and for monitoring (0: not asked for) */
};

/* The web process; `context` is a struct serving. Returns the exit status. */
int serve_web(void *context, const struct keeper_link *link, int signer);
