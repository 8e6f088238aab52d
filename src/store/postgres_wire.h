/* postgres_wire.h: a connection to a server: made, lost, made again, and waited for. Included by postgres*.c alone.
 *
 * An address may name several machines, of which one at a time takes writing. The connection is always to that one, unless the
 * address says otherwise (target_session_attrs): whoever reads from a standby does not see what they have just written.
 * Whether a machine is still there is found out by the system within seconds. While none is, who asks is told so at once, and
 * only now and then one of them waits to find out whether that has changed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#include <libpq-fe.h>

struct wire {
	PGconn *conn;
	const char *name;               /* what sentences call the database; the caller's */
	int answer_ms;                  /* an answer that takes longer never comes; 0: it may take as long as it likes */
	size_t unsent;                  /* bytes that may be in the library's memory still */
	int64_t again_ms;               /* by the steady clock: not tried again before; 0: it stands */
	bool warned;                    /* a warning has come since this was last set to false */
	void (*say)(const char *line);  /* told once of a loss, of the end of one, and of a long wait that has no end */
	bool said, said_waiting;
};

/* Connects, and settles whatever a connection is told once; from then on it is a pipeline. PL_LOCKED if none of the machines is there or
 * takes writing just now, PL_FAIL if one is and does not let us in. */
int wire_open(struct wire *w, const char *address, const char *name, struct err *err) PL_MUST_CHECK;
void wire_close(struct wire *w);

/* Whether it stands as far as is known: that it does not is found out by using it. */
bool wire_stands(const struct wire *w);

/* store_stay of store.h. Where a turn of somebody else's is waited for, who has somebody waiting waits less. Nothing may be on its way;
 * a connection that is lost meanwhile is told when it is made again. */
void wire_stay(struct wire *w, int answer_ms, void (*say)(const char *line));

/* Makes it anew. PL_LOCKED if that is not possible just now. Nothing of what was prepared, set or begun on the old one is known to
 * the new one. */
int wire_mend(struct wire *w, struct err *err) PL_MUST_CHECK;

/* What is known to lead to a machine that does not take writing any more is of no use. */
void wire_cut(struct wire *w);

/* The sentence for a connection that is gone; it does not say where to, because whoever asks a page may read it. */
int wire_lost(struct wire *w, struct err *err);

/* Whatever was sent is in the library's memory until the server takes it. This waits until it has taken all; one that takes nothing
 * for as long as an answer may take is lost. */
void wire_flush(struct wire *w);
/* So many bytes more were sent: the same, once there are many. */
void wire_sent(struct wire *w, size_t bytes);

/* The next answer, which the caller clears; NULL at the end of those to one question. What is late is lost. */
PGresult *wire_answer(struct wire *w);
