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

-- name: try_turn
select pg_try_advisory_xact_lock(1349283187, $1::int);

-- A word in the server's log that says nothing, so that a commit has something to wait for.
-- name: say_nothing
select pg_logical_emit_message(true, 'plimsoll', '');

-- For how many seconds a commit of this role has been waiting for a standby.
-- name: longest_wait
select coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0)::bigint from pg_stat_activity
where wait_event = 'SyncRep' and usename = current_user;

-- How the rows of the large tables are spread, as far as the transaction has filled them.
-- name: take_stock
call take_stock();

-- Two that are made at once for two employers get two, and neither waits for the other.
-- name: account_next_id
-- anywhere
select nextval('account_number');

-- Moves with whatever anybody writes.
-- name: data_version
select hashtextextended(pg_current_snapshot()::text, 0);

-- What a session that is in memory was made of: that it is there, the employer's ledger, and what changes without an entry.
-- name: session_stamp
select hashtextextended(e.position || ' ' || coalesce(s.step, '-') || ' ' || coalesce(s.factor, '-') || ' ' ||
	coalesce(p.password, '-') || ' ' || p.must_change || ' ' || coalesce(p.factor, '-') || ' ' || p.used_at, 0)
from session s join employer e on e.employer_id = s.employer_id
join account_proof p on p.employer_id = s.employer_id and p.account_id = s.account_id
where s.employer_id = $1 and s.hash = $2;

-- name: schema_version_now
select coalesce(substring(obj_description(to_regnamespace('plimsoll'), 'pg_namespace')
	from '^Plimsoll ([0-9]+)')::bigint, 0);

-- name: read_user_version
select coalesce(substring(obj_description(to_regnamespace('plimsoll'), 'pg_namespace')
	from '^Plimsoll ([0-9]+)')::bigint, 0);

-- Whether this role may make the tables, or change those there are.
-- name: may_change_tables
select coalesce((select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = 'plimsoll'),
	has_database_privilege(current_database(), 'create'));

-- Whether this role may use the tables, or there are none.
-- name: may_use_tables
select coalesce(has_schema_privilege(to_regnamespace('plimsoll'), 'usage'), true);

-- Whether row-level security holds for this role, too.
-- name: is_kept_apart
select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user;

-- What the migrations let the program do, where its role was made after the tables.
-- name: let_program_use_tables
do E'begin
	if exists (select from pg_roles where rolname = ''plimsoll'' and not has_schema_privilege(oid, ''plimsoll'', ''usage'')) then
		grant usage on schema plimsoll to plimsoll\x3b
		grant select, insert, update, delete on all tables in schema plimsoll to plimsoll\x3b
		grant usage on all sequences in schema plimsoll to plimsoll\x3b
		revoke insert, update, delete on plimsoll.schema_version from plimsoll\x3b
	end if\x3b
end\x3b';

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
-- name: ids_move_on
-- anywhere
select setval(pg_get_serial_sequence('employer', 'employer_id'), (select coalesce(max(employer_id), 0) + 1 from employer), false),
	setval('account_number', (select coalesce(max(id), 0) + 1 from account), false),
	setval(pg_get_serial_sequence('statistic_release', 'release_id'),
		(select coalesce(max(release_id), 0) + 1 from statistic_release), false);

-- How rows are spread, for whoever plans a query.
-- name: analyze
analyze;

-- name: count_tables
select count(*) from pg_class where relnamespace = to_regnamespace('plimsoll');

-- Whether texts are compared byte by byte, as in a file: by the system's library (c), for ICU has rules of its own; and how they are
-- written.
-- name: collation
select datlocprovider = 'c' and datcollate in ('C', 'POSIX', 'C.UTF-8', 'C.utf8'), pg_encoding_to_char(encoding)
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

-- Every column of every table, in the order in which they stand, and whether it has to hold something; but for what is of the moment
-- (unlogged), of which a file has no table.
-- name: table_columns
select t.relname, c.attname, c.attnotnull::int
from pg_class t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
where t.relnamespace = 'plimsoll'::regnamespace and t.relkind = 'r' and t.relpersistence = 'p'
order by t.relname, c.attnum;

-- Which table has rows that belong to rows of which other.
-- name: table_references
select t.relname, r.relname
from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
where k.contype = 'f' and k.connamespace = 'plimsoll'::regnamespace;

