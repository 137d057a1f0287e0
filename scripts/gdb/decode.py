# SPDX-License-Identifier: GPL-2.0-only
"""
Words for bits: page-table entries, vm_flags, gfp_t, page flags, fault status; a VMA, a file and a page as one
line.  Tables have (mask, value under the mask, name).  tests/host/gdb-mm.t compares them with the headers.
"""
from memory import names_of, PAGE_SHIFT

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
    return ("%08x  %08x-%08x %s  %s  (%s)" % (
        vma.addr, vma["vm_start"], vma["vm_end"], permissions(flags), vma_name(vma) or "anonymous",
        names_of(flags, VM_FLAGS)))


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
    flags = {name: bit for bit, name in kernel.enum("pageflags").items()}
    mapcount, mapping = page.counter("_mapcount"), page["mapping"].addr
    if page["flags"] & 1 << flags["PG_slab"]:
        return "slab %s, %d of %d objects in use" % (
            page["slab_cache"].string("name"), page["inuse"], page["objects"])
    if page["flags"] & 1 << flags["PG_reserved"]:
        return "reserved"
    if mapcount == PAGE_BUDDY_MAPCOUNT_VALUE:
        return "free, first of a block of order %d" % page["private"]
    if page["compound_head"] & 1:
        return "tail of the compound page %08x" % (page["compound_head"] & ~1)
    if mapping & PAGE_MAPPING_ANON:
        return "anonymous, anon_vma %08x, address %08x" % (mapping & ~1, page["index"] << PAGE_SHIFT)
    if mapping:
        return "page %d of the page cache, mapping %08x" % (page["index"], mapping)
    return "free, or inside of a free block" if page.counter("_refcount") == 0 else "in use by the kernel"


def page_line(kernel, page):
    mapcount = page.counter("_mapcount")
    slab_or_free = mapcount == PAGE_BUDDY_MAPCOUNT_VALUE or page["flags"] & 1 << 7
    return "%08x  pfn %05x  count %d  mapcount %s  flags %08x (%s)\n      %s" % (
        page.addr, kernel.pfn(page), page.counter("_refcount"), "-" if slab_or_free else mapcount + 1,
        page["flags"], page_flags(kernel, page["flags"]), page_use(kernel, page))
