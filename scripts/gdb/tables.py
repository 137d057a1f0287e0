# SPDX-License-Identifier: GPL-2.0-only
"""
mm-vtop and mm-ptdump: the page tables as the processor walks them.

Both take everything from the registers and from physical memory, so they work on any ARM kernel with the
short-descriptor format, without its symbols.  With this kernel's symbols mm-vtop adds the VMA and the struct
page, and mm-ptdump the names of the areas.
"""
import gdb

import kernel
from decode import PMD_SECTION_BITS, PMD_TABLE_BITS, PTE_LINUX_BITS, hardware_pte, page_line, vma_line
from kernel import Kernel, TASK_SIZE
from memory import (Command, DOMAIN_ACCESS, DOMAINS, PAGE_MASK, PAGE_SHIFT, PAGE_SIZE, SECTION_SIZE, bits,
                    names_of, number)

L_PTE_PRESENT, L_PTE_YOUNG, L_PTE_NONE = 1 << 0, 1 << 1, 1 << 11
SIZES = {PAGE_SIZE: "small page, 4 KiB", 16 * PAGE_SIZE: "large page, 64 KiB",
         SECTION_SIZE: "section, 1 MiB", 16 * SECTION_SIZE: "supersection, 16 MiB"}


class Vtop(Command):
    """Translate a virtual address, entry by entry.

Usage: mm-vtop ADDR [-u [PID]]

The walk is the processor's: from TTBR0 or TTBR1 to the first-level entry (the pair of them is Linux's pgd
and pmd), to the second-level entry with Linux's own beside it, to the page or section.  -u walks the page
tables of the current task's address space, or of the task PID, instead of those that are loaded.

    (gdb) mm-vtop $sp
    (gdb) mm-vtop addr -u            # at do_page_fault: what is there now?
"""
    name = "mm-vtop"
    arguments = (1, 3)

    def run(self, machine, words):
        addr = number(words[0])
        if not machine.mmu_on:
            print("VIRTUAL   PHYSICAL\n%08x  %08x\n" % (addr, addr))
            print("paging is off (SCTLR %08x): every address is physical" % machine.sctlr)
            return
        machine.tables_known()
        linux = Kernel(machine) if kernel.ready(machine) else None
        base, mm, where = None, None, "TTBR%d" % machine.table_of(addr)
        if len(words) > 1:
            if words[1] != "-u":
                raise gdb.GdbError("mm-vtop: %s is no option: -u [PID]" % words[1])
            if linux is None:
                raise gdb.GdbError("mm-vtop: -u needs the kernel's symbols")
            if addr >= TASK_SIZE:
                raise gdb.GdbError("mm-vtop: %08x is no user address" % addr)
            task = linux.task(number(words[2])) if len(words) > 2 else linux.current()
            mm = task["mm"]
            if not mm:
                raise gdb.GdbError("mm-vtop: %s (pid %d) is a kernel thread: it has no address space"
                                   % (task.string("comm"), task["pid"]))
            base, where = linux.virt_to_phys(mm["pgd"].addr), "pid %d" % task["pid"]
        walk = machine.walk(addr, base)
        self.show(machine, walk, where)
        if linux:
            if walk.phys is None and walk.base != linux.swapper and addr >= TASK_SIZE and \
               machine.walk(addr, linux.swapper).l1 != walk.l1:
                print("     swapper_pg_dir has an entry: the first access copies it (do_translation_fault)")
            self.show_owner(linux, walk, mm)

    def show(self, machine, walk, where):
        print("VIRTUAL   PHYSICAL")
        print("%08x  %s\n" % (walk.addr, "(not mapped)" if walk.phys is None else "%08x" % walk.phys))
        print("PAGE DIRECTORY: %08x  (%s)" % (walk.base, where))
        pair = walk.l1_at & ~7
        print("PGD  %08x: %08x %08x" % (pair, machine.word(pair), machine.word(pair + 4)))
        print("PMD  %08x: %08x   %s" % (walk.l1_at, walk.l1, self.first_level(walk, machine)))
        if walk.l2 is not None:
            self.second_level(machine, walk)
        if walk.attributes:
            print("PAGE %08x  %s; %s" % (walk.phys & ~(walk.size - 1), SIZES[walk.size],
                                         walk.attributes.type))
            print("     " + walk.attributes.access())

    @staticmethod
    def first_level(walk, machine):
        kind = walk.l1 & 3
        if kind == 0:
            return "empty: an access is a section translation fault"
        access = bits(machine.dacr, 2 * walk.domain + 1, 2 * walk.domain)
        domain = "domain %d %s (%s)" % (walk.domain, DOMAINS.get(walk.domain, "?"), DOMAIN_ACCESS[access])
        if kind == 1:
            names = names_of(walk.l1, PMD_TABLE_BITS)
            return "table %08x %s" % (walk.l1 & 0xFFFFFC00, names + " " + domain if names else domain)
        return names_of(walk.l1, PMD_SECTION_BITS) + " " + domain

    @staticmethod
    def second_level(machine, walk):
        hardware = "hardware  " + hardware_pte(walk.l2)
        if walk.linux_at is None:
            print("PTE  %08x: %08x   %s" % (walk.l2_at, walk.l2, hardware))
            return
        entry = machine.word(walk.linux_at)
        if entry & L_PTE_PRESENT:
            text = names_of(entry, PTE_LINUX_BITS)
            if not walk.l2 & 3:
                text += "; the hardware may not use it: " + \
                    ("PROT_NONE" if entry & L_PTE_NONE else "not YOUNG, the next access sets that")
        else:
            text = "not present: a place in swap or in a file" if entry else "none"
        print("PTE  %08x: %08x   Linux     %s" % (walk.linux_at, entry, text))
        print("     %08x: %08x   %s" % (walk.l2_at, walk.l2, hardware))

    @staticmethod
    def show_owner(linux, walk, mm):
        """The VMA of a user address, and the struct page of what is mapped."""
        if walk.addr < TASK_SIZE:
            mm = mm or linux.current()["active_mm"]
            vma = linux.find_vma(mm, walk.addr) if mm else None
            print("\nVMA  " + (vma_line(vma) if vma else "none"))
        if walk.phys is None:
            return
        page = linux.page(walk.phys >> PAGE_SHIFT)
        print("\n" * (walk.addr >= TASK_SIZE) + "page " +
              (page_line(linux, page) if page else "none: this isn't RAM of the kernel's"))


