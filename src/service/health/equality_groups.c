#include "service/health/equality_groups.h"

#include <string.h>

#include "base/csv.h"

enum { CODE, GROUP, CELLS };

struct reading {
	struct arena *a;
	const struct snapshot *s;
	int32_t *group_of;
	const char **names;
	size_t names_count;
	int32_t strangers;
};

/* By what people call a worker: the code in addresses, the staff id, the registration number. */
static int32_t find_person(const struct snapshot *s, const char *code)
{
	int32_t person = snapshot_find_person(s, code);

	for (int32_t i = 0; person < 0 && (size_t)i < s->persons_count; i++)
		if (str_equal(s->persons[i].staff_id, code) || str_equal(s->persons[i].registration, code))
			person = i;
	return person;
}

/* The place of a group's name; -1 if there is no room for another. */
static int32_t find_group(struct reading *r, const char *name)
{
	for (size_t i = 0; i < r->names_count; i++)
		if (str_equal(r->names[i], name))
			return (int32_t)i;
	if (r->names_count == EQUALITY_GROUPS_MOST)
		return -1;
	r->names[r->names_count] = name;
	return (int32_t)r->names_count++;
}

static int take_line(struct reading *r, const struct csv_reader *csv, struct err *err)
{
	long long line = (long long)csv->line;
	struct str code = csv->count > CODE ? str_trim(csv->fields[CODE]) : str_of("");
	struct str name = csv->count > GROUP ? str_trim(csv->fields[GROUP]) : str_of("");
	int32_t person, group;

	if (line == 1 && str_is_ignoring_case(code, "worker"))
		return 0;
	if (csv->count != CELLS || code.len == 0 || name.len == 0)
		return err_set(err, PL_INVALID, "Line %lld: expected a worker’s code and the name of a group.", line);
	if (name.len > EQUALITY_NAME || !str_is_clean_utf8(name))
		return err_set(err, PL_INVALID, "Line %lld: expected the name of a group of at most %d bytes.", line, EQUALITY_NAME);
	person = find_person(r->s, arena_strndup(r->a, code.at, code.len));
	group = find_group(r, arena_strndup(r->a, name.at, name.len));
	if (group < 0)
		return err_set(err, PL_INVALID, "Line %lld: expected at most %d groups in all.", line, EQUALITY_GROUPS_MOST);
	if (person < 0)
		r->strangers++;
	else if (r->group_of[person] != EQUALITY_UNNAMED && r->group_of[person] != group)
		return err_set(err, PL_INVALID, "Line %lld: this worker stands in another group before.", line);
	else
		r->group_of[person] = group;
	return 0;
}

int equality_groups_read(struct arena *a, const struct snapshot *s, struct str text, struct equality_groups *ret, struct err *err)
{
	struct reading r = {.a = a, .s = s, .group_of = arena_array(a, s->persons_count, sizeof *r.group_of),
		.names = arena_array(a, EQUALITY_GROUPS_MOST, sizeof *r.names)};
	struct csv_reader csv;
	int rc;

	for (size_t i = 0; i < s->persons_count; i++)
		r.group_of[i] = EQUALITY_UNNAMED;
	csv_open(&csv, text.at, text.len);
	while ((rc = csv_next(&csv, err)) > 0 && (rc = take_line(&r, &csv, err)) == 0)
		;
	csv_close(&csv);
	if (rc == 0 && r.names_count == 0)
		rc = err_set(err, PL_INVALID, "Expected at least one line with a worker’s code and the name of a group.");
	if (rc == 0)
		*ret = (struct equality_groups){r.group_of, r.names, r.names_count, r.strangers};
	return rc;
}
