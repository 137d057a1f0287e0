#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does GDB's mm-swap say which areas there are, and who needs a slot?  The self-test swap_user.read has one page in swap,
# and then in the swap cache.
. "$(dirname "$0")/lib.sh"
. tests/host/gdb.sh

for machine in virt vexpress-a15; do
	gdb_script <<-'END'
	hbreak start_kernel
	continue
	try mm-swap
	hbreak selftest_swap_user_read
	continue
	tbreak do_swap_page
	continue
	try mm-swap
	try mm-swap 0x10000000
	try mm-swap 0x10001000
	try mm-swap 0:1
	try mm-swap 0:2
	try mm-swap 0:64
	try mm-swap 1:1
	tbreak try_to_free_swap
	tbreak do_page_add_anon_rmap
	continue
	try mm-swap 0:1
	END
	scripts/debug-qemu --batch "$tmp/script" --machine $machine --memory 128M --append 'selftest=swap_user.read quiet' \
		>"$tmp/console.raw" 2>"$tmp/errors"
	is $? 0 "$machine: GDB comes to the end of the session" || tail_of "$tmp/errors"
	cat "$tmp/gdb" >>"$tmp/errors"
	unlike "$tmp/errors" 'Traceback|Python Exception|Error while executing Python' "$machine: no tracebacks"
	said mm-swap
	is "$(cat "$said")" 'there is no swap area' "$machine: none at the start"
	said mm-swap 2
	like "$said" '^ +0 +-1 +63 +1 +0  swap disk' "$machine: the area, and one slot of it taken"
	said 'mm-swap 0x10000000'
	is "$(cat "$said")" 'slot 0:1, entry 00000100: 1 entry' "$machine: the slot of an address"
	said 'mm-swap 0x10001000'
	is "$(cat "$said")" "error: mm-swap: 10001000 isn't in swap: its entry is none" "$machine: an address that has none"
	said 'mm-swap 0:1'
	is "$(cat "$said")" 'slot 0:1, entry 00000100: 1 entry' "$machine: a slot by its place"
	said 'mm-swap 0:2'
	is "$(cat "$said")" 'slot 0:2, entry 00000200: free' "$machine: one that is free"
	said 'mm-swap 0:64'
	is "$(cat "$said")" 'error: mm-swap: there is no slot 0:64' "$machine: one behind the end"
	said 'mm-swap 1:1'
	is "$(cat "$said")" 'error: mm-swap: there is no slot 1:1' "$machine: an area that there isn't"
	said 'mm-swap 0:1' 2
	like "$said" '^in the swap cache: page [0-9a-f]{8}  pfn [0-9a-f]{5}  mapcount 0  .*swapcache' "$machine: read back, it is in the swap cache"
done

done_testing
