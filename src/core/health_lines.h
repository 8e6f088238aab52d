/* health_lines.h: each line in force on the day of a health check, and the posts that are past it (core/line.h).
 * Pure. */
#pragma once

#include "base/buf.h"
#include "core/health_told.h"

struct health_line {
	const struct line_row *line;  /* of the picture; NULL: the lines of single posts, together */
	int32_t posts;                /* that it is for, and of which it can be measured */
	int32_t past;                 /* of these past it, with leave or without; advisory lines need none */
	int32_t with_leave;           /* of these by an exception in force */
	bool told;                    /* false: the three are 0 and not for whoever asks, as few posts are behind them */
};

/* Those that are for some post of the scope, in the order of the picture. In the arena; the lines are the picture's. */
struct health_line *health_lines_of(struct arena *a, const struct snapshot *s, const struct loads *l,
	struct health_scope scope, const struct health_hearer *hearer, size_t *ret_count);
/* "employer, 20 cases (policy)": in the words that files have; NULL: "lines of single posts, together". */
void health_line_words(struct buf *out, const struct snapshot *s, const struct line_row *line);
/* The code of the service or team that it is for; "". */
const char *health_line_target(const struct snapshot *s, const struct line_row *line);
/* Of the posts that it is for, those past it; of few people HEALTH_UNTOLD. */
struct health_figure health_line_share(const struct health_line *line);
/* Posts with a measured line that is more than advisory. */
int32_t health_posts_under_line(const struct snapshot *s, const struct loads *l, struct health_scope scope);
