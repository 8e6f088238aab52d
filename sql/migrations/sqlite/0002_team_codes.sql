-- The code of a team as files write it. The one in addresses leaves out what an address cannot have, so that two codes may
-- look alike in it, and teams are found by what was written.

alter table team add column told_code text;

insert into schema_version (version, name) values (2, '0002_team_codes');
pragma user_version = 2;
