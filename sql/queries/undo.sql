-- Taking back everything that one entry of the ledger did, or, where that has been taken back, bringing it back again.
-- The last two parameters say which way (0 takes back, 1 brings back) and which entry.
--
-- The entry's own rows are those with its number as origin: as it wrote them, and as later undos wrote them again. Its
-- ended rows are those that it ended and had not made itself; they too live on, as rows of the same key and origin, if an
-- undo has put them back. So for each table:
--
--	undo_T_changed     a later entry that has ended what is to be ended now: then nothing is done
--	undo_T_unmake      ends the entry's own rows; bringing back: the rows it had ended
--	undo_T_taken       a later entry with a row in the place of what is to be put back: then nothing is done
--	undo_T_put_back    writes anew what the entry had ended; bringing back: its own rows
--	undo_T_needed      an entry with a row that refers by id to what has gone now: then nothing is done
--
-- Of a table, `key` tells its rows apart, as long as they live; where `place` is the same, one of them at most may live.

-- each: table | key | place | columns
-- row: scheme_choice | service, coalesce(valid_from, '') | service, coalesce(valid_from, '')
--	| service, scheme, version, valid_from, valid_until
-- row: team | id | code | id, code, told_code, name, service, parent, manager, manager_code
-- row: person | id | code | id, code, name, registration, staff_id
-- row: post | id | id
--	| id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade, newly_qualified,
--	newly_qualified_until, reported_cases, reported_on, valid_from, valid_until
-- row: reduction | post_id, reason, coalesce(valid_from, '') | post_id, reason, coalesce(valid_from, '')
--	| post_id, reason, minutes, personal, valid_from, valid_until
-- row: line | id | id
--	| id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until
-- row: episode | case_id, coalesce(valid_from, '') | case_id, coalesce(valid_from, '')
--	| case_id, valid_from, valid_until, closing_reason, no_further_action
-- row: stage | case_id, type, stage, coalesce(valid_from, '') | case_id, type, stage, coalesce(valid_from, '')
--	| case_id, type, stage, valid_from, valid_until
-- row: factor | case_id, code, coalesce(valid_from, '') | case_id, code, coalesce(valid_from, '')
--	| case_id, code, valid_from, valid_until
-- row: reader | case_id, login, coalesce(valid_from, '') | case_id, login, coalesce(valid_from, '')
--	| case_id, login, valid_from, valid_until
-- row: task | case_id, kind, coalesce(valid_from, '') | case_id, kind, coalesce(valid_from, '')
--	| case_id, kind, minutes, valid_from, valid_until
-- row: surge | case_id, coalesce(valid_from, '') | case_id, coalesce(valid_from, '')
--	| case_id, minutes, reason, valid_from, valid_until
-- row: holding | case_id, coalesce(post_id, 0), coalesce(team_id, 0), role, coalesce(valid_from, '')
--	| case_id, coalesce(post_id, 0), coalesce(team_id, 0), role, coalesce(valid_from, '')
--	| case_id, post_id, team_id, role, share, reason, valid_from, valid_until, standing, proposal_id
-- row: employer_setting | name, valid_from | name, valid_from | name, valid_from, valid_until
-- row: declared | name, valid_from | name, valid_from
--	| name, figure, goal, starts, due, pounds, status, agreed_by, valid_from, valid_until
-- row: published_check | version | version | version, first_day, last_day, document, sha256, corrects, why
-- row: post_hours | post_id, weekday, coalesce(valid_from, '') | post_id, weekday, coalesce(valid_from, '')
--	| post_id, weekday, from_minute, until_minute, valid_from, valid_until
-- row: skill | person_id, code, coalesce(valid_from, '') | person_id, code, coalesce(valid_from, '')
--	| person_id, code, valid_from, valid_until
-- row: proposal | id | id
--	| id, case_id, post_id, role, share, instead_of, mode, batch, why, first_action, first_action_by, risk_with, support, starts,
--	note, ended
-- row: proposal_step | proposal_id, number | proposal_id, number
--	| proposal_id, number, step, state, party, login, instant, reason, talked_at, means, talked_with, hours, note
-- row: proposal_task | proposal_id, number | proposal_id, number | proposal_id, number, kind, minutes, due
-- row: proposal_condition | proposal_id, number | proposal_id, number | proposal_id, number, kind, due, note
-- row: matter | id | id
--	| id, kind, post_id, case_id, line_id, proposal_id, value, valid_from, valid_until, code, agrees
-- row: matter_step | matter_id, number | matter_id, number
--	| matter_id, number, step, level, state, login, instant, outcome, note
-- row: line_proposal | matter_id | matter_id
--	| matter_id, scope, service, team_id, post_id, kind, value, status, agreed_by
-- row: exception | id | id | id, post_id, line_id, value, login, role, renews, matter_id, valid_from, valid_until
-- row: rating | post_id, valid_from | post_id, valid_from | post_id, value, talked_on, valid_from, valid_until
-- row: extra_time | post_id, day, kind | post_id, day, kind | post_id, day, minutes, kind
-- row: weight_view | case_id, valid_from | case_id, valid_from | case_id, post_id, minutes, why, valid_from, valid_until
-- row: review | case_id, valid_from | case_id, valid_from | case_id, risk, safety, why, next, valid_from, valid_until
-- row: closing | case_id, closed | case_id, closed, origin
--	| case_id, closed, reason, worker_agrees, near_report, over_line, matter_id, login

