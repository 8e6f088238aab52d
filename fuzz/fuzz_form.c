/* The body of a form as browsers send it without files, and then the fields that a page asks of it. */
#include "fuzz_body.h"
#include "web/form.h"

static const struct form_choice ROLES[] = {{"worker", "Worker"}, {"union", "Union"}, {NULL, NULL}};
static const struct form_field FIELDS[] = {
	{.name = "login", .label = "Login", .check = form_check_text, .most = 64},
	{.name = "password", .label = "Password", .check = form_check_secret, .most = 128},
	{.name = "role", .label = "Role", .check = form_check_choice, .choices = ROLES, .optional = true},
	{.name = "sure", .label = "Sure", .check = form_check_box, .optional = true},
};
enum { FIELDS_COUNT = sizeof FIELDS / sizeof *FIELDS };

static void ask(const struct request *r)
{
	struct form form;
	struct err err = {0};
	int rc;

	if (r->wrong != 0)
		return;
	rc = form_read(r, FIELDS, FIELDS_COUNT, &form, &err);
	fuzz_answer(rc, &err);
	for (size_t i = 0; rc == 0 && i < FIELDS_COUNT; i++)
		fuzz_promise(form.values[i].text != NULL && (form.issues_count > 0 || FIELDS[i].most == 0
			|| strlen(form.values[i].text) <= FIELDS[i].most));
	fuzz_promise(rc < 0 || form.issues_count > 0 || (form.values[0].is_set && form.values[1].is_set));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_body("application/x-www-form-urlencoded", (struct str){(const char *)bytes, n}, ask);
	return 0;
}
