-- How old the records are is asked at every decision, and the clock may have entered thousands of times since somebody last told
-- of people and work. Of the program's own entries only the seal of a ledger of before tells of any.
create index ledger_that_tells on ledger (employer_id, sequence) where actor <> 'plimsoll' or action = 'seal';

insert into schema_version (version, name) values (28, '0028_entries_that_tell');

comment on schema plimsoll is 'Plimsoll 28';
