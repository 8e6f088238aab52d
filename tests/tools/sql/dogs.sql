-- name: dog_count
select count(*) from dog;
