-- What only SQLite is told.

-- name: begin_reading
begin;

-- Deferred would take the lock at the first write, when waiting for it is no longer possible.
-- name: begin_writing
begin immediate;

-- name: commit
commit;

-- name: rollback
rollback;

-- One of several writes in a transaction.
-- name: savepoint_begin
savepoint one_of_several;

-- name: savepoint_keep
release one_of_several;

-- name: savepoint_drop
rollback to one_of_several;

-- name: account_next_id
-- anywhere
select coalesce(max(id), 0) + 1 from account;

-- name: data_version
pragma data_version;

-- Moves when a table is made or changed, by whatever program.
-- name: schema_version_now
pragma schema_version;

-- name: read_application_id
pragma application_id;

-- name: read_user_version
pragma user_version;

-- name: count_tables
select count(*) from sqlite_schema;

-- name: use_foreign_keys
pragma foreign_keys = on;

-- name: use_wal
pragma journal_mode = wal;

-- name: sync_every_commit
pragma synchronous = full;

-- Space that a large import took in the log is given back.
-- name: limit_log
pragma journal_size_limit = 16777216;

-- As often as the log has grown to that size: the same pages are written by one small commit after the other, and are then
-- copied once. In pages.
-- name: fold_log_seldom
pragma wal_autocheckpoint = 4000;

-- name: fold_log
pragma wal_checkpoint(truncate);

-- name: only_read
pragma query_only = on;

-- A reader leaves checkpoints to the writer.
-- name: never_checkpoint
pragma wal_autocheckpoint = 0;

-- Kibibytes: a reader's pictures are read once each, a writer touches every index of a large import.
-- name: use_small_cache
pragma cache_size = -8192;

-- name: use_large_cache
pragma cache_size = -65536;

-- Sorting and sub-queries never spill into a folder that others can read.
-- name: keep_temporary_in_memory
pragma temp_store = memory;

-- Every page, row and index: 'ok', or what is wrong.
-- name: check_integrity
pragma integrity_check(1);

-- name: check_references
pragma foreign_key_check;

-- The columns of every table that says in which entry its rows were made and ended, or erased.
-- name: sealed_columns
select t.name, c.name, c.cid
from sqlite_schema t join pragma_table_info(t.name) c
where t.type = 'table'
	and (exists (select 1 from pragma_table_info(t.name) where name = 'erased')
		or 2 = (select count(*) from pragma_table_info(t.name) where name in ('made', 'unmade')))
order by t.name, c.name;

-- Every column of every table, in the order in which they stand, and whether it has to hold something.
-- name: table_columns
select t.name, c.name, c."notnull" or c.pk > 0
from sqlite_schema t join pragma_table_info(t.name) c
where t.type = 'table' and t.name not like 'sqlite_%'
order by t.name, c.cid;

-- Which table has rows that belong to rows of which other.
-- name: table_references
select t.name, f."table" from sqlite_schema t join pragma_foreign_key_list(t.name) f where t.type = 'table';

-- "Plmc": not whole yet (store/copying.h).
-- name: mark_unfinished
pragma application_id = 1349283171;

-- name: mark_whole
pragma application_id = 1349283187;

-- All that a database is made of, but for what the engine notes for itself of how rows are spread. Tables first: what is wrong
-- with one is told before what is wrong with its indexes.
-- name: schema_objects
select type, name, tbl_name, sql from sqlite_schema
where not (type = 'table' and name in ('sqlite_stat1', 'sqlite_stat4'))
order by type <> 'table', type <> 'trigger', type, name;

-- All that the published checks of a league are made of, but for what stands in them: other words where anything has come or gone.
-- name: checks_stamp
-- anywhere
select coalesce((select group_concat(dfe_code || ' ' || version || ' ' || sha256) from
		(select dfe_code, version, sha256 from foreign_check order by dfe_code, version)), '') || '|' ||
	coalesce((select group_concat(dfe_code || ' ' || key || ' ' || address) from
		(select dfe_code, key, address from publisher order by dfe_code)), '') || '|' ||
	coalesce((select group_concat(employer_id || ' ' || version) from
		(select employer_id, version from check_signature order by employer_id, version)), '');

-- Payloads in which one of the values is something that names the person.
-- name: erase_payload_rows
select p.sequence from ledger_payload p
where p.employer_id = $1 and p.erased is null and json_valid(p.payload)
	and exists (
		select 1 from json_tree(p.payload) v
		where v.type = 'text' and v.atom in (
			select code from person where employer_id = $1 and id = $2
			union select name from person where employer_id = $1 and id = $2 and name is not null
			union select registration from person where employer_id = $1 and id = $2 and registration is not null
			union select staff_id from person where employer_id = $1 and id = $2 and staff_id is not null
		)
	);
