-- What stands beside the roster and the facts of cases: how an employer works, hours and skills, exceptions, ratings, extra time,
-- reviews of the pile, closings.

-- What is said from a day on ends what was said before: that is unmade, and written again with the day as its end. Of small tables:
-- what has been unmade has no index.
-- each: table | whose | columns
-- row: employer_setting | name | name, valid_from
-- row: post_hours | post_id | post_id, weekday, from_minute, until_minute, valid_from
-- row: exception | id | id, post_id, line_id, value, login, role, renews, matter_id, valid_from

-- name: {table}_end
update {table} set unmade = $1
where employer_id = $2 and {whose} = $3 and unmade is null and (valid_until is null or valid_until > $4);

-- name: {table}_keep
insert into {table} (employer_id, {columns}, valid_until, made, origin, unmade)
select employer_id, {columns}, $1, $2, $2, null from {table}
where employer_id = $3 and {whose} = $4 and unmade = $2 and made < $2 and coalesce(valid_from, '') < $1;

-- name: employer_setting_add
insert into employer_setting (employer_id, name, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $5, null);

-- name: employer_setting_unmake
update employer_setting set unmade = $1 where employer_id = $2 and name = $3 and valid_from = $4 and unmade is null;

-- name: employer_setting_list
select s.name, s.valid_from, s.valid_until, l.instant, l.actor
from employer_setting s join ledger l on l.employer_id = s.employer_id and l.sequence = s.made
where s.employer_id = $1 and s.unmade is null order by s.name, s.valid_from;

-- name: post_hours_add
insert into post_hours (employer_id, post_id, weekday, from_minute, until_minute, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8, null);

-- name: post_hours_unmake
update post_hours set unmade = $1
where employer_id = $2 and post_id = $3 and coalesce(valid_from, '') = $4 and unmade is null;

-- name: post_hours_list
select post_id, weekday, from_minute, until_minute, valid_from, valid_until from post_hours
where employer_id = $1 and unmade is null order by post_id, coalesce(valid_from, ''), weekday;

-- name: post_hours_on
select weekday, from_minute, until_minute from post_hours
where employer_id = $1 and post_id = $2 and unmade is null and coalesce(valid_from, '') <= $3
	and (valid_until is null or valid_until > $3);

-- Days on which somebody in a post does not work at all, after a day; then those on which nobody does.
-- name: days_off_after
select valid_from, valid_until from reduction
where employer_id = $1 and post_id = $2 and unmade is null and minutes is null and (valid_until is null or valid_until > $3)
union all
select valid_from, valid_until from employer_setting
where employer_id = $1 and name = 'holiday' and unmade is null and (valid_until is null or valid_until > $3);

-- name: skill_add
insert into skill (employer_id, person_id, code, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $6, null);

-- name: skill_unmake
update skill set unmade = $1
where employer_id = $2 and person_id = $3 and code = $4 and coalesce(valid_from, '') = $5 and unmade is null;

-- name: skill_list
select person_id, code, valid_from, valid_until from skill
where employer_id = $1 and unmade is null order by person_id, code, coalesce(valid_from, '');

-- name: exception_last_id
select coalesce(max(id), 0) from exception where employer_id = $1;

-- name: exception_add
insert into exception
	(employer_id, id, post_id, line_id, value, login, role, renews, matter_id, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, null);

-- name: exception_list
select id, post_id, line_id, value, login, role, renews, matter_id, valid_from, valid_until from exception
where employer_id = $1 and unmade is null order by id;

-- name: exception_of_post
select id, post_id, line_id, value, login, role, renews, matter_id, valid_from, valid_until from exception
where employer_id = $1 and post_id = $2 and unmade is null order by id;

-- name: rating_add
insert into rating (employer_id, post_id, value, talked_on, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: rating_unmake
update rating set unmade = $1 where employer_id = $2 and post_id = $3 and valid_from = $4 and unmade is null;

-- name: rating_newest
select value, talked_on, valid_from, valid_until from rating
where employer_id = $1 and post_id = $2 and unmade is null order by valid_from desc limit $3;

-- name: extra_time_add
insert into extra_time (employer_id, post_id, day, minutes, kind, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $6, null);

-- name: extra_time_unmake
update extra_time set unmade = $1 where employer_id = $2 and post_id = $3 and day = $4 and kind = $5 and unmade is null;

-- name: extra_time_of_post
select day, minutes, kind from extra_time
where employer_id = $1 and post_id = $2 and unmade is null order by day, kind;

-- name: review_add
insert into review (employer_id, case_id, risk, safety, why, next, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, null);

-- name: review_unmake
update review set unmade = $1 where employer_id = $2 and case_id = $3 and valid_from = $4 and unmade is null;

-- name: review_of_case
select risk, safety, why, next, valid_from, valid_until from review
where employer_id = $1 and case_id = $2 and unmade is null order by valid_from desc;

-- name: closing_add
insert into closing
	(employer_id, case_id, closed, reason, worker_agrees, near_report, over_line, matter_id, login, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, null);

-- name: closing_of_case
select closed, reason, worker_agrees, near_report, over_line, matter_id, login from closing
where employer_id = $1 and case_id = $2 and unmade is null order by closed desc, origin desc;
