/* The ledger and the checkpoints as pages, asked of the application without a network. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../test.h"
#include "council.h"
#include "service/ledger/checkpoint.h"
#include "store/store.h"
#include "web/app.h"

#define LEDGER "/employers/northshire/ledger"
#define CHECKPOINTS "/employers/northshire/checkpoints"

static struct council council;
static struct key_signer *key;
static struct signer signer;
static struct checkpoints *checkpoints;
static struct web_app *app;
static char folder[64], key_path[80];
static const char *director, *representative;

struct asked {
	struct arena *arena;
	struct response response;
};

static const char *ask(struct asked *asked, const char *cookie, const char *target)
{
	struct log_subject subject;
	struct request request;

	asked->arena = arena_new();
	asked->response = (struct response){0};
	response_reset(&asked->response);
	request_begin(&request, asked->arena, "GET");
	request.host = "localhost";
	request.cookies = cookie;
	(void)request_read_target(&request, target, NULL);
	web_answer(app, &request, &asked->response, &subject);
	return buf_text(&asked->response.body);
}

static void done(struct asked *asked)
{
	buf_free(&asked->response.body);
	arena_free(asked->arena);
}

static void page_says(const char *cookie, const char *target, int status, const char *words, bool says)
{
	struct asked asked;
	const char *page = ask(&asked, cookie, target);

	if (asked.response.status != status || (strstr(page, words) != NULL) != says)
		fail_msg("%s: status %d, expected %d and %s\"%s\"", target, asked.response.status, status, says ? "" : "no ", words);
	done(&asked);
}

static void test_ledger__says_who_did_what_in_words(void **state)
{
	(void)state;
	page_says(director, LEDGER, 200, "Account made: dora", true);
	page_says(director, LEDGER, 200, "<small>director of the whole employer</small>", true);
	page_says(director, LEDGER, 200, "head of service of the whole employer, administrator of the whole employer", true);
	page_says(director, LEDGER, 200, "0 made", false);
	page_says(director, LEDGER ".csv", 200, "entry,instant,actor,action,words,object,figures,rows_made", true);
	page_says(director, LEDGER ".json", 200, "\"action\":\"user-add\"", true);
}

static void test_ledger__keeps_who_and_what_entries_hold_from_the_union(void **state)
{
	(void)state;
	page_says(representative, LEDGER, 200, "Account made", true);
	page_says(representative, LEDGER, 200, "dora", false);
	page_says(representative, LEDGER ".csv", 200, "dora", false);
	page_says(representative, LEDGER ".json", 200, "dora", false);
	page_says(representative, LEDGER, 200, "data-label=\"Who\"", false);
	page_says(director, LEDGER, 200, "data-label=\"Who\"", true);
	page_says(representative, LEDGER "?actor=dora", 403, "not by whom", true);
	page_says(representative, LEDGER ".csv?actor=nobody", 403, "not by whom", true);
	page_says(representative, LEDGER "?action=demo", 200, "Invented council made: northshire", true);
	page_says(representative, LEDGER, 200, "of the whole employer", false);
	page_says(representative, LEDGER ".json", 200, "of the whole employer", false);
}

static void test_ledger__is_filtered(void **state)
{
	(void)state;
	page_says(director, LEDGER "?action=user-role", 200, "Account made: ", false);
	page_says(director, LEDGER "?action=user-add", 200, "Account made: ", true);
	page_says(director, LEDGER "?actor=nobody", 200, "No entry is there by the login “nobody”.", true);
	page_says(director, LEDGER "?until=1999-01-01", 200, "No entry is there until 1 January 1999.", true);
	page_says(director, LEDGER "?action=user-add&from=2099-01-01", 200,
		"No entry is there of the kind “Account made” from 1 January 2099 on.", true);
	page_says(director, LEDGER "?from=2026-03-02&until=2026-03-01", 200, "From, 2 March 2026, is after Until, 1 March 2026", true);
	page_says(director, LEDGER, 200, "<option value=\"\">Everything</option>", true);
	page_says(director, LEDGER, 200, "Choose one", false);
	page_says(director, LEDGER "?from=1999-01-01", 200, "Account made: ", true);
	page_says(director, LEDGER "?before=2", 200, "The newest entries", true);
	page_says(director, LEDGER "?from=yesterday", 400, "expected a date", true);
	page_says(director, LEDGER "?before=none", 400, "expected the number of an entry", true);
}

static void test_ledger__leads_nobody_to_a_page_that_refuses_them(void **state)
{
	const char *administrator = council_cookie(&council, "adam");

	(void)state;
	page_says(director, LEDGER, 200, "<a class=\"govuk-breadcrumbs__link\" href=\"/employers/northshire\">", true);
	page_says(administrator, LEDGER, 200, "href=\"/employers/northshire\"", false);
	page_says(administrator, CHECKPOINTS, 200, "href=\"/employers/northshire\"", false);
	page_says(administrator, CHECKPOINTS, 200, "<a class=\"govuk-breadcrumbs__link\" href=\"" LEDGER "\">", true);
}

static void test_ledger__escapes_what_is_looked_for(void **state)
{
	(void)state;
	page_says(director, LEDGER "?actor=%22%3E%3Cscript%3E", 200, "<script>", false);
}

static void test_checkpoints__are_shown_as_they_are_to_be_held(void **state)
{
	struct checkpoint_made made;
	struct asked asked;
	struct err err;

	(void)state;
	page_says(director, CHECKPOINTS, 200, "Make one now", true);
	page_says(director, CHECKPOINTS, 200, "plimsoll ledger checkpoint", false);
	assert_int_equal(checkpoints_make_now(checkpoints, council.arena, "northshire", 1000000000, &made, &err), 0);
	assert_non_null(strstr(ask(&asked, representative, CHECKPOINTS), made.note));
	done(&asked);
}

static void test_checkpoints__carry_what_they_are_checked_with(void **state)
{
	struct kept_checkpoint *kept;
	struct asked asked;
	size_t count;
	struct err err;

	(void)state;
	assert_int_equal(store_checkpoints(council.store, council.arena, 1, 1, &kept, &count, &err), 0);
	page_says(director, CHECKPOINTS, 200, signer.key, true);
	assert_memory_equal(signer.key, "test+", 5);
	page_says(director, CHECKPOINTS, 200, arena_printf(council.arena, CHECKPOINTS "/%lld.txt", (long long)kept[0].entries), true);
	assert_string_equal(ask(&asked, representative, arena_printf(council.arena, CHECKPOINTS "/%lld.txt", (long long)kept[0].entries)),
		kept[0].note);
	assert_string_equal(asked.response.type, "text/plain; charset=utf-8");
	done(&asked);
	page_says(director, CHECKPOINTS "/9999.txt", 404, "no checkpoint with this name", true);
	page_says(director, CHECKPOINTS "/x", 404, "no checkpoint with this name", true);
}

/* The value of a hidden input of the page's last form. */
static const char *hidden(const char *page, const char *name)
{
	const char *form = strstr(page, "action=\"" CHECKPOINTS "\"");
	const char *input = strstr(form, arena_printf(council.arena, "name=\"%s\" value=\"", name));

	input = strstr(input, "value=\"") + strlen("value=\"");
	return arena_strndup(council.arena, input, strcspn(input, "\""));
}

