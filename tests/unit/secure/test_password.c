/* Passwords: which are taken, and how they are kept. */
#include <pthread.h>
#include <string.h>

#include "../../test.h"
#include "base/buf.h"
#include "secure/password.h"
#include "secure/token.h"

static const struct password_cost CHEAP = {.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = 4};
static const char *const OWN[] = {"ann.smith", "Northshire County Council", "NORTH", NULL};

static struct err err;

static bool taken(const char *password)
{
	return password_check_choice(password, OWN, &err) == 0;
}

static int start(void **state)
{
	(void)state;
	return secure_start(&err);
}

/* The same character so many times would be a repeat: letters that do not follow each other. */
static void long_password(char *ret, size_t characters)
{
	for (size_t i = 0; i < characters; i++)
		ret[i] = "hxbqkzvwjmfrpgt"[(i * 7 + i / 15) % 15];
	ret[characters] = '\0';
}

static void test_password__is_of_12_to_128_characters(void **state)
{
	char password[140];

	(void)state;
	long_password(password, 11);
	assert_false(taken(password));
	assert_non_null(strstr(err.text, "too short"));
	assert_non_null(strstr(err.text, "12 to 128"));
	long_password(password, 12);
	assert_true(taken(password));
	long_password(password, 128);
	assert_true(taken(password));
	long_password(password, 129);
	assert_false(taken(password));
	assert_non_null(strstr(err.text, "too long"));
	assert_false(taken(""));
}

static void test_password__is_of_any_script_and_counted_in_characters(void **state)
{
	(void)state;
	assert_true(taken("\xC5\xB7r \xC5\xB5yl\xC3\xA2n \xC3\xB4l ddrwg"));
	assert_true(taken("\xE6\xB0\xB4\xE6\x9B\x9C\xE3\x81\xAE\xE6\x9C\x9D\xE3\x81\xAB\xE9\xB3\xA5"
		"\xE3\x81\x8C\xE6\xAD\x8C\xE3\x81\x86\xE5\xA3\xB0\xE6\x98\x8E\xE6\x9C\x88"));
	/* 18 bytes, 6 characters */
	assert_false(taken("\xE6\xB0\xB4\xE6\x9B\x9C\xE3\x81\xAE\xE6\x9C\x9D\xE3\x81\xAB\xE9\xB3\xA5"));
	assert_false(taken("not\xFFtext at all here"));
	assert_non_null(strstr(err.text, "UTF-8"));
}

static void test_password__needs_no_digits_or_signs(void **state)
{
	(void)state;
	assert_true(taken("correct horse battery staple"));
	assert_true(taken("gravel lantern hopscotch"));
	assert_true(taken("thimblewicketmarrow"));
	assert_true(taken("481516234298"));
}

static void test_password__may_be_pass_phrases_that_are_made(void **state)
{
	char phrase[PASS_PHRASE_SIZE];

	(void)state;
	for (int i = 0; i < 200; i++) {
		pass_phrase_make(phrase);
		if (!taken(phrase))
			fail_msg("%s: %s", phrase, err.text);
	}
}

static void test_password__is_none_of_those_that_are_guessed_first(void **state)
{
	static const char *const COMMON[] = {"password1234", "Password2024!", "P@ssw0rd1234", "p4ssw0rdp4ssw0rd",
		"passwordpassword",
		"qwertyuiop12", "qwerty123456", "1q2w3e4r5t6y", "1qaz2wsx3edc", "zaq12wsxcde3", "q1w2e3r4t5y6", "letmeinletmein",
		"iloveyou1234", "ILOVEYOU!!!!", "sunshine2024", "Liverpool123", "liverpoolfc1892", "manchesterunited", "christopher1",
		"michaeljordan", "welcome12345", "Welcome-2026!", "football1234", "administrator", "administrator1", "changeme1234",
		"princess12345", "unitedkingdom1", "socialworker1", "SocialWork2026", "safeguarding1", "childrensservices",
		"Summer2026!!", "december2025", "jessica123456", "qweasdzxc123", "147258369147", "harrypotter1", "trustno1trustno1"};

	(void)state;
	for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
		if (taken(COMMON[i]))
			fail_msg("%s is taken", COMMON[i]);
	assert_non_null(strstr(err.text, "guessed"));
}

