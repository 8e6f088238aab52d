-- Several processes on one database: who is told of a commit, whose an import is, numbers that two never get at once.

set local search_path = plimsoll;
set local plimsoll.anywhere = 'on';

-- Whoever listens hears of each commit once it is kept (src/store/hearing.h): employer, position, code.
create function tell_commit() returns trigger set search_path = plimsoll, pg_temp language plpgsql as $$
begin
	perform pg_notify('plimsoll', new.employer_id || ' ' || new.position || ' ' || new.code);
	return null;
end $$;
create trigger employer_moved after insert or update of position on employer for each row execute function tell_commit();

-- An account's number is of the database, and employers are written at the same time.
create sequence account_number;
select setval('account_number', coalesce(max(id), 0) + 1, false) from account;

-- An import that a page asked for is done by one of the processes that serve the database, says that it is at it, and may be
-- stopped by way of another. Nobody's is one that waits for any of them to begin it.
alter table import_job add column owner text;
alter table import_job add column tended bigint;
alter table import_job add column stop bigint not null default 0 check (stop in (0, 1));
alter table import_job add column bytes_read bigint not null default 0;
alter table import_job add column begun_times bigint not null default 0;
alter table import_job add column kept bigint not null default 0 check (kept in (0, 1, 2));
create index import_job_at_hand on import_job (state) where ended is null or kept > 0;

-- What an import was sent and what came of it, as long as that is kept: 0 is what it is, from 1 on its files, -1 its report. They
-- tell of children by name, so no log, archive or standby ever has them.
create unlogged table import_piece (
	employer_id bigint not null references employer,
	job bigint not null,
	file bigint not null check (file >= -1),
	piece bigint not null check (piece >= 0),
	bytes bytea not null,
	primary key (employer_id, job, file, piece),
	foreign key (employer_id, job) references import_job (employer_id, id) on delete cascade
);
alter table import_piece alter column bytes set storage external;
call keep_apart('import_piece');

-- Whoever is idle begins it at once.
create function tell_import() returns trigger set search_path = plimsoll, pg_temp language plpgsql as $$
begin
	perform pg_notify('plimsoll', 'import');
	return null;
end $$;
create trigger import_job_waits after insert or update of owner on import_job for each row
	when (new.state = 'waiting' and new.owner is null) execute function tell_import();

-- Who is at a sign-in service, and may come back to any process. Nothing here opens anything: of what opens, it has the hash.
create table sign_in_begun (
	state text not null primary key,
	browser text not null,
	redirect text not null,
	next text not null,
	address text not null,
	begun bigint not null
);

insert into schema_version (version, name) values (27, '0027_processes');

do $$ begin
	if exists (select from pg_roles where rolname = 'plimsoll') then
		grant usage on account_number to plimsoll;
		grant select, insert, update, delete on sign_in_begun, import_piece to plimsoll;
	end if;
end $$;
comment on schema plimsoll is 'Plimsoll 27';
