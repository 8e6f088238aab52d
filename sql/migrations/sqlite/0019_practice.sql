-- What was done over a time is asked of years of steps: by when they were taken.

create index proposal_step_taken on proposal_step (employer_id, instant) where unmade is null;
create index matter_step_answered on matter_step (employer_id, instant) where unmade is null and step = 'answer';

insert into sqlite_stat1 (tbl, idx, stat) values
	('proposal_step', 'proposal_step_taken', '400000 400000 2'), ('matter_step', 'matter_step_answered', '19000 19000 2');

insert into schema_version (version, name) values (19, '0019_practice');
pragma user_version = 19;
