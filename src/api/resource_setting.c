/* How an employer works: what has been said, and what is proposed. */
#include "api/parts.h"

static const char *const SETTING_COLUMNS[] = {"setting", "from", "until", "said_by", "said_at"};

/* Names stand for those who may know a manager's. */
static const char *who(const struct settings_told *told, const char *login)
{
	return told->names ? login : "";
}

static void put_asked(struct json_writer *w, const struct settings_told *told, const struct matter_row *row)
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
	json_text_or_null(w, "proposed_by", who(told, row->steps[0].login));
	rows_put_instant(w, "proposed_at", row->steps[0].instant);
	json_text_or_null(w, "note", row->steps[0].note);
	json_end(w, '}');
}

void resource_settings(struct buf *out, const struct picture *p, const struct settings_told *told)
{
	struct rows r = ROWS(out, RESOURCE_JSON, SETTING_COLUMNS);

	put_head(&r, p);
	rows_list(&r, "settings");
	for (size_t i = 0; i < told->rows_count; i++) {
		rows_begin(&r);
		rows_text(&r, setting_code(told->rows[i].setting));
		rows_date(&r, told->rows[i].when.from);
		rows_date(&r, told->rows[i].when.until);
		rows_text(&r, who(told, told->rows[i].by));
		rows_instant(&r, told->rows[i].instant);
		rows_end(&r);
	}
	rows_list_end(&r);
	json_begin_array(&r.json, "proposed");
	for (size_t i = 0; i < told->asked_count; i++)
		put_asked(&r.json, told, &told->asked[i]);
	json_end(&r.json, ']');
	rows_finish(&r);
}
