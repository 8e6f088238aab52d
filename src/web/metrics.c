#include "web/metrics.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "routes.h"
#include "base/clock.h"
#include "base/str.h"

/* Upper bounds of the times that requests are sorted by; what took longer is counted behind the last. */
static const struct {
	int64_t microseconds;
	const char *seconds;
} BOUNDS[] = {{1000, "0.001"}, {2500, "0.0025"}, {5000, "0.005"}, {10000, "0.01"}, {25000, "0.025"}, {50000, "0.05"},
	{100000, "0.1"}, {250000, "0.25"}, {500000, "0.5"}, {1000000, "1"}, {2500000, "2.5"}, {10000000, "10"}};
enum { BUCKETS = sizeof BOUNDS / sizeof *BOUNDS, CLASSES = 5 };

struct histogram {
	atomic_llong buckets[BUCKETS + 1], sum_us;
};

struct metrics {
	int64_t started;
	atomic_llong shed;
	struct histogram requests[][CLASSES]; /* by place in ROUTES, the last for no route; and first digit of the status less 1 */
};

struct metrics *metrics_new(void)
{
	struct metrics *m = mem_alloc(sizeof *m + (ROUTES_COUNT + 1) * sizeof *m->requests);

	m->started = clock_now();
	return m;
}

struct metrics *metrics_free(struct metrics *m)
{
	mem_free(m);
	return NULL;
}

/* ---- counting ---- */

/* Of several with that path (GET, POST) the first stands for all. */
static size_t place_of(const char *route)
{
	for (size_t i = 0; i < ROUTES_COUNT; i++)
		if (str_equal(ROUTES[i].path, route))
			return i;
	return ROUTES_COUNT;
}

void metrics_count(struct metrics *m, const char *route, int status, int64_t microseconds)
{
	int class = status / 100 - 1;
	struct histogram *h = &m->requests[place_of(route)][class < 0 || class >= CLASSES ? CLASSES - 1 : class];
	size_t bucket = 0;

	while (bucket < BUCKETS && microseconds > BOUNDS[bucket].microseconds)
		bucket++;
	atomic_fetch_add_explicit(&h->buckets[bucket], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&h->sum_us, microseconds, memory_order_relaxed);
}

void metrics_shed(struct metrics *m)
{
	atomic_fetch_add_explicit(&m->shed, 1, memory_order_relaxed);
}

/* ---- writing ---- */

static void put_head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_putf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_one(struct buf *out, const char *name, const char *type, const char *help, int64_t value)
{
	put_head(out, name, type, help);
	buf_putf(out, "%s %" PRId64 "\n", name, value);
}

/* Thousandths or millionths as the seconds that Prometheus wants. */
static void put_fraction(struct buf *out, int64_t value, int64_t unit)
{
	int digits = unit == 1000 ? 3 : 6;

	buf_putf(out, "%" PRId64 ".%0*" PRId64, value / unit, digits, value % unit);
}

static void put_seconds(struct buf *out, const char *name, const char *type, const char *help, int64_t value, int64_t unit)
{
	put_head(out, name, type, help);
	buf_putf(out, "%s ", name);
	put_fraction(out, value, unit);
	buf_putc(out, '\n');
}

/* The inside of a label's quotes. */
static void put_label(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		if (*text == '\n')
			buf_puts(out, "\\n");
		else
			buf_putc(out, *text);
	}
}

static void put_request_labels(struct buf *out, const char *suffix, size_t place, int class)
{
	buf_putf(out, "plimsoll_http_request_duration_seconds%s{route=\"", suffix);
	put_label(out, place < ROUTES_COUNT ? ROUTES[place].path : "none");
	buf_putf(out, "\",status=\"%dxx\"", class + 1);
}

static void put_histogram(struct buf *out, const struct histogram *h, size_t place, int class)
{
	int64_t count = 0;

	for (size_t i = 0; i <= BUCKETS; i++) {
		count += atomic_load_explicit(&h->buckets[i], memory_order_relaxed);
		put_request_labels(out, "_bucket", place, class);
		buf_putf(out, ",le=\"%s\"} %" PRId64 "\n", i < BUCKETS ? BOUNDS[i].seconds : "+Inf", count);
	}
	put_request_labels(out, "_sum", place, class);
	buf_puts(out, "} ");
	put_fraction(out, atomic_load_explicit(&h->sum_us, memory_order_relaxed), 1000000);
	buf_putc(out, '\n');
	put_request_labels(out, "_count", place, class);
	buf_putf(out, "} %" PRId64 "\n", count);
}

