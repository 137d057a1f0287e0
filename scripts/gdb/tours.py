# SPDX-License-Identifier: GPL-2.0-only
"""
Tours: a mechanism of memory management, stop by stop.

    make tour            lists them
    make tour T=cow      goes through one; Enter leads on
    make tour T=cow AUTO=1

At each stop: what is about to happen and where the article tells of it, the source, the arguments, and what
there is at the address that the tour watches: the VMA, the page-table entry as Linux and as the hardware have
it, the page.  What has changed since the last stop has a star.  Frames have letters, in the order in which they
appear, so that a transcript says the same on each machine and with each compiler: docs/tours/NAME.txt
(make tours).

A tour of a program watches the address that tests/user/tour.c gives to here().  The tours themselves are in
tour_list.py.
"""
import os
import sys
import textwrap

import gdb

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from decode import PTE_LINUX_BITS, fault_status, hardware_pte, page_flags, permissions, vma_name
from kernel import Kernel, PAGE_OFFSET, TASK_SIZE
from memory import Machine, PAGE_MASK, PAGE_SHIFT, names_of

WIDTH = 100
L_PTE_PRESENT = 1

FAULT_FLAGS = tuple((1 << bit, 1 << bit, name) for bit, name in enumerate(
    ("WRITE", "MKWRITE", "ALLOW_RETRY", "RETRY_NOWAIT", "KILLABLE", "TRIED", "USER")))
VM_FAULT = ((0x1, 0x1, "OOM"), (0x2, 0x2, "SIGBUS"), (0x4, 0x4, "MAJOR"), (0x8, 0x8, "WRITE"), (0x40, 0x40, "SIGSEGV"),
            (0x100, 0x100, "NOPAGE"), (0x200, 0x200, "LOCKED"), (0x400, 0x400, "RETRY"),
            (0x10000, 0x10000, "BADMAP"), (0x20000, 0x20000, "BADACCESS"))
# A flag of struct page that says where the page is in a list, and not what is in it, is no part of a tour
LIST_FLAGS = {"lru", "active", "referenced"}


class Stop:
    """
    @at: the function at whose first line the tour stops, or None: when the one before it returns.  @text: what
    is about to happen.  @article: section.  @args: which arguments are shown.  @when: a condition.  @watch: what is
    looked at from here on, an address or an expression of GDB's that gives one.  @picture: not in an interrupt, which
    comes when it comes.
    """

    def __init__(self, at, text, article=None, args="", when=None, watch=None, picture=True):
        self.at, self.text, self.article, self.args = at, text, article, args.split()
        self.when, self.watch, self.picture = when, watch, picture


class Tour:
    """
    @mode: of tests/user/tour.c, whose here() gives the address.  @selftest: runs instead of the program.  @disk: the
    program wants build/tour.img.
    """

    def __init__(self, title, stops, mode=None, selftest=None, disk=False):
        self.title, self.stops, self.mode, self.selftest, self.disk = title, stops, mode, selftest, disk


class Frames:
    """Letters for page frames."""

    def __init__(self):
        self.letters = {}

    def name(self, kernel, pfn):
        zero = kernel.variable("empty_zero_page")
        if zero and pfn == kernel.pfn(zero):
            return "the zero page"
        if pfn not in self.letters:
            self.letters[pfn] = "page %s" % chr(ord("A") + len(self.letters))
        return self.letters[pfn]


def count(number, what):
    return "%d %s%s" % (number, what, "" if number == 1 else "s")


def silently(command):
    """GDB's own words about breakpoints and where it stops aren't the tour's."""
    gdb.flush()
    out = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        gdb.execute(command)
        gdb.flush()
    finally:
        os.dup2(out, 1)
        os.close(out)
        os.close(null)


