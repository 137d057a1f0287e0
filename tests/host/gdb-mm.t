#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do GDB's commands for memory say what the kernel says itself, on both machines, in user mode as well, and
# before the MMU is on?
#
# The program gdb-mm.c is the first program: it prints /proc and stops, then GDB is asked for the same.
. "$(dirname "$0")/lib.sh"

HF=arm-linux-gnueabihf-
$HF""gcc -std=gnu11 -O2 -g -Wall -Wextra -Werror -static -o "$tmp/init" tests/host/gdb-mm.c || exit 1
scripts/mkinitrd "$tmp/initrd" init="$tmp/init" || exit 1
stop=0x$($HF""nm "$tmp/init" | awk '$3 == "stop_here" { print $1 }')

# A session: lines of GDB's; `try COMMAND` shows the command, what it says and its error, and goes on.
preamble() {
	cat <<-'END'
	set width 0
	python
	def attempt(command):
	    print("(gdb) " + command)
	    try:
	        gdb.execute(command)
	    except gdb.error as error:
	        print("error: %s" % error)
	    print("(end)")
	end
	END
}

session() {	# session MACHINE MEMORY
	{ preamble; sed "s/^\( *\)try \(.*\)/\1python attempt(r'''\2''')/"; } >"$tmp/script"
	scripts/debug-qemu --batch "$tmp/script" --machine "$1" --memory "$2" --initrd "$tmp/initrd" \
		--append 'selftest=none init.exit quiet' >"$tmp/session.raw" 2>&1
	is $? 0 "$1: GDB comes to the end of the session" || tail_of "$tmp/session.raw"
	tr -d '\r' <"$tmp/session.raw" >"$tmp/session"
	unlike "$tmp/session" 'Traceback|Python Exception|Error while executing Python' "$1: no tracebacks"
}

# said COMMAND [N]: what GDB said to it (the Nth time), in $said
said=$tmp/said
said() {
	awk -v command="(gdb) $1" -v n="${2:-1}" '
	$0 == "(end)" { on = 0 }
	on { print }
	$0 == command && ++seen == n { on = 1 }' "$tmp/session" >"$said"
}

# kernel_says FILE: what the program read there, in $kernel
kernel=$tmp/kernel
kernel_says() {
	awk -v name="== $1" '/^== / { on = $0 == name; next } on' "$tmp/session" >"$kernel"
}

# shown WHAT N FIELD: of the program's line "WHAT N addr ADDR pfn PFN"
shown() {
	awk -v what="$1" -v n="$2" -v field="$3" \
		'$1 == what && $2 == n && $3 == "addr" { print field == "addr" ? $4 : $6; exit }' "$tmp/session"
}

# same NAME: GDB and the kernel say the same
same() {
	diff -u "$kernel" "$said" >"$tmp/diff" && [ -s "$kernel" ]
	ok $? "$1" || diag "$(cat "$tmp/diff")"
}

