#!/bin/sh
# A database on a server is put back to a moment of its past, as docs/server.md says it, on a server of its own; and a checkpoint that
# somebody holds tells what is missing since.
#
#	tests/cli/moment.sh PLIMSOLL
set -eu
[ -n "${TEST_POSTGRES:-}" ] || { echo "1..0 # SKIP there is no server"; exit 0; }
# shellcheck source=script/postgres.inc
. "$PLIMSOLL_SOURCE/script/postgres.inc"
plimsoll=$1

find_postgres
make_folder
place=$folder/server
db="postgresql://owner@/council?host=$place"
trap 'stop_server "$place"; rm -rf "$folder"' EXIT

as_server()
{
	(cd / && $as "$@")
}

# Under its name only once it is whole.
settings="-c archive_mode=on -c archive_command='cp %p $folder/archive/part && mv $folder/archive/part $folder/archive/%f'"
as_server mkdir -m 711 "$place" "$folder/archive"
make_server "$place"
start_server "$place" "$settings"
"$programs/psql" -Xq "postgresql://owner@/postgres?host=$place" \
	-c "create database council template template0 locale 'C' encoding 'UTF8'"

# As it was when the base was copied, at the moment that is to be put back, and later.
mkdir "$folder/held"
key=$folder/key
"$plimsoll" checkpoint keygen --signing-key "$key" --name test/plimsoll >/dev/null
hold()
{
	"$plimsoll" checkpoint make --db "$db" --employer north --signing-key "$key" --checkpoints "$folder/held" >/dev/null
	find "$folder/held" -name '*.txt' | sort -V | tail -1 | xargs -I{} cp {} "$folder/$1"
}
add()
{
	"$plimsoll" user add --db "$db" --employer north "$1" administrator >/dev/null
}
printf 'team,name,service\nnorth,North,children\n' >"$folder/teams.csv"
"$plimsoll" import --db "$db" --employer north "$folder/teams.csv" >/dev/null
as_server "$programs/pg_basebackup" -d "postgresql://owner@/?host=$place" -D "$folder/base" -c fast --no-sync
add ann
hold before
moment=$("$programs/psql" -XAtq "$db" -c "select clock_timestamp()")
add bob
hold after
last=$("$programs/psql" -XAtq "$db" -c "select pg_walfile_name(pg_current_wal_insert_lsn())")
"$programs/psql" -XAtq "$db" -c "select pg_switch_wal()" >/dev/null
until [ -e "$folder/archive/$last" ]; do sleep 0.1; done
stop_server "$place"

as_server rm -rf "$place/data"
as_server mv "$folder/base" "$place/data"
as_server touch "$place/data/recovery.signal"
start_server "$place" "-c restore_command='cp $folder/archive/%f %p' -c recovery_target_time='$moment' -c recovery_target_action=promote"
until [ "$("$programs/psql" -XAtq "$db" -c "select pg_is_in_recovery()")" = f ]; do sleep 0.1; done

number=0
holds()
{
	number=$((number + 1))
	if [ "$2" = "$3" ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; echo "# $2 instead of $3"; fi
}
status=0
said=$("$plimsoll" verify --db "$db" --from "$folder/before" --key "$key.pub" 2>&1) || status=$?
holds "what was put back is what a checkpoint of before saw" "$status" 0
status=0
said=$("$plimsoll" verify --db "$db" --from "$folder/after" --key "$key.pub" 2>&1) || status=$?
echo "$said" | sed 's,^,# ,'
holds "a checkpoint of later says that the end is missing" "$status" 3
holds "who was there at the moment is" "$("$programs/psql" -XAtq "$db" -c "select login from plimsoll.account")" ann
echo "1..$number"
