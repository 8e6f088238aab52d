/* readiness.h: whether a server can do its work, and the figures that monitoring watches. None of them is about a person.
 *
 * *Ready* means that the database is there, can be written, has the tables that this program knows, and that its disk
 * has more room than a floor; on a server, too, that what is written is kept: a word of its log is written and waited for. Another process that writes for a while (an import) is no reason not to be ready.
 */
#pragma once

#include "sandbox/confine.h"
#include "service/telling/mailing.h"
#include "service/pictures/pictures.h"
#include "service/writer.h"

struct readiness;

struct readiness_sources {
	const char *database;
	struct pictures *pictures;
	struct writer *writer;     /* NULL: it is not asked whether anything can be written */
	struct mailer *mailer;     /* NULL: no mail is sent */
	const struct sandbox_state *sandbox; /* what confines the server's processes; NULL: nothing is said of it */
	int64_t disk_floor_bytes;
};

struct readiness *readiness_new(const struct readiness_sources *sources);
struct readiness *readiness_free(struct readiness *h);

/* Says in words, without names of files, what is the case: "ready", or why not. Looks at most once a second, so that
 * asking often costs nothing. Any thread. */
enum { READINESS_WORDS = 200 };
bool readiness_look(struct readiness *h, char ret_words[READINESS_WORDS]);

/* What confines the processes, in words; "" if that is not known. For monitoring: whoever is to be kept in need not
 * know. */
const char *readiness_sandbox(const struct readiness *h, char ret_words[SANDBOX_WORDS]);

/* The clock's steps (service/clock/watch.h) were all taken at that instant; any thread. `readiness` is a struct readiness. */
void readiness_watched(void *readiness, int64_t instant);

struct employer_figures {
	const char *code;
	int64_t entries, last_entry;   /* of the ledger; instant of the last one */
	int64_t last_checkpoint;       /* when it was last signed where the ledger stands; 0: never */
	int64_t checks_unsigned;       /* health checks since the newest that is signed: nobody can read them */
	int64_t cases_open, unallocated;
	int64_t persons_past_line;
};

struct readiness_figures {
	bool ready;
	int64_t confined;              /* 1: system calls and files; 0: not all of it; -1: not known */
	int64_t disk_free_bytes;       /* -1: not known */
	int64_t sessions;              /* signed in and seen in the last half hour; -1: not known */
	int64_t backup_instant, backup_bytes, backup_ms; /* of the last good one; instant 0 if there is none */
	bool mails;                    /* mail is sent, and how it went */
	struct mailer_figures mail;
	int64_t watched;               /* when the clock's steps were last taken; 0: not yet */
	struct writer_counts writer;
	struct pictures_counts pictures;
	struct employer_figures *employers;
	size_t employers_count;
};

/* As of now, on a day; what cannot be had is left out. In the arena. Costs a picture an employer, if none is there. */
void readiness_figures(struct readiness *h, struct arena *a, int32_t day, int64_t now, struct readiness_figures *ret);
