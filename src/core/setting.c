#include "core/setting.h"

bool setting_takes_two(enum setting setting, bool on, bool live)
{
	return live && (setting == SETTING_PRINCIPLES || (setting == SETTING_LIVE && !on));
}

enum setting_refusal setting_check(const struct setting_asked *asked)
{
	if (asked->from < asked->today)
		return SETTING_IN_THE_PAST;
	if (!setting_takes_two(asked->setting, asked->on, asked->live))
		return SETTING_FITS;
	if (!asked->by_two)
		return SETTING_TAKES_TWO;
	return asked->from == asked->today ? SETTING_THE_SAME_DAY : SETTING_FITS;
}

const char *setting_refusal_sentence(enum setting_refusal refusal)
{
	static const char *const SENTENCES[SETTING_REFUSALS] = {
		[SETTING_FITS] = "",
		[SETTING_IN_THE_PAST] = "How an employer works cannot be changed in the past: expected a day from today on",
		[SETTING_THE_SAME_DAY] = "This never takes effect on the same day: expected a day from tomorrow on",
		[SETTING_TAKES_TWO] = "This takes two people and a reason: it is proposed on the page of settings, and approved by another"};

	return SENTENCES[refusal];
}
