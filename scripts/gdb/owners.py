# SPDX-License-Identifier: GPL-2.0-only
"""
mm-rmap, mm-cache and mm-swap: from a page to who maps it, from a file to its pages, from a slot to who needs it.
"""
import gdb

from decode import PAGE_MAPPING_ANON, PTE_LINUX_BITS, file_path, mappings, page_flags, permissions
from kernel import Kernel
from memory import PAGE_SHIFT, Command, names_of, number
from mm import find_page

L_PTE_PRESENT = 1
RADIX_TREE_SHIFT = 6		# MAP_SHIFT of kernel/lib/radix-tree.c
RADIX_TREE_EXCEPTIONAL_ENTRY, RADIX_TREE_EXCEPTIONAL_SHIFT = 2, 2
S_IFMT, S_IFLNK = 0o170000, 0o120000
# include/linux/swap.h, asm/pgtable.h
SWP_USED, SWP_WRITEOK = 1, 2
SWAP_MAP_BAD, SWAP_MAP_SHMEM, SWAP_HAS_CACHE = 0x3fff, 0xbfff, 0x4000


class Rmap(Command):
    """Show who maps a page.

Usage: mm-rmap PFN|ADDR

The page is named as for mm-page.  The search is the kernel's reverse mapping: from page->mapping to the
anon_vma's tree or the file's i_mmap, to every VMA that may have the page, to the entry of its page table.  VMAs that
have something else there, or nothing, are listed as such.

    (gdb) mm-rmap 0xb6ff7000
    (gdb) mm-rmap 0x44073
"""
    name = "mm-rmap"
    arguments = (1, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        page = find_page(linux, number(words[0]))
        mapping, count = page["mapping"].addr, mappings(linux, page)
        if count is None or not mapping:
            raise gdb.GdbError("mm-rmap: page %08x (pfn %05x) belongs to no file and no anon_vma"
                               % (page.addr, linux.pfn(page)))
        owners = {mm: task for mm, task in linux.spaces()}
        print("page %08x  pfn %05x  mapcount %d  %s" % (
            page.addr, linux.pfn(page), count,
            "anon_vma %08x" % (mapping & ~PAGE_MAPPING_ANON) if mapping & PAGE_MAPPING_ANON
            else "mapping %08x" % mapping))
        print("  PID  COMM              VMA       ADDRESS   ENTRY")
        found = 0
        for vma in self.candidates(linux, page):
            addr = vma["vm_start"] + (page["index"] - vma["vm_pgoff"] << PAGE_SHIFT)
            if not vma["vm_start"] <= addr < vma["vm_end"]:
                continue
            entry = linux.linux_pte(linux.walk_user(vma["vm_mm"], addr))
            here = entry & L_PTE_PRESENT and entry >> PAGE_SHIFT == linux.pfn(page)
            found += bool(here)
            task = owners.get(vma["vm_mm"])
            print("%5s  %-16s  %08x  %08x  %s" % (
                task["pid"] if task else "-", task.string("comm") if task else "(gone)", vma.addr, addr,
                names_of(entry, PTE_LINUX_BITS) if here else
                "another page" if entry & L_PTE_PRESENT else "nothing"))
        print("%d of %d entries found" % (found, count))

    @staticmethod
    def candidates(linux, page):
        mapping = page["mapping"].addr
        if not mapping & PAGE_MAPPING_ANON:
            yield from linux.tree(page["mapping"]["i_mmap"], "struct vm_area_struct", "shared")
            return
        anon_vma = linux.object("struct anon_vma", mapping & ~PAGE_MAPPING_ANON)
        for chain in linux.tree(anon_vma["rb_root"], "struct anon_vma_chain", "rb"):
            yield chain["vma"]


class PageCache(Command):
    """Show a file's pages in the page cache.

Usage: mm-cache PATH|FD|FILE

The file is given by its path from the root, by a descriptor of the current task, or by the address of a struct file.
A path is found only if the kernel knows its name already, as after an open().

    (gdb) mm-cache /bin/busybox
    (gdb) mm-cache 3
    (gdb) mm-cache vma->vm_file
"""
    name = "mm-cache"
    arguments = (1, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        if words[0].startswith("/"):
            inode, name = self.lookup(linux, words[0])["d_inode"], words[0]
        else:
            file = self.file(linux, number(words[0]))
            inode, name = file["f_inode"], file_path(file)
        mapping = inode["i_mapping"]
        pages = list(radix_tree(linux, mapping["page_tree"]))
        vmas = list(linux.tree(mapping["i_mmap"], "struct vm_area_struct", "shared"))
        print("%s: inode %08x (%d), %d bytes, mapping %08x" % (
            name, inode.addr, inode["i_ino"], inode["i_size"], mapping.addr))
        print("%d pages%s, %d dirty, %d under write-back, %d VMAs" % (
            self.with_flag(linux, pages, ""), "" if self.with_flag(linux, pages, "") == mapping["nrpages"] else " (nrpages says %d)" % mapping["nrpages"],
            self.with_flag(linux, pages, "dirty"), self.with_flag(linux, pages, "writeback"), len(vmas)))
        print("INDEX  PAGE      PFN    COUNT  MAPCOUNT  FLAGS")
        for index, page in pages:
            if isinstance(page, int):
                print("%5d  in swap: slot %d of area %d" % (index, page >> 8, page >> 3 & 31))
                continue
            print("%5d  %08x  %05x  %5d  %8s  %s" % (
                index, page.addr, linux.pfn(page), page.counter("_refcount"), mappings(linux, page),
                page_flags(linux, page["flags"])))
        owners = {mm: task for mm, task in linux.spaces()}
        for vma in vmas:
            task = owners.get(vma["vm_mm"])
            print("mapped by %s: %08x-%08x %s from page %d" % (
                "%s (pid %d)" % (task.string("comm"), task["pid"]) if task else "nobody any more",
                vma["vm_start"], vma["vm_end"], permissions(vma["vm_flags"]), vma["vm_pgoff"]))

    @staticmethod
    def with_flag(linux, pages, flag):
        """How many pages, that are in memory, have @flag; "": how many there are."""
        return sum(not flag or flag in page_flags(linux, page["flags"]).split()
                   for _, page in pages if not isinstance(page, int))

    @staticmethod
    def file(linux, value):
        """The struct file of a descriptor, or at an address."""
        if value >= 1 << 16:
            return linux.object("struct file", value)
        task = linux.current()
        files = task["files"]
        if not files or value >= files["max_fds"] or not linux.word(files["fd"] + 4 * value):
            raise gdb.GdbError("mm-cache: %s (pid %d) has no descriptor %d" % (
                task.string("comm"), task["pid"], value))
        return linux.object("struct file", linux.word(files["fd"] + 4 * value))

    @staticmethod
    def lookup(linux, path):
        """The dentry of a path, from the root of the current task on."""
        here = linux.current()["fs"] or linux.variable("init_task")["fs"]
        here = here["root"]
        for part in path.strip("/").split("/"):
            names = linux.list(here["d_subdirs"], "struct dentry", "d_child")
            here = next((dentry for dentry in names if dentry["d_inode"] and dentry.string("d_name") == part), None)
            if here is None:
                raise gdb.GdbError("mm-cache: no name %s is known in %s" % (part, path))
            while here["d_mounted"]:
                here = here["d_mounted"]
            inode = here["d_inode"]
            if inode["i_mode"] & S_IFMT == S_IFLNK:
                raise gdb.GdbError("mm-cache: %s is a symbolic link%s" % (
                    part, " to " + inode.string("i_link") if inode["i_link"] else ""))
        return here


class Swap(Command):
    """Show swap areas, or one slot.

Usage: mm-swap [ADDR|TYPE:OFFSET]

Without arguments: each area, how many of its slots are taken, and how many pages of it are in the swap cache.  With an
address of the current program whose page is in swap, or a slot's place: how many entries name the slot, and whether the
swap cache has its page.

    (gdb) mm-swap
    (gdb) mm-swap 0xb6ff7000
    (gdb) mm-swap 0:12
    """
    name = "mm-swap"
    arguments = (0, 1)

    def run(self, machine, words):
        linux = Kernel(machine)
        if words:
            self.slot(linux, *self.place(linux, words[0]))
            return
        areas = [(n, area) for n, area in enumerate(linux.variable("swap_info")) if area["flags"] & SWP_USED]
        print("TYPE   PRIO    SLOTS    TAKEN   CACHED  AREA" if areas else "there is no swap area")
        for n, area in areas:
            print("%4d  %5d  %7d  %7d  %7d  %s%s" % (
                n, area["prio"], area["pages"], area["inuse_pages"], linux.variable("swapper_spaces")[n]["nrpages"],
                file_path(area["swap_file"]) if area["swap_file"] else "being set up or given up",
                "" if area["flags"] & SWP_WRITEOK else ", nothing comes to it any more"))

    @staticmethod
    def place(linux, text):
        """(type, offset) of the slot that is meant."""
        if ":" in text:
            return tuple(number(word) for word in text.split(":", 1))
        addr, task = number(text), linux.current()
        if not task["mm"]:
            raise gdb.GdbError("mm-swap: %s (pid %d) has no address space" % (task.string("comm"), task["pid"]))
        entry = linux.linux_pte(linux.walk_user(task["mm"], addr))
        if not entry or entry & L_PTE_PRESENT:
            raise gdb.GdbError("mm-swap: %08x isn't in swap: its entry is %s" % (addr, "none" if not entry else "present"))
        return entry >> 3 & 31, entry >> 8

    @staticmethod
    def slot(linux, area_type, offset):
        areas = linux.variable("swap_info")
        if area_type >= len(areas) or not areas[area_type]["flags"] & SWP_USED or offset >= areas[area_type]["max"]:
            raise gdb.GdbError("mm-swap: there is no slot %d:%d" % (area_type, offset))
        count = int.from_bytes(linux.read(areas[area_type]["swap_map"] + 2 * offset, 2), "little")
        entries = count & ~SWAP_HAS_CACHE
        print("slot %d:%d, entry %08x: %s" % (
            area_type, offset, offset << 8 | area_type << 3,
            "free" if not count else "bad" if entries == SWAP_MAP_BAD else
            "of a file in memory" if entries == SWAP_MAP_SHMEM & ~SWAP_HAS_CACHE else
            "%d %s" % (entries, "entry" if entries == 1 else "entries")))
        tree = radix_tree(linux, linux.variable("swapper_spaces")[area_type]["page_tree"])
        for page in (page for index, page in tree if index == offset):
            print("in the swap cache: page %08x  pfn %05x  mapcount %d  %s" % (
                page.addr, linux.pfn(page), mappings(linux, page), page_flags(linux, page["flags"])))


def radix_tree(linux, root):
    """(index, page) of a radix tree, in the order of their indices; a number instead of a page that is in swap."""
    if root["rnode"]:
        yield from radix_node(linux, root["rnode"], root["height"], 0)


def radix_node(linux, addr, height, index):
    if height == 0:
        exceptional = addr & RADIX_TREE_EXCEPTIONAL_ENTRY
        yield index, addr >> RADIX_TREE_EXCEPTIONAL_SHIFT if exceptional else linux.object("struct page", addr)
        return
    slots = linux.object("struct radix_tree_node", addr)["slots"]
    for n in range(len(slots)):
        if slots[n]:
            yield from radix_node(linux, slots[n], height - 1, index << RADIX_TREE_SHIFT | n)


Rmap()
PageCache()
Swap()
