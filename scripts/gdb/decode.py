# SPDX-License-Identifier: GPL-2.0-only
"""
Words for bits: page-table entries, vm_flags, gfp_t, page flags, fault status; a VMA, a file and a page as one
line.  Tables have (mask, value under the mask, name).  tests/host/gdb-mm.t compares them with the headers.
"""
from words import PAGE_SHIFT, bits, names_of

# ------------------------------------------------------------------ page tables

# asm/pgtable-2level.h
PTE_LINUX_BITS = (
    (1 << 11, 1 << 11, "NONE"), (1 << 10, 1 << 10, "SHARED"), (1 << 9, 1 << 9, "XN"),
    (1 << 8, 1 << 8, "USER"), (1 << 7, 1 << 7, "RDONLY"), (1 << 6, 1 << 6, "DIRTY"),
    (0xF << 2, 0x0 << 2, "MT_UNCACHED"), (0xF << 2, 0x1 << 2, "MT_BUFFERABLE"),
    (0xF << 2, 0x2 << 2, "MT_WRITETHROUGH"), (0xF << 2, 0x3 << 2, "MT_WRITEBACK"),
    (0xF << 2, 0x4 << 2, "MT_DEV_SHARED"), (0xF << 2, 0x7 << 2, "MT_WRITEALLOC"),
    (1 << 1, 1 << 1, "YOUNG"), (1 << 0, 1 << 0, "PRESENT"),
)

# ARM ARM B3.5.1: first level
PMD_TABLE_BITS = ((1 << 3, 1 << 3, "NS"), (1 << 2, 1 << 2, "PXN"))
PMD_SECTION_BITS = (
    (1 << 18 | 2, 2, "section"), (1 << 18 | 2, 1 << 18 | 2, "supersection"),
    (1 << 19, 1 << 19, "NS"), (1 << 17, 1 << 17, "nG"), (1 << 16, 1 << 16, "S"),
    (1 << 15, 1 << 15, "APX"), (1 << 14, 1 << 14, "TEX2"), (1 << 13, 1 << 13, "TEX1"),
    (1 << 12, 1 << 12, "TEX0"), (1 << 11, 1 << 11, "AP1"), (1 << 10, 1 << 10, "AP0"),
    (1 << 4, 1 << 4, "XN"), (1 << 3, 1 << 3, "C"), (1 << 2, 1 << 2, "B"), (1 << 0, 1 << 0, "PXN"),
)

# Second level
PTE_SMALL_BITS = (
    (1 << 11, 1 << 11, "nG"), (1 << 10, 1 << 10, "S"), (1 << 9, 1 << 9, "APX"),
    (1 << 8, 1 << 8, "TEX2"), (1 << 7, 1 << 7, "TEX1"), (1 << 6, 1 << 6, "TEX0"),
    (1 << 5, 1 << 5, "AP1"), (1 << 4, 1 << 4, "AP0"), (1 << 3, 1 << 3, "C"), (1 << 2, 1 << 2, "B"),
    (1 << 1, 1 << 1, "small"), (1 << 0, 1 << 0, "XN"),
)
PTE_LARGE_BITS = (
    (1 << 15, 1 << 15, "XN"), (1 << 14, 1 << 14, "TEX2"), (1 << 13, 1 << 13, "TEX1"),
    (1 << 12, 1 << 12, "TEX0"), (1 << 11, 1 << 11, "nG"), (1 << 10, 1 << 10, "S"),
    (1 << 9, 1 << 9, "APX"), (1 << 5, 1 << 5, "AP1"), (1 << 4, 1 << 4, "AP0"),
    (1 << 3, 1 << 3, "C"), (1 << 2, 1 << 2, "B"), (1 << 0, 1 << 0, "large"),
)


def hardware_pte(entry):
    if entry & 3 == 0:
        return "no entry: an access is a page translation fault"
    return names_of(entry, PTE_SMALL_BITS if entry & 2 else PTE_LARGE_BITS)


# ------------------------------------------------------------------ VMAs

