#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel that finds its struct pages in vmemmap pass its own tests, on both machines and builds?  (RAM with
# holes is holes.t.)
. "$(dirname "$0")/lib.sh"

vmemmap_images

boot virt-16M --memory 16M --image build/vmemmap/Image
all_passed 'virt, 16M'
boot virt-128M --memory 128M --image build/vmemmap/debug/Image
all_passed 'virt, 128M, debug build'
like "$console" '^\[.*vmemmap : 0xfda00000 - 0xffa00000' "the layout says where vmemmap is"
like "$console" 'vmalloc : 0x[0-9a-f]+ - 0xfd800000' "and that vmalloc ends below it"
boot vexpress --machine vexpress-a15 --memory 1G --image build/vmemmap/Image
all_passed 'vexpress-a15, 1G'

make -s VMEMMAP=1 DEBUG=1 $(for file in mm/sparse mm/sparse-vmemmap mm/mm_init mm/page_owner mm/zone_check tests/kernel/sparsemem; do
	echo build/vmemmap/debug/$file.c.sparse
done) >"$tmp/sparse" 2>&1
is $? 0 "sparse has nothing to say about what is only compiled here" || tail_of "$tmp/sparse"

# GDB's commands know where vmemmap is, and which frames have no struct page.
cat >"$tmp/script" <<END
set logging file $tmp/gdb
set logging redirect on
set logging enabled on
hbreak free_initmem
continue
print/x (unsigned)\$page(0x47fff)
mm-page 0x47fff
mm-page (unsigned)\$page(0x40001)+3
mm-where (unsigned)\$page(0x40001)+3
mm-where 0xfda00000+0x60000*32
mm-where 0xfd900000
mm-ptdump 0xf0000000 0xffffffff
END
scripts/debug-qemu --batch "$tmp/script" --memory 128M --image build/vmemmap/Image --append selftest=none >"$tmp/errors" 2>&1
is $? 0 "GDB comes to the end of its session" || tail_of "$tmp/errors"
like "$tmp/gdb" '= 0xfe2fffe0' 'the struct page of pfn 47fff, the last of RAM'
like "$tmp/gdb" '^struct page fe2fffe0: pfn 47fff, physical 47fff000' 'mm-page finds it by number'
like "$tmp/gdb" '^struct page fe200020: pfn 40001' '... another by an address within it'
like "$tmp/gdb" '^fe200023: vmemmap, the struct pages of all frames \(fda00000-ffa00000\)' 'mm-where knows the region'
like "$tmp/gdb" '^the struct page of pfn 40001, physical 40001000$' '... and whose struct page it is'
like "$tmp/gdb" '^the struct page of pfn 60000, physical 60000000, where there is no RAM' '... and that one has no memory'
like "$tmp/gdb" '^fd900000: unused \(fd800000-fda00000\)' '... and the gap below'
like "$tmp/gdb" '^---\[ vmemmap \]---' 'mm-ptdump names it'
like "$tmp/gdb" '^0xfe200000-0xfe300000 +1M .*RW NX SHD WBWA|^0xfe200000-0xfe300000 +1M .*RW NX SHD MEM' '... and shows 1 MiB for the 128 MiB of RAM'

done_testing
