/* health: an employer's health check on a day and over the days up to it, on the terminal, as JSON or as CSV. */
#include "base/clock.h"
#include "cli/command.h"
#include "core/health_lines.h"
#include "service/health/findings.h"
#include "service/health/health_check.h"
#include "web/health_words.h"

enum { OUTPUT_CAP = 16 * 1024 * 1024, WORDS_WIDTH = 62, FIGURE_WIDTH = 16, LINE_WORDS_MOST = 4096 };

void check_health_options(const struct options *o, struct argp_state *state)
{
	if (o->on != DAY_MIN && o->to_day != DAY_MIN && o->on != o->to_day)
		argp_error(state, "expected --on and --to to be one day: the last of the period is the day of all that is on a day");
}

/* As the pages write it. Why there is no figure is longer, and begins where figures may. */
static void print_words(struct arena *a, struct buf *out, enum health_measure m, const struct health_figure *f)
{
	const char *words = health_figure_words(a, m, f);

	if (f->known == HEALTH_KNOWN)
		print_number(out, words, FIGURE_WIDTH);
	else
		buf_putf(out, "  %s", words);
}

static void print_figure(struct arena *a, struct buf *out, enum health_measure m, const struct health_figure *f)
{
	buf_puts(out, "  ");
	print_cell(out, health_measure_row(m)->words, WORDS_WIDTH);
	print_words(a, out, m, f);
	if (f->known == HEALTH_KNOWN && f->should > f->told)
		buf_putf(out, "  (%s)", health_gap_words(a, f));
	buf_putc(out, '\n');
}

static void print_section(struct arena *a, struct buf *out, enum health_section section, const struct health *h)
{
	buf_putf(out, "\n%s. %s\n", health_section_words(section), health_section_question(section));
	for (int m = 0; m < HEALTH_MEASURES; m++)
		if (health_measure_row((enum health_measure)m)->section == section)
			print_figure(a, out, (enum health_measure)m, &h->figures[m]);
}

static void print_findings(struct buf *out, const struct finding *findings, size_t count)
{
	if (count > 0)
		buf_puts(out, "\nWhat to look at first\n");
	for (size_t i = 0; i < count; i++)
		buf_putf(out, "  %zu. %s%s%s%s\n", i + 1, findings[i].sentence, findings[i].remembered ? " (" : "", findings[i].since,
			findings[i].remembered ? ")" : "");
}

static void print_line(struct arena *a, struct buf *out, const struct snapshot *s, const struct health_line *line)
{
	const struct health_figure f = health_line_share(line);
	struct buf words = BUF_INIT(LINE_WORDS_MOST);

	health_line_words(&words, s, line->line);
	buf_puts(out, "    ");
	print_cell(out, buf_text(&words), WORDS_WIDTH - 2);
	buf_free(&words);
	print_words(a, out, MEASURE_PAST_LINE, &f);
	if (f.known == HEALTH_KNOWN)
		buf_putf(out, "  (%d of %d posts, %d by leave)", line->past, line->posts, line->with_leave);
	buf_putc(out, '\n');
}

static void print_lines(struct arena *a, struct buf *out, const struct snapshot *s, const struct health *h)
{
	if (h->lines_count > 0)
		buf_puts(out, "  Posts past each line in force\n");
	for (size_t i = 0; i < h->lines_count; i++)
		print_line(a, out, s, &h->lines[i]);
}

static void print_text(struct arena *a, struct buf *out, const struct picture *p, const struct health *h,
	const struct finding *findings, size_t count)
{
	const int32_t team = h->scope.team;
	char day[DATE_WORDS_SIZE], from[DATE_WORDS_SIZE];

	buf_putf(out, "%s%s%s: health check on %s, and over the days from %s to it%s\n", p->snap->employer.name,
		team >= 0 ? ", " : "", team >= 0 ? p->snap->teams[team].name : "", date_words(h->day, day),
		date_words(h->period.from, from), p->snap->employer.demo ? " (invented demo data)" : "");
	print_findings(out, findings, count);
	for (int section = 0; section < HEALTH_SECTIONS; section++) {
		print_section(a, out, (enum health_section)section, h);
		if (section == HEALTH_ADHERENCE)
			print_lines(a, out, p->snap, h);
	}
	buf_puts(out, "\nWhat each counts, and what it does not say: docs/health.md.\n");
}

static int print_health(struct buf *out, struct arena *a, const struct options *o, struct store *store,
	const struct picture *p, struct err *err)
{
	const struct sight *sight = sight_of_all(a, p->snap);
	struct health_asked asked;
	struct finding *findings = NULL;
	struct health h;
	size_t count = 0;
	int32_t team = -1;
	int rc = health_period(o->from_day, p->snap->day, clock_today(), &asked.period, err);

	if (rc == 0)
		rc = health_scope_of(p->snap, o->service, NULL, &asked.scope, err);
	if (rc == 0)
		rc = common_team(o, p, &team, err);
	if (rc == 0 && team >= 0)
		asked.scope.team = team;
	if (rc == 0)
		rc = health_check_read(store, a, p, sight, &asked, &h, err);
	if (rc == 0 && !o->csv)
		rc = findings_read(store, a, p->snap, sight, &h, &findings, &count, err);
	if (rc < 0)
		return rc;
	if (o->json || o->csv)
		resource_health(out, o->csv ? RESOURCE_CSV : RESOURCE_JSON, p, &h, findings, count);
	else
		print_text(a, out, p, &h, findings, count);
	return 0;
}

int command_health(const struct options *o)
{
	struct options asked = *o;
	struct arena *a = arena_new();
	struct buf out = BUF_INIT(OUTPUT_CAP);
	const struct picture *picture = NULL;
	struct store *store = NULL;
	struct err err;
	int rc;

	if (asked.on == DAY_MIN)
		asked.on = asked.to_day;
	rc = common_open(&asked, &store, &picture, &err);
	if (rc == 0)
		rc = print_health(&out, a, &asked, store, picture, &err);
	arena_free(a);
	picture_drop(picture);
	store_close(store);
	if (rc < 0) {
		buf_free(&out);
		return command_fails(&err);
	}
	return print_buf(&out);
}
