#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Memory calls at random (tests/user/randops.c): are their answers those that Linux gave, and the same in little memory with swap?
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=200
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

truncate -s 256M "$tmp/swap.img"
mkswap -q "$tmp/swap.img" 2>"$tmp/mkswap" || diag "$(cat "$tmp/mkswap")"

randops() {	# randops NAME BUILD-DIRECTORY WORDS OPTION...: the lines of the seeds, in $tmp/NAME
	r_name=$1 r_build=$2 r_words=$3
	shift 3
	boot "$r_name" --image "$r_build/Image" --initrd build/randops.cpio --append "selftest=none loglevel=4 norandmaps $r_words" "$@"
	unlike "$console" "$trouble" "$r_name: nothing is wrong with the kernel"
	grep '^seed ' "$console" >"$tmp/$r_name"
}
little() {	# little NAME BUILD-DIRECTORY OPTION...: all but what is in memory is the same
	l_name=$1 l_build=$2
	shift 2
	randops "$l_name" "$l_build" 'mem=11M -- 1 2 1500' --memory 16M --disk "$tmp/swap.img" "$@"
	like "$console" '^[1-9][0-9]* pages were swapped out' "$l_name: memory was scarce"
	sed 's/ accounts .*//' "$tmp/$l_name" >"$tmp/$l_name.answers"
	cmp -s "$tmp/much.answers" "$tmp/$l_name.answers"
	ok $? "$l_name: the answers are those of a machine with much memory" || diag "$(diff "$tmp/much.answers" "$tmp/$l_name.answers")"
}

# make compare has found these on Linux, too: it writes them with SEEDS=1-20 OPS=1000
randops golden build '-- 1 20 1000' --machine virt --memory 1G
cmp -s tests/host/golden/randops.txt "$tmp/golden"
ok $? "20 seeds: the answers are Linux's" || diag "$(diff tests/host/golden/randops.txt "$tmp/golden")"

randops much build '-- 1 2 1500' --machine virt --memory 1G
is "$(grep -c answers "$tmp/much")" 2 "each seed comes to its end" || tail_of "$console"
sed 's/ accounts .*//' "$tmp/much" >"$tmp/much.answers"
little virt build --machine virt
little vexpress-debug build/debug --machine vexpress-a15

done_testing
