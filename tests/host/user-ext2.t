#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the programs of tests/user run from an ext2 disk as they do from an initrd: executed, mapped and writing there?
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
TIMEOUT=600
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=
disk=$tmp/disk.img

# What build/user.cpio has, but the devices, which the kernel's /dev has
mkdir "$tmp/tree"
(cd "$tmp/tree" && perl -e '
	use Fcntl ":mode";
	binmode STDIN;
	sub take {
		my ($size, $at) = @_;
		read(STDIN, my $data, $size) == $size && read(STDIN, my $pad, -($size + $at) & 3) == (-($size + $at) & 3)
			or die "the initrd is cut off\n";
		return $data;
	}
	while (read(STDIN, my $head, 110) == 110) {
		my ($mode, $size, $length) = map { hex } (unpack("A6(A8)13", $head))[2, 7, 12];
		(my $name = take($length, 110)) =~ s/\0//;
		my $data = take($size, 0);
		last if $name eq "TRAILER!!!";
		if (S_ISDIR($mode)) { mkdir($name) or die "$name: $!\n"; chmod($mode & 07777, $name); }
		if (S_ISLNK($mode)) { symlink($data, $name) or die "$name: $!\n"; }
		next unless S_ISREG($mode);
		open(my $file, ">:raw", $name) or die "$name: $!\n";
		print $file $data;
		close($file);
		chmod($mode & 07777, $name);
	}') <build/user.cpio
ok $? "the initrd is unpacked"
mkdir -p "$tmp/tree/sbin"
mv "$tmp/tree/init" "$tmp/tree/sbin/init"

# programs NAME BLOCK-SIZE BUILD-DIRECTORY WORDS OPTION...
programs() {
	name=$1 dir=$3 words=$4
	scripts/mkdisk -b "$2" "$disk" 192M "$tmp/tree"
	shift 4
	boot "$name" --image "$dir/Image" --disk "$disk" \
		--append "selftest=none init.exit root=/dev/vda rw loglevel=7 -- $words" "$@"
	complaint=$(tap_complete "$console")
	[ "$status" = 0 ] && [ -z "$complaint" ]
	ok $? "$name: $(grep -c '^ok ' "$console") programs, $(grep -c '^    ok ' "$console") tests" || {
		diag "exit status $status" "$complaint" "$(grep -E '^ *(not ok|# tests/|# [a-z-]*: )' "$console" | head -n 40)"
		tail_of "$console"
	}
	unlike "$console" "$trouble|EXT2-fs" "$name: nothing is wrong with the kernel and the disk"
	# init's end is the machine's: nobody has unmounted the disk
	e2fsck -fy "$disk" >"$tmp/fsck" 2>&1
	[ $? -lt 4 ]
	ok $? "$name: e2fsck mends what wasn't written" || tail_of "$tmp/fsck"
}
# Those that leave their disk as a disk isn't, or are about tmpfs, have no place here; stress takes long in the debug build.
others='-disk -diskerr -ext2 -ext2err -tmpfs -fuzz'
programs virt 4096 build "$others" --machine virt --memory 512M
programs vexpress 1024 build/debug "$others -stress" --machine vexpress-a15 --memory 512M

done_testing
