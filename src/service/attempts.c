/* Counting attempts to sign in. */
#include <arpa/inet.h>
#include <string.h>

#include "service/accounts_inside.h"

enum { KEY_BYTES = 256, IPV6_HALF = 8 };

/* Who has an IPv6 network has all addresses of it. */
static void put_address(struct buf *out, const char *address)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET6, address, bytes) != 1 || IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)bytes)) {
		buf_puts(out, address);
		return;
	}
	for (size_t i = 0; i < IPV6_HALF; i++)
		buf_putf(out, "%02x", bytes[i]);
}

/* Hashed, because a person may type anything as a login, even the password. */
void attempt_of(const char *login, const char *address, struct attempt *ret)
{
	struct buf key = BUF_INIT(KEY_BYTES);

	*ret = (struct attempt){0};
	buf_putf(&key, "login %s", login);
	token_hash(buf_text(&key), ret->keys[ATTEMPTS_OF_LOGIN]);
	buf_putc(&key, ' ');
	put_address(&key, address);
	token_hash(buf_text(&key), ret->keys[ATTEMPTS_OF_PAIR]);
	buf_clear(&key);
	buf_puts(&key, "address ");
	put_address(&key, address);
	token_hash(buf_text(&key), ret->keys[ATTEMPTS_OF_ADDRESS]);
	buf_free(&key);
}

static int read_counts(struct store *s, const struct attempt *attempt, struct attempt_row rows[ATTEMPT_COUNTS], struct err *err)
{
	int rc = 0;

	for (int i = 0; i < ATTEMPT_COUNTS && rc == 0; i++)
		rc = store_attempt(s, attempt->keys[i], &rows[i], err);
	return rc;
}

/* A count that is old, or from a future that a clock was set back from, begins anew. */
static void forget_old(struct attempt_row rows[ATTEMPT_COUNTS], int64_t now)
{
	for (int i = 0; i < ATTEMPT_COUNTS; i++)
		if (now - rows[i].failed_at >= attempt_forget_seconds((enum attempt_count)i) || rows[i].failed_at > now)
			rows[i].failures = 0;
}

static int refuse_if_many(const struct attempt_row rows[ATTEMPT_COUNTS], int64_t now, struct err *err)
{
	const struct attempt_row *pair = &rows[ATTEMPTS_OF_PAIR];
	bool known = pair->succeeded_at > 0 && now - pair->succeeded_at < ATTEMPT_KNOWN_SECONDS;
	int64_t longest = 0;

	for (int i = 0; i < ATTEMPT_COUNTS; i++) {
		int64_t left = rows[i].failed_at + attempt_wait_seconds((enum attempt_count)i, rows[i].failures) - now;

		if ((i == ATTEMPTS_OF_PAIR || !known) && rows[i].failures > 0 && left > longest)
			longest = left;
	}
	if (longest == 0)
		return 0;
	return err_set(err, PL_LIMIT, "There were too many attempts that failed: wait %lld seconds and try again", (long long)longest);
}

struct counting {
	struct attempt *attempt;
	int64_t now;
};

static int write_attempt(struct store *s, void *context, struct err *err)
{
	struct counting *c = context;
	struct attempt_row rows[ATTEMPT_COUNTS];
	int rc = read_counts(s, c->attempt, rows, err);

	if (rc < 0)
		return rc;
	forget_old(rows, c->now);
	rc = refuse_if_many(rows, c->now, err);
	for (int i = 0; i < ATTEMPT_COUNTS && rc == 0; i++) {
		c->attempt->failed_before[i] = rows[i].failed_at;
		rows[i].failures++;
		rows[i].failed_at = c->now;
		rc = store_attempt_put(s, c->attempt->keys[i], &rows[i], err);
	}
	return rc;
}

/* A flood of what is refused anyway is refused without writing. */
static int refuse_early(struct accounts *accounts, const struct attempt *attempt, int64_t now, struct err *err)
{
	struct attempt_row rows[ATTEMPT_COUNTS];
	int rc;

	pthread_mutex_lock(&accounts->reading);
	rc = read_counts(accounts->reader, attempt, rows, err);
	pthread_mutex_unlock(&accounts->reading);
	if (rc < 0)
		return rc;
	forget_old(rows, now);
	return refuse_if_many(rows, now, err);
}

int attempt_begin(struct accounts *accounts, struct attempt *attempt, struct err *err)
{
	struct counting c = {attempt, accounts->now()};
	int rc = refuse_early(accounts, attempt, c.now, err);

	attempt->at = c.now;
	return rc == 0 ? accounts_write(accounts, write_attempt, &c, err) : rc;
}

static int take_back(struct store *s, const struct attempt *attempt, enum attempt_count i, struct err *err)
{
	struct attempt_row row;
	int rc = store_attempt(s, attempt->keys[i], &row, err);

	if (rc < 0)
		return rc;
	row.failures -= row.failures > 0 ? 1 : 0;
	if (row.failed_at == attempt->at)
		row.failed_at = attempt->failed_before[i];
	return store_attempt_put(s, attempt->keys[i], &row, err);
}

int attempt_take_back(struct store *s, const struct attempt *attempt, struct err *err)
{
	int rc = 0;

	for (int i = 0; i < ATTEMPT_COUNTS && rc == 0; i++)
		rc = take_back(s, attempt, (enum attempt_count)i, err);
	return rc;
}

int attempt_succeed(struct store *s, const char *login, const char *address, int64_t now, struct err *err)
{
	const struct attempt_row row = {.succeeded_at = now};
	struct attempt attempt;

	attempt_of(login, address, &attempt);
	return store_attempt_put(s, attempt.keys[ATTEMPTS_OF_PAIR], &row, err);
}
