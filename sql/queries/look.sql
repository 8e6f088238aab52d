-- Who may look at a restricted case, and who looked at what.

-- name: reader_named
select r.login, l.actor, l.instant
from reader r join ledger l on l.employer_id = r.employer_id and l.sequence = r.origin
where r.employer_id = $1 and r.case_id = $2 and r.unmade is null
order by r.origin, r.login;

-- name: look_add
insert into look (employer_id, kind, object, login, roles, instant, refused, times, of_access)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: look_prune
delete from look where employer_id = $1 and instant < $2;

-- How often each login saw an object, saw who may open it, or asked and was refused; the latest first, with the roles it had then.
-- name: look_of_object
select login,
	(select l.roles from look l where l.employer_id = $1 and l.kind = $2 and l.object = $3 and l.login = look.login
		order by l.instant desc limit 1),
	max(instant) as latest, sum((1 - refused) * (1 - of_access) * times),
	sum((1 - refused) * of_access * times), sum(refused * times)
from look where employer_id = $1 and kind = $2 and object = $3
group by login order by latest desc, login limit $4;
