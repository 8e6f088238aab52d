-- What only PostgreSQL is told.

-- name: begin_reading
begin isolation level repeatable read read only;

-- Each statement sees what was kept before it: what must not move meanwhile is behind the lock of an employer.
-- name: begin_writing
begin isolation level read committed;

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

-- Whose rows the transaction may see, and whether it may find out whose something is.
-- name: serve
select set_config('plimsoll.employer', $1, true), set_config('plimsoll.anywhere', $2, true);

-- Until the transaction ends; 0 is what belongs to no employer.
-- name: take_turn
select pg_advisory_xact_lock(1349283187, $1::int);

-- How the rows of the large tables are spread, as far as the transaction has filled them.
-- name: take_stock
call take_stock();

-- Moves with whatever anybody writes.
-- name: data_version
select hashtextextended(pg_current_snapshot()::text, 0);

-- name: schema_version_now
select coalesce(substring(obj_description(to_regnamespace('plimsoll'), 'pg_namespace')
	from '^Plimsoll ([0-9]+)')::bigint, 0);

-- name: read_user_version
select coalesce(substring(obj_description(to_regnamespace('plimsoll'), 'pg_namespace')
	from '^Plimsoll ([0-9]+)')::bigint, 0);

-- name: read_application_id
select case when words like 'Plimsoll %, being copied into' then 1349283171
	when words like 'Plimsoll %' then 1349283187 else 0 end
from (select obj_description(to_regnamespace('plimsoll'), 'pg_namespace') as words) c;

-- Not whole yet (store/copying.h). Only the owner of the tables may say so. (\x3b is a semicolon, which would end the
-- statement here.)
-- name: mark_unfinished
do E'begin
	execute format(''comment on schema plimsoll is %L'',
		split_part(obj_description(to_regnamespace(''plimsoll''), ''pg_namespace''), '','', 1) || '', being copied into'')\x3b
end\x3b';

-- name: mark_whole
do E'begin
	execute format(''comment on schema plimsoll is %L'',
		split_part(obj_description(to_regnamespace(''plimsoll''), ''pg_namespace''), '','', 1))\x3b
end\x3b';

-- What the next row gets by itself comes after those that were copied with theirs.
-- name: employer_ids_move_on
-- anywhere
select setval(pg_get_serial_sequence('employer', 'employer_id'), coalesce(max(employer_id), 0) + 1, false) from employer;

-- name: release_ids_move_on
select setval(pg_get_serial_sequence('statistic_release', 'release_id'), coalesce(max(release_id), 0) + 1, false)
from statistic_release;

-- How rows are spread, for whoever plans a query.
-- name: analyze
analyze;

-- name: count_tables
select count(*) from pg_class where relnamespace = to_regnamespace('plimsoll');

-- Texts are compared byte by byte, as in a file.
-- name: collation
select datcollate in ('C', 'POSIX', 'C.UTF-8', 'C.utf8') and pg_encoding_to_char(encoding) = 'UTF8'
from pg_database where datname = current_database();

-- The columns of every table that says in which entry its rows were made and ended, or erased.
-- name: sealed_columns
select t.relname, c.attname, (select count(*) from pg_attribute b where b.attrelid = t.oid and b.attnum > 0
	and b.attnum < c.attnum and not b.attisdropped)
from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r'
	and (exists (select 1 from pg_attribute b where b.attrelid = t.oid and b.attname = 'erased')
		or 2 = (select count(*) from pg_attribute b where b.attrelid = t.oid and b.attname in ('made', 'unmade')))
order by t.relname, c.attname;

-- Every column of every table, in the order in which they stand, and whether it has to hold something.
-- name: table_columns
select t.relname, c.attname, c.attnotnull::int
from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r'
order by t.relname, c.attnum;

-- Which table has rows that belong to rows of which other.
-- name: table_references
select t.relname, r.relname
from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
where k.contype = 'f' and k.connamespace = 'plimsoll'::regnamespace;

-- Every table with its columns, checks and rules, every index, trigger and function, as the server words them.
-- name: schema_objects
select 'table' as type, t.relname::text as name, t.relname::text as of_table,
	(select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null'
		else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' order by a.attnum)
	from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
	where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped)
	|| coalesce((select ' | ' || string_agg(pg_get_constraintdef(k.oid), ' | ' order by k.conname)
		from pg_constraint k where k.conrelid = t.oid), '')
	|| coalesce((select ' | ' || string_agg(p.polname || ' ' || pg_get_expr(p.polqual, p.polrelid), ' | ' order by p.polname)
		from pg_policy p where p.polrelid = t.oid), '')
	|| case when t.relrowsecurity and t.relforcerowsecurity then ' | kept apart' else '' end
from pg_class t where t.relnamespace = 'plimsoll'::regnamespace and t.relkind in ('r', 'v', 'm', 'f', 'p')
union all
select 'index', i.relname, t.relname, pg_get_indexdef(i.oid)
from pg_class i join pg_index x on x.indexrelid = i.oid join pg_class t on t.oid = x.indrelid
where i.relnamespace = 'plimsoll'::regnamespace
union all
select 'trigger', g.tgname, t.relname, pg_get_triggerdef(g.oid)
from pg_trigger g join pg_class t on t.oid = g.tgrelid
where t.relnamespace = 'plimsoll'::regnamespace and not g.tgisinternal
union all
select 'rule', r.rulename, t.relname, pg_get_ruledef(r.oid)
from pg_rewrite r join pg_class t on t.oid = r.ev_class where t.relnamespace = 'plimsoll'::regnamespace
union all
select 'function', f.proname, '', pg_get_functiondef(f.oid) from pg_proc f where f.pronamespace = 'plimsoll'::regnamespace
order by 1, 2, 3;

-- name: checks_stamp
-- anywhere
select coalesce((select string_agg(dfe_code || ' ' || version || ' ' || sha256, ',' order by dfe_code, version)
	from foreign_check), '') || '|' ||
	coalesce((select string_agg(dfe_code || ' ' || key || ' ' || address, ',' order by dfe_code) from publisher), '') || '|' ||
	coalesce((select string_agg(employer_id || ' ' || version, ',' order by employer_id, version) from check_signature), '');

-- Payloads in which one of the values is something that names the person.
-- name: erase_payload_rows
select p.sequence from ledger_payload p
where p.employer_id = $1 and p.erased is null and p.payload like '{%'
	and exists (
		select 1 from jsonb_path_query(p.payload::jsonb, (chr(36) || '.** ? (@.type() == "string")')::jsonpath) v
		where v #>> '{}' in (
			select code from person where employer_id = $1 and id = $2
			union select name from person where employer_id = $1 and id = $2 and name is not null
			union select registration from person where employer_id = $1 and id = $2 and registration is not null
			union select staff_id from person where employer_id = $1 and id = $2 and staff_id is not null
		)
	);
