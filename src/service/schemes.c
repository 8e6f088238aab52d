#include "service/schemes.h"

#include "exchange/scheme_library.h"

const struct scheme *schemes_find(const char *id)
{
	return scheme_by_id(id, 0);
}

size_t schemes_count(void)
{
	return scheme_builtin_count();
}

const struct scheme *schemes_at(size_t i)
{
	return scheme_builtin(i);
}
