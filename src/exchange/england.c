#include "exchange/england.h"

#include "exchange/intake.h"

#define NEED(c, name) {"need:" c, c, name, false, false}
#define FACTOR(c, name) {"factor:" c, c, name, false, false}
#define DISABILITY(c, name) {"disability:" c, c, name, false, false}
#define ABUSE(c, name) {"abuse:" c, c, name, false, false}
#define PLAIN(c, name) {c, c, name, false, false}
#define PERSONAL(c, name) {c, c, name, false, true}

static const struct england_code NEEDS[] = {
	NEED("N1", "abuse, neglect or exploitation"),
	NEED("N2", "child's disability or illness"),
	NEED("N3", "parental disability or illness"),
	NEED("N4", "family in acute stress"),
	NEED("N5", "family dysfunction"),
	NEED("N6", "socially unacceptable behaviour"),
	NEED("N7", "low income"),
	NEED("N8", "absent parenting"),
	NEED("N9", "cases other than children in need"),
	{"need:N0", "N0", "not stated", true, false},
};

static const struct england_code FACTORS[] = {
	FACTOR("1A", "alcohol misuse: child"),
	FACTOR("1B", "alcohol misuse: parent or carer"),
	FACTOR("1C", "alcohol misuse: other person in the household"),
	FACTOR("2A", "drug misuse: child"),
	FACTOR("2B", "drug misuse: parent or carer"),
	FACTOR("2C", "drug misuse: other person in the household"),
	FACTOR("3A", "domestic abuse: child"),
	FACTOR("3B", "domestic abuse: parent or carer"),
	FACTOR("3C", "domestic abuse: other person in the household"),
	FACTOR("4A", "mental health: child"),
	FACTOR("4B", "mental health: parent or carer"),
	FACTOR("4C", "mental health: other person in the household"),
	FACTOR("5A", "learning disability: child"),
	FACTOR("5B", "learning disability: parent or carer"),
	FACTOR("5C", "learning disability: other person in the household"),
	FACTOR("6A", "physical disability or illness: child"),
	FACTOR("6B", "physical disability or illness: parent or carer"),
	FACTOR("6C", "physical disability or illness: other person in the household"),
	FACTOR("7A", "young carer"),
	FACTOR("8A", "privately fostered"),
	FACTOR("8B", "privately fostered: overseas child who intends to return"),
	FACTOR("8C", "privately fostered: overseas child who intends to stay"),
	FACTOR("8D", "privately fostered: UK child in educational placement"),
	FACTOR("8E", "privately fostered: UK child by the family's own arrangement"),
	FACTOR("8F", "privately fostered: other"),
	FACTOR("9A", "unaccompanied asylum-seeking child"),
	FACTOR("10A", "going missing"),
	FACTOR("11A", "child sexual exploitation"),
	FACTOR("12A", "trafficking"),
	FACTOR("13A", "gangs"),
	FACTOR("14A", "socially unacceptable behaviour"),
	FACTOR("15A", "self-harm"),
	FACTOR("16A", "neglect"),
	FACTOR("17A", "emotional abuse"),
	FACTOR("18A", "physical abuse"),
	FACTOR("18B", "physical abuse: child on child"),
	FACTOR("18C", "physical abuse: adult on child"),
	FACTOR("19A", "sexual abuse"),
	FACTOR("19B", "sexual abuse: child on child"),
	FACTOR("19C", "sexual abuse: adult on child"),
	FACTOR("20", "other"),
	{"factor:21", "21", "no factors found", true, false},
	FACTOR("22A", "female genital mutilation"),
	FACTOR("23A", "abuse linked to faith or belief"),
	FACTOR("24A", "child criminal exploitation"),
};

