#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does make profile count each instruction of an operation once, and name the functions that it goes through?
. "$(dirname "$0")/lib.sh"

[ -r build/Image ] || make image >/dev/null
make build/bench.cpio build/mallocmix.cpio >"$tmp/make" 2>&1 || tail_of "$tmp/make"
scripts/profile --out "$tmp/fault" "anonymous write" >"$tmp/said" 2>&1
is $? 0 "an anonymous write fault is profiled" || tail_of "$tmp/said"
total=$(sed -n 's/^anonymous write fault, a new page: \([0-9]*\) instructions$/\1/p' "$tmp/said")
ok "$([ "${total:-0}" -gt 300 ] && [ "$total" -lt 1000 ]; echo $?)" "it takes some hundred instructions ($total)"
for function in do_DataAbort handle_mm_fault do_anonymous_page clear_page; do
	like "$tmp/said" "^ +[0-9]+ +[0-9]+ +$function$" "$function has its share"
done
like "$tmp/said" '^ +[0-9]+  mm/memory.c:[0-9]+$' "so have lines"

# The flame graph: well-formed, and the boxes of the lowest row are the whole
python3 - "$tmp/fault.svg" >"$tmp/boxes" 2>&1 <<'END'
import re, sys
import xml.etree.ElementTree as tree
svg = "{http://www.w3.org/2000/svg}"
root = tree.parse(sys.argv[1]).getroot()
boxes = [(float(g.find(svg + "rect").get("y")), int(re.search(r": (\d+) instr", g.find(svg + "title").text).group(1)))
         for g in root.iter(svg + "g")]
lowest = max(y for y, _ in boxes)
print(sum(n for y, n in boxes if y == lowest), len(boxes) > 30)
END
is "$(cat "$tmp/boxes")" "$total True" "the flame graph's lowest row is all of them"

scripts/profile --out "$tmp/two" "null system" >"$tmp/said" 2>&1
like "$tmp/said" 'getppid.*: [4-9][0-9] instructions' "a system call is one, from user mode and back"
# An operation of the kernel's own, and one of more instructions than could be stepped through
scripts/profile --out "$tmp/order" "order 9" >"$tmp/said" 2>&1
total=$(sed -n 's/^order 9 alloc + free: \([0-9]*\) instructions$/\1/p' "$tmp/said")
ok "$([ "${total:-0}" -gt 200 ] && [ "$total" -lt 400 ]; echo $?)" "one that the kernel measures itself ($total)" || tail_of "$tmp/said"
like "$tmp/said" '^ +[0-9]+ +[0-9]+ +__rmqueue_smallest$' "... by the functions that the compiler has inlined, too"
scripts/profile --out "$tmp/fork" "32 MiB" >"$tmp/said" 2>&1
total=$(sed -n 's/^fork + exit + wait, 32 MiB touched: \([0-9]*\) instructions$/\1/p' "$tmp/said")
ok "$([ "${total:-0}" -gt 500000 ]; echo $?)" "a fork of 32 MiB, all of its $total instructions" || tail_of "$tmp/said"
like "$tmp/said" '^ +[0-9]+ +[0-9]+ +copy_one_pte$' "... in which the child's tables are written"
# Another program, of which a whole job is counted, in functions of Thumb code, too
scripts/profile --out "$tmp/mix" "malloc mix" >"$tmp/said" 2>&1
total=$(sed -n 's/^malloc mix (glibc): \([0-9]*\) instructions$/\1/p' "$tmp/said")
ok "$([ "${total:-0}" -gt 100000 ]; echo $?)" "a job of malloc() by glibc ($total)" || tail_of "$tmp/said"
for function in _int_malloc do_anonymous_page; do
	like "$tmp/said" "^ +[0-9]+ +[0-9]+ +$function$" "... in which $function has its share"
done
like "$tmp/mix.svg" '<title>sysmalloc: [0-9]+ instructions' "... and callers are known"

scripts/profile >"$tmp/list" 2>&1
is "$? $(grep -c . "$tmp/list" | awk '{ print ($1 > 15) + 0 }')" "0 1" "without a name they are listed"
scripts/profile "no such thing" >"$tmp/list" 2>&1
is "$? $(grep -c "none contains 'no such thing'" "$tmp/list")" "1 1" "one that there isn't is said, with those there are"
scripts/profile "file page" >"$tmp/list" 2>&1
is "$? $(grep -c "several contain 'file page'" "$tmp/list")" "1 1" "... and one that isn't clear"
done_testing