class Ptdump(Command):
    """Show the page tables as ranges of equal attributes.

Usage: mm-ptdump [-u] [START [END]]

What /sys/kernel/debug/kernel_page_tables shows, from the hardware's entries alone: address range, size,
domain of a section, user access, write access, execution, shareability, memory type.  It is the kernel's
part, in the table of TTBR1 (Linux keeps swapper_pg_dir there, though it walks TTBR0); with -u the user part
of the table in TTBR0.  A page that Linux thinks writable is read-only here until it is dirty.

    (gdb) mm-ptdump
    (gdb) mm-ptdump 0xc0000000 0xc0200000
    (gdb) mm-ptdump -u
"""
    name = "mm-ptdump"
    arguments = (0, 3)
    KINDS = {"SO": "SO/UNCACHED", "DEV": "DEV/SHARED", "NC": "MEM/BUFFERABLE/WC", "WT": "MEM/CACHED/WT",
             "WB": "MEM/CACHED/WBRA", "WBWA": "MEM/CACHED/WBWA", "RESERVED": "RESERVED"}

    def run(self, machine, words):
        user = words[:1] == ["-u"]
        limits = [number(word) for word in words[user:]]
        start = limits[0] if limits else 0 if user else TASK_SIZE
        end = limits[1] if len(limits) > 1 else TASK_SIZE if user else 1 << 32
        machine.tables_known()
        if start >= end:
            raise gdb.GdbError("mm-ptdump: %08x isn't below %08x" % (start, end))
        base = machine.base(0 if user else 1) or machine.base(0)
        markers = [] if user else self.markers(machine)
        while len(markers) > 1 and markers[1][0] <= start:
            markers.pop(0)
        self.dump(machine, base, start, end, markers)

    @staticmethod
    def markers(machine):
        """(address, name) of the areas; none without symbols."""
        if not kernel.ready(machine):
            return []
        linux = Kernel(machine)
        vmemmap = [] if linux.vmemmap is None else [
            (linux.vmemmap, "vmemmap"), (linux.vmemmap + kernel.VMEMMAP_SIZE, "vmemmap End")]
        return [(kernel.MODULES_VADDR, "Modules"), (kernel.PKMAP_BASE, "PKMAP"),
                (kernel.PAGE_OFFSET, "Kernel Mapping"),
                (linux.vmalloc_start, "vmalloc() Area"), (linux.vmalloc_end, "vmalloc() End"), *vmemmap,
                (kernel.FIXADDR_START, "Fixmap Area"), (kernel.VECTORS_BASE, "Vectors")]

    def dump(self, machine, base, start, end, markers):
        begin, shown = start, None
        addr = start & PAGE_MASK
        while addr < end:
            walk = machine.walk(addr, base)
            key = None
            if walk.attributes:
                section = walk.size >= SECTION_SIZE
                key = (section, walk.domain if section else None) + walk.attributes.shown
            marked = bool(markers) and addr >= markers[0][0]
            if key != shown or marked:
                self.line(begin, addr, shown)
                while markers and addr >= markers[0][0]:
                    print("---[ %s ]---" % markers.pop(0)[1])
                begin, shown = addr, key
            step = SECTION_SIZE if walk.l1 & 3 != 1 else PAGE_SIZE
            addr = (addr & ~(step - 1)) + step
        self.line(begin, min(addr, end), shown)
        for _, name in markers:
            if end == 1 << 32:
                print("---[ %s ]---" % name)

    def line(self, start, end, shown):
        if shown is None or start == end:
            return
        section, domain, kern, user, xn, shared, kind = shown
        size = end - start >> 10
        size, unit = (size >> 10, "M") if size % 1024 == 0 else (size, "K")
        print("0x%08x-0x%08x %8d%s %-6s %s %s %s %s %s" % (
            start, end & 0xFFFFFFFF, size, unit, DOMAINS.get(domain, "?") if section else "",
            "USR" if user else "   ", "RW" if "w" in kern else "ro", "NX" if xn else "x ",
            "SHD" if shared else "   ", self.KINDS[kind]))


Vtop()
Ptdump()
