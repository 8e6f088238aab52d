#!/bin/sh
# What stands at an address and cannot be used is refused in words, and no sentence has the address, for a password may be in it.
#
#	tests/cli/addresses.sh PLIMSOLL
set -eu
[ -n "${TEST_POSTGRES:-}" ] || { echo "1..0 # SKIP there is no server"; exit 0; }
# shellcheck source=script/postgres.inc
. "$PLIMSOLL_SOURCE/script/postgres.inc"
plimsoll=$1
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

find_postgres
ask()
{
	"$programs/psql" -XAtq -v ON_ERROR_STOP=1 "$TEST_POSTGRES" -c "$1"
}

number=0
holds()
{
	number=$((number + 1))
	if [ "$2" = "$3" ]; then echo "ok $number - $1"; else echo "not ok $number - $1"; echo "# $2 instead of $3"; fi
}

# at ROLE DATABASE
at()
{
	echo "$TEST_POSTGRES" | sed "s|//owner@|//$1@|; s|/postgres?|/$2?|"
}

# says STATUS WORDS COMMAND...: whether the command ends so and says so
says()
{
	expected=$1 words=$2 status=0
	shift 2
	timeout 60 "$plimsoll" "$@" >"$room/said" 2>&1 </dev/null || status=$?
	sed 's/^/# /' "$room/said" >&2
	if [ "$status" = "$expected" ] && grep -q -- "$words" "$room/said"; then echo yes; else echo "status $status"; fi
}

printf 'team,name,service\nnorth,North,children\n' >"$room/teams.csv"

# ---- databases that compare or keep texts otherwise ----

for made in "icu:locale 'C' locale_provider icu icu_locale 'en-GB' encoding 'UTF8':a language's rules" \
	"latin:locale 'C' encoding 'LATIN1':keeps texts in LATIN1"; do
	name=texts_${made%%:*} rest=${made#*:}
	ask "create database $name template template0 ${rest%:*}"
	holds "a database with ${name#texts_} texts is refused" \
		"$(says 1 "${rest##*:}" import --db "$(at owner "$name")" --employer A "$room/teams.csv")" yes
	ask "drop database $name"
done

# ---- passwords ----

program=$(at "owner:top-secret" real)
ask "create database real template template0 locale 'C' encoding 'UTF8'"
"$plimsoll" import --db "$program" --employer A "$room/teams.csv" >/dev/null
# Of a database that is there and holds real records, of one that is not, and of what was only meant as an address.
printf 'database.file = %s\ndatabase.employer = A\nbackup.to = %s\n' "$program" "$program" >"$room/settings"
: >"$room/all"
for address in "$program" "$(at "owner:top-secret" nowhere)" "POSTGRESQL:/owner:top-secret@/real" "host=/nowhere password=top-secret"; do
	for command in $("$plimsoll" --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p'); do
		for given in "--employer A --json" "--config $room/settings" "list"; do
			[ "$command" != copy ] || continue
			# shellcheck disable=SC2086
			timeout 1 "$plimsoll" "$command" --db "$address" $given >>"$room/all" 2>&1 </dev/null || true
		done
		timeout 1 "$plimsoll" "$command" "$address" >>"$room/all" 2>&1 </dev/null || true
		timeout 1 "$plimsoll" "$command" --db "$room/none" --employer A --from "$address" >>"$room/all" 2>&1 </dev/null || true
		timeout 1 "$plimsoll" "$command" --db "$room/none" --employer A --to "$address" >>"$room/all" 2>&1 </dev/null || true
	done
	timeout 1 "$plimsoll" copy --from "$address" --to "$address" >>"$room/all" 2>&1 </dev/null || true
	timeout 1 "$plimsoll" import --db "$address" --employer A "$room/teams.csv" >>"$room/all" 2>&1 </dev/null || true
done
timeout 1 "$plimsoll" check-config --config "$room/settings" >>"$room/all" 2>&1 || true
grep -n "top-secret" "$room/all" | head -20 | sed 's/^/# /' >&2
for slip in "postgresql://owner:top/secret#x@localhost/real" "postgresql://owner:top@secret@localhost/real" "postgresq://owner:top-secret@h/real" \
	"postgresql//owner:top-secret@h/real"; do
	: >"$room/slip"
	for command in "employers --db" "serve --port 0 --db" "demo --employer B --db" "import --employer A $room/teams.csv --db"; do
		# shellcheck disable=SC2086
		timeout 20 "$plimsoll" $command "$slip" >>"$room/slip" 2>&1 </dev/null && echo "ended well: $command" >>"$room/slip"
	done
	holds "a slip in an address is told and not shown" \
		"$(grep -c 'secret\|ended well' "$room/slip") $(grep -c 'postgresql://user@host:port/database' "$room/slip")" "0 4"
done
holds "no command says a password" "$(grep -c "top-secret" "$room/all")" 0
holds "a demo is refused beside real records" "$(says 1 "holds the records of a real employer" demo --db "$program" --employer B)" yes
holds "a server is not restored into" "$(says 1 "put back by its server's own means" restore --db "$program" --from "$room/teams.csv")" yes
holds "a backup is no address" "$(says 2 "expected no address" restore --db "$room/new" --from "$program")" yes
holds "words of libpq are no address" "$(says 2 "as postgresql://user@host:port/database" employers --db "host=/tmp dbname=real")" yes

# ---- roles ----

ask "create role stranger login"
for command in "verify" "load --employer A" "employers" "serve --port 0" "demo --employer B"; do
	name=${command%% *}
	# shellcheck disable=SC2086
	holds "$name as a role without rights is told what to expect" \
		"$(says 1 "tables that this role may not use: expected the role plimsoll" $command --db "$(at stranger real)")" yes
done
holds "who sees past row-level security serves nobody" \
	"$(says 1 "superuser or has BYPASSRLS: expected the role plimsoll" serve --port 0 --db "$(at owner real)")" yes

echo "1..$number"
