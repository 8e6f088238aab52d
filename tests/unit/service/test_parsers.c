/* Imports as a server makes them: by a confined process that has its files read by others. */
#include <sys/wait.h>

#include "exchange/encodings.h"
#include "office.h"
#include "sandbox/keeper.h"
#include "service/import/file_reader.h"

enum { FAILED = 77 };

struct confined {
	struct office *office;
	const char *const *paths;
	size_t paths_count;
	int expected;          /* the code of the import */
	const char *words;     /* in its sentence */
};

static int import_confined(void *context, const struct keeper_link *link, int signer)
{
	const struct confined *c = context;
	const struct import_request r = {.database = c->office->database, .employer = c->office->employer, .paths = c->paths,
		.paths_count = c->paths_count, .parsers = keeper_parsers(link), .actor = "test", .instant = OFFICE_NOW};
	struct import_report report = {0};
	struct err err = {0};
	int rc = import_run(c->office->a, &r, &report, &err);

	(void)signer;
	if (rc == c->expected && strstr(err.text, c->words) != NULL && !report.refused)
		return 0;
	(void)fprintf(stderr, "code %d, %lld errors: %s\n", rc, (long long)report.errors, err.text);
	return FAILED;
}

/* Runs the import as the web process of a keeper. */
static void assert_confined(const struct confined *c)
{
	pid_t keeper = fork();
	int status;

	assert_true(keeper >= 0);
	if (keeper == 0) {
		struct encodings *encodings = encodings_load();
		const struct keeper_plan plan = {.own = {.data = c->office->dir}, .web = import_confined, .parser = file_parse,
			.context = (void *)(uintptr_t)c};
		struct err err;

		if (keeper_run(&plan, &status, &err) < 0)
			status = FAILED;
		encodings_free(encodings);
		_exit(status);
	}
	assert_int_equal(waitpid(keeper, &status, 0), keeper);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A copy in the office, which is all that the confined process may open. */
static const char *bring_fixture(struct office *o, const char *name)
{
	FILE *f = fopen(office_fixture(o, name), "r");
	const char *path = arena_printf(o->a, "%s/%s", o->dir, name);
	FILE *to = fopen(path, "w");
	char piece[4096];
	size_t n;

	assert_non_null(f);
	assert_non_null(to);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		assert_int_equal(fwrite(piece, 1, n, to), n);
	(void)fclose(f);
	assert_int_equal(fclose(to), 0);
	return path;
}

/* What was imported through parsers is what would be imported without: the same files again change nothing. */
static void assert_imports_the_same(struct office *o, const char *const *names, size_t count)
{
	const char **paths = arena_array(o->a, count, sizeof *paths);
	struct import_report again;

	for (size_t i = 0; i < count; i++)
		paths[i] = bring_fixture(o, names[i]);
	assert_confined(&(struct confined){o, paths, count, 0, ""});
	again = office_import(o, paths, count);
	assert_true(again.nothing_new);
	assert_true(again.cases > 0);
	assert_false(again.created_employer);
}

static void test_parsers__import_the_api_and_the_workforce_census(void **state)
{
	assert_imports_the_same(*state, PATHS("synthA_csc_api_children.json", "synthA_csww_2025.xml"));
}

static void test_parsers__import_the_safeguarding_dataset_and_the_census(void **state)
{
	assert_imports_the_same(*state, PATHS("synthA_ssd_involvements.csv", "synthA_ssd_professionals.csv",
		"synthA_ssd_department.csv", "synthA_cin_census_2026.xml"));
}

static void test_parsers__import_an_inspection_workbook(void **state)
{
	assert_imports_the_same(*state, PATHS("synthA_annex_a.xlsx"));
}

#define CHILD_IN(encoding) "<?xml version=\"1.0\" encoding=\"" encoding "\"?><!-- caf\xE9 \x93quoted\x94 --><Message><Header>" \
	"<CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>" \
	"</CollectionDetails></Header><Children><Child><ChildIdentifiers><LAchildID>C1</LAchildID></ChildIdentifiers>" \
	"<CINdetails><CINreferralDate>2025-06-01</CINreferralDate><PrimaryNeedCode>N1</PrimaryNeedCode></CINdetails>" \
	"</Child></Children></Message>"

static void test_parsers__read_the_encoding_of_old_systems_without_a_file_to_load(void **state)
{
	struct office *o = *state;
	const char *path = office_file(o, "old.xml", CHILD_IN("windows-1252"));

	assert_confined(&(struct confined){o, &path, 1, 0, ""});
	assert_true(office_import(o, &path, 1).nothing_new);
}

static void test_parsers__pass_on_what_is_wrong_with_a_file(void **state)
{
	struct office *o = *state;
	const char *path = office_file(o, "broken.xml", "<Message><Header><CollectionDetails><Collection>CIN</Collection>"
		"</CollectionDetails></Header><Children><Child>");

	assert_confined(&(struct confined){o, &path, 1, PL_INVALID, "broken.xml: line 1: the file breaks off"});
	path = office_file(o, "letter.txt", "Dear all");
	assert_confined(&(struct confined){o, &path, 1, PL_INVALID, "letter.txt: nothing in the file tells what it is"});
	assert_true(place_is_blank(&o->place));
}

static void test_parsers__are_given_no_file_that_the_asking_process_may_not_open(void **state)
{
	struct office *o = *state;
	const char *path = office_fixture(o, "synthA_csww_2025.xml");

	assert_confined(&(struct confined){o, &path, 1, PL_FAIL, "cannot be read (Permission denied)"});
}

int main(void)
{
#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, office_open, office_close)
	const struct CMUnitTest tests[] = {
		IN_OFFICE(test_parsers__import_the_api_and_the_workforce_census),
		IN_OFFICE(test_parsers__import_the_safeguarding_dataset_and_the_census),
		IN_OFFICE(test_parsers__import_an_inspection_workbook),
		IN_OFFICE(test_parsers__read_the_encoding_of_old_systems_without_a_file_to_load),
		IN_OFFICE(test_parsers__pass_on_what_is_wrong_with_a_file),
		IN_OFFICE(test_parsers__are_given_no_file_that_the_asking_process_may_not_open),
	};

	return RUN_TESTS(tests);
}
