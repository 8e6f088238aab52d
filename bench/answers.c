/* Decisions a second, each durable before it is answered: cases are offered, talked about, agreed, and given back
 * again.
 *
 *	answers DB EMPLOYER CLIENTS SECONDS
 *
 * Prints: decisions a second, microseconds of processor time a decision, milliseconds until the answer (median, 99th
 * percentile). Each worker gets an account, so that a database serves for one run.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/load.h"
#include "service/allocation/allocation.h"
#include "service/matters/matters.h"
#include "service/pictures/scheme_use.h"
#include "store/accounts.h"

enum { MOST_CLIENTS = 256, MOST_ANSWERS = 1000000, MOST_GRANTS = 64, ROOM_PER_MILLE = 600 };

/* A case that waits, and somebody with room for it. */
struct pair {
	const char *ref, *login;
	int32_t post_id;
	struct viewer worker;
	struct grant grant;
};

struct bench {
	struct arena *a;
	struct writer *writer;
	struct employer employer;
	struct viewer manager;
	struct grant grants[MOST_GRANTS];
	struct pair *pairs;
	size_t pairs_count, clients;
	int64_t until_us;
};

struct client {
	struct bench *b;
	size_t number;
	struct err err;
	int32_t *took_us; size_t took_count;
	int64_t refused;
};

