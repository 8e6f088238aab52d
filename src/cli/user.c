/* user: who may sign in. No secret is ever taken from the command line, where others on the machine could read it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/json_writer.h"
#include "base/plain_file.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/user_token.h"
#include "service/accounts/accounts.h"
#include "service/telling/own_mail.h"

enum { LIST_BYTES = 16 * 1024 * 1024 };

struct verb {
	const char *name;
	size_t least, most;    /* arguments after the verb */
	int (*run)(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err);
	/* Of change_user: what is done, and what is said then of the login. */
	int (*change)(struct accounts *accounts, const struct account_change *change, const char *employer, const char *login,
		struct err *err);
	const char *done;
};

static const struct verb *find_verb(const struct options *o);

static const char *login_of(const struct options *o)
{
	return o->arguments[1];
}

static struct account_change change_by_user(void)
{
	return (struct account_change){.actor = command_actor()};
}

/* ---- passwords ---- */

/* One line, without its end. */
static int read_line(int terminal, char ret[PASSWORD_BYTES_MOST + 2], struct err *err)
{
	size_t n = 0;
	char c = '\0';
	ssize_t got = 1;

	while (n <= PASSWORD_BYTES_MOST && c != '\n' && (got = read(terminal, &c, 1)) == 1)
		if (c != '\n' && c != '\r')
			ret[n++] = c;
	ret[n] = '\0';
	if (got < 0)
		return err_set(err, PL_FAIL, "The terminal cannot be read: %s", strerror(errno));
	if (n > PASSWORD_BYTES_MOST || strlen(ret) != n)
		return err_set(err, PL_INVALID, "Expected a password of at most %d characters", PASSWORD_CHARACTERS_MOST);
	return 0;
}

static int ask_once(int terminal, const char *question, char ret[PASSWORD_BYTES_MOST + 2], struct err *err)
{
	if (write(terminal, question, strlen(question)) < 0)
		return err_set(err, PL_FAIL, "The terminal cannot be written: %s", strerror(errno));
	return read_line(terminal, ret, err);
}

static int ask_twice(int terminal, char ret[PASSWORD_BYTES_MOST + 2], struct err *err)
{
	char again[PASSWORD_BYTES_MOST + 2];
	int rc = ask_once(terminal, "Password: ", ret, err);

	if (rc == 0)
		rc = ask_once(terminal, "\nThe same again: ", again, err);
	(void)!write(terminal, "\n", 1);
	if (rc == 0 && !str_equal(ret, again))
		rc = err_set(err, PL_INVALID, "The two passwords are not the same: expected one password twice");
	return rc;
}

/* What is typed is not shown. */
static int ask(char ret[PASSWORD_BYTES_MOST + 2], struct err *err)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY), rc;
	struct termios before, silent;

	if (terminal < 0 || tcgetattr(terminal, &before) < 0) {
		if (terminal >= 0)
			(void)close(terminal);
		return err_set(err, PL_INVALID, "There is no terminal to ask at: expected --password-file FILE instead of --ask");
	}
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(terminal, TCSAFLUSH, &silent);
	rc = ask_twice(terminal, ret, err);
	(void)tcsetattr(terminal, TCSAFLUSH, &before);
	(void)close(terminal);
	return rc;
}

/* The password that was given, or NULL if one is to be made. */
static int read_password(const struct options *o, char room[PASSWORD_BYTES_MOST + 2], const char **ret, struct err *err)
{
	int rc = 0;

	if (o->password_file != NULL)
		rc = plain_file_first_line(o->password_file, FILE_SECRET, "a password", room, PASSWORD_BYTES_MOST + 1, err);
	else if (o->ask)
		rc = ask(room, err);
	if (rc == 0)
		*ret = o->password_file != NULL || o->ask ? room : NULL;
	return rc;
}

static void tell_made(const char *login, const char *made)
{
	if (made[0] != '\0')
		(void)printf("The password of %s, shown this once: %s\n", login, made);
	(void)puts("It has to be changed at the first sign-in.");
}

/* ---- the verbs ---- */

