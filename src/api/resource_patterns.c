/* Patterns of a period: a row a figure, by pattern, team and contract; and in JSON the cases behind them. */
#include "api/parts.h"
#include "base/str.h"
#include "core/working_time.h"
#include "service/allocation/patterns.h"

static const char *const PATTERN_COLUMNS[] = {"pattern", "words", "team", "contract", "from", "to", "told", "count", "of", "of_what",
	"share_percent", "by_chance", "beyond_chance"};

static void put_figure(struct rows *r, const struct snapshot *s, const struct patterns *p, enum pattern pattern, int32_t team, int contract)
{
	const struct pattern_cell *c = pattern_at(p, pattern, team, contract);

	rows_begin(r);
	rows_text(r, pattern_code(pattern));
	rows_text(r, pattern_words(pattern));
	rows_text(r, team == TEAMS_ALL ? "" : team < 0 ? "-" : s->teams[team].code);
	rows_text(r, contract == CONTRACT_ALL ? "" : contract_kind_code((enum contract_kind)contract));
	rows_date(r, p->period.from);
	rows_date(r, p->period.until - 1);
	rows_bool(r, !c->untold);
	rows_int_or_null(r, c->untold ? -1 : c->count);
	rows_int_or_null(r, c->untold ? -1 : c->of);
	rows_text(r, pattern_of(pattern));
	rows_tenths_or_null(r, c->untold || c->of == 0 ? -1 : ((int64_t)c->count * 1000 + c->of / 2) / c->of);
	rows_tenths_or_null(r, c->untold ? -1 : c->expected_tenths);
	rows_bool(r, !c->untold && c->beyond_chance);
	rows_end(r);
}

/* Of one scope all contracts and each; of every other team that has something to count, all contracts. */
static void put_pattern(struct rows *r, const struct snapshot *s, const struct patterns *p, enum pattern pattern, int32_t scope)
{
	for (int contract = CONTRACT_ALL; contract < CONTRACT_KINDS; contract++)
		put_figure(r, s, p, pattern, scope, contract);
	for (int32_t team = -1; scope == TEAMS_ALL && team < (int32_t)p->teams_count; team++)
		if (pattern_at(p, pattern, team, CONTRACT_ALL)->of > 0)
			put_figure(r, s, p, pattern, team, CONTRACT_ALL);
}

static void put_case(struct json_writer *w, const struct snapshot *s, const struct pattern_case *c)
{
	bool named = c->ref[0] != '\0';

	json_begin_object(w, NULL);
	json_text(w, "pattern", pattern_code(c->pattern));
	json_text(w, "case", named ? c->ref : "restricted");
	json_date(w, "on", local_day(c->what->at));
	json_text_or_null(w, "team", c->what->team < 0 ? "" : s->teams[c->what->team].code);
	if (named && c->what->proposal_id != 0)
		json_int(w, "proposal", c->what->proposal_id);
	else
		json_put_null(w, "proposal");
	json_end(w, '}');
}

void resource_patterns(struct buf *out, enum resource_format format, const struct picture *p, const struct patterns_shown *shown,
	int32_t team)
{
	struct rows r = ROWS(out, format, PATTERN_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "patterns");
	for (int k = 0; k < PATTERNS; k++)
		put_pattern(&r, p->snap, &shown->all, (enum pattern)k, team);
	rows_list_end(&r);
	if (format == RESOURCE_JSON) {
		json_begin_array(&r.json, "cases");
		for (size_t i = 0; i < shown->cases_count; i++)
			put_case(&r.json, p->snap, &shown->cases[i]);
		json_end(&r.json, ']');
	}
	rows_finish(&r);
}
