/* The body of the daily children's social care API: one child is one record. Names, dates of birth, sex, ethnicity,
 * postcodes, pupil numbers and questionnaire scores are left out.
 *
 * What the body cannot say, and what is made of it:
 * - A care leaver has a contact and no dates: the stage runs from the earliest contact told until the closure.
 * - `purge` on a child withdraws all that is known of the case; on an episode, what the record tells of the episode;
 *   on a piece of work, that piece. What is purged is found by its dates: without one a warning says that nothing was
 *   found.
 */
#include <jansson.h>
#include <stdio.h>

#include "exchange/formats.h"
#include "exchange/json_elements.h"
#include "exchange/referral.h"
#include "exchange/report.h"

enum { PATH_BYTES = 160 };

struct api {
	struct report report;
	struct arena *arena;          /* of the child in hand */
	char path[PATH_BYTES];        /* of the object in hand, with a full stop behind it; "" for the child itself */
	struct case_facts facts;
	struct holding_told *holdings; size_t holdings_count, holdings_room;
	int32_t first_referral;
	size_t open_referrals;
	size_t told;                  /* pieces of the child, against the cap */
};

/* How each list of work in an episode is written. */
struct list_form {
	const char *list, *type, *start, *end, *conference;
};

static const struct list_form LISTS[] = {
	{"child_and_family_assessments", STAGE_ASSESSMENT, "start_date", "authorisation_date", NULL},
	{"child_in_need_plans", STAGE_IN_NEED, "start_date", "end_date", NULL},
	{"section_47_assessments", STAGE_ENQUIRY, "start_date", "end_date", "icpc_date"},
	{"child_protection_plans", STAGE_PROTECTION, "start_date", "end_date", NULL},
	{"child_looked_after_placements", STAGE_LOOKED_AFTER, "start_date", "end_date", NULL},
};

/* ---- paths and issues ---- */

/* Steps into an item of a list; returns where to step back to. */
static size_t step_in(struct api *p, const char *list, size_t index)
{
	size_t back = strlen(p->path);

	(void)snprintf(p->path + back, PATH_BYTES - back, "%s[%zu].", list, index);
	return back;
}

static void step_back(struct api *p, size_t back)
{
	p->path[back] = '\0';
}

static const char *full_path(struct api *p, const char *key)
{
	size_t n = strlen(p->path);

	/* The object itself, without the full stop. */
	if (key[0] == '\0')
		return arena_strndup(p->arena, p->path, n > 0 ? n - 1 : 0);
	return arena_printf(p->arena, "%s%s", p->path, key);
}

static int issue(struct api *p, const char *key, const char *code, const char *expected, struct err *err)
{
	return report_issue(&p->report, full_path(p, key), code, expected, err);
}

static int warning(struct api *p, const char *key, const char *code, const char *expected, struct err *err)
{
	return report_warning(&p->report, full_path(p, key), code, expected, err);
}

/* ---- values; null is the same as absent ---- */

static const json_t *value_of(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	return json_is_null(v) ? NULL : v;
}

static int read_text(struct api *p, const json_t *object, const char *key, struct str *ret, struct err *err)
{
	const json_t *v = value_of(object, key);

	if (v == NULL)
		return 0;
	if (!json_is_string(v))
		return issue(p, key, "wrong-type", "a text", err);
	*ret = str_trim((struct str){json_string_value(v), json_string_length(v)});
	return 0;
}

static int read_date(struct api *p, const json_t *object, const char *key, int32_t *ret, struct err *err)
{
	struct str text = {"", 0};
	int rc = read_text(p, object, key, &text, err);

	if (rc < 0 || text.len == 0 || date_parse_iso(text.at, text.len, ret))
		return rc;
	return issue(p, key, "bad-date", REPORT_DATE, err);
}

/* Some systems write 0 and 1, or the words, for false and true. */
static int read_flag(struct api *p, const json_t *object, const char *key, bool *ret, struct err *err)
{
	const json_t *v = value_of(object, key);

	if (v == NULL)
		return 0;
	if (json_is_boolean(v))
		*ret = json_is_true(v);
	else if (json_is_integer(v) && (json_integer_value(v) == 0 || json_integer_value(v) == 1))
		*ret = json_integer_value(v) == 1;
	else if (!json_is_string(v) || !england_yes_no(str_of(json_string_value(v)), ret))
		return issue(p, key, "wrong-type", "true or false", err);
	return 0;
}