-- What somebody has put into the schema has no say in what is told of the schema: around schema_objects.
-- name: look_from_outside
set local search_path = pg_catalog, pg_temp;

-- name: look_from_inside
set local search_path = plimsoll;

-- Every table with its columns, checks and whether its rows are kept apart; every rule of who sees which rows (policy), index,
-- trigger, rule and function, as the server words them. A stray is what a site may not add, told in words: rights beyond those
-- that the migrations give, another owner, what frees anybody from the rules, and whatever could give a statement another meaning.
-- name: schema_objects
with thing as (
	select oid, relname as name, relowner as owner, relkind as kind, relacl as rights
	from pg_class where relnamespace = 'plimsoll'::regnamespace and relkind <> 'i'
	union all
	select oid, proname, proowner, 'p', null from pg_proc where pronamespace = 'plimsoll'::regnamespace
	union all
	select oid, nspname, nspowner, 'n', nspacl from pg_namespace where oid = 'plimsoll'::regnamespace
), right_given as (
	select t.name, t.kind, t.owner, r.grantee, r.privilege_type as verb, r.is_grantable from thing t, aclexplode(t.rights) r
	union all
	select t.name, 'c', t.owner, r.grantee, r.privilege_type, r.is_grantable
	from thing t join pg_attribute a on a.attrelid = t.oid, aclexplode(a.attacl) r
), program as (
	select * from pg_roles where rolname = 'plimsoll'
), meaning as (
	select 'the schema has an operator ' || oprname as what from pg_operator where oprnamespace = 'plimsoll'::regnamespace
	union all
	select 'the schema has an operator class ' || opcname from pg_opclass where opcnamespace = 'plimsoll'::regnamespace
	union all
	select 'the schema has an operator family ' || opfname from pg_opfamily where opfnamespace = 'plimsoll'::regnamespace
	union all
	select 'the schema has a collation ' || collname from pg_collation where collnamespace = 'plimsoll'::regnamespace
	union all
	select 'the schema has a conversion ' || conname from pg_conversion where connamespace = 'plimsoll'::regnamespace
	union all
	select 'the schema has a type ' || y.typname from pg_type y left join pg_class t on t.oid = y.typrelid
	where y.typnamespace = 'plimsoll'::regnamespace and (t.relkind is null or t.relkind = 'c')
		and not exists (select from pg_type e where e.typarray = y.oid)
	union all
	select 'there is a cast from ' || format_type(castsource, null) || ' to ' || format_type(casttarget, null)
	from pg_cast where oid >= 16384 -- what comes with the server is below
)
select 'table' as type, t.relname::text as name, t.relname::text as of_table,
	(select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
		|| case when a.attcollation <> y.typcollation then ' collate ' || a.attcollation::regcollation::text else '' end
		|| case when a.attnotnull then ' not null' else '' end
		|| case when a.attidentity <> '' then ' identity ' || a.attidentity::text else '' end
		|| case when a.attgenerated <> '' then ' generated ' || a.attgenerated::text else '' end
		|| coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' order by a.attnum)
	from pg_attribute a join pg_type y on y.oid = a.atttypid
		left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
	where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped)
	|| coalesce((select ' | ' || string_agg(pg_get_constraintdef(k.oid), ' | ' order by k.conname)
		from pg_constraint k where k.conrelid = t.oid), '')
	|| case when t.relpersistence = 'u' then ' | unlogged' else '' end
	|| case when t.relrowsecurity then ' | kept apart' else '' end
	|| case when t.relforcerowsecurity then ' | from the owner too' else '' end
	|| case when exists (select from pg_inherits h where t.oid in (h.inhparent, h.inhrelid)) then ' | inherited' else '' end
	|| case when exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgisinternal and g.tgenabled <> 'O')
		then ' | unchecked' else '' end
from pg_class t where t.relnamespace = 'plimsoll'::regnamespace and t.relkind in ('r', 'v', 'm', 'f', 'p')
union all
select 'policy', p.polname, t.relname, p.polcmd::text || case when p.polpermissive then ' ' else ' restrictive ' end || p.polroles::text
	|| ' using ' || coalesce(pg_get_expr(p.polqual, p.polrelid), '-')
	|| ' check ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-')
