-- name: cat_now
select strftime('%s', 'now') from cat where name = $1;
