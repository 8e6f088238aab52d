#include "service/pictures/schemes.h"

#include "exchange/scheme_library.h"

const struct scheme *schemes_find(const char *id, int32_t version)
{
	return scheme_by_id(id, version);
}

size_t schemes_count(void)
{
	return scheme_count();
}

const struct scheme *schemes_at(size_t i)
{
	return scheme_at(i);
}