/* A code that is not known is left out, and the rest of the record stands. */
static int find_code(struct api *p, const char *key, enum england_set set, struct str text,
	const struct england_code **ret, struct err *err)
{
	const struct england_code *code = england_find(set, text);

	if (text.len == 0)
		return 0;
	if (code == NULL)
		return warning(p, key, "unknown-code", england_expected(set), err);
	if (!code->nothing)
		*ret = code;
	return 0;
}

/* A list, empty where there is none. A single object counts as a list of one. */
static int check_list(struct api *p, const json_t *object, const char *key, const json_t **ret, struct err *err)
{
	const json_t *v = value_of(object, key);

	*ret = v;
	if (v == NULL || json_is_array(v) || json_is_object(v))
		return 0;
	*ret = NULL;
	return issue(p, key, "wrong-type", "a list", err);
}

static size_t list_count(const json_t *list)
{
	return json_is_object(list) ? 1 : json_array_size(list);
}

static const json_t *list_item(const json_t *list, size_t i)
{
	return json_is_object(list) ? list : json_array_get(list, i);
}

/* Reads every object of a list with `read`. */
static int each_object(struct api *p, const json_t *object, const char *key,
	int (*read)(struct api *p, const json_t *item, void *with, struct err *err), void *with, struct err *err)
{
	const json_t *list;
	int rc = check_list(p, object, key, &list, err);

	for (size_t i = 0; rc == 0 && i < list_count(list); i++) {
		const json_t *item = list_item(list, i);
		size_t back = step_in(p, key, i);

		if (p->told++ == INTAKE_RECORD_FACTS) {
			rc = issue(p, "", "too-many", "at most 5000 dates and factors of one child", err);
			i = list_count(list);
		} else if (p->told <= INTAKE_RECORD_FACTS) {
			rc = json_is_object(item) ? read(p, item, with, err) : issue(p, "", "wrong-type", "an object", err);
		}
		step_back(p, back);
	}
	return rc;
}

/* Reads a list of codes; `add` is called for each that is known. */
static int each_code(struct api *p, const json_t *object, const char *key, enum england_set set,
	void (*add)(struct api *p, const struct england_code *code, void *with), void *with, struct err *err)
{
	const json_t *list = value_of(object, key);
	int rc = 0;

	if (list != NULL && !json_is_array(list))
		return issue(p, key, "wrong-type", "a list of codes", err);
	for (size_t i = 0; rc == 0 && i < json_array_size(list) && p->told < INTAKE_RECORD_FACTS; i++) {
		const json_t *item = json_array_get(list, i);
		const struct england_code *code = NULL;

		p->told++;
		if (!json_is_string(item))
			return issue(p, key, "wrong-type", "a list of codes", err);
		rc = find_code(p, key, set, str_trim(str_of(json_string_value(item))), &code, err);
		if (code != NULL)
			add(p, code, with);
	}
	return rc;
}

/* ---- work within an episode ---- */

struct work_context {
	const struct list_form *form;
	struct referral *referral;
};

static void add_factor(struct api *p, const struct england_code *code, void *with)
{
	referral_add_factor(p->arena, with, code);
}

static int read_work_dates(struct api *p, const json_t *item, const struct list_form *form, struct referral_work *w,
	struct err *err)
{
	int rc = read_flag(p, item, "purge", &w->purge, err);

	if (rc == 0)
		rc = read_date(p, item, form->start, &w->when.from, err);
	if (rc == 0)
		rc = read_date(p, item, form->end, &w->when.until, err);
	if (rc == 0 && form->conference != NULL)
		rc = read_date(p, item, form->conference, &w->conference, err);
	return rc;
}

static int lacks_start(struct api *p, const char *key, bool purge, struct err *err)
{
	if (p->report.bad)
		return 0;
	if (purge)
		return warning(p, key, "purge-without-date", "the date of what is to go: nothing was found by its number",
			err);
	return issue(p, key, "missing", REPORT_DATE, err);
}

