-- What a sign-in service calls somebody names them, too: it can be erased like a name. Rows from before have no salt: they
-- entered their seals as they are.

alter table account_identity rename to account_identity_before;
create table account_identity (
	employer_id integer not null references employer,
	account_id integer not null,
	subject text not null,
	issuer text,
	tenant text,
	salt blob default (randomblob(16)),
	commitment text,
	erased integer,
	made integer not null,
	unmade integer
) strict;
insert into account_identity (employer_id, account_id, subject, issuer, tenant, salt, made, unmade)
select employer_id, account_id, subject, issuer, tenant, null, made, unmade from account_identity_before;
drop table account_identity_before;
create unique index account_identity_live on account_identity (employer_id, account_id) where unmade is null;
create unique index account_identity_live_subject on account_identity (subject, coalesce(issuer, ''), coalesce(tenant, ''))
	where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values
	('account_identity', 'account_identity_live', '2000 2000 1'),
	('account_identity', 'account_identity_live_subject', '2000 1 1 1');

insert into schema_version (version, name) values (9, '0009_identity_salt');
pragma user_version = 9;
