/* The ledger, as those who look after what others do see it. */
#include "api/parts.h"

static const char *const ENTRY_COLUMNS[] = {"entry", "instant", "actor", "action", "words", "object", "figures", "rows_made",
	"rows_ended", "rows_erased", "undone_by", "payload_erased", "hash"};

static void put_entry(struct rows *r, const struct audit_entry *e)
{
	rows_begin(r);
	rows_int(r, e->sequence);
	rows_instant(r, e->instant);
	rows_text(r, e->actor);
	rows_text(r, e->action);
	rows_text(r, e->words);
	rows_text(r, e->object);
	rows_text(r, e->figures);
	rows_int(r, e->made);
	rows_int(r, e->ended);
	rows_int(r, e->blanked);
	rows_int_or_null(r, e->undone_by > 0 ? e->undone_by : -1);
	rows_bool(r, e->erased);
	rows_text(r, e->hash);
	rows_end(r);
}

void resource_ledger(struct buf *out, enum resource_format format, const struct picture *p, const struct audit *audit)
{
	struct rows r = ROWS(out, format, ENTRY_COLUMNS);

	put_head(&r, p);
	if (format == RESOURCE_JSON)
		json_bool(&r.json, "more", audit->more);
	rows_list(&r, "entries");
	for (size_t i = 0; i < audit->count; i++)
		put_entry(&r, &audit->entries[i]);
	rows_list_end(&r);
	rows_finish(&r);
}