static const struct england_code DISABILITIES[] = {
	{"disability:NONE", "NONE", "no disability", true, false},
	DISABILITY("MOB", "mobility"),
	DISABILITY("HAND", "hand function"),
	DISABILITY("PC", "personal care"),
	DISABILITY("INC", "incontinence"),
	DISABILITY("COMM", "communication"),
	DISABILITY("LD", "learning"),
	DISABILITY("HEAR", "hearing"),
	DISABILITY("VIS", "vision"),
	DISABILITY("BEH", "behaviour"),
	DISABILITY("CON", "consciousness"),
	DISABILITY("AUT", "autism or Asperger syndrome"),
	DISABILITY("DDA", "other disability under the Equality Act"),
};

static const struct england_code ABUSES[] = {
	ABUSE("NEG", "neglect"),
	ABUSE("PHY", "physical abuse"),
	ABUSE("SAB", "sexual abuse"),
	ABUSE("EMO", "emotional abuse"),
	ABUSE("MUL", "multiple categories"),
};

static const struct england_code CLOSURES[] = {
	PLAIN("RC1", "adopted"),
	PLAIN("RC2", "died"),
	PLAIN("RC3", "child arrangements order"),
	PLAIN("RC4", "special guardianship order"),
	PLAIN("RC5", "transferred to another local authority"),
	PLAIN("RC6", "transferred to adult social care"),
	PLAIN("RC7", "services ceased for another reason"),
	PLAIN("RC8", "closed after assessment, no further action"),
	PLAIN("RC9", "closed after assessment, to early help"),
};

static const struct england_code CHANGES[] = {
	PLAIN("MANAGE", "managing caseloads"),
	PLAIN("FCONTA", "first contact social worker"),
	PLAIN("LEFTRL", "worker left the role"),
	PLAIN("ORGRST", "organisational restructure"),
	PLAIN("TSPROC", "transferred under standard process"),
	PERSONAL("ABSENC", "worker absent"),
	PLAIN("CHCHAN", "child asked for a change"),
	PLAIN("PCCHAN", "parent or carer asked for a change"),
	PERSONAL("SWDIED", "worker died"),
	PLAIN("OTHERS", "other reason"),
};

static const struct england_code ABSENCES[] = {
	{"maternity", "MAT", "maternity, paternity or adoption leave", false, true},
	{"other_paid_leave", "OTH", "other paid leave", false, true},
	{"public_duty", "PUB", "public duty", false, true},
	{"sickness", "SIC", "sickness", false, true},
	{"training_leave", "TRN", "training", false, true},
	{"unauthorised", "UNA", "unauthorised absence", false, true},
	{"unpaid_leave", "UNP", "unpaid leave", false, true},
};

#define SET(rows, words) {rows, sizeof(rows) / sizeof((rows)[0]), words}

static const struct {
	const struct england_code *rows;
	size_t count;
	const char *expected;
} SETS[ENGLAND_SETS] = {
	[ENGLAND_NEED] = SET(NEEDS, "a primary need code N0 to N9"),
	[ENGLAND_FACTOR] = SET(FACTORS, "an assessment factor 1A to 24A"),
	[ENGLAND_DISABILITY] = SET(DISABILITIES,
		"a disability code: NONE, MOB, HAND, PC, INC, COMM, LD, HEAR, VIS, BEH, CON, AUT or DDA"),
	[ENGLAND_ABUSE] = SET(ABUSES, "a category of abuse: NEG, PHY, SAB, EMO or MUL"),
	[ENGLAND_CLOSURE] = SET(CLOSURES, "a reason for closure RC1 to RC9"),
	[ENGLAND_CHANGE] = SET(CHANGES,
		"a change reason: MANAGE, FCONTA, LEFTRL, ORGRST, TSPROC, ABSENC, CHCHAN, PCCHAN, SWDIED or OTHERS"),
	[ENGLAND_ABSENCE] = SET(ABSENCES, "a reason for absence: MAT, OTH, PUB, SIC, TRN, UNA or UNP"),
};

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter_or_digit(char c)
{
	return is_letter(c) || is_digit(c);
}

/* The code in front of its meaning: "N1 - Abuse or neglect" gives "N1". A word that goes on ("N1x") is not cut. */
static struct str leading_code(struct str text)
{
	struct str s = str_trim(text);
	size_t n = 0;

