#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ext2: an image that is nonsense in a few bytes.  tests/user/ext2.c makes it so, hundreds of times in one boot (all of its
# 2,234 cases with ext2.every=1 on the command line, which takes minutes); the kernel says so, and goes on.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=400
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

# image BLOCK-SIZE SIZE FILE: small, with files of all kinds, one of them with blocks behind each of its pointers
image() {
	tree=$tmp/tree-$1
	mkdir -p "$tree/dir/sub"
	(
		cd "$tree" || exit 1
		echo 'a small file' >small
		perl -e 'my $size = shift; my $n = $size / 4;
			 open my $f, ">", "deep";
			 for my $block (0, 13, 12 + $n + 3, 12 + $n + $n * $n + 1) { seek $f, $block * $size, 0; print $f "block $block" }' "$1"
		truncate -s %4096 deep
		ln -s small short
		ln -s "$(perl -e 'print "x" x 200')" long
		for i in $(seq 100 159); do ln small "dir/a-name-of-a-file-that-is-long-enough-to-fill-its-block-$i"; done
	)
	scripts/mkdisk -b "$1" "$3" "$2" "$tree"
	debugfs -w -R 'mknod null c 1 3' "$3" >"$tmp/debugfs" 2>&1
}
image 1024 256K "$tmp/a.img"
image 4096 512K "$tmp/b.img"
printf 'ext2 scratch' >"$tmp/scratch.img"
truncate -s 512K "$tmp/scratch.img"

programs_pass virt-debug build/debug ext2 --machine virt --memory 256M --disk "$tmp/a.img,readonly=on" \
	--disk "$tmp/b.img,readonly=on" --disk "$tmp/scratch.img,cache=unsafe"
unlike "$console" '# SKIP' 'nothing was left out'
is "$(grep -c '# case nothing' "$console")" 2 'both images were used'

# What is said between "# case NAME" and "# end", for the image with blocks of 1 KiB, which comes first
says() {	# says NAME LINE: LINE is an extended regular expression
	awk -v "name=# case $1" '$0 == name { on = !seen++ } /^# end/ { on = 0 } on && /EXT2-fs/' "$console" >"$tmp/said"
	like "$tmp/said" "EXT2-fs $2\$" "$1: $2"
}
is "$(awk '/^# case nothing/ { on = 1 } /^# end/ { on = 0 } on && /EXT2-fs/' "$console")" '' 'an image that is all right: no word'
says 'magic' "\(vdc\): can't be mounted: it isn't ext2"
says 'blocks' "\(vdc\): can't be mounted: it is larger than the device"
error='error \(device vdc\):'
says 'bitmap in super block' "$error ext2_check_descriptors: group 0 has its bitmaps or inodes where they can't be"
says 'inode table outside' "$error ext2_check_descriptors: group 0 has its bitmaps or inodes where they can't be"
says 'root is a file' "$error get_root: the root is no directory"
says 'root is free' "$error get_root: the root's inode is free"
says "directory's size" "$error get_dir_page: directory 13 has 1000 bytes"
says 'entry of length 0' "$error ext2_check_page: directory 13: the entry at byte 0 is too short"
says 'entry without end' "$error ext2_check_page: directory 13: the entry at byte 0 crosses its block's end"
says 'name too long' "$error ext2_check_page: directory 13: the entry at byte 0 is shorter than its name"
says 'name with a slash' "$error ext2_check_page: directory 13: the entry at byte 0 has a bad name"
says "inode that isn't" "$error ext2_check_page: directory 13: the entry at byte 0 has an inode that doesn't exist"
says 'reserved inode' "$error ext2_iget: there can't be a file with inode 5"
says 'free inode' "$error ext2_lookup: directory 13 has inode 32, which is free"
says 'directory in itself' "$error ext2_lookup: directory 13 has inode 13, in which it is itself"
says 'directory above' "$error ext2_lookup: directory 13 has inode 2, in which it is itself"
says 'no parent' "$error check_dotdot: directory 15 has no \"..\""
says 'block outside' "$error walk_path: inode 12 has block 4294967295, which no file can have"
says 'indirect block in a table' "$error walk_path: inode 12 has block [0-9]+, which no file can have"
says 'pointer to the super block' "$error walk_path: inode 12 has block 1, which no file can have"
says "file's size" "$error fill_inode: inode 12 has mode 100644 and size -[0-9]+"
says "link's size" "$error fill_inode: inode 16 has mode 120777 and size 5000"
says 'inode that is in use' "$error ext2_new_inode: inode 11 is free, says its bitmap, but it is in use"

# A disk that says that errors are to end everything, and has one on the way to its init
mkdir -p "$tmp/root/sbin"
: >"$tmp/root/sbin/init"
scripts/mkdisk -b 1024 "$tmp/root.img" 1M "$tmp/root"
tune2fs -e panic "$tmp/root.img" >"$tmp/tune2fs" 2>&1
debugfs -w -R 'set_inode_field /sbin size 1000' "$tmp/root.img" >"$tmp/debugfs" 2>&1
boot panic --machine virt --disk "$tmp/root.img" --append 'selftest=none init.exit root=/dev/vda'
is "$status" 2 'errors=panic ends with a panic'
like "$console" 'panic.*: EXT2-fs: panic from previous error' '... which says why'

done_testing
