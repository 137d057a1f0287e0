#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is what tracepoints tell of a program true and in order, and does the program run as it does without them?
. "$(dirname "$0")/lib.sh"

programs_pass 'traced, normal build' build "cow fault mmap mremap signal process" --memory 256M \
	--append 'trace=* trace_buf_size=2M loglevel=7 selftest=none init.exit -- cow fault mmap mremap signal process'
programs_pass 'traced, debug build' build/debug "cow" --memory 256M \
	--append 'trace=* trace_buf_size=4M loglevel=7 selftest=none init.exit -- cow'
like "$console" 'trace: 0 events lost' "none is lost that has room"

# Each line says what its event tells, and where it was
events() {
	sed -n "s/^trace: [0-9]* [0-9]* [^ ]* [0-9a-f]* $1 //p" "$console"
}
is "$(grep '^trace:' "$console" | grep -vcE '^trace: [0-9]+ [0-9]+ [^ ]+ [0-9a-f]+ [a-z_]+( [a-z0-9_]+=[0-9a-f,]+)+( text="[^"]*")? \|( c0[0-9a-f]{6})+$')" 0 \
	"every line has the same form"
is "$(grep '^trace:' "$console" | awk '$2 < last { n++ } { last = $2 } END { print n + 0 }')" 0 "time never goes back"
is "$(events abort_enter | wc -l)" "$(events abort_exit | wc -l)" "every abort that begins ends"
like "$console" 'call_enter nr=b .* text="execve"' "calls have names"
like "$console" ' vma start=.* text="cow"' "VMAs have the names of their files"

# What the processor found, and what the handler left: the last entry that was set is what the walk shows then
is "$(grep '^trace:' "$console" | awk '
	$6 == "set_pte"	   { split($7, a, "="); split($8, p, "="); set[$3, a[2]] = p[2] }
	$6 == "abort_enter"{ split($7, a, "="); delete set[$3, substr(a[2], 1, 5) "000"] }
	$6 == "walk"	   { split($7, a, "="); split($11, p, "="); walked[$3, a[2]] = p[2] }
	$6 == "abort_exit" { split($7, a, "="); page = substr(a[2], 1, 5) "000"
			     if (($3, page) in set) { n++; wrong += set[$3, page] != walked[$3, a[2]] } }
	END { print (n > 20) + 0, wrong + 0 }')" "1 0" "the tables after a fault have what it says that it has entered"

# Which functions a fault came through
pcs=$(sed -n 's/^trace: .* set_pte .*| //p' "$console" | tail -1 | tr ' ' '\n' | sed 's/^/0x/')
like "$(printf '%s\n' "$pcs" | arm-none-eabi-addr2line -f -e build/debug/vmlinux >"$tmp/functions"; echo "$tmp/functions")" \
	'^(do_page_fault|handle_mm_fault|do_DataAbort)$' "the functions that it came through are the fault's"

# Without what tracing takes, a fault takes in the record what it takes without (docs/bench.md)
boot time --memory 256M --initrd build/user.cpio --append 'norandmaps trace=* trace_buf_size=4M selftest=none init.exit -- cow'
is "$(grep '^trace:' "$console" | awk '
	$6 == "abort_enter" { begun = $2; steps = 0 }
	$6 == "mm_page_alloc" { steps++ }
	$6 == "abort_exit"  { if (steps == 0) { n++; if ($2 - begun > 2000) slow++ } }
	END { print (n > 20) + 0, (slow * 10 > n ? slow " of " n " are slow" : "ok") }')" "1 ok" "the time that tracing takes isn't in the record"

boot wrong --memory 64M --append 'trace=set_pte,no_such,page trace_buf_size=9G selftest=trace.branch'
like "$console" 'trace=no_such: no event is called that; there are abort_enter .* flush_dcache_page' "an event that there isn't is named, with those there are"
like "$console" 'trace_buf_size.*9G' "... and a size that can't be"
boot empty --memory 64M --append 'trace= selftest=trace.branch'
like "$console" 'trace' "... and nothing at all"
done_testing
