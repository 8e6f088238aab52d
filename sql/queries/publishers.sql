-- name: publisher_list
select dfe_code, key, address, said, said_by from publisher order by dfe_code;

-- name: publisher_put
insert into publisher (dfe_code, key, address, said, said_by) values ($1, $2, $3, $4, $5)
on conflict (dfe_code) do update set key = excluded.key, address = excluded.address, said = excluded.said, said_by = excluded.said_by;

-- name: publisher_remove
delete from publisher where dfe_code = $1;

-- name: foreign_check_list
select dfe_code, version, sha256, taken, taken_by, file from foreign_check order by dfe_code, version;

-- name: foreign_check_sha256
select sha256 from foreign_check where dfe_code = $1 and version = $2;

-- name: foreign_check_add
insert into foreign_check (dfe_code, version, sha256, taken, taken_by, file) values ($1, $2, $3, $4, $5, $6);
