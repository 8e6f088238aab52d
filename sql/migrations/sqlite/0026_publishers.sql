-- Health checks that employers have published elsewhere: whose signature they are held against, and those that held. They are of no
-- employer here and in no ledger: the note in each file proves it, to anybody who has the key.

create table publisher (
	dfe_code text not null primary key,
	key text not null,
	address text not null,
	said integer not null,
	said_by text not null
) strict, without rowid;

create table foreign_check (
	dfe_code text not null,
	version integer not null check (version > 0),
	sha256 text not null,
	taken integer not null,
	taken_by text not null,
	file text not null,
	primary key (dfe_code, version)
) strict;

insert into schema_version (version, name) values (26, '0026_publishers');
pragma user_version = 26;
