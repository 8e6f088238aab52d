#!/bin/sh
# Makes a man page from its scdoc source, put right where scdoc's own output does not pass `mandoc -T lint`.
#
#	man_page.sh SCDOC PAGE.scd OUT
set -eu
SOURCE_DATE_EPOCH=$(date -r "$2" +%s)
export SOURCE_DATE_EPOCH
page=$("$1" <"$2")
printf '%s\n' "$page" | awk '
	# Paragraph marks are held back until it is clear that text follows: none belongs next to a heading.
	function put(line) { if (held && started) print ".P"; held = 0; started = 1; print line }
	/^\.TH/ { $2 = toupper($2); print; next }
	/^\.nf/ { verbatim = 1 }
	/^\.fi/ { verbatim = 0 }
	/^\.P$/ { held = 1; next }
	/^\.S[HS] / { held = started = 0; print; next }
	/^\.RE/ { print; next }
	/^\./ || verbatim { put($0); next }
	/^\\"/ { print; next }
	{
		while (length($0) > 78) {
			at = 78
			while (at > 1 && substr($0, at, 1) != " ") at--
			if (at == 1) break
			put(substr($0, 1, at - 1))
			$0 = substr($0, at + 1)
		}
		put($0)
	}
' >"$3"
