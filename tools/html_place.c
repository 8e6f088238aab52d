#include "html_place.h"

#include <ctype.h>
#include <string.h>

static const char *const URL_ATTRIBUTES[] = {"action", "cite", "data", "formaction", "href", "poster", "src",
	"xlink:href"};
static const char *const CLOSED_ATTRIBUTES[] = {"srcdoc", "srcset"};
static const char *const ADDRESS_STARTS[] = {"/", "?", "#", "https://", "mailto:", "tel:"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(name, names[i]))
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool starts_with(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.len >= n && memcmp(s.at, prefix, n) == 0;
}

static struct str past(struct str s, size_t n)
{
	return (struct str){s.at + n, s.len - n};
}

static void start_name(struct place *p, enum place_kind kind)
{
	p->kind = kind;
	p->name_len = 0;
	p->name[0] = '\0';
}

/* Names too long to be of interest are cut. */
static void add_to_name(struct place *p, char c)
{
	if (p->name_len + 1 < sizeof p->name) {
		p->name[p->name_len++] = (char)tolower((unsigned char)c);
		p->name[p->name_len] = '\0';
	}
}

static void end_tag_name(struct place *p)
{
	p->kind = PLACE_TAG;
	p->raw_name[0] = '\0';
	if (str_equal(p->name, "script") || str_equal(p->name, "style"))
		memcpy(p->raw_name, p->name, sizeof p->raw_name);
}

static int end_attr_name(struct place *p, struct err *err)
{
	if (str_equal(p->name, "style"))
		return err_set(err, PL_INVALID, "style= is refused by the content policy: expected a class, or attributes in SVG");
	if (strncmp(p->name, "on", 2) == 0)
		return err_set(err, PL_INVALID, "%s= is refused by the content policy: expected no handlers in markup", p->name);
	if (is_one_of(p->name, URL_ATTRIBUTES, COUNT(URL_ATTRIBUTES)))
		p->attr = PLACE_ATTR_URL;
	else if (is_one_of(p->name, CLOSED_ATTRIBUTES, COUNT(CLOSED_ATTRIBUTES)))
		p->attr = PLACE_ATTR_CLOSED;
	else
		p->attr = PLACE_ATTR_PLAIN;
	p->kind = PLACE_AFTER_NAME;
	return 0;
}

static void end_tag(struct place *p)
{
	p->kind = p->raw_name[0] != '\0' ? PLACE_RAW_TEXT : PLACE_TEXT;
}

static int pass_text(struct place *p, struct str *s, struct err *err)
{
	const char *open = memchr(s->at, '<', s->len);

	if (open == NULL) {
		*s = past(*s, s->len);
		return 0;
	}
	*s = past(*s, (size_t)(open - s->at));
	if (starts_with(*s, "<!--")) {
		p->kind = PLACE_COMMENT;
		*s = past(*s, 4);
		return 0;
	}
	if (s->len < 2 || (!isalpha((unsigned char)s->at[1]) && s->at[1] != '/' && s->at[1] != '!'))
		return err_set(err, PL_INVALID, "a bare '<': expected a tag, or &lt;");
	start_name(p, PLACE_TAG_NAME);
	*s = past(*s, 1);
	return 0;
}

static void pass_tag_name(struct place *p, struct str *s)
{
	char c = *s->at;

	if (is_blank(c) || c == '>' || (c == '/' && p->name_len > 0)) {
		end_tag_name(p);
		return;
	}
	add_to_name(p, c);
	*s = past(*s, 1);
}

static int pass_among_attributes(struct place *p, struct str *s, struct err *err)
{
	char c = *s->at;

	if (c == '>') {
		end_tag(p);
	} else if (strchr("\"'=<", c) != NULL) {
		return err_set(err, PL_INVALID, "'%c' inside a tag: expected an attribute's name or '>'", c);
	} else if (!is_blank(c) && c != '/') {
		start_name(p, PLACE_ATTR_NAME);
		return 0;
	}
	*s = past(*s, 1);
	return 0;
}

static int pass_attr_name(struct place *p, struct str *s, struct err *err)
{
	char c = *s->at;

	if (is_blank(c) || c == '=' || c == '>' || c == '/')
		return end_attr_name(p, err);
	add_to_name(p, c);
	*s = past(*s, 1);
	return 0;
}

static void pass_after_name(struct place *p, struct str *s)
{
	char c = *s->at;

	if (c == '=')
		p->kind = PLACE_BEFORE_VALUE;
	if (c == '=' || is_blank(c))
		*s = past(*s, 1);
	else
		p->kind = PLACE_TAG;
}

static int pass_before_value(struct place *p, struct str *s, struct err *err)
{
	char c = *s->at;

	if (c != '"' && c != '\'')
		return err_set(err, PL_INVALID, "the value of %s= stands without quotes: expected \"...\"", p->name);
	p->kind = PLACE_VALUE;
	p->quote = c;
	p->address_started = false;
	*s = past(*s, 1);
	return 0;
}