-- name: undo_{table}_changed
select max(unmade) from {table}
where employer_id = $1
	and case when $2 = 0 then origin = $3 and unmade <> $3 else unmade = $3 and made < $3 end
	and ({key}, origin) not in (select {key}, origin from {table} where employer_id = $1 and unmade is null);

-- name: undo_{table}_unmake
update {table} set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else ({key}, origin) in (
		select {key}, origin from {table} where employer_id = $2 and unmade = $4 and made < $4
	) end;

-- name: undo_{table}_taken
select min(made) from {table}
where employer_id = $1 and unmade is null
	and ({place}) in (
		select {place} from {table} where employer_id = $1
			and case when $2 = 0 then unmade = $3 and made < $3 else made = $3 and unmade <> $3 end
	);

-- name: undo_{table}_put_back
insert into {table} (employer_id, {columns}, made, origin, unmade)
select employer_id, {columns}, $1, origin, null
from {table} where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- Whether a case is restricted is nothing that an undo changes: whoever says so says it by name (core/access.h), and the row of
-- another day comes back as restricted as the last one was.

-- name: undo_cases_changed
select max(unmade) from cases
where employer_id = $1
	and case when $2 = 0 then origin = $3 and unmade <> $3 else unmade = $3 and made < $3 end
	and (id, origin) not in (select id, origin from cases where employer_id = $1 and unmade is null);

-- name: undo_cases_unmake
update cases set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select id, origin from cases where employer_id = $2 and unmade = $4 and made < $4
	) end;

-- name: undo_cases_taken
select min(made) from cases
where employer_id = $1 and unmade is null
	and ref in (
		select ref from cases where employer_id = $1
			and case when $2 = 0 then unmade = $3 and made < $3 else made = $3 and unmade <> $3 end
	);

-- name: undo_cases_put_back
insert into cases (employer_id, id, ref, service, household, team_id, owner, restricted, made, origin, unmade)
select employer_id, id, ref, service, household, team_id, owner, (
		select l.restricted from cases l where l.made < $1 and l.employer_id = $2 and l.id = c.id order by l.made desc limit 1
	), $1, origin, null
from cases c where c.employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- A service is added and taken back, and never changed: its code alone says which it is, and it has no origin.

-- name: undo_service_changed
select max(unmade) from service
where employer_id = $1 and $2 = 0 and made = $3 and unmade <> $3
	and code not in (select code from service where employer_id = $1 and unmade is null);

-- name: undo_service_unmake
update service set unmade = $1
where employer_id = $2 and unmade is null and $3 = 0
	and code in (select code from service where employer_id = $2 and made = $4);

-- name: undo_service_taken
select min(made) from service
where employer_id = $1 and unmade is null and $2 = 1
	and code in (select code from service where employer_id = $1 and made = $3 and unmade is not null);

-- name: undo_service_put_back
insert into service (employer_id, code, name, place, made, unmade)
select employer_id, code, name, place, $1, null
from service where employer_id = $2 and $3 = 1 and made = $4 and unmade <> $4;

-- name: undo_service_needed
with gone as (
	select g.code from service g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from service l where l.employer_id = $1 and l.code = g.code and l.unmade is null)
), later as (
	select made from scheme_choice where employer_id = $1 and unmade is null and service in (select code from gone)
	union all
	select made from team where employer_id = $1 and unmade is null and service in (select code from gone)
	union all
	select made from line where employer_id = $1 and unmade is null and service in (select code from gone)
	union all
	select made from cases where employer_id = $1 and unmade is null and service in (select code from gone)
)
select min(made) from later;

-- name: undo_team_needed
with gone as (
	select g.id from team g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from team l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from post where employer_id = $1 and unmade is null and team_id in (select id from gone)
	union all
	select made from line where employer_id = $1 and unmade is null and team_id in (select id from gone)
	union all
	select made from line_proposal where employer_id = $1 and unmade is null and team_id in (select id from gone)
	union all
	select made from cases where employer_id = $1 and unmade is null and team_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and team_id in (select id from gone)
)
select min(made) from later;

