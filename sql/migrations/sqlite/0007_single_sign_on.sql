-- Whom a sign-in service calls what. Null as issuer: an administrator has said the subject, and it has not signed in yet.

create table account_identity (
	employer_id integer not null references employer,
	account_id integer not null,
	subject text not null,
	issuer text,
	tenant text,
	made integer not null,
	unmade integer
) strict;
create unique index account_identity_live on account_identity (employer_id, account_id) where unmade is null;
create unique index account_identity_live_subject on account_identity (subject, coalesce(issuer, ''), coalesce(tenant, ''))
	where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values
	('account_identity', 'account_identity_live', '2000 2000 1'),
	('account_identity', 'account_identity_live_subject', '2000 1 1 1');

insert into schema_version (version, name) values (7, '0007_single_sign_on');
pragma user_version = 7;