static int check_address_start(const struct place *p, struct str s, struct err *err)
{
	for (size_t i = 0; i < COUNT(ADDRESS_STARTS); i++)
		if (starts_with(s, ADDRESS_STARTS[i]))
			return 0;
	return err_set(err, PL_INVALID, "%s= begins with something else: expected /, ?, #, https://, mailto: or tel:",
		p->name);
}

static int pass_value(struct place *p, struct str *s, struct err *err)
{
	const char *close = memchr(s->at, p->quote, s->len);
	size_t n = close != NULL ? (size_t)(close - s->at) : s->len;

	if (n > 0 && p->attr == PLACE_ATTR_URL && !p->address_started) {
		int rc = check_address_start(p, *s, err);

		if (rc < 0)
			return rc;
		p->address_started = true;
	}
	if (close != NULL) {
		p->kind = PLACE_TAG;
		n++;
	}
	*s = past(*s, n);
	return 0;
}

/* Up to and including `-->`, or up to `</script`. */
static void pass_comment(struct place *p, struct str *s)
{
	const char *end = memmem(s->at, s->len, "-->", 3);

	if (end != NULL)
		p->kind = PLACE_TEXT;
	*s = past(*s, end != NULL ? (size_t)(end + 3 - s->at) : s->len);
}

static void pass_raw_text(struct place *p, struct str *s)
{
	while (s->len > 0) {
		if (starts_with(*s, "</") && str_starts_ignoring_case(past(*s, 2), p->raw_name)) {
			p->raw_name[0] = '\0';
			p->kind = PLACE_TEXT;
			return;
		}
		*s = past(*s, 1);
	}
}

static int pass_some(struct place *p, struct str *s, struct err *err)
{
	switch (p->kind) {
	case PLACE_TEXT: return pass_text(p, s, err);
	case PLACE_TAG_NAME: pass_tag_name(p, s); break;
	case PLACE_TAG: return pass_among_attributes(p, s, err);
	case PLACE_ATTR_NAME: return pass_attr_name(p, s, err);
	case PLACE_AFTER_NAME: pass_after_name(p, s); break;
	case PLACE_BEFORE_VALUE: return pass_before_value(p, s, err);
	case PLACE_VALUE: return pass_value(p, s, err);
	case PLACE_COMMENT: pass_comment(p, s); break;
	case PLACE_RAW_TEXT: pass_raw_text(p, s); break;
	}
	return 0;
}

int place_pass(struct place *place, struct str text, struct err *err)
{
	int rc = 0;

	while (text.len > 0 && rc == 0)
		rc = pass_some(place, &text, err);
	return rc;
}

int place_pass_control(struct place *place, struct err *err)
{
	int rc = 0;

	switch (place->kind) {
	case PLACE_COMMENT:
		return err_set(err, PL_INVALID, "a tag inside an HTML comment: expected {{! a comment of the template }}");
	case PLACE_RAW_TEXT:
		return err_set(err, PL_INVALID, "a tag inside <%s>: expected a static file instead", place->raw_name);
	case PLACE_BEFORE_VALUE:
		return err_set(err, PL_INVALID, "the value of %s= stands without quotes: expected \"...\"", place->name);
	case PLACE_TAG_NAME:
		end_tag_name(place);
		break;
	case PLACE_ATTR_NAME:
		rc = end_attr_name(place, err);
		place->kind = PLACE_TAG;
		break;
	case PLACE_AFTER_NAME:
		place->kind = PLACE_TAG;
		break;
	case PLACE_TEXT:
	case PLACE_TAG:
	case PLACE_VALUE:
		break;
	}
	return rc;
}

int place_pass_print(struct place *place, enum place_print *ret, struct err *err)
{
	int rc;

	if (place->kind == PLACE_TEXT) {
		*ret = PLACE_PRINT_TEXT;
		return 0;
	}
	if (place->kind != PLACE_VALUE) {
		rc = place_pass_control(place, err);
		return rc < 0 ? rc : err_set(err, PL_INVALID,
			"a value printed among names: expected it between tags or in a quoted attribute value");
	}
	if (place->attr == PLACE_ATTR_CLOSED)
		return err_set(err, PL_INVALID, "a value printed in %s=: expected literal text there", place->name);
	if (place->attr == PLACE_ATTR_URL) {
		*ret = place->address_started ? PLACE_PRINT_URL_PART : PLACE_PRINT_URL;
		place->address_started = true;
		return 0;
	}
	*ret = PLACE_PRINT_ATTR;
	return 0;
}

bool place_equal(const struct place *a, const struct place *b)
{
	if (a->kind != b->kind || !str_equal(a->raw_name, b->raw_name))
		return false;
	if (a->kind != PLACE_VALUE)
		return true;
	return a->attr == b->attr && a->quote == b->quote && a->address_started == b->address_started;
}
