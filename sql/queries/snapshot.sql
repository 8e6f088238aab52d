-- What is in force on a day ($2): begun, and not ended. The open ends and the later ends are asked for apart, because
-- each is one stretch of the index by end; together they would be none.

-- name: episode_in_force
select case_id, valid_from, valid_until from episode
where employer_id = $1 and unmade is null and no_further_action = 0
	and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, valid_from, valid_until from episode
where employer_id = $1 and unmade is null and no_further_action = 0
	and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- Closed on or before the day ($3) and after the first day of the taper ($2).
-- name: episode_closing
select case_id, valid_from, valid_until from episode
where employer_id = $1 and unmade is null and no_further_action = 0 and valid_until > $2 and valid_until <= $3;

-- name: case_in_force
select c.id, e.valid_from, c.ref, c.service, c.household, c.team_id, c.owner, c.restricted
from episode e join cases c on c.employer_id = e.employer_id and c.id = e.case_id and c.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until is null and coalesce(e.valid_from, '') <= $2
union all
select c.id, e.valid_from, c.ref, c.service, c.household, c.team_id, c.owner, c.restricted
from episode e join cases c on c.employer_id = e.employer_id and c.id = e.case_id and c.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and coalesce(e.valid_from, '') <= $2;

-- name: case_closing
select c.id, e.valid_from, c.ref, c.service, c.household, c.team_id, c.owner, c.restricted
from episode e join cases c on c.employer_id = e.employer_id and c.id = e.case_id and c.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and e.valid_until <= $3;

-- name: stage_in_force
select case_id, type, stage, valid_from, valid_until from stage
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, type, stage, valid_from, valid_until from stage
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- What was in force on the day before each closing case was closed.
-- name: stage_closing
select f.case_id, e.valid_until, f.type, f.stage, f.valid_from, f.valid_until
from episode e join stage f on f.employer_id = e.employer_id and f.case_id = e.case_id and f.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and e.valid_until <= $3
	and coalesce(f.valid_from, '') < e.valid_until and (f.valid_until is null or f.valid_until >= e.valid_until);

-- name: factor_in_force
select case_id, code, valid_from, valid_until from factor
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, code, valid_from, valid_until from factor
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- name: factor_closing
select f.case_id, e.valid_until, f.code, f.valid_from, f.valid_until
from episode e join factor f on f.employer_id = e.employer_id and f.case_id = e.case_id and f.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and e.valid_until <= $3
	and coalesce(f.valid_from, '') < e.valid_until and (f.valid_until is null or f.valid_until >= e.valid_until);

-- name: task_in_force
select case_id, kind, minutes, valid_from, valid_until from task
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, kind, minutes, valid_from, valid_until from task
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- name: surge_in_force
select case_id, minutes, reason, valid_from, valid_until from surge
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, minutes, reason, valid_from, valid_until from surge
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- name: holding_in_force
select case_id, post_id, team_id, role, share, valid_from, valid_until from holding
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $2
union all
select case_id, post_id, team_id, role, share, valid_from, valid_until from holding
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $2;

-- name: holding_closing
select f.case_id, e.valid_until, f.post_id, f.team_id, f.role, f.share, f.valid_from, f.valid_until
from episode e join holding f on f.employer_id = e.employer_id and f.case_id = e.case_id and f.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and e.valid_until <= $3
	and coalesce(f.valid_from, '') < e.valid_until and (f.valid_until is null or f.valid_until >= e.valid_until);

-- Whether anything began in an episode that was opened on $3, by the day $4.
-- name: stage_begun
select 1 from stage
where employer_id = $1 and case_id = $2 and unmade is null
	and (coalesce(valid_from, '') >= $3 or valid_until is null or valid_until > $3) and coalesce(valid_from, '') <= $4
limit 1;

-- When a holding of an episode that was opened on $3 last ended, by the day $4.
-- name: holding_last_ended
select max(valid_until) from holding
where employer_id = $1 and case_id = $2 and unmade is null and valid_until > $3 and valid_until <= $4;