static int read_work(struct api *p, const json_t *item, void *with, struct err *err)
{
	const struct work_context *context = with;
	const struct list_form *form = context->form;
	struct referral *r = context->referral;
	struct referral_work w = {.type = form->type, .when = {DAY_MIN, DAY_MAX}, .conference = DAY_MAX};
	int rc = read_work_dates(p, item, form, &w, err);

	if (rc < 0)
		return rc;
	if (w.when.from == DAY_MIN)
		return lacks_start(p, form->start, w.purge || r->purge, err);
	if (w.when.until < w.when.from)
		return issue(p, form->end, "ends-before-start", "a date on or after the start", err);
	if (w.conference < w.when.from)
		return issue(p, form->conference, "ends-before-start", "a date on or after the start", err);
	if (referral_work_is_late(r, &w))
		return warning(p, form->start, "after-closure",
			"nothing that starts after the closure date; this is left out", err);
	*ARENA_PUSH(p->arena, &r->works, &r->works_count, &r->works_room) = w;
	return each_code(p, item, "factors", ENGLAND_FACTOR, add_factor, r, err);
}

/* Keeps the earliest of the contacts. */
static int read_contact(struct api *p, const json_t *item, void *with, struct err *err)
{
	int32_t *first = with, contact = DAY_MAX;
	int rc = read_date(p, item, "contact_date", &contact, err);

	*first = contact < *first ? contact : *first;
	return rc;
}

static int read_care_leaver(struct api *p, const json_t *episode, struct referral *r, struct err *err)
{
	int32_t first = DAY_MAX;
	int rc = each_object(p, episode, "care_leavers", read_contact, &first, err);
	struct referral_work w = {.type = STAGE_CARE_LEAVER, .when = {first, DAY_MAX}, .conference = DAY_MAX};

	if (rc == 0 && first != DAY_MAX && !referral_work_is_late(r, &w))
		*ARENA_PUSH(p->arena, &r->works, &r->works_count, &r->works_room) = w;
	return rc;
}

static int read_works(struct api *p, const json_t *episode, struct referral *r, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0] && rc == 0; i++)
		rc = each_object(p, episode, LISTS[i].list, read_work, &(struct work_context){&LISTS[i], r}, err);
	return rc < 0 ? rc : read_care_leaver(p, episode, r, err);
}

/* ---- who works on it ---- */

static const char *worker_key(struct api *p, struct str id)
{
	char *key = arena_strndup(p->arena, id.at, id.len);

	for (char *c = key; england_is_registration(id) && *c != '\0'; c++)
		*c = *c >= 'a' ? (char)(*c - 'a' + 'A') : *c;
	return key;
}

static int read_holding(struct api *p, const json_t *item, void *with, struct err *err)
{
	const struct referral *r = with;
	struct holding_told h = {.worker = {"", "", ""}, .team = "", .when = {DAY_MIN, DAY_MAX}, .role = HOLDING_LEAD,
		.open_is_said = true, .share = -1, .reason = "", .purge = r->purge, .told_in = r->when.from};
	struct str id = {"", 0};
	int rc = read_text(p, item, "worker_id", &id, err);

	if (rc == 0)
		rc = read_date(p, item, "start_date", &h.when.from, err);
	if (rc == 0)
		rc = read_date(p, item, "end_date", &h.when.until, err);
	if (rc < 0 || p->report.bad)
		return rc;
	if (id.len == 0)
		return issue(p, "worker_id", "missing", "the worker's registration number or staff id", err);
	if (id.len > INTAKE_REF || !str_is_clean_utf8(id))
		return issue(p, "worker_id", "bad-id", "at most 40 characters of text", err);
	if (h.when.from == DAY_MIN)
		return lacks_start(p, "start_date", h.purge, err);
	if (h.when.until < h.when.from)
		return issue(p, "end_date", "ends-before-start", "a date on or after the start", err);
	h.worker.key = worker_key(p, id);
	*ARENA_PUSH(p->arena, &p->holdings, &p->holdings_count, &p->holdings_room) = h;
	return 0;
}

