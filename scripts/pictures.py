# SPDX-License-Identifier: GPL-2.0-only
"""
The figures: each function draws one from a snapshot of the machine (scripts/gdb/snapshot.py) and returns the Drawing.
Addresses of a program are the same in each run (norandmaps); what another run may have otherwise is drawn with run=True.
"""
import re

from drawing import Drawing, fitting

WIDTH = 480
PAGE = 4096
GIB4 = 1 << 32
MACRO = {"fixmap": "FIXADDR_START", "vmemmap": "VMEMMAP_START", "vmalloc": "VMALLOC_START",
         "lowmem": "PAGE_OFFSET", "pkmap": "PKMAP_BASE", "modules": "MODULES_VADDR"}
WORDS = {"vectors": "vectors", "fixmap": "fixmap", "vmemmap": "vmemmap: struct pages", "vmalloc": "vmalloc, ioremap", "lowmem": "lowmem: linear",
         "pkmap": "PKMAP: kmap()", "modules": "modules", "user": "programs"}


def size(n):
    """In the largest unit in which it is whole, if that isn't too long a number; else with a digit behind the point."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if n >= unit and n % unit == 0 and n // unit < 10000:
            return "%d %s" % (n // unit, name)
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if n >= unit:
            return "%.1f %s" % (n / unit, name)
    return "%d bytes" % n


def column(d, x, y, wide, rows):
    """
    Rows from high addresses to low: (kind, words, small words, start, end, mark).  The address at which a row begins
    stands beside its lower edge, with @mark.  The y behind the last.
    """
    d.text(x + wide + 8, y + 5, "%x" % rows[0][4], "fine", dim=True)
    for kind, words, small, start, _, mark in rows:
        high = 28 if not words else 46
        d.box(x, y, wide, high, kind, round_=0)
        if words:
            d.text(x + 8, y + 20, fitting(words, wide - 12), "label")
        d.text(x + 8, y + high - 9, small, "small", dim=True)
        y += high
        d.text(x + wide + 8, y + 5, "%08x" % start, "fine", dim=True)
        if mark:
            d.text(x + wide + 78, y + 5, mark, "fine")
    return y


def with_gaps(parts, top, bottom):
    """Rows between top and bottom: the parts, (start, end, ...) from high to low, and what lies between."""
    here = top
    for part in parts:
        if part[1] < here:
            yield None, part[1], here
        yield part, part[0], part[1]
        here = part[0]
    if here > bottom:
        yield None, bottom, here


# ---------------------------------------------------------------- kernel space

def kernel_layout(shot, detail=False):
    ram = shot["ram"]
    d = Drawing(WIDTH, "Kernel space, %s of RAM" % size(ram),
                "The areas of the kernel's addresses from 4 GiB down to modules, with where each begins, and programs' "
                "below.  A narrow bar on the left shows them to scale.")
    rows = []
    parts = [(start, end, name) for name, start, end in shot["regions"]]
    for part, start, end in with_gaps(parts, GIB4, 0):
        if part is None:
            rows.append(("free", "", "unmapped, %s" % size(end - start), start, end, ""))
            continue
        name, small = part[2], size(end - start)
        if name == "lowmem":
            small += ", RAM from %x" % shot["phys_offset"]
        elif name == "vmalloc":
            small += ", %d areas" % len(shot["vmalloc"]) if detail else ", above high_memory"
        elif name == "user":
            small += ", below TASK_SIZE"
        rows.append(("user" if name == "user" else "kernel", WORDS[name], small, start, end, MACRO.get(name, "")))
    top = 66
    d.text(16, 54, "to scale", "small", dim=True)
    bottom = column(d, 76, top, 214, rows)
    high = bottom - top
    for kind, _, _, start, end, _ in rows:
        if kind != "free":
            y0, y1 = top + high * (GIB4 - end) / GIB4, top + high * (GIB4 - start) / GIB4
            d.box(16, y0, 36, max(y1 - y0, 2.5), kind, round_=0)
    y = d.legend(bottom + 34, "kernel", "user")
    d.text(16, y + 2, "Above TASK_SIZE every page directory has the same.", "small", dim=True)
    return d


def vmalloc(shot):
    d = Drawing(WIDTH, "vmalloc: areas and their guards",
                "The areas of vmalloc space of a machine that has just booted, from low addresses to high: mapped pages, "
                "then for most an unmapped guard page.  Holes lie between.")
    d.text(16, 54, "after boot; lowest address first", "small", dim=True)
    y, (here, end) = 70, next(where for name, *where in shot["regions"] if name == "vmalloc")
    d.text(316, y + 5, "VMALLOC_START", "fine", dim=True)
    for area in shot["vmalloc"]:
        if area["start"] - here >= PAGE:
            d.box(24, y, 280, 28, "free", round_=0)
            d.text(316, y + 18, "hole, %s" % size(area["start"] - here), "small", dim=True, run=True)
            y += 28
        mapped = area["pages"] * PAGE if area["pages"] else area["size"] - PAGE
        guard = area["size"] - mapped
        static = area["caller"] in ("iotable_init", "pmd_empty_section_gap")
        if static:
            mapped, guard = area["size"], 0
        kind = "kernel" if area["pages"] else "device"
        if area["caller"] == "pmd_empty_section_gap":
            kind = "free"
        d.box(24, y, 280, 44, kind)
        d.text(32, y + 19, area["caller"], "fn", run=True)
        d.text(32, y + 36, "%s, %s" % (" ".join(area["kinds"]), size(mapped) if kind != "free" else "closed"), "small",
               dim=True, run=True)
        d.text(316, y + 25, "%x" % area["start"], "fine", dim=True, run=True)
        y += 44
        if guard:
            d.hatch(24, y, 280, 20)
            d.text(316, y + 15, "guard, 4 KiB", "small", dim=True)
            y += 20
        here = area["start"] + area["size"]
    d.text(316, y + 5, "%x" % end, "fine", dim=True)
    d.text(384, y + 5, "VMALLOC_END", "fine", dim=True)
    y += 30
    for line in ("A run over the end of an area meets its guard and is an", "Oops (vmalloc.guard_page). The lowest hole that is",
                 "large enough is taken (vmalloc.lowest_hole)."):
        d.text(16, y, line, "small", dim=True)
        y += 19
    d.legend(y + 12, "kernel", "device", "free")
    return d


# ---------------------------------------------------------------- a program

def role(space, vma):
    """kind and words of a VMA."""
    if vma["name"] == "[stack]":
        return "anon", "stack"
    if vma["name"] == "[heap]":
        return "anon", "heap (brk)" if vma["start"] >= space["start_brk"] else "bss, heap (brk)"
    if vma["name"] in ("[sigpage]", "[vectors]"):
        return "kernel", vma["name"]
    if vma["file"]:
        name = vma["file"].split("/")[-1]
        if vma["start"] <= space["start_code"] < vma["end"]:
            return "file", "text of " + name
        if vma["start"] <= space["start_data"] < vma["end"]:
            return "file", "data of " + name
        return "file", "%s, page %d on" % (fitting(name, 90), vma["pgoff"]) if vma["pgoff"] else name
    return "anon", "anonymous"


def process_layout(shot, title=None):
    space = shot["space"]
    top_down = space["mmap_base"] > 0x80000000
    d = Drawing(WIDTH, title or "A program's addresses, %s" % ("top-down" if top_down else "legacy layout"),
                "The VMAs of a program from TASK_SIZE down to 0, with their permissions, how many of their pages are "
                "there, and the holes between them.")
    rows = []
    top = shot["regions"][-1][2]
    parts = [(vma["start"], vma["end"], vma) for vma in reversed(space["vmas"])]
    for part, start, end in with_gaps(parts, top, 0):
        if part is None:
            rows.append(("free", "", "free, %s" % size(end - start), start, end, ""))
            continue
        vma = part[2]
        kind, words = role(space, vma)
        arrow = {"stack": " \u2193", "heap (brk)": " \u2191", "bss, heap (brk)": " \u2191"}.get(words, "")
        rows.append((kind, words + arrow, "%s  %s, %d there" % (vma["perms"], size(end - start), len(vma["pages"])), start,
                     end, ""))
    d.text(16, 54, "%s, pid %d" % (space["comm"], space["pid"]), "small", dim=True)
    y = column(d, 24, 66, 220, rows) + 30
    d.text(16, y, "mmap_base  %08x" % space["mmap_base"], "fine")
    d.text(16, y + 20, "start_brk  %08x  brk %08x" % (space["start_brk"], space["brk"]), "fine")
    d.text(16, y + 40, "start_stack %08x" % space["start_stack"], "fine")
    how = "mappings go down from mmap_base" if top_down else "mappings go up from mmap_base, a third of TASK_SIZE"
    d.text(16, y + 62, how, "small", dim=True)
    d.legend(y + 86, "file", "anon", "kernel", "free")
    return d


def short(n):
    """A gap in a few letters."""
    for unit, name in ((1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")):
        if n >= unit:
            return "%.1f%s" % (n / unit, name) if n / unit < 10 and n % unit else "%d%s" % (n // unit, name)
    return "0"


def vma_tree(shot):
    space = shot["space"]
    vmas = space["vmas"]
    by_start = {vma["start"]: vma for vma in vmas}
    d = Drawing(WIDTH, "VMAs: a list and a tree with gaps",
                "The VMAs of a program as a red-black tree ordered by address; each knows the largest gap before a VMA of "
                "its subtree.  Below, the list in which the same VMAs stand, with the gap before each.")
    d.text(16, 54, "in each: number in the list, rb_subtree_gap", "small", dim=True)
    step = (WIDTH - 24) / len(vmas)
    place = {vma["start"]: (12 + step * (n + 0.5)) for n, vma in enumerate(vmas)}
    deepest = 0

    def draw(start, level, above):
        nonlocal deepest
        if start is None:
            return
        vma, x, y = by_start[start], place[start], 78 + level * 66
        deepest = max(deepest, level)
        if above:
            d.wire(above, (x, y))
        draw(vma["left"], level + 1, (x, y + 44))
        draw(vma["right"], level + 1, (x, y + 44))
        kind = role(space, vma)[0]
        d.box(x - 23, y, 46, 44, kind, round_=3 if vma["black"] else 14)
        d.text(x, y + 18, "%d" % (vmas.index(vma) + 1), "label", "middle")
        d.text(x, y + 36, short(vma["gap"]), "fine", "middle")

    draw(space["root"], 0, None)
    y = 78 + deepest * 66 + 60
    d.text(16, y + 10, "square corners: black; round ones: red", "small", dim=True)
    y += 36
    d.text(16, y, "the list, vm_next; before each its gap", "small", dim=True)
    y += 14
    last = 0
    for n, vma in enumerate(vmas, 1):
        kind, words = role(space, vma)
        d.box(16, y, 30, 26, kind, "%d" % n)
        d.text(56, y + 18, "%08x-%08x" % (vma["start"], vma["end"]), "fine")
        d.text(206, y + 18, vma["perms"], "fine")
        d.text(246, y + 18, words, "small")
        d.text(WIDTH - 12, y + 18, "gap " + short(vma["start"] - last), "small", "end", dim=True)
        if n < len(vmas):
            d.wire((31, y + 26), (31, y + 36))
        last = vma["end"]
        y += 36
    d.legend(y + 18, "file", "anon", "kernel")
    return d


# ---------------------------------------------------------------- page tables

def table_walk(shot):
    walk = shot["walk"]
    addr = walk["addr"]
    pgd, pte, half = addr >> 21, addr >> 12 & 511, addr >> 20 & 1
    d = Drawing(WIDTH, "One address through the page tables",
                "The address %08x is split into an index of the page directory, an index of the table, and an offset.  The "
                "directory's entry is a pair, of which each half points to a hardware table; both lie in one page, beside "
                "two tables of Linux's own entries for the same pages." % addr)
    d.text(16, 54, "%08x, an anonymous page that a child shares" % addr, "small", dim=True)
    x, y = 16, 68
    for bits, kind, top, low in ((11, "table", "pgd index", pgd), (9, "table", "pte index", pte), (12, "anon", "offset", addr & 4095)):
        wide = 448 * bits / 32
        d.box(x, y, wide, 42, kind)
        d.text(x + wide / 2, y + 18, top, "small", "middle", dim=True)
        d.text(x + wide / 2, y + 35, "%d" % low, "code", "middle")
        x += wide
    d.text(16, y + 58, "bits 31-21", "small", dim=True)
    d.text(16 + 448 * 11 / 32 + 4, y + 58, "20-12", "small", dim=True)
    d.text(16 + 448 * 20 / 32 + 4, y + 58, "11-0", "small", dim=True)

    y = 158
    d.text(16, y, "pgd, 2048 pairs, 16 KiB", "label")
    d.text(276, y, "its table's page", "label")
    d.box(16, y + 12, 150, 26, "table", "...", "fine")
    d.box(16, y + 38, 150, 28, "table")
    d.box(16, y + 66, 150, 28, "table")
    d.text(24, y + 57, "[%d].0 %08x" % (pgd, walk["pair"][0]), "fine", run=True)
    d.text(24, y + 85, "[%d].1 %08x" % (pgd, walk["pair"][1]), "fine", run=True)
    d.box(16, y + 94, 150, 26, "table", "...", "fine")
    names = ("Linux 0", "Linux 1", "hardware 0", "hardware 1")
    for n, name in enumerate(names):
        top = y + 12 + n * 54
        d.box(276, top, 150, 54, "table" if n > 1 else "kernel")
        d.text(284, top + 20, name, "label")
        d.text(434, top + 6, "+%d" % (n * 1024), "fine", dim=True)
        if n & 1 == half:
            d.text(284, top + 42, "[%d]" % (pte & 255), "fine")
            d.text(418, top + 42, "entry" if n < 2 else "twin", "small", "end", dim=True)
    d.wire((166, y + 52), (216, y + 52), (216, y + 12 + 2 * 54 + 8), (276, y + 12 + 2 * 54 + 8))
    d.wire((166, y + 80), (192, y + 80), (192, y + 12 + 3 * 54 + 8), (276, y + 12 + 3 * 54 + 8))

    y += 12 + 4 * 54 + 34
    for name, value, bits, kind in (("Linux's entry", walk["pte"], walk["pte_bits"], "kernel"),
                                    ("the hardware's twin", walk["hw"], walk["hw_bits"], "table")):
        d.box(16, y, 448, 72, kind)
        d.text(26, y + 20, name, "label")
        d.text(454, y + 20, "%08x" % value, "code", "end", run=True)
        words, line, at = bits.split(), "", y + 42
        for word in words:
            if len(line + word) > 50:
                d.text(26, at, line, "fine")
                line, at = "", at + 19
            line += word + " "
        d.text(26, at, line.strip(), "fine")
        y += 84
    d.box(16, y, 448, 46, "anon")
    d.text(26, y + 20, "the page frame", "label")
    d.text(454, y + 20, "pfn %05x" % walk["pfn"], "code", "end", run=True)
    d.text(26, y + 38, "%d users, in %d tables; %s" % (walk["count"], walk["mapcount"], walk["flags"]), "small", dim=True)
    d.wire((240, y - 12), (240, y))
    y += 66
    for line in ("Read-only, though the VMA is rw-p: two share the page, and", "the first who writes gets a copy (tour cow)."):
        d.text(16, y, line, "small", dim=True)
        y += 19
    d.legend(y + 12, "table", "kernel", "anon")
    return d


def mm_to_page(shot):
    space, walk = shot["space"], shot["walk"]
    vma = next(v for v in space["vmas"] if v["start"] <= walk["addr"] < v["end"])
    d = Drawing(WIDTH, "From a process to a page, two ways",
                "task_struct points to mm_struct.  From there one way leads through the page tables, by the entry, to the "
                "page; the other through the tree of VMAs to the VMA and its anon_vma, to which the page points back.")
    d.text(16, 54, "the page at %08x" % walk["addr"], "small", dim=True)

    def struct(x, y, wide, kind, name, *lines):
        high = 28 + 19 * len(lines)
        d.box(x, y, wide, high, kind)
        d.text(x + 10, y + 20, name, "fn")
        for n, (words, run) in enumerate(lines):
            d.text(x + 10, y + 40 + 19 * n, words, "fine", dim=True, run=run)
        return y + high

    struct(120, 68, 240, "kernel", "task_struct", ("%s, pid %d" % (space["comm"], space["pid"]), False))
    d.wire((240, 115), (240, 138))
    d.text(250, 132, "mm", "fine", dim=True)
    struct(100, 138, 280, "kernel", "mm_struct", ("map_count %d, total_vm %d pages" % (space["map_count"], space["total_vm"]), False))
    d.wire((150, 185), (110, 230))
    d.text(64, 214, "pgd", "fine", dim=True)
    d.wire((330, 185), (365, 230))
    d.text(366, 214, "mm_rb, mmap", "fine", dim=True)
    struct(16, 230, 200, "table", "pgd_t", ("[%d], a pair" % (walk["addr"] >> 21), False), ("%08x" % walk["pair"][0], True))
    d.wire((110, 296), (110, 326))
    struct(16, 326, 200, "table", "pte_t", ("[%d]" % (walk["addr"] >> 12 & 511), False), ("%08x" % walk["pte"], True))
    d.wire((110, 392), (110, 456))
    d.text(118, 430, "pfn", "fine", dim=True)
    struct(258, 230, 206, "user", "vm_area_struct", ("%08x-%08x" % (vma["start"], vma["end"]), False),
           ("%s, vm_pgoff %x" % (vma["perms"], vma["pgoff"]), False))
    d.wire((365, 296), (365, 326))
    d.text(232, 315, "anon_vma_chain", "fine", dim=True)
    struct(258, 326, 206, "anon", "anon_vma", ("tree of the VMAs that", False), ("may have the page", False))
    d.wire((365, 456), (365, 392))
    d.text(375, 430, "mapping", "fine", dim=True)
    y = struct(60, 456, 360, "anon", "page", ("pfn %05x" % walk["pfn"], True),
               ("index %x = vm_pgoff + %d" % (walk["index"], walk["index"] - vma["pgoff"]), False),
               ("_refcount %d, in %d page tables" % (walk["count"], walk["mapcount"]), False), (walk["flags"], False))
    for line in ("Down the left the processor goes at each access, and a", "fault makes what is missing. Up the right goes reverse",
                 "mapping: from a page to every entry that maps it."):
        y += 20
        d.text(16, y + 8, line, "small", dim=True)
    d.legend(y + 38, "kernel", "user", "table", "anon")
    return d


def address_space(shot):
    file = shot["file"]
    d = Drawing(WIDTH, "A file, its pages, and who maps them",
                "A file's address_space has a tree of the pages that are in memory and a tree, i_mmap, of all VMAs that show "
                "the file, of both processes here.  Each VMA lies above the pages that it shows.")
    d.text(16, 54, file["path"], "fine", dim=True)
    d.box(16, 66, 448, 66, "file")
    d.text(26, 87, "address_space", "fn")
    d.text(26, 106, "page_tree: %d pages" % len(file["pages"]), "small", dim=True)
    d.text(26, 124, "i_mmap: %d VMAs, by first and last page" % len(file["vmas"]), "small", dim=True)
    left, step, y = 160, 76, 168
    d.text(16, y + 24, "page_tree", "fine", dim=True)
    for page in file["pages"]:
        x = left + page["index"] * step
        d.box(x, y, step - 4, 46, "file")
        d.text(x + 36, y + 19, "page %d" % page["index"], "small", "middle")
        d.text(x + 36, y + 37, "in %d" % page["mapcount"], "small", "middle", dim=True)
        d.wire((x + 36, 132), (x + 36, y))
    d.text(16, y + 42, "in N tables", "small", dim=True)
    y += 76
    d.text(16, y - 10, "i_mmap, in its order", "small", dim=True)
    for vma in file["vmas"]:
        pages = (vma["end"] - vma["start"]) // PAGE
        d.text(16, y + 22, "pid %d" % vma["pid"], "fine")
        d.text(80, y + 22, vma["perms"], "fine")
        d.box(left + vma["pgoff"] * step, y, pages * step - 4, 34, "user")
        if pages > 2:
            d.text(left + vma["pgoff"] * step + 8, y + 22, "%08x-%08x" % (vma["start"], vma["end"]), "fine")
        else:
            d.text(left + vma["pgoff"] * step + 8, y + 22, "%08x" % vma["start"], "fine")
        y += 46
    y += 14
    for line in ("A page written to through a private VMA is anonymous", "from then on, and no longer the file's: page 2 of the",
                 "private VMAs is in no table here."):
        d.text(16, y, line, "small", dim=True)
        y += 19
    d.legend(y + 12, "file", "user")
    return d


# ---------------------------------------------------------------- faults

def abort_path(shot):
    d = Drawing(WIDTH, "From an access to its page",
                "The functions that a data abort of a program goes through, from the vector to the one that gives the page, "
                "as a backtrace of the running kernel has them, and where faults that can't be mended go.")
    d.text(16, 54, "a first write to anonymous memory", "small", dim=True)
    steps = [("the program", "str  r0, [r1]", "user", "no entry: Data Abort")]
    steps += [("vector_dabt", "entry-armv.S", "kernel", "abort mode; on to SVC"),
              ("__dabt_usr", "entry-armv.S", "kernel", "saves struct pt_regs"),
              ("v7_early_abort", "abort-ev7.S", "kernel", "reads DFSR and DFAR")]
    notes = {"do_DataAbort": "asks fsr_info[]", "do_translation_fault": "no table for it yet",
             "do_page_fault": "whose memory is it?", "__do_page_fault": "find_vma(), allowed?",
             "handle_mm_fault": "makes pgd, pud, pmd", "handle_pte_fault": "the entry decides",
             "do_anonymous_page": "a page of zeros"}
    for function, file in reversed(shot["frames"]):
        steps.append((function, file.split("/")[-1], "table" if function.startswith("handle") else "kernel", notes.get(function, "")))
    steps[-1] = steps[-1][:2] + ("anon",) + steps[-1][3:]
    y = 70
    for n, (name, file, kind, note) in enumerate(steps):
        if n:
            d.wire((130, y - 14), (130, y))
        d.box(16, y, 228, 38, kind)
        d.text(26, y + 17, name, "fn" if n else "label")
        d.text(26, y + 32, file, "small", dim=True)
        d.text(256, y + 24, note, "small", dim=True)
        y += 52
    y += 4
    d.wire((16, y), (464, y), arrow=False)
    for title, chain in (("an instruction", "vector_pabt __pabt_usr v7_pabort do_PrefetchAbort"),
                         ("the program's fault", "__do_user_fault force_sig_info"),
                         ("the kernel's fault", "__do_kernel_fault fixup_exception die")):
        y += 24
        d.text(16, y, title, "label")
        for name in chain.split():
            y += 20
            d.text(30, y, name, "fn")
    d.text(250, y - 20, "a fixup, or", "small", dim=True)
    d.text(250, y, "an Oops", "small", dim=True)
    d.legend(y + 34, "user", "kernel", "table", "anon")
    return d


def fault_cases(path="mm/memory.c"):
    """The rows of the table in the head of mm/memory.c: entry, VMA, access, function, entry afterwards."""
    with open(path, encoding="utf-8") as file:
        head = file.read().split("*/", 2)[1]
    lines = [line[3:].rstrip() for line in head.split("\n")]
    ruler = next(n for n, line in enumerate(lines) if re.match(r"\s*---+  ---+", line))
    starts = [m.start() for m in re.finditer("-+", lines[ruler])]
    rows, before = [], [""] * 5
    for line in lines[ruler + 1:]:
        if not line.strip():
            break
        cells = [line[a:b].strip() for a, b in zip(starts, starts[1:] + [None])]
        if not cells[3]:			# the line before goes on
            rows[-1] = ["%s %s" % (old, new) if new else old for old, new in zip(rows[-1], cells)]
            continue
        if not cells[0]:
            cells[0], of = before[0], before[1].split(", private")[0].split(", shared")[0]
            cells[1] = "%s, %s" % (of, cells[1]) if cells[1] in ("private", "shared") else cells[1] or before[1]
        rows.append(cells)
        before = cells
    return rows


def fault_tree(_shot=None):
    d = Drawing(WIDTH, "handle_pte_fault: which case is it?",
                "The decisions of handle_pte_fault, from the table in the head of mm/memory.c: what the entry is, what the VMA "
                "is, and whether the access is a write choose one function.")
    rows = fault_cases()
    d.text(16, 54, "what the entry is, then the VMA, then the access", "small", dim=True)
    y, entry, vma = 74, None, None
    kinds = {"do_anonymous_page": "anon", "do_read_fault": "file", "do_cow_fault": "anon", "do_shared_fault": "file",
             "do_wp_page": "anon", "do_fault": "file", "do_swap_page": "free", "handle_pte_fault": "table"}
    trunk, first = 26, y
    for row in rows:
        if row[0] != entry:
            entry, vma = row[0], None
            d.wire((trunk, y + 14), (trunk + 16, y + 14))
            last = y + 14
            d.box(trunk + 16, y, 130, 28, "table", entry, "label")
            y += 38
        if row[1] != vma:
            vma = row[1]
            if vma:
                d.text(70, y + 12, vma, "small")
                y += 22
        d.text(96, y + 17, row[2], "small", dim=True)
        d.wire((142, y + 13), (158, y + 13))
        d.box(158, y, 172, 26, kinds.get(row[3], "kernel"), row[3], "fn")
        words = row[4]
        limit = 16
        line, at = "", y + (17 if len(words) <= limit else 9)
        for word in words.split():
            if len(line) + len(word) > limit and line:
                d.text(338, at, line, "small", dim=True)
                line, at = "", at + 16
            line = (line + " " + word).strip()
        d.text(338, at, line, "small", dim=True)
        y = max(y + 36, at + 20)
    d.wire((trunk, first - 6), (trunk, last), arrow=False)
    d.legend(y + 16, "table", "anon", "file", "free")
    return d


# ---------------------------------------------------------------- frames

def buddy(shot):
    d = Drawing(WIDTH, "The buddy allocator",
                "The free lists of a zone of the running machine, by order, and below how a block of order 3 is split when one "
                "page is asked for: each half that isn't needed goes to the list of its order.")
    zone = shot["zones"][0]
    d.text(16, 54, "zone %s: free blocks by order" % zone["name"], "small", dim=True)
    y, most = 66, max(zone["free"])
    for order, count in enumerate(zone["free"]):
        d.text(40, y + 16, "%d" % order, "code", "end")
        d.text(128, y + 16, size(PAGE << order), "fine", "end", dim=True)
        wide = 8 + 240 * count / most
        d.box(140, y, wide, 20, "kernel", run=True)
        d.text(146 + wide, y + 16, "%d" % count, "fine", run=True)
        y += 25
    d.text(16, y + 18, "a page is asked for, and order 3 is the smallest there is", "small", dim=True)
    y += 34
    steps = (("order 3", [(0, 8, "to split")]), ("split", [(0, 4, "to split"), (4, 4, "list 2")]),
             ("split", [(0, 2, "to split"), (2, 2, "list 1"), (4, 4, "list 2")]),
             ("split", [(0, 1, "used"), (1, 1, "list 0"), (2, 2, "list 1"), (4, 4, "list 2")]))
    for words, blocks in steps:
        d.text(16, y + 22, words, "small", dim=True)
        for at, pages, what in blocks:
            kind = "anon" if what == "used" else "kernel"
            d.box(84 + at * 47, y, pages * 47 - 3, 34, kind)
            if what == "used":
                d.text(84 + at * 47 + 22, y + 22, "used", "small", "middle")
            else:
                d.text(84 + at * 47 + pages * 23.5 - 1, y + 22, what, "small", "middle", dim=what == "to split")
        y += 42
    for n in range(8):
        d.text(84 + n * 47 + 22, y + 12, "%d" % n, "fine", "middle", dim=True)
    d.text(16, y + 12, "pfn", "fine", dim=True)
    y += 40
    for line in ("buddy(pfn, order) = pfn ^ (1 << order): 0 and 1, 0 and 2,", "0 and 4. Freed, a block joins its buddy if that is free."):
        d.text(16, y, line, "small", dim=True)
        y += 19
    d.legend(y + 12, "kernel", "anon")
    return d


# name: function, the snapshot that it draws
FIGURES = {
    "kernel-layout": (kernel_layout, "topdown"),
    "process-topdown": (process_layout, "topdown"),
    "process-legacy": (process_layout, "legacy"),
    "table-walk": (table_walk, "topdown"),
    "vma-tree": (vma_tree, "topdown"),
    "mm-to-page": (mm_to_page, "topdown"),
    "address-space": (address_space, "topdown"),
    "abort-path": (abort_path, "topdown"),
    "fault-tree": (fault_tree, "topdown"),
    "buddy": (buddy, "topdown"),
    "vmalloc": (vmalloc, "topdown"),
}
