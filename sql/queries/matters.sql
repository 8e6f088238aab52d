-- What is asked and answered (store/matters.h). A matter is what its steps have made of it, and open until one of them is not.

-- Ids are never used twice.
-- name: matter_last_id
select coalesce(max(id), 0) from matter where employer_id = $1;

-- name: matter_add
insert into matter (employer_id, id, kind, post_id, case_id, line_id, proposal_id, value, valid_from, valid_until, code, agrees,
	made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, null);

-- name: matter_unmake
update matter set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: matter_step_add
insert into matter_step (employer_id, matter_id, number, step, level, state, login, instant, outcome, note, made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, null);

-- name: line_proposal_add
insert into line_proposal (employer_id, matter_id, scope, service, team_id, post_id, kind, value, status, agreed_by,
	made, origin, unmade)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, null);

-- name: matter_by_id
select m.id, m.kind, m.post_id, m.case_id, m.line_id, m.proposal_id, m.value, m.valid_from, m.valid_until, m.code, m.agrees, c.ref
from matter m
left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where m.employer_id = $1 and m.id = $2 and m.unmade is null;

-- What is open, and what lasts although it has been answered.
-- name: matter_open
select m.id, m.kind, m.post_id, m.case_id, m.line_id, m.proposal_id, m.value, m.valid_from, m.valid_until, m.code, m.agrees, c.ref
from matter m
left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where m.employer_id = $1 and m.unmade is null
	and ((m.valid_until is null and m.kind in ('over-line', 'owed', 'review'))
		or not exists (select 1 from matter_step s
			where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null and s.state <> 'open'))
order by m.id;

-- The steps of those, which are read by one statement because there may be thousands.
-- name: matter_step_open
select t.matter_id, t.number, t.step, t.level, t.state, t.login, t.instant, t.outcome, t.note
from matter m
join matter_step t on t.employer_id = m.employer_id and t.matter_id = m.id and t.unmade is null
where m.employer_id = $1 and m.unmade is null
	and ((m.valid_until is null and m.kind in ('over-line', 'owed', 'review'))
		or not exists (select 1 from matter_step s
			where s.employer_id = $1 and s.matter_id = m.id and s.unmade is null and s.state <> 'open'))
order by m.id, t.number;

-- Whether the same has been asked and not answered.
-- name: matter_same_open
select count(*) from matter m
where m.employer_id = $1 and m.unmade is null and m.kind = $2 and m.post_id is not distinct from $3
	and (m.case_id is not distinct from $4 or m.kind = 'exception') and m.line_id is not distinct from $5
	and not exists (select 1 from matter_step s
		where s.employer_id = m.employer_id and s.matter_id = m.id and s.unmade is null and s.state <> 'open');

-- name: matter_of_post
select m.id, m.kind, m.post_id, m.case_id, m.line_id, m.proposal_id, m.value, m.valid_from, m.valid_until, m.code, m.agrees, c.ref
from matter m
left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where m.employer_id = $1 and m.post_id = $2 and m.unmade is null
order by m.id desc limit $3;

-- name: matter_of_case
select m.id, m.kind, m.post_id, m.case_id, m.line_id, m.proposal_id, m.value, m.valid_from, m.valid_until, m.code, m.agrees, c.ref
from matter m
left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where m.employer_id = $1 and m.case_id = $2 and m.unmade is null
order by m.id desc limit $3;

-- What a login asked for and others answered.
-- name: matter_told
select m.id, m.kind, m.post_id, m.case_id, m.line_id, m.proposal_id, m.value, m.valid_from, m.valid_until, m.code, m.agrees, c.ref
from matter_step told
join matter_step asked on asked.employer_id = told.employer_id and asked.matter_id = told.matter_id and asked.number = 1
	and asked.unmade is null
join matter m on m.employer_id = told.employer_id and m.id = told.matter_id and m.unmade is null
left join cases c on c.employer_id = m.employer_id and c.id = m.case_id and c.unmade is null
where told.employer_id = $1 and told.unmade is null and told.state <> 'open' and told.state = 'answered' and asked.login = $2
	and told.instant >= $3
order by told.instant desc, m.id desc limit $4;

-- name: matter_step_of
select matter_id, number, step, level, state, login, instant, outcome, note
from matter_step where employer_id = $1 and matter_id = $2 and unmade is null order by number;

-- name: line_proposal_of
select scope, service, team_id, post_id, kind, value, status, agreed_by
from line_proposal where employer_id = $1 and matter_id = $2 and unmade is null;

-- How many loads were past a line on a day from $3 on.
-- name: matter_line_broken
select count(*) from matter
where employer_id = $1 and line_id = $2 and kind = 'over-line' and unmade is null and (valid_until is null or valid_until > $3);

-- Conditions of agreements that are live, due by a day, and not asked about yet.
-- name: condition_due
select d.proposal_id, d.number, p.post_id, p.case_id, d.due
from proposal_condition d
join proposal p on p.employer_id = d.employer_id and p.id = d.proposal_id and p.unmade is null
where d.employer_id = $1 and d.unmade is null and d.due <= $2
	and exists (select 1 from proposal_step s
		where s.employer_id = d.employer_id and s.proposal_id = d.proposal_id and s.unmade is null and s.state = 'live')
	and not exists (select 1 from matter m
		where m.employer_id = d.employer_id and m.post_id = p.post_id and m.proposal_id = d.proposal_id and m.value = d.number
			and m.kind = 'condition' and m.unmade is null)
order by d.proposal_id, d.number;