/* ---- an episode ---- */

static int read_closure(struct api *p, const json_t *episode, struct referral *r, struct err *err)
{
	struct str reason = {"", 0};
	int rc = read_date(p, episode, "closure_date", &r->when.until, err);

	if (rc == 0)
		rc = read_text(p, episode, "closure_reason", &reason, err);
	if (rc == 0)
		rc = find_code(p, "closure_reason", ENGLAND_CLOSURE, reason, &r->closure, err);
	if (rc < 0 || p->report.bad)
		return rc;
	if (r->when.until == DAY_MAX && r->closure != NULL)
		return warning(p, "closure_date", "missing", "a closure date beside the reason for closure", err);
	if (r->when.until != DAY_MAX && reason.len == 0 && !r->purge)
		return warning(p, "closure_reason", "missing", england_expected(ENGLAND_CLOSURE), err);
	return 0;
}

static int read_episode_values(struct api *p, const json_t *episode, struct referral *r, struct err *err)
{
	int rc = read_flag(p, episode, "purge", &r->purge, err);

	if (rc == 0)
		rc = read_date(p, episode, "referral_date", &r->when.from, err);
	if (rc == 0)
		rc = read_flag(p, episode, "referral_no_further_action_flag", &r->no_further_action, err);
	return rc < 0 ? rc : read_closure(p, episode, r, err);
}

static int read_episode(struct api *p, const json_t *episode, void *with, struct err *err)
{
	struct referral r = {.when = {DAY_MIN, DAY_MAX}};
	int rc = read_episode_values(p, episode, &r, err);

	(void)with;
	if (rc < 0)
		return rc;
	if (r.when.from == DAY_MIN)
		return lacks_start(p, "referral_date", r.purge, err);
	if (r.when.until < r.when.from)
		return issue(p, "closure_date", "ends-before-start", "a date on or after referral_date", err);
	rc = read_works(p, episode, &r, err);
	if (rc == 0)
		rc = each_object(p, episode, "care_worker_details", read_holding, &r, err);
	if (rc < 0 || p->report.bad)
		return rc;
	referral_facts(p->arena, &r, &p->facts);
	if (r.when.from < p->first_referral)
		p->first_referral = r.when.from;
	if (r.when.until == DAY_MAX && !r.no_further_action && !r.purge)
		p->open_referrals++;
	return 0;
}

/* ---- a child ---- */

static void add_disability(struct api *p, const struct england_code *code, void *with)
{
	struct fact f = fact_blank(FACT_FACTOR);

	f.code = code->factor;
	f.when = (struct days){p->first_referral, DAY_MAX};
	f.purge = *(const bool *)with;
	case_facts_add(p->arena, &p->facts, &f);
}

static int read_details(struct api *p, const json_t *child, struct err *err)
{
	const json_t *details = value_of(child, "child_details");
	bool purge = false;
	int rc;

	if (details == NULL || p->first_referral == DAY_MAX)
		return 0;
	if (!json_is_object(details))
		return issue(p, "child_details", "wrong-type", "an object", err);
	(void)snprintf(p->path, PATH_BYTES, "child_details.");
	rc = read_flag(p, details, "purge", &purge, err);
	if (rc == 0)
		rc = each_code(p, details, "disabilities", ENGLAND_DISABILITY, add_disability, &purge, err);
	p->path[0] = '\0';
	return rc;
}

static int read_ref(struct api *p, const json_t *child, const struct json_elements *from, struct err *err)
{
	struct str id = {"", 0};
	int rc = read_text(p, child, "la_child_id", &id, err);

	if (rc < 0 || p->report.bad)
		return rc;
	if (id.len == 0)
		return issue(p, "la_child_id", "missing", "the child's reference", err);
	if (id.len > INTAKE_REF)
		return issue(p, "la_child_id", "too-long", "at most 40 characters", err);
	if (!england_is_case_ref(id))
		return issue(p, "la_child_id", "bad-id", ENGLAND_REF_EXPECTED, err);
	p->facts.ref = arena_strndup(p->arena, id.at, id.len);
	(void)snprintf(p->report.place, REPORT_PLACE, "record %zu (%s), line %lld", from->count, p->facts.ref,
		(long long)from->element_line);
	return 0;
}