for machine in virt vexpress-a15; do
	case $machine in virt) ram=4 memory=1G ;; *) ram=8 memory=128M ;; esac
	session $machine $memory <<-END
	try mm-vtop \$pc
	try mm-ptdump
	try mm-vtop
	try mm-vtop nothing
	hbreak *$stop
	continue
	add-symbol-file $tmp/init
	try mm-vtop \$pc
	try mm-vtop region
	try mm-vtop region+0x1000
	try mm-vtop region+0x1000 -u child
	try mm-vtop region+0x2000
	try mm-vtop region+0x3000
	try mm-vtop region+0x4000
	try mm-vtop data
	try mm-vtop data+0x2000
	try mm-vtop 0xc0010000
	try mm-vtop (unsigned)&mem_map-0xc0000000+0x${ram}0000000
	try mm-vtop &mem_map
	try mm-vtop 0xff000000
	try mm-vtop 0xff700000
	try mm-vtop region -u 77
	try mm-vtop 0xc0010000 -u
	try mm-vtop region -x
	try mm-ptdump
	try mm-ptdump -u region region+0x8000
	try mm-ptdump -u data data+0x3000
	try mm-ptdump 0xc0000000 0xc0020000
	try mm-ptdump 5 4
	thbreak schedule
	continue
	try mm-vtop $stop
	maint packet qqemu.PhyMemMode
	END

	# Before the MMU is on
	said 'mm-vtop $pc'
	like "$said" "^${ram}0010000  ${ram}0010000" "$machine: before the MMU is on an address is physical"
	like "$said" '^paging is off \(SCTLR 00c50078\)' "$machine: ... which is said"
	said 'mm-ptdump'
	like "$said" '^error: paging is off' "$machine: there are no tables yet"
	said 'mm-vtop'
	like "$said" '^error: usage: mm-vtop ADDR' "$machine: a missing argument is answered by the usage"
	said 'mm-vtop nothing'
	like "$said" '^error: nothing is no address: No symbol "nothing"' "$machine: a word that is no address"

	# Frames, by pagemap
	for page in 0 1 2 4; do
		offset=+0x${page}000
		[ $page != 0 ] || offset=
		said "mm-vtop region$offset"
		like "$said" "^$(shown region $page addr)  0*$(shown region $page pfn)000\$" \
		    "$machine: page $page of the region is in the frame that pagemap says"
	done
	said 'mm-vtop region+0x1000 -u child'
	like "$said" "^$(shown child 1 addr)  0*$(shown child 1 pfn)000\$" "$machine: -u PID: the child's copy has its own"
	[ "$(shown child 1 pfn)" != "$(shown region 1 pfn)" ]
	ok $? "$machine: ... which is another"
	said 'mm-vtop data+0x2000'
	like "$said" "^$(shown data 2 addr)  0*$(shown data 2 pfn)000\$" "$machine: a page of a file"
	said 'mm-vtop region+0x3000'
	like "$said" "^$(shown region 3 addr)  \(not mapped\)\$" "$machine: a page that was never touched"
	like "$said" 'Linux     none$' "$machine: ... by Linux's entry"
	like "$said" 'hardware  no entry: an access is a page translation fault' "$machine: ... and by the hardware's"

	# Bits: what copy-on-write, the zero page, mprotect and shared mappings leave
	said 'mm-vtop region'
	like "$said" 'Linux     SHARED XN USER RDONLY DIRTY MT_WRITEALLOC YOUNG PRESENT$' \
	    "$machine: a page shared by fork is read-only, and was written"
	like "$said" 'hardware  nG S APX TEX0 AP1 AP0 C B small XN$' "$machine: ... also for the hardware"
	like "$said" 'kernel: read; user: read$' "$machine: ... in words"
	like "$said" 'Normal, inner write-back write-allocate, outer write-back write-allocate, shareable$' \
	    "$machine: its memory type, by PRRR and NMRR"
	like "$said" '^PMD .* table [0-9a-f]{8} PXN domain 1 USER \(client\)$' "$machine: the table's domain, which is open in user mode"
	like "$said" "^VMA  [0-9a-f]{8}  $(shown region 0 addr)-$(shown region 4 addr) rw-p  anonymous  \(READ WRITE MAYREAD MAYWRITE MAYEXEC ACCOUNT\)" \
	    "$machine: the VMA"
	like "$said" "^page [0-9a-f]{8}  pfn $(shown region 0 pfn)  count 2  mapcount 2  .*swapbacked" "$machine: the struct page of a page with two owners"
	like "$said" "anonymous, anon_vma [0-9a-f]{8}, address $(shown region 0 addr)\$" "$machine: ... and where it belongs"
	said 'mm-vtop region+0x1000'
	like "$said" 'pfn [0-9a-f]+  count 1  mapcount 1 ' "$machine: a page that the child has copied has one owner"
	said 'mm-vtop region+0x2000'
	like "$said" 'Linux     SHARED XN USER RDONLY MT_WRITEALLOC YOUNG PRESENT$' "$machine: the zero page is clean"
	said 'mm-vtop data+0x2000'
	like "$said" 'Linux     SHARED XN USER DIRTY MT_WRITEALLOC YOUNG PRESENT$' "$machine: a shared page that was written stays so after fork"
	like "$said" 'rw-s  /data  ' "$machine: ... of this file"
	like "$said" 'page 2 of the page cache' "$machine: ... page 2 of it"
	said 'mm-vtop $pc' 2
	like "$said" 'kernel: read; user: read, execute$' "$machine: the kernel may not execute what users may"

	said "mm-vtop $stop"
	like "$said" 'domain 1 USER \(no access\)' "$machine: while the kernel runs, the domain of user memory is shut"
	like "$said" 'user: read, execute; now shut by the domain$' "$machine: ... in words"

	# The kernel's part
	said 'mm-vtop 0xc0010000'
	like "$said" "^c0010000  ${ram}0010000" "$machine: the kernel's text, seen from user mode"
	like "$said" 'kernel: read, execute; user: nothing$' "$machine: ... is read-only and executable"
	said 'mm-vtop &mem_map'
	like "$said" 'kernel: read, write; user: nothing$' "$machine: its data is neither"
	said 'mm-vtop 0xff000000'
	like "$said" '^ff000000  \(not mapped\)' "$machine: a hole"
	like "$said" 'empty: an access is a section translation fault' "$machine: ... of the first level"
	if [ $machine = virt ]; then
		said 'mm-vtop 0xff700000'
		like "$said" '^ff700000  09000000' "$machine: a section of a device"
		like "$said" '^PMD .* section S TEX0 AP0 XN domain 2 IO \(client\)' "$machine: ... bit by bit"
		like "$said" 'section, 1 MiB; Device, shareable$' "$machine: ... in words"
	fi
	for command in 'region -u 77:there is no task with the pid 77' '0xc0010000 -u:c0010000 is no user address' \
	    'region -x:-x is no option'; do
		said "mm-vtop ${command%%:*}"
		like "$said" "^error: .*${command#*:}" "$machine: mm-vtop ${command%%:*}"
		is "$(grep -c . "$said")" 1 "$machine: ... and nothing else"
	done

	# The dump, by the kernel's own; the page that reading it takes is gone meanwhile
	kernel_says /proc/vmallocinfo
	reader=$(awk '/ proc_read\+/ { print substr($1, 1, 10) }' "$kernel")
	kernel_says /proc/kernel_page_tables
	sed -i "/User/d; /^$reader-/d" "$kernel"
	said 'mm-ptdump' 2
	same "$machine: mm-ptdump shows what /proc/kernel_page_tables shows"
	said 'mm-ptdump -u region region+0x8000'
	cat >"$kernel" <<-END
	0x$(shown region 0 addr)-0x$(shown region 3 addr)       12K        USR ro NX SHD MEM/CACHED/WBWA
	0x$(shown region 4 addr)-0x$(shown region 5 addr)        4K        USR ro NX SHD MEM/CACHED/WBWA
	0x$(shown region 5 addr)-0x$(shown region 6 addr)        4K        USR RW NX SHD MEM/CACHED/WBWA
	END
	same "$machine: mm-ptdump -u of the region"
	said 'mm-ptdump -u data data+0x3000'
	cat >"$kernel" <<-END
	0x$(shown data 1 addr)-0x$(shown data 2 addr)        4K        USR ro NX SHD MEM/CACHED/WBWA
	0x$(shown data 2 addr)-0x$(shown region 0 addr)        4K        USR RW NX SHD MEM/CACHED/WBWA
	END
	same "$machine: ... and of a file, of which one page was read and one written"
	said 'mm-ptdump 0xc0000000 0xc0020000'
	is "$(sed -n '1p;$p' "$said" | tr '\n' ' ')" \
	    "---[ Kernel Mapping ]--- 0xc0010000-0xc0020000       64K            ro x  SHD MEM/CACHED/WBWA " \
	    "$machine: a part of it"
	said 'mm-ptdump 5 4'
	is "$(cat "$said")" "error: mm-ptdump: 00000005 isn't below 00000004" "$machine: the wrong way round"
	is "$(grep -A 1 '^sending: qqemu.PhyMemMode' "$tmp/session" | tail -n 1)" 'received: "0"' \
	    "$machine: QEMU reads virtual addresses again"
done

# What none of these kernels uses
gdb-multiarch -nx -q -batch -x tests/host/gdb-walk.py >"$said" 2>&1
cp tests/host/golden/gdb-walk.txt "$kernel"
same "the walk knows large pages, supersections, other memory types, the access flag, TTBCR.N"

done_testing
