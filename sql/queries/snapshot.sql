-- What had begun by a day ($3) and had not ended by the first day of the taper ($2): what is in force on the day, and what
-- closing cases had before they closed. Open ends and later ends are asked for apart, because each is one stretch of the
-- index by end; together they would be none.

-- name: episode_recent
select case_id, valid_from, valid_until from episode
where employer_id = $1 and unmade is null and no_further_action = 0 and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until from episode
where employer_id = $1 and unmade is null and no_further_action = 0 and valid_until is null and coalesce(valid_from, '') <= $3;

-- name: stage_recent
select case_id, valid_from, valid_until, type, stage from stage
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until, type, stage from stage
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $3;

-- name: factor_recent
select case_id, valid_from, valid_until, code from factor
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until, code from factor
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $3;

-- name: task_recent
select case_id, valid_from, valid_until, kind, minutes from task
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until, kind, minutes from task
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $3;

-- name: surge_recent
select case_id, valid_from, valid_until, minutes, reason from surge
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until, minutes, reason from surge
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $3;

-- $3 is twelve weeks later (COMING_DAYS in core/snapshot.h): what is to begin is told too.
-- name: holding_recent
select case_id, valid_from, valid_until, post_id, team_id, role, share, standing from holding
where employer_id = $1 and unmade is null and valid_until > $2 and coalesce(valid_from, '') <= $3
union all
select case_id, valid_from, valid_until, post_id, team_id, role, share, standing from holding
where employer_id = $1 and unmade is null and valid_until is null and coalesce(valid_from, '') <= $3;

-- name: weight_view_recent
select case_id, valid_from, valid_until, minutes, why from weight_view
where employer_id = $1 and unmade is null and valid_until > $2 and valid_from <= $3
union all
select case_id, valid_from, valid_until, minutes, why from weight_view
where employer_id = $1 and unmade is null and valid_until is null and valid_from <= $3;

-- name: review_recent
select case_id, valid_from, valid_until, risk, safety, why, next from review
where employer_id = $1 and unmade is null and valid_until > $2 and valid_from <= $3
union all
select case_id, valid_from, valid_until, risk, safety, why, next from review
where employer_id = $1 and unmade is null and valid_until is null and valid_from <= $3;

-- name: case_recent
select c.id, e.valid_from, e.valid_until, c.ref, c.service, c.household, c.team_id, c.owner, c.restricted
from episode e join cases c on c.employer_id = e.employer_id and c.id = e.case_id and c.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until > $2 and coalesce(e.valid_from, '') <= $3
union all
select c.id, e.valid_from, e.valid_until, c.ref, c.service, c.household, c.team_id, c.owner, c.restricted
from episode e join cases c on c.employer_id = e.employer_id and c.id = e.case_id and c.unmade is null
where e.employer_id = $1 and e.unmade is null and e.no_further_action = 0
	and e.valid_until is null and coalesce(e.valid_from, '') <= $3;

-- Whether anything began in an episode that was opened on $3, by the day $4.
-- name: stage_begun
select 1 from stage
where employer_id = $1 and case_id = $2 and unmade is null
	and (coalesce(valid_from, '') >= $3 or valid_until is null or valid_until > $3) and coalesce(valid_from, '') <= $4
limit 1;

-- When a holding of an episode that was opened on $3 last ended, by the day $4.
-- name: holding_last_ended
select max(valid_until) from holding
where employer_id = $1 and case_id = $2 and unmade is null and post_id is not null
	and coalesce(standing, 'stands') = 'stands' and valid_until > $3 and valid_until <= $4;

-- Of every case, open or not: whom a case is opened for is no matter of days.
-- name: reader_of_all
select r.case_id, r.login from reader r where r.employer_id = $1 and r.unmade is null
	and exists (select 1 from cases c where c.employer_id = $1 and c.id = r.case_id and c.unmade is null);

-- What belongs to posts and to the employer, on a day; exceptions from one day ($2) to another ($3).

-- name: setting_on
select name from employer_setting
where employer_id = $1 and unmade is null and valid_from <= $2 and (valid_until is null or valid_until > $2);

-- name: exception_between
with recursive line_of(id, of, renews) as (
	select id, id, renews from exception
	where employer_id = $1 and unmade is null and valid_until > $2 and valid_from <= $3
	union all
	select l.id, e.id, e.renews from line_of l join exception e
	on e.employer_id = $1 and e.id = l.renews and e.unmade is null
)
select x.id, x.post_id, x.line_id, x.value, x.valid_from, x.valid_until, x.role, x.login, a.name,
	(select count(*) - 1 from line_of l where l.id = x.id)
from exception x left join account a on a.employer_id = x.employer_id and a.login = x.login and a.unmade is null
where x.employer_id = $1 and x.unmade is null and x.valid_until > $2 and x.valid_from <= $3;

-- name: rating_on
select post_id, value, talked_on, valid_from, valid_until from rating
where employer_id = $1 and unmade is null and valid_until > $2 and valid_from <= $2
union all
select post_id, value, talked_on, valid_from, valid_until from rating
where employer_id = $1 and unmade is null and valid_until is null and valid_from <= $2;

-- name: owed_on
select post_id, sum(case kind when 'worked' then minutes else -minutes end) from extra_time
where employer_id = $1 and unmade is null and day <= $2 group by post_id;

-- name: owed_by_day
select post_id, day, sum(case kind when 'worked' then minutes else -minutes end) from extra_time
where employer_id = $1 and unmade is null and day <= $2 group by post_id, day order by day;
