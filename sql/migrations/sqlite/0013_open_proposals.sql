-- Which proposals go on is asked every minute; most are over, and few are of a batch.

alter table proposal add column ended text;
create index proposal_open on proposal (employer_id) where unmade is null and ended is null;
create index proposal_batch on proposal (employer_id, batch) where unmade is null and batch is not null;

insert into sqlite_stat1 (tbl, idx, stat) values ('proposal', 'proposal_open', '500 500'), ('proposal', 'proposal_batch', '20000 20000 10');

insert into schema_version (version, name) values (13, '0013_open_proposals');
pragma user_version = 13;
