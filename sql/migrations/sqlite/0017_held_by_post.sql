-- What a post holds now is asked at every decision: by when it ends, so that years of past holdings are passed over.

drop index holding_post;
create index holding_post on holding (employer_id, post_id, coalesce(valid_until, '9999-12-31')) where unmade is null;

delete from sqlite_stat1 where idx = 'holding_post';
insert into sqlite_stat1 (tbl, idx, stat) values ('holding', 'holding_post', '400000 400000 100 2');

insert into schema_version (version, name) values (17, '0017_held_by_post');
pragma user_version = 17;
