/* How a load went, week by week. */
#include "allocation_desk.h"
#include "service/pictures/load_trend.h"

enum { A_DAY = 24 * 3600, A_WEEK = 7 };

/* Of today, of a worker's only post; returns what the picture itself says of today. */
static int32_t read_trend(const char *worker, struct trend_week ret[TREND_WEEKS])
{
	struct pictures *pictures = pictures_new(desk.store, 1024 * 1024);
	const struct picture *today;
	int32_t post, minutes;

	DESK_OK(pictures_get(pictures, "council", desk_today(), &today, &desk.err));
	post = today->snap->person_posts[today->snap->persons[snapshot_find_person(today->snap, worker)].first_post];
	DESK_OK(load_trend_read(pictures, today, post, ret, &desk.err));
	minutes = today->loads.posts[post].load_minutes;
	picture_drop(today);
	pictures_free(pictures);
	return minutes;
}

static void test_trend__ends_with_the_load_of_today(void **state)
{
	struct trend_week weeks[TREND_WEEKS];
	int32_t minutes;

	(void)state;
	minutes = read_trend("W1", weeks);
	assert_int_equal(minutes, weeks[TREND_WEEKS - 1].load_minutes);
	assert_true(weeks[TREND_WEEKS - 1].load_minutes > 0);
	for (int i = 0; i < TREND_WEEKS; i++)
		assert_int_equal(weeks[i].day, desk_today() - A_WEEK * (TREND_WEEKS - 1 - i));
}

static void test_trend__has_a_case_from_the_week_in_which_it_came(void **state)
{
	struct trend_week weeks[TREND_WEEKS], *came = &weeks[TREND_WEEKS - 3];
	int32_t alone;

	(void)state;
	alone = read_trend("W2", weeks);
	put_on_desk("C3", "W2");
	desk.now += (int64_t)2 * A_WEEK * A_DAY;
	(void)read_trend("W2", weeks);
	assert_true(came[0].load_minutes > alone);
	assert_int_equal(came[-1].load_minutes, alone);
	assert_true(came[-1].in_post);
}

static void test_trend__says_what_the_picture_of_each_day_says(void **state)
{
	struct trend_week weeks[TREND_WEEKS];
	const struct picture *then;
	struct pictures *pictures;

	(void)state;
	put_on_desk("C3", "W2");
	desk.now += (int64_t)2 * A_WEEK * A_DAY;
	(void)read_trend("W2", weeks);
	pictures = pictures_new(desk.store, 1024 * 1024);
	for (int i = 0; i < TREND_WEEKS; i++) {
		int32_t post;

		DESK_OK(pictures_get(pictures, "council", weeks[i].day, &then, &desk.err));
		post = then->snap->person_posts[then->snap->persons[snapshot_find_person(then->snap, "W2")].first_post];
		assert_true(weeks[i].in_post);
		assert_int_equal(weeks[i].load_minutes, then->loads.posts[post].load_minutes);
		assert_int_equal(weeks[i].capacity_minutes, then->loads.posts[post].capacity_minutes);
		assert_int_equal(weeks[i].used_permille, then->loads.posts[post].used_permille);
		picture_drop(then);
	}
	pictures_free(pictures);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, allocation_desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_trend__ends_with_the_load_of_today),
		TEST(test_trend__has_a_case_from_the_week_in_which_it_came),
		TEST(test_trend__says_what_the_picture_of_each_day_says),
	};

	return RUN_TESTS(tests);
}
