#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The image for stepping: does it pass all self-tests, and show a debugger what the article names?  A breakpoint
# stops where arguments can be read, a backtrace goes through every kind of exception to its end.
. "$(dirname "$0")/lib.sh"

unset MAKEFLAGS MAKELEVEL
make STEP=1 image >"$tmp/make" 2>&1
is $? 0 "it builds" || tail_of "$tmp/make"
boot step --image build/step/Image --memory 128M
complaint=$(tap_complete "$console")
is "$status" 0 "all self-tests pass" || tail_of "$console"
is "$complaint" "" "the TAP stream is complete"

scripts/mkinitrd "$tmp/fault.cpio" init=build/user/init bin/fault=build/user/fault dev/console:c:5:1 proc/ 1777:tmp/

# session NAME MACHINE: GDB runs $tmp/NAME beside the program "fault"
session() {
	scripts/debug-qemu --batch "$tmp/$1" --program build/user/fault --machine "$2" --memory 128M --image build/step/Image \
		--initrd "$tmp/fault.cpio" --append 'norandmaps quiet selftest=none init.exit -- exec /bin/fault' \
		>"$tmp/$1.$2" 2>&1
	is $? 0 "$2: GDB comes to the end of the session '$1'" || tail_of "$tmp/$1.$2"
	out=$tmp/$1.$2
}

# between FROM TO PATTERN WHAT: does the output between the lines "FROM" and "TO" match?
between() {
	sed -n "/^$1\$/,/^$2\$/p" "$out" >"$tmp/part"
	like "$tmp/part" "$3" "$4"
}

cat >"$tmp/stops" <<'END'
break main
continue
echo == main\n
bt
delete
hbreak vector_dabt
break do_page_fault if addr == 0xb0000000
continue
echo == vector\n
bt
delete
tbreak do_PrefetchAbort
continue
echo == prefetch\n
bt
tbreak do_undefinstr
continue
echo == undefined\n
bt
tbreak do_anonymous_page
continue
echo == anonymous\n
bt
info args
print PAGE_SHIFT
print/x VM_READ | VM_WRITE
finish
tbreak sys_mmap_pgoff
continue
echo == call\n
bt
tbreak do_page_fault if (regs->uregs[16] & 31) == 19
continue
echo == kernel\n
bt
tbreak asm_do_IRQ if (regs->uregs[16] & 31) == 16
continue
echo == irq\n
bt
tbreak asm_do_IRQ if (regs->uregs[16] & 31) == 19
continue
echo == irq in the kernel\n
bt
echo == end\n
END
cat >"$tmp/thread" <<'END'
hbreak schedule_tail
continue
echo == thread\n
bt
echo == end\n
END

for machine in virt vexpress-a15; do
	session stops $machine
	between '== main' '== vector' '^#[0-9]+ .*_start' "the program's main, and who called it"
	between '== vector' '== prefetch' '^#0 +vector_dabt' "a breakpoint on a vector's stub is where it runs"
	between '== vector' '== prefetch' '^#1 .*tests/user/' "from the stub to the program"
	between '== anonymous' '== call' '^address = ' "arguments can be read"
	between '== anonymous' '== call' '^\$1 = 12' "PAGE_SHIFT is known"
	between '== anonymous' '== call' '^\$2 = 0x3' "and so are flags"
	between '== anonymous' '== call' '^#[0-9]+ .*handle_mm_fault' "the chain of the article"
	between '== anonymous' '== call' '^#[0-9]+ .*do_DataAbort' "from a data abort of user mode ..."
	between '== anonymous' '== call' '^#[0-9]+ .*_start' "... to the program's first function"
	between '== anonymous' '== call' '^Value returned is' "finish shows what a function returns"
	between '== prefetch' '== undefined' '^#[0-9]+ .*_start' "from a prefetch abort"
	between '== undefined' '== anonymous' '^#[0-9]+ .*_start' "from an undefined instruction"
	between '== call' '== kernel' '^#[0-9]+ .*_start' "from a system call"
	between '== kernel' '== irq' '^#[0-9]+ .*_start' "from the kernel's own access, through two exceptions"
	between '== irq' '== irq in the kernel' '^#2 ' "from an interrupt in user mode"
	between '== irq in the kernel' '== end' '^#2 ' "from one in the kernel"
	# Of the stub's caller only the instruction is known: its stack pointer is another mode's.  An interrupt may come
	# in a child whose stack is still old: no debugger can read it.
	sed '/^== vector$/,/^== prefetch$/d; /^== irq/,$d' "$out" >"$tmp/part"
	unlike "$tmp/part" 'corrupt stack|previous frame (identical|inner)|No symbol' "no backtrace gets lost"
	session thread $machine
	between '== thread' '== end' '^#1 .*ret_from_fork' "a new task's first frame"
	is "$(sed -n '/^== thread/,/^== end/p' "$out" | grep -c '^#')" 2 "is its last"
done

# Backwards: a run that was recorded
cat >"$tmp/reverse" <<'END'
tbreak main
continue
tbreak do_anonymous_page
continue
printf "== at %#x\n", $pc
stepi
stepi
reverse-stepi
reverse-stepi
printf "== back at %#x\n", $pc
break do_page_fault
reverse-continue
bt 2
END
scripts/debug-qemu --batch "$tmp/reverse" --program build/user/fault --reverse --memory 128M --image build/step/Image \
	--initrd "$tmp/fault.cpio" --append 'norandmaps quiet selftest=none init.exit -- exec /bin/fault' >"$tmp/reverse.out" 2>&1
is $? 0 "a recorded run is replayed" || tail_of "$tmp/reverse.out"
at=$(sed -n 's/^== at //p' "$tmp/reverse.out")
like "$tmp/reverse.out" "^== back at ${at:-nowhere}\$" "two steps forward and two back end where they began"
like "$tmp/reverse.out" '^#0 +do_page_fault' "and reverse-continue comes to where the fault began"

done_testing
