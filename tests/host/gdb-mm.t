#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do GDB's commands for memory say what the kernel says itself, on both machines, in user mode as well, and
# before the MMU is on?
#
# The program gdb-mm.c is the first program: it prints /proc and stops, then GDB is asked for the same.
. "$(dirname "$0")/lib.sh"

. tests/host/gdb.sh

session() {	# session NAME MACHINE MEMORY DEBUG-QEMU-OPTION...
	name=$1 machine_of=$2 memory_of=$3
	shift 3
	gdb_script
	scripts/debug-qemu --batch "$tmp/script" "$@" --machine "$machine_of" --memory "$memory_of" --initrd "$tmp/initrd" \
		--append 'selftest=none init.exit quiet' >"$tmp/console.raw" 2>"$tmp/errors"
	gdb_said $? "$name"
}

for machine in virt vexpress-a15 debug; do
	case $machine in
	virt) ram=4 where='virt 1G' ;;
	vexpress-a15) ram=8 where='vexpress-a15 128M' ;;
	debug) ram=4 where='virt 256M --image build/debug/Image' ;;
	esac
	session $machine $where <<-END
	try mm-vtop \$pc
	try mm-ptdump
	try mm-vtop
	try mm-vtop nosuchword
	try mm-vma
	try mm-ps
	try mm-where \$pc
	try mm-rmap 5
	try mm-cache /init
	try print \$current()
	hbreak *$stop
	continue
	python until("== end", 2)
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
	try mm-vma
	try mm-vma child
	try mm-vma child -p
	try mm-vma 2
	try mm-vma 77
	try mm-vma -p
	try mm-ps
	try mm-buddy
	try mm-buddy 10
	try mm-buddy 11
	try mm-page region
	try mm-page data+0x2000
	try mm-page \$page(region)
	try mm-page 5
	try mm-page stop_here
	try mm-page 0xff000000
	try mm-page 0xc0010000
	try mm-vmalloc
	try mm-slab
	try mm-slab vm_area_struct
	try mm-slab nothing
	try mm-rmap region
	try mm-rmap region+0x1000
	try mm-rmap region+0x2000
	try mm-rmap data+0x2000
	try mm-rmap stop_here
	try mm-rmap \$current()
	try mm-cache /data
	try mm-cache 3
	try mm-cache /init
	try mm-cache /nothing
	try mm-cache 999
	try mm-where region
	try mm-where data+0x2000
	try mm-where stop_here
	try mm-where 0xc0010000
	try mm-where &mem_map
	try mm-where \$current()
	try mm-where 0xffeff123
	try mm-where 0xffff0008
	try mm-where 0xbfe01000
	try mm-where 0xbf000000
	try mm-where &nosuchword
	python
	import kernel, memory, mm
	linux = kernel.Kernel(memory.Machine())
	caches = linux.list(linux.variable("slab_caches"), "struct kmem_cache", "list")
	cache = next(cache for cache in caches if cache.string("name") == "vm_area_struct")
	gdb.set_convenience_variable("free_vma", min(addr for page, _ in mm.Cache(cache).slabs()
	                                                for addr in mm.Cache(cache).free(page)))
	gdb.set_convenience_variable("vma_size", cache["size"])
	gdb.set_convenience_variable("stack", linux.current()["stack"])
	gdb.set_convenience_variable("pgd", linux.current()["mm"]["pgd"].addr)
	table = linux.machine.word(linux.virt_to_phys(linux.current()["mm"]["pgd"].addr)) & 0xfffff000
	gdb.set_convenience_variable("table", table - linux.phys_offset + kernel.PAGE_OFFSET)
	end
	try mm-where \$free_vma+4
	try mm-where \$stack+16
	try mm-where \$stack+0x2004
	try mm-where \$pgd
	try mm-where \$table
	try print *\$vma(region)
	try print \$vma(3)
	set \$region = (unsigned long)region
	set \$data = (unsigned long)data
	delete
	thbreak schedule
	continue
	try mm-vtop $stop
	try mm-cache \$vma(\$data)->vm_file
	try print *\$vma(\$region)
	try print \$page(\$region)->flags
	try print *\$page(\$region)
	try print \$page(5)
	try print slab_caches
	try print \$current()->mm->mm_rb
	try print \$current()->comm
	try print \$current()->mm->pgd[0]
	try print \$current()->mm->pgd[\$region >> 21]
	try print ((pmd_t *)\$current()->mm->pgd)[0xc80]
	try print *(pte_t *)(\$table + (0x10000 >> 12) * 4)
	try print \$vma(\$region)->vm_page_prot
	try print (gfp_t)0x24080c0
	try print (gfp_t)0
	try print (gfp_t)0x10000001
	try print \$fsr(0x80f)
	try print \$fsr(0x80000007)
	try print \$fsr(0x2805)
	try print/r slab_caches
	maint packet qqemu.PhyMemMode
	maint packet Qqemu.PhyMemMode:1
	try mm-vtop 0xc0020000
	maint packet qqemu.PhyMemMode
	maint packet Qqemu.PhyMemMode:0
	END

	# Before the MMU is on
	for command in mm-vma mm-ps 'mm-where $pc' 'mm-rmap 5' 'mm-cache /init' 'print $current()'; do
		said "$command"
		like "$said" '^error: paging is off \(SCTLR 00c50078\)' "$machine: $command: the kernel isn't there yet"
		is "$(grep -c . "$said")" 1 "$machine: ... one line"
	done
	said 'mm-vtop $pc'
	like "$said" "^${ram}0010000  ${ram}0010000" "$machine: before the MMU is on an address is physical"
	like "$said" '^paging is off \(SCTLR 00c50078\)' "$machine: ... which is said"
	said 'mm-ptdump'
	like "$said" '^error: paging is off' "$machine: there are no tables yet"
	said 'mm-vtop'
	like "$said" '^error: usage: mm-vtop ADDR' "$machine: a missing argument is answered by the usage"
	said 'mm-vtop nosuchword'
	like "$said" '^error: nosuchword is no address: No symbol "nosuchword"' "$machine: a word that is no address"

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
	like "$said" "anonymous, anon_vma [0-9a-f]{8}, index $(shown region 0 addr | cut -c 1-5)\$" "$machine: ... and where it belongs"
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

	# Address spaces
	said 'mm-vma' 2
	kernel_says /proc/self/maps
	same "$machine: mm-vma shows what /proc/self/maps shows"
	said 'mm-vma child'
	kernel_says /proc/CHILD/maps
	same "$machine: mm-vma PID that of another task"
	said 'mm-vma child -p'
	like "$said" "^  $(shown child 1 addr)  0*$(shown child 1 pfn)000  SHARED XN USER DIRTY MT_WRITEALLOC YOUNG PRESENT +count 1 mapcount 1\$" \
	    "$machine: -p: the child's own page"
	like "$said" "^  $(shown child 0 addr)  0*$(shown child 0 pfn)000  SHARED XN USER RDONLY DIRTY .*count 2 mapcount 2\$" "$machine: ... and a shared one"
	like "$said" "^  $(shown child 2 addr)  0*$(shown child 2 pfn)000 .*count 1 mapcount 0\$" "$machine: ... and the zero page"
	unlike "$said" "^  ($(shown child 3 addr)|$(shown child 5 addr)|$(shown child 6 addr)) " "$machine: ... and none where there is none"
	said 'mm-vma 2'
	like "$said" '^error: mm-vma: kswapd0 \(pid 2\) has no address space' "$machine: a kernel thread"
	said 'mm-vma 77'
	is "$(cat "$said")" 'error: there is no task with the pid 77' "$machine: no such task"
	said 'mm-vma -p'
	is "$(grep -c '^[0-9a-f]' "$said")" "$(grep -c . "$kernel")" "$machine: -p of the current task"
	kernel_says /proc/self/status
	size=$(awk '$1 == "VmSize:" { print $2 }' "$kernel") rss=$(awk '$1 == "VmRSS:" { print $2 }' "$kernel")
	said mm-ps 2
	like "$said" "^> +1 +1 +0  [0-9a-f]{8}  [0-9a-f]{8}  R +$size +$rss  init\$" "$machine: mm-ps: who runs, and the sizes of /proc/self/status"
	like "$said" '^  +2 +2 +0  [0-9a-f]{8}  00000000  S +- +-  \[kswapd0\]$' "$machine: ... kernel threads"
	like "$said" "^  +$(awk '/^child [0-9]+$/ { print $2 }' "$tmp/console") +[0-9]+ +1 .* S +[0-9]+ +[0-9]+  second\$" "$machine: ... and who waits"

	# Allocators
	kernel_says /proc/buddyinfo
	awk '{ $1 = $2 = $3 = $4 = ""; $0 = $0; $1 = $1; print }' "$kernel" >"$tmp/counts" && mv "$tmp/counts" "$kernel"
	said mm-buddy
	like "$said" '^per CPU: [0-9]+ pages \(unmovable [0-9]+, movable [0-9]+, reclaimable [0-9]+\), high' "$machine: the per-CPU lists"
	tens=$(awk '$1 == "all" { n += $NF } END { print n }' "$said")
	sed -n 's/^all  *//p' "$said" | tr -s ' ' >"$tmp/counts" && mv "$tmp/counts" "$said"
	same "$machine: mm-buddy counts what /proc/buddyinfo says"
	said 'mm-buddy 10'
	is "$(grep -Ec '^(Normal|HighMem) +(unmovable|movable|reclaimable) +page [0-9a-f]{8}  frames [0-9a-f]{5}-[0-9a-f]{5}$' "$said")" "$tens" \
	    "$machine: mm-buddy ORDER shows each block"
	said 'mm-buddy 11'
	is "$(cat "$said")" 'error: mm-buddy: orders are 0 to 10' "$machine: ... of the orders there are"
	kernel_says /proc/vmallocinfo
	sed -i 's|/0x[0-9a-f]*||' "$kernel"
	said mm-vmalloc
	same "$machine: mm-vmalloc shows what /proc/vmallocinfo shows"
	kernel_says /proc/slabinfo
	sed 1,2d "$kernel" | awk '{ print $1, $4, $2, $3, $14, $6 }' >"$tmp/counts" && mv "$tmp/counts" "$kernel"
	said mm-slab
	sed 1d "$said" | awk '{ print $2, $3, $4, $5, $6, $7 }' >"$tmp/counts" && mv "$tmp/counts" "$said"
	same "$machine: mm-slab counts what /proc/slabinfo does"
	objects=$(awk '$1 == "vm_area_struct" { print $3, $4, $5 }' "$said")
	said 'mm-slab vm_area_struct'
	is "$(awk '/^[0-9a-f]/ { used += $4; all += $5; slabs++ } END { print used, all, slabs }' "$said")" "$objects" \
	    "$machine: mm-slab CACHE shows each slab"
	said 'mm-slab nothing'
	is "$(cat "$said")" 'error: mm-slab: there is no cache nothing' "$machine: ... of a cache that there is"

	# Pages
	said 'mm-page region'
	like "$said" "^struct page [0-9a-f]{8}: pfn $(shown region 0 pfn), physical 0*$(shown region 0 pfn)000, " "$machine: mm-page of an address"
	like "$said" '^flags +[0-9a-f]+  zone (Normal|HighMem)  uptodate lru active swapbacked$' "$machine: ... its flags"
	like "$said" '^mapcount +2  \(_mapcount 1\)' "$machine: ... its counts"
	like "$said" "^use +anonymous, anon_vma [0-9a-f]{8}, index $(shown region 0 addr | cut -c 1-5)" "$machine: ... its use"
	cp "$said" "$kernel"
	said 'mm-page $page(region)'
	same "$machine: mm-page of the struct itself"
	said 'mm-page data+0x2000'
	like "$said" '^use +page 2 of the page cache' "$machine: mm-page of a file's page"
	said 'mm-page 5'
	is "$(cat "$said")" 'error: 5 is no frame of RAM, and nothing is mapped there' "$machine: mm-page of no frame"
	said 'mm-page 0xff000000'
	is "$(cat "$said")" 'error: ff000000 is no frame of RAM, and nothing is mapped there' "$machine: mm-page of no address"
	said 'mm-page stop_here'
	like "$said" '^use +page [0-9]+ of the page cache' "$machine: mm-page of a low address"
	said 'mm-page 0xc0010000'
	like "$said" "^struct page .* pfn ${ram}0010, .* at c0010000" "$machine: mm-page of the kernel's text"

	# Who maps a page, and which pages has a file?
	child=$(awk '/^child [0-9]+$/ { print $2 }' "$tmp/console")
	mapper() {	# mapper PID COMM ADDR WHAT
		like "$said" "^ +$1  $2 +[0-9a-f]{8}  $3  $4\$" "$machine: ... by $2: $4"
	}
	said 'mm-rmap region'
	like "$said" "^page [0-9a-f]{8}  pfn $(shown region 0 pfn)  mapcount 2  anon_vma " "$machine: mm-rmap of a page shared by fork"
	mapper 1 init "$(shown region 0 addr)" 'SHARED XN USER RDONLY DIRTY MT_WRITEALLOC (YOUNG )?PRESENT'
	mapper "$child" second "$(shown region 0 addr)" 'SHARED XN USER RDONLY DIRTY MT_WRITEALLOC (YOUNG )?PRESENT'
	like "$said" '^2 of 2 entries found' "$machine: ... which are all"
	said 'mm-rmap region+0x1000'
	mapper 1 init "$(shown region 1 addr)" 'SHARED XN USER RDONLY DIRTY MT_WRITEALLOC (YOUNG )?PRESENT'
	mapper "$child" second "$(shown region 1 addr)" 'another page'
	like "$said" '^1 of 1 entries found' "$machine: ... which are all"
	said 'mm-rmap data+0x2000'
	mapper 1 init "$(shown data 2 addr)" 'SHARED XN USER DIRTY MT_WRITEALLOC YOUNG PRESENT'
	mapper "$child" second "$(shown data 2 addr)" nothing
	said 'mm-rmap stop_here'
	like "$said" "^ +1  init .*  SHARED USER RDONLY MT_WRITEALLOC YOUNG PRESENT\$" "$machine: mm-rmap of a page of code"
	for command in 'region+0x2000' '$current()'; do
		said "mm-rmap $command"
		like "$said" '^error: mm-rmap: page [0-9a-f]{8} \(pfn [0-9a-f]{5}\) belongs to no file and no anon_vma' "$machine: mm-rmap $command: nobody"
	done
	said 'mm-cache /data'
	like "$said" '^/data: inode [0-9a-f]{8} \([0-9]+\), 12288 bytes' "$machine: mm-cache of a path"
	like "$said" '^2 pages, 1 dirty, 0 under write-back, 2 VMAs' "$machine: ... two pages of three"
	like "$said" "^ +1  [0-9a-f]{8}  $(shown data 1 pfn)  +[0-9]+ +1  .*uptodate" "$machine: ... page 1, in which frame it is"
	like "$said" "^ +2  [0-9a-f]{8}  $(shown data 2 pfn)  +[0-9]+ +1  .*uptodate dirty" "$machine: ... page 2, which is dirty"
	like "$said" "^mapped by second \\(pid $child\\): $(shown data 0 addr)-$(shown region 0 addr) rw-s from page 0" "$machine: ... and who maps it"
	cp "$said" "$kernel"
	said 'mm-cache 3'
	same "$machine: mm-cache of a descriptor"
	said 'mm-cache $vma($data)->vm_file'
	same "$machine: mm-cache of a struct file"
	said 'mm-cache /init' 2
	is "$(grep -Ec '^ +[0-9]+  [0-9a-f]{8}  [0-9a-f]{5} ' "$said")" $((($(stat -c %s "$tmp/init") + 4095) / 4096)) \
	    "$machine: every page of a file that was unpacked"
	is "$(grep -c '^mapped by init' "$said")" 3 "$machine: ... mapped three times by its process"
	said 'mm-cache /nothing'
	is "$(cat "$said")" 'error: mm-cache: no name nothing is known in /nothing' "$machine: mm-cache of no file"
	said 'mm-cache 999'
	is "$(cat "$said")" 'error: mm-cache: init (pid 1) has no descriptor 999' "$machine: mm-cache of no descriptor"

	# Whose is it?
	where() {	# where COMMAND-ARGUMENT PATTERN...
		said "mm-where $1"
		what=$1
		shift
		for pattern do
			like "$said" "$pattern" "$machine: mm-where $what: $pattern"
		done
	}
	where region 'user space' 'of init \(pid 1\)' '^VMA   .* rw-p  anonymous' 'mapcount 2'
	where data+0x2000 '^VMA   .* rw-s  /data'
	where stop_here '^VMA   .* r-xp  /init' 'page [0-9]+ of the page cache'
	where 0xc0010000 'lowmem' "the kernel's image: [a-z_]+\\+0x0" "^physical ${ram}0010000" '      reserved'
	where '&mem_map' "the kernel's image: mem_map\\+0x0"
	where '$current()' '^slab task_struct: object [0-9a-f]{8}, number [0-9]+ of [0-9]+, byte 0, in use'
	where '$free_vma+4' '^slab vm_area_struct: object [0-9a-f]{8}, number [0-9]+ of [0-9]+, byte 4, free'
	where '$stack+16' 'vmalloc space' '^area  0x[0-9a-f]+-.* do_fork\+.*vmalloc$' '^the kernel stack of init \(pid 1\)'
	where '$stack+0x2004' '^in the guard page' '^nothing is mapped there'
	where '$pgd' '^the first-level table of init \(pid 1\)'
	where '$table' '^a page table of init \(pid 1\), for 00000000-00200000'
	where 0xffeff123 'fixmap' '^slot 0: FIX_EARLYCON'
	where 0xffff0008 'vectors'
	where 0xbfe01000 'PKMAP' '^slot 1, count [0-9]+: '
	where 0xbf000000 'modules'
	said 'mm-where &nosuchword'
	is "$(cat "$said")" 'error: &nosuchword is no address: No symbol "nosuchword" in current context.' "$machine: mm-where of no address"

	# Functions and printers
	printed() {	# printed EXPRESSION PATTERN...
		said "print $1" ${nth:-1}
		what=$1
		shift
		for pattern do
			like "$said" "$pattern" "$machine: print $what: $pattern"
		done
	}
	printed '*$vma($region)' '^  vm_start = ' '^  vm_flags = 0x100073 \(READ WRITE MAYREAD MAYWRITE MAYEXEC ACCOUNT\)' \
	    '^  vm_page_prot = 0x[0-9a-f]+ \(SHARED XN USER RDONLY MT_WRITEALLOC YOUNG PRESENT\)' \
	    '^  anon_vma_chain = .* \([12] entries\)'
	printed '$vma(3)' '^error: .*no VMA has the address 00000003'
	printed '*$page($region)' '^  flags = 0x[0-9a-f]+ \(uptodate lru active swapbacked\)' '^  index = ' '^    counter = 1,?$'
	printed '$page(5)' '^error: .*5 is no frame of RAM'
	printed 'slab_caches' ' \([0-9]+ entries\)$'
	kernel_says /proc/self/maps
	printed '$current()->mm->mm_rb' " \\($(($(grep -c . "$kernel") - 1)) nodes\\)\$"
	printed '$current()->comm' '= "init'
	printed '$current()->mm->pgd[0]' '\(table [0-9a-f]{8} PXN domain 1 USER\), [0-9a-f]{8} \(table [0-9a-f]{8} PXN domain 1 USER\)$'
	printed '((pmd_t *)$current()->mm->pgd)[0xc80]' '\(section S TEX0 AP0 XN C B domain 0 KERNEL\)$|= 00000000$'
	printed '*(pte_t *)($table + (0x10000 >> 12) * 4)' "\\(pfn [0-9a-f]{5} SHARED USER RDONLY MT_WRITEALLOC YOUNG PRESENT\\)\$"
	printed '(gfp_t)0x24080c0' '= GFP_KERNEL\|__GFP_ZERO$'
	printed '(gfp_t)0' '= 0x0$'
	printed '(gfp_t)0x10000001' '= __GFP_DMA\|0x10000000$'
	printed '$fsr(0x80f)' '"permission fault, page, write, domain 0"'
	printed '$fsr(0x80000007)' '"translation fault, page, instruction fetch"'
	printed '$fsr(0x2805)' '"translation fault, section, write by cache maintenance"'
	said 'print/r slab_caches'
	like "$said" '^  next = 0x' "$machine: print/r shows it raw"

	# The dump, by the kernel's own
	kernel_says /proc/kernel_page_tables
	sed -i '/User/d' "$kernel"
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
	said 'mm-vtop 0xc0020000'
	like "$said" "^c0020000  ${ram}0020000" "$machine: mm-vtop while somebody reads by physical address"
	is "$(grep -A 1 '^sending: qqemu.PhyMemMode' "$tmp/gdb" | sed -n 's/^received: //p' | tr '\n' ' ')" '"0" "1" ' \
	    "$machine: QEMU reads memory as it did before"
