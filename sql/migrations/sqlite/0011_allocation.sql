-- How cases come to workers: settings of an employer, proposals and their steps, what is asked and answered, exceptions, and
-- what a worker says of the own load. The tables in plain words: docs/data-dictionary.md.
--
-- `note` is what somebody wrote: a sentence about the work, never about a child. It may have to be erased one day, and
-- enters the seal by way of a commitment, as names do (0005_sealed_rows.sql). Who did something stands as a login.

-- By principles and without a number (R42); live: allocations are negotiated here. From a day on.
create table employer_setting (
	employer_id integer not null references employer,
	name text not null check (name in ('principles', 'live', 'holiday')),
	valid_from text not null,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index employer_setting_live on employer_setting (employer_id, name, valid_from) where unmade is null;

-- When somebody in a post works, in minutes of a day; a weekday without a row is none, a post without any the usual week.
create table post_hours (
	employer_id integer not null references employer,
	post_id integer not null,
	weekday integer not null check (weekday between 0 and 6),
	from_minute integer not null check (from_minute between 0 and 1439),
	until_minute integer not null check (until_minute between 1 and 1440),
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index post_hours_live on post_hours (employer_id, post_id, weekday, coalesce(valid_from, '')) where unmade is null;

create table skill (
	employer_id integer not null references employer,
	person_id integer not null,
	code text not null,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index skill_live on skill (employer_id, person_id, code, coalesce(valid_from, '')) where unmade is null;

-- ---- proposals ----

create table proposal (
	employer_id integer not null references employer,
	id integer not null,
	case_id integer not null,
	post_id integer not null,
	role text not null check (role in ('lead', 'co-worker')),
	share integer not null check (share between 1 and 1000),
	instead_of integer,
	mode text not null check (mode in ('supervision', 'meeting')),
	batch integer,
	why text not null,
	first_action text not null,
	first_action_by text,
	risk_with text,
	support text not null,
	starts text,
	note text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index proposal_live on proposal (employer_id, id) where unmade is null;
create index proposal_case on proposal (employer_id, case_id) where unmade is null;
create index proposal_post on proposal (employer_id, post_id) where unmade is null;

create table proposal_step (
	employer_id integer not null references employer,
	proposal_id integer not null,
	number integer not null,
	step text not null,
	state text not null,
	party text not null check (party in ('manager', 'worker', 'clock')),
	login text not null,
	instant integer not null,
	reason text,
	talked_at integer,
	means text,
	talked_with text,
	hours integer,
	note text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index proposal_step_live on proposal_step (employer_id, proposal_id, number) where unmade is null;

-- Tasks that belong to a proposal; they become tasks of the case when it is live.
create table proposal_task (
	employer_id integer not null references employer,
	proposal_id integer not null,
	number integer not null,
	kind text not null,
	minutes integer,
	due text not null,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index proposal_task_live on proposal_task (employer_id, proposal_id, number) where unmade is null;

-- What a worker agrees on condition of; each falls due on a day, and is then asked about (a matter).
create table proposal_condition (
	employer_id integer not null references employer,
	proposal_id integer not null,
	number integer not null,
	kind text not null,
	due text not null,
	note text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index proposal_condition_live on proposal_condition (employer_id, proposal_id, number) where unmade is null;

-- Null: before allocations were negotiated, that is: it stands, and came from a file.
alter table holding add column standing text check (standing in ('stands', 'emergency', 'on-paper'));
alter table holding add column proposal_id integer;

-- ---- what is asked and answered ----

create table matter (
	employer_id integer not null references employer,
	id integer not null,
	kind text not null,
	post_id integer,
	case_id integer,
	line_id integer,
	proposal_id integer,
	value integer,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index matter_live on matter (employer_id, id) where unmade is null;
create index matter_post on matter (employer_id, post_id) where unmade is null;
create index matter_case on matter (employer_id, case_id) where unmade is null;

create table matter_step (
	employer_id integer not null references employer,
	matter_id integer not null,
	number integer not null,
	step text not null check (step in ('ask', 'answer', 'take-back', 'escalate')),
	level integer not null,
	state text not null check (state in ('open', 'answered', 'taken-back')),
	login text not null,
	instant integer not null,
	outcome text,
	note text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index matter_step_live on matter_step (employer_id, matter_id, number) where unmade is null;

create table exception (
	employer_id integer not null references employer,
	id integer not null,
	post_id integer not null,
	line_id integer,
	value integer not null,
	login text not null,
	role text not null,
	renews integer,
	matter_id integer not null,
	valid_from text not null,
	valid_until text not null,
	made integer not null,
	origin integer not null,
	unmade integer,
	primary key (employer_id, id, made)
) strict, without rowid;
create unique index exception_live on exception (employer_id, id) where unmade is null;
create index exception_post on exception (employer_id, post_id) where unmade is null;

-- ---- what a worker says, and what a manager says of the pile ----

create table rating (
	employer_id integer not null references employer,
	post_id integer not null,
	value integer not null check (value between 1 and 5),
	talked_on text,
	valid_from text not null,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index rating_live on rating (employer_id, post_id, valid_from) where unmade is null;

create table extra_time (
	employer_id integer not null references employer,
	post_id integer not null,
	day text not null,
	minutes integer not null,
	kind text not null check (kind in ('worked', 'taken')),
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index extra_time_live on extra_time (employer_id, post_id, day, kind) where unmade is null;

create table weight_view (
	employer_id integer not null references employer,
	case_id integer not null,
	post_id integer not null,
	minutes integer not null,
	why text not null,
	valid_from text not null,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index weight_view_live on weight_view (employer_id, case_id, valid_from) where unmade is null;
create index weight_view_in_force on weight_view (employer_id, valid_until) where unmade is null;

create table review (
	employer_id integer not null references employer,
	case_id integer not null,
	risk text not null,
	safety text not null,
	why text not null,
	next text not null,
	valid_from text not null,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index review_live on review (employer_id, case_id, valid_from) where unmade is null;
create index review_in_force on review (employer_id, valid_until) where unmade is null;

-- How a case was closed: the worker's view, and who looked a second time.
create table closing (
	employer_id integer not null references employer,
	case_id integer not null,
	closed text not null,
	reason text not null,
	worker_agrees integer not null check (worker_agrees in (0, 1)),
	near_report integer not null check (near_report in (0, 1)),
	over_line integer not null check (over_line in (0, 1)),
	matter_id integer,
	login text not null,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index closing_live on closing (employer_id, case_id, closed) where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values
	('employer_setting', 'employer_setting_live', '20 20 5 1'), ('post_hours', 'post_hours_live', '8000 8000 5 1 1'),
	('skill', 'skill_live', '8000 8000 3 1 1'),
	('proposal', 'proposal', '100000 100000 1 1'), ('proposal', 'proposal_live', '100000 100000 1'),
	('proposal', 'proposal_case', '100000 100000 2'), ('proposal', 'proposal_post', '100000 100000 50'),
	('proposal_step', 'proposal_step_live', '400000 400000 4 1'),
	('proposal_task', 'proposal_task_live', '100000 100000 2 1'),
	('proposal_condition', 'proposal_condition_live', '20000 20000 2 1'),
	('matter', 'matter', '20000 20000 1 1'), ('matter', 'matter_live', '20000 20000 1'),
	('matter', 'matter_post', '20000 20000 10'), ('matter', 'matter_case', '20000 20000 2'),
	('matter_step', 'matter_step_live', '60000 60000 3 1'),
	('exception', 'exception', '2000 2000 1 1'), ('exception', 'exception_live', '2000 2000 1'),
	('exception', 'exception_post', '2000 2000 2'),
	('rating', 'rating_live', '200000 200000 50 1'), ('extra_time', 'extra_time_live', '200000 200000 50 1 1'),
	('weight_view', 'weight_view_live', '20000 20000 2 1'), ('weight_view', 'weight_view_in_force', '20000 20000 100'),
	('review', 'review_live', '50000 50000 3 1'), ('review', 'review_in_force', '50000 50000 100'),
	('closing', 'closing_live', '250000 250000 1 1');

insert into schema_version (version, name) values (11, '0011_allocation');
pragma user_version = 11;
