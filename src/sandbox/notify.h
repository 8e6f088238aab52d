/* notify.h: tells whoever started the server how it is, as systemd has it (Type=notify, WatchdogSec=): one datagram a
 * message to the socket that NOTIFY_SOCKET names. */
#pragma once

#include "base/err.h"

struct notifier {
	int socket;        /* -1: nobody wants to know */
	int beat_seconds;  /* how often to say that all is alive; 0: never */
};

/* Call it before the process is confined. */
struct notifier notifier_open(void);
void notifier_close(struct notifier *n);

/* "READY=1", "WATCHDOG=1", "STOPPING=1". */
void notify(const struct notifier *n, const char *state);
