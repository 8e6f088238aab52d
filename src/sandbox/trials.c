#include "sandbox/trials.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/process.h"

enum { PATH_BYTES = 128 };

/* What is laid out to be reached for. */
struct bait {
	char folder[PATH_BYTES], data[PATH_BYTES], elsewhere[PATH_BYTES], key[PATH_BYTES], kept[PATH_BYTES];
	struct sockaddr_in address;   /* somebody listens there */
	struct sockaddr_un local;
	socklen_t local_size;
	int listening, local_listening, open_file;
};

/* Whether it worked. */
typedef bool trial_fn(const struct bait *b);

/* ---- files ---- */

static bool reads(const char *path)
{
	char byte;
	int file = open(path, O_RDONLY | O_CLOEXEC);

	return file >= 0 && read(file, &byte, 1) == 1;
}

static bool read_elsewhere(const struct bait *b)
{
	return reads(b->elsewhere);
}

static bool read_key(const struct bait *b)
{
	return reads(b->key);
}

static bool read_system_file(const struct bait *b)
{
	(void)b;
	return reads("/etc/passwd");
}

static bool writes(const char *folder)
{
	char path[PATH_BYTES + 16];
	int file;

	(void)snprintf(path, sizeof path, "%s/new", folder);
	file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return file >= 0 && write(file, "x", 1) == 1 && unlink(path) == 0;
}

static bool write_elsewhere(const struct bait *b)
{
	return writes(b->folder);
}

static bool write_data(const struct bait *b)
{
	return writes(b->data);
}

static bool cut_elsewhere(const struct bait *b)
{
	return truncate(b->kept, 0) == 0;
}

static bool rename_elsewhere(const struct bait *b)
{
	char path[PATH_BYTES + 16];

	(void)snprintf(path, sizeof path, "%s.new", b->kept);
	return rename(b->kept, path) == 0 && rename(path, b->kept) == 0;
}

static bool use_open_file(const struct bait *b)
{
	char byte;

	return pread(b->open_file, &byte, 1, 0) == 1;
}

/* ---- programs, processes and memory ---- */

/* Works by ending the process with status 0. */
static bool run_program(const struct bait *b)
{
	(void)b;
	(void)execl("/bin/true", "true", (char *)NULL);
	return false;
}

static bool start_process(const struct bait *b)
{
	pid_t child = fork();
	int status;

	(void)b;
	if (child == 0)
		_exit(0);
	return child > 0 && waitpid(child, &status, 0) == child;
}

static void *live_shortly(void *nothing)
{
	return nothing;
}

static bool start_thread(const struct bait *b)
{
	pthread_t thread;

	(void)b;
	return pthread_create(&thread, NULL, live_shortly, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static bool be_traced(const struct bait *b)
{
	(void)b;
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool look_into_another(const struct bait *b)
{
	struct bait copy;
	struct iovec here = {&copy, sizeof copy}, there = {(void *)(uintptr_t)b, sizeof copy};

	return process_vm_readv(getppid(), &here, 1, &there, 1, 0) == (ssize_t)sizeof copy;
}

static bool signal_another(const struct bait *b)
{
	(void)b;
	return kill(getppid(), 0) == 0;
}

static bool make_code(const struct bait *b)
{
	(void)b;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool make_namespace(const struct bait *b)
{
	(void)b;
	return unshare(CLONE_NEWUSER) == 0;
}

static bool load_into_kernel(const struct bait *b)
{
	char attributes[64] = {0};

	(void)b;
	/* With nothing in it the kernel finds it wrong (EINVAL), once it has let it through. */
	return syscall(SYS_bpf, 0, attributes, sizeof attributes) >= 0 || errno == EINVAL;
}

static bool dump_core(const struct bait *b)
{
	struct rlimit limit = {1024 * 1024, 1024 * 1024};

	(void)b;
	return setrlimit(RLIMIT_CORE, &limit) == 0;
}

/* ---- other machines and other programs ---- */

static bool connect_to_machine(const struct bait *b)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return s >= 0 && connect(s, (const struct sockaddr *)&b->address, sizeof b->address) == 0;
}

static bool connect_to_program(const struct bait *b)
{
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return s >= 0 && connect(s, (const struct sockaddr *)&b->local, b->local_size) == 0;
}

static bool listen_for_others(const struct bait *b)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)b;
	return s >= 0 && bind(s, (struct sockaddr *)&any, sizeof any) == 0 && listen(s, 1) == 0;
}

/* ---- who may what ---- */

#define MAY(kind) (1U << (kind))
#define ALL_ROLES (MAY(PROCESS_KINDS) - 1)
#define WEB_ROLES (MAY(PROCESS_WEB) | MAY(PROCESS_WEB_OF_SERVER))

static const struct trial {
	const char *name;
	trial_fn *run;
	unsigned who_may;
} TRIALS[] = {
	{"use a file that it was given open", use_open_file, ALL_ROLES},
	{"write in the database's folder", write_data, WEB_ROLES},
	{"read a file elsewhere", read_elsewhere, 0},
	{"read a file of the system", read_system_file, 0},
	{"read the key file", read_key, 0},
	{"write a file elsewhere", write_elsewhere, 0},
	{"cut a file elsewhere", cut_elsewhere, 0},
	{"rename a file elsewhere", rename_elsewhere, 0},
	{"run a program", run_program, 0},
	{"start a process", start_process, MAY(PROCESS_KEEPER)},
	{"start a thread", start_thread, WEB_ROLES | MAY(PROCESS_FETCHER)},
	{"have itself traced", be_traced, 0},
	{"look into another process", look_into_another, 0},
	{"signal another process", signal_another, MAY(PROCESS_KEEPER)},
	{"run what stands in its memory", make_code, 0},
	{"make a user namespace", make_namespace, 0},
	{"load a program into the kernel", load_into_kernel, 0},
	{"dump core", dump_core, 0},
	{"connect to another machine", connect_to_machine, MAY(PROCESS_FETCHER) | MAY(PROCESS_WEB_OF_SERVER)},
	{"connect to another program", connect_to_program, 0},
	{"listen for others", listen_for_others, 0},
};

/* ---- one trial ---- */

enum { STATUS_WORKED = 0, STATUS_REFUSED = 10, STATUS_NOT_CONFINED = 1 };

struct trying {
	const struct trial *trial;
	const struct bait *bait;
};

static int try_it(void *context)
{
	const struct trying *t = context;

	return t->trial->run(t->bait) ? STATUS_WORKED : STATUS_REFUSED;
}

static int wait_for(pid_t child, enum trial_outcome *ret, struct err *err)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(err, PL_FAIL, "a trial cannot be waited for: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NOT_CONFINED)
		return err_set(err, PL_FAIL, "a process could not be confined");
	if (WIFSIGNALED(status))
		*ret = TRIAL_ENDED;
	else
		*ret = WEXITSTATUS(status) == STATUS_WORKED ? TRIAL_WORKS : TRIAL_REFUSED;
	return 0;
}

static int try_unconfined(struct trying *t, enum trial_outcome *ret, struct err *err)
{
	pid_t child = fork();

	if (child < 0)
		return err_set(err, PL_FAIL, "no process can be started: %s", strerror(errno));
	if (child == 0)
		_exit(try_it(t));
	return wait_for(child, ret, err);
}

static int try_in_role(struct trying *t, enum process_kind kind, enum trial_outcome *ret, struct err *err)
{
	const struct process_order order = {.kind = kind, .own = {.data = t->bait->data}, .run = try_it, .context = t,
		.files = &t->bait->open_file, .files_count = 1};
	pid_t child;
	int rc = process_start(&order, &child, err);

	return rc < 0 ? rc : wait_for(child, ret, err);
}

static int run_trial(const struct trial *trial, const struct bait *b,
	void (*tell)(void *context, const struct trial_result *r), void *context, struct err *err)
{
	struct trying t = {trial, b};
	enum trial_outcome unconfined;
	int rc = try_unconfined(&t, &unconfined, err);

	for (enum process_kind kind = 0; rc == 0 && kind < PROCESS_KINDS; kind++) {
		struct trial_result r = {.trial = trial->name, .kind = kind, .may = (trial->who_may & MAY(kind)) != 0};

		rc = try_in_role(&t, kind, &r.outcome, err);
		r.as_expected = r.may == (r.outcome == TRIAL_WORKS);
		if (unconfined != TRIAL_WORKS && r.as_expected)
			r.outcome = TRIAL_UNTRIABLE;
		if (rc == 0)
			tell(context, &r);
	}
	return rc;
}

/* ---- the bait ---- */

static bool put_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool put = file >= 0 && write(file, "secret\n", 7) == 7;

	if (file >= 0)
		(void)close(file);
	return put;
}