static void must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	(void)fprintf(stderr, "answers: %s\n", err->text);
	exit(1);
}

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t processor_us(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

/* ---- who and what ---- */

static bool has_room(const struct snapshot *s, const struct loads *l, size_t post)
{
	const struct post_load *load = &l->posts[post];
	const struct post_row *p = &s->posts[post];
	bool newly_qualified = p->newly_qualified_until > s->day;

	return p->team >= 0 && load->availability == AVAILABLE && load->cases > 0 && !newly_qualified &&
		(int64_t)load->load_minutes * 1000 < (int64_t)load->capacity_minutes * ROOM_PER_MILLE && load->cases < 12;
}

static bool waits(const struct case_row *c)
{
	return c->state == CASE_OPEN && c->holdings_count == 0 && !c->restricted;
}

static bool has_team(const struct bench *b, const char *team)
{
	for (size_t i = 0; i < b->manager.grants_count; i++)
		if (str_equal(b->grants[i].code, team))
			return true;
	return false;
}

static void choose(struct bench *b, const struct snapshot *s)
{
	struct loads l = loads_of_snapshot(b->a, s);
	size_t post = 0, room = 0;

	for (size_t i = 0; i < s->cases_count; i++) {
		struct pair *p;
		const char *team;

		if (!waits(&s->cases[i]))
			continue;
		for (size_t tries = 0; tries < s->posts_count && !has_room(s, &l, post); tries++)
			post = (post + 1) % s->posts_count;
		team = s->teams[s->posts[post].team].code;
		if (!has_team(b, team) && b->manager.grants_count < MOST_GRANTS)
			b->grants[b->manager.grants_count++] = (struct grant){ROLE_MANAGER, SCOPE_TEAM, arena_strdup(b->a, team)};
		if (has_team(b, team)) {
			p = ARENA_PUSH(b->a, &b->pairs, &b->pairs_count, &room);
			p->ref = arena_strdup(b->a, s->cases[i].ref);
			p->post_id = s->posts[post].post_id;
			p->worker.person = arena_strdup(b->a, s->persons[s->posts[post].person].code);
		}
		post = (post + 1) % s->posts_count;
	}
	b->manager.grants = b->grants;
}

static void add_account(struct bench *b, struct store *s, struct commit *c, struct viewer *v,
	const struct grant *grants, size_t count)
{
	struct account_row row = {.login = v->login, .name = v->login, .person = v->person, .disabled = ""};
	const struct account_proof proof = {.password = "", .factor = "", .used_at = clock_now()};
	struct err err;

	must(commit_account(c, &row, &err), &err);
	must(store_proof_put(s, b->employer.id, row.account_id, &proof, &err), &err);
	for (size_t i = 0; i < count; i++)
		must(commit_grant(c, row.account_id, &grants[i], &err), &err);
	v->account_id = row.account_id;
	v->employer = b->employer.code;
	v->grants = grants;
	v->grants_count = count;
}

/* One account a worker. */
static const struct pair *known(const struct bench *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (b->pairs[k].post_id == b->pairs[i].post_id)
			return &b->pairs[k];
	return NULL;
}

static void add_accounts(struct bench *b, struct store *s)
{
	const char *run = arena_printf(b->a, "%lld", (long long)now_us());
	struct ledger_text entry = {.actor = "bench", .action = "bench", .object = b->employer.code, .payload = "{}",
		.instant = clock_now()};
	struct commit *c;
	struct err err;
	int64_t position;

	must(commit_begin(s, b->employer.id, b->employer.position, &c, &err), &err);
	b->manager.login = arena_printf(b->a, "manager-%s", run);
	b->manager.person = "";
	add_account(b, s, c, &b->manager, b->grants, b->manager.grants_count);
	for (size_t i = 0; i < b->pairs_count; i++) {
		struct pair *p = &b->pairs[i];
		const struct pair *same = known(b, i);

		p->grant = (struct grant){ROLE_WORKER, SCOPE_OWN, ""};
		p->worker.login = arena_printf(b->a, "worker-%s-%zu", run, i);
		if (same != NULL)
			p->worker = same->worker;
		else
			add_account(b, s, c, &p->worker, &p->grant, 1);
	}
	must(commit_end(c, &entry, &position, &err), &err);
}

static void set_up(struct bench *b, const char *employer)
{
	struct store *s = writer_take(b->writer);
	const struct snapshot *snap;
	struct err err;

	must(schemes_of_store(s, &err), &err);
	must(store_employer(s, b->a, employer, &b->employer, &err), &err);
	must(store_snapshot(s, employer, clock_today(), &snap, &err), &err);
	choose(b, snap);
	snapshot_drop(snap);
	add_accounts(b, s);
	writer_give_back(b->writer);
}

/* ---- one case, there and back ---- */

static bool took(struct client *c, int64_t begun, int rc)
{
	if (rc == 0 && c->took_count < MOST_ANSWERS)
		c->took_us[c->took_count++] = (int32_t)(now_us() - begun);
	c->refused += rc != 0;
	return rc == 0;
}

static struct asked_by by(const struct bench *b, const struct viewer *v)
{
	return (struct asked_by){.employer = b->employer.code, .viewer = v, .instant = clock_now()};
}

static bool offer(struct client *c, const struct pair *p, int32_t *ret_id)
{
	const struct bench *b = c->b;
	struct allocation_proposing asked = {.by = by(b, &b->manager), .ref = p->ref, .post_id = p->post_id, .offer = true,
		.terms = {.role = HOLDING_LEAD, .share = 1000, .why = "room", .first_action = "visit",
			.first_action_by = clock_today() + 2, .risk_with = b->manager.login, .support = "", .starts = DAY_MIN, .note = ""}};
	struct allocation_outcome outcome;
	int64_t begun = now_us();
	bool ok = took(c, begun, allocation_propose_served(b->writer, &asked, &outcome, &c->err));

	*ret_id = outcome.proposal_id;
	return ok;
}

static bool step(struct client *c, const struct viewer *v, int32_t id, enum negotiation_step step,
	const char *talked_with)
{
	const struct bench *b = c->b;
	struct allocation_step asked = {.by = by(b, v), .proposal_id = id, .step = step, .reason = "", .note = "",
		.talked_with = talked_with, .talked_at = clock_now(), .means = TALK_IN_PERSON};
	struct allocation_outcome outcome;
	int64_t begun = now_us();

	return took(c, begun, allocation_take_served(b->writer, &asked, &outcome, &c->err));
}

struct asking {
	struct matter_asking asking;
	struct matter_answering answering;
	int32_t id;
};

static int ask(struct store *s, void *context, struct err *err)
{
	struct asking *a = context;

	return matters_ask(s, &a->asking, &a->id, err);
}

static int answer(struct store *s, void *context, struct err *err)
{
	struct asking *a = context;

	return matters_answer(s, &a->answering, err);
}

static bool give_back(struct client *c, const struct pair *p)
{
	const struct bench *b = c->b;
	struct asking a = {.asking = {.by = {.employer = b->employer.code, .viewer = &p->worker, .instant = clock_now()},
		.kind = MATTER_HAND_BACK, .post_id = p->post_id, .ref = p->ref, .note = "Too much."}};
	int64_t begun = now_us();

	if (!took(c, begun, writer_run(b->writer, ask, &a, &c->err)))
		return false;
	a.answering = (struct matter_answering){
		.by = {.employer = b->employer.code, .viewer = &b->manager, .instant = clock_now()},
		.id = a.id, .outcome = OUTCOME_AGREED, .note = "So be it."};
	begun = now_us();
	return took(c, begun, writer_run(b->writer, answer, &a, &c->err));
}

static bool there_and_back(struct client *c, const struct pair *p)
{
	int32_t id;

	return offer(c, p, &id) && step(c, &c->b->manager, id, STEP_DISCUSS, p->worker.login) &&
		step(c, &p->worker, id, STEP_AGREE, "") && give_back(c, p);
}

static void *work(void *context)
{
	struct client *c = context;
	const struct bench *b = c->b;

	for (size_t i = c->number; now_us() < b->until_us; i += b->clients) {
		size_t place = i % (b->pairs_count - b->pairs_count % b->clients);

		(void)there_and_back(c, &b->pairs[place]);
	}
	return NULL;
}

/* ---- what it came to ---- */

static int by_size(const void *left, const void *right)
{
	int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

	return (a > b) - (a < b);
}

static void print(struct bench *b, struct client *clients, int64_t wall_us, int64_t cpu_us)
{
	int32_t *all = mem_alloc(MOST_ANSWERS * sizeof *all);
	size_t count = 0;
	int64_t refused = 0;

	for (size_t i = 0; i < b->clients; i++) {
		for (size_t k = 0; k < clients[i].took_count && count < MOST_ANSWERS; k++)
			all[count++] = clients[i].took_us[k];
		refused += clients[i].refused;
		if (clients[i].refused > 0)
			(void)fprintf(stderr, "answers: refused %lld: %s\n", (long long)clients[i].refused,
				clients[i].err.text);
	}
	if (count == 0)
		exit(1);
	qsort(all, count, sizeof *all, by_size);
	(void)printf("%.0f\t%lld\t%.2f\t%.2f\n", (double)count * 1e6 / (double)wall_us,
		(long long)(cpu_us / (int64_t)(count + (size_t)refused)), all[count / 2] / 1e3, all[count * 99 / 100] / 1e3);
	mem_free(all);
}

static void run(struct bench *b, int64_t seconds)
{
	struct client clients[MOST_CLIENTS] = {0};
	pthread_t threads[MOST_CLIENTS];
	int64_t begun = now_us(), cpu = processor_us();

	b->until_us = begun + seconds * 1000000;
	for (size_t i = 0; i < b->clients; i++) {
		clients[i] = (struct client){.b = b, .number = i, .took_us = mem_alloc(MOST_ANSWERS / b->clients * sizeof(int32_t))};
		if (pthread_create(&threads[i], NULL, work, &clients[i]) != 0)
			exit(1);
	}
	for (size_t i = 0; i < b->clients; i++)
		(void)pthread_join(threads[i], NULL);
	print(b, clients, now_us() - begun, processor_us() - cpu);
	for (size_t i = 0; i < b->clients; i++)
		mem_free(clients[i].took_us);
}

int main(int argc, char **argv)
{
	struct bench b = {.a = arena_new()};
	struct err err;

	if (argc != 5) {
		(void)fprintf(stderr, "usage: answers DB EMPLOYER CLIENTS SECONDS\n");
		return 2;
	}
	must(writer_open(argv[1], &b.writer, &err), &err);
	b.clients = (size_t)strtoul(argv[3], NULL, 10);
	b.clients = b.clients < 1 || b.clients > MOST_CLIENTS ? 1 : b.clients;
	set_up(&b, argv[2]);
	if (b.pairs_count < b.clients)
		return 1;
	run(&b, strtol(argv[4], NULL, 10));
	writer_close(b.writer);
	arena_free(b.a);
	return 0;
}
