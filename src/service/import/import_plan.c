#include "service/import/import_plan.h"

/* In the spool a change is the facts that it is about, and `source` of each, which is for messages and no longer needed,
 * says which change: a replacement is two facts, before and after. */
int import_plan_case(struct import_plan *p, struct arena *a, const char *ref, const struct fact_change *changes, size_t count,
	struct err *err)
{
	struct case_facts facts = {.ref = ref};

	for (size_t i = 0; i < count; i++) {
		const struct fact *const both[] = {changes[i].before, changes[i].after};

		for (size_t k = 0; k < 2; k++)
			if (both[k] != NULL) {
				case_facts_add(a, &facts, both[k]);
				facts.facts[facts.count - 1].source = (int32_t)changes[i].op;
			}
	}
	return spool_add(p->cases, ref, facts.facts, facts.count, err);
}

/* What was judged to stand does, with the share that was told. */
static void take_ruling(const struct import_plan *p, const char *ref, struct fact *after)
{
	const struct import_gain *gain = after->kind == FACT_HOLDING && p->judged
		? import_gains_find(p->gains, p->gains_count, ref, after) : NULL;

	if (gain == NULL || !gain->stands)
		return;
	after->standing = HOLDING_STANDS;
	after->share = gain->share;
}

static size_t read_changes(const struct import_plan *p, struct arena *a, const struct case_facts *facts, struct fact_change **ret)
{
	struct fact_change *changes = arena_array(a, facts->count, sizeof *changes);
	size_t count = 0;

	for (size_t i = 0; i < facts->count; i++) {
		struct fact_change *c = &changes[count++];

		c->op = (enum change_op)facts->facts[i].source;
		if (c->op != CHANGE_ADD)
			c->before = &facts->facts[i];
		if (c->op == CHANGE_REPLACE)
			i++;
		if (c->op == CHANGE_WITHDRAW)
			continue;
		take_ruling(p, facts->ref, &facts->facts[i]);
		c->after = &facts->facts[i];
		/* A share that may not grow is no change. */
		if (c->op == CHANGE_REPLACE && p->judged && fact_same_value(c->before, c->after))
			count--;
	}
	*ret = changes;
	return count;
}

static int write_cases(const struct import_plan *p, struct commit *c, struct err *err)
{
	struct arena *a = arena_new();
	struct case_facts facts;
	int rc = 0;

	for (size_t i = 0; i < SPOOL_PARTITIONS && rc == 0; i++) {
		rc = spool_load(p->cases, i, err);
		while (rc == 0 && spool_next(p->cases, a, &facts)) {
			struct fact_change *changes;
			size_t count = read_changes(p, a, &facts, &changes);

			rc = commit_case(c, facts.ref, changes, count, err);
			arena_reset(a);
		}
	}
	arena_free(a);
	return rc;
}

int import_plan_write(const struct import_plan *p, struct commit *c, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < p->services_count && rc == 0; i++)
		rc = commit_service(c, p->services[i].code, p->services[i].name, err);
	if (rc == 0 && p->roster.changes_count > 0)
		rc = commit_roster(c, &p->roster, err);
	return rc == 0 ? write_cases(p, c, err) : rc;
}