static void test_password__is_no_repeat_and_no_sequence(void **state)
{
	static const char *const POOR[] = {"aaaaaaaaaaaa", "abcabcabcabc", "xk7qxk7qxk7q", "123456789012", "abcdefghijkl",
		"zyxwvutsrqpo", "qwertyuiopas", "aaabbbcccddd", "111222333444", "12345678910111213", "0987654321098",
		"summer2026-summer2026", "Winter2026 Winter2026", "password2026.password2026"};

	(void)state;
	for (size_t i = 0; i < sizeof POOR / sizeof *POOR; i++)
		if (taken(POOR[i]))
			fail_msg("%s is taken", POOR[i]);
}

static void test_password__is_not_made_of_ones_own_surroundings(void **state)
{
	(void)state;
	assert_false(taken("annsmith-2026"));
	assert_false(taken("Northshire2026"));
	assert_false(taken("northshireNorthshire1"));
	assert_false(taken("n0rthsh1re ann"));
	assert_false(taken("plimsoll-plimsoll"));
	assert_false(taken("annsmith-annsmith"));
	assert_true(taken("northshire gravel lantern hopscotch"));
}

static void test_password__is_kept_as_argon2id_with_its_parameters(void **state)
{
	struct password_gate *gate = password_gate_new(&PASSWORD_COST);
	char kept[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
	bool right;

	(void)state;
	assert_int_equal(password_hash(gate, "gravel lantern hopscotch", kept, &err), 0);
	assert_int_equal(strncmp(kept, "$argon2id$v=19$m=32768,t=3,p=1$", 31), 0);
	assert_null(strstr(kept, "gravel"));
	assert_int_equal(password_hash(gate, "gravel lantern hopscotch", again, &err), 0);
	assert_string_not_equal(kept, again);
	assert_int_equal(password_check(gate, kept, "gravel lantern hopscotch", &right, &err), 0);
	assert_true(right);
	password_gate_free(gate);
}

/* A hash of argon2id that another program made (PHC test vector of libsodium's kind). */
static void test_password__agrees_with_a_hash_made_elsewhere(void **state)
{
	struct password_gate *gate = password_gate_new(&CHEAP);
	bool right;

	(void)state;
	assert_int_equal(password_check(gate,
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"password", &right, &err), 0);
	assert_true(right);
	assert_int_equal(password_check(gate,
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"Password", &right, &err), 0);
	assert_false(right);
	password_gate_free(gate);
}

static void test_password__counts_to_its_last_character(void **state)
{
	struct password_gate *gate = password_gate_new(&CHEAP);
	char kept[PASSWORD_HASH_SIZE], password[140];
	bool right = true;

	(void)state;
	long_password(password, 128);
	assert_int_equal(password_hash(gate, password, kept, &err), 0);
	password[127] = 'A';
	assert_int_equal(password_check(gate, kept, password, &right, &err), 0);
	assert_false(right);
	password[127] = '\0';
	assert_int_equal(password_check(gate, kept, password, &right, &err), 0);
	assert_false(right);
	password_gate_free(gate);
}

static void test_password__is_wrong_where_there_is_none(void **state)
{
	struct password_gate *gate = password_gate_new(&CHEAP);
	bool right = true;

	(void)state;
	assert_int_equal(password_check(gate, NULL, "gravel lantern hopscotch", &right, &err), 0);
	assert_false(right);
	right = true;
	assert_int_equal(password_check(gate, "", "", &right, &err), 0);
	assert_false(right);
	password_gate_free(gate);
}

static void test_password__is_outdated_when_it_cost_less(void **state)
{
	static const struct password_cost DEARER = {.passes = 2, .memory_bytes = 16384, .at_once = 1, .waiting = 0};
	struct password_gate *gate = password_gate_new(&CHEAP), *dearer = password_gate_new(&DEARER);
	char kept[PASSWORD_HASH_SIZE];

	(void)state;
	assert_int_equal(password_hash(gate, "gravel lantern hopscotch", kept, &err), 0);
	assert_false(password_is_outdated(gate, kept));
	assert_true(password_is_outdated(dearer, kept));
	password_gate_free(gate);
	password_gate_free(dearer);
}

/* ---- the gate ---- */

struct crowd {
	struct password_gate *gate;
	pthread_barrier_t together;
	int done, sent_away;
	pthread_mutex_t lock;
};

static void *hash_one(void *context)
{
	struct crowd *crowd = context;
	char kept[PASSWORD_HASH_SIZE];
	struct err own;
	int rc;

	(void)pthread_barrier_wait(&crowd->together);
	rc = password_hash(crowd->gate, "gravel lantern hopscotch", kept, &own);
	pthread_mutex_lock(&crowd->lock);
	crowd->done += rc == 0 ? 1 : 0;
	crowd->sent_away += rc == PL_LOCKED ? 1 : 0;
	pthread_mutex_unlock(&crowd->lock);
	return NULL;
}

enum { CROWD = 12 };

static void gather(struct crowd *crowd, const struct password_cost *cost)
{
	pthread_t threads[CROWD];

	*crowd = (struct crowd){.gate = password_gate_new(cost)};
	pthread_mutex_init(&crowd->lock, NULL);
	assert_int_equal(pthread_barrier_init(&crowd->together, NULL, CROWD), 0);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, hash_one, crowd), 0);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(pthread_barrier_destroy(&crowd->together), 0);
	pthread_mutex_destroy(&crowd->lock);
}

