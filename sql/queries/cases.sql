-- Facts of cases: added, unmade by their key, and read for one case.

-- name: case_by_ref
select id, service, household, team_id, owner, restricted
from cases where employer_id = $1 and ref = $2 and unmade is null;

-- name: case_last_id
select coalesce(max(id), 0) from cases where employer_id = $1;

-- name: case_add
insert into cases (employer_id, id, ref, service, household, team_id, owner, restricted, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null);

-- name: case_origin
select origin from cases where employer_id = $1 and id = $2 and unmade is null;

-- Of a reference that no case has now: whether one that had it was restricted at its end.
-- name: case_was_restricted
select exists (
	select 1 from cases c
	where c.employer_id = $1 and c.ref = $2 and c.restricted = 1 and c.unmade is not null
		and not exists (select 1 from cases l where l.employer_id = $1 and l.id = c.id and l.made > c.made)
);

-- name: case_unmake
update cases set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: case_is_empty
select not exists (select 1 from episode where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from stage where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from factor where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from task where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from surge where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from holding where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from reader where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from weight_view where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from review where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from closing where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from proposal where employer_id = $1 and case_id = $2 and unmade is null)
	and not exists (select 1 from matter where employer_id = $1 and case_id = $2 and unmade is null);

-- name: episode_add
insert into episode
	(employer_id, case_id, valid_from, valid_until, closing_reason, no_further_action, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: episode_unmake
update episode set unmade = $1
where employer_id = $2 and case_id = $3 and coalesce(valid_from, '') = $4 and unmade is null;

-- name: episode_of_case
select valid_from, valid_until, closing_reason, no_further_action
from episode where employer_id = $1 and case_id = $2 and unmade is null;

-- name: stage_add
insert into stage (employer_id, case_id, type, stage, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: stage_unmake
update stage set unmade = $1
where employer_id = $2 and case_id = $3 and type = $4 and stage = $5
	and coalesce(valid_from, '') = $6 and unmade is null;

-- name: stage_of_case
select type, stage, valid_from, valid_until from stage where employer_id = $1 and case_id = $2 and unmade is null;

-- name: factor_add
insert into factor (employer_id, case_id, code, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $6, null);

-- name: factor_unmake
update factor set unmade = $1
where employer_id = $2 and case_id = $3 and code = $4 and coalesce(valid_from, '') = $5 and unmade is null;

-- name: factor_of_case
select code, valid_from, valid_until from factor where employer_id = $1 and case_id = $2 and unmade is null;

-- name: reader_add
insert into reader (employer_id, case_id, login, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $6, null);

-- name: reader_unmake
update reader set unmade = $1
where employer_id = $2 and case_id = $3 and login = $4 and coalesce(valid_from, '') = $5 and unmade is null;

-- name: reader_of_case
select login, valid_from, valid_until from reader where employer_id = $1 and case_id = $2 and unmade is null;

-- name: task_add
insert into task (employer_id, case_id, kind, minutes, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: task_unmake
update task set unmade = $1
where employer_id = $2 and case_id = $3 and kind = $4 and coalesce(valid_from, '') = $5 and unmade is null;

-- name: task_of_case
select kind, minutes, valid_from, valid_until from task where employer_id = $1 and case_id = $2 and unmade is null;

-- name: surge_add
insert into surge (employer_id, case_id, minutes, reason, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: surge_unmake
update surge set unmade = $1
where employer_id = $2 and case_id = $3 and coalesce(valid_from, '') = $4 and unmade is null;

-- name: surge_of_case
select minutes, reason, valid_from, valid_until from surge where employer_id = $1 and case_id = $2 and unmade is null;

-- name: holding_add
insert into holding
	(employer_id, case_id, post_id, team_id, role, share, reason, valid_from, valid_until, standing, proposal_id, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, null);

-- name: holding_unmake
update holding set unmade = $1
where employer_id = $2 and case_id = $3 and coalesce(post_id, 0) = $4 and coalesce(team_id, 0) = $5 and role = $6
	and coalesce(valid_from, '') = $7 and unmade is null;

-- name: holding_of_case
select post_id, team_id, role, share, reason, valid_from, valid_until, standing, proposal_id
from holding where employer_id = $1 and case_id = $2 and unmade is null;

-- name: weight_view_add
insert into weight_view (employer_id, case_id, post_id, minutes, why, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8, null);

-- name: weight_view_unmake
update weight_view set unmade = $1 where employer_id = $2 and case_id = $3 and valid_from = $4 and unmade is null;

-- name: weight_view_of_case
select post_id, minutes, why, valid_from, valid_until from weight_view
where employer_id = $1 and case_id = $2 and unmade is null;