static bool was_used(const struct histogram *h)
{
	for (size_t i = 0; i <= BUCKETS; i++)
		if (atomic_load_explicit(&h->buckets[i], memory_order_relaxed) > 0)
			return true;
	return false;
}

static void put_requests(struct buf *out, const struct metrics *m, int64_t in_flight)
{
	put_head(out, "plimsoll_http_request_duration_seconds", "histogram",
		"Time from the first line of a request to its answer, by route and class of status.");
	for (size_t place = 0; place <= ROUTES_COUNT; place++)
		for (int class = 0; class < CLASSES; class++)
			if (was_used(&m->requests[place][class]))
				put_histogram(out, &m->requests[place][class], place, class);
	put_one(out, "plimsoll_http_requests_in_flight", "gauge", "Requests under way.", in_flight);
	put_one(out, "plimsoll_http_requests_shed_total", "counter", "Requests turned away because there were too many.",
		atomic_load_explicit(&m->shed, memory_order_relaxed));
}

static void put_writer(struct buf *out, const struct writer_counts *c)
{
	put_one(out, "plimsoll_writer_turns_total", "counter", "Times that something was written, or tried to be.", c->taken);
	put_one(out, "plimsoll_writer_waits_total", "counter", "Times that a thread waited for another to write.", c->waits);
	put_seconds(out, "plimsoll_writer_wait_seconds_total", "counter", "Time that threads waited for others to write.", c->waited_us,
		1000000);
	put_one(out, "plimsoll_writer_runs_total", "counter", "Small changes that were asked for.", c->runs);
	put_one(out, "plimsoll_writer_groups_total", "counter", "Groups of two or more of them made durable together.", c->groups);
	put_one(out, "plimsoll_writer_grouped_total", "counter", "Small changes in those groups.", c->grouped);
	put_one(out, "plimsoll_database_busy_waits_total", "counter", "Times that a write waited for another process.", c->file.waits);
	put_seconds(out, "plimsoll_database_busy_wait_seconds_total", "counter", "Time that writes waited for other processes.",
		c->file.waited_ms, 1000);
	put_one(out, "plimsoll_database_busy_refusals_total", "counter",
		"Writes given up because another process was writing for too long.", c->file.refused);
}

static void put_pictures(struct buf *out, const struct pictures_counts *c)
{
	put_one(out, "plimsoll_pictures", "gauge", "Pictures of an employer on a day that are kept in memory.", c->kept);
	put_one(out, "plimsoll_pictures_bytes", "gauge", "Memory that they take.", (int64_t)c->bytes);
	put_one(out, "plimsoll_pictures_limit_bytes", "gauge", "Memory that they may take (serve.picture-memory).", (int64_t)c->most_bytes);
	put_one(out, "plimsoll_pictures_made_total", "counter", "Pictures that were made from the database.", c->made);
	put_one(out, "plimsoll_pictures_evicted_total", "counter", "Pictures that were put away for want of room.", c->evicted);
}

static void put_of_employer(struct buf *out, const char *name, const struct employer_figures *e, int64_t value)
{
	buf_putf(out, "%s{employer=\"", name);
	put_label(out, e->code);
	buf_putf(out, "\"} %" PRId64 "\n", value);
}

static void put_mail(struct buf *out, const struct mailer_figures *m)
{
	put_one(out, "plimsoll_mail_sent_total", "counter", "Mails that the mail server took.", m->sent);
	put_one(out, "plimsoll_mail_refused_total", "counter", "Mails that were tried and not taken.", m->refused);
	put_one(out, "plimsoll_mail_unreached_total", "counter", "Rounds that ended because the mail server could not be reached.",
		m->unreached);
	put_one(out, "plimsoll_mail_failing", "gauge", "Addresses that the last try did not reach.", m->failing);
	if (m->last > 0)
		put_one(out, "plimsoll_mail_last_timestamp_seconds", "gauge", "When the last mail was taken.", m->last);
}

/* One figure of every employer. */
static void put_of_employers(struct buf *out, const char *name, const char *help, const struct readiness_figures *f, size_t offset)
{
	put_head(out, name, "gauge", help);
	for (size_t i = 0; i < f->employers_count; i++)
		put_of_employer(out, name, &f->employers[i],
			*(const int64_t *)(const void *)((const char *)&f->employers[i] + offset));
}

