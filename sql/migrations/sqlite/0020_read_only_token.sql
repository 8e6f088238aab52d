-- A token that only reads: what is asked for with it changes nothing.

alter table api_token add column read_only integer not null default 0 check (read_only in (0, 1));

insert into schema_version (version, name) values (20, '0020_read_only_token');
pragma user_version = 20;