from pg_policy p join pg_class t on t.oid = p.polrelid where t.relnamespace = 'plimsoll'::regnamespace
union all
select 'index', i.relname, t.relname, pg_get_indexdef(i.oid) || case when x.indisvalid then '' else ' invalid' end
from pg_class i join pg_index x on x.indexrelid = i.oid join pg_class t on t.oid = x.indrelid
where i.relnamespace = 'plimsoll'::regnamespace
union all
select 'trigger', g.tgname, t.relname, pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text
from pg_trigger g join pg_class t on t.oid = g.tgrelid
where t.relnamespace = 'plimsoll'::regnamespace and not g.tgisinternal
union all
select 'rule', r.rulename, t.relname, pg_get_ruledef(r.oid) || ' ' || r.ev_enabled::text
from pg_rewrite r join pg_class t on t.oid = r.ev_class where t.relnamespace = 'plimsoll'::regnamespace
union all
select 'function', f.proname, '', case when f.prokind in ('f', 'p') then pg_get_functiondef(f.oid) else f.prokind::text end
from pg_proc f where f.pronamespace = 'plimsoll'::regnamespace
union all
select 'stray', 'the role ' || coalesce(p.rolname, 'public') || ' has the right to ' || g.verb || ' on ' || g.name, '', ''
from right_given g left join pg_roles p on p.oid = g.grantee
where g.grantee <> g.owner and case when p.rolname <> 'plimsoll' or p.rolname is null then g.verb not in ('SELECT', 'USAGE')
	when g.is_grantable then true
	when g.kind in ('n', 'S') then g.verb <> 'USAGE'
	when g.kind = 'r' and g.name <> 'schema_version' then g.verb not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
	else g.verb <> 'SELECT' end
union all
select 'stray', t.name || ' has another owner than the rest', '', ''
from thing t where t.owner <> (select nspowner from pg_namespace where oid = 'plimsoll'::regnamespace)
union all
select 'stray', what, '', '' from meaning
union all
select 'stray', 'the role plimsoll ' || a.what, '', ''
from program p, lateral (values ('is a superuser', p.rolsuper), ('has BYPASSRLS', p.rolbypassrls), ('has CREATEROLE', p.rolcreaterole),
	('has REPLICATION', p.rolreplication)) a (what, has)
where a.has
union all
select 'stray', 'the role ' || m.rolname || ' has BYPASSRLS and may write', '', ''
from pg_roles m
where m.rolbypassrls and not m.rolsuper and m.rolname <> 'plimsoll' and m.oid not in (select owner from thing)
	and exists (select from pg_class t where t.relnamespace = 'plimsoll'::regnamespace and t.relkind in ('r', 'v', 'm', 'f', 'p')
		and (has_table_privilege(m.oid, t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
			or has_any_column_privilege(m.oid, t.oid, 'INSERT, UPDATE')))
union all
select 'stray', 'the role ' || m.rolname || ' is a member of ' || r.rolname, '', ''
from pg_roles m, pg_roles r
where not m.rolsuper and m.oid <> r.oid and pg_has_role(m.oid, r.oid, 'member')
	and (m.rolname = 'plimsoll' or m.oid not in (select owner from thing))
	and (r.rolsuper or r.oid in (select owner from thing) or r.rolname = 'plimsoll' or (m.rolname = 'plimsoll' and r.rolbypassrls)
		or r.rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'))
union all
select 'stray', c || ' is set from the beginning', '', ''
from pg_db_role_setting s join pg_database d on d.datname = current_database(), unnest(s.setconfig) c
where s.setdatabase in (0, d.oid) and (lower(c) like 'plimsoll.%' or c like 'session_replication_role=%'
	or (s.setrole in (select 0 union all select oid from program)
		and (c = 'synchronous_commit=off' or split_part(c, '=', 1) in ('search_path', 'row_security'))))
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

-- What imports were sent and what came of them, in pieces (store/import_pieces.h).
-- name: import_piece_put
insert into import_piece (employer_id, job, file, piece, bytes) values ($1, $2, $3, $4, $5);

-- name: import_piece_of
select bytes from import_piece where employer_id = $1 and job = $2 and file = $3 and piece = $4;

-- name: import_pieces_move
update import_piece set job = $1 where employer_id = $2 and job = $3 and file > 0;

-- name: import_pieces_forget
delete from import_piece where employer_id = $1 and job = $2 and file >= $3;
