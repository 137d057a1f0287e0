# SPDX-License-Identifier: GPL-2.0-only
"""
Where one operation of tests/user/bench.c spends its instructions: steps through it, from profile_begin() to
profile_end(), and counts each (scripts/profile, which reads what is printed here).

Calls are followed by a stack of return addresses: a bl pushes the one behind it, arriving there pops.  A function that is
entered in another way has been jumped to: it takes the place of the one at the top; an exception, or user mode again,
begins a new stack.  Interrupts are masked while QEMU steps, so that no tick is counted.

    stack   name;name;... COUNT      with functions that were inlined
    line    file:line COUNT
"""
import collections
import os
import sys

import gdb

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

USER_END = 0xBF000000
MOST = 100000


class Profile:
    def __init__(self):
        self.stack = []		# of (function, return address)
        self.counts = collections.Counter()
        self.pcs = collections.Counter()
        self.names, self.calls = {}, {}

    def chain(self, pc):
        """The functions that @pc is in, the outermost first."""
        if pc not in self.names:
            names, block = [], gdb.block_for_pc(pc)
            while block is not None and not block.is_global and not block.is_static:
                if block.function is not None:
                    names.append(block.function.name)
                block = block.superblock
            if not names:
                names = [gdb.execute("info symbol %#x" % pc, to_string=True).split()[0]]
            self.names[pc] = tuple(reversed(names))
        return self.names[pc]

    def is_call(self, pc):
        if pc not in self.calls:
            word = int.from_bytes(gdb.selected_inferior().read_memory(pc, 4).tobytes(), "little")
            self.calls[pc] = word & 0x0F000000 == 0x0B000000 or word & 0x0FFFFFF0 == 0x012FFF30
        return self.calls[pc]

    def step(self, pc, last):
        function = self.chain(pc)[0]
        if last is not None and (pc < USER_END) != (last < USER_END):
            self.stack = []
        elif last is not None and self.is_call(last) and pc != last + 4:
            self.stack.append((function, last + 4))
        else:
            returns = [n for n, (_, back) in enumerate(self.stack) if back == pc]
            if returns:
                del self.stack[returns[-1]:]
        if not self.stack:
            self.stack = [(function, 0)]
        elif self.stack[-1][0] != function:
            self.stack[-1] = (function, self.stack[-1][1])
        self.counts[tuple(name for name, _ in self.stack[:-1]) + self.chain(pc)] += 1
        self.pcs[pc] += 1

    def run(self):
        end = int(gdb.parse_and_eval("(unsigned long)&profile_end"))
        last, pc = None, self.skip_begin()
        while pc != end:
            self.step(pc, last)
            if sum(self.counts.values()) > MOST:
                raise gdb.GdbError("more than %d instructions: too many to step through" % MOST)
            gdb.execute("stepi", to_string=True)
            last, pc = pc, int(gdb.parse_and_eval("(unsigned long)$pc"))

    def skip_begin(self):
        """profile_begin() itself isn't counted."""
        while True:
            pc = int(gdb.parse_and_eval("(unsigned long)$pc"))
            if self.chain(pc)[0] != "profile_begin":
                return pc
            gdb.execute("stepi", to_string=True)

    def show(self):
        for stack, count in self.counts.items():
            print("stack\t%s\t%d" % (";".join(stack), count))
        lines = collections.Counter()
        for pc, count in self.pcs.items():
            where = gdb.find_pc_line(pc)
            if where.symtab is not None:
                lines["%s:%d" % (os.path.normpath(where.symtab.filename), where.line)] += count
        for line, count in lines.items():
            print("line\t%s\t%d" % (line, count))


gdb.execute("hbreak *&profile_begin", to_string=True)
gdb.execute("continue", to_string=True)
if gdb.selected_inferior().pid == 0:
    raise gdb.GdbError("the program has ended without that operation")
gdb.execute("delete", to_string=True)
profile = Profile()
profile.run()
profile.show()
gdb.execute("kill", to_string=True)
