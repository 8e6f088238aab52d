-- What is known of cats.

-- name: cat_add
-- Names are "quoted" by nobody.
insert into cat (name, lives)
values ($1, $2);

-- name: cat_by_name
select lives from cat where name = $1 and lives <> 0 and coalesce(name, '') = $1
