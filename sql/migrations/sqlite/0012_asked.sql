-- What is asked where the numbers of a matter do not say it: why a case is to be closed and whether its worker agrees, and what a
-- line is to be. And a way to what is open that passes over all that has been answered.

alter table matter add column code text;
alter table matter add column agrees integer check (agrees in (0, 1));

-- What a line is to be; a matter that names a line and has no row here ends that line.
create table line_proposal (
	employer_id integer not null references employer,
	matter_id integer not null,
	scope text not null check (scope in ('national', 'employer', 'service', 'team', 'post')),
	service text,
	team_id integer,
	post_id integer,
	kind text not null check (kind in ('count', 'share')),
	value integer not null,
	status text not null check (status in ('advisory', 'policy', 'collective', 'contract')),
	agreed_by text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index line_proposal_live on line_proposal (employer_id, matter_id) where unmade is null;

create index matter_step_over on matter_step (employer_id, matter_id) where unmade is null and state <> 'open';

insert into sqlite_stat1 (tbl, idx, stat) values
	('line_proposal', 'line_proposal_live', '200 200 1'), ('matter_step', 'matter_step_over', '19000 19000 1');

insert into schema_version (version, name) values (12, '0012_asked');
pragma user_version = 12;
