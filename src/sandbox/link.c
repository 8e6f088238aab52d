#include "sandbox/link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(LINK_FILES * sizeof(int))];
};

int link_send(int socket, const struct link_words *words, const int *files, struct err *err)
{
	union control control = {0};
	struct iovec bytes = {(void *)(uintptr_t)words, sizeof *words};
	struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};

	if (files != NULL) {
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof control.bytes;
		control.head = (struct cmsghdr){CMSG_LEN(LINK_FILES * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
		memcpy(CMSG_DATA(&control.head), files, LINK_FILES * sizeof(int));
	}
	while (sendmsg(socket, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return err_set(err, PL_FAIL, "the keeper of the processes does not answer: %s", strerror(errno));
	return 0;
}

static void take_files(const struct cmsghdr *head, int *files)
{
	size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);

	for (size_t i = 0; i < count; i++) {
		int file;

		memcpy(&file, CMSG_DATA(head) + i * sizeof(int), sizeof file);
		if (i < LINK_FILES && files[i] < 0)
			files[i] = file;
		else
			(void)close(file);
	}
}

int link_receive(int socket, struct link_words *ret, int *ret_files, struct err *err)
{
	union control control;
	struct iovec bytes = {ret, sizeof *ret};
	struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes};
	ssize_t n;

	for (int i = 0; i < LINK_FILES; i++)
		ret_files[i] = -1;
	n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (n < 0)
		return err_set(err, PL_FAIL, "the web process cannot be heard: %s", strerror(errno));
	for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head != NULL; head = CMSG_NXTHDR(&message, head))
		if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
			take_files(head, ret_files);
	if (n == 0)
		return 0;
	if (n != (ssize_t)sizeof *ret || ret->size > PARSER_QUESTION || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
		ret->message = 0;
	return 1;
}
