-- Accounts and their grants are facts, with `made` and `unmade`. The other tables are of the moment: no ledger entry, changed
-- in place, and tidied away.

create table account (
	employer_id integer not null references employer,
	id integer not null,
	login text not null,
	name text not null,
	person text,
	disabled text check (disabled in ('administrator', 'unused')),
	made integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index account_live on account (id) where unmade is null;
create unique index account_live_login on account (login) where unmade is null;
create unique index account_live_person on account (employer_id, person) where unmade is null;

create table account_grant (
	employer_id integer not null references employer,
	account_id integer not null,
	role text not null,
	scope text not null check (scope in ('employer', 'service', 'team', 'own')),
	code text,
	made integer not null,
	unmade integer
) strict;
create unique index account_grant_live on account_grant (employer_id, account_id, role, scope, coalesce(code, ''))
	where unmade is null;

create table account_proof (
	employer_id integer not null references employer,
	account_id integer not null primary key,
	password text,
	must_change integer not null check (must_change in (0, 1)),
	factor text,
	factor_step integer not null,
	used_at integer not null
) strict;

create table recovery_code (
	employer_id integer not null references employer,
	account_id integer not null,
	hash text not null,
	primary key (employer_id, account_id, hash)
) strict, without rowid;

create table session (
	employer_id integer not null references employer,
	hash text not null primary key,
	account_id integer not null,
	step text check (step in ('code', 'password', 'enrol')),
	begun integer not null,
	seen integer not null,
	tries integer not null,
	address text not null,
	browser text not null,
	factor text
) strict, without rowid;
create index session_account on session (employer_id, account_id);

create table attempt (
	key text not null primary key,
	failures integer not null,
	failed_at integer not null,
	succeeded_at integer not null
) strict, without rowid;

create table once (
	employer_id integer not null references employer,
	account_id integer not null,
	key text not null,
	outcome text not null,
	made integer not null,
	primary key (account_id, key)
) strict, without rowid;

insert into sqlite_stat1 (tbl, idx, stat) values
	('account', 'account', '2000 2000 1 1'), ('account', 'account_live', '2000 1'), ('account', 'account_live_login', '2000 1'),
	('account', 'account_live_person', '1500 1500 1'), ('account_grant', 'account_grant_live', '3000 3000 2 1 1 1'),
	('recovery_code', 'recovery_code', '5000 5000 10 1'), ('session', 'session', '1000 1'),
	('session', 'session_account', '1000 1000 1'), ('once', 'once', '10000 10 1');

insert into schema_version (version, name) values (4, '0004_accounts');
pragma user_version = 4;
