#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does `make debug` know the symbols on both sides of the MMU switch, on both machines?
. "$(dirname "$0")/lib.sh"

session() {
	cat >"$tmp/session" <<-END
	info symbol \$pc
	info line *\$pc
	printf "pc before the MMU: %#x\\n", \$pc
	stepi
	printf "after a step: %#x\\n", \$pc
	info line *\$pc
	hbreak start_kernel
	continue
	printf "pc after the MMU: %#x\\n", \$pc
	bt
	info breakpoints
	frame
	END
	scripts/debug-qemu --batch "$tmp/session" --machine "$1" --memory 128M >"$tmp/$1.gdb" 2>&1
}

for machine in virt vexpress-a15; do
	case $machine in virt) ram=0x4 ;; *) ram=0x8 ;; esac
	session $machine
	is $? 0 "$machine: GDB comes to the end of the session"
	out=$tmp/$machine.gdb
	like $out "^pc before the MMU: ${ram}0010000" "$machine: stopped at the kernel's first instruction"
	like $out '^stext in section' "$machine: its physical address has a name"
	like $out '^Line [0-9]+ of ".*head\.S" starts at address '$ram "$machine: and a line"
	like $out "^after a step: ${ram}0010004" "$machine: it steps"
	like $out '(Breakpoint|breakpoint) .*start_kernel' "$machine: start_kernel is reached"
	like $out '^pc after the MMU: 0xc' "$machine: at its link address"
	like $out '^#0 +.*start_kernel.*main\.c:[0-9]+' "$machine: bt names function, file and line"
	unlike $out 'Cannot access memory|corrupt stack|No symbol|\?\? \(\)$.*start_kernel' "$machine: no complaints"
done

done_testing