static const char *ask_for_one(void)
{
	struct log_subject subject;
	struct request request;
	struct asked asked;
	const char *page = ask(&asked, director, CHECKPOINTS), *where = "";
	struct request_pair fields[] = {{"token", hidden(page, "token")}, {"once", hidden(page, "once")}};

	done(&asked);
	asked.arena = arena_new();
	asked.response = (struct response){0};
	response_reset(&asked.response);
	request_begin(&request, asked.arena, "POST");
	request.host = "localhost";
	request.cookies = director;
	request.has_body = true;
	request.fields = fields;
	request.fields_count = 2;
	(void)request_read_target(&request, CHECKPOINTS, NULL);
	web_answer(app, &request, &asked.response, &subject);
	for (size_t i = 0; i < asked.response.extra_count; i++)
		if (strcmp(asked.response.extra[i].name, "Location") == 0)
			where = arena_strdup(council.arena, asked.response.extra[i].value);
	done(&asked);
	return where;
}

/* The one that is there was signed long ago, and nothing has been entered since. */
static void test_checkpoints__are_said_to_be_made_only_when_one_was(void **state)
{
	struct kept_checkpoint *kept;
	size_t count, again;
	struct err err;

	(void)state;
	assert_int_equal(store_checkpoints(council.store, council.arena, 1, 100, &kept, &count, &err), 0);
	assert_string_equal(ask_for_one(), arena_printf(council.arena, CHECKPOINTS "?same=%lld", (long long)kept[0].entries));
	assert_int_equal(store_checkpoints(council.store, council.arena, 1, 100, &kept, &again, &err), 0);
	assert_int_equal(again, count);
	page_says(director, arena_printf(council.arena, CHECKPOINTS "?same=%lld", (long long)kept[0].entries), 200,
		"Nothing has changed since the checkpoint of entry", true);
	page_says(director, CHECKPOINTS "?made=yes", 200, "was made on", false);
	page_says(director, CHECKPOINTS "?made=1", 200, "was made on", false);
}