-- name: undo_person_needed
with gone as (
	select g.id from person g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from person l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from post where employer_id = $1 and unmade is null and person_id in (select id from gone)
	union all
	select made from skill where employer_id = $1 and unmade is null and person_id in (select id from gone)
)
select min(made) from later;

-- name: undo_post_needed
with gone as (
	select g.id from post g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from post l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from reduction where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from line where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from line_proposal where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from post_hours where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from proposal where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from matter where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from exception where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from rating where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from extra_time where employer_id = $1 and unmade is null and post_id in (select id from gone)
	union all
	select made from weight_view where employer_id = $1 and unmade is null and post_id in (select id from gone)
)
select min(made) from later;

-- Who is named for a case (reader) does not keep it there, and is named still when it comes back.
-- name: undo_cases_needed
with gone as (
	select g.id from cases g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from cases l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from episode where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from stage where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from factor where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from task where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from surge where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from proposal where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from matter where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from weight_view where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from review where employer_id = $1 and unmade is null and case_id in (select id from gone)
	union all
	select made from closing where employer_id = $1 and unmade is null and case_id in (select id from gone)
)
select min(made) from later;

-- name: undo_line_needed
with gone as (
	select g.id from line g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from line l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from matter where employer_id = $1 and unmade is null and line_id in (select id from gone)
	union all
	select made from exception where employer_id = $1 and unmade is null and line_id in (select id from gone)
)
select min(made) from later;

-- name: undo_proposal_needed
with gone as (
	select g.id from proposal g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from proposal l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from proposal_step where employer_id = $1 and unmade is null and proposal_id in (select id from gone)
	union all
	select made from proposal_task where employer_id = $1 and unmade is null and proposal_id in (select id from gone)
	union all
	select made from proposal_condition where employer_id = $1 and unmade is null and proposal_id in (select id from gone)
	union all
	select made from matter where employer_id = $1 and unmade is null and proposal_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and proposal_id in (select id from gone)
)
select min(made) from later;

-- name: undo_matter_needed
with gone as (
	select g.id from matter g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from matter l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from matter_step where employer_id = $1 and unmade is null and matter_id in (select id from gone)
	union all
	select made from line_proposal where employer_id = $1 and unmade is null and matter_id in (select id from gone)
	union all
	select made from exception where employer_id = $1 and unmade is null and matter_id in (select id from gone)
	union all
	select made from closing where employer_id = $1 and unmade is null and matter_id in (select id from gone)
)
select min(made) from later;

-- name: undo_exception_needed
with gone as (
	select g.id from exception g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from exception l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from exception where employer_id = $1 and unmade is null and renews in (select id from gone)
)
select min(made) from later;

-- What an entry ($2) touched, and, of an undo, what it undoes did.

-- Whose load that bears on: who holds or may pass a line, and of a line everybody.
-- name: undo_posts
with recursive entry (n) as (
	select sequence from ledger where employer_id = $1 and sequence = $2
	union
	select l.undoes from ledger l join entry on l.employer_id = $1 and l.sequence = entry.n where l.undoes is not null
)
select post_id from holding
where employer_id = $1 and post_id is not null
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
union
select post_id from exception
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
union
select id from post
where employer_id = $1 and unmade is null
	and exists (select 1 from line where employer_id = $1
		and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry)));

-- name: undo_starts
with recursive entry (n) as (
	select sequence from ledger where employer_id = $1 and sequence = $2
	union
	select l.undoes from ledger l join entry on l.employer_id = $1 and l.sequence = entry.n where l.undoes is not null
)
select distinct valid_from from holding
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
order by valid_from;

-- Cases by whom they are held or offered to, or whether they are open.
-- name: undo_touched_cases
with recursive entry (n) as (
	select sequence from ledger where employer_id = $1 and sequence = $2
	union
	select l.undoes from ledger l join entry on l.employer_id = $1 and l.sequence = entry.n where l.undoes is not null
), touched as (
select case_id from holding
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
union
select case_id from episode
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
union
select case_id from proposal
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
)
select distinct c.id, c.ref from cases c where c.employer_id = $1 and c.id in (select case_id from touched) order by c.id;

-- each: which | id | table | steps
-- row: proposals | proposal_id | proposal | proposal_step
-- row: matters | matter_id | matter | matter_step

-- name: undo_{which}
with recursive entry (n) as (
	select sequence from ledger where employer_id = $1 and sequence = $2
	union
	select l.undoes from ledger l join entry on l.employer_id = $1 and l.sequence = entry.n where l.undoes is not null
)
select id from {table}
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry))
union
select {id} from {steps}
where employer_id = $1
	and (made in (select n from entry) or unmade in (select n from entry) or origin in (select n from entry));
