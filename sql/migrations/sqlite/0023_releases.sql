-- Official statistics as the files that they were published in, byte for byte. They are of the whole country: of no employer, and in
-- no ledger. What seals one is its SHA-256, which anybody can hold against the publisher's own file.

create table statistic_release (
	release_id integer not null primary key,
	kind text not null check (kind in ('figures', 'neighbours', 'inspections')),
	sha256 text not null,
	file_name text not null,
	latest_year integer not null,
	rows integer not null,
	taken integer not null,
	taken_by text not null,
	bytes blob not null
) strict;
create unique index statistic_release_sha256 on statistic_release (sha256);

insert into schema_version (version, name) values (23, '0023_releases');
pragma user_version = 23;
