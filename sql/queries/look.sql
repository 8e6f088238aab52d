-- Who looked at what (the table look).

-- name: look_add
insert into look (employer_id, kind, object, login, roles, instant, refused) values ($1, $2, $3, $4, $5, $6, $7);

-- How often each login saw an object, or asked for it and was refused; the latest first, with the roles it had then (a plain
-- column beside one max is that of the greatest row).
-- name: look_of_object
select login, roles, max(instant) as latest, sum(refused = 0), sum(refused)
from look where employer_id = $1 and kind = $2 and object = $3
group by login order by latest desc, login limit $4;
