#include "secure/strict_json.h"

#include <stdbool.h>

#include "base/str.h"

/* Whether brackets outside of texts stand in each other no deeper than that. */
static bool is_shallow(const char *text, size_t n)
{
	bool in_text = false;
	int depth = 0;

	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (in_text && c == '\\')
			i++;
		else if (c == '"')
			in_text = !in_text;
		else if (!in_text && (c == '{' || c == '[') && ++depth > STRICT_JSON_DEPTH)
			return false;
		else if (!in_text && (c == '}' || c == ']'))
			depth--;
	}
	return true;
}

int strict_json_read(const char *text, size_t n, json_t **ret, struct err *err)
{
	json_error_t why;
	json_t *tree;

	if (n > STRICT_JSON_BYTES)
		return err_set(err, PL_LIMIT, "it has more than %d bytes", STRICT_JSON_BYTES);
	if (!is_shallow(text, n))
		return err_set(err, PL_LIMIT, "it is nested deeper than %d", STRICT_JSON_DEPTH);
	tree = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	/* What jansson says of it may quote the text. */
	if (!json_is_object(tree)) {
		json_decref(tree);
		return err_set(err, PL_INVALID, "it is no JSON object, or a member stands in it twice");
	}
	*ret = tree;
	return 0;
}

const char *strict_json_text(const json_t *object, const char *key, size_t most)
{
	const json_t *member = json_object_get(object, key);
	const char *text = json_string_value(member);
	size_t n = json_string_length(member);

	if (text == NULL || n == 0 || n > most || !str_is_clean_utf8((struct str){text, n}))
		return NULL;
	return text;
}
