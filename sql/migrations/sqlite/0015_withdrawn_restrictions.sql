-- Cases that were restricted at their end, found by their reference when one of that reference is told anew.

create index cases_restricted_ended on cases (employer_id, ref) where restricted = 1 and unmade is not null;

insert into sqlite_stat1 (tbl, idx, stat) values ('cases', 'cases_restricted_ended', '1000 1000 1');

insert into schema_version (version, name) values (15, '0015_withdrawn_restrictions');
pragma user_version = 15;
