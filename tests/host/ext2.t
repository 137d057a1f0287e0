#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ext2: does the guest read what the host's mke2fs has written, and do e2fsck and debugfs find what the guest writes?
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=120
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

# ---- a tree with everything that mke2fs -d can make; the session is its init
tree=$tmp/tree
mkdir -p "$tree/sbin" "$tree/bin" "$tree/host/many" "$tree/dev"
cp build/debian/root/bin/busybox "$tree/bin/"
cp tests/host/ext2/session "$tree/sbin/init"
(
	cd "$tree/host" || exit 1
	echo small >small
	ln -s small short
	perl -e 'print "x" x 200' >long-target
	ln -s "$(cat long-target)" long
	# Beyond the double indirect blocks of 1 KiB; those of 4 KiB need a hole
	perl -e 'srand(1); print pack("N*", map { int(rand(2**32)) } 1 .. 90000)' >big
	perl -e 'open(F, ">sparse"); seek(F, 4400 * 2**20, 0); print F "the end"'
	for i in $(seq 1000); do echo "$i" >"many/name-$i"; done
	echo linked >linked
	ln linked linked2
	: >mode
	chmod 4751 mode
	md5sum small big linked >sums
)

# image BLOCK-SIZE: a new one in $disk
image() {
	disk=$tmp/$1.img
	scripts/mkdisk -b "$1" "$disk" 24M "$tree"
}

# guest_file NAME: what the guest has written to /guest/NAME, on stdout
guest_file() {
	debugfs -R "cat /guest/$1" "$disk" 2>/dev/null
}

session() {	# session NAME BLOCK-SIZE BUILD-DIRECTORY OPTION...
	s_name=$1 s_block=$2 s_dir=$3
	shift 3
	image "$s_block"
	boot "$s_name" --image "$s_dir/Image" --disk "$disk" --append 'selftest=none init.exit root=/dev/vda rw loglevel=4' "$@"
	complaint=$(tap_complete "$console")
	if [ "$status" = 0 ] && [ -z "$complaint" ]; then
		ok 0 "$s_name: $(grep -c '^ok ' "$console") tests in the guest"
	else
		ok 1 "$s_name: in the guest"
		diag "exit status $status" "$complaint"
		tail_of "$console"
	fi
	unlike "$console" "$trouble" "$s_name: nothing is wrong with the kernel"
	unlike "$console" 'EXT2-fs' "$s_name: nor, it says, with the disk"
	e2fsck -fn "$disk" >"$tmp/fsck" 2>&1
	is $? 0 "$s_name: e2fsck finds nothing" || tail_of "$tmp/fsck"
	guest_file sums >"$tmp/sums"
	while read -r sum file; do
		is "$(guest_file "$file" | md5sum | cut -d' ' -f1)" "$sum" "$s_name: debugfs reads $file"
	done <"$tmp/sums"
	# An unused entry at a block's start has inode 0, and keeps its name
	is "$(debugfs -R 'ls -p /guest/big-dir' "$disk" 2>/dev/null | grep -v '^/0/' | grep -c file-with)" 350 \
		"$s_name: and the directory"
	debugfs -R 'stat /guest/null' "$disk" >"$tmp/null" 2>&1
	like "$tmp/null" '0*1:0*3' "$s_name: and the device"
}

session virt-4k 4096 build --machine virt --memory 256M
session virt-2k-debug 2048 build/debug --machine virt --memory 128M
session vexpress-1k 1024 build --machine vexpress-a15 --memory 256M
session virt-1k-debug 1024 build/debug --machine virt --memory 1G

done_testing
