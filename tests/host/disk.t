#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Disks: on both machines, by both interfaces of virtio, is what the guest reads what the host wrote, and the other way
# round?  And when the disk fails?
. "$(dirname "$0")/lib.sh"
TIMEOUT=60
# A disk takes the host's time, so the guest's clock doesn't stand still meanwhile.
clock=

# The rule of tests/user/disk.c.  The first disk isn't a whole number of pages.
image() {	# image FILE NUMBER SECTORS
	perl -e 'my ($n, $size) = ($ARGV[0], $ARGV[1] * 512);
		 print pack("C*", map { ($_ * 7 + ($_ >> 8) + $n * 100) % 251 } 0 .. $size - 1)' "$2" "$3" >"$1"
}
image "$tmp/a.img" 0 2411
image "$tmp/b.img" 1 1024

# The third one, after tests/user/disk.c: of "disk 5" in these places, which begin and end there, and else as it was.
third_is_written() {
	perl -e 'my $size = 2411 * 512;
		 my @places = ([700, 1700], [8182, 20470], [81920, 82520], [90112, 94208], [600000, 900000], [$size - 700, $size]);
		 local $/;
		 my @is = unpack("C*", <STDIN>);
		 @is == $size or die "it has " . @is . " bytes\n";
		 for my $i (0 .. $size - 1) {
			 my $n = (grep { $i >= $$_[0] && $i < $$_[1] } @places) ? 5 : 2;
			 $is[$i] == ($i * 7 + ($i >> 8) + $n * 100) % 251 or die "byte $i is $is[$i]\n";
		 }' <"$tmp/c.img" 2>"$tmp/compared"
	ok $? "$1" || diag "$(cat "$tmp/compared")"
}

disk_passes() {		# disk_passes NAME BUILD-DIRECTORY OPTION...
	dp_name=$1 dp_dir=$2
	shift 2
	image "$tmp/c.img" 2 2411
	programs_pass "$dp_name" "$dp_dir" 'disk disk' --disk "$tmp/a.img,readonly=on" --disk "$tmp/b.img,readonly=on" \
		--disk "$tmp/c.img" "$@"
	unlike "$console" '# SKIP' "$dp_name: nothing was left out"
	like "$console" 'vda: 2411 sectors.*, read-only' "$dp_name: the first drive is vda"
	like "$console" 'vdb: 1024 sectors' "$dp_name: the second is vdb"
	third_is_written "$dp_name: on the host, what was written is there, and the rest as it was"
}

modern='-global virtio-mmio.force-legacy=false'
disk_passes virt-legacy build --machine virt
disk_passes virt-modern build --machine virt -- $modern
disk_passes virt-modern-debug build/debug --machine virt -- $modern
disk_passes vexpress-legacy-debug build/debug --machine vexpress-a15
disk_passes vexpress-modern build --machine vexpress-a15 -- $modern

# QEMU's blkdebug fails in places.
cat >"$tmp/places" <<END
[inject-error]
event = "read_aio"
errno = "5"
sector = "80"

[inject-error]
event = "write_aio"
errno = "5"
sector = "160"
END
cat >"$tmp/flush" <<END
[inject-error]
event = "flush_to_disk"
errno = "5"
END
disk_fails() {		# disk_fails NAME BUILD-DIRECTORY OPTION...
	df_name=$1 df_dir=$2
	shift 2
	truncate -s 0 "$tmp/bad.img" "$tmp/bad2.img"
	truncate -s 1M "$tmp/bad.img" "$tmp/bad2.img"
	programs_pass "$df_name" "$df_dir" diskerr --disk "blkdebug:$tmp/places:$tmp/bad.img" \
		--disk "blkdebug:$tmp/flush:$tmp/bad2.img" "$@"
	unlike "$console" '# SKIP' "$df_name: nothing was left out"
	like "$console" 'vdb: not all that was written is on the disk' "$df_name: what close() can't say is in the log"
}
disk_fails errors-virt-modern-debug build/debug --machine virt -- $modern
disk_fails errors-vexpress-legacy build --machine vexpress-a15

# A kernel's own tests run beside a disk as without one.
boot selftests --image build/debug/Image --append 'selftest=blk.*,virtio.*' --disk "$tmp/a.img"
all_passed 'self-tests with a disk'

boot nodisk --disk "$tmp/nothing.img"
is "$status" 125 "a disk that isn't there is said"
like "$launcher" "there is no disk $tmp/nothing.img" "... by its name"

done_testing
