-- An account is found by its login, a session by its token and a once-key by its account before anybody knows which
-- employer is asked for: these are unique in the database, and every answer names the employer.

-- name: account_last_id
-- anywhere
select coalesce(max(id), 0) from account;

-- name: account_add
insert into account (employer_id, id, login, name, person, disabled, made, unmade) values ($1, $2, $3, $4, $5, $6, $7, null);

-- name: account_unmake
update account set unmade = $1 where employer_id = $2 and id = $3 and unmade is null;

-- name: account_by_login
select id, login, name, person, disabled from account where employer_id = $1 and login = $2 and unmade is null;

-- name: account_by_id
select id, login, name, person, disabled from account where employer_id = $1 and id = $2 and unmade is null;

-- name: account_list
select id, login, name, person, disabled from account where employer_id = $1 and unmade is null order by login;

-- name: account_anywhere
-- anywhere
select employer_id, id from account where login = $1 and unmade is null;

-- name: account_of_person
select login from account where employer_id = $1 and person = $2 and unmade is null;

-- name: grant_add
insert into account_grant (employer_id, account_id, role, scope, code, made, unmade) values ($1, $2, $3, $4, $5, $6, null);

-- name: grant_unmake
update account_grant set unmade = $1
where employer_id = $2 and account_id = $3 and role = $4 and scope = $5 and coalesce(code, '') = $6 and unmade is null;

-- name: grant_list
select role, scope, code from account_grant
where employer_id = $1 and account_id = $2 and unmade is null order by made, role, scope, code;

-- name: proof_of_account
select password, must_change, factor, factor_step, used_at, signed_in_at from account_proof where employer_id = $1 and account_id = $2;

-- name: proof_put
insert into account_proof (employer_id, account_id, password, must_change, factor, factor_step, used_at, signed_in_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (account_id) do update set password = excluded.password, must_change = excluded.must_change,
	factor = excluded.factor, factor_step = excluded.factor_step, used_at = excluded.used_at,
	signed_in_at = excluded.signed_in_at;

-- name: recovery_code_add
insert into recovery_code (employer_id, account_id, hash) values ($1, $2, $3);

-- name: recovery_codes_clear
delete from recovery_code where employer_id = $1 and account_id = $2;

-- name: recovery_code_take
delete from recovery_code where employer_id = $1 and account_id = $2 and hash = $3;

-- name: recovery_codes_count
select count(*) from recovery_code where employer_id = $1 and account_id = $2;

-- name: session_by_hash
-- anywhere
select hash, employer_id, account_id, step, begun, seen, tries, address, browser, factor from session where hash = $1;

-- name: session_list
select hash, employer_id, account_id, step, begun, seen, tries, address, browser, factor from session
where employer_id = $1 and account_id = $2 order by begun desc, hash;

-- name: session_count
-- anywhere
select count(*) from session where step is null and seen >= $1;

-- name: session_put
insert into session (employer_id, hash, account_id, step, begun, seen, tries, address, browser, factor)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (hash) do update set step = excluded.step, seen = excluded.seen, tries = excluded.tries, factor = excluded.factor;

-- name: session_seen
-- anywhere
update session set seen = case when seen > $1 then seen else $1 end where hash = $2;

-- name: session_end
-- anywhere
delete from session where hash = $1;

-- name: session_end_all
delete from session where employer_id = $1 and account_id = $2 and hash <> $3;

-- name: session_tidy
-- anywhere
delete from session where begun < $1 or seen < $2;

-- name: attempt_of_key
select failures, failed_at, succeeded_at from attempt where key = $1;

-- name: attempt_put
insert into attempt (key, failures, failed_at, succeeded_at) values ($1, $2, $3, $4)
on conflict (key) do update set failures = excluded.failures, failed_at = excluded.failed_at,
	succeeded_at = excluded.succeeded_at;

-- name: attempt_tidy
delete from attempt where failed_at < $1 and succeeded_at < $2;

-- name: ledger_is_of_account
select action like 'user-%' from ledger where employer_id = $1 and sequence = $2;

-- name: once_add
insert into once (employer_id, account_id, key, outcome, made) values ($1, $2, $3, $4, $5);

-- name: once_find
-- anywhere
select outcome from once where account_id = $1 and key = $2;

-- name: once_made
-- anywhere
select employer_id, made from once where account_id = $1 and key = $2;

-- name: once_tidy
-- anywhere
delete from once where exists (
	select 1 from ledger l where l.employer_id = once.employer_id and l.sequence = once.made and l.instant < $1);


-- name: identity_add
insert into account_identity (employer_id, account_id, subject, issuer, tenant, made, unmade)
values ($1, $2, $3, $4, $5, $6, null);

-- name: identity_unmake
update account_identity set unmade = $1 where employer_id = $2 and account_id = $3 and unmade is null;

-- name: identity_of_account
select subject, issuer, tenant from account_identity where employer_id = $1 and account_id = $2 and unmade is null;

-- name: identity_anywhere
-- anywhere
select employer_id, account_id from account_identity
where subject = $1 and coalesce(issuer, '') = $2 and coalesce(tenant, '') = $3 and unmade is null;

-- name: sign_in_begun_add
insert into sign_in_begun (state, browser, redirect, next, address, begun) values ($1, $2, $3, $4, $5, $6);

-- name: sign_in_begun_take
delete from sign_in_begun where state = $1 returning browser, redirect, next, begun;

-- What is too old, and of one address the oldest of more than so many.
-- name: sign_in_begun_tidy
delete from sign_in_begun where begun < $1
or state in (select state from sign_in_begun where address = $2 order by begun desc, state limit 10000 offset $3);

-- Of what is left the oldest of more than so many.
-- name: sign_in_begun_trim
delete from sign_in_begun
where state in (select state from sign_in_begun order by begun desc, state limit 10000 offset $1);

-- ---- tokens of programs ----

-- name: api_token_by_hash
-- anywhere
select employer_id, hash, id, account_id, name, role, begun, seen, expires, read_only from api_token where hash = $1;

-- name: api_token_list
select employer_id, hash, id, account_id, name, role, begun, seen, expires, read_only from api_token
where employer_id = $1 and account_id = $2 order by id desc;

-- name: api_token_last_id
select coalesce(max(id), 0) from api_token where employer_id = $1 and account_id = $2;

-- name: api_token_add
insert into api_token (employer_id, hash, id, account_id, name, role, begun, seen, expires, read_only)
values ($1, $2, $3, $4, $5, $6, $7, null, $8, $9);

-- name: api_token_seen
-- anywhere
update api_token set seen = case when coalesce(seen, 0) > $1 then seen else $1 end where hash = $2;

-- name: api_token_end
delete from api_token where employer_id = $1 and account_id = $2 and id = $3;

-- name: api_token_end_all
delete from api_token where employer_id = $1 and account_id = $2;

-- name: api_token_tidy
-- anywhere
delete from api_token where expires < $1;
