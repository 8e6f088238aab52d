#include "service/import/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "base/str.h"

/* A full block: in memory, or in the file once there is no more room in memory. */
struct block {
	unsigned char *memory;     /* NULL: in the file */
	uint32_t number;           /* its place there */
};

/* Bytes of one partition: full blocks, then the one that is being filled. */
struct partition {
	unsigned char *tail;       /* NULL until it is first used */
	uint32_t tail_len;
	uint32_t records;
	struct block *blocks;
	uint32_t blocks_count, blocks_room;
};

/* Where a record stands in the open partition. */
struct place {
	uint64_t prefix;           /* first bytes of the reference, so that most comparisons touch nothing else */
	uint32_t offset;
};

struct spool {
	struct partition partitions[SPOOL_PARTITIONS];
	int fd;                    /* -1 until a block is full */
	uint32_t blocks;
	unsigned char *record;     /* the record that is being written */
	size_t record_len, record_room;
	unsigned char *bytes;      /* the open partition */
	size_t bytes_room;
	struct place *places;
	size_t places_count, places_room, next;
	size_t now, most;
};

/* ---- memory, counted ---- */

static void count_bytes(struct spool *s, size_t before, size_t after)
{
	s->now += after - before;
	if (s->now > s->most)
		s->most = s->now;
}

static void *widen(struct spool *s, void *p, size_t *room, size_t need, size_t item)
{
	size_t wider = *room > 0 ? *room : 64;

	if (need <= *room)
		return p;
	while (wider < need)
		wider *= 2;
	count_bytes(s, *room * item, wider * item);
	*room = wider;
	return mem_realloc(p, wider * item);
}

struct spool *spool_new(void)
{
	struct spool *s = mem_alloc(sizeof *s);

	s->fd = -1;
	s->now = s->most = sizeof *s;
	return s;
}

static void free_partition(struct partition *p)
{
	for (uint32_t i = 0; i < p->blocks_count; i++)
		mem_free(p->blocks[i].memory);
	mem_free(p->blocks);
	mem_free(p->tail);
}

struct spool *spool_free(struct spool *s)
{
	if (s == NULL)
		return NULL;
	for (size_t i = 0; i < SPOOL_PARTITIONS; i++) {
		free_partition(&s->partitions[i]);
	}
	if (s->fd >= 0)
		(void)close(s->fd);
	mem_free(s->record);
	mem_free(s->bytes);
	mem_free(s->places);
	mem_free(s);
	return NULL;
}

/* ---- writing a record: its length, the reference, the facts ---- */

static void put_bytes(struct spool *s, const void *bytes, size_t n)
{
	s->record = widen(s, s->record, &s->record_room, s->record_len + n, 1);
	memcpy(s->record + s->record_len, bytes, n);
	s->record_len += n;
}

static void put_text(struct spool *s, const char *text)
{
	put_bytes(s, text, strlen(text) + 1);
}

static void put_number(struct spool *s, uint32_t value)
{
	unsigned char digits[5];
	size_t n = 0;

	for (; value >= 0x80; value >>= 7)
		digits[n++] = (unsigned char)(value | 0x80);
	digits[n++] = (unsigned char)value;
	put_bytes(s, digits, n);
}

/* Small numbers of either sign become small numbers. */
static void put_signed(struct spool *s, int32_t value)
{
	put_number(s, ((uint32_t)value << 1) ^ (uint32_t)(value >> 31));
}

enum { HEAD_PURGE = 1 << 4, HEAD_OPEN_IS_SAID = 1 << 5, HEAD_FROM = 1 << 6, HEAD_UNTIL = 1 << 7, HEAD_KIND = 0x0f };

