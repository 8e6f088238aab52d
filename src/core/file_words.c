#include "core/file_words.h"

#define AT_PLACE(value, word) [value] = word,

static const char *const HOLDING_ROLES[] = {HOLDING_ROLE_WORDS(AT_PLACE)};
static const char *const LINE_SCOPES[] = {LINE_SCOPE_WORDS(AT_PLACE)};
static const char *const LINE_KINDS[] = {LINE_KIND_WORDS(AT_PLACE)};
static const char *const LINE_STATUSES[] = {LINE_STATUS_WORDS(AT_PLACE)};

const char *holding_role_in_file(enum holding_role role)
{
	return HOLDING_ROLES[role];
}

const char *line_scope_in_file(enum line_scope scope)
{
	return LINE_SCOPES[scope];
}

const char *line_kind_in_file(enum line_kind kind)
{
	return LINE_KINDS[kind];
}

const char *line_status_in_file(enum line_status status)
{
	return LINE_STATUSES[status];
}
