-- name: employer_add
-- anywhere
insert into employer (code, name, country, time_zone, demo, position) values ($1, $2, $3, $4, $5, 0)
returning employer_id;

-- Where an employer stands, and how many schemes the database keeps: asked at every request.
-- name: employer_standing
-- anywhere
select e.employer_id, e.position, (select count(*) from scheme) from employer e where e.code = $1;

-- name: employer_position
select position, code from employer where employer_id = $1;

-- Those whose ledger ends before rows were sealed.
-- name: employer_unsealed
-- anywhere
select e.employer_id, e.code, e.position
from employer e join ledger l on l.employer_id = e.employer_id and l.sequence = e.position
where l.rows_digest = '' order by e.employer_id;

-- name: employer_advance
update employer set position = $1 where employer_id = $2 and position = $3;

-- name: service_add
insert into service (employer_id, code, name, place, made, unmade) values ($1, $2, $3, $4, $5, null);

-- name: service_list
select code, name from service where employer_id = $1 and unmade is null order by place, code;

-- name: scheme_choice_add
insert into scheme_choice (employer_id, service, scheme, version, valid_from, valid_until, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- The choices that a new one, from $3 on, ends or takes the place of.
-- name: scheme_choice_after
select scheme, version, valid_from from scheme_choice
where employer_id = $1 and service = $2 and unmade is null and (valid_until is null or valid_until > $3)
order by coalesce(valid_from, '');

-- name: scheme_choice_unmake
update scheme_choice set unmade = $1
where employer_id = $2 and service = $3 and unmade is null and (valid_until is null or valid_until > $4);

-- The choice in force on a day; before the first choice, that.
-- name: scheme_choice_on
select scheme, version from scheme_choice
where employer_id = $1 and service = $2 and unmade is null
order by coalesce(valid_from, '') <= $3 desc,
	case when coalesce(valid_from, '') <= $3 then coalesce(valid_from, '') end desc, coalesce(valid_from, '')
limit 1;

-- name: scheme_add
insert into scheme (id, version, document, employer_id, made) values ($1, $2, $3, $4, $5);

-- name: scheme_list
select id, version, document from scheme order by id, version;

-- name: scheme_get
select document from scheme where id = $1 and version = $2;

-- each: which | how
-- row: by_code | where e.code = $1
-- row: by_id | where e.employer_id = $1
-- row: list | order by e.code
-- With the newest entry, and the newest that told of people and work: one that made or ended rows of these tables and was not taken
-- back. An account, a publication or another line says nothing of how old the records are; neither does what the clock
-- puts to somebody, and taking back brings back what was told before.
-- name: employer_{which}
-- anywhere
select e.employer_id, e.code, e.name, e.country, e.time_zone, e.demo, e.position, coalesce(l.instant, 0),
	coalesce(f.sequence, 0), coalesce(f.instant, 0)
from employer e left join ledger l on l.employer_id = e.employer_id and l.sequence = e.position
left join ledger f on f.employer_id = e.employer_id and f.sequence = (select t.sequence
	from ledger t where t.employer_id = e.employer_id and t.undoes is null and (t.actor <> 'plimsoll' or t.action = 'seal')
		and exists (select 1 from ledger_rows r where r.employer_id = t.employer_id and r.sequence = t.sequence
			and (r.rows_made > 0 or r.rows_ended > 0)
			and r.name in ('team', 'person', 'post', 'post_hours', 'reduction', 'skill', 'cases', 'episode', 'stage', 'factor',
				'surge', 'review', 'task', 'holding', 'closing', 'extra_time', 'exception', 'rating', 'proposal',
				'proposal_step', 'proposal_condition', 'proposal_task', 'matter', 'matter_step'))
		and not exists (select 1 from ledger u where u.employer_id = t.employer_id and u.undoes = t.sequence)
	order by t.sequence desc limit 1)
{how};
