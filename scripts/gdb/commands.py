# SPDX-License-Identifier: GPL-2.0-only
"""
All commands for memory: `help mm-vtop` and so on.

`make debug` has them.  For any other ARM kernel in QEMU (-s, or -gdb tcp::PORT):

    gdb-multiarch -x scripts/gdb/commands.py -ex 'target remote :1234'
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import chains		# noqa: E402, F401
import frames		# noqa: E402, F401
import mm			# noqa: E402, F401
import owners		# noqa: E402, F401
import printers		# noqa: E402, F401
import tables		# noqa: E402, F401
