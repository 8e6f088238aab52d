-- What a decision is about (src/store/close_up.h): a few posts and cases, found one by one.

-- What had begun by a day ($4) and had not ended by the first day of the taper ($3).
-- name: case_held_by_post
select distinct c.ref
from holding h join cases c on c.employer_id = h.employer_id and c.id = h.case_id and c.unmade is null
where h.employer_id = $1 and h.post_id = $2 and h.unmade is null
	and coalesce(h.valid_until, '9999-12-31') > $3 and coalesce(h.valid_from, '') <= $4;

-- name: holding_next_start
select min(valid_from) from holding
where employer_id = $1 and post_id = $2 and unmade is null and coalesce(valid_until, '9999-12-31') > $3 and valid_from > $3;

-- name: post_by_id
select id, person_id, team_id, fte_millionths, contract_minutes, agency, role, grade,
	newly_qualified, newly_qualified_until, reported_cases, reported_on, valid_from, valid_until
from post where employer_id = $1 and id = $2 and unmade is null;

-- Those that a person is or was in by a day: since when they are here is told by all.
-- name: post_of_person
select id from post
where employer_id = $1 and person_id = $2 and unmade is null and coalesce(valid_from, '') <= $3;

-- name: person_by_id
select id, code, name, registration, staff_id from person where employer_id = $1 and id = $2 and unmade is null;

-- name: reduction_of_post
select post_id, reason, minutes, personal, valid_from, valid_until
from reduction where employer_id = $1 and post_id = $2 and unmade is null;

-- name: line_of_post
select id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until
from line where employer_id = $1 and post_id = $2 and unmade is null;

-- Those that are for no single post.
-- name: line_of_all
select id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from, valid_until
from line where employer_id = $1 and post_id is null and unmade is null;

-- name: rating_of_post
select post_id, value, talked_on, valid_from, valid_until from rating
where employer_id = $1 and post_id = $2 and unmade is null and valid_from <= $3 and (valid_until is null or valid_until > $3);

-- name: owed_by_post
select coalesce(sum(case kind when 'worked' then minutes else -minutes end), 0) from extra_time
where employer_id = $1 and post_id = $2 and unmade is null and day <= $3;
