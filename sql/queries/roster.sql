-- name: team_add
insert into team (employer_id, id, code, told_code, name, service, parent, manager, manager_code, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, null);

-- name: team_unmake
update team set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: team_list
select id, code, told_code, name, service, parent, manager, manager_code
from team where employer_id = $1 and unmade is null order by id;

-- name: team_of_code
select id from team where employer_id = $1 and code = $2 and unmade is null;

-- The posts that a worker is in on a day, each with its team.
-- name: post_of_worker
select p.id, coalesce(t.code, '')
from person w
join post p on p.employer_id = w.employer_id and p.person_id = w.id and p.unmade is null
left join team t on t.employer_id = p.employer_id and t.id = p.team_id and t.unmade is null
where w.employer_id = $1 and w.code = $2 and w.unmade is null
	and coalesce(p.valid_from, '') <= $3 and (p.valid_until is null or p.valid_until > $3);

-- name: person_add
insert into person (employer_id, id, code, name, registration, staff_id, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: person_unmake
update person set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: person_list
select id, code, name, registration, staff_id from person where employer_id = $1 and unmade is null order by id;

-- name: post_add
insert into post (employer_id, id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, null);

-- name: post_unmake
update post set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: post_list
select id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until
from post where employer_id = $1 and unmade is null order by id;

-- name: reduction_add
insert into reduction (employer_id, post_id, reason, minutes, personal, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8, null);

-- name: reduction_unmake
update reduction set unmade = $1
where employer_id = $2 and post_id = $3 and reason = $4 and coalesce(valid_from, '') = $5 and unmade is null;

-- name: reduction_list
select post_id, reason, minutes, personal, valid_from, valid_until
from reduction where employer_id = $1 and unmade is null order by post_id, reason, coalesce(valid_from, '');

-- name: line_add
insert into line (employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on,
	valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, null);

-- name: line_unmake
update line set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: line_list
select id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until
from line where employer_id = $1 and unmade is null order by id;

-- name: line_list_ahead
select id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until
from line where employer_id = $1 and unmade is null and valid_from > $2 order by valid_from, id;

-- Ids are never used twice, not even those of rows that are no longer known.
-- name: roster_last_ids
select coalesce((select max(id) from team where employer_id = $1), 0),
	coalesce((select max(id) from person where employer_id = $1), 0),
	coalesce((select max(id) from post where employer_id = $1), 0),
	coalesce((select max(id) from line where employer_id = $1), 0);

-- name: person_holdings
select c.ref, h.valid_from, h.valid_until, h.role, h.share, h.reason, t.code, w.code, c.restricted, p.id
from post p
join holding h on h.employer_id = p.employer_id and h.post_id = p.id and h.unmade is null
join cases c on c.employer_id = h.employer_id and c.id = h.case_id and c.unmade is null
left join team t on t.employer_id = h.employer_id and t.id = h.team_id and t.unmade is null
left join team w on w.employer_id = c.employer_id and w.id = c.team_id and w.unmade is null
where p.employer_id = $1 and p.person_id = $2 and p.unmade is null
order by coalesce(h.valid_from, '') desc, c.ref, h.role desc;
