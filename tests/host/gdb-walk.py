# SPDX-License-Identifier: GPL-2.0-only
"""
The walk of scripts/gdb/memory.py over descriptors that no kernel here uses: large pages, supersections, memory
types without TEX remap, the access flag, TTBCR.N.  Prints what it finds, a line each; run by tests/host/gdb-mm.t.
"""
import sys

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, "scripts/gdb")

from decode import PMD_SECTION_BITS, hardware_pte		# noqa: E402
from memory import Machine, names_of		# noqa: E402


class Tables(Machine):
    """Tables in a dict instead of a machine; the registers as Linux sets them unless told otherwise."""

    def __init__(self, words, **registers):
        self.words = words
        self.registers = {"SCTLR": 0x10C5387D, "TTBCR": 0, "DACR": 0x55, "TTBR0": 0x4000406A, "TTBR1": 0x8000406A,
                          "PRRR": 0xFF0A81A8, "NMRR": 0x40E040E0}
        self.registers.update(registers)
        self.sctlr, self.ttbcr, self.dacr = (self.registers[r] for r in ("SCTLR", "TTBCR", "DACR"))
        self.secure = False

    def register(self, name):
        return self.registers[name]

    def word(self, phys):
        return self.words.get(phys, 0)


def show(what, walk, bits=""):
    phys = "none" if walk.phys is None else "%x" % walk.phys
    print("%s: %s size %s %s; %s %s" % (what, phys, walk.size and "%x" % walk.size,
                                        walk.attributes.type if walk.attributes else "-",
                                        walk.attributes.access() if walk.attributes else "-", bits))


# A table for 1 MiB at 0x100000 with a large page in its second sixteen entries
large = {0x40004004: 0x50000001, **{0x50000040 + 4 * i: 0x6001947D for i in range(16)}}
walk = Tables(large).walk(0x11ABCD)
show("large page", walk, hardware_pte(walk.l2))
show("large page, next", Tables(large).walk(0x120000))
print("twin of a table that has none: %s" % walk.linux_at)

section = {0x40004000 + 4 * 0x123: 0x70051C1E | 1 << 18}
walk = Tables(section).walk(0x12345678)
show("supersection", walk, names_of(walk.l1, PMD_SECTION_BITS))

# The memory types of the fixed table: TEX, C, B
for tex, c, b in ((0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 1, 1), (2, 0, 0), (6, 0, 1)):
    words = {0x40004000: 0x60000C02 | tex << 12 | c << 3 | b << 2}
    print("fixed %d %d %d: %s" % (tex, c, b, Tables(words, SCTLR=0x00C5387D).walk(0).attributes.type))

# Access permissions: APX, AP1, AP0 of a section, then with the access flag instead of AP0
for ap in range(8):
    words = {0x40004000: 0x60010002 | (ap & 4) << 13 | (ap & 3) << 10}
    show("AP %d" % ap, Tables(words).walk(0))
for ap in range(8):
    words = {0x40004000: 0x60010012 | (ap & 4) << 13 | (ap & 3) << 10}
    show("AFE AP %d" % ap, Tables(words, SCTLR=0x30C5387D).walk(0))
words = {0x40004000: 0x60010C02}
show("manager", Tables(words, DACR=3).walk(0))
show("shut", Tables(words, DACR=0).walk(0))
show("WXN", Tables(words, SCTLR=0x10CD387D).walk(0))

# TTBCR.N = 2: a quarter of the address space by TTBR0, whose table is a quarter as large
split = Tables({0x40004FFC: 0x60010C02, 0x80005000: 0x70010C02}, TTBCR=2, TTBR0=0x4000406A)
for addr in (0x3FF00000, 0x40000000):
    walk = split.walk(addr)
    print("N=2 %08x: TTBR%d base %08x %s" % (addr, split.table_of(addr), walk.base,
                                            "none" if walk.phys is None else "%08x" % walk.phys))

# TTBCR.PD0: no walk from TTBR0 at all
try:
    Tables(words, TTBCR=0x10).walk(0)
except gdb.GdbError as error:
    print("PD0: %s" % error)
show("PD0, by TTBR1", Tables({0x80007000: 0x70010C02}, TTBCR=0x11).walk(0xC0000000))
