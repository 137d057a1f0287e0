# SPDX-License-Identifier: GPL-2.0-only
"""
What the kernel knows of memory: address spaces, pages, allocators.  Everything is read from its structures, as
they are at this instruction: a list that is being changed can be seen half done.
"""
import gdb

import kernel
from decode import PTE_LINUX_BITS, has_flag, mappings, maps_line, page_flags, page_line, page_use, vma_line
from kernel import Kernel, TASK_SIZE
from memory import PAGE_MASK, PAGE_SHIFT, PAGE_SIZE, PMD_SIZE, SECTION_SIZE, Command, names_of, number

L_PTE_PRESENT = 1
PG_DIR_SIZE = 16384
VM_AREA_KINDS = ((1, "ioremap"), (2, "vmalloc"), (4, "vmap"), (8, "user"), (16, "vpages"))
TASK_STATES = ((4, "T"), (2, "D"), (1, "S"))


def kib(pages):
    return pages << PAGE_SHIFT - 10


def rss(mm):
    """Pages, as get_mm_rss() counts them."""
    counts = mm["rss_stat"]["count"]
    return sum(max(counts[i]["counter"], 0) for i in (0, 1, 3))		# all but MM_SWAPENTS


class Vma(Command):
    """List the VMAs of an address space.

Usage: mm-vma [PID] [-p]

The lines are those of /proc/PID/maps, of the current task without a PID.  With -p each VMA is followed by its
pages: address, frame, Linux's entry, and how many refer to the page and map it.

    (gdb) mm-vma
    (gdb) mm-vma 1 -p
"""
    name = "mm-vma"
    arguments = (0, 2)

    def run(self, machine, words):
        linux = Kernel(machine)
        pages = "-p" in words
        words = [word for word in words if word != "-p"]
        task = linux.task(number(words[0])) if words else linux.current()
        mm = task["mm"]
        if not mm:
            raise gdb.GdbError("mm-vma: %s (pid %d) has no address space" % (task.string("comm"), task["pid"]))
        for vma in linux.vmas(mm):
            print(maps_line(vma))
            if pages:
                self.show_pages(linux, mm, vma)
        print("ffff0000-ffff1000 r-xp 00000000 00:00 0 ".ljust(48) + " [vectors]")

    @staticmethod
    def show_pages(linux, mm, vma):
        addr, end = vma["vm_start"], vma["vm_end"]
        while addr < end:
            walk = linux.walk_user(mm, addr)
            if walk.l2_at is None:
                addr = (addr | SECTION_SIZE - 1) + 1
                continue
            entry = linux.linux_pte(walk)
            if entry & L_PTE_PRESENT:
                page = linux.page(entry >> PAGE_SHIFT)
                print("  %08x  %08x  %-60s %s" % (
                    addr, entry & PAGE_MASK, names_of(entry, PTE_LINUX_BITS),
                    "count %d mapcount %s" % (page.counter("_refcount"), mappings(linux, page)) if page
                    else "no struct page"))
            addr += PAGE_SIZE


class Ps(Command):
    """List all tasks with their memory.

Usage: mm-ps

'>' marks the task that runs.  ST as in /proc/PID/status; VSZ and RSS in KiB; threads of one process show the
same MM, a kernel thread shows none.

    (gdb) mm-ps
"""
    name = "mm-ps"

    def run(self, machine, words):
        linux = Kernel(machine)
        current = linux.current()
        print("    PID   TGID   PPID  TASK      MM        ST     VSZ     RSS  COMM")
        for task in linux.tasks():
            mm = task["mm"]
            print("%s %5d  %5d  %5d  %08x  %08x  %s  %6s  %6s  %s" % (
                ">" if task == current else " ", task["pid"], task["tgid"], task["real_parent"]["tgid"],
                task.addr, mm.addr, self.state(task), kib(mm["total_vm"]) if mm else "-",
                kib(rss(mm)) if mm else "-", task.string("comm") if mm else "[%s]" % task.string("comm")))

    @staticmethod
    def state(task):
        if task["exit_state"]:
            return "Z" if task["exit_state"] == 32 else "X"
        return next((letter for bit, letter in TASK_STATES if task["state"] & bit), "R")


