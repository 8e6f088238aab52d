-- What an employer declares of itself (store/declared.h). What was said of that day before ends on it: that is unmade, and what of it lies
-- before the day is written again.

-- name: declared_list
select d.name, d.figure, d.goal, d.starts, d.due, d.pounds, d.status, d.agreed_by, d.valid_from, d.valid_until, l.instant, l.actor
from declared d join ledger l on l.employer_id = d.employer_id and l.sequence = d.made
where d.employer_id = $1 and d.unmade is null order by d.name, d.valid_from;

-- name: declared_cut
update declared set unmade = $1
where employer_id = $2 and name = $3 and unmade is null and valid_from <= $4 and (valid_until is null or valid_until > $4);

-- name: declared_keep
insert into declared (employer_id, name, figure, goal, starts, due, pounds, status, agreed_by, valid_from, valid_until, made, origin, unmade)
select employer_id, name, figure, goal, starts, due, pounds, status, agreed_by, valid_from, $1, $2, $2, null from declared
where employer_id = $3 and name = $4 and unmade = $2 and made < $2 and valid_from < $1;

-- name: declared_add
insert into declared (employer_id, name, figure, goal, starts, due, pounds, status, agreed_by, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, null);
