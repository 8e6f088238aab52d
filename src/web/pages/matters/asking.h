/* asking.h: a page that asks for one thing about work: what it is about in figures with their working-out, and a short form. What is
 * refused shows it again with one sentence; what is done leads on.
 *
 * Such a page is a matter of today, and no browser keeps it.
 */
#pragma once

#include "core/matter.h"
#include "core/remark.h"
#include "web/form.h"
#include "web/pages/undo.h"

/* A figure, what it is of, and how it comes about. */
struct figure_view {
	const char *what, *figure, *note;
};

struct figures_view {
	const char *caption;
	const char *second, *third;   /* what the columns are; NULL: how much, and how it comes about */
	struct figure_view *rows; size_t rows_count, room;
};

void figures_add(struct arena *a, struct figures_view *f, const char *what, const char *figure, const char *note);
/* Load, capacity and every line of a post (a place in the picture), with who agreed it. */
void figures_add_post(const struct page_context *ctx, struct figures_view *f, int32_t post);
/* The same of a post as it would be. */
struct what_if;
void figures_add_what_if(const struct page_context *ctx, struct figures_view *f, int32_t post, const struct what_if *working_out);
/* A post as it is, as it would be with a case (places in the picture) as its lead, and the case as far as the viewer may read of it. */
void figures_add_with_case(const struct page_context *ctx, struct figures_view *f, int32_t post, int32_t place);
/* What a case needs a week, and who says so. */
void figures_add_case(const struct page_context *ctx, struct figures_view *f, int32_t place);

/* One question of a form. */
struct control_view {
	bool is_select, is_box;
	struct input_view input;
	struct select_view select;
	struct box_view box;
};

struct controls_view {
	struct control_view *items; size_t items_count;
};

/* All fields that have a label, in their order. In the arena. */
struct controls_view controls_of(const struct form *form, struct arena *a);

struct asking_view {
	struct page_view page;
	const char *section;      /* of the employer's navigation; NULL for none */
	const char *notice;             /* what was done just before; "" */
	const char *heading, *sentence; /* sentence: what follows from it */
	struct issues_view issues;
	struct undo_view undo;          /* of a page that its own form leads back to */
	struct figures_view figures;
	struct form_view form;
	struct controls_view controls;
	struct kept_field_view *hidden; size_t hidden_count, hidden_room; /* fields that nobody sees */
	const char *button;             /* "" where there is nothing to send */
	const char *instead_href, *instead; /* where it stands already, in place of a form; "" */
	const char *back_href, *back;
	const char *outcome;            /* where it leads when it is done */
};

/* Where the same is asked of a post (a place in the picture) and waits for an answer: *ret says so, with a link in place of a form. */
int asking_put_open(struct page_context *ctx, int32_t post, enum matter_kind kind, const char *ref, struct asking_view *view, bool *ret,
	struct err *err) PL_MUST_CHECK;

/* A field that nobody sees. */
void asking_hide(struct arena *a, struct asking_view *view, const char *name, const char *value);

enum { ASKING_FIELDS = 10 };

struct asking {
	const char *route;                                  /* its path in routes.def */
	const struct form_field *fields; size_t count;
	/* Choices and sentences that are not the same for all; may be NULL. */
	void (*ready)(struct page_context *ctx, struct form_field *fields);
	/* What stands in the form at first; may be NULL. */
	void (*begin)(const struct page_context *ctx, struct form *form);
	/* What the page says, and `outcome`. */
	int (*put)(struct page_context *ctx, const struct form *form, struct asking_view *view, struct err *err);
	/* What is asked, within the writer's turn (service/writer.h). */
	int (*send)(struct store *s, struct page_context *ctx, const struct form *form, const char *outcome, struct err *err);
};

int asking_page(struct page_context *ctx, struct response *res, const struct asking *asking, struct err *err) PL_MUST_CHECK;
int asking_post(struct page_context *ctx, const struct request *req, struct response *res, const struct asking *asking,
	struct err *err) PL_MUST_CHECK;

/* Runs it in the writer's turn. */
int write_in_turn(struct page_context *ctx, int (*send)(struct store *s, struct page_context *ctx, const struct form *form,
	const char *outcome, struct err *err), const struct form *form, const char *outcome, struct err *err) PL_MUST_CHECK;

/* An employer's address without the day: "", "/waiting"... */
const char *today_link(const struct page_context *ctx, const char *section, const char *code, const char *below);

/* "2.5 h". */
const char *hours_words(struct arena *a, int64_t minutes);

/* The post of the worker in the address that is meant: the one that the request names by number ("post"), else the first; a place, -1. */
int32_t meant_post(const struct page_context *ctx);
/* The viewer's own post through which they hold the case in the address; a place, -1. */
int32_t own_holding_post(const struct page_context *ctx, int32_t *ret_holding);
/* That through which they have agreed to hold it from a day to come; -1. */
int32_t own_coming_post(const struct page_context *ctx);

/* The words of a list of core/saying.h, to choose from. */
const struct form_choice *said_choices(struct arena *a, int list);
