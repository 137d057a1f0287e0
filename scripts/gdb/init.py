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

PAGE_OFFSET = 0xC0000000
TEXT_OFFSET = 0x10000


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
        if pc() < PAGE_OFFSET:
            return
        gdb.events.stop.disconnect(self.on_stop)
        gdb.execute("remove-symbol-file -a %#x" % self.text, to_string=True)
        print("The MMU is on: symbols are at their link addresses from here.")


def attach():
    for setting in ("confirm off", "pagination off", "print pretty on",
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
    gdb.execute("frame")
    print("RAM starts at %#x, the kernel is linked at %#x.  `hbreak start_kernel`, `continue`, `bt`."
          % (ram, PAGE_OFFSET))


attach()
