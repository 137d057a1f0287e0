# SPDX-License-Identifier: GPL-2.0-only
"""
The kernel's structures, read through its page tables by physical address: so they can be looked at from user
mode as well, where QEMU would refuse, and whatever the domains allow.

    Kernel       symbols, and objects at an address
    Object       a struct in memory: object["field"] is an int, an Object, an Array, or what a pointer
                 points to; a null pointer is false

Where things lie is computed as asm/memory.h and asm/pgtable.h do it.
"""
import re
import struct

import gdb

from memory import PAGE_SHIFT, PAGE_SIZE

PAGE_OFFSET = 0xC0000000
TASK_SIZE = PAGE_OFFSET - 0x1000000
MODULES_VADDR = PAGE_OFFSET - 0x1000000
PKMAP_BASE = PAGE_OFFSET - 0x200000
VMALLOC_OFFSET = 0x800000
VMALLOC_END = 0xFF800000        # with FLATMEM; see Kernel.vmalloc_end
VMEMMAP_SIZE = 0x2000000
VMEMMAP_GAP = 0x200000
SECTION_HAS_MEM_MAP = 2
FIXADDR_START = 0xFFC00000
FIXADDR_END = 0xFFF00000
VECTORS_BASE = 0xFFFF0000
THREAD_SIZE = 8192
SVC_MODE = 0x13

INTEGERS = {(1, False): "<B", (1, True): "<b", (2, False): "<H", (2, True): "<h",
            (4, False): "<I", (4, True): "<i", (8, False): "<Q", (8, True): "<q"}
LAYOUTS = {}


def layout(type_):
    """Members of a struct or union by name, those of anonymous ones included: (type, bit position, bits)."""
    key = str(type_)
    if key not in LAYOUTS or not type_.name:
        fields = {}
        for field in type_.fields():
            if field.name and not field.is_base_class:
                fields[field.name] = (field.type, field.bitpos, field.bitsize)
                continue
            for name, (inner, position, size) in layout(field.type.strip_typedefs()).items():
                fields[name] = (inner, position + field.bitpos, size)
        LAYOUTS[key] = fields
    return LAYOUTS[key]


class Array:
    def __init__(self, kernel, type_, addr):
        self.kernel, self.addr = kernel, addr
        self.target = type_.target()
        first, last = type_.range()
        self.length = last - first + 1

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if not 0 <= index < self.length:
            raise IndexError(index)
        return self.kernel.value(self.target, self.addr + index * self.target.sizeof)


