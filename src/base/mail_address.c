#include "base/mail_address.h"

enum { NAME_BYTES = 64 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_letter(name.at[i]) && (name.at[i] == '\0' || strchr("!#$%&'*+-/=?^_`{|}~.", name.at[i]) == NULL))
			return false;
	return name.len > 0 && name.len <= NAME_BYTES && name.at[0] != '.' && name.at[name.len - 1] != '.';
}

/* Labels of letters, digits and hyphens, at least two. */
static bool is_host(struct str host)
{
	size_t labels = 1, length = 0;

	for (size_t i = 0; i < host.len; i++) {
		char c = host.at[i];

		if (c == '.' ? length == 0 || host.at[i - 1] == '-' : !is_letter(c) && (c != '-' || length == 0))
			return false;
		labels += c == '.' ? 1 : 0;
		length = c == '.' ? 0 : length + 1;
	}
	return labels > 1 && length > 1 && host.at[host.len - 1] != '-';
}

bool mail_address_fits(struct str text)
{
	const char *at = text.len > 0 && text.len <= MAIL_ADDRESS_BYTES ? memchr(text.at, '@', text.len) : NULL;
	size_t n = at != NULL ? (size_t)(at - text.at) : 0;

	return at != NULL && is_name((struct str){text.at, n}) && is_host((struct str){at + 1, text.len - n - 1});
}
