# SPDX-License-Identifier: GPL-2.0-only
"""The tours, each a list of stops (tours.py says what those are)."""
from tours import Stop, Tour

# Where the exceptions of a program come in
ABORT = Stop("do_DataAbort", """
    The access to the watched address can't be translated.  The processor has entered abort mode, the stub at ffff1000
    has gone on in SVC mode, __dabt_usr has saved all registers (struct pt_regs), and v7_early_abort has read what
    happened and where from DFSR and DFAR.  fsr_info[] says which function treats this kind of fault.
    """, "3.4.1", "addr fsr", "addr == ADDR")
PAGE_FAULT = Stop("do_page_fault", """
    Whose address space is it, and does a VMA allow the access?  The lock for that is mmap_sem, taken for reading.
    """, "3.4.2", "addr fsr", "addr == ADDR")
HANDLE = Stop("handle_mm_fault", """
    A VMA contains the address and allows the access.  Now the tables: pgd, pud, pmd, each made if there is none.
    """, "3.4.4", "address flags", "address == ADDR")
PTE_FAULT = Stop("handle_pte_fault", """
    The table is there.  The entry decides: none and no file behind it, none with a file, swapped out, or present but
    not for this access.
    """, "3.4.4", "address flags", "address == ADDR")
BACK = """
    The entry is set, and the program's instruction is done again: this time it succeeds.
    """