class Object:
    """A struct at an address; false when the address is 0."""

    def __init__(self, kernel, type_, addr):
        self.kernel, self.type, self.addr = kernel, type_, addr

    def __bool__(self):
        return self.addr != 0

    def __eq__(self, other):
        return isinstance(other, Object) and other.addr == self.addr

    def __hash__(self):
        return self.addr

    def field(self, name):
        try:
            return layout(self.type)[name]
        except KeyError:
            raise gdb.GdbError("%s has no member %s: is vmlinux the kernel that runs?"
                               % (self.type, name)) from None

    def offset(self, name):
        return self.field(name)[1] // 8

    def __getitem__(self, name):
        type_, position, size = self.field(name)
        if size:
            whole = int.from_bytes(self.kernel.read(self.addr + position // 8, 4 + (position % 8 > 0)), "little")
            return whole >> position % 8 & (1 << size) - 1
        return self.kernel.value(type_, self.addr + position // 8)

    def at(self, name):
        """The address of a member."""
        return self.addr + self.offset(name)

    def counter(self, name):
        """An atomic_t."""
        return self[name]["counter"]

    def string(self, name):
        """A member that is an array of char, or a pointer to char."""
        type_ = self.field(name)[0].strip_typedefs()
        if type_.code == gdb.TYPE_CODE_ARRAY:
            data = self.kernel.read(self.at(name), type_.sizeof)
            return data.split(b"\0")[0].decode("latin-1")
        return self.kernel.string(self[name])


class Kernel:
    """The kernel that is attached, seen through @machine.  Raises gdb.GdbError when it isn't to be seen."""

    def __init__(self, machine):
        self.machine = machine
        self.types = {}
        self.objfile = kernel_objfile()
        if self.objfile is None:
            raise gdb.GdbError("there are no symbols of the kernel: `file build/vmlinux`")
        machine.tables_known()
        self.block = self.lookup("contig_page_data").symtab.static_block()
        self.swapper = machine.base(1)
        self.phys_offset = self.variable("__pv_phys_pfn_offset") << PAGE_SHIFT

    # ---------------------------------------------------------------- reading

    def read(self, addr, size):
        """@size bytes from the kernel address @addr on."""
        data = b""
        while size:
            walk = self.machine.walk(addr, self.swapper)
            if walk.phys is None:
                raise gdb.GdbError("nothing is mapped at %08x, where the kernel's data should be" % addr)
            piece = min(size, PAGE_SIZE - addr % PAGE_SIZE)
            data += self.machine.read(walk.phys, piece)
            addr += piece
            size -= piece
        return data

    def word(self, addr):
        return struct.unpack("<I", self.read(addr, 4))[0]

    def string(self, addr, limit=256):
        data = b""
        while len(data) < limit and b"\0" not in data:
            data += self.read(addr + len(data), min(limit, PAGE_SIZE - (addr + len(data)) % PAGE_SIZE))
        return data[:limit].split(b"\0")[0].decode("latin-1")

    def type(self, name):
        if name not in self.types:
            try:
                self.types[name] = gdb.lookup_type(name, self.block)
            except gdb.error:
                raise gdb.GdbError("vmlinux has no %s: is it built with -g?" % name) from None
        return self.types[name]

    def value(self, type_, addr):
        """What stands at @addr, by its type."""
        type_ = type_.strip_typedefs()
        code = type_.code
        if code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
            return Object(self, type_, addr)
        if code == gdb.TYPE_CODE_ARRAY:
            return Array(self, type_, addr)
        if code == gdb.TYPE_CODE_PTR:
            target = type_.target().strip_typedefs()
            there = self.word(addr)
            return Object(self, target.unqualified(), there) if target.code == gdb.TYPE_CODE_STRUCT else there
        signed = code == gdb.TYPE_CODE_INT and type_.is_signed
        return struct.unpack(INTEGERS[type_.sizeof, signed], self.read(addr, type_.sizeof))[0]

    # ---------------------------------------------------------------- by name

    def lookup(self, name):
        symbol = self.objfile.lookup_global_symbol(name) or self.objfile.lookup_static_symbol(name)
        if symbol is None:
            raise gdb.GdbError("vmlinux has no %s: is it the kernel that runs?" % name)
        return symbol

    def variable(self, name):
        """The value of a variable."""
        symbol = self.lookup(name)
        return self.value(symbol.type, int(symbol.value().address) & 0xFFFFFFFF)

    def object(self, name, addr):
        return Object(self, self.type(name), addr)

    def container(self, addr, name, member):
        """container_of()."""
        outer = self.object(name, 0)
        outer.addr = addr - outer.offset(member)
        return outer

    def enum(self, name):
        """The constants of an enum by their numbers."""
        return {field.enumval: field.name for field in self.type("enum " + name).fields()}

    def list(self, head, name, member):
        """The objects of a list_head: @head is an Object.  Stops when it doesn't come back."""
        here, seen = head["next"], 0
        while here.addr != head.addr:
            if not here or seen > 1 << 20:
                raise gdb.GdbError("the list at %08x is broken at %08x" % (head.addr, here.addr))
            yield self.container(here.addr, name, member)
            here, seen = here["next"], seen + 1

    def tree(self, root, name, member):
        """The objects of an rb_root, from the lowest to the highest."""
        above, node = [], root["rb_node"]
        while node or above:
            while node:
                above.append(node)
                node = node["rb_left"]
            node = above.pop()
            yield self.container(node.addr, name, member)
            node = node["rb_right"]

    def function(self, addr):
        """NAME+0xOFFSET of what stands at an address of the kernel's image; None: nothing with a name."""
        text = gdb.execute("info symbol %#x" % addr, to_string=True)
        found = re.match(r"(\S+)(?: \+ (\d+))? in section (\S+)", text)
        return found and "%s+%#x" % (found[1], int(found[2] or 0))

    # ---------------------------------------------------------------- pages

    @property
    def high_memory(self):
        return self.variable("high_memory")

    @property
    def vmalloc_start(self):
        return (self.high_memory + VMALLOC_OFFSET) & ~(VMALLOC_OFFSET - 1)

    @property
    def vmemmap(self):
        """Where the struct page of frame 0 would be in a kernel with VMEMMAP=1; None: it is FLATMEM."""
        return 0xFDA00000 if self.objfile.lookup_global_symbol("mem_section") else None

    @property
    def vmalloc_end(self):
        return VMALLOC_END if self.vmemmap is None else self.vmemmap - VMEMMAP_GAP

    @property
    def first_pfn(self):
        return self.phys_offset >> PAGE_SHIFT

    def has_page(self, pfn):
        """pfn_valid()"""
        if self.vmemmap is None:
            return bool(self.variable("mem_map")) and 0 <= pfn - self.first_pfn < self.variable("max_mapnr")
        sections = self.variable("mem_section")
        section = pfn * len(sections) >> 20             # 4 GiB are 2^20 frames
        return 0 <= section < len(sections) and bool(sections[section]["section_mem_map"] & SECTION_HAS_MEM_MAP)

    def page(self, pfn):
        """The struct page of a frame, or None when it has none."""
        if not self.has_page(pfn):
            return None
        size = self.type("struct page").sizeof
        if self.vmemmap is not None:
            return self.object("struct page", self.vmemmap + pfn * size)
        return self.object("struct page", self.variable("mem_map").addr + (pfn - self.first_pfn) * size)

    def pfn(self, page):
        if self.vmemmap is not None:
            return (page.addr - self.vmemmap) // page.type.sizeof
        return (page.addr - self.variable("mem_map").addr) // page.type.sizeof + self.first_pfn

    def virt_to_phys(self, addr):
        """Of lowmem."""
        return addr - PAGE_OFFSET + self.phys_offset

    def page_address(self, pfn):
        """Where the kernel sees a frame of lowmem; None: it is high memory."""
        addr = (pfn << PAGE_SHIFT) - self.phys_offset + PAGE_OFFSET
        return addr if addr < self.high_memory else None

    # ---------------------------------------------------------------- tasks

    def current(self):
        """The task that runs: by the kernel stack in SVC mode, by the run queue in any other."""
        info = self.machine.raw("sp") & ~(THREAD_SIZE - 1)
        if self.machine.cpsr & 0x1F == SVC_MODE and self.machine.walk(info, self.swapper).phys is not None:
            task = self.object("struct thread_info", info)["task"]
            if task and task["stack"] == info:
                return task
        return self.variable("runqueue")["curr"]

    def tasks(self):
        """The idle task, then every thread of every process."""
        init = self.variable("init_task")
        yield init
        for leader in self.list(init["tasks"], "struct task_struct", "tasks"):
            yield from self.list(leader["signal"]["thread_head"], "struct task_struct", "thread_node")

    def spaces(self):
        """(mm, a task that runs in it): every address space once."""
        seen = set()
        for task in self.tasks():
            mm = task["mm"]
            if mm and mm not in seen:
                seen.add(mm)
                yield mm, task

    def task(self, pid):
        for task in self.tasks():
            if task["pid"] == pid:
                return task
        raise gdb.GdbError("there is no task with the pid %d" % pid)

    def walk_user(self, mm, addr):
        """@addr through the page tables of @mm."""
        return self.machine.walk(addr, self.virt_to_phys(mm["pgd"].addr))

    def linux_pte(self, walk):
        """Linux's entry at the end of a walk; 0 without a table."""
        return self.machine.word(walk.linux_at) if walk.linux_at else 0

    def vmas(self, mm):
        vma = mm["mmap"]
        while vma:
            yield vma
            vma = vma["vm_next"]

    def find_vma(self, mm, addr):
        """The VMA that @addr lies in, or None."""
        node = mm["mm_rb"]["rb_node"]
        while node:
            vma = self.container(node.addr, "struct vm_area_struct", "vm_rb")
            if addr < vma["vm_start"]:
                node = node["rb_left"]
            elif addr >= vma["vm_end"]:
                node = node["rb_right"]
            else:
                return vma
        return None


def kernel_objfile():
    """
    The file with the structures of memory management, at the addresses for which it is linked: scripts/gdb/init.py
    loads it a second time for the time before the MMU is on, and a program that is debugged is another.
    """
    for objfile in gdb.objfiles():
        symbol = objfile.lookup_global_symbol("contig_page_data")
        if symbol is not None and int(symbol.value().address) & 0xFFFFFFFF >= PAGE_OFFSET:
            return objfile
    return None


def ready(machine):
    """Can the kernel's structures be read?  Not before the MMU is on, nor of a kernel without symbols."""
    return machine.mmu_on and kernel_objfile() is not None
