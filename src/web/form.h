/* form.h: what a form may bring, declared: a table of fields, each with what checks it.
 *
 * A handler reads the whole form at once and gets checked values, or a list of issues, one sentence for each field that is
 * wrong; the same list is shown above the form (error summary) and at its fields. Values come back into the form except
 * secrets. A field that was not declared, or that comes twice, is no mistake of a person's: such a request is refused whole.
 *
 *	enum { LOGIN, PASS_PHRASE, SIGN_IN_FIELDS };
 *	static const struct form_field FIELDS[SIGN_IN_FIELDS] = {
 *		[LOGIN] = {"login", "Login", form_check_text, .most = 64, .autocomplete = "username"},
 *		[PASS_PHRASE] = {"password", "Password", form_check_secret, .most = 512, .autocomplete = "current-password"}};
 *	...
 *	rc = form_read(ctx->request, FIELDS, SIGN_IN_FIELDS, &form, err);
 *	if (rc == 0 && form.issues_count == 0) ... form.values[LOGIN].text ...
 */
#pragma once

#include <stdbool.h>

#include "web/http.h"

enum { FORM_FIELDS = 65 };

/* What every form of ours carries beside its own fields. */
#define FORM_TOKEN "token" /* csrf.h */
#define FORM_ONCE "once"   /* so that sending it twice changes something once */

struct form_field;

/* One possible answer to a question. */
struct form_choice {
	const char *code, *words;
};

struct form_value {
	const char *text; /* "" where nothing was given; trimmed but for secrets */
	bool is_set;      /* something was given; of a box to tick: it is ticked */
};

/* Looks at what was given, which is not empty; may trim or fold it. PL_INVALID with a sentence for the person. */
typedef int form_check(struct arena *a, const struct form_field *field, struct form_value *value, struct err *err);

struct form_field {
	const char *name;  /* in the request, and the id of its input on the page */
	const char *label; /* what it is called on the page and in sentences: "Password" */
	form_check *check;
	size_t most;       /* longest, in bytes */
	int32_t least, greatest; /* for form_check_whole */
	bool optional;
	const struct form_choice *choices; /* for form_check_choice; ended by a NULL code */
	const char *const *groups;         /* what heads each of them, those of one group side by side; NULL: they have no groups */
	const char *hint, *autocomplete, *inputmode;
	const char *missing; /* what to say where nothing was given and the label does not say what to give; NULL: the label does */
};

struct form_issue {
	const char *field, *sentence; /* "" for an issue of the form as a whole */
};

struct form {
	const struct form_field *fields; size_t count;
	struct form_value values[FORM_FIELDS];
	struct form_issue issues[FORM_FIELDS + 1]; size_t issues_count;
};

/* An empty one, to be shown. */
void form_begin(struct form *f, const struct form_field *fields, size_t count);

/* Reads what the request brings. 0 also where there are issues; PL_INVALID if a field comes twice or is not one of the form's. */
int form_read(const struct request *r, const struct form_field *fields, size_t count, struct form *ret, struct err *err)
	PL_MUST_CHECK;

/* Notes what was found wrong later; `field` is its place in the table, -1 for the form as a whole. One issue a field. */
void form_add_issue(struct form *f, struct arena *a, int field, const char *sentence);

/* What a field of a form that is shown for the first time holds. */
void form_prefill(struct form *f, int field, const char *text);

/* A whole number of at most nine digits, as it stands in a field or in an address; 0 for anything else. */
int32_t form_number(const char *text);

/* The single value of a field of any form; NULL if it is missing or comes twice. */
const char *form_field_of(const struct request *r, const char *name);

/* What a field for a remark (core/remark.h) says of itself. */
#define FORM_REMARK_HINT "One line about the work, at most 200 characters. Nothing about the child, and no dates."

form_check form_check_text;   /* one line of text */
form_check form_check_lines;  /* several, with tabs or without */
form_check form_check_secret; /* as it was typed, and never shown again */
form_check form_check_choice; /* one of the choices */
form_check form_check_box;    /* a box to tick: its value is "yes" */
form_check form_check_day;    /* a date, yyyy-mm-dd */
form_check form_check_whole;  /* a whole number within the bounds of the field */
form_check form_check_hours;  /* hours, as form_minutes reads them */
form_check form_check_time;   /* a time of day, as form_of_day reads it */

/* What such fields say once they have been checked: a day; minutes; minutes since midnight, -1 for what is no time. */
int32_t form_day(const struct form_value *value);
int32_t form_minutes(const struct form_value *value);
int32_t form_of_day(const struct form_value *value);

/* ---- on the page ---- */

/* What stands above an input. */
struct field_view {
	const char *name, *label, *hint, *error; /* hint and error "" where there is none */
	bool described;                          /* by either */
};

struct input_view {
	struct field_view field;
	const char *value, *type, *autocomplete, *inputmode; /* "" where there is none */
};

/* For several lines. */
struct text_area_view {
	struct field_view field;
	const char *value;
};

struct choice_view {
	const char *code, *words;
	bool chosen;
	const char *group; /* what begins with it; "" */
	bool ends_group;
};

struct select_view {
	struct field_view field;
	const char *none; /* what stands where nothing is chosen: "Choose one" unless the page says otherwise */
	const struct choice_view *choices; size_t choices_count;
};

struct box_view {
	const char *name, *label;
	bool ticked;
};

/* A field that was filled in, to be sent again unseen. */
struct kept_field_view {
	const char *name, *value;
};

struct issue_view {
	const char *href, *sentence;
};

struct issues_view {
	const struct issue_view *items; size_t items_count;
};

/* The input of a field with what was typed; of one with choices. In the arena. */
struct text_area_view form_text_area(const struct form *f, int at);
struct input_view form_input(const struct form *f, int field);
struct select_view form_select(const struct form *f, struct arena *a, int field);
struct box_view form_box(const struct form *f, int field);
struct issues_view form_issues(const struct form *f, struct arena *a);
