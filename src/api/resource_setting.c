/* How an employer works: what has been said, and what is proposed. */
#include "api/parts.h"

static const char *const SETTING_COLUMNS[] = {"setting", "from", "until", "said_by", "said_at"};

/* Names stand for those who may know a manager's. */
static const char *who(const struct settings_shown *shown, const char *login)
{
	return shown->names ? login : "";
}

static void put_asked(struct json_writer *w, const struct settings_shown *shown, const struct matter_row *row)
{
	enum setting setting;
	bool on;

	if (!setting_asked_parse(row->code, &setting, &on) || row->steps_count == 0)
		return;
	json_begin_object(w, NULL);
	json_int(w, "matter", row->id);
	json_text(w, "setting", setting_code(setting));
	json_bool(w, "on", on);
	json_date(w, "from", row->when.from);
	json_text_or_null(w, "proposed_by", who(shown, row->steps[0].login));
	rows_put_instant(w, "proposed_at", row->steps[0].instant);
	json_text_or_null(w, "note", row->steps[0].note);
	json_end(w, '}');
}

void resource_settings(struct buf *out, const struct picture *p, const struct settings_shown *shown)
{
	struct rows r = ROWS(out, RESOURCE_JSON, SETTING_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "settings");
	for (size_t i = 0; i < shown->rows_count; i++) {
		rows_begin(&r);
		rows_text(&r, setting_code(shown->rows[i].setting));
		rows_date(&r, shown->rows[i].when.from);
		rows_date(&r, shown->rows[i].when.until);
		rows_text(&r, who(shown, shown->rows[i].by));
		rows_instant(&r, shown->rows[i].instant);
		rows_end(&r);
	}
	rows_list_end(&r);
	json_begin_array(&r.json, "proposed");
	for (size_t i = 0; i < shown->asked_count; i++)
		put_asked(&r.json, shown, &shown->asked[i]);
	json_end(&r.json, ']');
	rows_finish(&r);
}
