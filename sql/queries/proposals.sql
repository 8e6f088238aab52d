-- Proposals, their steps, tasks and conditions.

-- Ids are given once and never again.
-- name: proposal_last_id
select coalesce(max(id), 0) from proposal where employer_id = $1;

-- name: proposal_add
insert into proposal (employer_id, id, case_id, post_id, role, share, instead_of, mode, batch, why, first_action, first_action_by,
	risk_with, support, starts, note, ended, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, null);

-- name: proposal_unmake
update proposal set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: proposal_step_add
insert into proposal_step (employer_id, proposal_id, number, step, state, party, login, instant, reason, talked_at, means,
	talked_with, hours, note, made, origin, unmade)
values ($1, $2, (select coalesce(max(number), 0) + 1 from proposal_step where employer_id = $1 and proposal_id = $2 and unmade is null),
	$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, null);

-- name: proposal_step_list
select number, step, state, party, login, instant, reason, talked_at, means, talked_with, hours, note
from proposal_step where employer_id = $1 and proposal_id = $2 and unmade is null order by number;

-- name: proposal_task_add
insert into proposal_task (employer_id, proposal_id, number, kind, minutes, due, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: proposal_task_unmake
update proposal_task set unmade = $1 where employer_id = $2 and proposal_id = $3 and unmade is null;

-- name: proposal_task_list
select kind, minutes, due from proposal_task where employer_id = $1 and proposal_id = $2 and unmade is null order by number;

-- name: proposal_condition_add
insert into proposal_condition (employer_id, proposal_id, number, kind, due, note, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $7, null);

-- name: proposal_condition_unmake
update proposal_condition set unmade = $1 where employer_id = $2 and proposal_id = $3 and unmade is null;

-- name: proposal_condition_list
select kind, due, note from proposal_condition where employer_id = $1 and proposal_id = $2 and unmade is null order by number;

-- Conditions of agreements of a case or of a post, by which it is held on a day, and how the question was answered whether they were kept.
-- each: whose | where
-- row: case | p.case_id = $2
-- row: post | p.post_id = $2

-- name: condition_agreed_of_{whose}
select d.kind, d.due, d.note, d.proposal_id, p.post_id, p.case_id, p.ended, coalesce((select s.outcome from matter m
	join matter_step s on s.employer_id = m.employer_id and s.matter_id = m.id and s.unmade is null and s.step = 'answer'
	where m.employer_id = $1 and m.post_id = p.post_id and m.proposal_id = d.proposal_id and m.value = d.number
		and m.kind = 'condition' and m.unmade is null), '')
from proposal p
join proposal_condition d on d.employer_id = p.employer_id and d.proposal_id = p.id and d.unmade is null
where p.employer_id = $1 and p.unmade is null and {where}
	and exists (select 1 from proposal_step s
		where s.employer_id = $1 and s.proposal_id = p.id and s.unmade is null and s.state = 'live')
	and exists (select 1 from holding h
		where h.employer_id = $1 and h.case_id = p.case_id and h.post_id = p.post_id and h.unmade is null
			and coalesce(h.valid_from, '') <= $3 and (h.valid_until is null or h.valid_until > $3))
order by d.due, d.proposal_id, d.number;

-- Whether a worker has declined a case for a reason, in any of their posts.
-- name: proposal_declined_for
select count(*) from proposal p
join proposal_step s on s.employer_id = p.employer_id and s.proposal_id = p.id and s.unmade is null
where p.employer_id = $1 and p.case_id = $2 and p.unmade is null
	and p.post_id in (select id from post where employer_id = $1 and unmade is null
		and person_id = (select person_id from post where employer_id = $1 and id = $3 and unmade is null))
	and s.step = 'decline' and s.reason = $4;

-- Hours of emergency holds since $3: of a case, and by a worker in any of their posts.
-- name: proposal_held_hours
with held as (
	select p.case_id, s.hours, p.post_id in (select id from post where employer_id = $1 and unmade is null
		and person_id = (select person_id from post where employer_id = $1 and id = $2 and unmade is null)) by_worker
	from proposal_step s
	join proposal p on p.employer_id = s.employer_id and p.id = s.proposal_id and p.unmade is null
	where s.employer_id = $1 and s.unmade is null and s.step = 'hold' and s.instant > $3
)
select coalesce(sum(case when case_id = $4 then hours end), 0), coalesce(sum(case when by_worker then hours end), 0) from held;

-- Proposals with the last of their steps.
-- each: which | where
-- row: by_id | p.id = $2
-- row: open | p.ended is null
-- row: of_case | p.case_id = $2
-- row: of_post | p.post_id = $2
-- row: of_batch | p.batch = $2

-- name: proposal_{which}
select p.id, p.case_id, c.ref, p.post_id, p.role, p.share, p.instead_of, p.mode, p.batch, p.why, p.first_action, p.first_action_by,
	p.risk_with, p.support, p.starts, p.note, p.ended, s.state, s.instant
from proposal p
join cases c on c.employer_id = p.employer_id and c.id = p.case_id and c.unmade is null
join proposal_step s on s.employer_id = p.employer_id and s.proposal_id = p.id and s.unmade is null
	and s.number = (select max(number) from proposal_step where employer_id = $1 and proposal_id = p.id and unmade is null)
where p.employer_id = $1 and p.unmade is null and {where}
order by p.id desc;