done

# The image for stepping: breakpoints by section, names of exceptions
for machine in virt vexpress-a15; do
	session "stepping, $machine" $machine 128M --program "$tmp/init" --image build/step/Image <<-END
	try mm-break
	try mm-break 9
	try mm-break 3.4 5
	try help mm-break
	try complete mm-break 3.4
	break main
	continue
	delete
	tbreak sys_mmap_pgoff
	continue
	try bt 3
	delete
	try mm-break 3.4.4
	try info breakpoints
	python
	for stop in range(4):
	    gdb.execute("continue", to_string=True)
	    print("stop %d: %s" % (stop, gdb.newest_frame().name()))
	end
	try bt
	delete
	tbreak asm_do_IRQ
	continue
	try bt 3
	try mm-break 3.
	python
	import chains
	names = {name for _, _, functions in chains.CHAINS for name in functions.split()}
	print("%d functions, %d breakpoints" % (len(names), len(gdb.breakpoints())))
	end
	END
	said 'mm-break'
	like "$said" '^3\.4\.2  do_page_fault$' "$machine: mm-break lists the sections"
	like "$said" '^ +do_page_fault -> __do_page_fault -> ' "$machine: ... and their functions"
	said 'mm-break 9'
	is "$(cat "$said")" 'error: mm-break: there is nothing to stop at in section 9; mm-break lists the sections' "$machine: no such section"
	said 'mm-break 3.4 5'
	is "$(cat "$said")" 'error: usage: mm-break [SECTION]' "$machine: too many words"
	said 'help mm-break'
	like "$said" '^Usage: mm-break \[SECTION\]' "$machine: its help"
	said 'complete mm-break 3.4'
	is "$(grep -c '^mm-break 3\.4\.[1-4]$' "$said")" 4 "$machine: it completes sections"
	said 'mm-break 3.4.4'
	unlike "$said" 'inlined' "$machine: no function of 3.4.4 is inlined"
	said 'info breakpoints'
	like "$said" 'in do_wp_page at mm/memory\.c:' "$machine: a breakpoint on one of them"
	is "$(sed -n 's/^stop [0-2]: //p' "$tmp/gdb" | tr '\n' ' ')" '__do_page_fault handle_mm_fault handle_pte_fault ' \
	    "$machine: a fault stops at each in the article's order"
	like "$tmp/gdb" '^stop 3: do_(anonymous_page|fault|wp_page)$' "$machine: ... the fourth is what kind of fault it is"
	said bt
	like "$said" '^#[0-9]+ +<(data|prefetch) abort from user mode, __[dp]abt_usr>' "$machine: bt: the abort has its name"
	unlike "$said" 'signal handler called' "$machine: ... and no other"
	said 'bt 3'
	like "$said" '^#1 +<system call, [a-z_]+>' "$machine: a system call"
	said 'bt 3' 2
	like "$said" '^#1 +<interrupt in (user mode|the kernel), __irq_(usr|svc)>' "$machine: an interrupt"
	said 'mm-break 3.'
	unlike "$said" 'inlined' "$machine: every function that mm-break knows exists"
	is "$(sed -n 's/^\([0-9]*\) functions, \([0-9]*\) breakpoints$/\1 \2/p' "$tmp/gdb" | awk '{ print ($1 == $2 && $1 > 50) }')" 1 \
	    "$machine: ... and has a breakpoint of its own"
