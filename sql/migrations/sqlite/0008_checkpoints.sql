-- Where ledgers stood, signed: of the moment, without a ledger entry. What counts is the copy that somebody outside holds; this
-- one is for the page on which they are found.

create table checkpoint (
	employer_id integer not null references employer,
	instant integer not null,
	entries integer not null,
	note text not null,
	primary key (employer_id, instant)
) strict, without rowid;

insert into sqlite_stat1 (tbl, idx, stat) values ('checkpoint', 'checkpoint', '10000 10000 1');

insert into schema_version (version, name) values (8, '0008_checkpoints');
pragma user_version = 8;
