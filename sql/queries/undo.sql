-- Taking back everything that one ledger entry did. For each table:
--
--	undo_T_changed     the first later entry that ended a row made by the entry
--	undo_T_taken       the first later entry that wrote a row of a key that would be put back
--	undo_T_unmake      ends the rows that the entry made and that still stand
--	undo_T_put_back    writes anew the rows that the entry ended
--
-- and for what others refer to by id, undo_T_needed: the first later entry with a row that would refer to nothing.
-- A row that one entry both made and ended was never known to anybody and plays no part.

-- An employer keeps its services, and each service its first scheme: an entry that made services made those too.
-- name: undo_scheme_choice_changed
select min(unmade) from scheme_choice where employer_id = $1 and made = $2 and unmade > $2
	and not exists (select 1 from service v where v.employer_id = $1 and v.made = $2);

-- name: undo_scheme_choice_taken
select min(l.made) from scheme_choice old
join scheme_choice l on l.employer_id = old.employer_id and l.unmade is null
	and l.service = old.service and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_scheme_choice_unmake
update scheme_choice set unmade = $1 where employer_id = $2 and made = $3 and unmade is null
	and not exists (select 1 from service v where v.employer_id = $2 and v.made = $3);

-- name: undo_scheme_choice_put_back
insert into scheme_choice (employer_id, service, scheme, version, valid_from, valid_until, made, unmade)
select employer_id, service, scheme, version, valid_from, valid_until, $1, null
from scheme_choice where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_team_changed
select min(unmade) from team where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_team_taken
select min(l.made) from team old
join team l on l.employer_id = old.employer_id and l.unmade is null and l.code = old.code
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_team_unmake
update team set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_team_put_back
insert into team (employer_id, id, code, name, service, parent, manager, manager_code, made, unmade)
select employer_id, id, code, name, service, parent, manager, manager_code, $1, null
from team where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_person_changed
select min(unmade) from person where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_person_taken
select min(l.made) from person old
join person l on l.employer_id = old.employer_id and l.unmade is null and l.code = old.code
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_person_unmake
update person set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_person_put_back
insert into person (employer_id, id, code, name, registration, staff_id, made, unmade)
select employer_id, id, code, name, registration, staff_id, $1, null
from person where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_post_changed
select min(unmade) from post where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_post_taken
select min(l.made) from post old
join post l on l.employer_id = old.employer_id and l.unmade is null and l.id = old.id
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_post_unmake
update post set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_post_put_back
insert into post (employer_id, id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until, made, unmade)
select employer_id, id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until, $1, null
from post where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_reduction_changed
select min(unmade) from reduction where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_reduction_taken
select min(l.made) from reduction old
join reduction l on l.employer_id = old.employer_id and l.unmade is null
	and l.post_id = old.post_id and l.reason = old.reason and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_reduction_unmake
update reduction set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_reduction_put_back
insert into reduction (employer_id, post_id, reason, minutes, personal, valid_from, valid_until, made, unmade)
select employer_id, post_id, reason, minutes, personal, valid_from, valid_until, $1, null
from reduction where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_line_changed
select min(unmade) from line where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_line_taken
select min(l.made) from line old
join line l on l.employer_id = old.employer_id and l.unmade is null and l.id = old.id
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_line_unmake
update line set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_line_put_back
insert into line (employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on,
	valid_from, valid_until, made, unmade)
select employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on,
	valid_from, valid_until, $1, null
from line where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_cases_changed
select min(unmade) from cases where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_cases_taken
select min(l.made) from cases old
join cases l on l.employer_id = old.employer_id and l.unmade is null and l.ref = old.ref
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_cases_unmake
update cases set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_cases_put_back
insert into cases (employer_id, id, ref, service, household, team_id, owner, restricted, made, unmade)
select employer_id, id, ref, service, household, team_id, owner, restricted, $1, null
from cases where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_episode_changed
select min(unmade) from episode where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_episode_taken
select min(l.made) from episode old
join episode l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_episode_unmake
update episode set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_episode_put_back
insert into episode (employer_id, case_id, valid_from, valid_until, closing_reason, no_further_action, made, unmade)
select employer_id, case_id, valid_from, valid_until, closing_reason, no_further_action, $1, null
from episode where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_stage_changed
select min(unmade) from stage where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_stage_taken
select min(l.made) from stage old
join stage l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and l.type = old.type and l.stage = old.stage
	and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_stage_unmake
