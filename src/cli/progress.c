#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

enum { BAR_WIDTH = 30, NAME_WIDTH = 40 };

struct progress_bar progress_bar(void)
{
	return (struct progress_bar){isatty(STDERR_FILENO) == 1, -1};
}

/* The last part of a path, which is what tells files apart. */
static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

void progress_draw(struct progress_bar *bar, const char *what, uint64_t done, uint64_t total)
{
	static const char FULL[] = "##############################";
	int64_t thousandths = total > 0 ? (int64_t)(done * 1000 / total) : 1000;
	char name[NAME_WIDTH + 1];
	int full;

	if (!bar->shown || thousandths == bar->drawn)
		return;
	if (thousandths > 1000)
		thousandths = 1000;
	bar->drawn = thousandths;
	full = (int)(thousandths * BAR_WIDTH / 1000);
	(void)snprintf(name, sizeof name, "%s", base_name(what));
	str_make_clean(name);
	(void)fprintf(stderr, "\r[%.*s%*s] %3d %%  %-*s", full, FULL, BAR_WIDTH - full, "", (int)(thousandths / 10),
		NAME_WIDTH, name);
}

void progress_end(struct progress_bar *bar)
{
	if (bar->shown && bar->drawn >= 0)
		(void)fprintf(stderr, "\r%*s\r", BAR_WIDTH + 52, "");
	bar->drawn = -1;
}
