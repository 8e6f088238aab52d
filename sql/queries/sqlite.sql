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
