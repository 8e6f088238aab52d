-- How often somebody asked for the same within a second, in one row; and looks at the page that says who may open a case.

alter table look add column times integer not null default 1 check (times > 0);
alter table look add column of_access integer not null default 0 check (of_access in (0, 1));

insert into schema_version (version, name) values (10, '0010_look_times');
pragma user_version = 10;
