# SPDX-License-Identifier: GPL-2.0-only
"""
The machine as QEMU shows it: system registers, physical memory, and the walk of the page tables.

    Machine      one stop of the machine: registers by name, memory by physical address
    Attributes   what a descriptor says of memory: access, type, XN, domain
    Walk         one address through both levels, with the descriptors on the way

Nothing here needs symbols.  A command makes one Machine, uses it and forgets it: pages that were read are
kept in it, and the guest doesn't run meanwhile.

QEMU names the registers as its tables do (TTBR0_EL1 is the 32-bit TTBR0, MAIR0 and MAIR1 are PRRR and NMRR),
and a processor with the Security Extensions has the banked ones twice: TTBR0_EL1_S is the Secure one.  Which
of the two counts is said by SCR.NS and by Monitor mode.  Descriptors: ARM ARM B3.5.1, access permissions
B3.7.1, memory types B3.8.
"""
import struct

import gdb

from words import PAGE_SHIFT, bits, names_of

PAGE_SIZE = 1 << PAGE_SHIFT
PAGE_MASK = 0xFFFFFFFF & ~(PAGE_SIZE - 1)
SECTION_SHIFT = 20
SECTION_SIZE = 1 << SECTION_SHIFT
PMD_SIZE = 2 * SECTION_SIZE		# a pair of first-level entries

# From the Linux entry to the hardware's, in the page that holds both
PTE_HWTABLE_OFF = 2048

MONITOR_MODE = 0x16

SCTLR_M = 1 << 0
SCTLR_WXN = 1 << 19
SCTLR_TRE = 1 << 28
SCTLR_AFE = 1 << 29
TTBCR_EAE = 1 << 31

# How QEMU calls them, in the order in which they are tried
REGISTER_NAMES = {
    "SCTLR": ("SCTLR", "SCTLR_EL1"),
    "TTBR0": ("TTBR0_EL1", "TTBR0"),
    "TTBR1": ("TTBR1_EL1", "TTBR1"),
    "TTBCR": ("TTBCR", "TCR_EL1"),
    "DACR": ("DACR", "DACR32_EL2"),
    "PRRR": ("PRRR", "MAIR0"),
    "NMRR": ("NMRR", "MAIR1"),
    "DFSR": ("DFSR",),
    "SCR": ("SCR", "SCR_S", "SCR_EL3"),
}

DOMAINS = {0: "KERNEL", 1: "USER", 2: "IO", 3: "VECTORS"}
DOMAIN_ACCESS = ("no access", "client", "reserved", "manager")


