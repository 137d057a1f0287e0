#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is every number of `make bench` measured, the same in two runs, and within reach or no worse than it was?
# Do the benchmarks run in the debug build, whose figures say nothing, and can one be chosen?
. "$(dirname "$0")/lib.sh"

scripts/bench >"$tmp/bench" 2>&1
is $? 0 "everything is measured, and two runs agree to the digit" || tail_of "$tmp/bench"
like "$tmp/bench" 'reached$' "numbers are compared with those to reach"
unlike "$tmp/bench" '[0-9]% over$' "none falls short, or further behind than it was"

boot debug --image build/debug/Image --append 'selftest=none bench=all'
is "$status" 0 "the debug build runs the kernel's own" || tail_of "$console"
like "$console" '^bench: vmalloc .*10000 live areas: [0-9]' "to the last"
unlike "$console" '(BUG|WARNING): ' "and finds nothing wrong with them"
boot debug-user --image build/debug/Image --initrd build/bench.cpio --append 'selftest=none init.exit'
is "$status" 0 "the debug build runs the program's" || tail_of "$console"
like "$console" 'bench: fault at a random one of 10,000 VMAs: [0-9]' "to the last"
unlike "$console" '(BUG|WARNING): ' "and finds nothing wrong with it"

boot some --memory 128M --append 'selftest=none bench=s*b,pages'
is "$status" 0 "some by their names" || tail_of "$console"
is "$(sed -n 's/^bench: \([^:]*\):.*/\1/p' "$console" | tr '\n' '|')" \
	'kmalloc(64) + kfree|alloc_page + __free_page, order 0, warm|order 9 alloc + free|clear_page|' "and no others"
boot unknown --memory 128M --append 'selftest=string.* bench=pagse,slab'
is "$status" 1 "a name that there isn't is red"
like "$console" "no benchmark matches 'pagse'.*all, boot, pages, reclaim, slab, kmap, vmalloc" "and said, with those that there are"
like "$console" '^ok [0-9]+ - string' "beside self-tests, too"

done_testing
