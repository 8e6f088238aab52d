#include "api/evidence_pack.h"

#include "api/resource.h"
#include "api/rows.h"
#include "base/clock.h"
#include "base/date.h"
#include "service/allocation/patterns.h"
#include "service/health/findings.h"
#include "service/health/health_check.h"

enum { ABOUT, FILES_MOST = 24, FILE_CAP = 128 * 1024 * 1024 };

/* A pack as it is put together. */
struct pack {
	struct arena *a;
	const struct evidence_asked *asked;
	const struct picture *last;           /* of the last day of the period */
	const struct sight *sight;            /* of that picture */
	struct evidence evidence;
	struct patterns_shown patterns;
	struct health health;
	struct finding *findings; size_t findings_count;
	struct evidence_file files[FILES_MOST];
	const char *words[FILES_MOST];        /* what is in the file, for about.txt */
	struct buf texts[FILES_MOST];
	size_t count;
};

/* The next file, to be written to. */
static struct buf *add_file(struct pack *p, const char *name, const char *words)
{
	p->files[p->count].name = name;
	p->words[p->count] = words;
	p->texts[p->count] = BUF_INIT(FILE_CAP);
	return &p->texts[p->count++];
}

/* ---- figures ---- */

static void add_figures(struct pack *p)
{
	const struct resource_scope all = {-1, -1};

	resource_employer(add_file(p, "employer.csv", "Loads, capacity and what waits, by team, on the last day"),
		RESOURCE_CSV, p->last, p->sight);
	resource_employer(add_file(p, "employer.json",
		"The same, with the unallocated by reason and the schemes that weigh the cases"), RESOURCE_JSON, p->last, p->sight);
	resource_health(add_file(p, "health.csv",
		"The health check of the period, each figure with what it was worked out from"), RESOURCE_CSV,
		p->last, &p->health, p->findings, p->findings_count);
	resource_health(add_file(p, "health.json",
		"The same, with what each figure means, what is found in them and in which earlier quarters of ten years"),
		RESOURCE_JSON, p->last, &p->health, p->findings, p->findings_count);
	resource_counts(add_file(p, "counts.json", "The official counts on the last day, and what each is made of"),
		RESOURCE_JSON, p->last, p->sight, -1);
	resource_lines(add_file(p, "lines.csv", "Every line that applied on the last day, by post, and who agreed it"),
		RESOURCE_CSV, p->last, p->sight, all);
	resource_unallocated(add_file(p, "unallocated.csv",
		"Every open case that nobody was working on on the last day, and since when"), RESOURCE_CSV, p->last, p->sight, -1);
	resource_patterns(add_file(p, "patterns.csv", "How cases came to workers in the period, by team and contract"),
		RESOURCE_CSV, p->asked->today, &p->patterns, TEAMS_ALL);
}

/* ---- the ledger ---- */

static const char *const CHAIN_COLUMNS[] = {"employer", "sequence", "instant", "actor", "action", "object", "undoes",
	"commitment", "rows_digest", "previous", "hash"};

static void add_chain(struct pack *p)
{
	const struct evidence *e = &p->evidence;
	struct rows r = ROWS(add_file(p, "chain.csv",
		"What enters the hash of each entry, from the first of the period to the one that is "
		"signed for"), RESOURCE_CSV, CHAIN_COLUMNS);

	for (size_t i = 0; i < e->chain_count; i++) {
		const struct chain_link *l = &e->chain[i];

		rows_begin(&r);
		rows_text(&r, p->last->snap->employer.code);
		rows_int(&r, l->sequence);
		rows_int(&r, l->instant);
		rows_text(&r, l->actor);
		rows_text(&r, l->action);
		rows_text(&r, l->object);
		rows_int(&r, l->undoes);
		rows_text(&r, l->commitment);
		rows_text(&r, l->rows_digest);
		rows_text(&r, l->previous);
		rows_text(&r, l->hash);
		rows_end(&r);
	}
	rows_finish(&r);
}

static void add_ledger(struct pack *p)
{
	const struct evidence *e = &p->evidence;

	resource_ledger(add_file(p, "ledger.csv", "What was done in the period, newest first, in words"), RESOURCE_CSV,
		p->asked->today, &e->entries);
	if (e->chain_count > 0)
		add_chain(p);
	if (e->checkpoint.entries > 0)
		buf_puts(add_file(p, "checkpoint.txt", "The signed checkpoint that fixes the ledger up to its entry"),
			e->checkpoint.note);
	if (p->asked->checkpoints != NULL)
		buf_putf(add_file(p, "checkpoint.pub",
			"The public half of the key that signed it: have it confirmed once on another way"), "%s\n",
			checkpoints_key(p->asked->checkpoints));
}

/* ---- what it is ---- */

static void put_head_lines(const struct pack *p, struct buf *out)
{
	const struct employer *e = &p->last->snap->employer;
	char from[DATE_WORDS_SIZE], to[DATE_WORDS_SIZE], instant[CLOCK_INSTANT_SIZE];

	buf_putf(out, "Evidence pack: %s%s\n\n", e->name, e->demo ? " (invented demo data)" : "");
	buf_putf(out, "Period: %s to %s\n", date_words(p->asked->period.from, from),
		date_words(p->asked->period.until - 1, to));
	buf_putf(out, "Made at %s by %s, of the records up to entry %lld of the ledger.\n",
		clock_instant_text(p->asked->instant, instant),
		p->asked->viewer->login[0] != '\0' ? p->asked->viewer->login : "the operator",
		(long long)p->asked->today->snap->employer.position);
	buf_puts(out, "It holds what whoever made it may see: somebody in another role may see more, or less.\n"
		"Figures of a day are what the records say of that day now, with whatever was put right since; the ledger says "
		"when.\n\n");
}

