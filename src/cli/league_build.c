/* league build: the public league as plain files for any web host, whole or not at all. */
#include "cli/league_build.h"

#include "base/json_writer.h"
#include "secure/signature.h"
#include "service/league/league_picture.h"
#include "service/league/site_folder.h"
#include "service/ledger/witnesses.h"
#include "web/pages/league/league_site.h"

/* The key with which this database's own employers sign, as a line; "" if none is named. PL_INVALID if one of them
 * signed what is shown with another. */
static int read_key(const struct options *o, const struct league_picture *p, char ret_line[KEY_LINE], struct err *err)
{
	struct public_key key;
	int rc = o->public_key != NULL ? public_key_load(o->public_key, &key, err) : 0;

	ret_line[0] = '\0';
	if (rc < 0 || o->public_key == NULL)
		return rc;
	for (size_t i = 0; rc == 0 && i < p->checks_count; i++) {
		rc = p->checks[i].employer_id != 0 ? note_check(&key, p->checks[i].note, err) : 0;
		if (rc < 0)
			(void)err_prefix(err, "version %d of the health check of %.100s", p->checks[i].published->version,
				p->checks[i].published->name);
	}
	if (rc == 0)
		public_key_line(&key, ret_line);
	return rc;
}

static int build(const struct league_picture *p, const char *key, const char *path, struct err *err)
{
	struct site_folder *folder;
	int rc = site_folder_begin(path, &folder, err);

	if (rc < 0)
		return rc;
	rc = league_site_write(p, key, folder, err);
	if (rc == 0)
		rc = site_folder_finish(folder, err);
	site_folder_free(folder);
	return rc;
}

static int tell(const struct options *o, int year)
{
	struct buf out = BUF_INIT(16 * 1024);
	struct json_writer w = json_to(&out);

	if (o->json) {
		json_begin_object(&w, NULL);
		json_text(&w, "folder", o->arguments[1]);
		json_int(&w, "year", year);
		json_end(&w, '}');
		buf_putc(&out, '\n');
	} else {
		buf_putf(&out, "%s: the league up to %d. Any web host can show it; it begins with index.html.\n",
			o->arguments[1], year);
	}
	return print_buf(&out);
}

int league_build(const struct options *o)
{
	const struct league_picture *p = NULL;
	struct store *store = NULL;
	char key[KEY_LINE];
	struct err err;
	int year = 0, rc = store_open(o->db, STORE_READ, &store, &err);

	if (rc == 0)
		rc = league_picture_load(store, &p, &err);
	if (rc == 0)
		rc = read_key(o, p, key, &err);
	if (rc == 0) {
		year = p->funnel_year;
		rc = build(p, key, o->arguments[1], &err);
	}
	league_picture_drop(p);
	store_close(store);
	return rc == 0 ? tell(o, year) : command_fails(&err);
}
