#include "service/ledger/audit_words.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "core/access.h"
#include "core/ledger_sight.h"
#include "service/accounts/accounts.h"
#include "service/matters/declarations.h"

enum { FIGURES_BYTES = 4000, DIGITS = 32, GROUP = 3 };

/* ---- parts ---- */

/* Begins the next part. */
static void begin(struct buf *out)
{
	buf_puts(out, out->len > 0 ? "; " : "");
}

/* "15,135", as pages write numbers. */
static void put_number(struct buf *out, int64_t n)
{
	char digits[DIGITS];
	size_t count = (size_t)snprintf(digits, sizeof digits, "%llu", n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n);

	buf_puts(out, n < 0 ? "-" : "");
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i > 0 && (count - i) % GROUP == 0 ? "," : "");
		buf_putc(out, digits[i]);
	}
}

static void put_spaced(struct buf *out, const char *key)
{
	for (; *key != '\0'; key++)
		buf_putc(out, *key == '_' ? ' ' : *key);
}

/* What a payload counts, of one and of many. */
static const struct counted {
	const char *key, *one, *many;
} COUNTED[] = {
	{"cases", "case", "cases"}, {"episodes", "episode", "episodes"}, {"stages", "stage", "stages"}, {"factors", "factor", "factors"},
	{"tasks", "task", "tasks"}, {"surges", "surge", "surges"}, {"holdings", "holding", "holdings"},
	{"readers", "name for a restricted case", "names for restricted cases"}, {"views", "worker’s view", "workers’ views"},
	{"teams", "team", "teams"}, {"persons", "person", "persons"}, {"posts", "post", "posts"}, {"lines", "line", "lines"},
	{"skills", "skill", "skills"}, {"working_weeks", "pattern of working hours", "patterns of working hours"},
	{"reductions", "time taken off", "times taken off"}, {"services_added", "service added", "services added"},
	{"holdings_on_paper", "holding on paper", "holdings on paper"},
	{"holdings_without_discussion", "holding without a discussion", "holdings without a discussion"},
	{"holdings_left_out", "holding left out", "holdings left out"}, {"errors", "error", "errors"},
	{"warnings", "warning", "warnings"}, {"files", "file", "files"}, {"rows", "row", "rows"}, {"days", "day", "days"}, {"looks", "look", "looks"},
	{"renewals", "renewal", "renewals"}, {"payloads", "entry that named them", "entries that named them"},
};

static const struct counted *counted_of(const char *key)
{
	for (size_t i = 0; i < sizeof COUNTED / sizeof *COUNTED; i++)
		if (str_equal(COUNTED[i].key, key))
			return &COUNTED[i];
	return NULL;
}

/* "3 files"; "value 3" of what nobody counts. */
static void put_count(struct buf *out, const char *key, int64_t n)
{
	const struct counted *counted = counted_of(key);

	if (counted == NULL) {
		put_spaced(out, key);
		buf_putc(out, ' ');
	}
	put_number(out, n);
	if (counted != NULL) {
		buf_putc(out, ' ');
		buf_puts(out, n == 1 ? counted->one : counted->many);
	}
}

/* "12 cases added, 3 replaced"; nothing where all are 0. */
static void put_changes(struct buf *out, const char *key, const json_t *value)
{
	const char *how;
	json_t *number;
	bool begun = false;

	json_object_foreach((json_t *)(uintptr_t)value, how, number) {
		if (!json_is_integer(number) || json_integer_value(number) == 0)
			continue;
		if (begun) {
			buf_puts(out, ", ");
			put_number(out, json_integer_value(number));
		} else {
			begin(out);
			put_count(out, key, json_integer_value(number));
		}
		buf_putf(out, " %s", how);
		begun = true;
	}
}

/* ---- roles ---- */

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

/* Whether the object says a role and where it holds; then in words. */
static bool put_role(struct buf *out, const json_t *object)
{
	struct grant g = {.code = text_of(object, "code")};
	struct arena *a;

	if (!role_parse(text_of(object, "role"), &g.role) || !scope_parse(text_of(object, "scope"), &g.scope))
		return false;
	a = arena_new();
	buf_puts(out, account_grant_words(a, &g));
	arena_free(a);
	return true;
}

static void put_roles(struct buf *out, const char *key, const json_t *list)
{
	json_t *one;
	size_t i;

	begin(out);
	buf_puts(out, str_equal(key, "roles") ? "" : key);
	buf_puts(out, str_equal(key, "roles") ? "" : ": ");
	json_array_foreach(list, i, one) {
		buf_puts(out, i > 0 ? ", " : "");
		(void)put_role(out, one);
	}
}