static void put_chain_lines(const struct pack *p, struct buf *out)
{
	const struct evidence *e = &p->evidence;

	if (!e->entries.whole) {
		buf_puts(out, "The chain of entries is for those who read the ledger with the names in it; it is not in this "
			"pack.\n");
		return;
	}
	if (e->chain_count == 0) {
		buf_puts(out, "There is no chain of entries: the ledger has none of this period or before it.\n");
		return;
	}
	buf_puts(out, "chain.csv can be worked out by hand: the hash of each entry is SHA-256 over the values before it, each "
		"written as its "
		"length in bytes, ':', the value and ','; `previous` is the hash of the entry before. Where rows_digest is empty it "
		"does not enter.\n");
	if (e->checkpoint.entries > 0)
		buf_puts(out, "Its last hash is the head in checkpoint.txt.\n");
}

static void put_proof_lines(const struct pack *p, struct buf *out)
{
	const struct evidence *e = &p->evidence;

	buf_puts(out, "\nWhat proves it\n\n");
	if (e->last == 0)
		buf_puts(out, "The ledger began after the period, so no checkpoint can fix it, and this pack proves nothing by itself. "
			"What the records say of these days was entered later: a pack of a period that goes on until then proves that, "
			"and when.\n");
	else if (e->checkpoint.entries == 0)
		buf_puts(out, "No checkpoint fixes all of the period yet: this pack proves nothing by itself. Where the server has "
			"a key that signs, one is made with the pack; or on the page of checkpoints (from Ledger).\n");
	else
		buf_putf(out, "checkpoint.txt fixes every entry up to %lld. Whoever holds it can see later whether the past has been "
			"changed:\n"
			"plimsoll verify --db DATABASE --from checkpoint.txt --key checkpoint.pub\n", (long long)e->checkpoint.entries);
	put_chain_lines(p, out);
	buf_puts(out, "SHA256SUMS has the SHA-256 of each file: sha256sum -c SHA256SUMS\n");
}

/* The first file, which tells of those after it. */
static void write_about(struct pack *p)
{
	struct buf *out = &p->texts[ABOUT];

	put_head_lines(p, out);
	for (size_t i = ABOUT + 1; i < p->count; i++)
		buf_putf(out, "%-18s%s\n", p->files[i].name, p->words[i]);
	put_proof_lines(p, out);
}

/* ---- all of it ---- */

static int read_evidence(struct pack *p, struct err *err)
{
	const struct evidence_asked *q = p->asked;

	return evidence_read(q->pictures, p->a, q->today, q->period, q->viewer, &p->evidence, err);
}

/* Whether there is a checkpoint now that was not there before. */
static bool sign_now(const struct pack *p)
{
	const struct evidence_asked *q = p->asked;
	struct checkpoint_made made;
	struct err why;

	return q->checkpoints != NULL && p->evidence.last > 0 && p->evidence.checkpoint.entries == 0
		&& checkpoints_make_now(q->checkpoints, p->a, q->today->snap->employer.code, q->instant, &made, &why) == 0;
}

static int read_all(struct pack *p, struct err *err)
{
	const struct evidence_asked *q = p->asked;
	const struct snapshot *today = q->today->snap;
	const struct patterns_asked patterns = {.period = q->period, .team = TEAMS_ALL};
	const struct health_asked health = {.period = q->period, .scope = {.team = TEAMS_ALL}};
	int rc = pictures_get(q->pictures, today->employer.code, q->period.until - 1, &p->last, err);

	if (rc < 0)
		return rc;
	p->sight = sight_of(p->a, q->viewer, today, p->last->snap);
	rc = patterns_for(q->pictures, p->a, q->today, sight_of(p->a, q->viewer, today, today), &patterns, &p->patterns, err);
	if (rc == 0)
		rc = health_check_for(q->pictures, p->a, p->last, p->sight, &health, &p->health, err);
	/* How far a page has looked back hangs on when it was asked; a pack of the same facts is the same. */
	if (rc == 0)
		rc = findings_whole(q->pictures, p->a, p->last->snap, p->sight, &p->health, &p->findings, &p->findings_count, err);
	if (rc == 0)
		rc = read_evidence(p, err);
	return rc == 0 && sign_now(p) ? read_evidence(p, err) : rc;
}

static int put_together(struct pack *p, struct buf *out, struct err *err)
{
	(void)add_file(p, "about.txt", "This text");
	add_figures(p);
	add_ledger(p);
	write_about(p);
	for (size_t i = 0; i < p->count; i++) {
		if (p->texts[i].full)
			return err_set(err, PL_LIMIT, "The pack is too large: ask for a shorter period.");
		p->files[i].bytes = buf_text(&p->texts[i]);
		p->files[i].size = p->texts[i].len;
	}
	return evidence_pack_files(p->files, p->count, p->asked->instant, out, err);
}

int evidence_pack(struct arena *a, const struct evidence_asked *asked, struct buf *out, struct err *err)
{
	struct pack *p = arena_alloc(a, sizeof *p);
	int rc;

	p->a = a;
	p->asked = asked;
	rc = read_all(p, err);
	if (rc == 0)
		rc = put_together(p, out, err);
	for (size_t i = 0; i < p->count; i++)
		buf_free(&p->texts[i]);
	picture_drop(p->last);
	return rc;
}
