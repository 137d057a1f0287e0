#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the README's first commands work, in the order in which they stand there, after nothing but the one before?
. "$(dirname "$0")/lib.sh"

unset MAKEFLAGS MAKELEVEL
echo exit >"$tmp/exit"
sed -n '1,/^Each works/s/^    \(make [^#]*[^# ]\) *#.*/\1/p' README.md >"$tmp/commands"
is "$(grep -c . "$tmp/commands")" 4 "the first screen has four commands"

while read -r command <&3; do
	case $command in
	'make test') continue ;;		# which this is a part of
	'make shell') timeout 600 tests/host/type-at-prompt "$tmp/exit" $command >"$tmp/out" 2>&1 ;;
	'make tour'*) timeout 600 $command AUTO=1 </dev/null >"$tmp/out" 2>&1 ;;
	*) timeout 600 $command </dev/null >"$tmp/out" 2>&1 ;;
	esac
	is $? 0 "$command" || tail_of "$tmp/out"
done 3<"$tmp/commands"

done_testing
