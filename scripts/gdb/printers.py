# SPDX-License-Identifier: GPL-2.0-only
"""
Convenience functions and pretty printers.

    $current()         the task that runs            $page(ADDR|PFN)   the struct page, as mm-page finds it
    $vma(ADDR[, PID])  the VMA of an address         $fsr([STATUS])    a fault status in words

`print` shows pte_t, pmd_t, pgd_t, pgprot_t and gfp_t by the names of their bits, vm_flags of a VMA and flags of a
page as well, of a list_head how long the list is and of an rb_root how many nodes the tree has.  `print/r` shows
them raw.  Unlike the commands, `print` reads memory as the processor sees it at this moment.
"""
import gdb

from decode import (PMD_SECTION_BITS, PMD_TABLE_BITS, PTE_LINUX_BITS, VM_FLAGS, fault_status, gfp_names)
from kernel import Kernel, kernel_objfile
from memory import DOMAINS, Machine, bits, names_of
from mm import find_page

LIMIT = 100000		# nodes of a list or a tree that are counted


def pointer(kernel, thing):
    return gdb.Value(thing.addr).cast(kernel.type(str(thing.type.unqualified())).pointer())


class Current(gdb.Function):
    """The task that runs: a struct task_struct *.

Example: print $current()->mm->map_count"""

    def __init__(self):
        super().__init__("current")

    def invoke(self):
        linux = Kernel(Machine())
        return pointer(linux, linux.current())


class PageOf(gdb.Function):
    """The struct page of a frame's number, of a virtual address, or of an address in mem_map.

Example: print *$page(0xc0200000)"""

    def __init__(self):
        super().__init__("page")

    def invoke(self, value):
        linux = Kernel(Machine())
        return pointer(linux, find_page(linux, int(value) & 0xFFFFFFFF))


class VmaOf(gdb.Function):
    """The VMA that an address lies in: $vma(ADDR) of the current task, $vma(ADDR, PID) of another.

Example: print $vma($sp)->vm_flags"""

    def __init__(self):
        super().__init__("vma")

    def invoke(self, value, pid=None):
        linux, addr = Kernel(Machine()), int(value) & 0xFFFFFFFF
        mm = (linux.current() if pid is None else linux.task(int(pid)))["mm"]
        vma = linux.find_vma(mm, addr) if mm else None
        if vma is None:
            raise gdb.GdbError("no VMA has the address %08x" % addr)
        return pointer(linux, vma)


class Fsr(gdb.Function):
    """A fault status in words: $fsr() of DFSR, $fsr(fsr) of an argument.

Example: print $fsr(fsr)"""

    def __init__(self):
        super().__init__("fsr")

    def invoke(self, value=None):
        return fault_status(Machine().register("DFSR") if value is None else int(value) & 0xFFFFFFFF)


# ------------------------------------------------------------------ printers

class Text:
    """A value that is one line."""

    def __init__(self, text):
        self.text = text

    def to_string(self):
        return self.text


class Struct:
    """A struct in which some members are words; the members of anonymous unions stand among the others."""

    def __init__(self, value, words):
        self.value, self.words = value, words

    def to_string(self):
        return None

    def children(self):
        return self.members(self.value)

    def members(self, value):
        for field in value.type.strip_typedefs().fields():
            if not field.name:
                yield from self.members(value[field])
            elif field.name in self.words:
                yield field.name, "%#x (%s)" % (int(value[field]), self.words[field.name](int(value[field])))
            else:
                yield field.name, value[field]


def pte(value):
    entry = int(value["pte"])
    if not entry:
        return Text("0")
    return Text("%08x (pfn %05x %s)" % (entry, entry >> 12, names_of(entry, PTE_LINUX_BITS) or "not present"))


def pgprot(value):
    prot = int(value["pgprot"])
    return Text("%#x (%s)" % (prot, names_of(prot, PTE_LINUX_BITS)))


def first_level(entry):
    domain = "domain %d %s" % (bits(entry, 8, 5), DOMAINS.get(bits(entry, 8, 5), "?"))
    if entry & 3 == 1:
        return " ".join(["%08x (table %08x" % (entry, entry & 0xFFFFFC00)] +
                        [names_of(entry, PMD_TABLE_BITS)] * bool(entry & 0xC) + [domain + ")"])
    if entry & 2:
        return "%08x (%s %s)" % (entry, names_of(entry, PMD_SECTION_BITS), domain)
    return "%08x" % entry


def pmd(value):
    return Text(first_level(int(value["pmd"])))


def pgd(value):
    return Text(", ".join(first_level(int(value["pgd"][half])) for half in (0, 1)))


def gfp(value):
    return Text(gfp_names(int(value)))


def list_head(value):
    here, head, count = value["next"], value.address, 0
    try:
        while int(here) and here != head and count < LIMIT:
            here, count = here["next"], count + 1
        text = "%d entries" % count if count else "empty"
    except gdb.MemoryError:
        text = "broken"
    if int(here) == 0:
        text = "no list"
    return Text("{next = %#x, prev = %#x} (%s)" % (int(value["next"]), int(value["prev"]), text))


def rb_root(value):
    count, rest = 0, [value["rb_node"]]
    try:
        while rest and count < LIMIT:
            node = rest.pop()
            if int(node):
                rest += [node["rb_left"], node["rb_right"]]
                count += 1
        text = "%d nodes" % count
    except gdb.MemoryError:
        text = "broken"
    return Text("{rb_node = %#x} (%s)" % (int(value["rb_node"]), text))


def vm_area(value):
    return Struct(value, {"vm_flags": lambda flags: names_of(flags, VM_FLAGS)})


def page_struct(value):
    names = {field.enumval: field.name[3:] for field in gdb.lookup_type("enum pageflags").fields()
             if field.name.startswith("PG_")}
    return Struct(value, {"flags": lambda flags: " ".join(
        names[bit] for bit in sorted(names) if flags & 1 << bit)})


# By the name of a typedef or a tag, and a member that it must have: a program may have a type of the same name
PRINTERS = {
    "pte_t": (pte, "pte"), "pmd_t": (pmd, "pmd"), "pgd_t": (pgd, "pgd"), "pgprot_t": (pgprot, "pgprot"),
    "gfp_t": (gfp, None), "list_head": (list_head, "prev"), "rb_root": (rb_root, "rb_node"),
    "vm_area_struct": (vm_area, "vm_flags"), "page": (page_struct, "_mapcount"),
}


def find_printer(value):
    name = value.type.unqualified().name or ""
    name = name[7:] if name.startswith("struct ") else name
    if name not in PRINTERS or kernel_objfile() is None:
        return None
    printer, member = PRINTERS[name]
    type_ = value.type.strip_typedefs()
    if member is not None and (type_.code != gdb.TYPE_CODE_STRUCT or not has_member(type_, member)):
        return None
    return printer(value)


def has_member(type_, name):
    return any(field.name == name or not field.name and has_member(field.type.strip_typedefs(), name)
               for field in type_.fields())


Current()
PageOf()
VmaOf()
Fsr()
gdb.pretty_printers.append(find_printer)
