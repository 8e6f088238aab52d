-- A case may be closed, opened again and closed on one day: each closing is an entry of its own. And a closing is asked for by
-- its day, for one after which the case went on as it was is no end of an episode.

drop index closing_live;
create unique index closing_live on closing (employer_id, case_id, closed, origin) where unmade is null;
create index closing_day on closing (employer_id, closed) where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values ('closing', 'closing_live', '250000 250000 1 1 1'), ('closing', 'closing_day', '250000 250000 50');

insert into schema_version (version, name) values (22, '0022_closings');
pragma user_version = 22;
