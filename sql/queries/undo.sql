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

-- An employer keeps its services, and those it was made with keep their first schemes: its first entry keeps its choices.

-- name: undo_scheme_choice_changed
select max(r.unmade) from scheme_choice r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from scheme_choice l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.service = r.service and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	)
	and $3 > 1;

-- name: undo_scheme_choice_unmake
update scheme_choice set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (service, coalesce(valid_from, ''), origin) in (
		select r.service, coalesce(r.valid_from, ''), r.origin
		from scheme_choice r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end
	and $4 > 1;

-- name: undo_scheme_choice_taken
select min(l.made) from scheme_choice r
join scheme_choice l on l.employer_id = r.employer_id and l.unmade is null
	and l.service = r.service and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end
	and $3 > 1;

-- name: undo_scheme_choice_put_back
insert into scheme_choice (employer_id, service, scheme, version, valid_from, valid_until, made, origin, unmade)
select employer_id, service, scheme, version, valid_from, valid_until, $1, origin, null
from scheme_choice where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end
	and $4 > 1;

-- name: undo_team_changed
select max(r.unmade) from team r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from team l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.id = r.id
	);

-- name: undo_team_unmake
update team set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select r.id, r.origin
		from team r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_team_taken
select min(l.made) from team r
join team l on l.employer_id = r.employer_id and l.unmade is null
	and l.code = r.code
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_team_put_back
insert into team (employer_id, id, code, name, service, parent, manager, manager_code, made, origin, unmade)
select employer_id, id, code, name, service, parent, manager, manager_code, $1, origin, null
from team where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

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
	select made from cases where employer_id = $1 and unmade is null and team_id in (select id from gone)
	union all
	select made from holding where employer_id = $1 and unmade is null and team_id in (select id from gone)
)
select min(made) from later;

-- name: undo_person_changed
select max(r.unmade) from person r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from person l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.id = r.id
	);

-- name: undo_person_unmake
update person set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select r.id, r.origin
		from person r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_person_taken
select min(l.made) from person r
join person l on l.employer_id = r.employer_id and l.unmade is null
	and l.code = r.code
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_person_put_back
insert into person (employer_id, id, code, name, registration, staff_id, made, origin, unmade)
select employer_id, id, code, name, registration, staff_id, $1, origin, null
from person where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_person_needed
with gone as (
	select g.id from person g
	where g.employer_id = $1 and g.unmade = $2
		and not exists (select 1 from person l where l.employer_id = $1 and l.id = g.id and l.unmade is null)
), later as (
	select made from post where employer_id = $1 and unmade is null and person_id in (select id from gone)
)
select min(made) from later;

-- name: undo_post_changed
select max(r.unmade) from post r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from post l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.id = r.id
	);

-- name: undo_post_unmake
update post set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select r.id, r.origin
		from post r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_post_taken
select min(l.made) from post r
join post l on l.employer_id = r.employer_id and l.unmade is null
	and l.id = r.id
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_post_put_back
insert into post (employer_id, id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until, made, origin, unmade)
select employer_id, id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until, $1, origin, null
from post where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

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
	select made from holding where employer_id = $1 and unmade is null and post_id in (select id from gone)
)
select min(made) from later;

-- name: undo_reduction_changed
select max(r.unmade) from reduction r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from reduction l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.post_id = r.post_id and l.reason = r.reason
			and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_reduction_unmake
update reduction set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (post_id, reason, coalesce(valid_from, ''), origin) in (
		select r.post_id, r.reason, coalesce(r.valid_from, ''), r.origin
		from reduction r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_reduction_taken
select min(l.made) from reduction r
join reduction l on l.employer_id = r.employer_id and l.unmade is null
	and l.post_id = r.post_id and l.reason = r.reason
	and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_reduction_put_back
insert into reduction (employer_id, post_id, reason, minutes, personal, valid_from, valid_until, made, origin, unmade)
select employer_id, post_id, reason, minutes, personal, valid_from, valid_until, $1, origin, null
from reduction where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_line_changed
select max(r.unmade) from line r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from line l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.id = r.id
	);

-- name: undo_line_unmake
update line set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select r.id, r.origin
		from line r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_line_taken
select min(l.made) from line r
join line l on l.employer_id = r.employer_id and l.unmade is null
	and l.id = r.id
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_line_put_back
insert into line (employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on,
	valid_from, valid_until, made, origin, unmade)
select employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on,
	valid_from, valid_until, $1, origin, null
from line where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_cases_changed
select max(r.unmade) from cases r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from cases l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.id = r.id
	);

-- name: undo_cases_unmake
update cases set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (id, origin) in (
		select r.id, r.origin
		from cases r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_cases_taken
select min(l.made) from cases r
join cases l on l.employer_id = r.employer_id and l.unmade is null
	and l.ref = r.ref
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_cases_put_back
insert into cases (employer_id, id, ref, service, household, team_id, owner, restricted, made, origin, unmade)
select employer_id, id, ref, service, household, team_id, owner, restricted, $1, origin, null
from cases where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

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
)
select min(made) from later;