static void test_gate__lets_all_in_who_find_room_to_wait(void **state)
{
	static const struct password_cost ROOM = {.passes = 1, .memory_bytes = 8192, .at_once = 2, .waiting = CROWD};
	struct crowd crowd;

	(void)state;
	gather(&crowd, &ROOM);
	assert_int_equal(crowd.done, CROWD);
	assert_true(password_gate_most(crowd.gate) <= 2);
	password_gate_free(crowd.gate);
}

static void test_gate__sends_away_who_finds_the_queue_full(void **state)
{
	static const struct password_cost CLOSED = {.passes = 1, .memory_bytes = 8192, .at_once = 0, .waiting = 0};
	struct password_gate *gate = password_gate_new(&CLOSED);
	char kept[PASSWORD_HASH_SIZE];
	bool right;

	(void)state;
	assert_int_equal(password_hash(gate, "gravel lantern hopscotch", kept, &err), PL_LOCKED);
	assert_non_null(strstr(err.text, "try again"));
	assert_int_equal(password_check(gate, NULL, "gravel lantern hopscotch", &right, &err), PL_LOCKED);
	password_gate_free(gate);
}

static void test_gate__is_two_wide(void **state)
{
	(void)state;
	assert_int_equal(PASSWORD_COST.at_once, 2);
	assert_true(PASSWORD_COST.memory_bytes >= 19 * 1024 * 1024);
	assert_true(PASSWORD_COST.passes >= 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password__is_of_12_to_128_characters),
		cmocka_unit_test(test_password__is_of_any_script_and_counted_in_characters),
		cmocka_unit_test(test_password__needs_no_digits_or_signs),
		cmocka_unit_test(test_password__may_be_pass_phrases_that_are_made),
		cmocka_unit_test(test_password__is_none_of_those_that_are_guessed_first),
		cmocka_unit_test(test_password__is_no_repeat_and_no_sequence),
		cmocka_unit_test(test_password__is_not_made_of_ones_own_surroundings),
		cmocka_unit_test(test_password__is_kept_as_argon2id_with_its_parameters),
		cmocka_unit_test(test_password__agrees_with_a_hash_made_elsewhere),
		cmocka_unit_test(test_password__counts_to_its_last_character),
		cmocka_unit_test(test_password__is_wrong_where_there_is_none),
		cmocka_unit_test(test_password__is_outdated_when_it_cost_less),
		cmocka_unit_test(test_gate__lets_all_in_who_find_room_to_wait),
		cmocka_unit_test(test_gate__sends_away_who_finds_the_queue_full),
		cmocka_unit_test(test_gate__is_two_wide),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
