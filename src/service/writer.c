#include "service/writer.h"

#include <pthread.h>

struct writer {
	pthread_mutex_t turn;
	struct store *store;
};

int writer_open(const char *path, struct writer **ret, struct err *err)
{
	struct store *store;
	struct writer *w;
	int rc = store_open(path, STORE_SHARE, &store, err);

	if (rc < 0)
		return rc;
	w = mem_alloc(sizeof *w);
	pthread_mutex_init(&w->turn, NULL);
	w->store = store;
	*ret = w;
	return 0;
}

struct writer *writer_close(struct writer *w)
{
	if (w != NULL) {
		store_close(w->store);
		pthread_mutex_destroy(&w->turn);
		mem_free(w);
	}
	return NULL;
}

struct store *writer_take(struct writer *w)
{
	pthread_mutex_lock(&w->turn);
	return w->store;
}

void writer_give_back(struct writer *w)
{
	pthread_mutex_unlock(&w->turn);
}
