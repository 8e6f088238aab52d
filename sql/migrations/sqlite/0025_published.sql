-- What an employer has published of its health checks: each version as it was, sealed; and the line that signed it, which proves itself.

create table published_check (
	employer_id integer not null references employer,
	version integer not null check (version > 0),
	first_day text not null,
	last_day text not null,
	document text not null,
	sha256 text not null,
	corrects integer check (corrects < version),
	why text,
	made integer not null,
	origin integer not null,
	unmade integer,
	check ((corrects is null) = (why is null))
) strict;
create unique index published_check_live on published_check (employer_id, version) where unmade is null;

create table check_signature (
	employer_id integer not null references employer,
	version integer not null,
	note text not null,
	primary key (employer_id, version)
) strict, without rowid;

insert into schema_version (version, name) values (25, '0025_published');
pragma user_version = 25;
