-- Imports as a server does them, and as the ledger has them.

-- name: import_job_put
insert into import_job (employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended,
	errors, warnings, position)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
on conflict (employer_id, id) do update set state = excluded.state, ended = excluded.ended, errors = excluded.errors,
	warnings = excluded.warnings, position = excluded.position;

-- name: import_job_of
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position
from import_job where employer_id = $1 and id = $2;

-- name: import_job_by_once
select id from import_job where employer_id = $1 and account_id = $2 and once = $3;

-- name: import_job_newest
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position
from import_job where employer_id = $1 order by id desc limit $2;

-- name: import_job_last_id
select coalesce(max(id), 0) from import_job where employer_id = $1;

-- name: import_job_unfinished
-- anywhere
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position
from import_job where state in ('waiting', 'reading', 'deciding');

-- The entry that was made with a form's key.
-- name: import_job_entry_made
select made from once where employer_id = $1 and account_id = $2 and key = $3;

-- name: import_job_tidy
-- anywhere
delete from import_job where ended < $1;

-- The entries that an import made, newest first, with how many rows each made and ended.
-- name: import_entries
select l.sequence, l.instant, l.actor, coalesce(sum(r.rows_made), 0), coalesce(sum(r.rows_ended), 0), count(r.name) > 0
from ledger l left join ledger_rows r on r.employer_id = l.employer_id and r.sequence = l.sequence
where l.employer_id = $1 and l.action = 'import'
group by l.sequence, l.instant, l.actor order by l.sequence desc limit $2;

-- name: import_entry
select l.sequence, l.instant, l.actor, coalesce(sum(r.rows_made), 0), coalesce(sum(r.rows_ended), 0), count(r.name) > 0
from ledger l left join ledger_rows r on r.employer_id = l.employer_id and r.sequence = l.sequence
where l.employer_id = $1 and l.sequence = $2 and l.action = 'import'
group by l.sequence, l.instant, l.actor;

-- name: import_entry_rows
select name, rows_made, rows_ended from ledger_rows where employer_id = $1 and sequence = $2 order by name;
