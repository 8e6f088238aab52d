/* link.h: what goes over the socket between the web process and its keeper. One datagram a message. */
#pragma once

#include <stdint.h>

#include "sandbox/parser_host.h"

enum link_message { LINK_READY = 1, LINK_ALIVE, LINK_PARSE };

/* With LINK_PARSE come three descriptors: the file, where to answer, where to tell the end. */
enum link_file { LINK_FILE, LINK_ANSWER, LINK_END, LINK_FILES };

struct link_words {
	uint32_t message;
	uint32_t size;                        /* bytes of the question */
	unsigned char question[PARSER_QUESTION];
};

/* How a parser ended. */
enum parser_fate { FATE_DONE = 1, FATE_STATUS, FATE_SIGNAL, FATE_TIME, FATE_BUSY, FATE_NOT_STARTED };

struct link_end {
	uint32_t fate;
	int32_t number; /* of the status or signal */
};

/* Sends one message. */
int link_send(int socket, const struct link_words *words, const int *files, struct err *err) PL_MUST_CHECK;

/* Receives one: 1, 0 if the other side is gone, or negative. `files` has LINK_FILES places, -1 where none came. What is
 * no message gives message 0. */
int link_receive(int socket, struct link_words *ret, int *ret_files, struct err *err) PL_MUST_CHECK;
