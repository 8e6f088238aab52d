/* listener.h: a thread of a server that hears of what any process commits to the database (store/hearing.h), or leaves to be done by
 * whoever is idle, and says so.
 *
 * It spares people a wait: what they will ask for is made before they ask. Nothing depends on it. A database in a file tells nobody,
 * and has no listener.
 */
#pragma once

struct listener;

struct listener_options {
	const char *database;              /* an address */
	/* The records of an employer (a code) have moved on, or of any: "". On the listener's thread, which hears nothing meanwhile and
	 * then of each employer once. */
	void (*moved)(void *context, const char *employer);
	void (*import_waits)(void *context); /* on the same thread; NULL: nobody does imports */
	void (*say)(const char *line);     /* told once that the server does not let it listen; NULL: nobody */
	void *context;
};

/* What it is given must outlive it. NULL for a file. */
struct listener *listener_new(const struct listener_options *options);
/* Ends it once what it says has been said. Takes NULL. */
struct listener *listener_free(struct listener *l);
