/* england.h: what more than one English format shares: code sets, spellings, limits, and the stages they tell.
 *
 * Sources: the children in need census and the children's social work workforce census (Department for Education,
 * guides and schemas 2017-2026), the children looked after return SSDA903, and Working Together to Safeguard Children
 * (2023).
 */
#pragma once

#include <stdbool.h>

#include "base/date.h"
#include "base/str.h"

/* The service whose cases all of these formats speak of. */
#define ENGLAND_SERVICE "children"

/* Types of the stages that the formats tell of, as the schemes name them. */
#define STAGE_ASSESSMENT "assessment"
#define STAGE_ENQUIRY "section_47_enquiry"
#define STAGE_IN_NEED "child_in_need_plan"
#define STAGE_PROTECTION "child_protection_plan"
#define STAGE_PROCEEDINGS "care_proceedings"
#define STAGE_LOOKED_AFTER "looked_after"
#define STAGE_CARE_LEAVER "care_leaver"

enum {
	/* From the strategy discussion that starts a section 47 enquiry to the initial child protection conference, at the
	 * longest (Working Together 2023; census rule 8675Q). */
	ENGLAND_ENQUIRY_WORKING_DAYS = 15,
	/* From the referral to the end of the assessment, at the longest (the same; census rule 8670Q). */
	ENGLAND_ASSESSMENT_WORKING_DAYS = 45,
	ENGLAND_CHILD_ID = 20 /* most characters of LAchildID (census rules 1570, 1580) */
};

enum england_set {
	ENGLAND_NEED,       /* PrimaryNeedCode N0-N9; factors "need:N1" */
	ENGLAND_FACTOR,     /* factors identified at an assessment; "factor:3B" */
	ENGLAND_DISABILITY, /* "disability:LD" */
	ENGLAND_ABUSE,      /* category of a child protection plan; "abuse:NEG" */
	ENGLAND_CLOSURE,    /* ReasonForClosure RC1-RC9 */
	ENGLAND_CHANGE,     /* why the social worker of a child changed (SSDA903, Standard Safeguarding Dataset) */
	ENGLAND_ABSENCE,    /* ReasonAbsence of the workforce census */
	ENGLAND_SETS
};

enum { ENGLAND_CODE_SIZE = 8 };

/* One code. */
struct england_code {
	const char *factor;           /* as facts carry it: "need:N1"; of an absence, the reduction: "sickness" */
	char code[ENGLAND_CODE_SIZE]; /* its own spelling, "N1", filled up with zeros */
	const char *name;
	bool nothing;                 /* says that there is none: no disability, no factor found, need not stated */
	bool personal;                /* says something of the worker's health or absence: for the worker and the manager only */
};

/* The code that a text stands for: "N1", " n1 ", "N1 - Abuse or neglect". NULL if it is not of the set. */
const struct england_code *england_find(enum england_set set, struct str text);

/* What was expected of a set, as a clause: "a primary need code N0 to N9". */
const char *england_expected(enum england_set set);

/* A code of any set, whether it stands alone ("LEFTRL") or as a factor ("need:N1"); NULL if it is of none. */
const struct england_code *england_code(const char *code);

/* The absence that a reduction's reason stands for, "sickness" or "SIC"; NULL if it is none of the census. */
const struct england_code *england_absence(const char *reason);

/* Reads 0/1, true/false, Y/N, Yes/No, and these after "a)" or "b)" as in Annex A, in any case. */
bool england_yes_no(struct str text, bool *ret);

/* A child's identifier in the census: up to 20 letters and digits. */
bool england_is_child_id(struct str text);

/* A social worker's registration: two letters and ten digits. */
bool england_is_registration(struct str text);

/* A reference of a case as systems give it: up to INTAKE_REF letters, digits and -_./ without blanks, so that no name
 * passes for one; nothing that means something else in an address. */
#define ENGLAND_REF_EXPECTED \
	"up to 40 letters, digits, '-', '_', '.' or '/', without blanks, not dots alone and not ending in .csv or .json"
bool england_is_case_ref(struct str text);

/* The day on which a section 47 enquiry is over. `ended` is what the record says itself, `conference` the initial child
 * protection conference, `plan` the first child protection plan that starts on or after the enquiry; DAY_MAX where
 * there is none. What is said counts, then the conference. Where neither is known the records do not say when the enquiry
 * ended, and it is taken to have ended with the start of the plan or when its 15 working days were over, whichever came
 * first: the enquiry is urgent work and would else weigh on the case until it is closed. */
int32_t england_enquiry_end(int32_t started, int32_t ended, int32_t conference, int32_t plan);
