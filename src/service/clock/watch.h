/* watch.h: sees to it that time does what it does (core/watch.h): offers lapse, emergencies end, what was asked goes up, and what
 * lasts comes before somebody by name, whether anybody looks or not.
 *
 * Each step is decided anew when it is taken, by what stands then of what it is about, and is a commit with an entry of its own
 * whose actor is "plimsoll": matter-ask, matter-escalate, matter-over, proposal-lapse, proposal-expire. So it can run in a server and
 * from the command line at once, as often as one likes. Only employers where allocations are negotiated are watched. */
#pragma once

#include "service/pictures/pictures.h"
#include "service/writer.h"

struct watch_counts {
	int32_t employers;        /* that are watched */
	int32_t lapsed, expired, escalated, over, raised;
	int32_t skipped;          /* somebody had been there first */
};

/* Once, for one employer or, with NULL, for all, at an instant. PL_LOCKED if somebody else writes: what is due then is due the next
 * time. *ret counts what was done also then. */
int watch_once(struct store *s, const char *employer, int64_t instant, struct watch_counts *ret, struct err *err) PL_MUST_CHECK;

/* In a server: at once, and then every minute, in a thread of its own until it is freed; what it is given must outlive it. */
struct watcher_options {
	struct pictures *pictures;
	struct writer *writer;
	int64_t (*now)(void);             /* seconds UTC */
	void (*say)(const char *line);    /* is told what goes wrong */
	void (*watched)(void *context, int64_t instant); /* is told each time that all went right; NULL: nobody */
	void *context;
};
struct watcher;
struct watcher *watcher_new(const struct watcher_options *options);
/* The records of an employer (a code; "": of any) have moved on: sees to it at once. Any thread. */
void watcher_hear(struct watcher *w, const char *employer);
struct watcher *watcher_free(struct watcher *w);
