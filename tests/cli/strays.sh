#!/bin/sh
# Roles and settings that reach past what the tables let are told by verify, on a server of its own, because roles are a whole server's.
#
#	tests/cli/strays.sh PLIMSOLL
set -eu
[ -n "${TEST_POSTGRES:-}" ] || { echo "1..0 # SKIP there is no server"; exit 0; }
# shellcheck source=script/postgres.inc
. "$PLIMSOLL_SOURCE/script/postgres.inc"
plimsoll=$1

find_postgres
make_folder
place=$folder/server
db="postgresql://keeper@/council?host=$place"
trap 'stop_server "$place"; rm -rf "$folder"' EXIT

[ -z "$as" ] || (cd / && $as mkdir -m 711 "$place")
[ -n "$as" ] || mkdir -m 711 "$place"
make_server "$place"
start_server "$place"
ask()
{
	"$programs/psql" -XAtq -v ON_ERROR_STOP=1 "postgresql://owner@/$1?host=$place" -c "$2"
}
ask postgres "create role plimsoll login; create role keeper login; create role nosy login"
ask postgres "create database council template template0 locale 'C' encoding 'UTF8' owner keeper"
printf 'team,name,service\nnorth,North,children\n' >"$folder/teams.csv"
"$plimsoll" import --db "$db" --employer north "$folder/teams.csv" >/dev/null

number=0
holds()
{
	number=$((number + 1))
	if [ "$2" = "$3" ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; echo "# $2 instead of $3"; fi
}

# verifies: its exit status, and the stray that it tells
verifies()
{
	status=0
	"$plimsoll" verify --db "$db" >"$folder/said" 2>&1 || status=$?
	sed 's/^/# /' "$folder/said" >&2
	echo "$status $(sed -n 's/.*On the server \(.*\), and Plimsoll makes no such thing.*/\1/p' "$folder/said")"
}

# tells WORDS DO UNDO
tells()
{
	ask council "$2"
	holds "$2" "$(verifies)" "3 $1"
	ask council "$3"
}

holds "nothing is told of who may only read" "$(ask council "grant pg_read_all_data to nosy" && verifies)" "0 "
for group in plimsoll keeper owner pg_write_all_data pg_write_server_files pg_execute_server_program; do
	tells "the role nosy is a member of $group" "grant $group to nosy" "revoke $group from nosy"
done
ask council "create role between; grant plimsoll to between"
tells "the role between is a member of plimsoll" "grant between to nosy" "drop role between"
for group in keeper owner pg_write_all_data; do
	tells "the role plimsoll is a member of $group" "grant $group to plimsoll" "revoke $group from plimsoll"
done
tells "the role nosy has BYPASSRLS and may write" "alter role nosy bypassrls; grant insert (name) on plimsoll.team to nosy" \
	"revoke insert (name) on plimsoll.team from nosy"
holds "nothing is told of who sees all and may not write" "$(verifies)" "0 "
for has in BYPASSRLS CREATEROLE REPLICATION; do
	tells "the role plimsoll has $has" "alter role plimsoll $has" "alter role plimsoll no$has"
done
for setting in search_path=public row_security=off synchronous_commit=off; do
	tells "$setting is set from the beginning" "alter role plimsoll set $setting" "alter role plimsoll reset ${setting%=*}"
done
tells "PLIMSOLL.anywhere=on is set from the beginning" "alter role nosy set \"PLIMSOLL.anywhere\" = 'on'" "alter role nosy reset all"
holds "nothing is told of what nosy reads by" "$(ask council "alter role nosy set search_path = plimsoll" && verifies)" "0 "
holds "nothing is told of commits that wait" "$(ask council "alter role plimsoll set synchronous_commit = on" && verifies)" "0 "
echo "1..$number"
