#include "template_tag.h"

#include <string.h>

static struct str past(struct str s, size_t n)
{
	return (struct str){s.at + n, s.len - n};
}

static struct tag tag_of(struct str text)
{
	struct tag tag = {.text = str_trim(text)};
	struct str rest = tag.text;

	while (rest.len > 0) {
		size_t n = 0;

		while (n < rest.len && rest.at[n] != ' ' && rest.at[n] != '\t')
			n++;
		if (n > 0 && tag.count < TAG_WORDS)
			tag.words[tag.count] = (struct str){rest.at, n};
		if (n > 0 && tag.count <= TAG_WORDS)
			tag.count++;
		rest = past(rest, n < rest.len ? n + 1 : n);
	}
	return tag;
}

bool tag_is(const struct tag *tag, const char *name)
{
	return tag->count > 0 && str_is(tag->words[0], name);
}

int tag_next(struct str *rest, struct str *ret_before, struct tag *ret, struct err *err)
{
	const char *open = memmem(rest->at, rest->len, "{{", 2), *close;
	struct str inner;

	if (open == NULL)
		return 0;
	inner = past(*rest, (size_t)(open - rest->at) + 2);
	close = memmem(inner.at, inner.len, "}}", 2);
	if (close == NULL)
		return err_set(err, PL_INVALID, "a tag is not closed: expected }} on the same line");
	*ret_before = (struct str){rest->at, (size_t)(open - rest->at)};
	*ret = tag_of((struct str){inner.at, (size_t)(close - inner.at)});
	*rest = past(inner, (size_t)(close - inner.at) + 2);
	return 1;
}

bool tag_alone(struct str line, struct tag *ret)
{
	struct str rest = str_trim(line), before;

	return tag_next(&rest, &before, ret, NULL) == 1 && before.len == 0 && rest.len == 0;
}
