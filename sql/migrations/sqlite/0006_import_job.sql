-- Imports by web upload, and undos, as the server does them one after the other: of the moment, without a ledger entry, so that
-- after a restart there is an answer to what became of one. Never a name of a file, and no reason, for these may name people.

create table import_job (
	employer_id integer not null references employer,
	id integer not null,
	account_id integer not null,
	login text not null,
	once text not null,
	kind text not null check (kind in ('try', 'import', 'undo')),
	accept_good integer not null check (accept_good in (0, 1)),
	entry integer,
	files integer not null,
	bytes integer not null,
	state text not null
		check (state in ('waiting', 'reading', 'deciding', 'done', 'refused', 'failed', 'cancelled', 'interrupted')),
	begun integer not null,
	ended integer,
	errors integer not null,
	warnings integer not null,
	position integer,
	primary key (employer_id, id)
) strict, without rowid;
create unique index import_job_once on import_job (employer_id, account_id, once);

insert into sqlite_stat1 (tbl, idx, stat) values
	('import_job', 'import_job', '1000 200 1'), ('import_job', 'import_job_once', '1000 200 50 1');

insert into schema_version (version, name) values (6, '0006_import_job');
pragma user_version = 6;
