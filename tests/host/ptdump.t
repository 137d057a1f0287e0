#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do head.S, paging_init() and the rest of the boot leave the page tables that tests/host/golden shows?
#
# Where the image's parts end depends on how much code there is, so those addresses are given by their
# symbols, and sizes are left out.  After a change that is meant: GOLDEN=write tests/host/ptdump.t
. "$(dirname "$0")/lib.sh"

symbol() {
	arm-none-eabi-nm build/vmlinux | awk -v name="$1" '$3 == name { print "0x" $1 }'
}

# stages NAME MACHINE MEMORY
stages() {
	boot "$1" --machine "$2" --memory "$3" --append 'selftest=none ptdump=stages'
	is "$status" 0 "$1: boots"
	sed -n '/^===\[/,/Freeing/p' "$console" | grep -v '^\[ ' |
		sed -E 's/^(0x[0-9a-f]+-0x[0-9a-f]+) +[0-9]+[KM]/\1/; s/^0xffd1e000-0x[0-9a-f]+/device tree/' |
		sed "s/$(symbol __start_rodata)/__start_rodata/; s/$(symbol __end_rodata)/__end_rodata/" \
		>"$tmp/$1.dump"
	[ "${GOLDEN:-}" != write ] || cp "$tmp/$1.dump" "tests/host/golden/ptdump-$1.txt"
	diff -u "tests/host/golden/ptdump-$1.txt" "$tmp/$1.dump" >"$tmp/$1.diff"
	is $? 0 "$1: the tables are those of tests/host/golden" || diag "$(cat "$tmp/$1.diff")"
}

stages virt-64M virt 64M
stages virt-1G virt 1G
stages vexpress-128M vexpress-a15 128M

done_testing
