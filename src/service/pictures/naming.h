/* naming.h: from the codes that people and programs use to what the records call it.
 */
#pragma once

#include "service/pictures/pictures.h"

/* The post that a worker is in on a day; of somebody who has several, the one in that team ("": there is only one). PL_NOT_FOUND
 * without one, PL_INVALID where the team has to be said. */
int name_post(struct pictures *pictures, const char *employer, const char *worker, const char *team, int32_t day, int32_t *ret,
	struct err *err) PL_MUST_CHECK;
int name_team(struct pictures *pictures, const char *employer, const char *team, int32_t *ret, struct err *err) PL_MUST_CHECK;