static void test_checkpoints__are_made_hourly_and_only_of_a_ledger_that_has_grown(void **state)
{
	struct kept_checkpoint *kept;
	size_t before, after;
	struct err err;

	(void)state;
	assert_int_equal(store_checkpoints(council.store, council.arena, 1, 100, &kept, &before, &err), 0);
	checkpoints_tend(checkpoints, 1795260000);
	checkpoints_tend(checkpoints, 1795260001);
	assert_int_equal(store_checkpoints(council.store, council.arena, 1, 100, &kept, &after, &err), 0);
	assert_int_equal(after, before);
}

static void say(const char *line)
{
	(void)line;
}

static int set_up(void **state)
{
	struct err err;

	(void)state;
	council_open(&council);
	(void)snprintf(folder, sizeof folder, "/tmp/plimsoll-key-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(key_path, sizeof key_path, "%s/key", folder);
	if (checkpoint_keygen(key_path, "test", &err) < 0 || key_signer_open(key_path, &key, &err) < 0)
		return -1;
	signer = key_signer_of(key);
	checkpoints = checkpoints_new(council.writer, &signer, NULL, say);
	app = web_app_new(&(struct web_options){.pictures = council.pictures, .accounts = council.accounts, .readiness = council.readiness,
		.writer = council.writer, .checkpoints = checkpoints, .today = council_today});
	director = council_cookie(&council, "dora");
	representative = council_cookie(&council, "uma");
	return 0;
}

static int tear_down(void **state)
{
	static const char *const ENDS[] = {"", ".pub", ".signed"};
	char path[100];

	(void)state;
	web_app_free(app);
	checkpoints_free(checkpoints);
	key_signer_close(key);
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		(void)snprintf(path, sizeof path, "%s%s", key_path, ENDS[i]);
		(void)unlink(path);
	}
	(void)rmdir(folder);
	council_close(&council);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ledger__says_who_did_what_in_words),
		cmocka_unit_test(test_ledger__keeps_who_and_what_entries_hold_from_the_union),
		cmocka_unit_test(test_ledger__is_filtered),
		cmocka_unit_test(test_ledger__leads_nobody_to_a_page_that_refuses_them),
		cmocka_unit_test(test_ledger__escapes_what_is_looked_for),
		cmocka_unit_test(test_checkpoints__are_shown_as_they_are_to_be_held),
		cmocka_unit_test(test_checkpoints__carry_what_they_are_checked_with),
		cmocka_unit_test(test_checkpoints__are_said_to_be_made_only_when_one_was),
		cmocka_unit_test(test_checkpoints__are_made_hourly_and_only_of_a_ledger_that_has_grown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
