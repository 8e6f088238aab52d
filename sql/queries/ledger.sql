-- name: ledger_add
insert into ledger
	(employer_id, sequence, instant, actor, action, object, undoes, commitment, rows_digest, previous, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: ledger_payload_add
insert into ledger_payload (employer_id, sequence, salt, payload) values ($1, $2, $3, $4);

-- name: ledger_rows_add
insert into ledger_rows (employer_id, sequence, name, rows_made, rows_ended, rows_erased, digest)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: ledger_hash
select hash from ledger where employer_id = $1 and sequence = $2;

-- name: ledger_newest
select l.sequence, l.instant, l.actor, l.action, l.object, coalesce(l.undoes, 0), l.hash, p.payload
from ledger l left join ledger_payload p on p.employer_id = l.employer_id and p.sequence = l.sequence
where l.employer_id = $1 order by l.sequence desc limit $2;

-- name: ledger_oldest_first
select l.sequence, l.instant, l.actor, l.action, l.object, coalesce(l.undoes, 0), l.commitment, l.rows_digest, l.previous,
	l.hash, p.sequence, p.erased, p.salt, p.payload
from ledger l left join ledger_payload p on p.employer_id = l.employer_id and p.sequence = l.sequence
where l.employer_id = $1 order by l.sequence;

-- name: ledger_rows_oldest_first
select sequence, name, rows_made, rows_ended, rows_erased, digest
from ledger_rows where employer_id = $1 order by sequence, name;

-- name: ledger_last_payload
select coalesce(max(sequence), 0) from ledger_payload where employer_id = $1;

-- name: ledger_undone_by
select sequence from ledger where employer_id = $1 and undoes = $2;

-- name: ledger_undoes
select coalesce(undoes, 0) from ledger where employer_id = $1 and sequence = $2;

-- name: ledger_action
select action from ledger where employer_id = $1 and sequence = $2;

-- name: schema_versions
select version, name from schema_version order by version;

-- name: checkpoint_add
insert into checkpoint (employer_id, instant, entries, note) values ($1, $2, $3, $4)
on conflict (employer_id, instant) do update set entries = excluded.entries, note = excluded.note;

-- name: checkpoints_newest
select instant, entries, note from checkpoint where employer_id = $1 order by instant desc limit $2;

-- The first that fixes an entry and all before it.
-- name: checkpoint_covering
select instant, entries, note from checkpoint where employer_id = $1 and entries >= $2 order by entries, instant limit 1;

-- What enters the hash of each entry, and the hash, oldest first.
-- name: ledger_chain
select sequence, instant, actor, action, object, coalesce(undoes, 0), commitment, rows_digest, previous, hash
from ledger where employer_id = $1 and sequence >= $2 and sequence <= $3 order by sequence;

-- The first entry from an instant on; 0 if there is none.
-- name: ledger_first_since
select coalesce(min(sequence), 0) from ledger where employer_id = $1 and instant >= $2;

-- Newest first, before an entry, of an action and an actor ('' for any) within a span of time.
-- name: ledger_audit
select l.sequence, l.instant, l.actor, l.action, l.object, coalesce(l.undoes, 0), l.hash,
	p.payload, coalesce(p.erased, 0),
	(select coalesce(sum(r.rows_made), 0) from ledger_rows r where r.employer_id = $1 and r.sequence = l.sequence),
	(select coalesce(sum(r.rows_ended), 0) from ledger_rows r where r.employer_id = $1 and r.sequence = l.sequence),
	(select coalesce(sum(r.rows_erased), 0) from ledger_rows r where r.employer_id = $1 and r.sequence = l.sequence)
from ledger l left join ledger_payload p on p.employer_id = l.employer_id and p.sequence = l.sequence
where l.employer_id = $1 and l.sequence < $2 and ($3 = '' or l.action = $3) and ($4 = '' or l.actor = $4)
	and l.instant >= $5 and l.instant < $6
order by l.sequence desc limit $7;

-- name: ledger_actions
select distinct action from ledger where employer_id = $1 order by action;
