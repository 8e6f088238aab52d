-- name: cat_now
select extract(epoch from now()) from cat where name = $1;

-- name: cat_wake
-- anywhere
listen cat;