	while (n < s.len && is_letter_or_digit(s.at[n]))
		n++;
	if (n < s.len && strchr(" -:\t", s.at[n]) == NULL)
		return s;
	return (struct str){s.at, n};
}

const struct england_code *england_find(enum england_set set, struct str text)
{
	struct str code = leading_code(text);
	char key[ENGLAND_CODE_SIZE] = {0};

	if (code.len == 0 || code.len >= sizeof key)
		return NULL;
	for (size_t i = 0; i < code.len; i++)
		key[i] = code.at[i] >= 'a' && code.at[i] <= 'z' ? (char)(code.at[i] - 'a' + 'A') : code.at[i];
	for (size_t i = 0; i < SETS[set].count; i++)
		if (memcmp(key, SETS[set].rows[i].code, sizeof key) == 0)
			return &SETS[set].rows[i];
	return NULL;
}

const struct england_code *england_code(const char *code)
{
	for (int set = 0; set < ENGLAND_SETS; set++) {
		for (size_t i = 0; i < SETS[set].count; i++) {
			const struct england_code *row = &SETS[set].rows[i];

			if (str_equal(row->code, code) || (row->factor != NULL && str_equal(row->factor, code)))
				return row;
		}
	}
	return NULL;
}

const struct england_code *england_absence(const char *reason)
{
	for (size_t i = 0; i < sizeof ABSENCES / sizeof *ABSENCES; i++)
		if (str_equal(ABSENCES[i].factor, reason) || str_equal(ABSENCES[i].code, reason))
			return &ABSENCES[i];
	return NULL;
}

const char *england_expected(enum england_set set)
{
	return SETS[set].expected;
}

bool england_yes_no(struct str text, bool *ret)
{
	static const char *const YES[] = {"1", "true", "y", "yes"};
	static const char *const NO[] = {"0", "false", "n", "no"};
	struct str s = str_trim(text);

	if (s.len > 2 && is_letter(s.at[0]) && s.at[1] == ')')
		s = str_trim((struct str){s.at + 2, s.len - 2});
	for (size_t i = 0; i < sizeof YES / sizeof YES[0]; i++) {
		bool yes = str_is_ignoring_case(s, YES[i]);

		if (yes || str_is_ignoring_case(s, NO[i])) {
			*ret = yes;
			return true;
		}
	}
	return false;
}

bool england_is_child_id(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_letter_or_digit(text.at[i]))
			return false;
	return text.len > 0 && text.len <= ENGLAND_CHILD_ID;
}

bool england_is_registration(struct str text)
{
	if (text.len != 12 || !is_letter(text.at[0]) || !is_letter(text.at[1]))
		return false;
	for (size_t i = 2; i < text.len; i++)
		if (!is_digit(text.at[i]))
			return false;
	return true;
}

/* In an address the ends would ask for the same as a table, and dots alone for a folder above. */
static bool is_misread_in_addresses(struct str text)
{
	static const char *const ENDS[] = {".csv", ".json"};
	size_t dots = 0;

	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		size_t n = strlen(ENDS[i]);

		if (text.len >= n && str_is_ignoring_case((struct str){text.at + text.len - n, n}, ENDS[i]))
			return true;
	}
	while (dots < text.len && text.at[dots] == '.')
		dots++;
	return dots == text.len;
}

bool england_is_case_ref(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_letter_or_digit(text.at[i]) && (text.at[i] == '\0' || strchr("-_./", text.at[i]) == NULL))
			return false;
	return text.len > 0 && text.len <= INTAKE_REF && !is_misread_in_addresses(text);
}

int32_t england_enquiry_end(int32_t started, int32_t ended, int32_t conference, int32_t plan)
{
	int32_t limit = date_add_working_days(started, ENGLAND_ENQUIRY_WORKING_DAYS);

	if (ended != DAY_MAX)
		return ended;
	if (conference != DAY_MAX)
		return conference;
	return plan < limit ? plan : limit;
}
