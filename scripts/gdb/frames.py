# SPDX-License-Identifier: GPL-2.0-only
"""
`bt` says of each exception what it is: GDB itself calls every such frame "<signal handler called>".
"""
import gdb
from gdb.FrameDecorator import FrameDecorator

ENTRIES = {
    "__dabt_usr": "data abort from user mode", "__dabt_svc": "data abort from the kernel",
    "__pabt_usr": "prefetch abort from user mode", "__pabt_svc": "prefetch abort from the kernel",
    "__und_usr": "undefined instruction in user mode", "__und_svc": "undefined instruction in the kernel",
    "__irq_usr": "interrupt in user mode", "__irq_svc": "interrupt in the kernel",
    "__fiq_usr": "fast interrupt in user mode", "__fiq_svc": "fast interrupt in the kernel",
    "vector_swi": "system call", "__sys_call": "system call", "ret_fast_syscall": "system call",
}


class ExceptionFrame(FrameDecorator):
    """The frame of an exception's entry."""

    def __init__(self, base, name):
        super().__init__(base)
        self.name = name

    def function(self):
        return "<%s, %s>" % (ENTRIES.get(self.name, "exception"), self.name)

    def frame_args(self):
        return None


class ExceptionNames:
    """The filter: exceptions get their names, other frames stay as they are."""
    name = "pagewalk-exceptions"
    priority = 100
    enabled = True

    def __init__(self):
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        return map(self.decorate, frames)

    @staticmethod
    def decorate(frame):
        inner = frame.inferior_frame()
        name = inner.name()
        return ExceptionFrame(frame, name) if inner.type() == gdb.SIGTRAMP_FRAME and name else frame


ExceptionNames()
