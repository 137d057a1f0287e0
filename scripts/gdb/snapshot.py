# SPDX-License-Identifier: GPL-2.0-only
"""
snapshot FILE: writes what scripts/figures draws, as JSON: the regions of kernel space, vmalloc's areas, the free lists,
and of the current task its address space, its VMAs with their tree, pages and table entries, and its files.

    (gdb) snapshot build/snapshot.json
    (gdb) snapshot build/snapshot.json ADDR     # with the walk of an address

snapshot-frames keeps a backtrace for it.
"""
import json

import gdb

import kernel
from decode import PTE_LINUX_BITS, file_path, hardware_pte, mappings, page_flags, permissions, vma_name
from kernel import Kernel, TASK_SIZE
from memory import PAGE_SHIFT, PAGE_SIZE, PMD_SIZE, SECTION_SIZE, Command, names_of, number
from mm import VM_AREA_KINDS, areas
from owners import PageCache, radix_tree

L_PTE_PRESENT = 1
VM_SHARED = 8


def entry_of(linux, mm, addr):
    """An entry, when it is present: Linux's, the hardware's, the page's struct."""
    walk = linux.walk_user(mm, addr)
    entry = linux.linux_pte(walk) if walk.l2_at else 0
    if not entry & L_PTE_PRESENT:
        return None
    page = linux.page(entry >> PAGE_SHIFT)
    zero = linux.variable("empty_zero_page")
    return {"addr": addr, "pte": entry, "pfn": entry >> PAGE_SHIFT,
            "zero": bool(page and zero and page == zero),
            "anon": bool(page and page["mapping"].addr & 1),
            "count": page.counter("_refcount") if page else None,
            "mapcount": mappings(linux, page) if page else None}


def pages_of(linux, vma):
    mm, addr, end, found = vma["vm_mm"], vma["vm_start"], vma["vm_end"], []
    while addr < end:
        if linux.walk_user(mm, addr).l2_at is None:
            addr = (addr | SECTION_SIZE - 1) + 1
            continue
        entry = entry_of(linux, mm, addr)
        if entry:
            found.append(entry)
        addr += PAGE_SIZE
    return found


def one_vma(linux, vma):
    file, anon_vma = vma["vm_file"], vma["anon_vma"]

    def child(side):
        node = vma["vm_rb"][side]
        return linux.container(node.addr, "struct vm_area_struct", "vm_rb")["vm_start"] if node else None

    return {"start": vma["vm_start"], "end": vma["vm_end"], "perms": permissions(vma["vm_flags"]),
            "name": vma_name(vma) or "", "file": file_path(file) if file else "", "pgoff": vma["vm_pgoff"],
            "shared": bool(vma["vm_flags"] & VM_SHARED), "gap": vma["rb_subtree_gap"],
            "left": child("rb_left"), "right": child("rb_right"), "anon_vma": anon_vma.addr, "vma": vma.addr,
            "black": bool(vma["vm_rb"]["__rb_parent_color"] & 1), "pages": pages_of(linux, vma)}


def address_space(linux, task):
    mm = task["mm"]
    if not mm:
        return None
    names = ("mmap_base", "start_code", "end_code", "start_data", "end_data", "start_brk", "brk", "start_stack",
             "arg_start", "arg_end", "env_start", "env_end", "map_count", "total_vm")
    root = mm["mm_rb"]["rb_node"]
    return {"pid": task["pid"], "comm": task.string("comm"), "task": task.addr, "mm": mm.addr, "pgd": mm["pgd"].addr,
            "root": linux.container(root.addr, "struct vm_area_struct", "vm_rb")["vm_start"],
            "vmas": [one_vma(linux, vma) for vma in linux.vmas(mm)], **{name: mm[name] for name in names}}


def table_walk(linux, task, addr):
    walk = linux.walk_user(task["mm"], addr)
    pair = walk.l1_at & ~7
    entry = linux.linux_pte(walk)
    page = linux.page(entry >> PAGE_SHIFT)
    return {"addr": addr, "pgd": walk.base, "pair": [linux.machine.word(pair), linux.machine.word(pair + 4)],
            "pair_at": pair, "pte_at": walk.linux_at, "hw_at": walk.l2_at, "pte": entry, "hw": walk.l2,
            "pte_bits": names_of(entry, PTE_LINUX_BITS), "hw_bits": hardware_pte(walk.l2),
            "page": page.addr, "pfn": entry >> PAGE_SHIFT, "count": page.counter("_refcount"),
            "mapcount": mappings(linux, page), "flags": page_flags(linux, page["flags"]),
            "mapping": page["mapping"].addr, "index": page["index"]}