/* Of those who have any. */
static void put_checkpoints(struct buf *out, const struct readiness_figures *f)
{
	static const char NAME[] = "plimsoll_checkpoint_last_timestamp_seconds";

	put_head(out, NAME, "gauge", "When it was last signed where the ledger stands.");
	for (size_t i = 0; i < f->employers_count; i++)
		if (f->employers[i].last_checkpoint > 0)
			put_of_employer(out, NAME, &f->employers[i], f->employers[i].last_checkpoint);
}

static void put_employers(struct buf *out, const struct readiness_figures *f)
{
	if (f->employers_count == 0)
		return;
	put_of_employers(out, "plimsoll_cases_open", "Open cases.", f, offsetof(struct employer_figures, cases_open));
	put_of_employers(out, "plimsoll_cases_unallocated", "Open cases that nobody is working on.", f,
		offsetof(struct employer_figures, unallocated));
	put_of_employers(out, "plimsoll_persons_past_line", "People who hold more than their line.", f,
		offsetof(struct employer_figures, persons_past_line));
	put_of_employers(out, "plimsoll_ledger_entries", "Entries of the ledger.", f, offsetof(struct employer_figures, entries));
	put_of_employers(out, "plimsoll_ledger_last_entry_timestamp_seconds", "When the last entry of the ledger was made.", f,
		offsetof(struct employer_figures, last_entry));
	put_of_employers(out, "plimsoll_published_unsigned",
		"Health checks published since the newest that is signed, which nobody can read.", f,
		offsetof(struct employer_figures, checks_unsigned));
	put_checkpoints(out, f);
}

static void put_database(struct buf *out, const struct readiness_figures *f)
{
	put_one(out, "plimsoll_ready", "gauge", "Whether the server can do its work, as /readyz says.", f->ready);
	if (f->confined >= 0)
		put_one(out, "plimsoll_sandbox_whole", "gauge",
			"Whether both system calls and files of the server's processes are confined.", f->confined);
	if (f->disk_free_bytes >= 0)
		put_one(out, "plimsoll_disk_free_bytes", "gauge", "Room on the disk of the database.", f->disk_free_bytes);
	if (f->sessions >= 0)
		put_one(out, "plimsoll_sessions", "gauge", "Sessions that were used in the last half hour.", f->sessions);
	if (f->watched > 0)
		put_one(out, "plimsoll_watch_last_timestamp_seconds", "gauge",
			"When what had fallen due (offers, holds, what was asked, broken lines) was last seen to.", f->watched);
	if (f->backup_instant == 0)
		return;
	put_one(out, "plimsoll_backup_last_timestamp_seconds", "gauge", "When the last good backup was made.", f->backup_instant);
	put_one(out, "plimsoll_backup_last_size_bytes", "gauge", "Size of the last good backup.", f->backup_bytes);
	put_seconds(out, "plimsoll_backup_last_duration_seconds", "gauge", "Time that the last good backup took.", f->backup_ms, 1000);
}

static void put_process(struct buf *out, const struct metrics *m)
{
	struct mallinfo2 heap = mallinfo2();
	struct rusage usage = {0};

	(void)getrusage(RUSAGE_SELF, &usage);
	put_one(out, "plimsoll_start_timestamp_seconds", "gauge", "When the web process was started.", m->started);
	put_one(out, "plimsoll_memory_peak_bytes", "gauge", "The most memory that the web process has had.",
		(int64_t)usage.ru_maxrss * 1024);
	put_one(out, "plimsoll_memory_heap_bytes", "gauge", "Memory that the web process has asked for and uses.",
		(int64_t)(heap.uordblks + heap.hblkhd));
	put_seconds(out, "plimsoll_cpu_seconds_total", "counter", "Processor time of the web process.",
		((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec, 1000000);
}

void metrics_write(struct buf *out, const struct metrics *m, const struct readiness_figures *figures, int64_t in_flight)
{
	put_requests(out, m, in_flight);
	put_writer(out, &figures->writer);
	put_pictures(out, &figures->pictures);
	put_database(out, figures);
	put_employers(out, figures);
	if (figures->mails)
		put_mail(out, &figures->mail);
	put_process(out, m);
}
