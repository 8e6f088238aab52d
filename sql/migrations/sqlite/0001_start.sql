-- The tables in plain words: docs/data-dictionary.md.
--
-- Rows are never overwritten. `made` is the employer's ledger entry that wrote a row, `unmade` the one that ended it; a
-- row with unmade null is what is known now. `origin` is the entry that first said it: `made`, unless an undo wrote it
-- again. `valid_from` and `valid_until` say when a fact holds in the world: from the first day up to, but not including,
-- the last; null is open.

create table schema_version (
	version integer primary key,
	name text not null
) strict;

create table employer (
	employer_id integer primary key,
	code text not null unique,
	name text not null,
	country text not null,
	time_zone text not null,
	demo integer not null check (demo in (0, 1)),
	position integer not null check (position >= 0)
) strict;

create table service (
	employer_id integer not null references employer,
	code text not null,
	name text not null,
	place integer not null,
	made integer not null,
	unmade integer,
	primary key (employer_id, code, made)
) strict, without rowid;
create unique index service_live on service (employer_id, code) where unmade is null;

create table scheme (
	id text not null,
	version integer not null,
	document text not null,
	primary key (id, version)
) strict, without rowid;

create table scheme_choice (
	employer_id integer not null references employer,
	service text not null,
	scheme text not null,
	version integer not null,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index scheme_choice_live on scheme_choice (employer_id, service, coalesce(valid_from, ''))
	where unmade is null;

create table team (
	employer_id integer not null references employer,
	id integer not null,
	code text not null,
	name text not null,
	service text,
	parent text,
	manager text,
	manager_code text,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index team_live on team (employer_id, id) where unmade is null;
create unique index team_live_code on team (employer_id, code) where unmade is null;

create table person (
	employer_id integer not null references employer,
	id integer not null,
	code text not null,
	name text,
	registration text,
	staff_id text,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index person_live on person (employer_id, id) where unmade is null;
create unique index person_live_code on person (employer_id, code) where unmade is null;

create table post (
	employer_id integer not null references employer,
	id integer not null,
	person_id integer not null,
	team_id integer,
	fte_millionths integer,
	contract_minutes integer,
	agency integer not null check (agency in (0, 1)),
	role text not null check (role in ('social-worker', 'senior-practitioner', 'manager', 'other')),
	grade text,
	newly_qualified integer not null check (newly_qualified in (0, 1)),
	newly_qualified_until text,
	reported_cases integer,
	reported_on text,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index post_live on post (employer_id, id) where unmade is null;
create index post_person on post (employer_id, person_id) where unmade is null;

create table reduction (
	employer_id integer not null references employer,
	post_id integer not null,
	reason text not null,
	minutes integer,
	personal integer not null check (personal in (0, 1)),
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index reduction_live on reduction (employer_id, post_id, reason, coalesce(valid_from, ''))
	where unmade is null;

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
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index line_live on line (employer_id, id) where unmade is null;

create table cases (
	employer_id integer not null references employer,
	id integer not null,
	ref text not null,
	service text,
	household text,
	team_id integer,
	owner text,
	restricted integer check (restricted in (0, 1)),
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index cases_live on cases (employer_id, ref) where unmade is null;

-- Of each fact two indexes: one by its key, which also forbids two live rows of one key and gathers what is known of a
-- case; one by its end, which finds what is in force on a day without passing over ten years of ended facts.

create table episode (
	employer_id integer not null references employer,
	case_id integer not null,
	valid_from text,
	valid_until text,
	closing_reason text,
	no_further_action integer not null check (no_further_action in (0, 1)),
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index episode_live on episode (employer_id, case_id, coalesce(valid_from, '')) where unmade is null;
create index episode_in_force on episode (employer_id, valid_until, valid_from, case_id, no_further_action, unmade)
	where unmade is null;

create table stage (
	employer_id integer not null references employer,
	case_id integer not null,
	type text not null,
	stage text not null,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index stage_live on stage (employer_id, case_id, type, stage, coalesce(valid_from, ''))
	where unmade is null;
create index stage_in_force on stage (employer_id, valid_until, valid_from, case_id, type, stage, unmade)
	where unmade is null;

create table factor (
	employer_id integer not null references employer,
	case_id integer not null,
	code text not null,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index factor_live on factor (employer_id, case_id, code, coalesce(valid_from, '')) where unmade is null;
create index factor_in_force on factor (employer_id, valid_until, valid_from, case_id, code, unmade)
	where unmade is null;

create table task (
	employer_id integer not null references employer,
	case_id integer not null,
	kind text not null,
	minutes integer,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index task_live on task (employer_id, case_id, kind, coalesce(valid_from, '')) where unmade is null;
create index task_in_force on task (employer_id, valid_until) where unmade is null;

create table surge (
	employer_id integer not null references employer,
	case_id integer not null,
	minutes integer not null,
	reason text,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index surge_live on surge (employer_id, case_id, coalesce(valid_from, '')) where unmade is null;
create index surge_in_force on surge (employer_id, valid_until) where unmade is null;

create table holding (
	employer_id integer not null references employer,
	case_id integer not null,
	post_id integer,
	team_id integer,
	role text not null check (role in ('lead', 'co-worker')),
	share integer not null,
	reason text,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index holding_live on holding
	(employer_id, case_id, coalesce(post_id, 0), coalesce(team_id, 0), role, coalesce(valid_from, '')) where unmade is null;
create index holding_in_force on holding
	(employer_id, valid_until, valid_from, case_id, post_id, team_id, role, share, unmade) where unmade is null;
create index holding_post on holding (employer_id, post_id) where unmade is null;

create table ledger (
	employer_id integer not null references employer,
	sequence integer not null check (sequence > 0),
	instant integer not null,
	actor text not null,
	action text not null,
	object text not null,
	undoes integer,
	commitment text not null,
	previous text not null,
	hash text not null,
	primary key (employer_id, sequence)
) strict, without rowid;
create unique index ledger_undoes on ledger (employer_id, undoes) where undoes is not null;

-- Apart from the ledger, so that a payload can be erased and the chain of hashes stays whole.
create table ledger_payload (
	employer_id integer not null,
	sequence integer not null,
	salt text not null,
	payload text not null,
	primary key (employer_id, sequence),
	foreign key (employer_id, sequence) references ledger
) strict;

-- Most databases have one employer, so that its id finds nothing. The planner is told so once and for all, by a council of
-- 275,000 cases; a fresh database has no rows to learn it from, and would read a whole table for each case.
analyze;
insert into sqlite_stat1 (tbl, idx, stat) values
	('team', 'team', '100 100 1 1'), ('team', 'team_live', '100 100 1'), ('team', 'team_live_code', '100 100 1'),
	('person', 'person', '4000 4000 1 1'), ('person', 'person_live', '4000 4000 1'),
	('person', 'person_live_code', '4000 4000 1'),
	('post', 'post', '4000 4000 1 1'), ('post', 'post_live', '4000 4000 1'), ('post', 'post_person', '4000 4000 2'),
	('reduction', 'reduction_live', '8000 8000 2 1 1'),
	('cases', 'cases', '275000 275000 1 1'), ('cases', 'cases_live', '275000 275000 1'),
	('episode', 'episode_live', '300000 300000 2 1'), ('episode', 'episode_in_force', '300000 300000 100 4 1 1 1'),
	('stage', 'stage_live', '700000 700000 4 3 2 1'), ('stage', 'stage_in_force', '700000 700000 200 5 1 1 1 1'),
	('factor', 'factor_live', '300000 300000 3 1 1'), ('factor', 'factor_in_force', '300000 300000 100 4 2 1 1'),
	('task', 'task_live', '100000 100000 2 2 1'), ('task', 'task_in_force', '100000 100000 50'),
	('surge', 'surge_live', '10000 10000 2 1'), ('surge', 'surge_in_force', '10000 10000 10'),
	('holding', 'holding_live', '400000 400000 2 2 2 2 1'), ('holding', 'holding_in_force', '400000 400000 100 4 1 1 1 1 1 1'),
	('holding', 'holding_post', '400000 400000 100'),
	('ledger', 'ledger', '1000 1000 1'), ('ledger_payload', 'sqlite_autoindex_ledger_payload_1', '1000 1000 1');

insert into schema_version (version, name) values (1, '0001_start');
pragma application_id = 1349283187;
pragma user_version = 1;
