#include "service/pictures/naming.h"

#include "base/str.h"
#include "store/store.h"

static int read_post(struct store *s, struct arena *a, const char *employer, const char *worker, const char *team, int32_t day,
	int32_t *ret, struct err *err)
{
	struct post_in_team *rows;
	struct employer e;
	size_t count = 0, found = 0;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = store_posts_of_worker(s, a, e.id, worker, day, &rows, &count, err);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (team[0] == '\0' || str_equal(rows[i].team, team)) {
			*ret = rows[i].post_id;
			found++;
		}
	if (rc == 0 && found == 0)
		rc = err_set(err, PL_NOT_FOUND, "There is nobody with this code in post here today.");
	if (rc == 0 && found > 1)
		rc = err_set(err, PL_INVALID, "The worker has more than one post: say the team.");
	return rc;
}

int name_post(struct pictures *pictures, const char *employer, const char *worker, const char *team, int32_t day, int32_t *ret,
	struct err *err)
{
	struct arena *a = arena_new();
	int rc = read_post(pictures_lock_store(pictures), a, employer, worker, team, day, ret, err);

	pictures_unlock_store(pictures);
	arena_free(a);
	return rc;
}

int name_team(struct pictures *pictures, const char *employer, const char *team, int32_t *ret, struct err *err)
{
	struct arena *a = arena_new();
	struct store *s = pictures_lock_store(pictures);
	struct employer e;
	int rc = store_employer(s, a, employer, &e, err);

	if (rc == 0)
		rc = store_team_of_code(s, e.id, team, ret, err);
	pictures_unlock_store(pictures);
	arena_free(a);
	return rc;
}
