#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do mm-vtop and mm-ptdump walk the page tables of a real Linux, by registers alone and without its symbols?
#
# Debian's kernel for armhf runs the same first program as in gdb-mm.t; what GDB finds is compared with what
# Linux says in /proc/PID/pagemap and /proc/iomem.  `scripts/run-linux` fetches the kernel; without it there is
# nothing to test.
. "$(dirname "$0")/lib.sh"
set -- build/linux/root/boot/vmlinuz-*
[ -r "$1" ] || skip_all "no build/linux: scripts/run-linux fetches Debian's kernel"
. tests/host/gdb.sh

timeout 300 qemu-system-arm -M virt -cpu cortex-a15 -m 1G -nographic -nic none -no-reboot -kernel "$1" \
	-initrd "$tmp/initrd" -append 'console=ttyAMA0 quiet panic=-1' -S -gdb "unix:$tmp/socket,server=on,wait=off" \
	>"$tmp/console.raw" 2>"$tmp/errors" </dev/null &
qemu=$!
trap 'kill $qemu 2>/dev/null; wait $qemu 2>/dev/null; rm -rf "$tmp"' EXIT
tries=0
until [ -S "$tmp/socket" ] || [ $tries = 600 ]; do
	tries=$((tries + 1))
	sleep 0.1
done

gdb_script <<END
target remote $tmp/socket
try mm-vtop \$pc
try mm-ptdump
hbreak *$stop
continue
python until("== end", 2)
add-symbol-file $tmp/init
try mm-vtop \$pc
try mm-vtop region
try mm-vtop region+0x1000
try mm-vtop region+0x2000
try mm-vtop region+0x3000
try mm-vtop region+0x4000
try mm-vtop region+0x5000
try mm-vtop data+0x2000
try mm-vtop 0xc0000000
try mm-vtop 0xffff0000
try mm-ptdump -u region region+0x8000
try mm-ptdump
try mm-vma
try mm-vtop region -u 1
try print \$current()
END
timeout 300 gdb-multiarch -nx -q -batch -x scripts/gdb/commands.py -x "$tmp/script" >>"$tmp/errors" 2>&1 </dev/null
gdb_said $? Linux

said 'mm-vtop $pc'
like "$said" '^paging is off' "at the first instruction paging is off"
said 'mm-ptdump'
like "$said" '^error: paging is off' "there are no tables yet"

# What Linux says of its pages
for page in 0 1 2 4 5; do
	offset=+0x${page}000
	[ $page != 0 ] || offset=
	said "mm-vtop region$offset"
	like "$said" "^$(shown region $page addr)  0*$(shown region $page pfn)000\$" "page $page is in the frame that pagemap says"
done
said 'mm-vtop data+0x2000'
like "$said" "^$(shown data 2 addr)  0*$(shown data 2 pfn)000\$" "a page of a file, too"
said 'mm-vtop region+0x3000'
like "$said" "^$(shown region 3 addr)  \(not mapped\)" "a page that was never touched has none"
said 'mm-vtop region'
like "$said" 'Linux     SHARED XN USER RDONLY DIRTY MT_WRITEALLOC YOUNG PRESENT$' "a page shared by fork: Linux's entry"
like "$said" 'hardware  nG S APX TEX0 AP1 AP0 C B small XN$' "... and the hardware's"
like "$said" 'kernel: read; user: read$' "... in words"
said 'mm-vtop region+0x5000'
like "$said" 'Linux     SHARED XN USER DIRTY MT_WRITEALLOC YOUNG PRESENT$' "a page of one owner may be written"
said 'mm-vtop $pc' 2
like "$said" 'kernel: read; user: read, execute$' "code"
said 'mm-ptdump -u region region+0x8000'
cat >"$kernel" <<END
0x$(shown region 0 addr)-0x$(shown region 3 addr)       12K        USR ro NX SHD MEM/CACHED/WBWA
0x$(shown region 4 addr)-0x$(shown region 5 addr)        4K        USR ro NX SHD MEM/CACHED/WBWA
0x$(shown region 5 addr)-0x$(shown region 6 addr)        4K        USR RW NX SHD MEM/CACHED/WBWA
END
same "mm-ptdump -u"

# What is read-only in lowmem, of which the first part may be executed, ends where /proc/iomem says that the kernel's
# code and constants do
said 'mm-vtop 0xc0000000'
like "$said" '^c0000000  40000000' "lowmem begins with RAM"
kernel_says /proc/iomem
end=$(awk '/Kernel code/ { print substr($1, 10, 8) }' "$kernel")
said 'mm-ptdump' 2
awk '$1 < "0xf0000000" && / ro / { print $5, substr($1, 12) }' "$said" >"$tmp/code"
is "$(awk '{ print $1 }' "$tmp/code" | tr '\n' ' ')" "x NX " "mm-ptdump finds the kernel's code and constants"
is "$(awk 'END { print $2 }' "$tmp/code")" "$(printf '0x%08x' $((0x${end:-0} + 0x80000001)))" "... which end where Linux says"
like "$said" '^0xffff0000-0xffff1000 +4K +USR ro x  SHD' "and the vectors"
unlike "$said" 'RW x ' "nothing is writable and executable"

for command in mm-vma 'mm-vtop region -u 1' 'print $current()'; do
	said "$command"
	like "$said" "^error: .*(no symbols of the kernel|needs the kernel's symbols)" "$command needs symbols"
done

done_testing
