#include "service/keeping/readiness.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "service/keeping/backup.h"
#include "store/accounts.h"
#include "store/published.h"

/* A turn that takes longer than an answer and a new connection may take is one of many that get none. */
enum { LOOK_AGAIN_MS = 1000, TURN_MS = 15 * 1000, SEEN_SECONDS = 30 * 60 };

struct readiness {
	struct readiness_sources sources;
	pthread_mutex_t looking;
	int64_t looked_ms;         /* 0: never */
	bool ready;
	char words[READINESS_WORDS];
	atomic_llong watched;
};

struct readiness *readiness_new(const struct readiness_sources *sources)
{
	struct readiness *h = mem_alloc(sizeof *h);

	h->sources = *sources;
	pthread_mutex_init(&h->looking, NULL);
	return h;
}

struct readiness *readiness_free(struct readiness *h)
{
	if (h != NULL) {
		pthread_mutex_destroy(&h->looking);
		mem_free(h);
	}
	return NULL;
}

void readiness_watched(void *readiness, int64_t instant)
{
	atomic_store_explicit(&((struct readiness *)readiness)->watched, instant, memory_order_relaxed);
}

/* ---- ready ---- */

static int64_t disk_free(const struct readiness *h)
{
	struct statvfs disk;

	if (h->sources.database == NULL || statvfs(h->sources.database, &disk) < 0)
		return -1;
	return (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

/* A write that is begun and dropped. */
static int try_writing(struct store *s, struct err *err)
{
	int rc = store_begin_writing(s, err);

	return rc == 0 ? store_end_writing(s, false, err) : rc;
}

static bool say(struct readiness *h, bool ready, const char *words)
{
	(void)snprintf(h->words, sizeof h->words, "%s", words);
	return ready;
}

/* Whether a write would be kept, by the standby too where one has to, and could be begun. */
static bool look_at_writing(struct readiness *h)
{
	struct store *s = writer_take_within(h->sources.writer, TURN_MS);
	struct err err;
	int kept, rc;

	if (s == NULL)
		return say(h, false, "not ready: nothing can be written, because whoever writes gets no answer");
	kept = store_confirm(s, &err);
	rc = kept == 0 ? try_writing(s, &err) : kept;
	writer_give_back(h->sources.writer);
	if (kept == PL_LOCKED)
		return say(h, false, "not ready: nothing is kept, because the database's server or its standby does not answer");
	if (rc == PL_LOCKED)
		return say(h, true, "ready: another process is writing to the database");
	return rc < 0 ? say(h, false, "not ready: the database cannot be written") : say(h, true, "ready");
}

static bool look(struct readiness *h)
{
	struct err err;
	int64_t free_bytes = disk_free(h);
	int rc = pictures_try(h->sources.pictures, &err);

	if (rc == PL_INVALID)
		return say(h, false, "not ready: the database has other tables than this program knows");
	if (rc == PL_DAMAGED)
		return say(h, false, "not ready: the database is damaged, or another file has taken its place");
	if (rc == PL_LOCKED)
		return say(h, false, "not ready: the server of the database cannot be reached");
	if (rc < 0)
		return say(h, false, "not ready: the database cannot be read");
	if (free_bytes >= 0 && free_bytes < h->sources.disk_floor_bytes) {
		(void)snprintf(h->words, sizeof h->words, "not ready: the disk of the database has %lld MB left, less than %lld MB",
			(long long)(free_bytes / 1000000), (long long)(h->sources.disk_floor_bytes / 1000000));
		return false;
	}
	return h->sources.writer != NULL ? look_at_writing(h) : say(h, true, "ready");
}

bool readiness_look(struct readiness *h, char ret_words[READINESS_WORDS])
{
	int64_t now = clock_steady_ms();
	bool ready;

	pthread_mutex_lock(&h->looking);
	if (h->looked_ms == 0 || now - h->looked_ms >= LOOK_AGAIN_MS) {
		h->ready = look(h);
		h->looked_ms = clock_steady_ms();
	}
	ready = h->ready;
	memcpy(ret_words, h->words, READINESS_WORDS);
	pthread_mutex_unlock(&h->looking);
	return ready;
}

const char *readiness_sandbox(const struct readiness *h, char ret_words[SANDBOX_WORDS])
{
	ret_words[0] = '\0';
	return h->sources.sandbox != NULL ? sandbox_words(h->sources.sandbox, ret_words) : ret_words;
}

/* ---- figures ---- */

static int64_t confined(const struct readiness *h)
{
	if (h->sources.sandbox == NULL)
		return -1;
	return sandbox_is_whole(h->sources.sandbox) ? 1 : 0;
}

static int64_t last_checkpoint(struct store *s, struct arena *a, const struct employer *e)
{
	struct kept_checkpoint *newest;
	size_t count;
	struct err err;

	return store_checkpoints(s, a, e->id, 1, &newest, &count, &err) == 0 && count > 0 ? newest->instant : 0;
}

static int64_t checks_unsigned(struct store *s, struct arena *a, const struct employer *e)
{
	struct kept_check *kept;
	int64_t unsigned_ones = 0;
	size_t count;
	struct err err;

	if (store_published(s, a, e->id, &kept, &count, &err) < 0)
		return 0;
	for (size_t i = 0; i < count && kept[i].note[0] == '\0'; i++)
		unsigned_ones++;
	return unsigned_ones;
}

static void read_employers(struct readiness *h, struct arena *a, int64_t now, struct readiness_figures *ret)
{
	struct store *s = pictures_lock_store(h->sources.pictures);
	struct employer *employers;
	size_t count = 0;
	struct err err;

	if (store_sessions_count(s, now - SEEN_SECONDS, &ret->sessions, &err) < 0)
		ret->sessions = -1;
	if (store_employers(s, a, &employers, &count, &err) < 0)
		count = 0;
	ret->employers = arena_array(a, count + 1, sizeof *ret->employers);
	for (size_t i = 0; i < count; i++)
		ret->employers[i] = (struct employer_figures){.code = employers[i].code, .entries = employers[i].position,
			.last_entry = employers[i].changed_at, .last_checkpoint = last_checkpoint(s, a, &employers[i]),
			.checks_unsigned = checks_unsigned(s, a, &employers[i])};
	ret->employers_count = count;
	pictures_unlock_store(h->sources.pictures);
}

static bool read_picture(struct readiness *h, int32_t day, struct employer_figures *f)
{
	const struct picture *p;
	struct err err;

	if (pictures_pass(h->sources.pictures, f->code, day, &p, &err) < 0)
		return false;
	f->cases_open = p->counts.open_cases;
	f->unallocated = (int64_t)p->pile_count;
	f->persons_past_line = people_of(p->snap, &p->loads, TEAMS_ALL).past_line;
	picture_drop(p);
	return true;
}

void readiness_figures(struct readiness *h, struct arena *a, int32_t day, int64_t now, struct readiness_figures *ret)
{
	struct backup_note note;
	char words[READINESS_WORDS];
	struct err err;
	size_t kept = 0;

	*ret = (struct readiness_figures){.ready = readiness_look(h, words), .confined = confined(h),
		.disk_free_bytes = disk_free(h), .pictures = pictures_counts(h->sources.pictures),
		.watched = atomic_load_explicit(&h->watched, memory_order_relaxed)};
	if (h->sources.database != NULL && backup_last(h->sources.database, &note, &err) == 0) {
		ret->backup_instant = note.instant;
		ret->backup_bytes = note.bytes;
		ret->backup_ms = note.milliseconds;
	}
	if (h->sources.writer != NULL)
		ret->writer = writer_counts(h->sources.writer);
	ret->mails = h->sources.mailer != NULL;
	if (ret->mails)
		ret->mail = mailer_figures(h->sources.mailer);
	read_employers(h, a, now, ret);
	for (size_t i = 0; i < ret->employers_count; i++)
		if (read_picture(h, day, &ret->employers[i]))
			ret->employers[kept++] = ret->employers[i];
	ret->employers_count = kept;
}
