#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Programs that need three times the machine's memory, alone, four at once, and in a file: tests/user/thrice.c.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=300
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

# Small enough for a machine of 16 MiB
initrd=$tmp/thrice.cpio
scripts/mkinitrd "$initrd" init=build/user/init tests/thrice=build/user/thrice dev/console:c:5:1

thrice() {	# thrice NAME MEBIBYTES BUILD-DIRECTORY OPTION...
	name=$1 mib=$2 build=$3
	shift 3
	mkdir -p "$tmp/tree"
	scripts/mkdisk -b 4096 "$tmp/a.img" "$((mib * 4))M" "$tmp/tree"
	truncate -s "$((mib * 14))M" "$tmp/b.img"
	mkswap -q "$tmp/b.img" 2>"$tmp/mkswap" || diag "$(cat "$tmp/mkswap")"
	programs_pass "$name" "$build" thrice --initrd "$initrd" --memory "${mib}M" --disk "$tmp/a.img" --disk "$tmp/b.img" "$@"
	unlike "$console" 'Out of memory|page allocation failure' "$name: nobody goes without"
	e2fsck -fn "$tmp/a.img" >"$tmp/fsck" 2>&1
	is $? 0 "$name: e2fsck finds nothing" || tail_of "$tmp/fsck"
	rm "$tmp/a.img" "$tmp/b.img"
}
thrice virt-16M 16 build --machine virt
thrice vexpress-16M-debug 16 build/debug --machine vexpress-a15

done_testing
