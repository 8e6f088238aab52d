-- An account is unique in the database, and a calendar is found by its hash before anybody knows whose it is: every answer names
-- the employer.

-- name: mail_of_account
select employer_id, account_id, address, wish, confirmed_at, code, code_at, code_tries, told_at, failures, tried_at, failure
from mail_address where employer_id = $1 and account_id = $2;

-- name: mail_list
select employer_id, account_id, address, wish, confirmed_at, code, code_at, code_tries, told_at, failures, tried_at, failure
from mail_address where employer_id = $1 order by coalesce(tried_at, 0), account_id;

-- name: mail_put
insert into mail_address (employer_id, account_id, address, wish, confirmed_at, code, code_at, code_tries, told_at, failures, tried_at,
	failure)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (account_id) do update set address = excluded.address, wish = excluded.wish, confirmed_at = excluded.confirmed_at,
	code = excluded.code, code_at = excluded.code_at, code_tries = excluded.code_tries, told_at = excluded.told_at,
	failures = excluded.failures, tried_at = excluded.tried_at, failure = excluded.failure;

-- name: mail_clear
delete from mail_address where employer_id = $1 and account_id = $2;

-- name: told_list
select thing, stage from told where employer_id = $1 and account_id = $2 order by thing;

-- name: told_put
insert into told (employer_id, account_id, thing, stage, instant) values ($1, $2, $3, $4, $5)
on conflict (account_id, thing) do update set stage = excluded.stage, instant = excluded.instant;

-- name: told_clear
delete from told where employer_id = $1 and account_id = $2 and thing = $3;

-- name: told_clear_all
delete from told where employer_id = $1 and account_id = $2;

-- name: calendar_of_account
select employer_id, account_id, begun, used_at from calendar_feed where employer_id = $1 and account_id = $2;

-- name: calendar_by_hash
-- anywhere
select employer_id, account_id, begun, used_at from calendar_feed where hash = $1;

-- name: calendar_put
insert into calendar_feed (employer_id, account_id, hash, begun, used_at) values ($1, $2, $3, $4, null)
on conflict (account_id) do update set hash = excluded.hash, begun = excluded.begun, used_at = null;

-- name: calendar_used
update calendar_feed set used_at = $1 where employer_id = $2 and account_id = $3;

-- name: calendar_clear
delete from calendar_feed where employer_id = $1 and account_id = $2;

-- name: calendar_clear_all
-- anywhere
delete from calendar_feed;