static int add_user(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	size_t count = o->arguments_count - 2;
	struct grant *grants = arena_array(a, count, sizeof *grants);
	struct new_account account = {.employer = o->employer, .login = login_of(o),
		.name = o->name != NULL ? o->name : login_of(o), .person = o->worker, .grants = grants, .grants_count = count,
		.subject = o->sso_subject};
	char room[PASSWORD_BYTES_MOST + 2], made[PASS_PHRASE_SIZE];
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++)
		rc = account_grant_read(a, o->arguments[2 + i], &grants[i], err);
	if (rc == 0)
		rc = read_password(o, room, &account.password, err);
	if (rc == 0)
		rc = account_add(accounts, &change, &account, made, err);
	if (rc == 0 && account.subject == NULL)
		tell_made(account.login, made);
	else if (rc == 0)
		(void)printf("%s has no password, and signs in by the sign-in service.\n", account.login);
	return rc;
}

static int link_user(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	int rc = account_link(accounts, &change, o->employer, login_of(o), o->sso_subject, err);

	(void)a;
	if (rc == 0)
		(void)printf("%s can sign in by the sign-in service, and is signed out wherever it was signed in.\n", login_of(o));
	return rc;
}

static int change_user(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	const struct verb *verb = find_verb(o);
	int rc = verb->change(accounts, &change, o->employer, login_of(o), err);

	(void)a;
	if (rc == 0)
		(void)printf("%s %s.\n", login_of(o), verb->done);
	return rc;
}

static int reset_user(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	struct account_reset reset = {.employer = o->employer, .login = login_of(o),
		.forget_second_factor = o->forget_second_factor};
	char room[PASSWORD_BYTES_MOST + 2], made[PASS_PHRASE_SIZE];
	int rc = read_password(o, room, &reset.password, err);

	(void)a;
	if (rc == 0)
		rc = account_reset(accounts, &change, &reset, made, err);
	if (rc == 0)
		tell_made(reset.login, made);
	return rc;
}

static int change_role(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	struct grant grant;
	int rc = account_grant_read(a, o->arguments[2], &grant, err);

	if (rc == 0)
		rc = o->take ? account_take_role(accounts, &change, o->employer, login_of(o), &grant, err)
			: account_give_role(accounts, &change, o->employer, login_of(o), &grant, err);
	if (rc == 0)
		(void)printf("%s %s the role %s, and is signed out wherever it was signed in.\n", login_of(o),
			o->take ? "no longer has" : "has", o->arguments[2]);
	return rc;
}

/* The address counts once its owner has confirmed it; without one it goes. How often they are told is theirs to say. */
static int mail_user(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	const struct account_change change = change_by_user();
	const char *address = o->arguments_count > 2 ? o->arguments[2] : NULL;
	struct own_mail own;
	int rc = own_mail_read(accounts, a, o->employer, login_of(o), &own, err);

	if (rc == 0)
		rc = address == NULL ? own_mail_end(accounts, &change, o->employer, login_of(o), err)
			: own_mail_set(accounts, &change, o->employer, login_of(o), address,
				own.has_address ? own.row.wish : WISH_AT_ONCE, err);
	if (rc == 0)
		(void)printf(address == NULL ? "%s is told in the pages alone.\n"
			: "%s is told by mail once the code is typed that a server mails there.\n", login_of(o));
	return rc;
}

/* ---- the list ---- */

static const char *const STATES[] = {[ACCOUNT_ACTIVE] = "active", [ACCOUNT_DISABLED] = "disabled",
	[ACCOUNT_UNUSED] = "unused"};

static void put_role(struct buf *out, const struct grant *g)
{
	buf_puts(out, role_code(g->role));
	if (g->scope == SCOPE_TEAM || g->scope == SCOPE_SERVICE)
		buf_putf(out, ":%s:%s", scope_code(g->scope), g->code);
}

static const char *used_text(const struct account *account, char ret[DATE_ISO_SIZE])
{
	return account->signed_in_at > 0 ? date_iso(clock_day_of(account->signed_in_at), ret) : "never";
}

static const char *const LINKS[] = {[ACCOUNT_NOT_LINKED] = "", [ACCOUNT_LINK_WAITS] = "waiting",
	[ACCOUNT_LINKED] = "linked"};