def one_file(linux, path):
    mapping = PageCache.lookup(linux, path)["d_inode"]["i_mapping"]
    owners = {mm: task for mm, task in linux.spaces()}
    vmas = [{"start": vma["vm_start"], "end": vma["vm_end"], "pgoff": vma["vm_pgoff"],
             "perms": permissions(vma["vm_flags"]), "last": vma["shared"]["rb_subtree_last"],
             "pid": owners[vma["vm_mm"]]["pid"]}
            for vma in linux.tree(mapping["i_mmap"], "struct vm_area_struct", "shared") if vma["vm_mm"] in owners]
    return {"path": path, "mapping": mapping.addr, "vmas": vmas,
            "pages": [{"index": index, "pfn": linux.pfn(page), "mapcount": mappings(linux, page)}
                      for index, page in radix_tree(linux, mapping["page_tree"])]}


def buddy(linux):
    zones = []
    for zone in linux.variable("contig_page_data")["node_zones"]:
        if zone["present_pages"]:
            zones.append({"name": zone.string("name"), "start": zone["zone_start_pfn"], "managed": zone["managed_pages"],
                          "free": [zone["free_area"][order]["nr_free"] for order in range(len(zone["free_area"]))]})
    return zones


def vmalloc(linux):
    return [{"start": area["addr"], "size": area["size"],
             "caller": (linux.function(area["caller"]) or "").split("+")[0] if area["caller"] else "",
             "kinds": [name for bit, name in VM_AREA_KINDS if area["flags"] & bit],
             "pages": area["nr_pages"], "phys": area["phys_addr"]} for area in areas(linux)]


def regions(linux):
    """(name, start, end) of kernel space, from the top; ends are exclusive."""
    high = linux.high_memory
    vmemmap = [] if linux.vmemmap is None else [("vmemmap", linux.vmemmap, linux.vmemmap + kernel.VMEMMAP_SIZE)]
    return [("vectors", kernel.VECTORS_BASE, kernel.VECTORS_BASE + PAGE_SIZE),
            ("fixmap", kernel.FIXADDR_START, kernel.FIXADDR_END),
            *vmemmap,
            ("vmalloc", linux.vmalloc_start, linux.vmalloc_end),
            ("lowmem", kernel.PAGE_OFFSET, high),
            ("pkmap", kernel.PKMAP_BASE, kernel.PKMAP_BASE + PMD_SIZE),
            ("modules", kernel.MODULES_VADDR, kernel.PKMAP_BASE),
            ("user", 0, TASK_SIZE)]


class Frames(Command):
    """Keep the functions in C that lead to where the machine is, for the next snapshot.

Usage: snapshot-frames
"""
    name = "snapshot-frames"
    kept = []

    def run(self, machine, words):
        frame, Frames.kept = gdb.newest_frame(), []
        while frame and frame.function() and not frame.function().symtab.filename.endswith(".S"):
            Frames.kept.append((frame.name(), frame.function().symtab.filename))
            frame = frame.older()


class Snapshot(Command):
    __doc__ = "Write what scripts/figures draws.\n\nUsage: snapshot FILE [ADDR [PATH]]\n" + __doc__
    name = "snapshot"
    arguments = (1, 3)

    def run(self, machine, words):
        linux = Kernel(machine)
        task = linux.current()
        image = [(name, int(gdb.parse_and_eval("(unsigned long)&" + low)) & 0xFFFFFFFF,
                  int(gdb.parse_and_eval("(unsigned long)&" + end)) & 0xFFFFFFFF)
                 for name, low, end in (("text", "_stext", "_etext"), ("rodata", "__start_rodata", "__end_rodata"),
                                        ("data", "_sdata", "_edata"), ("bss", "__bss_start", "__bss_stop"))]
        present = sum(zone["present_pages"] for zone in linux.variable("contig_page_data")["node_zones"])
        what = {"regions": regions(linux), "image": image, "phys_offset": linux.phys_offset,
                "ram": present << PAGE_SHIFT, "vmalloc": vmalloc(linux), "zones": buddy(linux),
                "space": address_space(linux, task), "frames": Frames.kept}
        if len(words) > 1:
            what["walk"] = table_walk(linux, task, number(words[1]))
        if len(words) > 2:
            what["file"] = one_file(linux, words[2])
        with open(words[0], "w", encoding="ascii") as file:
            json.dump(what, file, indent=1)


Frames()
Snapshot()
