#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Memory calls at random (tests/user/randops.c): are their answers the same in much memory, and in little with swap?
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=200
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=
seeds='1 2 2000'

truncate -s 256M "$tmp/swap.img"
mkswap -q "$tmp/swap.img" 2>"$tmp/mkswap" || diag "$(cat "$tmp/mkswap")"

randops() {	# randops NAME BUILD-DIRECTORY OPTION...: the lines of the seeds, in $tmp/NAME
	r_name=$1 r_build=$2
	shift 2
	boot "$r_name" --image "$r_build/Image" --initrd build/randops.cpio --append "selftest=none loglevel=4 norandmaps -- $seeds" "$@"
	unlike "$console" "$trouble" "$r_name: nothing is wrong with the kernel"
	grep '^seed ' "$console" >"$tmp/$r_name"
	is "$(grep -c answers "$tmp/$r_name")" 2 "$r_name: each seed comes to its end" || tail_of "$console"
}
little() {	# little NAME BUILD-DIRECTORY OPTION...
	randops "$@" --memory 16M --disk "$tmp/swap.img"
	like "$console" '^[1-9][0-9]* pages were swapped out' "$1: memory was scarce"
	cmp -s "$tmp/much" "$tmp/$1"
	ok $? "$1: the answers are those of a machine with much memory" || diag "$(diff "$tmp/much" "$tmp/$1")"
}
randops much build --machine virt --memory 1G
little virt build --machine virt
little vexpress-debug build/debug --machine vexpress-a15

done_testing
