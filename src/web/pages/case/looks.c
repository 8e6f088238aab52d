/* Who looked. */
#include "web/pages/case/looks.h"

#include "web/app.h"
#include "web/words.h"

enum { MOST_LOOKERS = 50 };

/* "manager,worker" in words. */
static const char *roles_words(struct arena *a, const char *codes)
{
	const char *words = "";

	while (codes[0] != '\0') {
		size_t n = strcspn(codes, ",");
		enum role role;

		if (role_parse(arena_strndup(a, codes, n), &role))
			words = words_join(a, words, words[0] != '\0' ? ", " : "", role_words(role), NULL);
		codes += n + (codes[n] == ',' ? 1 : 0);
	}
	return words;
}

static const char *times_words(struct arena *a, int64_t n)
{
	return n == 1 ? "once" : words_join(a, words_int(a, n), " times", NULL);
}

static const char *shown_words(struct arena *a, const struct looked *l)
{
	const struct {
		const char *what;
		int64_t times;
	} parts[] = {{"", l->shown}, {"who may open it ", l->of_access}, {"refused ", l->refused}};
	const char *words = "";

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].times > 0)
			words = words_join(a, words, words[0] != '\0' ? ", " : "", parts[i].what, times_words(a, parts[i].times), NULL);
	return words;
}

static struct look_row_view row_of(struct arena *a, const struct looker *l)
{
	return (struct look_row_view){
		.name = l->name[0] != '\0' ? words_join(a, l->name, " (", l->looked.login, ")", NULL) : l->looked.login,
		.roles = roles_words(a, l->looked.roles),
		.latest = words_moment(a, l->looked.latest),
		.times = shown_words(a, &l->looked),
	};
}

int looks_read(struct page_context *ctx, enum look_kind kind, const char *object, struct looks_view *ret, struct err *err)
{
	struct looks_view view = {.note = ""};
	struct look_row_view *rows;
	struct looker *lookers;
	size_t count;
	int rc = looks_of(ctx->app->pictures, ctx->arena, ctx->picture, kind, object, MOST_LOOKERS, &lookers, &count, err);

	if (rc < 0)
		return rc;
	rows = arena_array(ctx->arena, count, sizeof *rows);
	for (size_t i = 0; i < count; i++) {
		rows[i] = row_of(ctx->arena, &lookers[i]);
		ctx->content += (uint64_t)(lookers[i].looked.shown + lookers[i].looked.of_access + lookers[i].looked.refused);
	}
	view.rows = rows;
	view.rows_count = count;
	if (count == MOST_LOOKERS)
		view.note = words_join(ctx->arena, "Those ", words_int(ctx->arena, MOST_LOOKERS), " who looked last.", NULL);
	*ret = view;
	return 0;
}
