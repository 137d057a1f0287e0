#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Swap areas that the host's mkswap has made: tests/user/{swapon,swapped,swapcounts}.c.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=60
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

# area FILE PAGES: a disk, or a file for one, with a header
area() {
	rm -f "$1"
	head -c $(($2 * 4096)) /dev/zero | tr '\0' s >"$1"
	mkswap -q "$1" 2>"$tmp/mkswap" || diag "$(cat "$tmp/mkswap")"
	# mke2fs makes holes of zeros, but nobody reads these
	for kib in 0 2; do head -c 1024 /dev/zero | tr '\0' s | dd of="$1" bs=1024 seek=$kib conv=notrunc 2>/dev/null; done
}

# Files as they are on an ext2 disk; mkswap warns of holes, and of who may read them
tree=$tmp/tree
mkdir -p "$tree"
area "$tree/good" 100
rm -f "$tree/holes"
truncate -s 400K "$tree/holes"
mkswap -q "$tree/holes" 2>/dev/null
head -c 2000 /dev/zero | tr '\0' s >"$tree/small"
head -c 100000 /dev/zero | tr '\0' t >"$tree/text"
scripts/mkdisk -b 4096 "$tmp/a.img" 2M "$tree"
area "$tmp/b.img" 64
area "$tmp/c.img" 32
area "$tmp/d.img" 64
truncate -s 64K "$tmp/d.img"

swaps() {	# swaps NAME BUILD-DIRECTORY OPTION...
	name=$1 build=$2
	shift 2
	for disk in a b c d; do cp "$tmp/$disk.img" "$tmp/$name-$disk.img"; done
	programs_pass "$name" "$build" "swapon swapon" --disk "$tmp/$name-a.img" --disk "$tmp/$name-b.img" \
		--disk "$tmp/$name-c.img" --disk "$tmp/$name-d.img" "$@"
	like "$console" 'Adding 252k swap on /dev/vdb\.  Priority:42 extents:1 across:256k' "$name: a disk is told of"
	like "$console" 'Adding 396k swap on /tmp/swapon/good\.  Priority:-1 extents:[1-9]' "$name: ... and a file"
	like "$console" 'Swap area shorter than signature indicates' "$name: what is wrong with a disk is said"
	like "$console" 'Unable to find swap-space signature' "$name: ... that it is none"
	like "$console" 'swapon: swapfile has holes' "$name: ... and that a file has holes"
	cmp -s "$tmp/b.img" "$tmp/$name-b.img"
	ok $? "$name: an area that nothing was swapped to is as it was"
}
swaps virt-debug build/debug --machine virt
swaps vexpress build --machine vexpress-a15

# Blocks smaller than pages: pages are where they are aligned on the disk
scripts/mkdisk -b 1024 "$tmp/a.img" 2M "$tree"
programs_pass small-blocks build swapon --disk "$tmp/a.img" --disk "$tmp/b.img" --disk "$tmp/c.img" --disk "$tmp/d.img"

# More than the machine has, shared and private: tests/user/swapped.c
truncate -s 128M "$tmp/big.img"
mkswap -q "$tmp/big.img" 2>/dev/null
scripts/mkinitrd "$tmp/swapped.cpio" init=build/user/init tests/swapped=build/user/swapped dev/console:c:5:1
swapped() {	# swapped NAME BUILD-DIRECTORY OPTION...
	name=$1 build=$2
	shift 2
	programs_pass "$name" "$build" swapped --initrd "$tmp/swapped.cpio" --memory 32M --disk "$tmp/a.img" \
		--disk "$tmp/big.img" "$@"
	unlike "$console" '# SKIP' "$name: nothing was left out"
	unlike "$console" 'Out of memory|page allocation failure' "$name: nobody goes without"
}
swapped swapped-virt build --machine virt
swapped swapped-vexpress-debug build/debug --machine vexpress-a15

# What answers and numbers are, and whether they agree while memory is in swap: make compare holds the same lines against Linux's
scripts/swap-disks "$tmp/files.img" "$tmp/area.img"
scripts/mkinitrd "$tmp/swapcounts.cpio" init=build/user/swapcounts dev/console:c:5:1 dev/null:c:1:3
boot swapcounts --memory 128M --initrd "$tmp/swapcounts.cpio" --disk "$tmp/files.img" --disk "$tmp/area.img" \
	--append 'selftest=none quiet loglevel=0 norandmaps init.exit'
grep -v '^\[' "$console" | diff tests/host/golden/swapcounts.txt - >"$tmp/diff"
ok $? "swapcounts: they are those of tests/host/golden/swapcounts.txt" || tail_of "$tmp/diff"

done_testing
