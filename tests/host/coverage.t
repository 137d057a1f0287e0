#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the self-tests run as much of mm/ and arch/arm/mm as scripts/coverage.tsv wants, and would less be noticed?
. "$(dirname "$0")/lib.sh"

make coverage-images >"$tmp/make" 2>&1
is $? 0 "the images that count are built" || tail_of "$tmp/make"
scripts/coverage --html "$tmp/page" >"$tmp/table" 2>&1
is $? 0 "enough has run, of both builds, and no entry is out of date: $(grep ' lines, ' "$tmp/table")" || tail_of "$tmp/table"
like "$tmp/table" '^mm/memory\.c +[0-9]+ +[0-9]+ +[0-9]+\.[0-9]' "a file's part of it is told"
like "$tmp/page" '<span class="run">.*page_add_new_anon_rmap' "a page shows the lines that have run"
like "$tmp/page" '<span class="excused" title="ends the machine">.*panic' "... and those that can't, with the reason"

sed 's/^bound	[0-9.]*/bound	100/' scripts/coverage.tsv >"$tmp/all"
scripts/coverage --again "$tmp/all" >"$tmp/out" 2>&1
is $? 1 "less than is wanted is red"
like "$tmp/out" 'less than the 100 %' "and said"
{ cat scripts/coverage.tsv; printf 'mm/memory.c\thandle_mm_fault()\tit is said to be out of reach\n'; } >"$tmp/wrong"
scripts/coverage --again "$tmp/wrong" >"$tmp/out" 2>&1
is $? 1 "an entry for what has run is red"
like "$tmp/out" 'no line that has not run is mm/memory.c handle_mm_fault' "and named"

done_testing