static void put_head(struct spool *s, const struct fact *f)
{
	unsigned char head = (unsigned char)f->kind;

	head |= f->purge ? HEAD_PURGE : 0;
	head |= f->open_is_said ? HEAD_OPEN_IS_SAID : 0;
	head |= f->when.from != DAY_MIN ? HEAD_FROM : 0;
	head |= f->when.until != DAY_MAX ? HEAD_UNTIL : 0;
	put_bytes(s, &head, 1);
	if (head & HEAD_FROM)
		put_signed(s, f->when.from);
	if (head & HEAD_UNTIL)
		put_signed(s, f->when.until);
	put_number(s, (uint32_t)f->source);
}

static void put_fact(struct spool *s, const struct fact *f)
{
	put_head(s, f);
	if (f->kind == FACT_CASE) {
		put_text(s, f->service);
		put_text(s, f->household);
		put_text(s, f->owner);
		put_signed(s, f->case_team_id);
		put_signed(s, f->restricted);
		return;
	}
	put_text(s, f->code);
	if (f->kind == FACT_EPISODE) {
		put_signed(s, f->no_further_action);
		put_number(s, f->holder_is_said);
	}
	if (f->kind == FACT_STAGE) {
		put_text(s, f->stage);
		put_number(s, f->is_over);
	}
	if (f->kind == FACT_TASK || f->kind == FACT_SURGE || f->kind == FACT_VIEW)
		put_signed(s, f->minutes);
	if (f->kind == FACT_HOLDING || f->kind == FACT_VIEW)
		put_signed(s, f->post_id);
	if (f->kind == FACT_HOLDING) {
		put_signed(s, f->team_id);
		put_number(s, (uint32_t)f->role);
		put_signed(s, f->share);
		put_signed(s, f->standing);
		put_signed(s, f->proposal_id);
		put_signed(s, f->told_in);
	}
}

/* ---- the file ---- */

static int fail_with_reason(struct err *err, const char *what)
{
	return err_set(err, PL_FAIL, "the temporary file for the import could not be %s: %s (TMPDIR says where it is made)", what,
		strerror(errno));
}

static int open_file(struct spool *s, struct err *err)
{
	s->fd = plain_file_temporary();
	return s->fd >= 0 ? 0 : fail_with_reason(err, "made");
}

