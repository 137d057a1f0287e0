#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Disks: on both machines, by both interfaces of virtio, is what the guest reads what the host wrote?
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

disk_passes() {		# disk_passes NAME BUILD-DIRECTORY OPTION...
	dp_name=$1 dp_dir=$2
	shift 2
	programs_pass "$dp_name" "$dp_dir" 'repeat disk' --disk "$tmp/a.img" --disk "$tmp/b.img" "$@"
	unlike "$console" '# SKIP' "$dp_name: nothing was left out"
	like "$console" 'vda: 2411 sectors' "$dp_name: the first drive is vda"
	like "$console" 'vdb: 1024 sectors' "$dp_name: the second is vdb"
}

modern='-global virtio-mmio.force-legacy=false'
disk_passes virt-legacy build --machine virt
disk_passes virt-modern build --machine virt -- $modern
disk_passes virt-modern-debug build/debug --machine virt -- $modern
disk_passes vexpress-legacy-debug build/debug --machine vexpress-a15
disk_passes vexpress-modern build --machine vexpress-a15 -- $modern

# A kernel's own tests run beside a disk as without one.
boot selftests --image build/debug/Image --append 'selftest=blk.*,virtio.*' --disk "$tmp/a.img"
all_passed 'self-tests with a disk'

boot nodisk --disk "$tmp/nothing.img"
is "$status" 125 "a disk that isn't there is said"
like "$launcher" "there is no disk $tmp/nothing.img" "... by its name"

done_testing
