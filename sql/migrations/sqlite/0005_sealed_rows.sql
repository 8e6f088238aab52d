-- An entry of the ledger seals the rows that it made, ended and erased, so that nobody can change one with another tool
-- unnoticed. How is said in src/store/sealed_rows.h.
--
-- What names somebody may have to be erased one day: it enters the seal by way of a commitment with a salt. `salt` and what
-- is personal go together; `commitment` takes their place, and `erased` is the entry that says so.

alter table ledger add column rows_digest text not null default '';

-- What an entry did to the rows of one table, in numbers, and the digest of it.
create table ledger_rows (
	employer_id integer not null,
	sequence integer not null,
	name text not null,
	rows_made integer not null,
	rows_ended integer not null,
	rows_erased integer not null,
	digest text not null,
	primary key (employer_id, sequence, name),
	foreign key (employer_id, sequence) references ledger
) strict, without rowid;

alter table ledger_payload add column erased integer;

alter table employer add column made integer not null default 1;
alter table employer add column unmade integer;
-- Written into the rows: the engine tells of a changed row what stands in it, and not what would be read for want of it.
update employer set made = 1;

-- Null: kept before rows were sealed.
alter table scheme add column employer_id integer references employer;
alter table scheme add column made integer;
alter table scheme add column unmade integer;

alter table team rename to team_before;
create table team (
	employer_id integer not null references employer,
	id integer not null,
	code text not null,
	told_code text,
	name text not null,
	service text,
	parent text,
	manager text,
	manager_code text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
insert into team (employer_id, id, code, told_code, name, service, parent, manager, manager_code, made, origin, unmade)
select employer_id, id, code, told_code, name, service, parent, manager, manager_code, made, origin, unmade from team_before;
drop table team_before;
create unique index team_live on team (employer_id, id) where unmade is null;
create unique index team_live_code on team (employer_id, code) where unmade is null;

alter table person rename to person_before;
create table person (
	employer_id integer not null references employer,
	id integer not null,
	code text not null,
	name text,
	registration text,
	staff_id text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
insert into person (employer_id, id, code, name, registration, staff_id, made, origin, unmade)
select employer_id, id, code, name, registration, staff_id, made, origin, unmade from person_before;
drop table person_before;
create unique index person_live on person (employer_id, id) where unmade is null;
create unique index person_live_code on person (employer_id, code) where unmade is null;

alter table line rename to line_before;
create table line (
	employer_id integer not null references employer,
	id integer not null,
	scope text not null check (scope in ('national', 'employer', 'service', 'team', 'post')),
	service text,
	team_id integer,
	post_id integer,
	kind text not null check (kind in ('count', 'share')),
	value integer not null,
	status text not null check (status in ('advisory', 'policy', 'collective', 'contract')),
	agreed_by text,
	agreed_on text,
	valid_from text,
	valid_until text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
insert into line (employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from,
	valid_until, made, origin, unmade)
select employer_id, id, scope, service, team_id, post_id, kind, value, status, agreed_by, agreed_on, valid_from,
	valid_until, made, origin, unmade from line_before;
drop table line_before;
create unique index line_live on line (employer_id, id) where unmade is null;

alter table cases rename to cases_before;
create table cases (
	employer_id integer not null references employer,
	id integer not null,
	ref text not null,
	service text,
	household text,
	team_id integer,
	owner text,
	restricted integer check (restricted in (0, 1)),
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
insert into cases (employer_id, id, ref, service, household, team_id, owner, restricted, made, origin, unmade)
select employer_id, id, ref, service, household, team_id, owner, restricted, made, origin, unmade from cases_before;
drop table cases_before;
create unique index cases_live on cases (employer_id, ref) where unmade is null;

alter table account rename to account_before;
create table account (
	employer_id integer not null references employer,
	id integer not null,
	login text not null,
	name text not null,
	person text,
	disabled text check (disabled in ('administrator', 'unused')),
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
insert into account (employer_id, id, login, name, person, disabled, made, unmade)
select employer_id, id, login, name, person, disabled, made, unmade from account_before;
drop table account_before;
create unique index account_live on account (id) where unmade is null;
create unique index account_live_login on account (login) where unmade is null;
create unique index account_live_person on account (employer_id, person) where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values
	('team', 'team', '100 100 1 1'), ('team', 'team_live', '100 100 1'), ('team', 'team_live_code', '100 100 1'),
	('person', 'person', '4000 4000 1 1'), ('person', 'person_live', '4000 4000 1'),
	('person', 'person_live_code', '4000 4000 1'),
	('cases', 'cases', '275000 275000 1 1'), ('cases', 'cases_live', '275000 275000 1'),
	('account', 'account', '2000 2000 1 1'), ('account', 'account_live', '2000 1'), ('account', 'account_live_login', '2000 1'),
	('account', 'account_live_person', '1500 1500 1'),
	('ledger_rows', 'ledger_rows', '6000 6000 6 1');

insert into schema_version (version, name) values (5, '0005_sealed_rows');
pragma user_version = 5;
