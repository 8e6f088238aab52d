/* Serves the test council on the port given, for looking at pages while working on them. */
#include <stdio.h>
#include <stdlib.h>

#include "council.h"
#include "web/web.h"

static void ready(void *context, uint16_t port)
{
	(void)context;
	(void)printf("http://127.0.0.1:%u/employers/northshire\n", port);
	(void)fflush(stdout);
}

int main(int argc, char **argv)
{
	struct council council;
	struct web_options options = {.ready = ready, .today = council_today, .port = 0};
	struct err err;
	int rc;

	if (argc > 1)
		options.port = (uint16_t)strtol(argv[1], NULL, 10);
	council_open(&council);
	options.pictures = council.pictures;
	options.league = council.league;
	options.accounts = council.accounts;
	options.readiness = council.readiness;
	rc = web_serve(&options, &err);
	if (rc < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	council_close(&council);
	return rc < 0 ? 1 : 0;
}
