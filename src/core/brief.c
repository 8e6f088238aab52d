#include "core/brief.h"

#include "base/str.h"
#include "core/remark.h"

/* In the order of the lists. */
static const struct brief_word WORDS[] = {
#define BRIEF(list, code, words) {BRIEF_##list, code, words},
#include "core/brief.def"
#undef BRIEF
};

enum { WORDS_COUNT = sizeof WORDS / sizeof *WORDS, WHOLE = 1000 };

const struct brief_word *brief_words(enum brief_list list, size_t *ret_count)
{
	const struct brief_word *first = WORDS;
	size_t count = 0;

	while (first->list != list)
		first++;
	while (first + count < WORDS + WORDS_COUNT && first[count].list == list)
		count++;
	*ret_count = count;
	return first;
}

static const struct brief_word *find(enum brief_list list, struct str code)
{
	size_t count;
	const struct brief_word *words = brief_words(list, &count);

	for (size_t i = 0; i < count; i++)
		if (str_is(code, words[i].code))
			return &words[i];
	return NULL;
}

bool brief_has(enum brief_list list, const char *code)
{
	return find(list, str_of(code)) != NULL;
}

const char *brief_say(enum brief_list list, const char *code)
{
	const struct brief_word *w = find(list, str_of(code));

	return w != NULL ? w->words : code;
}

/* The next of several codes; `rest` moves on behind the comma after it. */
static struct str next_code(const char **rest)
{
	struct str code = {*rest, strcspn(*rest, ",")};

	*rest += code.len;
	*rest += **rest == ',';
	return code;
}

static bool comes_again(struct str code, const char *rest)
{
	while (rest[0] != '\0') {
		struct str other = next_code(&rest);

		if (other.len == code.len && memcmp(other.at, code.at, code.len) == 0)
			return true;
	}
	return false;
}

bool brief_has_all(enum brief_list list, const char *codes)
{
	size_t len = strlen(codes);

	if (len > 0 && codes[len - 1] == ',')
		return false;
	while (codes[0] != '\0') {
		struct str code = next_code(&codes);

		if (find(list, code) == NULL || comes_again(code, codes))
			return false;
	}
	return true;
}

bool brief_reasons(enum negotiation_step step, enum brief_list *ret)
{
	static const struct {
		enum negotiation_step step;
		enum brief_list list;
	} REASONS[] = {{STEP_DECLINE, BRIEF_DECLINE}, {STEP_WANT, BRIEF_WANT}, {STEP_WITHDRAW, BRIEF_WITHDRAW},
		{STEP_REJECT, BRIEF_REJECT}, {STEP_HOLD, BRIEF_HOLD}};

	for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
		if (REASONS[i].step == step) {
			*ret = REASONS[i].list;
			return true;
		}
	return false;
}

/* ---- what makes a proposal ---- */

bool terms_complete(const struct proposal_terms *t)
{
	return t->why[0] != '\0' && t->first_action[0] != '\0' && t->first_action_by != DAY_MAX && t->risk_with[0] != '\0';
}

/* A day far ahead is a slip, or a first action that nobody takes. */
static int check_days(const struct proposal_terms *t, int32_t today, struct err *err)
{
	int32_t begins = t->starts != DAY_MIN ? t->starts : today;

	if (begins < today)
		return err_set(err, PL_INVALID, "The case is taken on from today on or later, never before.");
	if (begins > today + STARTS_DAYS_MOST)
		return err_set(err, PL_INVALID, "The case is taken on within %d weeks of today.", STARTS_DAYS_MOST / 7);
	if (t->first_action_by < today)
		return err_set(err, PL_INVALID, "The first action cannot be due before today.");
	if (t->first_action_by != DAY_MAX && t->first_action_by > begins + FIRST_ACTION_DAYS_MOST)
		return err_set(err, PL_INVALID, "The first action is due within %d weeks of the day on which the case is taken on.",
			FIRST_ACTION_DAYS_MOST / 7);
	return 0;
}

int terms_check(const struct proposal_terms *t, int32_t today, struct err *err)
{
	int rc = check_days(t, today, err);

	if (rc < 0)
		return rc;
	if (t->share < 1 || t->share > WHOLE)
		return err_set(err, PL_INVALID, "A share is more than nothing and no more than the whole case.");
	if (t->why[0] != '\0' && !brief_has(BRIEF_WHY, t->why))
		return err_set(err, PL_INVALID, "Say why this worker with a reason of the list.");
	if (t->first_action[0] != '\0' && !brief_has(BRIEF_FIRST_ACTION, t->first_action))
		return err_set(err, PL_INVALID, "Say the first action with one of the list.");
	if (!brief_has_all(BRIEF_SUPPORT, t->support))
		return err_set(err, PL_INVALID, "Say the support with words of the list, each once.");
	return remark_check(t->note, err);
}

bool takeover_reason(const char *why)
{
	return !str_equal(why, "room") && !str_equal(why, "nobody-else");
}

int takeover_check(const struct proposal_terms *t, struct err *err)
{
	if (takeover_reason(t->why))
		return 0;
	return err_set(err, PL_INVALID, "A family does not change its worker because another has room: say what it gains by the change, or that "
		"the worker leaves or is away. Who has too much gives a case back.");
}

static bool is_code(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= TASK_CODE_BYTES && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

static int check_due(int32_t due, int32_t today, const char *what, struct err *err)
{
	if (due >= today && due <= DAY_LATEST)
		return 0;
	return err_set(err, PL_INVALID, "Say by which day, from today on, %s.", what);
}

int tasks_check(const struct agreed_task *tasks, size_t count, int32_t today, struct err *err)
{
	int rc = 0;

	if (count > PROPOSAL_TASKS)
		return err_set(err, PL_LIMIT, "At most %d tasks are agreed with a case.", PROPOSAL_TASKS);
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (!is_code(tasks[i].kind))
			return err_set(err, PL_INVALID, "A task is one of the scheme, or a word of small letters, digits and hyphens.");
		if (tasks[i].minutes < -1 || tasks[i].minutes > TASK_MINUTES_MOST)
			return err_set(err, PL_INVALID, "A task takes up to %d hours.", TASK_MINUTES_MOST / 60);
		for (size_t j = 0; j < i; j++)
			if (str_equal(tasks[i].kind, tasks[j].kind))
				return err_set(err, PL_INVALID, "Each kind of task is agreed once; say all of its minutes there.");
		rc = check_due(tasks[i].due, today, "a task is to be done", err);
	}
	return rc;
}

int conditions_check(const struct agreed_condition *conditions, size_t count, int32_t today, struct err *err)
{
	int rc = 0;

	if (count > PROPOSAL_CONDITIONS)
		return err_set(err, PL_LIMIT, "An agreement has at most %d conditions.", PROPOSAL_CONDITIONS);
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (!brief_has(BRIEF_CONDITION, conditions[i].kind))
			return err_set(err, PL_INVALID, "Say a condition with one of the list.");
		rc = check_due(conditions[i].due, today, "a condition is to be kept", err);
		if (rc == 0)
			rc = remark_check(conditions[i].note, err);
	}
	return rc;
}

static const char *const MODES[ALLOCATION_MODES] = {[MODE_SUPERVISION] = "supervision", [MODE_MEETING] = "meeting"};

const char *allocation_mode_code(enum allocation_mode mode)
{
	return MODES[mode];
}

bool allocation_mode_parse(const char *code, enum allocation_mode *ret)
{
	for (int i = 0; i < ALLOCATION_MODES; i++)
		if (str_equal(MODES[i], code)) {
			*ret = (enum allocation_mode)i;
			return true;
		}
	return false;
}
