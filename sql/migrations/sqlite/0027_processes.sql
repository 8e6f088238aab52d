-- An import that a page asked for is done by one of the processes that serve the database, says that it is at it, and may be
-- stopped by way of another. Nobody's is one that waits for any of them to begin it.
alter table import_job add column owner text;
alter table import_job add column tended integer;
alter table import_job add column stop integer not null default 0 check (stop in (0, 1));
alter table import_job add column bytes_read integer not null default 0;
alter table import_job add column begun_times integer not null default 0;
alter table import_job add column kept integer not null default 0 check (kept in (0, 1, 2));
create index import_job_at_hand on import_job (state) where ended is null or kept > 0;

-- Who is at a sign-in service, and may come back to any process. Nothing here opens anything: of what opens, it has the hash.
create table sign_in_begun (
	state text not null primary key,
	browser text not null,
	redirect text not null,
	next text not null,
	address text not null,
	begun integer not null
) strict, without rowid;

insert into schema_version (version, name) values (27, '0027_processes');
pragma user_version = 27;