update stage set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_stage_put_back
insert into stage (employer_id, case_id, type, stage, valid_from, valid_until, made, unmade)
select employer_id, case_id, type, stage, valid_from, valid_until, $1, null
from stage where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_factor_changed
select min(unmade) from factor where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_factor_taken
select min(l.made) from factor old
join factor l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and l.code = old.code and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_factor_unmake
update factor set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_factor_put_back
insert into factor (employer_id, case_id, code, valid_from, valid_until, made, unmade)
select employer_id, case_id, code, valid_from, valid_until, $1, null
from factor where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_task_changed
select min(unmade) from task where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_task_taken
select min(l.made) from task old
join task l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and l.kind = old.kind and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_task_unmake
update task set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_task_put_back
insert into task (employer_id, case_id, kind, minutes, valid_from, valid_until, made, unmade)
select employer_id, case_id, kind, minutes, valid_from, valid_until, $1, null
from task where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_surge_changed
select min(unmade) from surge where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_surge_taken
select min(l.made) from surge old
join surge l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_surge_unmake
update surge set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_surge_put_back
insert into surge (employer_id, case_id, minutes, reason, valid_from, valid_until, made, unmade)
select employer_id, case_id, minutes, reason, valid_from, valid_until, $1, null
from surge where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_holding_changed
select min(unmade) from holding where employer_id = $1 and made = $2 and unmade > $2;

-- name: undo_holding_taken
select min(l.made) from holding old
join holding l on l.employer_id = old.employer_id and l.unmade is null
	and l.case_id = old.case_id and coalesce(l.post_id, 0) = coalesce(old.post_id, 0)
	and coalesce(l.team_id, 0) = coalesce(old.team_id, 0) and l.role = old.role
	and coalesce(l.valid_from, '') = coalesce(old.valid_from, '')
where old.employer_id = $1 and old.unmade = $2 and old.made < $2 and l.made > $2;

-- name: undo_holding_unmake
update holding set unmade = $1 where employer_id = $2 and made = $3 and unmade is null;

-- name: undo_holding_put_back
insert into holding (employer_id, case_id, post_id, team_id, role, share, reason, valid_from, valid_until, made, unmade)
select employer_id, case_id, post_id, team_id, role, share, reason, valid_from, valid_until, $1, null
from holding where employer_id = $2 and unmade = $3 and made < $3;

-- name: undo_team_needed
with gone as (
	select g.id from team g
	where g.employer_id = $1 and g.made = $2 and g.unmade is null
		and not exists (
			select 1 from team old
			where old.employer_id = $1 and old.id = g.id and old.unmade = $2 and old.made < $2)
), later as (
	select made from post where employer_id = $1 and unmade is null and made > $2 and team_id in (select id from gone)
	union all
	select made from line where employer_id = $1 and unmade is null and made > $2 and team_id in (select id from gone)
	union all
	select made from cases where employer_id = $1 and unmade is null and made > $2 and team_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and made > $2 and team_id in (select id from gone)
)
select min(made) from later;

-- name: undo_person_needed
with gone as (
	select g.id from person g
	where g.employer_id = $1 and g.made = $2 and g.unmade is null
		and not exists (
			select 1 from person old
			where old.employer_id = $1 and old.id = g.id and old.unmade = $2 and old.made < $2)
), later as (
	select made from post where employer_id = $1 and unmade is null and made > $2 and person_id in (select id from gone)
)
select min(made) from later;

-- name: undo_post_needed
with gone as (
	select g.id from post g
	where g.employer_id = $1 and g.made = $2 and g.unmade is null
		and not exists (
			select 1 from post old
			where old.employer_id = $1 and old.id = g.id and old.unmade = $2 and old.made < $2)
), later as (
	select made from reduction where employer_id = $1 and unmade is null and made > $2 and post_id in (select id from gone)
	union all
	select made from line where employer_id = $1 and unmade is null and made > $2 and post_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and made > $2 and post_id in (select id from gone)
)
select min(made) from later;

-- name: undo_cases_needed
with gone as (
	select g.id from cases g
	where g.employer_id = $1 and g.made = $2 and g.unmade is null
		and not exists (
			select 1 from cases old
			where old.employer_id = $1 and old.id = g.id and old.unmade = $2 and old.made < $2)
), later as (
	select made from episode where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
	union all
	select made from stage where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
	union all
	select made from factor where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
	union all
	select made from task where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
	union all
	select made from surge where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and made > $2 and case_id in (select id from gone)
)
select min(made) from later;
