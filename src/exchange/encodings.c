#include "exchange/encodings.h"

#include <iconv.h>
#include <stddef.h>

#include "base/arena.h"

struct encodings {
	iconv_t windows; /* while it is open the library keeps what it has loaded */
};

struct encodings *encodings_load(void)
{
	struct encodings *e = mem_alloc(sizeof *e);

	e->windows = iconv_open("UTF-8", "WINDOWS-1252");
	return e;
}

struct encodings *encodings_free(struct encodings *e)
{
	if (e != NULL && e->windows != (iconv_t)-1)
		(void)iconv_close(e->windows);
	mem_free(e);
	return NULL;
}