# linux/mm.h
VM_FLAGS = tuple((value, value, name) for value, name in (
    (0x00000001, "READ"), (0x00000002, "WRITE"), (0x00000004, "EXEC"), (0x00000008, "SHARED"),
    (0x00000010, "MAYREAD"), (0x00000020, "MAYWRITE"), (0x00000040, "MAYEXEC"), (0x00000080, "MAYSHARE"),
    (0x00000100, "GROWSDOWN"), (0x00000400, "PFNMAP"), (0x00000800, "DENYWRITE"), (0x00002000, "LOCKED"),
    (0x00004000, "IO"), (0x00008000, "SEQ_READ"), (0x00010000, "RAND_READ"), (0x00020000, "DONTCOPY"),
    (0x00040000, "DONTEXPAND"), (0x00080000, "LOCKONFAULT"), (0x00100000, "ACCOUNT"),
    (0x00200000, "NORESERVE"), (0x00400000, "HUGETLB"), (0x04000000, "DONTDUMP"), (0x10000000, "MIXEDMAP"),
))


def file_path(file):
    """As d_path() has it."""
    dentry = file["f_dentry"]
    deleted = " (deleted)" if dentry["d_unhashed"] and dentry["d_parent"] != dentry else ""
    if dentry["d_unhashed"] and dentry["d_parent"] == dentry:
        return dentry.string("d_name")
    path = ""
    while True:
        while dentry["d_parent"] == dentry and dentry["d_covers"]:
            dentry = dentry["d_covers"]
        if dentry["d_parent"] == dentry:
            return (path or "/") + deleted
        path = "/" + dentry.string("d_name") + path
        dentry = dentry["d_parent"]


def vma_name(vma):
    """What the last column of /proc/PID/maps says."""
    if vma["vm_file"]:
        return file_path(vma["vm_file"])
    mm, start, end = vma["vm_mm"], vma["vm_start"], vma["vm_end"]
    if start <= mm["brk"] and end >= mm["start_brk"]:
        return "[heap]"
    if start <= mm["start_stack"] <= end:
        return "[stack]"
    sigpage = mm["context"]["sigpage"]
    return "[sigpage]" if sigpage and start == sigpage else ""


def permissions(flags):
    return "".join((flags & 1 and "r" or "-", flags & 2 and "w" or "-", flags & 4 and "x" or "-",
                    flags & 0x80 and "s" or "p"))


def vma_line(vma):
    flags = vma["vm_flags"]
    return "%08x  %08x-%08x %s  %s  (%s)" % (
        vma.addr, vma["vm_start"], vma["vm_end"], permissions(flags), vma_name(vma) or "anonymous",
        names_of(flags, VM_FLAGS))


def maps_line(vma):
    """The line of /proc/PID/maps."""
    file, offset, device, number = vma["vm_file"], 0, 0, 0
    if file:
        offset, device = vma["vm_pgoff"] << PAGE_SHIFT, file["f_inode"]["i_sb"]["s_dev"]
        number = file["f_inode"]["i_ino"]
    line = "%08x-%08x %s %08x %02x:%02x %d " % (
        vma["vm_start"], vma["vm_end"], permissions(vma["vm_flags"]), offset, device >> 20,
        device & 0xFFFFF, number)
    name = vma_name(vma)
    return line.ljust(48) + " " + name.replace("\n", "\\012") if name else line


# ------------------------------------------------------------------ pages

PAGE_BUDDY_MAPCOUNT_VALUE = -128
PAGE_MAPPING_ANON = 1
ZONES_PGSHIFT = 30


def page_flags(kernel, flags):
    """The names of PG_* bits, by the enum that the kernel was built with."""
    return " ".join(name[3:] for bit, name in sorted(kernel.enum("pageflags").items())
                    if name.startswith("PG_") and flags & 1 << bit)


def page_use(kernel, page):
    """What a frame is used for, in a few words."""
    mapcount, mapping = page.counter("_mapcount"), page["mapping"].addr
    if has_flag(kernel, page, "slab"):
        return "slab %s, %d objects, %s" % (
            page["slab_cache"].string("name"), page["objects"],
            "the CPU's" if page["frozen"] else "%d in use" % page["inuse"])
    if page == kernel.variable("empty_zero_page"):
        return "the zero page"
    if has_flag(kernel, page, "reserved"):
        return "reserved"
    if mapcount == PAGE_BUDDY_MAPCOUNT_VALUE:
        return "free, first of a block of order %d" % page["private"]
    if page["compound_head"] & 1:
        return "tail of the compound page %08x" % (page["compound_head"] & ~1)
    if mapping & PAGE_MAPPING_ANON:
        return "anonymous, anon_vma %08x, index %x" % (mapping & ~1, page["index"])
    if mapping:
        return "page %d of the page cache, mapping %08x" % (page["index"], mapping)
    return "free, or inside of a free block" if page.counter("_refcount") == 0 else "in use by the kernel"