done

# The tables of decode.py are the headers'
cat >"$tmp/names.py" <<'END'
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "scripts/gdb")
import decode
print("#include <linux/mm.h>\n#include <asm/pgtable.h>")
for table, prefix in ((decode.VM_FLAGS, "VM_"), (decode.GFP_BITS + decode.GFP_COMBINED, ""),
                      (decode.PTE_LINUX_BITS, "L_PTE_")):
    for mask, value, name in table:
        print('_Static_assert((unsigned long)%s%s == %#x, "%s");' % (prefix, name, value, name))
END
gdb-multiarch -nx -q -batch -x "$tmp/names.py" >"$tmp/names.c" 2>&1
is "$(grep -c Static_assert "$tmp/names.c")" 67 "the names of bits"
$CC -std=gnu11 -march=armv7-a -mfloat-abi=soft -ffreestanding -fsyntax-only -include include/linux/kconfig.h \
	-Iarch/arm/include -Iinclude -Ibuild/generated "$tmp/names.c" >"$tmp/out" 2>&1
is $? 0 "... have the values that the headers give them" || diag "$(cat "$tmp/out")"
missing=$(sed -n 's/^#define \(VM_[A-Z]*\)[ \t]*0x[0-9a-f]*\([ \t].*\)*$/\1/p; s/^#define \(__GFP_[A-Z0-9_]*\)[ \t]*((__force.*/\1/p' \
	include/linux/mm.h include/linux/gfp.h | grep -v '^VM_NONE$\|^VM_FAULT' | while read -r name; do
	grep -q "[ (]$name " "$tmp/names.c" || grep -q "[ )]$name " "$tmp/names.c" || echo "$name"
done)
is "$missing" "" "... and none is missing"

# What none of these kernels uses
gdb-multiarch -nx -q -batch -x tests/host/gdb-walk.py >"$said" 2>&1
cp tests/host/golden/gdb-walk.txt "$kernel"
same "the walk knows large pages, supersections, other memory types, the access flag, TTBCR.N"

done_testing
