-- What a health check counts over a time (store/health_rows.h).

-- Referrals that were open on one of the days, or led to nothing on one. Of those that are closed, where that is asked for: whether some
-- work was begun in it, and whether a worker ever held the case in it.
-- name: health_episodes
select r.case_id, c.team_id, r.valid_from, r.valid_until, r.closing_reason, r.no_further_action,
	case when $1 = 1 and r.valid_until is not null then exists (select 1 from stage s
		where s.employer_id = $2 and s.case_id = r.case_id and s.unmade is null
			and coalesce(s.valid_from, '') < r.valid_until and coalesce(s.valid_until, '9999-12-31') > coalesce(r.valid_from, '')) end,
	case when $1 = 1 and r.valid_until is not null then exists (select 1 from holding h
		join post p on p.employer_id = $2 and p.id = h.post_id and p.unmade is null and p.role <> 'manager'
		where h.employer_id = $2 and h.case_id = r.case_id and h.unmade is null and (h.standing is null or h.standing = 'stands')
			and coalesce(h.valid_from, '') < r.valid_until and coalesce(h.valid_until, '9999-12-31') > coalesce(r.valid_from, '')) end
from (select e.case_id, e.valid_from, e.valid_until, e.closing_reason, e.no_further_action from episode e
	where e.employer_id = $2 and e.unmade is null and e.valid_until is null
	union all
	select e.case_id, e.valid_from, e.valid_until, e.closing_reason, e.no_further_action from episode e
	where e.employer_id = $2 and e.unmade is null and e.valid_until >= $3) r
join cases c on c.employer_id = $2 and c.id = r.case_id and c.unmade is null
where coalesce(r.valid_from, '') < $4
order by r.case_id, coalesce(r.valid_from, '');

-- name: health_holdings
select * from (select case_id, post_id, team_id, role, standing, valid_from, valid_until from holding
	where employer_id = $1 and unmade is null and valid_until is null
	union all
	select case_id, post_id, team_id, role, standing, valid_from, valid_until from holding
	where employer_id = $1 and unmade is null and valid_until >= $2) as known
where coalesce(valid_from, '') < $3
order by case_id, coalesce(valid_from, ''), role desc, coalesce(post_id, 0);

-- The later of two on one day stands.
-- name: health_closings
select case_id, closed, worker_agrees, over_line, matter_id from closing
where employer_id = $1 and unmade is null and closed >= $2 and closed < $3 order by case_id, closed, origin;

-- name: health_extra
select post_id, day, minutes, kind from extra_time
where employer_id = $1 and unmade is null and day < $2 order by post_id, day, kind;

-- Asked by workers, and put by the clock; with the instants at which each was asked for and answered, whether it was taken back, and
-- whether it went up.
-- name: health_matters
select m.kind, m.post_id, c.team_id, m.valid_from, m.valid_until,
	(select s.instant from matter_step s where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null and s.number = 1),
	(select min(s.instant) from matter_step s where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null
		and s.state = 'answered'),
	exists (select 1 from matter_step s where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null
		and s.state = 'taken-back'),
	exists (select 1 from matter_step s where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null
		and s.step = 'escalate')
from matter m left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where m.employer_id = $1 and m.unmade is null and m.kind in ('hand-back', 'talk', 'over-line', 'owed', 'review') order by m.id;

-- Which person in post an account belongs to.
-- name: health_proposers
select a.login, p.id from account a
join person p on p.employer_id = a.employer_id and p.code = a.person and p.unmade is null
where a.employer_id = $1 and a.unmade is null order by a.login;

-- Whether the records have any of it at all: of referrals that led to nothing and of work begun, since a day.
-- name: health_has
select exists (select 1 from extra_time where employer_id = $1 and unmade is null),
	exists (select 1 from episode where employer_id = $1 and unmade is null and valid_until is null and no_further_action = 1)
	or exists (select 1 from episode where employer_id = $1 and unmade is null and valid_until >= $2 and no_further_action = 1),
	exists (select 1 from stage where employer_id = $1 and unmade is null and valid_until is null)
	or exists (select 1 from stage where employer_id = $1 and unmade is null and valid_until >= $2),
	coalesce((select l.instant from ledger l where l.employer_id = $1 and l.action in ('import', 'demo')
		and not exists (select 1 from ledger u where u.employer_id = l.employer_id and u.undoes = l.sequence)
		order by l.sequence limit 1), 0);

-- name: health_case_ref
select ref from cases where employer_id = $1 and id = $2 and unmade is null;
