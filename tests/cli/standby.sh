#!/bin/sh
# An address of two machines of which none takes writing just now: one is dead, one still a standby. That is a database that is away,
# whichever of them stands first. Has two servers of its own made (script/standby), unless it has them already.
#
#	tests/cli/standby.sh PLIMSOLL
set -eu
[ -n "${TEST_POSTGRES:-}" ] || { echo "1..0 # SKIP there is no server"; exit 0; }
standby=$PLIMSOLL_SOURCE/script/standby
[ -n "${TEST_STANDBY:-}" ] || exec "$standby" "$0" "$1"
# shellcheck source=script/postgres.inc
. "$PLIMSOLL_SOURCE/script/postgres.inc"
plimsoll=$1
room=$(mktemp -d)
serving=

find_postgres
end_all()
{
	[ -z "$serving" ] || kill "$serving" 2>/dev/null || true
	rm -rf "$room"
}
trap end_all EXIT

number=0
holds()
{
	number=$((number + 1))
	if [ "$2" = "$3" ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; echo "# $2 instead of $3"; fi
}

# at HOSTS [MORE]
at()
{
	echo "postgresql://owner@/council?host=$1${2:-}"
}

# asks ADDRESS: its exit status, and whether it says what stands there
asks()
{
	status=0
	"$plimsoll" employers --db "$1" >"$room/said" 2>&1 || status=$?
	sed 's/^/# /' "$room/said" >&2
	echo "$status $(grep -c 'a standby is there' "$room/said")"
}

# serves ADDRESS: a line of what a server says that waits for its database
serves()
{
	: >"$room/served"
	"$plimsoll" serve --db "$(echo "$1" | sed s/owner@/plimsoll@/)" --port 0 >"$room/served" 2>&1 &
	serving=$!
	until [ -s "$room/served" ] || ! kill -0 "$serving" 2>/dev/null; do sleep 0.05; done
	sed 's/^/# /' "$room/served"
}

a=$TEST_STANDBY/a b=$TEST_STANDBY/b
"$programs/psql" -XAtq -v ON_ERROR_STOP=1 "postgresql://owner@/postgres?host=$a" \
	-c "create role plimsoll login" -c "create database council template template0 locale 'C' encoding 'UTF8'" >/dev/null
printf 'team,name,service\nnorth,North,children\n' >"$room/teams.csv"
"$plimsoll" import --db "$(at "$a,$b")" --employer north "$room/teams.csv" >/dev/null
holds "a standby alone takes no writing, and the sentence says so" "$(asks "$(at "$b")")" "4 1"
holds "a command that only reads asks a standby that is let" "$(asks "$(at "$b" "&target_session_attrs=any")")" "0 0"
holds "one that takes writing is not said to be a standby, whatever an address asks for" "$(asks "$(at "$a" "&target_session_attrs=standby")")" "4 0"
"$standby" --kill
holds "a dead machine and then a standby are away" "$(asks "$(at "$a,$b")")" "4 1"
holds "a standby and then a dead machine are away" "$(asks "$(at "$b,$a")")" "4 1"
holds "a role that is not let in is not away" "$(asks "$(at "$b" | sed s/owner@/nobody@/)")" "1 0"
for address in "$(at "$a,$b")" "$(at "$b,$a")" "$(at "$b" "&target_session_attrs=any")"; do
	serves "$address"
	holds "a server waits for them" "$(kill -0 "$serving" && grep -c 'takes no writing just now' "$room/served")" 1
	kill "$serving"
	wait "$serving" || true
	serving=
done
serves "$(at "$a,$b")"
"$standby" --promote
until grep -q '^Plimsoll serves' "$room/served" || ! kill -0 "$serving" 2>/dev/null; do sleep 0.05; done
holds "and serves once the standby is made the one that writes" "$(grep -c '^Plimsoll serves' "$room/served")" 1
echo "1..$number"
