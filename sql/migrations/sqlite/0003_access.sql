-- Who may open a restricted case beside its holders: a fact of the case, which no file tells of.
create table reader (
	employer_id integer not null references employer,
	case_id integer not null,
	login text not null,
	valid_from text,
	valid_until text,
	made integer not null,
	origin integer not null,
	unmade integer
) strict;
create unique index reader_live on reader (employer_id, case_id, login, coalesce(valid_from, '')) where unmade is null;

-- Who looked at which case or worker: of the moment, without a ledger entry, and never changed. By login and reference, so that
-- a row stands by itself whatever becomes of the account and the case.
create table look (
	employer_id integer not null references employer,
	kind text not null check (kind in ('case', 'worker')),
	object text not null,
	login text not null,
	roles text not null,
	instant integer not null,
	refused integer not null check (refused in (0, 1))
) strict;
create index look_object on look (employer_id, kind, object, instant);
create index look_login on look (employer_id, login, instant);

insert into sqlite_stat1 (tbl, idx, stat) values
	('reader', 'reader_live', '1000 1000 3 1 1'),
	('look', 'look_object', '1000000 1000000 500000 20 1'), ('look', 'look_login', '1000000 1000000 1000 1');

insert into schema_version (version, name) values (3, '0003_access');
pragma user_version = 3;
