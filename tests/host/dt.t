#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel take every device tree that makes sense, and say in one line what is wrong with others?
. "$(dirname "$0")/lib.sh"
. tests/host/dt.sh

# good NAME [KIB]: boots, passes the tests that the tree's command line names, and finds this much RAM.
good() {
	compile "$1"
	enter "$1" "$tmp/$1.dtb"
	all_passed "good tree: $1" && [ -n "$2" ] &&
		like "$console" "Memory: [0-9]+K/$2K" "$1: all RAM is found, $2K, and no more"
}

# refused NAME PATTERN: status 2, a line that matches, and no Oops that hides it.
refused() {
	is "$status" 2 "bad tree: $1 ends with 2" || tail_of "$console"
	like "$console" "$2" "$1: the console says what is wrong"
	unlike "$console" 'Internal error: Oops|Unable to handle' "$1: found by a check, not by an abort"
}

bad() {
	compile "$1"
	enter "$1" "$tmp/$1.dtb"
	refused "$1" "$2"
}

good plain 131072
good one-cell 131072
good unsorted 131072
good overlapping 131072
good unaligned 122868
good hole 98304
good memreserve
good stdout-alias
good stdout-options
good stdout-legacy
good stdout-none
good stdout-dangling
good stdout-is-rtc
like "$console" 'serial@9010000 .* not used' "stdout-is-rtc: the console says what isn't used"
good stdout-too-short

# A page of RAM that looks like a PL011: its queue is always full, or never.
uart_page() {
	perl -e 'print pack("a24 V x4036 V8", "", $ARGV[0], 0x11, 0x10, 0x14, 0, 0x0d, 0xf0, 0x05, 0xb1)' "$1" >"$tmp/uart"
}
uart_page 32
good stdout-stuck 114688
good stdout-stuck-alone 114688
uart_page 0
compile stdout-moves
enter stdout-moves "$tmp/stdout-moves.dtb"
is "$status" 0 "good tree: stdout-moves"
unlike "$console" 'Machine model' "stdout-moves: all that follows goes to the UART that the tree names"
good no-chosen
good initrd-1-cell
good initrd-2-cells

enter no-tree ''
refused no-tree 'device tree|dtb'

printf 'this is no tree at all, only text' >"$tmp/text.dtb"
enter bad-magic "$tmp/text.dtb"
refused bad-magic 'device tree|dtb'

# The size in the header is right, the second half is not there.
head -c $(($(wc -c <"$tmp/plain.dtb") / 2)) "$tmp/plain.dtb" >"$tmp/half.dtb"
enter truncated "$tmp/half.dtb"
refused truncated 'device tree|dtb'

# A header that claims 3 GiB.
{ head -c 4 "$tmp/plain.dtb"; printf '\300\0\0\0'; tail -c +9 "$tmp/plain.dtb"; } >"$tmp/huge.dtb"
enter huge "$tmp/huge.dtb"
refused huge 'device tree|dtb'

# Everything behind the header overwritten.
{ head -c 40 "$tmp/plain.dtb"; head -c 4000 /dev/zero | tr '\0' '\252'; } >"$tmp/garbage.dtb"
enter garbage "$tmp/garbage.dtb"
refused garbage 'device tree|dtb'

bad no-memory 'memory'
bad empty-memory 'memory'
bad little-memory 'memory|RAM'
bad elsewhere 'memory|RAM'
bad initrd-outside 'initrd'
bad initrd-half-outside 'initrd'
bad initrd-over-kernel 'initrd'
bad initrd-backwards 'initrd'

done_testing