class Machine:
    """The stopped machine; raises gdb.GdbError when there is none."""

    def __init__(self):
        self.connection = gdb.selected_inferior().connection
        if self.connection is None or gdb.selected_inferior().pid == 0:
            raise gdb.GdbError("no machine is attached: `make debug`, or `target remote`")
        if not hasattr(self.connection, "send_packet"):
            raise gdb.GdbError("this needs QEMU at the other end of `target remote`")
        self.frame = gdb.newest_frame()
        self.names = {r.name for r in self.frame.architecture().registers()}
        self.pages = {}
        self.phys_mode = self.packet("qqemu.PhyMemMode")
        if self.phys_mode not in (b"0", b"1"):
            raise gdb.GdbError("this debugger's other end reads no physical memory: it isn't QEMU")
        self.cpsr = self.raw("cpsr")
        self.secure = self.is_secure()
        self.sctlr = self.register("SCTLR")
        self.ttbcr = self.register("TTBCR")
        self.dacr = self.register("DACR")

    # ---------------------------------------------------------------- registers

    def raw(self, name):
        return int(self.frame.read_register(name)) & 0xFFFFFFFF

    def is_secure(self):
        """Are the Secure copies of banked registers in use?"""
        if "TTBR0_EL1_S" not in self.names and "TTBR0_S" not in self.names:
            return False
        return self.cpsr & 0x1F == MONITOR_MODE or not self.register("SCR") & 1

    def register(self, name):
        """A system register by the name that the manual has for it; of the bank in use."""
        for qemu_name in REGISTER_NAMES[name]:
            for banked in (qemu_name + "_S",) * getattr(self, "secure", False) + (qemu_name,):
                if banked in self.names:
                    return self.raw(banked)
        raise gdb.GdbError("QEMU doesn't show %s: the tables can't be walked without" % name)

    @property
    def mmu_on(self):
        return bool(self.sctlr & SCTLR_M)

    # ---------------------------------------------------------------- physical memory

    def packet(self, text):
        return self.connection.send_packet(text)

    def page(self, number):
        """The page frame @number as bytes.  QEMU reads by physical address for the moment of reading only."""
        if number not in self.pages:
            self.packet("Qqemu.PhyMemMode:1")
            try:
                data = gdb.selected_inferior().read_memory(number << PAGE_SHIFT, PAGE_SIZE)
            finally:
                self.packet(b"Qqemu.PhyMemMode:" + self.phys_mode)
            self.pages[number] = bytes(data)
        return self.pages[number]

    def read(self, phys, size):
        """@size bytes from the physical address @phys on."""
        offset = phys % PAGE_SIZE
        if offset + size <= PAGE_SIZE:
            return self.page(phys >> PAGE_SHIFT)[offset:offset + size]
        data = b""
        while size > 0:
            offset = phys % PAGE_SIZE
            piece = self.page(phys >> PAGE_SHIFT)[offset:offset + size]
            data += piece
            phys += len(piece)
            size -= len(piece)
        return data

    def word(self, phys):
        return struct.unpack("<I", self.read(phys, 4))[0]

    # ---------------------------------------------------------------- tables

    def tables_known(self):
        """Raises unless the walk below is the one that the processor makes."""
        if not self.mmu_on:
            raise gdb.GdbError("paging is off (SCTLR %08x): every address is physical" % self.sctlr)
        if self.ttbcr & TTBCR_EAE:
            raise gdb.GdbError("TTBCR.EAE is set: the long-descriptor format isn't walked here")

    def base(self, which):
        """The physical address of TTBR0's or TTBR1's first-level table."""
        width = 14 - (self.ttbcr & 7 if which == 0 else 0)
        return self.register("TTBR%d" % which) & 0xFFFFFFFF & ~((1 << width) - 1)

    def table_of(self, addr):
        """0 or 1: which of TTBR0 and TTBR1 the processor takes for @addr."""
        n = self.ttbcr & 7
        return 1 if n and addr >> 32 - n else 0

    def walk(self, addr, base=None):
        """@addr through the table at @base, or through the one that the processor uses."""
        if base is None:
            which = self.table_of(addr)
            if bits(self.ttbcr, 4 + which):
                raise gdb.GdbError("TTBCR.PD%d is set: a walk from TTBR%d is a translation fault" % (which, which))
            base = self.base(which)
        return Walk(self, addr, base)

    def to_phys(self, addr):
        """The physical address behind @addr for who may do everything; None: nothing is mapped."""
        if not self.mmu_on:
            return addr
        return self.walk(addr).phys

    def memory_type(self, tex, c, b, shared):
        """(kind, text): what TEX, C and B mean, by PRRR and NMRR or by the fixed table; B3.8.2, B3.8.3."""
        if not self.sctlr & SCTLR_TRE:
            return fixed_memory_type(tex, c, b, shared)
        prrr, nmrr = self.register("PRRR"), self.register("NMRR")
        n = (tex & 1) << 2 | c << 1 | b
        kind = bits(prrr, 2 * n + 1, 2 * n)
        if kind == 0:
            return "SO", "Strongly-ordered"
        if kind == 1:
            return "DEV", "Device, " + shareable(bits(prrr, 16 + shared))
        if kind == 3:
            return "RESERVED", "reserved type in PRRR"
        inner, outer = bits(nmrr, 2 * n + 1, 2 * n), bits(nmrr, 2 * n + 17, 2 * n + 16)
        return (CACHE_KINDS[inner], "Normal, inner %s, outer %s, %s"
                % (CACHE_NAMES[inner], CACHE_NAMES[outer], shareable(bits(prrr, 18 + shared))))


CACHE_KINDS = ("NC", "WBWA", "WT", "WB")
CACHE_NAMES = ("non-cacheable", "write-back write-allocate", "write-through", "write-back")


def shareable(bit):
    return "shareable" if bit else "not shareable"


def fixed_memory_type(tex, c, b, shared):
    """Without TEX remap."""
    if tex & 4:
        inner, outer = c << 1 | b, tex & 3
        return (CACHE_KINDS[inner], "Normal, inner %s, outer %s, %s"
                % (CACHE_NAMES[inner], CACHE_NAMES[outer], shareable(shared)))
    kinds = {
        0o00: ("SO", "Strongly-ordered"), 0o01: ("DEV", "Device, shareable"),
        0o02: ("WT", "Normal, write-through"), 0o03: ("WB", "Normal, write-back"),
        0o10: ("NC", "Normal, non-cacheable"), 0o13: ("WBWA", "Normal, write-back write-allocate"),
        0o20: ("DEV", "Device, not shareable"),
    }
    kind, text = kinds.get(tex << 3 | c << 1 | b, ("RESERVED", "reserved TEX, C, B"))
    return kind, text + (", " + shareable(shared) if text.startswith("Normal") else "")