static bool lists_roles(const char *key)
{
	return str_equal(key, "roles") || str_equal(key, "given") || str_equal(key, "taken");
}

/* ---- the whole ---- */

static void put_integer(struct buf *out, const char *key, int64_t n)
{
	if (n == 0 || str_equal(key, "person"))
		return;
	begin(out);
	if (str_equal(key, "case"))
		buf_putf(out, "case number %lld in the database", (long long)n);
	else
		put_count(out, key, n);
}

static void put_figure(struct buf *out, const char *key, const json_t *value)
{
	if (json_is_object(value)) {
		put_changes(out, key, value);
	} else if (json_is_array(value) && json_array_size(value) > 0 && lists_roles(key)) {
		put_roles(out, key, value);
	} else if (json_is_array(value) && json_array_size(value) > 0) {
		begin(out);
		put_count(out, key, (int64_t)json_array_size(value));
	} else if (json_is_integer(value)) {
		put_integer(out, key, json_integer_value(value));
	} else if (json_is_string(value) && ledger_value_names_nobody(key)) {
		begin(out);
		put_spaced(out, key);
		buf_putf(out, ": %s", json_string_value(value));
	}
}

/* "Vacancies, full-time equivalents: 12.5, from 2026-09-30". */
static bool put_declared(struct buf *out, const json_t *root)
{
	enum declared what;
	struct arena *a;

	if (!declared_parse(text_of(root, "declared"), &what))
		return false;
	a = arena_new();
	buf_putf(out, "%s: ", declared_words(what));
	if (json_is_true(json_object_get(root, "ended")))
		buf_puts(out, "no more");
	else
		buf_puts(out, declared_figure_words(a, what, (int32_t)json_integer_value(json_object_get(root, "figure"))));
	if (what == DECLARED_TARGET && json_object_get(root, "goal") != NULL)
		buf_putf(out, " to %s", declared_figure_words(a, what, (int32_t)json_integer_value(json_object_get(root, "goal"))));
	if (text_of(root, "due")[0] != '\0')
		buf_putf(out, " by %s", text_of(root, "due"));
	buf_putf(out, ", from %s", text_of(root, "from"));
	arena_free(a);
	return true;
}

/* What is said in one sentence and not piece by piece: true if the payload is of such a kind. */
static bool put_sentence(struct buf *out, const json_t *root)
{
	const char *scheme = text_of(root, "scheme");

	if (put_role(out, root) || put_declared(out, root))
		return true;
	if (scheme[0] != '\0') {
		buf_putf(out, "%s, version %lld, for the service %s, from %s", scheme,
			(long long)json_integer_value(json_object_get(root, "version")), text_of(root, "service"), text_of(root, "from"));
		return true;
	}
	if (json_object_get(root, "looks") != NULL) {
		put_count(out, "looks", json_integer_value(json_object_get(root, "looks")));
		buf_putf(out, " from before %s", text_of(root, "before"));
		return true;
	}
	return false;
}

static void put_payload(struct buf *out, const json_t *root)
{
	const char *key, *login = text_of(root, "login");
	json_t *value;

	if (put_sentence(out, root))
		return;
	/* Of an account the entry itself says whose; of a case whom it was opened for. */
	if (login[0] != '\0' && json_object_get(root, "case") != NULL)
		buf_putf(out, "the account %s", login);
	if (json_is_true(json_object_get(root, "second_factor_forgotten")))
		buf_puts(out, "the second factor has to be set up anew");
	if (json_integer_value(json_object_get(root, "undone")) > 0) {
		put_count(out, "rows", json_integer_value(json_object_get(root, "rows")));
		return;
	}
	json_object_foreach((json_t *)(uintptr_t)root, key, value)
		put_figure(out, key, value);
}

const char *audit_figures(struct arena *a, const char *payload)
{
	struct buf out = BUF_INIT(FIGURES_BYTES);
	json_t *root = json_loads(payload, 0, NULL);
	const char *words;

	if (root != NULL)
		put_payload(&out, root);
	json_decref(root);
	words = arena_strdup(a, buf_text(&out));
	buf_free(&out);
	return words;
}

int32_t audit_number(const char *payload, const char *key)
{
	json_t *root = json_loads(payload, 0, NULL);
	json_int_t number = json_integer_value(json_object_get(root, key));

	json_decref(root);
	return number > 0 && number <= INT32_MAX ? (int32_t)number : 0;
}

bool audit_is(const char *payload, const char *key, const char *value)
{
	json_t *root = json_loads(payload, 0, NULL);
	bool is = root != NULL && str_equal(text_of(root, key), value);

	json_decref(root);
	return is;
}

int32_t audit_case(const char *payload)
{
	return audit_number(payload, "case");
}
