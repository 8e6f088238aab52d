#include "cli/command.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "core/round.h"
#include "service/pictures/scheme_use.h"

const char *command_actor(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user != NULL ? user->pw_name : "unknown";
}

void command_say(const char *line)
{
	(void)fprintf(stderr, "plimsoll: %s\n", line);
}

int common_open_store(const char *db, enum store_mode mode, struct store **ret, struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(db, mode, &s, err);

	if (rc == 0) {
		store_stay(s, 0, command_say);
		rc = schemes_of_store(s, err);
	}
	if (rc == 0)
		*ret = s;
	else
		store_close(s);
	return rc;
}

int common_day(const char *employer, int32_t on, struct store *store, int32_t *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct employer e;
	int rc = store_employer(store, a, employer, &e, err);

	if (rc == 0) {
		clock_set_zone(e.time_zone);
		*ret = on != DAY_MIN ? on : clock_today();
	}
	arena_free(a);
	return rc;
}

int common_open(const struct options *o, struct store **ret_store, const struct picture **ret_picture, struct err *err)
{
	struct store *s = NULL;
	int32_t day;
	int rc = common_open_store(o->db, STORE_READ, &s, err);

	if (rc == 0)
		rc = common_day(o->employer, o->on, s, &day, err);
	if (rc == 0)
		rc = picture_load(s, o->employer, day, ret_picture, err);
	if (rc == 0)
		*ret_store = s;
	else
		store_close(s);
	return rc;
}

int command_ends(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	if (status == EXIT_DONE && errno != EPIPE)
		(void)fputs("plimsoll: the output could not be written whole\n", stderr);
	return status == EXIT_DONE ? EXIT_FAILED : status;
}

int command_fails(const struct err *err)
{
	(void)fprintf(stderr, "plimsoll: %s\n", err->text);
	return err->code == PL_LOCKED ? EXIT_DATABASE_LOCKED : EXIT_FAILED;
}

/* By name: the only team that has it, or -1; the codes of those that have it are added to `codes`. */
static int32_t find_named(const struct snapshot *s, const char *name, struct buf *codes)
{
	int32_t named = -1, count = 0;

	for (int32_t i = 0; i < (int32_t)s->teams_count; i++) {
		if (!str_equal(s->teams[i].name, name))
			continue;
		named = i;
		buf_putf(codes, "%s%s", count++ > 0 ? ", " : "", s->teams[i].code);
	}
	return count == 1 ? named : -1;
}

static int find_team(const struct snapshot *s, const char *wanted, int32_t *ret, struct err *err)
{
	struct buf codes = BUF_INIT(200);
	int32_t team = snapshot_find_team(s, wanted);
	int rc = 0;

	if (team < 0)
		team = find_named(s, wanted, &codes);
	if (team >= 0)
		*ret = team;
	else if (codes.len > 0)
		rc = err_set(err, PL_INVALID, "more than one team is called '%.60s': expected the code of one: %s", wanted,
			buf_text(&codes));
	else
		rc = err_set(err, PL_NOT_FOUND, "there is no team '%.60s': expected the code or the name of a team of %s", wanted,
			s->employer.name);
	buf_free(&codes);
	return rc;
}

int common_team(const struct options *o, const struct picture *p, int32_t *ret_team, struct err *err)
{
	if (o->team != NULL)
		return find_team(p->snap, o->team, ret_team, err);
	*ret_team = -1;
	return 0;
}

int print_buf(struct buf *out)
{
	bool whole = !out->full;

	if (whole && out->len > 0)
		whole = fwrite(out->data, 1, out->len, stdout) == out->len;
	whole = fflush(stdout) == 0 && whole;
	if (!whole && errno != EPIPE)
		(void)fputs("plimsoll: the output could not be written whole\n", stderr);
	buf_free(out);
	return whole ? EXIT_DONE : EXIT_FAILED;
}

int print_done(struct buf *out, const char *employer, int64_t position)
{
	int status = print_buf(out);

	if (status == EXIT_DONE || position == 0)
		return status;
	(void)fprintf(stderr, "plimsoll: it is done all the same: entry %lld of the ledger of %s was written\n",
		(long long)position, employer);
	return EXIT_UNTOLD;
}

/* Characters, not bytes; wide scripts are left to the terminal. */
static int text_width(const char *text)
{
	int width = 0;

	for (; *text != '\0'; text++)
		width += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
	return width;
}

static void spaces(struct buf *out, int count)
{
	while (count-- > 0)
		buf_putc(out, ' ');
}

void print_cell(struct buf *out, const char *text, int width)
{
	int left = width;

	if (text_width(text) <= width) {
		buf_puts(out, text);
		spaces(out, width - text_width(text));
		return;
	}
	for (; *text != '\0'; text++) {
		if (((unsigned char)*text & 0xC0) != 0x80 && left-- == 1)
			break;
		buf_putc(out, *text);
	}
	buf_puts(out, "\xE2\x80\xA6");
}

void print_number(struct buf *out, const char *text, int width)
{
	spaces(out, width - text_width(text));
	buf_puts(out, text);
}

const char *hours_text(char out[24], int64_t minutes)
{
	int64_t size = minutes < 0 ? -minutes : minutes;
	int64_t tenths = hour_tenths(size);

	(void)snprintf(out, 24, "%s%lld.%lld", minutes < 0 && tenths > 0 ? "-" : "", (long long)(tenths / 10),
		(long long)(tenths % 10));
	return out;
}
