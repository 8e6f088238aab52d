#include "core/openness.h"

static const struct {
	const char *key, *code, *question;
} PARTS[OPENNESS_COUNT] = {
#define OPENNESS_ROW(name, key, code, question) {key, code, question},
	OPENNESS_PARTS(OPENNESS_ROW)
#undef OPENNESS_ROW
};

const char *openness_key(enum openness which)
{
	return PARTS[which].key;
}

const char *openness_code(enum openness which)
{
	return PARTS[which].code;
}

const char *openness_question(enum openness which)
{
	return PARTS[which].question;
}

static int64_t row_value(const struct published *p, const char *code)
{
	const struct published_row *row = published_row_shown(&p->rows, code);

	return row != NULL ? row->value : OPENNESS_UNSAID;
}

int64_t openness_value(const struct published *p, enum openness which)
{
	size_t of, said = published_figures_said(&p->rows, &of);

	switch (which) {
	case OPENNESS_FIGURES_SAID:
		return (int64_t)said;
	case OPENNESS_FIGURES_OF:
		return (int64_t)of;
	case OPENNESS_RECORDS_COMPLETE:
		return p->complete_percent >= 0 ? p->complete_percent : OPENNESS_UNSAID;
	case OPENNESS_AGREED_LIMITS:
		return (int64_t)p->agreements_count;
	case OPENNESS_PLAN_CASES:
		return p->has_plan && !p->plan_few ? p->plan_cases : OPENNESS_UNSAID;
	case OPENNESS_PLAN_DUE:
		return p->has_plan ? p->plan_due : OPENNESS_UNSAID;
	default:
		return row_value(p, PARTS[which].code);
	}
}