static int move_block(struct spool *s, bool write, void *bytes, uint32_t block, struct err *err)
{
	off_t at = (off_t)block * SPOOL_BLOCK_BYTES;
	size_t done = 0;

	while (done < SPOOL_BLOCK_BYTES) {
		unsigned char *p = (unsigned char *)bytes + done;
		size_t left = SPOOL_BLOCK_BYTES - done;
		ssize_t n = write ? pwrite(s->fd, p, left, at + (off_t)done) : pread(s->fd, p, left, at + (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail_with_reason(err, write ? "written" : "read");
		done += (size_t)n;
	}
	return 0;
}

static void add_block(struct spool *s, struct partition *p, struct block block)
{
	size_t room = p->blocks_room;

	p->blocks = widen(s, p->blocks, &room, p->blocks_count + 1, sizeof *p->blocks);
	p->blocks_room = (uint32_t)room;
	p->blocks[p->blocks_count++] = block;
	p->tail_len = 0;
}

/* Puts a full tail away: where it is, as long as there is room in memory, else into the file. */
static int put_away_tail(struct spool *s, struct partition *p, struct err *err)
{
	int code;

	if (s->now + SPOOL_BLOCK_BYTES <= SPOOL_KEPT_BYTES) {
		add_block(s, p, (struct block){.memory = p->tail});
		p->tail = NULL;
		return 0;
	}
	code = s->fd < 0 ? open_file(s, err) : 0;
	if (code == 0)
		code = move_block(s, true, p->tail, s->blocks, err);
	if (code == 0)
		add_block(s, p, (struct block){.number = s->blocks++});
	return code;
}

static int append(struct spool *s, struct partition *p, const unsigned char *bytes, size_t n, struct err *err)
{
	while (n > 0) {
		size_t room = SPOOL_BLOCK_BYTES - p->tail_len;
		size_t part = n < room ? n : room;

		if (p->tail == NULL) {
			p->tail = mem_alloc(SPOOL_BLOCK_BYTES);
			count_bytes(s, 0, SPOOL_BLOCK_BYTES);
		}
		memcpy(p->tail + p->tail_len, bytes, part);
		p->tail_len += (uint32_t)part;
		bytes += part;
		n -= part;
		if (p->tail_len == SPOOL_BLOCK_BYTES) {
			int code = put_away_tail(s, p, err);

			if (code != 0)
				return code;
		}
	}
	return 0;
}

static size_t partition_len(const struct partition *p)
{
	return (size_t)p->blocks_count * SPOOL_BLOCK_BYTES + p->tail_len;
}

int spool_add(struct spool *s, const char *ref, const struct fact *facts, size_t count, struct err *err)
{
	size_t ref_len = strlen(ref);
	struct partition *p = &s->partitions[str_hash(ref, ref_len) % SPOOL_PARTITIONS];
	uint32_t length;

	if (ref_len > SPOOL_REF_BYTES)
		return err_set(err, PL_LIMIT, "the case reference %.40s... is longer than %d bytes", ref, SPOOL_REF_BYTES);
	s->record_len = 0;
	put_bytes(s, &(uint32_t){0}, sizeof(uint32_t));
	put_text(s, ref);
	put_number(s, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		put_fact(s, &facts[i]);
	if (partition_len(p) + s->record_len > SPOOL_PARTITION_BYTES)
		return err_set(err, PL_LIMIT, "the files hold more facts than one import can take: split them (at case %s)", ref);
	length = (uint32_t)s->record_len;
	memcpy(s->record, &length, sizeof length);
	p->records++;
	return append(s, p, s->record, s->record_len, err);
}

/* ---- reading a partition ---- */

static uint64_t prefix_of(const char *ref)
{
	uint64_t prefix = 0;
	size_t n = 0;

	for (; n < 8 && ref[n] != '\0'; n++)
		prefix = prefix << 8 | (unsigned char)ref[n];
	return n > 0 ? prefix << 8 * (8 - n) : 0;
}

static const char *ref_at(const struct spool *s, const struct place *p)
{
	return (const char *)s->bytes + p->offset + sizeof(uint32_t);
}

static int compare_places(const void *left, const void *right, void *spool)
{
	const struct place *a = left, *b = right;
	int order = (a->prefix > b->prefix) - (a->prefix < b->prefix);

	if (order == 0)
		order = strcmp(ref_at(spool, a), ref_at(spool, b));
	return order != 0 ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

static void index_records(struct spool *s, size_t len)
{
	size_t at = 0;

	s->places_count = 0;
	s->next = 0;
	while (at < len) {
		struct place *p = &s->places[s->places_count++];
		uint32_t length;

		memcpy(&length, s->bytes + at, sizeof length);
		p->offset = (uint32_t)at;
		p->prefix = prefix_of(ref_at(s, p));
		at += length;
	}
	if (s->places_count > 1)
		qsort_r(s->places, s->places_count, sizeof *s->places, compare_places, s);
}

static int fetch_block(struct spool *s, const struct block *b, unsigned char *to, struct err *err)
{
	if (b->memory == NULL)
		return move_block(s, false, to, b->number, err);
	memcpy(to, b->memory, SPOOL_BLOCK_BYTES);
	return 0;
}

int spool_load(struct spool *s, size_t partition, struct err *err)
{
	const struct partition *p = &s->partitions[partition];
	size_t len = partition_len(p);

	s->bytes = widen(s, s->bytes, &s->bytes_room, len, 1);
	s->places = widen(s, s->places, &s->places_room, p->records, sizeof *s->places);
	for (uint32_t i = 0; i < p->blocks_count; i++) {
		int code = fetch_block(s, &p->blocks[i], s->bytes + (size_t)i * SPOOL_BLOCK_BYTES, err);

		if (code != 0)
			return code;
	}
	if (p->tail_len > 0)
		memcpy(s->bytes + len - p->tail_len, p->tail, p->tail_len);
	index_records(s, len);
	return 0;
}

static const char *take_text(const unsigned char **at)
{
	const char *text = (const char *)*at;

	*at += strlen(text) + 1;
	return text;
}

static uint32_t take_number(const unsigned char **at)
{
	uint32_t value = 0;
	unsigned shift = 0;

	for (; **at & 0x80; shift += 7)
		value |= (uint32_t)(*(*at)++ & 0x7f) << shift;
	return value | (uint32_t)*(*at)++ << shift;
}

static int32_t take_signed(const unsigned char **at)
{
	uint32_t value = take_number(at);

	return (int32_t)(value >> 1 ^ (0 - (value & 1)));
}

static void take_head(const unsigned char **at, struct fact *f)
{
	unsigned char head = *(*at)++;

	*f = fact_blank((enum fact_kind)(head & HEAD_KIND));
	f->purge = (head & HEAD_PURGE) != 0;
	f->open_is_said = (head & HEAD_OPEN_IS_SAID) != 0;
	if (head & HEAD_FROM)
		f->when.from = take_signed(at);
	if (head & HEAD_UNTIL)
		f->when.until = take_signed(at);
	f->source = (int32_t)take_number(at);
}

static void take_fact(const unsigned char **at, struct fact *f)
{
	take_head(at, f);
	if (f->kind == FACT_CASE) {
		f->service = take_text(at);
		f->household = take_text(at);
		f->owner = take_text(at);
		f->case_team_id = take_signed(at);
		f->restricted = (int8_t)take_signed(at);
		return;
	}
	f->code = take_text(at);
	if (f->kind == FACT_EPISODE) {
		f->no_further_action = (int8_t)take_signed(at);
		f->holder_is_said = take_number(at) != 0;
	}
	if (f->kind == FACT_STAGE) {
		f->stage = take_text(at);
		f->is_over = take_number(at) != 0;
	}
	if (f->kind == FACT_TASK || f->kind == FACT_SURGE || f->kind == FACT_VIEW)
		f->minutes = take_signed(at);
	if (f->kind == FACT_HOLDING || f->kind == FACT_VIEW)
		f->post_id = take_signed(at);
	if (f->kind == FACT_HOLDING) {
		f->team_id = take_signed(at);
		f->role = (enum holding_role)take_number(at);
		f->share = take_signed(at);
		f->standing = (int8_t)take_signed(at);
		f->proposal_id = take_signed(at);
		f->told_in = take_signed(at);
	}
}

static void take_record(const struct spool *s, const struct place *p, struct arena *a, struct case_facts *facts)
{
	const unsigned char *at = s->bytes + p->offset + sizeof(uint32_t);
	size_t count;

	(void)take_text(&at);
	count = take_number(&at);
	if (facts->count == 0) {
		facts->facts = arena_array(a, count, sizeof *facts->facts);
		facts->room = count;
	}
	for (; count > 0; count--)
		take_fact(&at, ARENA_PUSH(a, &facts->facts, &facts->count, &facts->room));
}

bool spool_next(struct spool *s, struct arena *a, struct case_facts *ret)
{
	struct case_facts facts = {0};

	if (s->next == s->places_count)
		return false;
	facts.ref = ref_at(s, &s->places[s->next]);
	do
		take_record(s, &s->places[s->next++], a, &facts);
	while (s->next < s->places_count && strcmp(ref_at(s, &s->places[s->next]), facts.ref) == 0);
	*ret = facts;
	return true;
}

struct spool_bytes spool_bytes(const struct spool *s)
{
	return (struct spool_bytes){s->now, s->most, (uint64_t)s->blocks * SPOOL_BLOCK_BYTES};
}
