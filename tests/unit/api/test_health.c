#include "../../test.h"

#include <string.h>

#include "api/resource.h"
#include "core/load.h"
#include "service/health/findings.h"

/* A health check without a figure, of an employer without anything. */
struct desk {
	struct snapshot snap;
	struct picture at;
	struct health h;
	const struct finding *found; size_t found_count;
	struct buf out;
};

static void begin(struct desk *d)
{
	*d = (struct desk){.out = BUF_INIT(1000000)};
	d->snap.employer = (struct employer){.code = "northshire", .name = "Northshire Council"};
	d->at.snap = &d->snap;
	d->h = (struct health){.scope = {.team = TEAMS_ALL}, .day = 20778, .period = {20687, 20779}, .records_day = DAY_MIN,
		.facts_day = DAY_MIN};
	for (int m = 0; m < HEALTH_MEASURES; m++)
		d->h.figures[m] = health_unsaid();
}

static void says(struct desk *d, enum resource_format format, const char *text)
{
	buf_clear(&d->out);
	resource_health(&d->out, format, &d->at, &d->h, d->found, d->found_count);
	if (strstr(buf_text(&d->out), text) == NULL)
		fail_msg("it does not have: %s", text);
	buf_free(&d->out);
}

static void test_health__says_of_what_and_of_when_it_is(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	says(&d, RESOURCE_JSON, "\"service\":null,\"team\":null,\"from\":\"2026-08-22\",\"to\":\"2026-11-21\","
		"\"records_day\":null,\"facts_day\":null,\"measures\":[");
}

static void test_health__gives_full_time_equivalents_with_their_decimals(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.h.figures[MEASURE_TURNOVER] = health_share(325, 2600, 30);
	d.h.figures[MEASURE_GAP_FTE] = health_count(-50, -1);
	says(&d, RESOURCE_JSON, "\"figure\":12.5,\"part\":3.25,\"whole\":26,"
		"\"part_unit\":\"fte\",\"whole_unit\":\"fte\",\"people\":30,");
	says(&d, RESOURCE_JSON, "\"figure\":-0.5,\"part\":null,\"whole\":null,"
		"\"part_unit\":null,\"whole_unit\":null,\"people\":null,");
}

static void test_health__says_how_complete_the_records_are(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.h.figures[MEASURE_OVER_30] = health_share(12, 96, 96);
	d.h.figures[MEASURE_OVER_30].told = 90;
	d.h.figures[MEASURE_OVER_30].should = 96;
	says(&d, RESOURCE_CSV, ",day,percent,known,12.5,12,96,count,count,96,90,96,");
}

static void test_health__tells_nothing_of_what_is_not_told(void **state)
{
	struct desk d;

	(void)state;
	begin(&d);
	d.h.figures[MEASURE_DECLINED] = health_share(3, 4, 3);
	d.h.figures[MEASURE_DECLINED].known = HEALTH_UNTOLD;
	says(&d, RESOURCE_CSV, ",declined,Declined,period,percent,not-told,,,,,,,,,");
}

static void test_health__tells_what_is_found_and_since_when(void **state)
{
	const struct days earlier[] = {{date_from_civil(2019, 1, 1), date_from_civil(2019, 7, 1)}};
	const struct finding found[] = {
		{FINDING_OVER_60, finding_row(FINDING_OVER_60), "A worker has more than 60 cases.", true,
			date_from_civil(2016, 10, 1), "January to June 2019, again since July 2026", earlier, 1},
		{FINDING_LONG_WAIT, finding_row(FINDING_LONG_WAIT), "A case has waited for 40 days.", false, 0, "", NULL, 0}
	};
	struct desk d;

	(void)state;
	begin(&d);
	d.found = found;
	d.found_count = 2;
	says(&d, RESOURCE_JSON, "\"findings\":[{\"code\":\"over-60\",\"finding\":\"A worker has more than 60 cases.\","
		"\"measure\":\"over-60\",\"since\":\"January to June 2019, again since July 2026\",\"looked_from\":\"2016-10-01\","
		"\"earlier\":[{\"from\":\"2019-01-01\",\"to\":\"2019-06-30\"}],\"concerns\":");
	says(&d, RESOURCE_JSON, ",\"measure\":\"waiting-longest\",\"since\":null,\"looked_from\":null,"
		"\"earlier\":[],\"concerns\":");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_health__says_of_what_and_of_when_it_is),
		cmocka_unit_test(test_health__gives_full_time_equivalents_with_their_decimals),
		cmocka_unit_test(test_health__says_how_complete_the_records_are),
		cmocka_unit_test(test_health__tells_nothing_of_what_is_not_told),
		cmocka_unit_test(test_health__tells_what_is_found_and_since_when),
	};

	return RUN_TESTS(tests);
}
