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

# A debugger of one's own, by a port
port=$((20000 + $$ % 10000))
scripts/run-qemu --memory 128M --timeout 60 -- -S -gdb tcp::$port </dev/null >"$tmp/server" 2>&1 &
server=$!
cat >"$tmp/attach" <<END
set tcp connect-timeout unlimited
target remote :$port
hbreak start_kernel
continue
bt
kill
END
timeout 600 gdb-multiarch -nx -q -batch -x "$tmp/attach" build/vmlinux </dev/null >"$tmp/attach.gdb" 2>&1
is $? 0 "GDB attaches to a port"
like "$tmp/attach.gdb" '^#0 +.*start_kernel' "and stops where it was asked to"
kill $server 2>/dev/null
wait $server 2>/dev/null
MAKEFLAGS= make -n debug-server GDB=4321 >"$tmp/make" 2>&1
like "$tmp/make" '-S -gdb tcp::4321' "as make debug-server lets one"
for file in launch tasks; do
	gdb-multiarch -nx -q -batch -ex "python import json; json.load(open('.vscode/$file.json'))" >"$tmp/json" 2>&1
	is $? 0 ".vscode/$file.json can be read" || tail_of "$tmp/json"
done

done_testing
