/* progress.h: a bar on a terminal while files are read; nothing where standard error is no terminal. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct progress_bar {
	bool shown;      /* standard error is a terminal */
	int64_t drawn;   /* thousandths drawn last; -1 for none */
};

struct progress_bar progress_bar(void);
void progress_draw(struct progress_bar *bar, const char *what, uint64_t done, uint64_t total);
/* Wipes the line. */
void progress_end(struct progress_bar *bar);
