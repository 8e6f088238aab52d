-- name: release_list
select release_id, kind, sha256, file_name, latest_year, rows, length(bytes), taken, taken_by from statistic_release
order by latest_year, taken, release_id;

-- name: release_by_sha256
select release_id, kind, sha256, file_name, latest_year, rows, length(bytes), taken, taken_by from statistic_release where sha256 = $1;

-- name: release_bytes
select bytes from statistic_release where release_id = $1;

-- name: release_add
insert into statistic_release (kind, sha256, file_name, latest_year, rows, taken, taken_by, bytes)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: release_remove
delete from statistic_release where release_id = $1;

-- name: release_all_bytes
select file_name, sha256, bytes from statistic_release order by release_id;