static bool put_listeners(struct bait *b)
{
	socklen_t size = sizeof b->address;

	b->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	b->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (b->listening < 0 || bind(b->listening, (struct sockaddr *)&b->address, size) < 0 || listen(b->listening, 64) < 0 ||
		getsockname(b->listening, (struct sockaddr *)&b->address, &size) < 0)
		return false;
	/* An abstract name: no permissions of files stand before it. */
	b->local = (struct sockaddr_un){.sun_family = AF_UNIX};
	(void)snprintf(b->local.sun_path + 1, sizeof b->local.sun_path - 1, "%.60s", b->folder);
	b->local_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(b->folder));
	b->local_listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return b->local_listening >= 0 && bind(b->local_listening, (struct sockaddr *)&b->local, b->local_size) == 0 &&
		listen(b->local_listening, 64) == 0;
}

static bool put_bait(struct bait *b)
{
	(void)snprintf(b->folder, sizeof b->folder, "/tmp/plimsoll-trials-XXXXXX");
	if (mkdtemp(b->folder) == NULL)
		return false;
	(void)snprintf(b->data, sizeof b->data, "%.60s/data", b->folder);
	(void)snprintf(b->elsewhere, sizeof b->elsewhere, "%.60s/elsewhere", b->folder);
	(void)snprintf(b->key, sizeof b->key, "%.60s/key", b->folder);
	(void)snprintf(b->kept, sizeof b->kept, "%.60s/kept", b->folder);
	if (mkdir(b->data, 0700) < 0 || !put_file(b->elsewhere) || !put_file(b->key) || !put_file(b->kept) ||
		!put_listeners(b))
		return false;
	b->open_file = open(b->elsewhere, O_RDONLY | O_CLOEXEC);
	return b->open_file >= 0;
}

static void take_bait_away(struct bait *b)
{
	const int files[] = {b->listening, b->local_listening, b->open_file};
	const char *const paths[] = {b->elsewhere, b->key, b->kept};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (files[i] >= 0)
			(void)close(files[i]);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		(void)unlink(paths[i]);
	(void)rmdir(b->data);
	(void)rmdir(b->folder);
}

int trials_run(void (*tell)(void *context, const struct trial_result *r), void *context, struct err *err)
{
	struct bait b = {.listening = -1, .local_listening = -1, .open_file = -1};
	int rc = 0;

	if (!put_bait(&b))
		rc = err_set(err, PL_FAIL, "nothing can be laid out in /tmp to be reached for: %s", strerror(errno));
	for (size_t i = 0; rc == 0 && i < sizeof TRIALS / sizeof *TRIALS; i++)
		rc = run_trial(&TRIALS[i], &b, tell, context, err);
	take_bait_away(&b);
	return rc;
}
