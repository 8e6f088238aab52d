-- name: ledger_add
insert into ledger (employer_id, sequence, instant, actor, action, object, undoes, commitment, previous, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ledger_payload_add
insert into ledger_payload (employer_id, sequence, salt, payload) values ($1, $2, $3, $4);

-- name: ledger_hash
select hash from ledger where employer_id = $1 and sequence = $2;

-- name: ledger_newest
select l.sequence, l.instant, l.actor, l.action, l.object, coalesce(l.undoes, 0), l.hash, p.payload
from ledger l left join ledger_payload p on p.employer_id = l.employer_id and p.sequence = l.sequence
where l.employer_id = $1 order by l.sequence desc limit $2;

-- name: ledger_oldest_first
select l.sequence, l.instant, l.actor, l.action, l.object, coalesce(l.undoes, 0), l.commitment, l.previous, l.hash,
	p.salt, p.payload
from ledger l left join ledger_payload p on p.employer_id = l.employer_id and p.sequence = l.sequence
where l.employer_id = $1 order by l.sequence;

-- name: ledger_undone_by
select sequence from ledger where employer_id = $1 and undoes = $2;

-- name: ledger_undoes
select coalesce(undoes, 0) from ledger where employer_id = $1 and sequence = $2;
