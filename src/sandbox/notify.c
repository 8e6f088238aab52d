#include "sandbox/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"

enum { BEATS_A_PERIOD = 3, MICROSECONDS = 1000000 };

/* An address that begins with '@' is of the abstract kind: a zero byte stands there. */
static int connect_to(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t n = strlen(name);
	int s;

	if ((name[0] != '/' && name[0] != '@') || n >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, name, n);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (s >= 0 && connect(s, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) < 0) {
		(void)close(s);
		return -1;
	}
	return s;
}

static int beat_seconds(void)
{
	const char *period = getenv("WATCHDOG_USEC"), *whose = getenv("WATCHDOG_PID");
	int64_t microseconds, pid;

	if (period == NULL || !str_to_int(str_of(period), 1, INT32_MAX * (int64_t)MICROSECONDS, &microseconds))
		return 0;
	if (whose != NULL && (!str_to_int(str_of(whose), 1, INT32_MAX, &pid) || pid != getpid()))
		return 0;
	return microseconds < (int64_t)BEATS_A_PERIOD * MICROSECONDS ? 1 : (int)(microseconds / MICROSECONDS / BEATS_A_PERIOD);
}

struct notifier notifier_open(void)
{
	const char *name = getenv("NOTIFY_SOCKET");

	return (struct notifier){name != NULL ? connect_to(name) : -1, beat_seconds()};
}

void notifier_close(struct notifier *n)
{
	if (n->socket >= 0)
		(void)close(n->socket);
	n->socket = -1;
}

void notify(const struct notifier *n, const char *state)
{
	if (n->socket >= 0)
		(void)send(n->socket, state, strlen(state), MSG_NOSIGNAL); /* nobody is left to be told */
}
