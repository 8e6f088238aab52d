#include "cli/check_setting.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/plain_file.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/mail_settings.h"
#include "cli/serve.h"
#include "sandbox/confine.h"
#include "web/web.h"

static const char *wrong(bool *ret_wrong, const char *words)
{
	*ret_wrong = true;
	return words;
}

/* ---- files ---- */

/* As `serve` wants it: kept from others, and from its own web process. */
static const char *check_secret(struct arena *a, const struct options *o, const char *path, enum file_kind kind,
	bool *ret_wrong)
{
	char folder[PATH_MAX], byte;
	struct role_own own;
	struct err err;
	ssize_t n;
	int fd;

	if (plain_file_open(path, kind, "a file with the secret", &fd, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	n = read(fd, &byte, 1);
	(void)close(fd);
	if (n <= 0)
		return wrong(ret_wrong, "is empty: expected the secret");
	if (o->db != NULL && serve_own_paths(o, a, store_is_of_server(o->db) ? NULL : serve_folder(o->db, folder), &own,
		&err) == 0 && keeper_check_secret(&own, path, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	return "can be read, and not by everybody";
}

static const char *check_database(struct arena *a, const char *path, bool *ret_wrong)
{
	struct store *s = NULL;
	struct stat st;
	struct err err;

	if (store_open(path, STORE_READ, &s, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	store_close(s);
	if (stat(path, &st) == 0 && (st.st_mode & 0007) != 0)
		return wrong(ret_wrong, arena_printf(a, "can be read or written by everybody: expected 'chmod 600 %s'", path));
	return store_is_of_server(path) ? "a database of this version, on a server" : "a database of this version";
}

static const char *check_employer(struct arena *a, const struct options *o, bool *ret_wrong)
{
	struct store *s = NULL;
	struct employer e;
	struct err err;
	int rc;

	if (o->db == NULL || store_open(o->db, STORE_READ, &s, &err) < 0)
		return "";
	rc = store_employer(s, a, o->employer, &e, &err);
	store_close(s);
	return rc < 0 ? wrong(ret_wrong, arena_strdup(a, err.text)) : e.name;
}

static const char *check_target(struct arena *a, const struct options *o, const char *path, bool *ret_wrong)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash == NULL ? "." : slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
	struct stat st;
	bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	if (o->db != NULL && store_is_of_server(o->db))
		return wrong(ret_wrong, "is for a database in a file: a server makes backups by its own means");
	if (access(is_folder ? path : folder, W_OK | X_OK) < 0)
		return wrong(ret_wrong, arena_printf(a, "cannot be written by this user: %s", strerror(errno)));
	return is_folder ? "a folder that can be written" : "a file in a folder that can be written";
}

/* ---- as `serve` asks of them ---- */

static const char *check_checkpoints(struct arena *a, const struct options *o, bool *ret_wrong)
{
	struct role_own own;
	struct err err;

	if (o->db != NULL && serve_own_paths(o, a, NULL, &own, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	return o->signing_key == NULL ? wrong(ret_wrong, "nothing signs them: expected serve.signing-key, too") : "";
}

static const char *check_public_url(struct arena *a, const char *url, bool *ret_wrong)
{
	struct err err;

	return web_check_public_url(url, &err) < 0 ? wrong(ret_wrong, arena_strdup(a, err.text)) : "";
}

static const char *check_user(struct arena *a, const char *name, bool *ret_wrong)
{
	struct user user;
	struct err err;

	return user_find(name, NULL, &user, &err) < 0 ? wrong(ret_wrong, arena_strdup(a, err.text)) : "";
}

/* ---- ports ---- */

static int open_socket(uint16_t port, struct sockaddr_in *ret_address)
{
	*ret_address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Why the port cannot be had; 0 if it can. */
static int port_taken(uint16_t port)
{
	struct sockaddr_in address;
	int on = 1, s = open_socket(port, &address), why = 0;

	(void)setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(s, (struct sockaddr *)&address, sizeof address) < 0)
		why = errno;
	(void)close(s);
	return why;
}

/* Whether what answers there is a Plimsoll. */
static bool plimsoll_answers(uint16_t port)
{
	static const char QUESTION[] = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
	const struct timeval patience = {.tv_sec = 2};
	struct sockaddr_in address;
	char answer[2048] = "";
	size_t got = 0;
	ssize_t n;
	int s = open_socket(port, &address);

	(void)setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(s, (struct sockaddr *)&address, sizeof address) == 0 &&
		send(s, QUESTION, sizeof QUESTION - 1, MSG_NOSIGNAL) == sizeof QUESTION - 1)
		while (got < sizeof answer - 1 && (n = recv(s, answer + got, sizeof answer - 1 - got, 0)) > 0)
			got += (size_t)n;
	(void)close(s);
	return strstr(answer, "alive\n") != NULL;
}

static const char *check_port(struct arena *a, int64_t port, bool *ret_wrong)
{
	int why = port > 0 ? port_taken((uint16_t)port) : 0;

	if (why == 0)
		return "free";
	if (why == EADDRINUSE && plimsoll_answers((uint16_t)port))
		return "a running Plimsoll answers there";
	return wrong(ret_wrong, arena_printf(a, "cannot be had: %s", strerror(why)));
}

/* The settings of single sign-on together, the issuer being the last of them. */
static const char *check_sign_on(struct arena *a, const struct options *o, bool *ret_wrong)
{
	struct single_sign_on_options all;
	struct err err;

	if (serve_read_sign_on(o, a, &all, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	if (all.issuer == NULL)
		return "";
	return all.rules_count == 0 ? "roles are given by administrators" :
		arena_printf(a, "%zu groups have roles", all.rules_count);
}

/* Those of mail together, the certificates being the last of them. */
static const char *check_mail(struct arena *a, const struct options *o, bool *ret_wrong)
{
	struct mail_secrets secrets;
	struct mail_sender *sender;
	struct err err;

	if (mail_settings_check(o, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	if (o->mail_server == NULL)
		return "";
	if (mail_settings_open(o, &secrets, &sender, &err) < 0)
		return wrong(ret_wrong, arena_strdup(a, err.text));
	mail_settings_close(&secrets, sender);
	return mail_server_is_local(o->mail_server) && o->mail_ca_file == NULL && o->mail_user == NULL
		? "mail goes to this machine, without TLS" : "see whether it gets through with: plimsoll mail test ADDRESS";
}

const char *check_setting(struct arena *a, const struct options *o, enum option_id id, bool *ret_wrong)
{
	const char *value = option_value(a, o, id);

	if (id == OPTION_ID_sso_issuer)
		return check_sign_on(a, o, ret_wrong);
	if (id == OPTION_ID_mail_ca_file)
		return check_mail(a, o, ret_wrong);
	if (value[0] == '\0')
		return "";
	if (OPTIONS[id].kind == OPTION_SECRET)
		return check_secret(a, o, value, id == OPTION_ID_signing_key ? FILE_KEY : FILE_SECRET, ret_wrong);
	switch (id) {
	case OPTION_ID_db:
		return check_database(a, value, ret_wrong);
	case OPTION_ID_employer:
		return check_employer(a, o, ret_wrong);
	case OPTION_ID_to:
		return check_target(a, o, value, ret_wrong);
	case OPTION_ID_checkpoints:
		return check_checkpoints(a, o, ret_wrong);
	case OPTION_ID_public_url:
		return check_public_url(a, value, ret_wrong);
	case OPTION_ID_user:
		return check_user(a, value, ret_wrong);
	case OPTION_ID_port:
		return check_port(a, o->port, ret_wrong);
	case OPTION_ID_metrics_port:
		return o->metrics_port > 0 && o->metrics_port == o->port ?
			wrong(ret_wrong, "is the port of the pages: expected another") :
			check_port(a, o->metrics_port, ret_wrong);
	default:
		return "";
	}
}

const char *check_settings_file(struct arena *a, const char *path, bool *ret_wrong)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & 0022) != 0)
		return wrong(ret_wrong, arena_printf(a, "can be written by others than its owner: expected 'chmod 644 %s' or less",
			path));
	return "";
}
