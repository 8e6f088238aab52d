#include "service/codes.h"

#include <string.h>

#include "base/str.h"

void codes_add(struct codes *codes, const char *code)
{
	size_t n = strlen(code);

	for (size_t i = 0; i < codes->count; i++)
		if (str_equal(codes->rows[i], code))
			return;
	if (n == 0 || n >= CODE_SIZE || codes->count == CODES_MOST) {
		*codes = (struct codes){.count = 1, .all = true};
		return;
	}
	if (!codes->all)
		memcpy(codes->rows[codes->count++], code, n + 1);
}

bool codes_full(const struct codes *codes)
{
	return codes->all || codes->count == CODES_MOST;
}
