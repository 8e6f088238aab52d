#!/bin/sh
# What is shipped to go with the unit where the database is on a server: systemd understands it, and with it the unit is as closed.
#
#	tests/tools/drop_in.sh UNIT DROP_IN
set -eu
folder=$(mktemp -d /tmp/plimsoll-unit-XXXXXX)
trap 'rm -rf "$folder"' EXIT
unit=$folder/plimsoll.service
mkdir "$unit.d"
# The program need not be installed.
sed 's,^ExecStart=.*,ExecStart=/bin/true,; /^Documentation=/d' "$1" >"$unit"
sed 's,^#IPAddressAllow,IPAddressAllow,' "$2" >"$unit.d/database-server.conf"

said=$(systemd-analyze verify --man=no --recursive-errors=no "$unit" 2>&1) || { echo "$said"; exit 1; }
if echo "$said" | grep -F "$folder"; then
	exit 1
fi
# Read at all: an address beyond this machine is one of what is told.
systemd-analyze security --offline=true --no-pager "$unit" | grep -q 'allow list with non-localhost entries'
systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" >/dev/null