class Buddy(Command):
    """Show the free lists of the buddy allocator.

Usage: mm-buddy [ORDER]

For each zone the number of free blocks by order and migrate type, counted in the lists, the pages that the
per-CPU lists hold, and the watermarks.  With ORDER the first frame of every free block of that order.

    (gdb) mm-buddy
    (gdb) mm-buddy 10
"""
    name = "mm-buddy"
    arguments = (0, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        wanted = number(words[0]) if words else None
        types = {n: name[len("MIGRATE_"):].lower() for n, name in linux.enum("migratetype").items()
                 if name not in ("MIGRATE_PCPTYPES", "MIGRATE_TYPES")}
        zones = linux.variable("contig_page_data")["node_zones"]
        orders = len(zones[0]["free_area"])
        if wanted is not None and wanted >= orders:
            raise gdb.GdbError("mm-buddy: orders are 0 to %d" % (orders - 1))
        for zone in zones:
            if not zone["present_pages"]:
                continue
            if wanted is None:
                self.table(linux, zone, types, orders)
            else:
                self.blocks(linux, zone, types, wanted)

    @staticmethod
    def lists(linux, lists):
        return [[page for page in linux.list(head, "struct page", "lru")] for head in lists]

    def table(self, linux, zone, types, orders):
        print("zone %s: frames %05x-%05x, managed %d, watermarks min %d low %d high %d" % (
            zone.string("name"), zone["zone_start_pfn"], zone["zone_start_pfn"] + zone["spanned_pages"],
            zone["managed_pages"], *(zone["watermark"][i] for i in range(3))))
        print("%-14s" % "order" + "".join("%6d" % order for order in range(orders)))
        counts = [[len(blocks) for blocks in self.lists(linux, zone["free_area"][order]["free_list"])]
                  for order in range(orders)]
        for n, name in sorted(types.items()):
            print("%-14s" % name + "".join("%6d" % counts[order][n] for order in range(orders)))
        print("%-14s" % "all" + "".join("%6d" % sum(counts[order]) for order in range(orders)))
        for order in range(orders):
            if sum(counts[order]) != zone["free_area"][order]["nr_free"]:
                print("order %d: nr_free says %d" % (order, zone["free_area"][order]["nr_free"]))
        pcp = zone["pageset"][0]["pcp"]
        held = [len(pages) for pages in self.lists(linux, pcp["lists"])]
        print("per CPU: %d pages (%s), high %d, batch %d" % (
            pcp["count"], ", ".join("%s %d" % (types[n], held[n]) for n in sorted(types)), pcp["high"], pcp["batch"]))
        print("free pages: %d and %d in the per-CPU lists" % (
            sum(sum(counts[order]) << order for order in range(orders)), sum(held)))

    def blocks(self, linux, zone, types, order):
        for n, blocks in enumerate(self.lists(linux, zone["free_area"][order]["free_list"])):
            for page in blocks:
                pfn = linux.pfn(page)
                print("%-8s %-12s page %08x  frames %05x-%05x" % (
                    zone.string("name"), types[n], page.addr, pfn, pfn + (1 << order)))


class Page(Command):
    """Decode a struct page.

Usage: mm-page PFN|ADDR

A number that a frame of RAM has means that frame; an address inside of mem_map (or vmemmap) is that of a struct page;
anything else is a virtual address, whose page is looked up.

    (gdb) mm-page 0x47806
    (gdb) mm-page page               # at do_anonymous_page, say
    (gdb) mm-page 0xc0200000
"""
    name = "mm-page"
    arguments = (1, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        page = find_page(linux, number(words[0]))
        pfn, count = linux.pfn(page), mappings(linux, page)
        addr = linux.page_address(pfn)
        print("struct page %08x: pfn %05x, physical %08x, %s" % (
            page.addr, pfn, pfn << PAGE_SHIFT,
            "high memory" if addr is None else "at %08x" % addr))
        zones = linux.variable("contig_page_data")["node_zones"]
        print("flags     %08x  zone %s  %s" % (page["flags"], zones[page["flags"] >> 30].string("name"),
                                               page_flags(linux, page["flags"])))
        print("refcount  %d" % page.counter("_refcount"))
        if count is not None:
            print("mapcount  %d  (_mapcount %d)" % (count, count - 1))
        print("mapping   %08x" % page["mapping"].addr)
        print("index     %08x" % page["index"])
        print("private   %08x" % page["private"])
        print("lru       %08x %08x" % (page["lru"]["next"].addr, page["lru"]["prev"].addr))
        print("use       " + page_use(linux, page))


def find_page(linux, value):
    """What mm-page takes: a Page object, or gdb.GdbError."""
    size = linux.type("struct page").sizeof
    page = linux.page(value)
    if page is not None:
        return page
    first = linux.page(linux.first_pfn).addr
    pfn = linux.first_pfn + (value - first) // size
    if value >= first and linux.has_page(pfn):
        return linux.page(pfn)
    walk = linux.machine.walk(value, linux.swapper) if value >= TASK_SIZE else linux.machine.walk(value)
    if walk.phys is None:
        raise gdb.GdbError("%x is no frame of RAM, and nothing is mapped there" % value)
    page = linux.page(walk.phys >> PAGE_SHIFT)
    if page is None:
        raise gdb.GdbError("%08x is mapped to %08x, which isn't RAM of the kernel's" % (value, walk.phys))
    return page


class Vmalloc(Command):
    """List the areas of vmalloc space.

Usage: mm-vmalloc

One line for each: addresses, bytes with the guard page, who asked for it, pages, kind, as /proc/vmallocinfo has it.

    (gdb) mm-vmalloc
"""
    name = "mm-vmalloc"

    def run(self, machine, words):
        for area in areas(Kernel(machine)):
            print(area_line(area))


def areas(linux):
    area = linux.variable("vmlist")
    while area:
        yield area
        area = area["next"]


def area_line(area):
    linux, start, size = area.kernel, area["addr"], area["size"]
    line = "0x%08x-0x%08x %7d" % (start, start + size, size)
    if area["caller"]:
        line += " %s" % (linux.function(area["caller"]) or "%08x" % area["caller"])
    if area["nr_pages"]:
        line += " pages=%d" % area["nr_pages"]
    if area["phys_addr"]:
        line += " phys=0x%08x" % area["phys_addr"]
    return line + "".join(" " + name for bit, name in VM_AREA_KINDS if area["flags"] & bit)


class Cache:
    """A slab cache: its slabs, and which of their objects are free."""

    def __init__(self, cache):
        self.cache, self.linux = cache, cache.kernel
        self.size, self.pad = cache["size"], cache["red_left_pad"]
        self.cpu = cache["cpu_slab"][0]

    def slabs(self):
        """(page, kind)"""
        if self.cpu["page"]:
            yield self.cpu["page"], "cpu"
        for kind in ("partial", "full"):
            for page in self.linux.list(self.cache["node"][kind], "struct page", "lru"):
                yield page, kind

    def first_object(self, page):
        return self.linux.page_address(self.linux.pfn(page)) + self.pad

    def free(self, page):
        """The addresses of the free objects of a slab."""
        found = set()
        heads = [page["freelist"]]
        if self.cpu["page"] == page:
            heads.append(self.cpu["freelist"])
        for here in heads:
            while here and here not in found and len(found) <= page["objects"]:
                found.add(here)
                here = self.linux.word(here + self.cache["offset"])
        return found

    def in_use(self):
        return sum(page["objects"] - len(self.free(page)) for page, _ in self.slabs())


class Slab(Command):
    """Show the slab caches, or one of them.

Usage: mm-slab [CACHE]

All caches: bytes from one object to the next, objects in use and in all slabs, slabs, pages of a slab.  With the
name of one: its slabs, the one that the CPU allocates from first, then those with free objects, then the full ones.
mm-where ADDR tells for an address which object it is in.

    (gdb) mm-slab
    (gdb) mm-slab vm_area_struct
"""
    name = "mm-slab"
    arguments = (0, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        caches = list(linux.list(linux.variable("slab_caches"), "struct kmem_cache", "list"))
        if not words:
            print("CACHE     NAME                 SIZE   IN USE    TOTAL   SLABS  PAGES")
            for cache in caches:
                node = cache["node"]
                print("%08x  %-18s %6d  %7d  %7d  %6d  %5d" % (
                    cache.addr, cache.string("name"), cache["size"], Cache(cache).in_use(),
                    node["total_objects"], node["nr_slabs"], 1 << (cache["oo"]["x"] >> 16)))
            return
        cache = next((cache for cache in caches if cache.string("name") == words[0]), None)
        if cache is None:
            raise gdb.GdbError("mm-slab: there is no cache %s" % words[0])
        print("%s: objects of %d bytes, %d from one to the next%s" % (
            words[0], cache["object_size"], cache["size"],
            ", constructed by %s" % linux.function(cache["ctor"]) if cache["ctor"] else ""))
        print("PAGE      FIRST     STATE    IN USE  OBJECTS")
        view = Cache(cache)
        for page, kind in view.slabs():
            print("%08x  %08x  %-7s  %6d  %7d" % (
                page.addr, view.first_object(page), kind, page["objects"] - len(view.free(page)),
                page["objects"]))


class Where(Command):
    """Say what an address is: region, owner, object, page.

Usage: mm-where ADDR

For a user address the VMA of the current task; for a kernel address the region of the layout, the symbol, the
vmalloc area or kernel stack, the slab object and whether it is free, the slot of kmap() or of the fixmap, the
page-table page and whose it is; and the page behind it.

    (gdb) mm-where $sp
    (gdb) mm-where vma
    (gdb) mm-where 0xffff0008
"""
    name = "mm-where"
    arguments = (1, 1)

    def run(self, machine, words):
        linux, addr = Kernel(machine), number(words[0])
        start, end, name, show = self.region(linux, addr)
        print("%08x: %s (%08x-%08x)" % (addr, name, start, end & 0xFFFFFFFF))
        show(linux, addr)

    def region(self, linux, addr):
        high, vmalloc = linux.high_memory, linux.vmalloc_start
        nothing = self.nothing
        regions = (
            (0, TASK_SIZE, "user space", self.user), (kernel.MODULES_VADDR, kernel.PKMAP_BASE, "modules", nothing),
            (kernel.PKMAP_BASE, kernel.PAGE_OFFSET, "PKMAP, the slots of kmap()", self.pkmap),
            (kernel.PAGE_OFFSET, high, "lowmem", self.lowmem),
            (high, vmalloc, "the gap between lowmem and vmalloc space", nothing),
            (vmalloc, linux.vmalloc_end, "vmalloc space", self.vmalloc),
            *self.above_vmalloc(linux),
            (kernel.FIXADDR_START, kernel.FIXADDR_END, "fixmap", self.fixmap),
            (kernel.FIXADDR_END, kernel.VECTORS_BASE, "unused", nothing),
            (kernel.VECTORS_BASE, 1 << 32, "vectors and their stubs", self.vectors),
        )
        return next(region for region in regions if region[0] <= addr < region[1])

    def above_vmalloc(self, linux):
        """The regions between vmalloc space and the fixmap."""
        start = linux.vmemmap
        if start is None:
            return ((linux.vmalloc_end, kernel.FIXADDR_START, "unused", self.nothing),)
        end = start + kernel.VMEMMAP_SIZE
        return ((linux.vmalloc_end, start, "unused", self.nothing),
                (start, end, "vmemmap, the struct pages of all frames", self.vmemmap),
                (end, kernel.FIXADDR_START, "unused", self.nothing))

    @staticmethod
    def nothing(linux, addr):
        pass

    def vmemmap(self, linux, addr):
        pfn = (addr - linux.vmemmap) // linux.type("struct page").sizeof
        print("the struct page of pfn %05x, physical %08x%s" % (
            pfn, pfn << PAGE_SHIFT, "" if linux.has_page(pfn) else ", where there is no RAM"))
        self.page_of(linux, addr)

    @staticmethod
    def page_of(linux, addr, walk=None):
        """The last line: the page behind a mapped address."""
        walk = walk or linux.machine.walk(addr, linux.swapper)
        if walk.phys is None:
            print("nothing is mapped there")
            return
        page = linux.page(walk.phys >> PAGE_SHIFT)
        print("physical %08x" % walk.phys)
        if page:
            print("page  " + page_line(linux, page))

    def user(self, linux, addr):
        task = linux.current()
        mm = task["mm"] or task["active_mm"]
        if not mm:
            print("the task %s has no address space" % task.string("comm"))
            return
        print("of %s (pid %d), mm %08x" % (task.string("comm"), task["pid"], mm.addr))
        vma = linux.find_vma(mm, addr)
        print("VMA   " + (vma_line(vma) if vma else "none"))
        self.page_of(linux, addr, linux.walk_user(mm, addr))

    def pkmap(self, linux, addr):
        slot = addr - kernel.PKMAP_BASE >> PAGE_SHIFT
        count = linux.variable("pkmap_count")[slot]
        print("slot %d, count %d: %s" % (slot, count, ("free", "no user, but not flushed yet")[count]
                                         if count < 2 else "%d users" % (count - 1)))
        self.page_of(linux, addr)

    def lowmem(self, linux, addr):
        name = linux.function(addr)
        if name:
            print("the kernel's image: " + name)
        page = linux.page(linux.virt_to_phys(addr) >> PAGE_SHIFT)
        head = page
        if page and page["compound_head"] & 1:
            head = linux.object("struct page", page["compound_head"] & ~1)
        if head and has_flag(linux, head, "slab"):
            self.slab_object(linux, addr, head)
        table = self.page_table(linux, linux.virt_to_phys(addr))
        if table:
            print(table)
        self.page_of(linux, addr)

    @staticmethod
    def slab_object(linux, addr, page):
        view = Cache(page["slab_cache"])
        index = (addr - view.first_object(page)) // view.size
        if not 0 <= index < page["objects"]:
            print("slab %s, outside of its objects" % view.cache.string("name"))
            return
        start = view.first_object(page) + index * view.size
        print("slab %s: object %08x, number %d of %d, byte %d, %s" % (
            view.cache.string("name"), start, index, page["objects"], addr - start,
            "free" if start in view.free(page) else "in use"))

    @staticmethod
    def page_table(linux, phys):
        """Whose page table a frame is, or None."""
        for mm, task in linux.spaces():
            owner = "of %s (pid %d)" % (task.string("comm"), task["pid"])
            pgd = linux.virt_to_phys(mm["pgd"].addr)
            if pgd <= phys < pgd + PG_DIR_SIZE:
                return "the first-level table " + owner
            for n in range(TASK_SIZE // PMD_SIZE):
                entry = linux.machine.word(pgd + 8 * n)
                if entry & 3 == 1 and entry & PAGE_MASK == phys & PAGE_MASK:
                    return "a page table %s, for %08x-%08x" % (owner, n * PMD_SIZE, (n + 1) * PMD_SIZE)
        return None

    def vmalloc(self, linux, addr):
        area = next((area for area in areas(linux) if 0 <= addr - area["addr"] < area["size"]), None)
        if area is None:
            print("a hole: no area")
            return
        print("area  " + area_line(area))
        for task in linux.tasks():
            if 0 <= task["stack"] - area["addr"] < area["size"]:
                print("the kernel stack of %s (pid %d)" % (task.string("comm"), task["pid"]))
        if addr - area["addr"] >= area["size"] - PAGE_SIZE and not area["flags"] & 0x40:
            print("in the guard page")
        self.page_of(linux, addr)

    def fixmap(self, linux, addr):
        slot = kernel.FIXADDR_END - PAGE_SIZE - (addr & PAGE_MASK) >> PAGE_SHIFT
        slots = linux.enum("fixed_addresses")
        if slot >= max(slots):
            print("behind the last slot")
            return
        nearest = max(n for n in slots if n <= slot)
        print("slot %d: %s%s" % (slot, slots[nearest], " + %d" % (slot - nearest) if slot != nearest else ""))
        self.page_of(linux, addr)

    def vectors(self, linux, addr):
        self.page_of(linux, addr)


Vma()
Ps()
Buddy()
Page()
Vmalloc()
Slab()
Where()
