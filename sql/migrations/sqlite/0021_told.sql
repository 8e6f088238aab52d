-- How somebody is told outside the pages that something waits: by mail, once its address is confirmed, and by a calendar. All of it
-- is of the moment, without a ledger entry for the rows; that an owner changed something has one, which does not tell the address.

create table mail_address (
	employer_id integer not null references employer,
	account_id integer not null primary key,
	address text not null,
	wish text not null check (wish in ('at-once', 'digest', 'none')),
	confirmed_at integer,
	code text,
	code_at integer,
	code_tries integer not null,
	told_at integer,
	failures integer not null,
	tried_at integer,
	failure text
) strict;

create table told (
	employer_id integer not null references employer,
	account_id integer not null,
	thing text not null,
	stage integer not null check (stage in (0, 1)),
	instant integer not null,
	primary key (account_id, thing)
) strict, without rowid;

create table calendar_feed (
	employer_id integer not null references employer,
	account_id integer not null primary key,
	hash text not null,
	begun integer not null,
	used_at integer
) strict;
create unique index calendar_feed_hash on calendar_feed (hash);

insert into sqlite_stat1 (tbl, idx, stat) values
	('told', 'told', '5000 5 1'), ('calendar_feed', 'calendar_feed_hash', '1000 1');

insert into schema_version (version, name) values (21, '0021_told');
pragma user_version = 21;
