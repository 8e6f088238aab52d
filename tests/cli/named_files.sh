#!/bin/sh
# What the settings of a server name is reached by its confined process, wherever it lies: the password file of the address of its
# database, and a folder for checkpoints. On a database server of its own, which wants a password.
#
#	tests/cli/named_files.sh PLIMSOLL
set -eu
[ -n "${TEST_POSTGRES:-}" ] || { echo "1..0 # SKIP there is no server"; exit 0; }
# shellcheck source=script/postgres.inc
. "$PLIMSOLL_SOURCE/script/postgres.inc"
plimsoll=$1
serving=

find_postgres
make_folder
place=$folder/server
owner="postgresql://owner@/council?host=$place"
program="postgresql://plimsoll@/council?host=$place"
end_all()
{
	[ -z "$serving" ] || kill "$serving" 2>/dev/null || true
	stop_server "$place"
	rm -rf "$folder"
}
trap end_all EXIT

ask()
{
	"$programs/psql" -XAtq -v ON_ERROR_STOP=1 "$@"
}
[ -z "$as" ] || (cd / && $as mkdir -m 711 "$place")
[ -n "$as" ] || mkdir -m 711 "$place"
make_server "$place"
rules=$place/data/pg_hba.conf
(echo "local all plimsoll scram-sha-256" && cat "$rules") >"$folder/rules"
cat "$folder/rules" >"$rules"
start_server "$place"
ask "postgresql://owner@/postgres?host=$place" -c "create role plimsoll login password 'a: secret'" \
	-c "create database council template template0 locale 'C' encoding 'UTF8'"
printf 'team,name,service\nnorth,North,children\n' >"$folder/teams.csv"
"$plimsoll" import --db "$owner" --employer north "$folder/teams.csv" >/dev/null

number=0
holds()
{
	number=$((number + 1))
	if [ "$2" = "$3" ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; echo "# $2 instead of $3"; fi
}

mkdir "$folder/away" "$folder/keys"
echo "*:*:council:plimsoll:a\\: secret" >"$folder/keys/passwords"
chmod 600 "$folder/keys/passwords"
"$plimsoll" checkpoint keygen --signing-key "$folder/keys/key" --name test/plimsoll >/dev/null
said=$folder/said

# A sign of life each second has the first checkpoint made at once.
WATCHDOG_USEC=3000000 "$plimsoll" serve --db "$program&passfile=$folder/keys/passwords" --port 0 \
	--signing-key "$folder/keys/key" --checkpoints "$folder/away" >"$said" 2>&1 &
serving=$!
until grep -q "checkpoint" "$said" || ! kill -0 "$serving" 2>/dev/null; do sleep 0.05; done
sed 's/^/# /' "$said"
holds "a password file that the address names opens the database" "$(grep -c '^Plimsoll serves' "$said")" 1
holds "the sentence has neither the file nor the password in it" "$(grep -c 'passwords\|secret' "$said")" 0
holds "a checkpoint lies in a folder that is nowhere near" "$(find "$folder/away" -name '*.txt' | wc -l)" 1
kill "$serving" && status=0 && wait "$serving" || status=$?
serving=
holds "the server ends well" "$status" 0

status=0
PGPASSFILE=/nowhere "$plimsoll" serve --db "$program" --port 0 >"$said" 2>&1 || status=$?
sed 's/^/# /' "$said"
holds "without a password it says what is missing, and ends" "$status $(grep -c 'no password supplied' "$said")" "1 1"

status=0
"$plimsoll" serve --db "$program&passfile=$folder/keys/passwords" --port 0 --signing-key "$folder/keys/key" \
	--checkpoints "$folder/keys" >"$said" 2>&1 || status=$?
sed 's/^/# /' "$said"
holds "a folder for checkpoints with the key in it is refused" "$status $(grep -c 'could read it' "$said")" "1 1"
echo "1..$number"