static void list_json(struct buf *out, const struct account *rows, size_t count)
{
	struct json_writer w = json_to(out);

	json_begin_object(&w, NULL);
	json_begin_array(&w, "users");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(&w, NULL);
		json_text(&w, "login", rows[i].row.login);
		json_text(&w, "name", rows[i].row.name);
		json_text_or_null(&w, "worker", rows[i].row.person);
		json_begin_array(&w, "roles");
		for (size_t g = 0; g < rows[i].grants_count; g++) {
			struct buf role = BUF_INIT(256);

			put_role(&role, &rows[i].grants[g]);
			json_text(&w, NULL, buf_text(&role));
			buf_free(&role);
		}
		json_end(&w, ']');
		json_text(&w, "state", STATES[rows[i].state]);
		json_bool(&w, "second_factor", rows[i].has_second_factor);
		json_text_or_null(&w, "single_sign_on", LINKS[rows[i].link]);
		json_bool(&w, "must_change_password", rows[i].must_change_password);
		json_date(&w, "last_signed_in", rows[i].signed_in_at > 0 ? clock_day_of(rows[i].signed_in_at) : DAY_MAX);
		json_int(&w, "sessions", rows[i].sessions);
		json_end(&w, '}');
	}
	json_end(&w, ']');
	json_end(&w, '}');
	buf_putc(out, '\n');
}

static void list_words(struct buf *out, const struct account *rows, size_t count)
{
	char used[DATE_ISO_SIZE];

	for (size_t i = 0; i < count; i++) {
		print_cell(out, rows[i].row.login, 24);
		buf_putf(out, "  %-8s  %s  %s%s%s  ", STATES[rows[i].state], used_text(&rows[i], used),
			rows[i].has_second_factor ? "second factor" : "password only",
			rows[i].link != ACCOUNT_NOT_LINKED ? ", single sign-on " : "", LINKS[rows[i].link]);
		for (size_t g = 0; g < rows[i].grants_count; g++) {
			buf_puts(out, g > 0 ? ", " : "");
			put_role(out, &rows[i].grants[g]);
		}
		buf_putc(out, '\n');
	}
}

static int list_users(const struct options *o, struct accounts *accounts, struct arena *a, struct err *err)
{
	struct buf out = BUF_INIT(LIST_BYTES);
	struct account *rows;
	size_t count;
	int rc = accounts_list(accounts, a, o->employer, &rows, &count, err);

	if (rc < 0)
		return rc;
	if (o->json)
		list_json(&out, rows, count);
	else if (count == 0)
		buf_puts(&out, "There is no account yet: nobody can sign in.\n");
	else
		list_words(&out, rows, count);
	return print_buf(&out) == EXIT_DONE ? 0 : err_set(err, PL_FAIL, "the list could not be written whole");
}

/* ---- the command line ---- */

static const struct verb VERBS[] = {
	{"add", 2, 20, add_user, NULL, NULL},
	{"list", 0, 0, list_users, NULL, NULL},
	{"disable", 1, 1, change_user, account_disable, "is disabled, and signed out wherever it was signed in"},
	{"enable", 1, 1, change_user, account_enable, "is enabled again"},
	{"reset", 1, 1, reset_user, NULL, NULL},
	{"role", 2, 2, change_role, NULL, NULL},
	{"token", 1, 1, user_token, NULL, NULL},
	{"tokens", 1, 1, user_tokens, NULL, NULL},
	{"mail", 1, 2, mail_user, NULL, NULL},
	{"link", 1, 1, link_user, NULL, NULL},
	{"unlink", 1, 1, change_user, account_unlink,
		"can no longer sign in by the sign-in service, and is signed out wherever it was signed in"},
};
enum { VERBS_COUNT = sizeof VERBS / sizeof *VERBS };

static const struct verb *find_verb(const struct options *o)
{
	for (size_t i = 0; i < VERBS_COUNT && o->arguments_count > 0; i++)
		if (str_equal(o->arguments[0], VERBS[i].name) && o->arguments_count - 1 >= VERBS[i].least
			&& o->arguments_count - 1 <= VERBS[i].most)
			return &VERBS[i];
	return NULL;
}

