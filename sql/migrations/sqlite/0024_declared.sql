-- What an employer declares of itself from a day on: its code at the Department for Education, vacancies, what a full-time worker costs,
-- the agreed target, and by when what waits has a worker. It names no person.

create table declared (
	employer_id integer not null references employer,
	name text not null check (name in ('dfe-code', 'vacancies', 'cost', 'target', 'plan')),
	figure integer not null,
	goal integer,
	starts text,
	due text,
	pounds integer,
	status text check (status in ('policy', 'collective', 'contract')),
	agreed_by text,
	valid_from text not null,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer,
	check ((name = 'target') = (goal is not null)),
	check (name <> 'target' or (starts is not null and due is not null and status is not null and agreed_by is not null)),
	check (name <> 'plan' or due is not null)
) strict;
create unique index declared_live on declared (employer_id, name, valid_from) where unmade is null;

insert into schema_version (version, name) values (24, '0024_declared');
pragma user_version = 24;