static int hand_over(struct api *p, struct err *err)
{
	struct case_told told = {.ref = p->facts.ref, .team = "", .facts = p->facts.facts, .facts_count = p->facts.count,
		.holdings = p->holdings, .holdings_count = p->holdings_count};

	return p->report.to->case_told(p->report.to->context, &told, err);
}

static int read_child_whole(struct api *p, const json_t *child, struct err *err)
{
	int rc = each_object(p, child, "social_care_episodes", read_episode, NULL, err);

	if (rc == 0)
		rc = read_details(p, child, err);
	if (rc < 0 || p->report.bad)
		return rc;
	if (p->first_referral == DAY_MAX)
		return warning(p, "social_care_episodes", "missing", "at least one episode: the child is no case without",
			err);
	if (p->open_referrals > 1)
		rc = warning(p, "social_care_episodes", "two-open", "at most one episode without a closure date", err);
	return rc < 0 ? rc : hand_over(p, err);
}

static void start_child(struct api *p, const struct json_elements *from)
{
	arena_reset(p->arena);
	p->report.bad = false;
	p->path[0] = '\0';
	p->facts = (struct case_facts){.ref = ""};
	p->holdings = NULL;
	p->holdings_count = p->holdings_room = 0;
	p->first_referral = DAY_MAX;
	p->open_referrals = p->told = 0;
	(void)snprintf(p->report.place, REPORT_PLACE, "record %zu, line %lld", from->count, (long long)from->element_line);
}

static int read_child(struct api *p, const json_t *child, const struct json_elements *from, struct err *err)
{
	struct fact f = fact_blank(FACT_CASE);
	int rc;

	start_child(p, from);
	rc = read_ref(p, child, from, err);
	if (rc == 0)
		rc = read_flag(p, child, "purge", &f.purge, err);
	if (rc < 0 || p->report.bad)
		return rc;
	f.service = ENGLAND_SERVICE;
	case_facts_add(p->arena, &p->facts, &f);
	return f.purge ? hand_over(p, err) : read_child_whole(p, child, err);
}

/* The parser's own messages quote the file. */
static const char *words_of(enum json_error_code code)
{
	switch (code) {
	case json_error_invalid_utf8:
		return "bytes that are no text, expected UTF-8";
	case json_error_duplicate_key:
		return "a name stands twice in one object";
	case json_error_numeric_overflow:
		return "a number that is too large";
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "a text with a zero byte (\\u0000)";
	default:
		return "not JSON, expected names and values with a comma between each two";
	}
}

static int read_element(struct api *p, const struct json_elements *from, struct str text, struct err *err)
{
	json_error_t wrong;
	json_t *child = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &wrong);
	int rc;

	if (child == NULL)
		return err_set(err, PL_INVALID, "line %lld: %s", (long long)(from->element_line + wrong.line - 1),
			words_of(json_error_code(&wrong)));
	rc = read_child(p, child, from, err);
	json_decref(child);
	return rc;
}

static int read_source(struct source *from, const char *name, const struct intake *to, struct err *err)
{
	struct api p = {.report = {.to = to, .file = name}, .arena = arena_new()};
	struct json_elements elements;
	struct str text;
	int rc = json_elements_open(&elements, from, "children", err);

	if (rc == 0)
		while ((rc = json_elements_next(&elements, &text, err)) > 0) {
			rc = read_element(&p, &elements, text, err);
			if (rc < 0)
				break;
		}
	json_elements_close(&elements);
	arena_free(p.arena);
	source_close(from);
	return rc;
}

int csc_api_read(const struct input *in, const struct intake *to, struct err *err)
{
	struct source from;

	source_open(&from, in, to);
	return read_source(&from, in->name, to, err);
}

int csc_api_read_bytes(const char *bytes, size_t n, const char *name, const struct intake *to, struct err *err)
{
	struct source from;

	source_of_bytes(&from, bytes, n, to);
	return read_source(&from, name, to, err);
}