class Attributes:
    """
    What a section, large or small page allows and what kind of memory it is.  The places of the bits differ
    between the three, their meaning doesn't.
    """

    def __init__(self, machine, ap, tex, c, b, s, ng, xn, domain, pxn):
        self.domain, self.xn, self.pxn, self.ng, self.s = domain, bool(xn), bool(pxn), bool(ng), s
        self.domain_access = bits(machine.dacr, 2 * domain + 1, 2 * domain)
        self.kind, self.type = machine.memory_type(tex, c, b, s)
        self.accessed = True
        if machine.sctlr & SCTLR_AFE:
            self.accessed = bool(ap & 1)
            ap |= 1
        read_only = ap & 4
        self.kernel = "" if not ap & 3 else "r" if read_only else "rw"
        self.user = ("", "", "r", "r" if read_only else "rw")[ap & 3]
        if ap == 4:
            self.kernel = self.user = ""
        self.wxn = bool(machine.sctlr & SCTLR_WXN)

    @property
    def shown(self):
        """What makes two neighbours one line of a dump."""
        return (self.kernel, self.user, self.xn, self.s, self.kind)

    def access(self):
        """One line: who may do what, the domain's word included."""
        if self.domain_access == 3:
            return "everybody may do everything: the domain is a manager's"
        words = {"": "nothing", "r": "read", "rw": "read, write"}
        execute = not self.xn and not (self.wxn and "w" in self.kernel)
        kernel, user = words[self.kernel], words[self.user]
        if execute and self.kernel and not self.pxn:
            kernel += ", execute"
        if execute and self.user:
            user += ", execute"
        text = "kernel: %s; user: %s" % (kernel, user)
        if not self.accessed:
            text += "; the access flag isn't set: the first access faults"
        if self.domain_access != 1:
            text += "; now shut by the domain"
        return text


class Walk:
    """
    One address through the tables.

        l1, l1_at      first-level entry, where it stands
        l2, l2_at      second-level entry, None without a table
        size, phys     of what maps the address, the physical address; None when nothing does
        attributes     of it
    """

    def __init__(self, machine, addr, base):
        self.addr, self.base = addr, base
        self.l1_at = base + (addr >> SECTION_SHIFT) * 4
        self.l1 = machine.word(self.l1_at)
        self.l2 = self.l2_at = self.size = self.phys = self.attributes = None
        if self.l1 & 3 == 1:
            self.second_level(machine)
        elif self.l1 & 2:
            self.section(machine)

    @property
    def domain(self):
        return bits(self.l1, 8, 5)

    @property
    def linux_at(self):
        """
        Where Linux keeps its own entry for the same page: half a page before the hardware's.  None when the
        table lies where no such twin can be.
        """
        return self.l2_at - PTE_HWTABLE_OFF if self.l2_at and self.l2_at & PTE_HWTABLE_OFF else None

    def section(self, machine):
        supersection = bits(self.l1, 18)
        self.size = 16 * SECTION_SIZE if supersection else SECTION_SIZE
        self.phys = self.l1 & 0xFFFFFFFF & ~(self.size - 1) | self.addr & self.size - 1
        if supersection:
            self.phys |= bits(self.l1, 23, 20) << 32 | bits(self.l1, 8, 5) << 36
        self.attributes = Attributes(
            machine, bits(self.l1, 15) << 2 | bits(self.l1, 11, 10), bits(self.l1, 14, 12),
            bits(self.l1, 3), bits(self.l1, 2), bits(self.l1, 16), bits(self.l1, 17), bits(self.l1, 4),
            0 if supersection else self.domain, bits(self.l1, 0))

    def second_level(self, machine):
        self.l2_at = (self.l1 & 0xFFFFFC00) + bits(self.addr, 19, 12) * 4
        self.l2 = machine.word(self.l2_at)
        kind = self.l2 & 3
        if kind == 0:
            return
        large = kind == 1
        self.size = 16 * PAGE_SIZE if large else PAGE_SIZE
        self.phys = self.l2 & 0xFFFFFFFF & ~(self.size - 1) | self.addr & self.size - 1
        self.attributes = Attributes(
            machine, bits(self.l2, 9) << 2 | bits(self.l2, 5, 4),
            bits(self.l2, 14, 12) if large else bits(self.l2, 8, 6), bits(self.l2, 3), bits(self.l2, 2),
            bits(self.l2, 10), bits(self.l2, 11), bits(self.l2, 15) if large else bits(self.l2, 0),
            self.domain, bits(self.l1, 2))


def number(text):
    """An address or a number that the user typed: an expression of GDB's."""
    try:
        return int(gdb.parse_and_eval("(unsigned long)(%s)" % text)) & 0xFFFFFFFF
    except gdb.error as error:
        raise gdb.GdbError("%s is no address: %s" % (text, error)) from None


class Command(gdb.Command):
    """
    A command whose errors are one line.  The first paragraph of its documentation is what `help` lists;
    run() gets a Machine and the words that were typed.
    """
    name = None
    arguments = (0, 0)		# how many words, at least and at most

    def __init__(self):
        super().__init__(self.name, gdb.COMMAND_DATA)

    def invoke(self, text, from_tty):
        self.dont_repeat()
        words = gdb.string_to_argv(text)
        if not self.arguments[0] <= len(words) <= self.arguments[1]:
            raise gdb.GdbError("usage: " + self.__doc__.strip().split("Usage: ")[1].split("\n")[0])
        try:
            self.run(Machine(), words)
        except gdb.error as error:
            raise gdb.GdbError("%s: %s" % (self.name, error)) from None

    def run(self, machine, words):
        raise NotImplementedError
