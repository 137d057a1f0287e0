# SPDX-License-Identifier: GPL-2.0-only
"""
Attaches GDB to the QEMU that scripts/debug-qemu started, and stops at the kernel's first instruction.

The kernel is linked at PAGE_OFFSET but starts at its physical address, with the MMU off.  vmlinux is
therefore loaded twice: as it is linked, and moved to where RAM is.  The moved copy goes at the first
stop above PAGE_OFFSET, so that from then on a breakpoint has one place.
"""
import os
import sys

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import commands		# noqa: E402, F401
import tours		# noqa: E402

PAGE_OFFSET = 0xC0000000
TEXT_OFFSET = 0x10000
USER_MODE = 0x10
ELF_ET_DYN_BASE = 0xBF000000 // 3 * 2


def pc():
    return int(gdb.parse_and_eval("(unsigned long)$pc")) & 0xFFFFFFFF


def symbol(name):
    return int(gdb.parse_and_eval("(unsigned long)&" + name)) & 0xFFFFFFFF


class PhysicalSymbols:
    """The copy of vmlinux's symbols at the addresses of the time before the MMU is on."""

    def __init__(self, ram):
        self.text = ram + TEXT_OFFSET
        vmlinux = gdb.current_progspace().filename
        # As 64 bits: a negative number loses its high half, and addresses then end beyond 4 GiB.
        offset = (ram - PAGE_OFFSET) & (2**64 - 1)
        gdb.execute("add-symbol-file %s -o %#x" % (vmlinux, offset), to_string=True)
        gdb.events.stop.connect(self.on_stop)

    def on_stop(self, event):
        # A program, too, has the MMU on, and lies low
        if pc() < PAGE_OFFSET and int(gdb.parse_and_eval("$cpsr")) & 0x1F != USER_MODE:
            return
        gdb.events.stop.disconnect(self.on_stop)
        gdb.execute("remove-symbol-file -a %#x" % self.text, to_string=True)
        print("The MMU is on: symbols are at their link addresses from here.")


def add_program(path):
    """The symbols of a program; one that may lie anywhere lies at ELF_ET_DYN_BASE, with norandmaps."""
    with open(path, "rb") as file:
        dynamic = file.read(18)[16] == 3            # e_type: ET_DYN
    gdb.execute("add-symbol-file %s%s" % (path, " -o %#x" % ELF_ET_DYN_BASE if dynamic else ""), to_string=True)


def attach():
    for setting in ("confirm off", "pagination off", "print pretty on",
                    "print entry-values no", "backtrace past-main on",
                    "breakpoint pending on", "history save off"):
        gdb.execute("set " + setting)
    stext = symbol("stext")
    gdb.execute("target remote " + os.environ["PAGEWALK_SOCKET"], to_string=True)
    # QEMU starts in a few instructions of its own at the bottom of RAM, which set r0-r2 and jump.
    ram = pc() & 0xF0000000
    gdb.Breakpoint("*%#x" % (ram + stext - PAGE_OFFSET), gdb.BP_HARDWARE_BREAKPOINT,
                   internal=True, temporary=True)
    gdb.execute("continue", to_string=True)
    PhysicalSymbols(ram)
    program = os.environ.get("PAGEWALK_PROGRAM")
    if program:
        add_program(program)
    gdb.execute("frame")
    print("RAM starts at %#x, the kernel is linked at %#x.  `hbreak start_kernel`, `continue`, `bt`."
          % (ram, PAGE_OFFSET))


attach()
tours.start()
