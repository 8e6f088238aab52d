-- Imports as a server does them, and as the ledger has them.

-- name: import_job_put
insert into import_job (employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended,
	errors, warnings, position, owner, tended, bytes_read, kept)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
on conflict (employer_id, id) do update set files = excluded.files, bytes = excluded.bytes, state = excluded.state,
	ended = excluded.ended, errors = excluded.errors, warnings = excluded.warnings, position = excluded.position,
	tended = excluded.tended, bytes_read = excluded.bytes_read, kept = excluded.kept
where import_job.owner is not distinct from excluded.owner;

-- Says that its owner is at it, and hears whether somebody has cancelled it.
-- name: import_job_tend
update import_job set tended = $1, bytes_read = $2 where employer_id = $3 and id = $4 and owner = $5
returning stop;

-- name: import_job_stop
update import_job set stop = 1 where employer_id = $1 and id = $2 and state in ('waiting', 'reading');

-- One that waits, and that nobody has begun yet.
-- name: import_job_cancel
update import_job set state = 'cancelled', stop = 1, ended = $1, kept = 1
where employer_id = $2 and id = $3 and state = 'waiting' and owner is null;

-- Those that may be begun, in the order in which they were asked for: one at a time of each employer.
-- name: import_job_next
-- anywhere
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position, owner, tended, stop, bytes_read, begun_times, kept
from import_job j where ended is null and state = 'waiting' and owner is null
	and not exists (select 1 from import_job o where o.employer_id = j.employer_id and o.ended is null
		and o.state in ('reading', 'deciding'))
order by begun, employer_id, id;

-- Nobody else begins it.
-- name: import_job_claim
update import_job set owner = $1, tended = $2, state = $3, begun_times = begun_times + 1
where employer_id = $4 and id = $5 and state = 'waiting' and owner is null;

-- From here on it is too late to cancel: not if somebody has, or another process does it by now.
-- name: import_job_decide
update import_job set state = 'deciding', tended = $1, bytes_read = $2
where employer_id = $3 and id = $4 and owner = $5 and state = 'reading' and stop = 0;

-- Whoever comes first begins it, from an instant on.
-- name: import_job_release
update import_job set owner = null, tended = $1, begun_times = $2, bytes_read = 0, state = 'waiting'
where employer_id = $3 and id = $4 and owner = $5;

-- What is in the ledger is done, whatever another process has made of it meanwhile.
-- name: import_job_was_done
update import_job set state = 'done', position = $1, kept = $2 where employer_id = $3 and id = $4 and ended is not null and position is null;

-- Of which something is kept beside the row, the oldest first.
-- name: import_job_kept
-- anywhere
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position, owner, tended, stop, bytes_read, begun_times, kept
from import_job where kept > 0 and ended is not null order by ended, employer_id, id;

-- name: import_job_keep
update import_job set kept = $1 where employer_id = $2 and id = $3;

-- name: import_job_drop
delete from import_job where employer_id = $1 and id = $2;

-- name: import_job_of
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position, owner, tended, stop, bytes_read, begun_times, kept
from import_job where employer_id = $1 and id = $2;

-- name: import_job_by_once
select id from import_job where employer_id = $1 and account_id = $2 and once = $3;

-- name: import_job_newest
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position, owner, tended, stop, bytes_read, begun_times, kept
from import_job where employer_id = $1 order by id desc limit $2;

-- name: import_job_last_id
select coalesce(max(id), 0) from import_job where employer_id = $1;

-- name: import_job_unfinished
-- anywhere
select employer_id, id, account_id, login, once, kind, accept_good, entry, files, bytes, state, begun, ended, errors, warnings,
	position, owner, tended, stop, bytes_read, begun_times, kept
from import_job where ended is null and state in ('waiting', 'reading', 'deciding') order by begun, employer_id, id;

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
