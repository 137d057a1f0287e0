# SPDX-License-Identifier: GPL-2.0-only
"""
mm-break: breakpoints by the article's sections, on the functions whose calls it follows there, in its order.

Functions of the kernel that the article names only in passing, and what is a macro, are left out.  In the image for
stepping each is a function of its own; in the others some are inlined, and the command says which.
"""
import gdb

# (section, title, functions)
CHAINS = (
    ("3.1.1", "Page table: the entries", "cpu_set_pte_ext pte_modify"),
    ("3.1.2", "Page table: making and freeing tables", "pgd_alloc pgd_free __pte_alloc pte_alloc_one free_pgtables"),
    ("3.2.3", "Create a kernel page table",
     "setup_arch paging_init map_lowmem create_mapping alloc_init_pud alloc_init_pmd alloc_init_pte early_pte_alloc"),
    ("3.2.4", "PKMAP and FIXADDR", "kmap_init kmap kmap_high kunmap kmap_atomic __set_fixmap"),
    ("3.2.5", "vmalloc",
     "vmalloc vzalloc vmalloc_32 __vmalloc_node_flags __vmalloc_node __vmalloc_node_range __get_vm_area_node "
     "alloc_vmap_area setup_vmalloc_vm __vmalloc_area_node map_vm_area vmap ioremap vfree vunmap __vunmap "
     "remove_vm_area"),
    ("3.3.1", "The layout of the process address space", "arch_pick_mmap_layout arch_get_unmapped_area"),
    ("3.3.2", "mm_struct", "mm_alloc dup_mm mmput __mmdrop"),
    ("3.3.3", "Establishing the layout",
     "load_elf_binary arch_pick_mmap_layout mmap_base setup_arg_pages randomize_stack_top"),
    ("3.3.4", "Memory mapping",
     "sys_mmap_pgoff vm_mmap_pgoff do_mmap_pgoff do_mmap get_unmapped_area arch_get_unmapped_area "
     "arch_get_unmapped_area_topdown vm_unmapped_area mmap_region find_vma_links vma_merge vma_adjust vma_link "
     "mm_populate sys_munmap vm_munmap do_munmap split_vma __split_vma detach_vmas_to_be_unmapped unmap_region "
     "remove_vma_list find_vma filemap_fault"),
    ("3.3.5", "Heap management", "sys_brk do_munmap find_vma_intersection do_brk mm_populate"),
    ("3.4.1", "Interrupt handling process",
     "vector_pabt __pabt_usr v7_pabort do_PrefetchAbort vector_dabt __dabt_usr __dabt_svc v7_early_abort "
     "do_DataAbort"),
    ("3.4.2", "do_page_fault", "do_page_fault __do_page_fault __do_user_fault __do_kernel_fault"),
    ("3.4.3", "Kernel page faults", "__do_kernel_fault fixup_exception bust_spinlocks show_pte die"),
    ("3.4.4", "User process page faults",
     "__do_page_fault handle_mm_fault handle_pte_fault do_anonymous_page do_fault do_read_fault do_cow_fault "
     "do_shared_fault __do_fault do_set_pte do_wp_page cow_user_page"),
    ("3.5.1", "Copying between kernel and user space",
     "copy_from_user __copy_from_user copy_to_user __copy_to_user clear_user strncpy_from_user strnlen_user"),
)


class Break(gdb.Command):
    """Set breakpoints on the functions of a section of the article.

Usage: mm-break [SECTION]

A section stands for those below it as well: 3.4 for 3.4.1 to 3.4.4.  Without one the sections and their functions are
listed.  `delete` takes all breakpoints away, `info breakpoints` shows how often each was hit.

    (gdb) mm-break 3.4.4
    (gdb) continue
"""

    def __init__(self):
        super().__init__("mm-break", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, text, from_tty):
        self.dont_repeat()
        words = gdb.string_to_argv(text)
        if len(words) > 1:
            raise gdb.GdbError("usage: mm-break [SECTION]")
        if not words:
            for section, title, functions in CHAINS:
                print("%-6s %s\n       %s" % (section, title, functions.replace(" ", " -> ")))
            return
        chosen = [chain for chain in CHAINS if (chain[0] + ".").startswith(words[0].rstrip(".") + ".")]
        if not chosen:
            raise gdb.GdbError("mm-break: there is nothing to stop at in section %s; mm-break lists the sections"
                               % words[0])
        missing, done = [], set()
        for _, _, functions in chosen:
            for function in functions.split():
                if function in done:
                    continue
                done.add(function)
                try:
                    gdb.decode_line(function)
                except gdb.error:
                    missing.append(function)
                    continue
                gdb.Breakpoint(function)
        if missing:
            print("inlined in this image, so there is no place to stop: %s; the image of `make debug` has them"
                  % ", ".join(missing))

    def complete(self, text, word):
        if word is None:		# GDB asks first where words begin: as usual
            return None
        # The word that it completes may begin at a dot inside of the section
        return [section[len(text) - len(word):] for section, _, _ in CHAINS if section.startswith(text)]


Break()