class Guide:
    """Leads through one tour."""

    def __init__(self, name, tour, ask):
        self.name, self.tour, self.ask = name, tour, ask
        self.frames = Frames()
        self.addr = None
        self.before = {}
        self.mm = None

    # ---------------------------------------------------------------- what is there

    def picture(self):
        """What there is at the watched address: (what, words) in the order in which it is shown."""
        machine = Machine()
        if self.addr is None or not machine.mmu_on:
            return []
        kernel = Kernel(machine)
        if self.addr >= TASK_SIZE:
            return self.entry(machine, kernel, machine.walk(self.addr))
        mm = kernel.current()["mm"]
        if not mm:
            return [("VMA", "the task has no address space any more")]
        vma = kernel.find_vma(mm, self.addr)
        words = "none"
        if vma:
            words = "%08x-%08x %s  %s" % (vma["vm_start"], vma["vm_end"], permissions(vma["vm_flags"]),
                                          vma_name(vma) or "anonymous")
        return [("VMA", words)] + self.entry(machine, kernel,
                                             machine.walk(self.addr, kernel.virt_to_phys(mm["pgd"].addr)))

    def entry(self, machine, kernel, walk):
        if walk.l1 & 3 == 0:
            return [("entry", "none, nor a table for it")]
        if walk.l2 is None:
            return [("entry", "a section of 1 MiB: %s" % walk.attributes.access())]
        linux = machine.word(walk.linux_at) if walk.linux_at else 0
        if not linux:
            return [("entry", "none")]
        if not linux & L_PTE_PRESENT:
            return [("entry", "not present: slot %d of swap area %d" % (linux >> 8, linux >> 3 & 31))]
        frame = linux >> PAGE_SHIFT
        name = self.frames.name(kernel, frame)
        lines = [("entry", "%s  %s" % (name, names_of(linux & ~PAGE_MASK & 0xFFF, PTE_LINUX_BITS))),
                 ("hardware", hardware_pte(walk.l2))]
        page = kernel.page(frame)
        if page and name != "the zero page" and self.addr < TASK_SIZE:
            flags = " ".join(flag for flag in page_flags(kernel, page["flags"]).split() if flag not in LIST_FLAGS)
            mapping = page["mapping"].addr
            lines.append((name, "%s, %s, in %s%s" % (
                "anonymous" if mapping & 1 else "of the file" if mapping else "the kernel's",
                count(page.counter("_refcount"), "user"), count(page.counter("_mapcount") + 1, "page table"),
                "; " + flags if flags else "")))
        return lines

    def show_picture(self):
        lines = self.picture()
        for what, words in lines:
            star = "*" if self.before.get(what) != words and self.before else " "
            print("  %s %-9s %s" % (star, what, words))
        if lines:
            self.before = dict(lines)

    # ---------------------------------------------------------------- where the tour is

    def show_argument(self, frame, name):
        value = frame.read_var(name)
        if name in ("fsr", "ifsr"):
            prefetch = 1 << 31 if name == "ifsr" else 0
            return "%s = %#x (%s)" % (name, int(value), fault_status(int(value) | prefetch))
        if name == "flags":
            return "%s = %s" % (name, names_of(int(value), FAULT_FLAGS))
        if name in ("sig", "code"):
            return "%s = %d" % (name, int(value))
        if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
            return None
        return "%s = %#x" % (name, int(value) & 0xFFFFFFFF)

    def show_source(self, frame):
        """The function's head, as it stands in the file."""
        function, sal = frame.function(), frame.find_sal()
        if sal.symtab.filename.endswith(".S"):
            lines = [line for line in source(sal.symtab)[sal.line - 1:sal.line + 5] if line][:4]
        else:
            lines = []
            for line in source(function.symtab)[function.line - 1:]:
                if line.startswith("{") or len(lines) == 5:
                    break
                lines.append(line)
        for line in lines:
            print("    | " + line.expandtabs(8))

    def show(self, number, stop, frame, returned=None):
        where = frame.name() or "?"
        sal = frame.find_sal()
        file = sal.symtab.filename if sal.symtab else "?"
        print("\n=== %d of %d: %s, %s%s" % (number, len(self.tour.stops),
                                           where if returned is None else "back in " + where, file,
                                           "  (article %s)" % stop.article if stop.article else ""))
        for line in textwrap.wrap(" ".join(stop.text.split()), WIDTH):
            print("  " + line)
        if returned is None:
            self.show_source(frame)
        elif returned:
            print("    " + returned)
        shown = [text for text in (self.show_argument(frame, name) for name in stop.args) if text]
        if shown:
            print("    " + ", ".join(shown))
        if stop.picture:
            self.show_picture()

    def arrive(self, at, when):
        """Runs to @at.  The frame there."""
        breakpoint_ = gdb.Breakpoint(at, internal=True)
        try:
            if when:
                breakpoint_.condition = when.replace("ADDR", "%#x" % self.addr) if self.addr is not None else when
            silently("continue")
            if not breakpoint_.is_valid() or breakpoint_.hit_count == 0:
                raise gdb.error("another stop came first")
        except gdb.error as error:
            raise gdb.GdbError("the tour %s has lost its way before %s: %s" % (self.name, at, error)) from None
        finally:
            if breakpoint_.is_valid():
                breakpoint_.delete()

    def leave(self):
        """To where the function returns, and what it returned."""
        function = gdb.newest_frame().name()
        type_ = gdb.newest_frame().function().type.target()
        silently("finish")
        if type_.strip_typedefs().code not in (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_BOOL):
            return ""
        number = str(int(gdb.parse_and_eval("$r0").cast(type_)))
        if function.startswith(("do_", "handle_", "wp_", "__do_")) and number.lstrip("-").isdigit():
            words = names_of(int(number), VM_FAULT)
            return "%s() returned %s%s" % (function, number, " (VM_FAULT_%s)" % words.replace(" ", ", VM_FAULT_")
                                           if words else "")
        return "%s() returned %s" % (function, number if len(number) < 6 else "%#x" % (int(number) & 0xFFFFFFFF))

    @staticmethod
    def address(watch):
        return watch if isinstance(watch, int) else int(gdb.parse_and_eval("(unsigned long)(%s)" % watch)) & 0xFFFFFFFF

    def go(self):
        print("%s: %s" % (self.name, self.tour.title))
        if self.tour.mode:
            self.arrive("here", None)
            self.addr = int(gdb.parse_and_eval("(unsigned long)$r0")) & 0xFFFFFFFF
            print("The program watches the address %08x." % self.addr)
        elif self.tour.selftest:
            self.arrive("selftest_" + self.tour.selftest.replace(".", "_"), None)
        for number, stop in enumerate(self.tour.stops, 1):
            if self.ask and number > 1:
                input("\nEnter: on ")
            returned = None
            if stop.at:
                self.arrive(stop.at, stop.when)
            else:
                returned = self.leave()
            if stop.watch is not None:
                self.addr, self.before = self.address(stop.watch), {}
            self.show(number, stop, gdb.newest_frame(), returned)
        print("\n=== The tour ends here; GDB is yours.")


def source(symtab):
    with open(symtab.fullname(), encoding="utf-8") as file:
        return file.read().split("\n")


def start():
    """The tour that scripts/tour names, or the list of all."""
    from tour_list import TOURS
    name = os.environ.get("PAGEWALK_TOUR")
    if name == "list":
        for each, tour in TOURS.items():
            print("%s\t%s\t%s\t%s" % (each, tour.title, tour.selftest or "", "disk" if tour.disk else ""))
    elif name:
        Guide(name, TOURS[name], os.environ.get("PAGEWALK_TOUR_AUTO") != "1").go()


if __name__ == "__main__":
    start()
