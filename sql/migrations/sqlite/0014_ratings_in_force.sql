-- The ratings of a day, without walking through those of all weeks.

create index rating_in_force on rating (employer_id, valid_until) where unmade is null;

insert into sqlite_stat1 (tbl, idx, stat) values ('rating', 'rating_in_force', '200000 200000 100');

insert into schema_version (version, name) values (14, '0014_ratings_in_force');
pragma user_version = 14;
