# SPDX-License-Identifier: GPL-2.0-only
"""What needs neither a machine nor GDB: bits of a word, and the names of bits by a table."""

PAGE_SHIFT = 12


def bits(value, high, low=None):
    """value[high:low], or the one bit value[high]."""
    if low is None:
        low = high
    return value >> low & (1 << high - low + 1) - 1


def names_of(value, table):
    """The names of the bits of @value: @table has (mask, value under the mask, name)."""
    return " ".join(name for mask, want, name in table if value & mask == want)