/* Which options go with which verbs. */
static const struct {
	enum option_id option;
	const char *verb, *or_verb; /* or_verb NULL: there is no second */
} OPTION_VERBS[] = {
	{OPTION_ID_name, "add", "token"}, {OPTION_ID_worker, "add", NULL},
	{OPTION_ID_password_file, "add", "reset"}, {OPTION_ID_ask, "add", "reset"},
	{OPTION_ID_sso_subject, "add", "link"},
	{OPTION_ID_forget_second_factor, "reset", NULL},
	{OPTION_ID_take, "role", NULL},
	{OPTION_ID_role, "token", NULL}, {OPTION_ID_days, "token", NULL}, {OPTION_ID_read_only, "token", NULL},
	{OPTION_ID_revoke, "token", NULL},
	{OPTION_ID_json, "list", "tokens"},
};

/* Each says how somebody signs in: one is enough. */
static const enum option_id ONE_OF[] = {OPTION_ID_sso_subject, OPTION_ID_password_file, OPTION_ID_ask};

static bool is_given(const struct options *o, enum option_id option)
{
	return o->source[option] != SOURCE_NONE;
}

static void check_verb_options(const struct options *o, const char *verb, struct argp_state *state)
{
	for (size_t i = 0; i < sizeof OPTION_VERBS / sizeof *OPTION_VERBS; i++) {
		const char *one = OPTION_VERBS[i].verb, *other = OPTION_VERBS[i].or_verb;

		if (is_given(o, OPTION_VERBS[i].option) && !str_equal(verb, one) && (other == NULL || !str_equal(verb, other)))
			argp_error(state, "--%s goes with '%s'%s%s%s only", OPTIONS[OPTION_VERBS[i].option].name, one,
				other != NULL ? " and '" : "", other != NULL ? other : "", other != NULL ? "'" : "");
	}
}

static void check_one_of(const struct options *o, struct argp_state *state)
{
	const enum option_id *given = NULL;

	for (size_t i = 0; i < sizeof ONE_OF / sizeof *ONE_OF; i++) {
		if (!is_given(o, ONE_OF[i]))
			continue;
		if (given != NULL)
			argp_error(state, "expected --%s or --%s, not both", OPTIONS[*given].name, OPTIONS[ONE_OF[i]].name);
		given = &ONE_OF[i];
	}
}

void check_user_options(const struct options *o, struct argp_state *state)
{
	const struct verb *verb = find_verb(o);

	if (verb == NULL) {
		argp_error(state, "expected add LOGIN ROLE..., link LOGIN, unlink LOGIN, list, disable LOGIN, enable LOGIN, "
			"reset LOGIN, role LOGIN ROLE, mail LOGIN [ADDRESS], token LOGIN or tokens LOGIN");
		return;
	}
	check_verb_options(o, verb->name, state);
	check_one_of(o, state);
	if (verb->run == link_user && o->sso_subject == NULL)
		argp_error(state, "link: expected --sso-subject SUBJECT, what the sign-in service calls them");
}

/* Only what changes something needs a writer. */
static int run_verb(const struct options *o, const struct verb *verb, struct arena *a, struct err *err)
{
	struct accounts *accounts = NULL;
	struct writer *writer = NULL;
	struct store *reader = NULL;
	int rc = verb->run != list_users && verb->run != user_tokens ? writer_open(o->db, &writer, err) : 0;

	if (rc == 0 && writer != NULL) {
		store_stay(writer_take(writer), 0, command_say);
		writer_give_back(writer);
	}
	if (rc == 0)
		rc = common_open_store(o->db, STORE_READ, &reader, err);
	if (rc == 0)
		rc = accounts_new(writer, reader, NULL, &accounts, err);
	if (rc == 0)
		rc = verb->run(o, accounts, a, err);
	accounts_free(accounts);
	store_close(reader);
	writer_close(writer);
	return rc;
}

int command_user(const struct options *o)
{
	struct arena *a = arena_new();
	struct err err;
	int rc = run_verb(o, find_verb(o), a, &err);

	arena_free(a);
	return rc == 0 ? EXIT_DONE : command_fails(&err);
}
