/* Counting attempts to sign in. */
#include <arpa/inet.h>
#include <string.h>

#include "service/accounts/accounts_inside.h"

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

/* Hashed, because a person may type anything as a login, even the password. A device that is none has no key. */
void attempt_of(const char *login, const struct visitor *visitor, struct attempt *ret)
{
	const char *address = visitor->address;
	struct buf key = BUF_INIT(KEY_BYTES);

	*ret = (struct attempt){0};
	if (visitor->device != NULL && token_is_one(visitor->device)) {
		buf_putf(&key, "device %s %s", visitor->device, login);
		token_hash(buf_text(&key), ret->keys[ATTEMPTS_OF_DEVICE]);
		buf_clear(&key);
	}
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
	bool device_known = attempt_is_known(rows[ATTEMPTS_OF_DEVICE].succeeded_at, now);
	bool address_known = attempt_is_known(rows[ATTEMPTS_OF_PAIR].succeeded_at, now);
	int64_t longest = 0;

	for (int i = 0; i < ATTEMPT_COUNTS; i++) {
		enum attempt_count count = (enum attempt_count)i;
		int64_t left = rows[i].failed_at + attempt_wait_seconds(count, rows[i].failures) - now;

		if (attempt_may_wait(count, device_known, address_known) && rows[i].failures > 0 && left > longest)
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
		c->attempt->counted[i] = attempt_is_counted((enum attempt_count)i,
			attempt_is_known(rows[ATTEMPTS_OF_DEVICE].succeeded_at, c->now));
		if (!c->attempt->counted[i])
			continue;
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
		if (attempt->counted[i])
			rc = take_back(s, attempt, (enum attempt_count)i, err);
	return rc;
}

int attempt_succeed(struct store *s, const char *login, const struct visitor *visitor, int64_t now, char ret_device[TOKEN_SIZE],
	struct err *err)
{
	struct visitor next = *visitor;
	struct attempt_row rows[ATTEMPT_COUNTS] = {0};
	struct attempt attempt;
	int rc;

	if (visitor->device != NULL && token_is_one(visitor->device))
		memcpy(ret_device, visitor->device, TOKEN_SIZE);
	else
		token_make(ret_device);
	next.device = ret_device;
	attempt_of(login, &next, &attempt);
	rc = read_counts(s, &attempt, rows, err);
	/* What somebody else tried from that address goes on to count against them. */
	if (rc == 0 && !attempt_is_known(rows[ATTEMPTS_OF_DEVICE].succeeded_at, now))
		rows[ATTEMPTS_OF_PAIR].failures = 0;
	rows[ATTEMPTS_OF_DEVICE].failures = 0;
	for (int i = ATTEMPTS_OF_DEVICE; i <= ATTEMPTS_OF_PAIR && rc == 0; i++) {
		rows[i].succeeded_at = now;
		rc = store_attempt_put(s, attempt.keys[i], &rows[i], err);
	}
	return rc;
}
