#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What do holes in RAM cost?  With one array of struct pages as much as RAM, with vmemmap nothing; and does the kernel
# with vmemmap pass its own tests when struct pages are missing?
. "$(dirname "$0")/lib.sh"
. tests/host/dt.sh

vmemmap_images

RAM=2G TIMEOUT=200

# boot_holes IMAGE [SELFTESTS]: boots far-apart.dts; $free is what of RAM is free then, in KiB
boot_holes() {
	IMAGE=$1
	compile far-apart ${2:+-DBOOTARGS='"selftest='$2'"'}
	enter holes "$tmp/far-apart.dtb"
	all_passed "RAM with holes, $1"
	free=$(sed -n 's/.*Memory: \([0-9]*\)K\/229376K available.*/\1/p' "$console")
}

# 1408 MiB from the first frame to the last take 11 MiB of mem_map, of which 1.75 MiB are for frames that exist.
boot_holes build/Image 'memory_model.*,zone.*'
flatmem=$free
boot_holes build/vmemmap/Image
like "$console" 'vmemmap: 14 sections of 16 MiB, 1792 KiB' "struct pages for 224 MiB in 14 sections, and no more"
[ $((free - flatmem)) -gt 9000 ]
ok $? "those of the holes are saved: $free KiB are free instead of $flatmem"
boot_holes build/vmemmap/debug/Image
like "$console" '^ok .* sparsemem.entry_of_a_hole' "a page-table entry for a frame in the hole was tried"

done_testing