def has_flag(kernel, page, name):
    flags = {flag: bit for bit, flag in kernel.enum("pageflags").items()}
    return bool(page["flags"] & 1 << flags["PG_" + name])


def mappings(kernel, page):
    """How many page-table entries map it; None where the word means something else."""
    mapcount = page.counter("_mapcount")
    if has_flag(kernel, page, "slab") or mapcount == PAGE_BUDDY_MAPCOUNT_VALUE:
        return None
    return mapcount + 1


def page_line(kernel, page):
    count = mappings(kernel, page)
    return "%08x  pfn %05x  count %d  mapcount %s  flags %08x (%s)\n      %s" % (
        page.addr, kernel.pfn(page), page.counter("_refcount"), "-" if count is None else count,
        page["flags"], page_flags(kernel, page["flags"]), page_use(kernel, page))


# ------------------------------------------------------------------ allocation flags

# linux/gfp.h: what has a name as a whole comes first, the largest first
GFP_COMBINED = tuple((value, value, name) for value, name in (
    (0x24200CA, "GFP_HIGHUSER_MOVABLE"), (0x24200C2, "GFP_HIGHUSER"), (0x24200C0, "GFP_USER"),
    (0x24000C0, "GFP_KERNEL"), (0x2400040, "GFP_NOFS"), (0x2400000, "GFP_NOIO"), (0x2080020, "GFP_ATOMIC"),
    (0x2000000, "GFP_NOWAIT"),
))
GFP_BITS = tuple((value, value, name) for value, name in (
    (0x01, "__GFP_DMA"), (0x02, "__GFP_HIGHMEM"), (0x04, "__GFP_DMA32"), (0x08, "__GFP_MOVABLE"),
    (0x10, "__GFP_RECLAIMABLE"), (0x20, "__GFP_HIGH"), (0x40, "__GFP_IO"), (0x80, "__GFP_FS"),
    (0x100, "__GFP_COLD"), (0x200, "__GFP_NOWARN"), (0x400, "__GFP_REPEAT"), (0x800, "__GFP_NOFAIL"),
    (0x1000, "__GFP_NORETRY"), (0x2000, "__GFP_MEMALLOC"), (0x4000, "__GFP_COMP"), (0x8000, "__GFP_ZERO"),
    (0x10000, "__GFP_NOMEMALLOC"), (0x20000, "__GFP_HARDWALL"), (0x80000, "__GFP_ATOMIC"),
    (0x400000, "__GFP_DIRECT_RECLAIM"), (0x1000000, "__GFP_WRITE"), (0x2000000, "__GFP_KSWAPD_RECLAIM"),
))


def gfp_names(flags):
    names = []
    for value, _, name in GFP_COMBINED + GFP_BITS:
        if flags & value == value:
            names.append(name)
            flags &= ~value
    return "|".join(names + (["%#x" % flags] if flags or not names else []))


# ------------------------------------------------------------------ fault status

# ARM ARM B3.13.3: FS[4:0] of DFSR and IFSR
FAULT_STATUS = {
    0x01: "alignment fault", 0x02: "debug event", 0x03: "access flag fault, section",
    0x04: "instruction cache maintenance fault", 0x05: "translation fault, section",
    0x06: "access flag fault, page", 0x07: "translation fault, page", 0x08: "synchronous external abort",
    0x09: "domain fault, section", 0x0B: "domain fault, page",
    0x0C: "external abort on a table walk, first level", 0x0D: "permission fault, section",
    0x0E: "external abort on a table walk, second level", 0x0F: "permission fault, page",
    0x10: "TLB conflict abort", 0x14: "lockdown abort", 0x16: "asynchronous external abort",
    0x18: "asynchronous parity error", 0x19: "synchronous parity error", 0x1A: "coprocessor abort",
    0x1C: "parity error on a table walk, first level", 0x1E: "parity error on a table walk, second level",
}
# Those for which DFSR names the domain
DOMAIN_VALID = (0x07, 0x09, 0x0B, 0x0D, 0x0F)


def fault_status(fsr):
    """What DFSR, IFSR or the fsr argument of the kernel's handlers says (bit 31: a prefetch abort)."""
    status = fsr & 15 | bits(fsr, 10) << 4
    text = FAULT_STATUS.get(status, "unknown")
    if bits(fsr, 31):
        return text + ", instruction fetch"
    return "%s, %s%s%s" % (text, "write" if bits(fsr, 11) else "read",
                           " by cache maintenance" if bits(fsr, 13) else "",
                           ", domain %d" % bits(fsr, 7, 4) if status in DOMAIN_VALID else "")
