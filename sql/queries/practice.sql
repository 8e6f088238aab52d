-- How cases came to workers over a time (store/practice.h).

-- Holdings by workers that began then; not those in an emergency, and not those by which somebody held on to what they had.
-- name: practice_allocations
select h.case_id, c.ref, c.restricted, ct.code, h.post_id, p.person_id, p.team_id, t.code, p.agency, p.newly_qualified,
	p.newly_qualified_until, h.valid_from, h.valid_until, h.proposal_id, h.standing
from holding h
join post p on p.employer_id = h.employer_id and p.id = h.post_id and p.unmade is null and p.role <> 'manager'
join cases c on c.employer_id = h.employer_id and c.id = h.case_id and c.unmade is null
left join team t on t.employer_id = p.employer_id and t.id = p.team_id and t.unmade is null
left join team ct on ct.employer_id = c.employer_id and ct.id = c.team_id and ct.unmade is null
where h.employer_id = $1 and h.unmade is null and h.valid_from >= $2 and h.valid_from < $3
	and (h.valid_until is null or h.valid_until > $2)
	and (h.standing is null or h.standing <> 'emergency')
	and not exists (select 1 from holding b
		join post bp on bp.employer_id = b.employer_id and bp.id = b.post_id and bp.unmade is null
		where b.employer_id = h.employer_id and b.case_id = h.case_id and b.unmade is null and bp.person_id = p.person_id
			and (b.standing is null or b.standing = 'stands')
			and coalesce(b.valid_from, '') < h.valid_from and coalesce(b.valid_until, '9999-12-31') >= h.valid_from)
order by h.valid_from, h.case_id, h.post_id;

-- Steps that were taken then; with an answer the instant of the offer that it answers, and whether the case was held by it before.
-- name: practice_steps
select r.case_id, c.ref, c.restricted, ct.code, r.post_id, p.person_id, p.team_id, t.code, p.agency, p.newly_qualified,
	p.newly_qualified_until, s.proposal_id, s.step, s.login, s.instant, s.talked_at,
	case when s.step in ('agree', 'agree-if') then
		(select max(o.instant) from proposal_step o where o.employer_id = $1 and o.proposal_id = s.proposal_id
			and o.unmade is null and o.number < s.number and o.step in ('offer', 'give')) end,
	exists (select 1 from proposal_step o where o.employer_id = $1 and o.proposal_id = s.proposal_id
		and o.unmade is null and o.number < s.number and o.step = 'hold')
from proposal_step s
join proposal r on r.employer_id = s.employer_id and r.id = s.proposal_id and r.unmade is null
join post p on p.employer_id = r.employer_id and p.id = r.post_id and p.unmade is null
join cases c on c.employer_id = r.employer_id and c.id = r.case_id and c.unmade is null
left join team t on t.employer_id = p.employer_id and t.id = p.team_id and t.unmade is null
left join team ct on ct.employer_id = c.employer_id and ct.id = c.team_id and ct.unmade is null
where s.employer_id = $1 and s.unmade is null and s.instant >= $2 and s.instant < $3
order by s.instant, s.proposal_id, s.number;

-- Requests to give a case back that were answered then.
-- name: practice_hand_backs
select m.case_id, c.ref, c.restricted, ct.code, m.post_id, p.person_id, p.team_id, t.code, p.agency, p.newly_qualified,
	p.newly_qualified_until, s.matter_id, s.instant, s.outcome
from matter_step s
join matter m on m.employer_id = s.employer_id and m.id = s.matter_id and m.unmade is null and m.kind = 'hand-back'
join post p on p.employer_id = m.employer_id and p.id = m.post_id and p.unmade is null
join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
left join team t on t.employer_id = p.employer_id and t.id = p.team_id and t.unmade is null
left join team ct on ct.employer_id = c.employer_id and ct.id = c.team_id and ct.unmade is null
where s.employer_id = $1 and s.unmade is null and s.step = 'answer' and s.instant >= $2 and s.instant < $3
order by s.instant, s.matter_id;

-- Cases that were closed then, by whoever held them as lead until then, and when they were referred next. A day on which another
-- episode of the case goes on closes nothing, unless it was closed by somebody: then it was opened again, and went on as it was.
-- name: practice_closings
select ended.case_id, c.ref, c.restricted, ct.code, p.id, p.person_id, coalesce(p.team_id, c.team_id), coalesce(t.code, ct.code), p.agency,
	p.newly_qualified, p.newly_qualified_until, ended.valid_until,
	case when ended.went_on then ended.valid_until else
		(select min(n.valid_from) from episode n where n.employer_id = $1 and n.case_id = ended.case_id and n.unmade is null
			and n.valid_from >= ended.valid_until) end
from (select e.case_id, e.valid_until, false as went_on from episode e
	where e.employer_id = $1 and e.unmade is null and e.valid_until >= $2 and e.valid_until < $3 and e.no_further_action = 0
		and not exists (select 1 from episode o where o.employer_id = $1 and o.case_id = e.case_id and o.unmade is null
			and o.no_further_action = 0 and coalesce(o.valid_from, '') < e.valid_until
			and (o.valid_until is null or o.valid_until > e.valid_until))
	union
	select k.case_id, k.closed, true from closing k
	where k.employer_id = $1 and k.unmade is null and k.closed >= $2 and k.closed < $3
		and exists (select 1 from episode o where o.employer_id = $1 and o.case_id = k.case_id and o.unmade is null
			and o.no_further_action = 0 and coalesce(o.valid_from, '') < k.closed
			and (o.valid_until is null or o.valid_until > k.closed))) ended
join cases c on c.employer_id = $1 and c.id = ended.case_id and c.unmade is null
left join post p on p.employer_id = $1 and p.unmade is null and p.role <> 'manager' and p.id = (
	select h.post_id from holding h
	where h.employer_id = $1 and h.case_id = ended.case_id and h.unmade is null and h.post_id is not null and h.role = 'lead'
		and (h.standing is null or h.standing = 'stands')
		and coalesce(h.valid_from, '') < ended.valid_until and coalesce(h.valid_until, '9999-12-31') >= ended.valid_until
	order by h.valid_from desc, h.post_id limit 1)
left join team t on t.employer_id = $1 and t.id = p.team_id and t.unmade is null
left join team ct on ct.employer_id = $1 and ct.id = c.team_id and ct.unmade is null
order by ended.valid_until, ended.case_id;
