-- What names a person who has left, and its going. The commitment takes the place of what it was made of, so that the entries
-- that sealed the rows stay whole (src/store/sealed_rows.h).
--
-- Rows that name somebody by what is written, and not by number, are those with one of the person's names in them, unless
-- somebody else is called that too. What was written about somebody's work goes with them: it is found by their posts.

-- What a column is set to names the table of whatever it takes from the row (store/watched.h).

-- each: table | id | personal | blank | whose
-- row: team | id | manager, manager_code | manager = null, manager_code = null
--	| (manager_code in (select code from person where employer_id = $1 and id = $2)
--	or manager_code is null and manager in (select name from person where employer_id = $1 and id = $2 and name is not null
--	and name not in (select name from person where employer_id = $1 and id <> $2 and name is not null)))
-- row: cases | id | owner | owner = null
--	| owner in (select name from person where employer_id = $1 and id = $2 and name is not null
--	and name not in (select name from person where employer_id = $1 and id <> $2 and name is not null))
-- row: line | id | agreed_by | agreed_by = null
--	| agreed_by in (select name from person where employer_id = $1 and id = $2 and name is not null
--	and name not in (select name from person where employer_id = $1 and id <> $2 and name is not null))
-- row: line_proposal | matter_id | agreed_by | agreed_by = null
--	| agreed_by in (select name from person where employer_id = $1 and id = $2 and name is not null
--	and name not in (select name from person where employer_id = $1 and id <> $2 and name is not null))
-- row: proposal | id | note | note = null
--	| note is not null and post_id in (select id from post where employer_id = $1 and person_id = $2)
-- row: proposal_step | proposal_id * 1000000 + number | note | note = null
--	| note is not null and proposal_id in (select id from proposal where employer_id = $1
--	and post_id in (select id from post where employer_id = $1 and person_id = $2))
-- row: proposal_condition | proposal_id * 1000000 + number | note | note = null
--	| note is not null and proposal_id in (select id from proposal where employer_id = $1
--	and post_id in (select id from post where employer_id = $1 and person_id = $2))
-- row: matter_step | matter_id * 1000000 + number | note | note = null
--	| note is not null and matter_id in (select m.id from matter m, (select id from post where employer_id = $1 and person_id = $2) p
--	where m.employer_id = $1 and (m.post_id = p.id
--	or m.post_id is null and m.case_id in (select case_id from holding where employer_id = $1 and post_id = p.id)
--	or m.line_id in (select id from line where employer_id = $1 and scope = 'post' and post_id = p.id)
--	or m.id in (select matter_id from line_proposal where employer_id = $1 and post_id = p.id)))
-- row: account_identity | account_id | subject | subject = format('erased-%s-%s', account_identity.account_id, account_identity.made)
--	| account_id in (select id from account where employer_id = $1 and person in
--	(select code from person where employer_id = $1 and id = $2))
-- row: account | id | name, person | name = '', person = null
--	| person in (select code from person where employer_id = $1 and id = $2)
-- row: person | id | code, name, registration, staff_id
--	| code = format('erased-%s', person.id), name = null, registration = null, staff_id = null | id = $2

-- name: erase_{table}_rows
select {id}, made, salt, {personal} from {table}
where employer_id = $1 and erased is null and salt is not null and {whose};

-- name: erase_{table}
update {table} set {blank}, salt = null, commitment = $1, erased = $2
where employer_id = $3 and {id} = $4 and made = $5;

-- How they were told goes with them, and is in no seal.
-- name: erase_mail_address
delete from mail_address where employer_id = $1 and account_id in (select id from account where employer_id = $1 and person in
	(select code from person where employer_id = $1 and id = $2));

-- name: erase_told
delete from told where employer_id = $1 and account_id in (select id from account where employer_id = $1 and person in
	(select code from person where employer_id = $1 and id = $2));

-- name: erase_calendar_feed
delete from calendar_feed where employer_id = $1 and account_id in (select id from account where employer_id = $1 and person in
	(select code from person where employer_id = $1 and id = $2));

-- name: erase_payload
update ledger_payload set salt = '', payload = '', erased = $1 where employer_id = $2 and sequence = $3;

-- name: person_by_code
select id from person where employer_id = $1 and code = $2 and unmade is null;

-- A post that goes on, on a day: then the person has not left.
-- name: person_post_on
select count(*) from post
where employer_id = $1 and person_id = $2 and unmade is null and (valid_until is null or valid_until > $3);
