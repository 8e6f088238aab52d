-- Tokens with which programs ask in the name of an account. Of the moment, as sessions are: who made and revoked one stands in the
-- ledger.

create table api_token (
	employer_id integer not null references employer,
	hash text not null primary key,
	id integer not null,
	account_id integer not null,
	name text not null,
	role text,
	begun integer not null,
	seen integer,
	expires integer not null
) strict, without rowid;
create unique index api_token_id on api_token (employer_id, account_id, id);

insert into sqlite_stat1 (tbl, idx, stat) values ('api_token', 'api_token', '200 1'), ('api_token', 'api_token_id', '200 200 2 1');

insert into schema_version (version, name) values (18, '0018_api_token');
pragma user_version = 18;
