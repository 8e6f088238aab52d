#include "core/inspection.h"

static const struct {
	const char *code, *words;
} JUDGED[JUDGEMENTS] = {
	[JUDGED_NOT] = {"", ""},
	[JUDGED_OUTSTANDING] = {"outstanding", "Outstanding"},
	[JUDGED_GOOD] = {"good", "Good"},
	[JUDGED_REQUIRES_IMPROVEMENT] = {"requires-improvement", "Requires improvement to be good"},
	[JUDGED_INADEQUATE] = {"inadequate", "Inadequate"},
};

bool judgement_parse(struct str words, enum judgement *ret)
{
	for (int i = 0; i < JUDGEMENTS; i++) {
		if (str_is_ignoring_case(str_trim(words), JUDGED[i].words)) {
			*ret = (enum judgement)i;
			return true;
		}
	}
	return false;
}

const char *judgement_words(enum judgement j)
{
	return JUDGED[j].words;
}

const char *judgement_code(enum judgement j)
{
	return JUDGED[j].code;
}
