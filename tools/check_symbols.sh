#!/bin/sh
# Checks that a static library reaches nothing outside itself but what a list allows.
#
#	check_symbols.sh NM LIBRARY.a LIST
set -eu
nm=$1 library=$2 list=$3

# Names that are used and not defined in the library.
outside=$("$nm" "$library" | awk '
	NF == 2 && $1 == "U" { used[$2] = 1 }
	NF == 3 { defined[$3] = 1 }
	END { for (name in used) if (!(name in defined)) print name }' | sort)
[ -n "$outside" ] || { echo "check_symbols: $nm found no names in $library: expected a static library" >&2; exit 2; }

is_allowed() {
	while read -r pattern; do
		case $pattern in '' | '#'*) continue ;; esac
		# shellcheck disable=SC2254 # the list holds patterns
		case $1 in $pattern) return 0 ;; esac
	done <"$list"
	return 1
}

status=0
for name in $outside; do
	is_allowed "$name" && continue
	echo "$(basename "$library"): $name is out of reach: make it a parameter, or add it to $(basename "$list") if it is pure"
	status=1
done
exit $status