TOURS = {
    "boot": Tour("from the first instruction to the MMU", [
        Stop("__create_page_tables", """
            The MMU is off: every address is physical.  The first page table is written: a section for each MiB of the
            kernel at PAGE_OFFSET, and the same MiB once more at its physical address, because the instruction behind
            the one that switches the MMU on is fetched by the address that the program counter has then.
            """, "3.2.3"),
        Stop("__turn_mmu_on", """
            SCTLR.M is about to be set.  The next instruction is fetched through the identity mapping, and then a jump
            leads to the address for which the kernel is linked.
            """, "3.2.3"),
        Stop("__mmap_switched", """
            The program counter is above PAGE_OFFSET.  bss is cleared, and C begins.
            """, "3.2.3"),
        Stop("start_kernel", """
            The kernel runs on sections.  paging_init() will write the real tables.
            """, "3.2.3", watch=0xC0100000),
    ]),
    "paging-init": Tour("the kernel's own page tables", [
        Stop("paging_init", """
            swapper_pg_dir holds what head.S put there: sections for the image.
            """, "3.2.3", watch=0xC0000000),
        Stop("prepare_page_table", """
            All that lies below and above the image is forgotten.
            """, "3.2.3"),
        Stop("map_lowmem", """
            Lowmem is mapped once and for all, text without write, data without execute, by sections where the
            permissions of a whole MiB are the same.
            """, "3.2.3"),
        Stop(None, """
            Each page of lowmem has its address now.
            """, "3.2.3"),
        Stop("devicemaps_init", """
            Next the vectors' page at ffff0000, and the devices.
            """, "3.2.3", watch=0xFFFF0000),
        Stop(None, """
            An exception finds its vector from here on.
            """, "3.2.3"),
        Stop("kmap_init", """
            The tables of PKMAP and of the fixmap: the windows through which high memory is seen.  They get tables
            now and entries later.
            """, "3.2.4", watch=0xBFE00000),
        Stop(None, """
            The table for PKMAP is there; each kmap() of a high page sets one entry in it.
            """, "3.2.4"),
    ]),
    "anon-read": Tour("an anonymous page is read for the first time", [
        ABORT, PAGE_FAULT, HANDLE, PTE_FAULT,
        Stop("do_anonymous_page", """
            Nobody has written here, so a read can only see zeros: the one zero page of the machine does for all, mapped
            read-only and counted nowhere.
            """, "3.4.4", "address flags"),
        Stop(None, BACK, "3.4.4"),
    ], mode="anon-read"),
    "anon-write": Tour("an anonymous page is written for the first time", [
        ABORT, PAGE_FAULT, HANDLE, PTE_FAULT,
        Stop("do_anonymous_page", """
            A write needs a page of its own, cleared, so that nothing of its last user is seen.
            """, "3.4.4", "address flags"),
        Stop("page_add_new_anon_rmap", """
            The page is there and has zeros.  Before its entry is set, the page learns where it is mapped: its
            anon_vma and its number in the VMA, for those who will look for its entries (reverse mapping).
            """, "3.4.4", "address"),
        Stop("set_pte_at", """
            Linux's entry and, half a page behind it, the hardware's.
            """, "3.4.4", "addr", when="addr == ADDR"),
        Stop(None, BACK, "3.4.4"),
    ], mode="anon-write"),
    "file-read": Tour("a page of a file is read through a private mapping", [
        ABORT, PTE_FAULT,
        Stop("do_read_fault", """
            A file stands behind the VMA.  For a read the page of the page cache itself is mapped, read-only.
            """, "3.4.4", "address flags"),
        Stop("do_fault_around", """
            Where one page is read, its neighbours will be, too: of a window of 64 KiB around it, what is in the page
            cache is mapped at once.
            """, "3.4.4", "address pgoff"),
        Stop("filemap_map_pages", """
            The file's tree of pages is asked for those of the window; what would have to be waited for, or read, is
            left out, and comes by __do_fault() when it is touched itself.
            """, "3.4.4"),
        Stop("do_set_pte", """
            The entry is set, and _mapcount counts it.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop(None, BACK, "3.4.4"),
    ], mode="file-read"),
    "file-private": Tour("a page of a file is written through a private mapping", [
        ABORT, PTE_FAULT,
        Stop("do_cow_fault", """
            The write must not be seen by others: a new page is made at once, the file's page copied into it, and the
            copy is mapped, writable.
            """, "3.4.4", "address flags"),
        Stop("__do_fault", """
            vm_ops->fault() is asked for the file's page: of the page cache if it is there, read into it if not.
            """, "3.4.4", "address flags"),
        Stop(None, """
            vmf.page is the page, locked, with a reference.
            """, "3.4.4"),
        Stop("do_set_pte", """
            The copy is anonymous: no file is behind it any more.
            """, "3.4.4", "address"),
        Stop(None, BACK, "3.4.4"),
    ], mode="file-private"),
    "file-shared": Tour("a page of a file is written through a shared mapping", [
        ABORT, PTE_FAULT,
        Stop("do_shared_fault", """
            Everybody is to see the write: the page of the page cache itself is mapped, writable.  A file system that
            wants to know of it (page_mkwrite) is asked first; this one, in memory, doesn't.
            """, "3.4.4", "address flags"),
        Stop("do_set_pte", """
            The entry is set, writable and dirty.
            """, "3.4.4", "address"),
        Stop(None, BACK, "3.4.4"),
    ], mode="file-shared"),
    "file-disk": Tour("a page of a file that is on the disk is read through a mapping", [
        ABORT, PTE_FAULT,
        Stop("filemap_fault", """
            The file system's fault(): the page cache is asked for the page.
            """, "3.4.4"),
        Stop("do_sync_mmap_readahead", """
            It isn't in memory.  It will be read, and with it what is around it: a program that reads one page of a
            file will soon want the next.
            """, "3.4.4"),
        Stop("ext2_readpages", """
            Pages are allocated and locked; the file system knows where their blocks are on the disk.
            """, "3.3.4"),
        Stop("submit_bio", """
            One request for all pages whose blocks follow each other goes to the driver, which gives it to the device.
            """),
        Stop("mpage_end_io", """
            The disk takes its time.  Meanwhile the page is locked, and a fault that comes to wait for that lock lets go of
            mmap_sem, so as not to keep others from it, sleeps, and is tried again.  Now the interrupt has come: the
            pages have their contents.  Each becomes uptodate, is unlocked, and who waits for it goes on.
            """, picture=False),
        Stop("do_set_pte", """
            The page is in memory, as if it had always been there, and the entry is set.
            """, "3.4.4", "address", when="address == ADDR", picture=False),
        Stop("sys_getpid", """
            The program has read its byte, and makes a system call.
            """),
    ], mode="file-disk", disk=True),
    "write-back": Tour("a page that was written through a mapping comes to the disk", [
        ABORT, PTE_FAULT,
        Stop("do_wp_page", """
            The page has been read before.  Its entry is read-only although the VMA may be written to: the file system
            wants to know of the first store (vma_wants_writenotify).
            """, "3.4.4", "address"),
        Stop("ext2_page_mkwrite", """
            It is asked: may this page change?  It sees to it that the page has blocks on the disk, so that there will
            be room for it, and marks it dirty.
            """, "3.4.4"),
        Stop("wp_page_reuse", """
            It may: the entry becomes writable.
            """, "3.4.4", "address"),
        Stop("ext2_fsync", """
            msync(MS_SYNC): the file's dirty pages are to be on the disk when it returns.
            """, "3.3.4"),
        Stop("clear_page_dirty_for_io", """
            Found by its tag in the file's tree, and locked.  Before it is written it has to be clean, in all page
            tables that have it, so that no store from now on is missed.
            """, "3.3.4"),
        Stop("page_mkclean_one", """
            The rmap leads to each entry.
            """, "3.4.4", "address"),
        Stop(None, """
            The entry is clean and read-only again.
            """, "3.4.4"),
        Stop("set_page_writeback", """
            On its way: PG_writeback, and another tag.  Then the page is unlocked, so that a store isn't kept waiting.
            """, "3.3.4"),
        Stop("end_page_writeback", """
            The disk's interrupt: it has the page.  msync() goes on when all have come there, and the disk has
            emptied its own cache.
            """, "3.3.4", picture=False),
        Stop("do_wp_page", """
            The program stores again: once more a fault, and the file system hears of it.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop(None, BACK, "3.4.4"),
    ], mode="write-back", disk=True),
    "lru": Tour("a page of a file on the LRU lists, from its first use until it is free", [
        Stop("add_to_page_cache_lru", """
            A page that nobody has read yet comes into the file's tree, and to the LRU lists by way of a pagevec, which
            takes fourteen pages before the zone's lock is taken for all of them.
            """, "3.4.4", "offset"),
        Stop("__pagevec_lru_add", """
            The pagevec is full: its pages go to the head of the inactive list.
            """, "3.4.4"),
        Stop("mark_page_accessed", """
            One of them is used, for the first time.  PG_referenced remembers it; most pages of files are read once.
            """, "3.4.4", when="page->index == 50"),
        Stop("activate_page", """
            Used again while it was inactive: it has earned a place on the active list.
            """, "3.4.4"),
        Stop("try_to_free_pages", """
            Memory is scarce, and who needs it has to find it himself.  Priority 12 at first: a 4096th of each list.
            """, "3.4.4", "order"),
        Stop("shrink_inactive_list", """
            From the tail: those that came first, and haven't been used for longest.
            """, "3.4.4", "nr_to_scan lru"),
        Stop("shrink_page", """
            One page, isolated and locked: is it used, is it mapped, is it dirty?
            """, "3.4.4"),
        Stop("page_check_references", """
            The page-table entries and PG_referenced are asked.  Nothing has used this page twice.
            """, "3.4.4"),
        Stop("__remove_mapping", """
            It is clean, so the file has what it has.  It leaves the file's tree, provided that nobody has found it there
            meanwhile: its count is frozen at 0.
            """, "3.4.4"),
        Stop("free_hot_cold_page_list", """
            Those that are free now go to this CPU's list together.
            """, "3.4.4"),
        Stop("shrink_active_list", """
            Later the inactive list has become the shorter one: the active one's tail is looked at.  Our page hasn't been
            used since, and becomes inactive.
            """, "3.4.4", "nr_to_scan lru", when="lru == LRU_ACTIVE_FILE"),
    ], selftest="vmscan.used_twice"),
    "swap-out": Tour("a page of a program goes to swap", [
        Stop("shrink_active_list", """
            A program's new page is on the active list.  Memory is scarce: pages from that list's tail, used or not,
            become inactive, and their entries old, so that it will be seen who uses them from now on.
            """, "3.4.4", "lru", when="lru == LRU_ACTIVE_ANON", watch=0x10000000),
        Stop("page_referenced_one", """
            The rmap leads to the entry.  It is young: the page was used.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop(None, """
            The entry is old, so the hardware's half is empty: the next access faults, and that makes it young again.
            """, "3.4.4"),
        Stop("add_to_swap", """
            Nobody has used it since.  It gets a slot, and enters the swap cache: from now on the page can be found by the
            slot's number.
            """, "3.4.4"),
        Stop("try_to_unmap_one", """
            All page tables that have the page must let it go.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop("unmap_to_swap", """
            An anonymous page can be found again only by its slot, so that takes the entry's place, and counts one user
            more.
            """, "3.4.4", "address"),
        Stop(None, """
            The entry says where the page is: not present, and not none.
            """, "3.4.4"),
        Stop("swap_writepage", """
            The page is dirty, as every anonymous page is that was never written.  It is put under write-back, and written
            with those that have the next slots.
            """, "3.4.4"),
        Stop("end_swap_bio_write", """
            The disk's interrupt: the area has it.  Reclaim has marked the page (PG_reclaim), so that it goes to the tail of
            its list now: it is the next to be looked at.
            """, "3.4.4", picture=False),
        Stop("__remove_mapping", """
            Clean now, mapped nowhere, used by nobody: it leaves the swap cache, and is free.
            """, "3.4.4"),
    ], selftest="vmscan.anonymous"),
    "swap-in": Tour("a page comes back from swap", [
        Stop("do_swap_page", """
            An access to a page that is in swap.  The entry isn't present, and says which slot.
            """, "3.4.4", "address flags", watch=0x10000000, when="address == 0x10000000"),
        Stop("lookup_swap_cache", """
            Is the page still in memory, or already, because another one asked for it?  It isn't.
            """, "3.4.4"),
        Stop("swapin_readahead", """
            It has to be read: a major fault.  What was swapped out with it lies beside it, so the slots around are read,
            too, the more the more of such pages were used of late.
            """, "3.4.4", "addr"),
        Stop("swap_read_start", """
            The slot is read into a new page, which is in the swap cache, and locked until the disk is done.
            """, "3.4.4"),
        Stop("end_swap_bio_read", """
            The disk's interrupt.
            """, "3.4.4", picture=False),
        Stop("do_page_add_anon_rmap", """
            The page is locked again, has its contents, and the entry is what it was.  It is the program's again.
            """, "3.4.4", "address"),
        Stop("swap_free", """
            One entry less needs the slot.  The page stays in the swap cache as long as it isn't changed: if it goes out
            again, nothing has to be written.
            """, "3.4.4"),
        Stop(None, BACK, "3.4.4"),
    ], selftest="swap_user.read"),
    "oom": Tour("no memory is left, and somebody has to go", [
        Stop("out_of_memory", """
            A program wants a page.  Nothing is free above the watermark, there is no swap, and six times over nothing has
            been found that could be reclaimed.
            """, "3.4.2", "order"),
        Stop("select_bad_process", """
            Whose end gives most back?  Each process has points: its resident pages, those in swap and its page tables,
            and what /proc/PID/oom_score_adj adds.  Never init, nor a kernel thread.
            """, "3.4.2"),
        Stop("oom_kill_process", """
            The one with most points, and whoever shares its address space.
            """, "3.4.2"),
        Stop("mark_oom_victim", """
            It may use the reserve below the watermark, so that it can end at all.
            """, "3.4.2"),
        Stop("exit_mmap", """
            It dies by SIGKILL on its way back to user mode, and its memory comes back.
            """, "3.3.4"),
        Stop("exit_oom_victim", """
            The others, who have waited, try again.
            """, "3.4.2"),
    ], mode="oom"),
    "cow": Tour("copy-on-write: parent and child after fork", [
        Stop("copy_page_range", """
            fork() copies the VMAs, and for each its entries.  A private page that may be written isn't copied: both
            entries become read-only.
            """, "3.4.4", when="vma->vm_start <= ADDR && ADDR < vma->vm_end"),
        Stop(None, """
            The parent's entry is read-only now, and the page is in two page tables.
            """, "3.4.4"),
        Stop("do_wp_page", """
            The child writes.  Its entry is present but read-only, while the VMA allows writes: a page that is shared
            until somebody writes.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop("wp_page_copy", """
            Two page tables have the page, so the one who writes gets a copy.
            """, "3.4.4", "address"),
        Stop("ptep_clear_flush", """
            The copy is made.  The old entry goes first, with what the TLB knows of it: at no time may two processors
            see different pages for the address.
            """, "3.4.4", "address"),
        Stop("set_pte_at", """
            Now the entry for the copy.
            """, "3.4.4", "addr", when="addr == ADDR"),
        Stop(None, """
            The child has a page of its own.
            """, "3.4.4"),
        Stop("do_wp_page", """
            The parent writes; the child has ended meanwhile.  The parent's entry is still read-only.
            """, "3.4.4", "address", when="address == ADDR"),
        Stop("wp_page_reuse", """
            Nobody else has the page any more, so there is nothing to copy: the entry becomes writable.
            """, "3.4.4", "address"),
        Stop(None, BACK, "3.4.4"),
    ], mode="cow"),
    "prefetch": Tour("an instruction on a page that isn't mapped yet", [
        Stop("do_PrefetchAbort", """
            The program jumps to a page of code that it has never touched.  The processor doesn't abort when it
            fetches ahead, but when the instruction is to be executed; IFSR and IFAR tell of it.
            """, "3.4.1", "addr ifsr", "addr == ADDR"),
        PAGE_FAULT, HANDLE,
        Stop("do_read_fault", """
            Code is a file like any other, mapped privately.
            """, "3.4.4", "address flags", when="address == ADDR"),
        Stop("set_pte_at", """
            An executable page: before the entry is set, the data cache is cleaned for it and the instruction cache
            forgets what it knows (__sync_icache_dcache).
            """, "3.4.4", "addr", when="addr == ADDR"),
        Stop(None, BACK, "3.4.4"),
    ], mode="prefetch"),
    "stack": Tour("the stack grows", [
        ABORT,
        Stop("__do_page_fault", """
            No VMA contains the address; the next one above it does grow down.
            """, "3.4.2", "addr fsr"),
        Stop("expand_stack", """
            May it reach down to the address?  The guard gap above the VMA below, RLIMIT_STACK and the commit charge
            are asked.
            """, "3.4.2", "address"),
        Stop(None, """
            The VMA begins lower; the page comes as any anonymous page does.
            """, "3.4.2"),
        Stop("do_anonymous_page", """
            A page of the stack, by the same way.
            """, "3.4.4", "address flags"),
        Stop(None, BACK, "3.4.4"),
    ], mode="stack"),
    "segv": Tour("an access to nothing, and the signal for it", [
        ABORT,
        Stop("__do_page_fault", """
            find_vma() finds a VMA above the address at best, and none that grows down to it.
            """, "3.4.2", "addr fsr"),
        Stop(None, """
            VM_FAULT_BADMAP: nothing can be mapped here.
            """, "3.4.2"),
        Stop("__do_user_fault", """
            It was the program's access, so the program gets SIGSEGV, with the address and the reason: SEGV_MAPERR,
            no mapping; SEGV_ACCERR would be one that forbids the access.
            """, "3.4.2", "addr sig code"),
        Stop("setup_rt_frame", """
            The program has a handler: a frame with all registers goes onto its stack, and it goes on in the handler.
            """, "3.4.2"),
    ], mode="segv"),
    "extable": Tour("the kernel touches a bad address of a program", [
        Stop("do_DataAbort", """
            open(2) reads the file's name where nothing is mapped.  The access is the kernel's, in a routine that may
            touch user memory.
            """, "3.4.1", "addr fsr", "addr == ADDR"),
        PAGE_FAULT,
        Stop("__do_kernel_fault", """
            It can't be mended.  Before this is a bug of the kernel (Oops), the exception table is asked.
            """, "3.4.3", "addr fsr"),
        Stop("fixup_exception", """
            For each instruction that may fail like this, __ex_table has a place to go on at.  The routine will return
            -EFAULT, and so will open(2).
            """, "3.4.3"),
        Stop(None, """
            regs->ARM_pc has been changed: the exception returns to the fixup code.
            """, "3.4.3"),
    ], mode="extable"),
    "brk": Tour("the heap grows and shrinks", [
        Stop("sys_brk", """
            The program asks for two pages more.  Limits are asked, and whether something is in the way.
            """, "3.3.5", "brk"),
        Stop("do_brk", """
            Anonymous memory, as mmap() makes it, without the questions that brk needn't ask.
            """, "3.3.5", "addr len"),
        Stop("vma_merge", """
            The heap's VMA ends where the new range begins, and is alike: it becomes longer.
            """, "3.3.4", "addr end"),
        Stop(None, """
            No new VMA, and no page: those come by faults.
            """, "3.3.5"),
        Stop("sys_brk", """
            Back to the old end.
            """, "3.3.5", "brk"),
        Stop("do_munmap", """
            What is given back is unmapped; the VMA is cut there first.
            """, "3.3.4", "start len"),
        Stop(None, """
            The heap's VMA has its old end.
            """, "3.3.5"),
    ], mode="brk"),
    "mmap": Tour("a mapping that joins two, an unmapping that cuts", [
        Stop("mmap_region", """
            Between two VMAs of one page each lies a hole of one page.  It is to be mapped, with what they have.
            """, "3.3.4", "addr len"),
        Stop("vma_merge", """
            Can the range be one with its neighbours?  Both are anonymous, have the same flags, and the numbers of
            their pages go on.
            """, "3.3.4", "addr end"),
        Stop("vma_adjust", """
            Yes, with both: the lower one takes all, the upper one goes.
            """, "3.3.4", "start end"),
        Stop(None, """
            One VMA where two were.
            """, "3.3.4"),
        Stop("do_munmap", """
            The page in the middle is unmapped again.
            """, "3.3.4", "start len"),
        Stop("__split_vma", """
            The VMA is cut in two at the start of the range, and then at its end.
            """, "3.3.4", "addr"),
        Stop("detach_vmas_to_be_unmapped", """
            The middle piece leaves list and tree; nobody finds it any more.
            """, "3.3.4"),
        Stop("unmap_region", """
            Its entries go, and the tables that nobody else uses.
            """, "3.3.4", "start end"),
    ], mode="mmap"),
    "exec": Tour("a new program in a new address space", [
        Stop("do_execve", """
            A new mm is made beside the old one; the arguments go onto its stack, page by page, while the old program
            still lives.
            """, "3.3.3"),
        Stop("flush_old_exec", """
            The file is a program of this machine.  From here on there is no way back: the old address space goes.
            """, "3.3.3"),
        Stop("setup_arg_pages", """
            The stack was put together at the top of user space; now it gets its place, at random below STACK_TOP.
            The debugger has told the kernel to place nothing at random, so it stays where it is.
            """, "3.3.3", "stack_top"),
        Stop(None, """
            It is where it stays, with room to grow.
            """, "3.3.3"),
        Stop("elf_map", """
            Each PT_LOAD segment becomes a private mapping of the file.
            """, "3.3.3", "addr"),
        Stop("create_elf_tables", """
            argc, argv, envp and the auxiliary vector, in the order that the C library expects.
            """, "3.3.3"),
        Stop("start_thread", """
            pc and sp are the new program's.  Its first instruction will be a prefetch abort.
            """, "3.3.3"),
    ], mode="exec"),
    "vmalloc": Tour("vmalloc, and the fault of those who don't know its table yet", [
        Stop("__vmalloc_node_range", """
            A page of vmalloc memory is asked for: first a range of addresses, then pages from anywhere, then entries.
            """, "3.2.5", "size"),
        Stop("alloc_vmap_area", """
            The tree of areas is searched for the lowest hole that is large enough; a guard page stays free behind.
            """, "3.2.5"),
        Stop("vmap_page_range", """
            The pages are there.  Entries go into swapper_pg_dir's tables, which init_mm and nobody else has.
            """, "3.2.5", watch="start"),
        Stop(None, """
            The kernel can use the memory; other page tables don't know of it yet, if its first-level entry is new.
            """, "3.2.5"),
        Stop("do_translation_fault", """
            An address space whose table was copied from swapper_pg_dir before touches the memory: no first-level entry.
            Nothing has to be allocated: swapper_pg_dir has the entry.
            """, "3.4.3", "fsr", when="addr == ADDR"),
        Stop(None, """
            The pair of first-level entries has been copied, and the access is done again.
            """, "3.4.3"),
    ], selftest="pgtable.sync_other_pgd"),
    "kmap": Tour("a page of high memory is mapped and let go", [
        Stop("kmap_high", """
            The page has no address: it lies above lowmem.  It gets one of the slots of PKMAP.
            """, "3.2.4"),
        Stop("map_new_virtual", """
            It isn't mapped by anybody else either, so a free slot is looked for.
            """, "3.2.4"),
        Stop("set_pte_at", """
            The slot's entry is set; the page's address is noted in a hash table, for page_address().
            """, "3.2.4", watch="addr"),
        Stop(None, """
            The page can be accessed.
            """, "3.2.4"),
        Stop("kunmap_high", """
            Nobody uses the slot any more, but its entry stays: unmapping would have to flush the TLB.  That is done for
            all slots at once, when they have run out.
            """, "3.2.4"),
        Stop(None, """
            The entry is still there, and a kmap() of the same page would find it.
            """, "3.2.4"),
        Stop("flush_all_zero_pkmaps", """
            The end of the round: all slots that nobody uses are cleared, and the TLB is flushed once.
            """, "3.2.4"),
        Stop(None, """
            The slot is free.
            """, "3.2.4"),
    ], selftest="highmem.kmap"),
    "oops": Tour("a bug of the kernel: an Oops", [
        Stop("do_DataAbort", """
            The kernel itself has accessed an address at which nothing is.
            """, "3.4.1", "addr fsr", when="(regs->uregs[16] & 31) == 19"),
        Stop("__do_kernel_fault", """
            There is no VMA to be asked.
            """, "3.4.3", "addr fsr"),
        Stop("fixup_exception", """
            Is the instruction one of those that may fail, in the exception table?
            """, "3.4.3"),
        Stop(None, """
            No: this is a bug.
            """, "3.4.3"),
        Stop("die", """
            What is known is printed: the address, its entries, registers, the stack, who called whom.  Then the kernel
            stops (panic_on_oops), because nobody knows what else is wrong.
            """, "3.4.3"),
    ], selftest="broken.oops"),
}