-- name: undo_episode_changed
select max(r.unmade) from episode r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from episode l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_episode_unmake
update episode set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (case_id, coalesce(valid_from, ''), origin) in (
		select r.case_id, coalesce(r.valid_from, ''), r.origin
		from episode r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_episode_taken
select min(l.made) from episode r
join episode l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_episode_put_back
insert into episode (employer_id, case_id, valid_from, valid_until, closing_reason, no_further_action, made, origin, unmade)
select employer_id, case_id, valid_from, valid_until, closing_reason, no_further_action, $1, origin, null
from episode where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_stage_changed
select max(r.unmade) from stage r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from stage l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and l.type = r.type and l.stage = r.stage
			and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_stage_unmake
update stage set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (case_id, type, stage, coalesce(valid_from, ''), origin) in (
		select r.case_id, r.type, r.stage, coalesce(r.valid_from, ''), r.origin
		from stage r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_stage_taken
select min(l.made) from stage r
join stage l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and l.type = r.type and l.stage = r.stage
	and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_stage_put_back
insert into stage (employer_id, case_id, type, stage, valid_from, valid_until, made, origin, unmade)
select employer_id, case_id, type, stage, valid_from, valid_until, $1, origin, null
from stage where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_factor_changed
select max(r.unmade) from factor r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from factor l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and l.code = r.code
			and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_factor_unmake
update factor set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (case_id, code, coalesce(valid_from, ''), origin) in (
		select r.case_id, r.code, coalesce(r.valid_from, ''), r.origin
		from factor r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_factor_taken
select min(l.made) from factor r
join factor l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and l.code = r.code
	and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_factor_put_back
insert into factor (employer_id, case_id, code, valid_from, valid_until, made, origin, unmade)
select employer_id, case_id, code, valid_from, valid_until, $1, origin, null
from factor where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_task_changed
select max(r.unmade) from task r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from task l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and l.kind = r.kind
			and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_task_unmake
update task set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (case_id, kind, coalesce(valid_from, ''), origin) in (
		select r.case_id, r.kind, coalesce(r.valid_from, ''), r.origin
		from task r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_task_taken
select min(l.made) from task r
join task l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and l.kind = r.kind
	and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_task_put_back
insert into task (employer_id, case_id, kind, minutes, valid_from, valid_until, made, origin, unmade)
select employer_id, case_id, kind, minutes, valid_from, valid_until, $1, origin, null
from task where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_surge_changed
select max(r.unmade) from surge r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from surge l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_surge_unmake
update surge set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else (case_id, coalesce(valid_from, ''), origin) in (
		select r.case_id, coalesce(r.valid_from, ''), r.origin
		from surge r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_surge_taken
select min(l.made) from surge r
join surge l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_surge_put_back
insert into surge (employer_id, case_id, minutes, reason, valid_from, valid_until, made, origin, unmade)
select employer_id, case_id, minutes, reason, valid_from, valid_until, $1, origin, null
from surge where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;

-- name: undo_holding_changed
select max(r.unmade) from holding r
where r.employer_id = $1
	and case when $2 = 0 then r.origin = $3 and r.unmade <> $3 else r.unmade = $3 and r.made < $3 end
	and not exists (
		select 1 from holding l
		where l.employer_id = $1 and l.unmade is null and l.origin = r.origin
			and l.case_id = r.case_id and coalesce(l.post_id, 0) = coalesce(r.post_id, 0)
			and coalesce(l.team_id, 0) = coalesce(r.team_id, 0) and l.role = r.role
			and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
	);

-- name: undo_holding_unmake
update holding set unmade = $1
where employer_id = $2 and unmade is null
	and case when $3 = 0 then origin = $4 else
		(case_id, coalesce(post_id, 0), coalesce(team_id, 0), role, coalesce(valid_from, ''), origin) in (
		select r.case_id, coalesce(r.post_id, 0), coalesce(r.team_id, 0), r.role, coalesce(r.valid_from, ''), r.origin
		from holding r where r.employer_id = $2 and r.unmade = $4 and r.made < $4
	) end;

-- name: undo_holding_taken
select min(l.made) from holding r
join holding l on l.employer_id = r.employer_id and l.unmade is null
	and l.case_id = r.case_id and coalesce(l.post_id, 0) = coalesce(r.post_id, 0)
	and coalesce(l.team_id, 0) = coalesce(r.team_id, 0) and l.role = r.role
	and coalesce(l.valid_from, '') = coalesce(r.valid_from, '')
where r.employer_id = $1
	and case when $2 = 0 then r.unmade = $3 and r.made < $3 else r.made = $3 and r.unmade <> $3 end;

-- name: undo_holding_put_back
insert into holding (employer_id, case_id, post_id, team_id, role, share, reason, valid_from, valid_until, made, origin, unmade)
select employer_id, case_id, post_id, team_id, role, share, reason, valid_from, valid_until, $1, origin, null
from holding where employer_id = $2
	and case when $3 = 0 then unmade = $4 and made < $4 else made = $4 and unmade <> $4 end;
