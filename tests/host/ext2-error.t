#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ext2 on disks that QEMU's blkdebug fails in places: tests/user/ext2err.c.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=60
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

tree=$tmp/tree
mkdir -p "$tree/dir"
for file in read write; do perl -e 'print substr(shift, 0, 1) x 12288' $file >"$tree/$file"; done
perl -e 'print "i" x (16 * 4096)' >"$tree/indirect"
echo name >"$tree/dir/name"
scripts/mkdisk -b 4096 "$tmp/a.img" 1M "$tree"
# Five inodes are mke2fs's; this is the first of the inode table's second block.
debugfs -w -R "write $tree/dir/name inode" "$tmp/a.img" >"$tmp/debugfs" 2>&1
cp "$tmp/a.img" "$tmp/b.img"

# of FILE BLOCK: the disk's block, IND being the first indirect one
of() {
	debugfs -R "stat $1" "$tmp/a.img" 2>/dev/null | tr ',' '\n' | sed -n "s/^ *($2[^)]*):\([0-9]*\).*/\1/p" | head -n 1
}
# of_group WHAT: a block of the group's own
of_group() {
	dumpe2fs "$tmp/a.img" 2>/dev/null | sed -n "s/.*$1 bitmap at \([0-9]*\).*/\1/p" | head -n 1
}
# inject EVENT BLOCK
inject() {
	printf '[inject-error]\nevent = "%s"\nerrno = "5"\nsector = "%s"\n\n' "$1" $(($2 * 8))
}
imap=$(debugfs -R 'imap inode' "$tmp/a.img" 2>/dev/null | sed -n 's/.*located at block \([0-9]*\), offset 0x0000.*/\1/p')
read=$(($(of read 0) + 1))
dir=$(of dir 0)
indirect=$(of indirect IND)
{
	inject read_aio "$read"
	inject read_aio "$dir"
	inject read_aio "$indirect"
	inject read_aio "$imap"
	inject write_aio "$(of write 0)"
} >"$tmp/places"
{
	inject read_aio "$(of_group 'Block')"
	inject read_aio "$(of_group 'Inode')"
} >"$tmp/bitmaps"

errors() {	# errors NAME BUILD-DIRECTORY OPTION...
	name=$1 build=$2
	shift 2
	cp "$tmp/a.img" "$tmp/1.img"
	cp "$tmp/b.img" "$tmp/2.img"
	programs_pass "$name" "$build" ext2err --disk "blkdebug:$tmp/places:$tmp/1.img" \
		--disk "blkdebug:$tmp/bitmaps:$tmp/2.img" "$@"
	unlike "$console" '# SKIP' "$name: nothing was left out"
	for block in "$indirect" "$imap"; do
		like "$console" "EXT2-fs error \(device vda\): ext2_bread: block $block can't be read" "$name: a line for block $block"
	done
	like "$console" "EXT2-fs error \(device vda\): get_dir_page: directory [0-9]+: page 0 can't be read" "$name: ... the directory"
	like "$console" "EXT2-fs error \(device vdb\): ext2_bread: block $(of_group 'Block') can't" "$name: ... the bitmap"
}
errors virt-debug build/debug --machine virt
errors vexpress build --machine vexpress-a15

done_testing
