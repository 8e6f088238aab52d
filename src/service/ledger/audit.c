#include "service/ledger/audit.h"

#include "base/clock.h"
#include "base/str.h"
#include "core/ledger_sight.h"
#include "service/ledger/audit_words.h"

/* ---- words ---- */

const char *audit_action_words(const char *action)
{
	static const struct {
		const char *code, *words;
	} WORDS[] = {
		{"import", "Files imported"}, {"demo", "Invented council made"}, {"undo", "Entry taken back"},
		{"scheme", "Weighting scheme chosen"}, {"seal", "Rows sealed as they were found"}, {"erase", "Person made nameless"},
		{"looks-prune", "Record of old looks deleted"},
		{"case-restrict", "Case restricted"}, {"case-open", "Case opened to its team again"},
		{"case-name", "Somebody named for a restricted case"}, {"case-unname", "Name for a restricted case taken back"},
		{"matter-ask", "Something asked that has to be answered"}, {"matter-answer", "Answered"},
		{"matter-take-back", "What was asked taken back"}, {"matter-escalate", "What was not answered in time put higher"},
		{"matter-over", "What was asked is about nothing any more"}, {"case-close", "Case closed"},
		{"case-reopen", "Case opened again"},
		{"setting", "How the employer works set"}, {"declare", "Declared by the employer"}, {"publish", "Health check published"}, {"rating", "Load rated by its worker"},
		{"rating-talk", "Talk about a rating recorded"}, {"rating-no-talk", "Talk about a rating denied"},
		{"weight-view", "What a case needs said"}, {"surge", "Crisis on a case told of"},
		{"extra-time", "Hours over the contract told of"}, {"review", "Case that waits looked at"},
		{"proposal-draft", "Proposal written"}, {"proposal-offer", "Case offered"}, {"proposal-discard", "Proposal thrown away"},
		{"proposal-discuss", "Offer talked about"}, {"proposal-agree", "Case agreed to"},
		{"proposal-agree-if", "Case agreed to with conditions"}, {"proposal-accept", "Conditions accepted"},
		{"proposal-reject", "Conditions not accepted"}, {"proposal-want", "More wanted before an answer"},
		{"proposal-give", "What was wanted given"}, {"proposal-decline", "Case declined"},
		{"proposal-hold", "Case held for some hours"}, {"proposal-withdraw", "Offer withdrawn"},
		{"proposal-lapse", "Offer not answered in time"}, {"proposal-expire", "Emergency hold over"},
		{"user-add", "Account made"}, {"user-disable", "Account disabled"}, {"user-enable", "Account enabled"},
		{"token-make", "Token for a program"}, {"token-revoke", "Token of a program revoked"},
		{"user-reset", "New password for an account"}, {"user-role", "Role given"}, {"user-unrole", "Role taken away"},
		{"user-password", "Own password changed"}, {"user-second-factor", "Own second factor set up"},
		{"user-no-second-factor", "Own second factor turned off"}, {"user-recovery-codes", "Own recovery codes made"},
		{"user-link", "Sign-in service linked to an account"},
		{"user-unlink", "Sign-in service taken from an account"}, {"user-groups", "Roles taken from groups"},
		{"user-mail", "Address for mail set, confirmed or deleted"}, {"user-calendar", "Secret address of a calendar made or ended"},
	};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (str_equal(WORDS[i].code, action))
			return WORDS[i].words;
	return action;
}

static struct audit_entry entry_of(struct arena *a, const struct audit_row *row, bool whole)
{
	const struct ledger_row *e = &row->entry;

	return (struct audit_entry){
		.sequence = e->sequence, .instant = e->instant, .actor = whole ? e->actor : "", .action = e->action,
		.words = row->undoes == 0 ? audit_action_words(e->action)
			: arena_printf(a, "Entry %lld taken back", (long long)row->undoes),
		.object = whole || ledger_action_names_nobody(e->action) ? e->object : "", .figures = whole ? audit_figures(a, e->payload) : "",
		.case_id = whole ? audit_case(e->payload) : 0,
		.made = row->made, .ended = row->ended, .blanked = row->blanked,
		.undone_by = e->undone_by, .erased = row->erased, .hash = e->hash,
	};
}

/* ---- reading ---- */

static int read_rows(struct store *s, struct arena *a, int32_t employer_id, const struct audit_filter *f, struct audit *audit,
	struct audit_row **ret, size_t *ret_count, struct err *err)
{
	int rc = store_audit(s, a, employer_id, f, ret, ret_count, err);

	return rc == 0 ? store_ledger_actions(s, a, employer_id, &audit->actions, &audit->actions_count, err) : rc;
}

static int read_audit(struct pictures *pictures, struct arena *a, const struct picture *p, const struct audit_wish *wish, bool whole,
	struct audit *ret, struct err *err)
{
	const struct audit_filter filter = {.action = wish->action, .actor = wish->actor, .before = wish->before,
		.most = wish->most + 1,
		.from = wish->from == DAY_MIN ? INT64_MIN : clock_day_begins(wish->from),
		.until = wish->until == DAY_MAX ? INT64_MAX : clock_day_begins(wish->until + 1)};
	struct audit audit = {.whole = whole};
	struct audit_row *rows;
	int rc = read_rows(pictures_lock_store(pictures), a, p->snap->employer.id, &filter, &audit, &rows, &audit.count, err);

	pictures_unlock_store(pictures);
	if (rc < 0)
		return rc;
	audit.more = audit.count > wish->most;
	audit.count = audit.more ? wish->most : audit.count;
	audit.entries = arena_array(a, audit.count, sizeof *audit.entries);
	for (size_t i = 0; i < audit.count; i++)
		audit.entries[i] = entry_of(a, &rows[i], whole);
	*ret = audit;
	return 0;
}

int audit_read(struct pictures *pictures, struct arena *a, const struct picture *p, const struct audit_wish *wish,
	const struct viewer *v, struct audit *ret, struct err *err)
{
	bool whole = viewer_reads_ledger_whole(v);

	if (!whole && wish->actor[0] != '\0')
		return err_set(err, PL_DENIED, "Your role sees what was done, and not by whom: entries cannot be looked for by login.");
	return read_audit(pictures, a, p, wish, whole, ret, err);
}
