/* table.h: rows of named columns, from a CSV file or a sheet of a workbook, read as a format declares them.
 *
 * A format is a table of fields: the column's name, whether it must be there, and what kind of value it holds. A row comes
 * out as typed, checked values, or as issues that name the place, the column and what was expected; values themselves never
 * stand in an issue, for they may be personal. Columns that a format does not declare are not looked at.
 *
 * Names of columns are compared by their letters and digits alone, without case: "Case Status" is "case_status".
 * Words that spreadsheets leave for an error ("#N/A") are blanks, every run of white space in a text, also no-break spaces
 * and line ends, is one space, and characters without width are dropped.
 */
#pragma once

#include "base/str.h"
#include "exchange/intake.h"

enum { TABLE_FIELDS = 24 };

enum field_kind {
	FIELD_TEXT,     /* any text up to INTAKE_TEXT bytes */
	FIELD_CODE,     /* as a scheme names it; blanks and '-' become '_', letters small: "Care Act review". What has a ':' is
	                 * of an official set and kept as it is spelt there: "need:N1". Words with blanks have to be a code of a
	                 * scheme that is known (has_code_shape) */
	FIELD_WORD,     /* a code as it is spelt */
	FIELD_REMARK,   /* likewise, and whatever is none is left out with a warning: the row stands without it */
	FIELD_REF,      /* of a case, without blanks */
	FIELD_DATE,     /* in `number` */
	FIELD_NUMBER,   /* whole, from `least` to `most` */
	FIELD_FRACTION, /* in `number`, in units of 1/10^places, at most `most` units */
	FIELD_YES_NO,   /* 0 or 1 in `number` */
	FIELD_CHOICE    /* `value` of the choice in `number` */
};

enum field_need {
	NEED_NOTHING, /* may be left out */
	NEED_COLUMN,  /* the column must be there, cells may be blank */
	NEED_VALUE    /* no cell may be blank */
};

/* A word of a closed list. Compared by letters and digits, with or without a letter in front: "a) Looked after child". */
struct choice {
	const char *word;
	int value;
};

struct field {
	const char *name;
	const char *also;             /* other names of the column, separated by '|'; NULL for none */
	enum field_kind kind;
	enum field_need need;
	const char *expected;         /* the clause for issues; NULL: as the kind has it */
	int64_t least, most;
	int places;
	const struct choice *choices; /* ends with a NULL word */
	bool may_be_open;             /* the word `open` may stand in place of a date: there is no end */
	const char *blanks;           /* words that mean that there is nothing, separated by '|'; NULL for none */
};

struct value {
	bool said;
	bool open;        /* the word `open` stands there: not said as a value, but more than a blank */
	const char *text; /* "" if not said */
	int64_t number;
};

struct table;

/* A format whose rows are all of one kind. */
struct table_format {
	const struct field *fields;
	size_t fields_count;
	/* Hands the row in `t->values` over. Raises issues of its own with table_issue and then hands nothing over. */
	int (*hand_over)(struct table *t, struct err *err);
	/* After the last row; may be NULL. */
	int (*finish)(struct table *t, struct err *err);
	bool warns_of_strangers; /* an unknown column gets a warning */
};

struct table {
	const struct table_format *format;
	const struct intake *to;
	const char *file;
	struct arena *record;   /* what lives as long as a row */
	size_t columns[TABLE_FIELDS]; /* where each field stands; TABLE_ABSENT */
	size_t width;           /* columns of the header */
	bool decimal_comma;     /* 0,8 is eight tenths */
	bool positioned;        /* cells cannot slip into a neighbour's column: what stands beside the table does not count */
	int32_t serial_shift;   /* days that serial dates begin later: 1462 where they count from 1904 */
	const char *place;
	const char *whole;      /* the place of what is said of all rows */
	bool bad;               /* the row in hand has an issue */
	bool stop;              /* the intake wants no more issues */
	struct value values[TABLE_FIELDS];
	void *context;          /* the format's own */
	int64_t passed_over;    /* rows that the format left out and will speak of in one warning */
};

#define TABLE_ABSENT SIZE_MAX

void table_begin(struct table *t, const struct table_format *format, const char *file, const struct intake *to);
void table_end(struct table *t);

/* Whether a cell of a header is the column `name` or one of `also` (may be NULL). */
bool column_is(struct str cell, const char *name, const char *also);

/* Whether a text looks like a code: 1 to 40 letters, digits and "_:.-", no blanks. What is kept of a case has to: a sentence in
 * such a field could be about a person. */
bool has_code_shape(struct str s);

/* Whether a text is one of the words of `list`, which '|' separates; compared like the names of columns. */
bool word_in(struct str s, const char *list);

/* Where a field's column stands in a header; TABLE_ABSENT. */
size_t column_find(const struct str *cells, size_t count, const struct field *f);

/* Takes a header. PL_INVALID if a column that must be there is missing, or one stands there twice. */
int table_header(struct table *t, const struct str *cells, size_t count, const char *place, struct err *err) PL_MUST_CHECK;

/* Takes a row: passes over one that has nothing in any declared column, else reads it and hands it over if nothing is
 * wrong. Negative if reading must end. */
int table_row(struct table *t, const struct str *cells, size_t count, const char *place, struct err *err) PL_MUST_CHECK;

int table_finish(struct table *t, struct err *err) PL_MUST_CHECK;

/* An issue of the row in hand, at a field or (TABLE_FIELDS) at the row as a whole: the row is left out. */
void table_issue(struct table *t, size_t field, const char *code, const char *expected);

/* Something to know that leaves nothing out. */
void table_warn(struct table *t, size_t field, const char *code, const char *expected);

/* The span from one date field to another; open where not said. An end before the start is an issue. */
struct days table_span(struct table *t, size_t from, size_t until);
