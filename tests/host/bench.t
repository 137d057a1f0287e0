#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is every number of `make bench` measured, the same in two runs, and no worse than docs/bench.md shows?
# Are figures that are worse, missing or unknown told from those that aren't, and written by UPDATE=1?
# Do the benchmarks run in the debug build, whose figures say nothing, and can one be chosen?
. "$(dirname "$0")/lib.sh"

# table FILE: the table that a run has printed, or that of docs/bench.md
table() {
	sed -n '/^\(    \)\{0,1\}instructions  /,/the smallest is/p' "$1" | sed 's/^    //'
}

scripts/bench --no-linux >"$tmp/bench" 2>&1
is $? 0 "everything is measured, two runs agree to the digit, nothing has grown by more than 2 %" || tail_of "$tmp/bench"
like "$tmp/bench" 'reached$' "numbers are compared with those to reach"
like "$tmp/bench" '^null system call.* [0-9]+ +[0-9]+ +[0-9]+\.[0-9][0-9] ' "and with Linux's"
like "$tmp/bench" '^malloc mix \(glibc\) +[0-9]+ +[0-9]+ +[0-9]+\.[0-9][0-9]( |$)' "so is what a program of glibc spends, and the kernel for it"
like "$tmp/bench" '^The geometric mean of [0-9]+ ratios is [0-9.]+ ' "the ratios have a mean"
scripts/bench --kept --values "$tmp/values" >"$tmp/kept" 2>&1
table "$tmp/kept" >"$tmp/printed"
table docs/bench.md | diff - "$tmp/printed" >"$tmp/diff"
ok $? "the table of docs/bench.md has the figures of scripts/bench.tsv; 'make bench UPDATE=1' writes both" || tail_of "$tmp/diff"

# judge WHAT STATUS EXPRESSION: what a run would be told whose values are the table's, changed by a sed expression
judge() {
	sed "$3" "$tmp/values" >"$tmp/other"
	scripts/bench --judge "$tmp/other" >"$tmp/said" 2>&1
	is $? "$2" "$1" || tail_of "$tmp/said"
}
tab=$(printf '\t')
reached="mmap . munmap of 256 MiB, untouched"
value=$(sed -n "s/^gcc .*$tab$reached$tab//p" "$tmp/values")
judge "a figure that has grown by 1 %, and one that is less, are no failure" 0 \
	"s/^\(gcc.*$reached$tab\).*/\1$((value * 101 / 100))/; s/^\(gcc.*brk grow.*$tab\).*/\11000/"
like "$tmp/said" "^$reached .*reached, \+1.0% from $value$" "but are told"
judge "one that has grown by 3 % is, though what is to be reached is" 1 "s/^\(gcc.*$reached$tab\).*/\1$((value * 103 / 100))/"
like "$tmp/said" "^$reached .*reached, GREW: \+3.0% from $value$" "and is named"
judge "so is one that is missing" 1 "/^gcc.*COW fault in the child/d"
like "$tmp/said" '^COW fault in the child .*MISSING' "by its name, too"
judge "and one of which nothing is known" 1 "s/COW fault in the child/COW fault in a child/"
like "$tmp/said" 'COW fault in a child: not in scripts/bench.tsv' "likewise"
judge "of another compiler nothing is judged" 0 "s/^gcc [0-9]*/gcc 99/; s/^\(gcc.*$reached$tab\).*/\1$((value * 103 / 100))/"
like "$tmp/said" 'no figures of gcc 99' "which is said"
judge "another Linux is no failure" 0 "s/^\(Linux \)[^$tab]*\(.*null system call.*$tab\).*/\19.9.9\29999/; s/^Linux [^$tab]*/Linux 9.9.9/"
like "$tmp/said" 'Linux 9.9.9 differs from Linux 6.1' "but said"
like "$tmp/said" 'null system call.*: 9999, not [0-9]+$' "with each of its figures that differs"

# In a tree of its own, whose table and document may be written
mkdir -p "$tmp/tree/docs" "$tmp/tree/scripts"
cp docs/bench.md "$tmp/tree/docs"
cp scripts/bench scripts/bench.tsv "$tmp/tree/scripts"
sed "s/^\(gcc.*$reached$tab\).*/\1123456/; s/COW fault in the child/COW fault in a child/" "$tmp/values" >"$tmp/other"
"$tmp/tree/scripts/bench" --judge "$tmp/other" --update >"$tmp/said" 2>&1
like "$tmp/tree/scripts/bench.tsv" "^$reached${tab}program$tab.*${tab}123456$tab" "UPDATE=1 writes the table"
like "$tmp/tree/scripts/bench.tsv" "^COW fault in a child${tab}program$tab" "with what is new"
table "$tmp/said" >"$tmp/printed"
table "$tmp/tree/docs/bench.md" | diff - "$tmp/printed" >"$tmp/diff"
ok $? "and the document" || tail_of "$tmp/diff"
is "$(sed '/^    instructions/,/the smallest is/d' "$tmp/tree/docs/bench.md")" "$(sed '/^    instructions/,/the smallest is/d' docs/bench.md)" \
	"of which the rest stays"

# The plots: drawn from the points that are kept, which are those that the program prints
scripts/curves --points docs/bench/points.tsv "$tmp/plots" >"$tmp/said" 2>&1
is $? 0 "no text of a plot lies on another, or leaves it" || tail_of "$tmp/said"
for plot in docs/bench/*.svg; do
	python3 -c 'import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])' "$plot" && cmp -s "$plot" "$tmp/plots/$(basename "$plot")"
	ok $? "$plot is well-formed, and what its points give; 'make bench PLOTS=1' draws it anew"
	like docs/bench.md "\(bench/$(basename "$plot")\)" "and stands in docs/bench.md"
done
make build/curves.cpio >"$tmp/make" 2>&1 || tail_of "$tmp/make"
boot curves --initrd build/curves.cpio --append 'norandmaps quiet selftest=none init.exit'
is "$status" 0 "the program of the plots runs" || tail_of "$console"
sed -n 's/^curve: \(.*\): \([0-9]*\): [0-9]*$/\1 \2/p' "$console" >"$tmp/points"
awk -F'\t' '$2 == "here" && $1 != "vmalloc" { print $1, $3 }' docs/bench/points.tsv | diff - "$tmp/points" >"$tmp/diff"
ok $? "and prints each of the points" || tail_of "$tmp/diff"

# Another commit; where there is no git there is none
scripts/bench --base no-such-commit >"$tmp/said" 2>&1
is "$? $(grep -c 'BASE=no-such-commit: git has no such revision' "$tmp/said")" "1 1" "a revision that there isn't is said"
if git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	scripts/bench --base HEAD >"$tmp/said" 2>&1
	is $? 0 "the kernel of another commit is built and measured" || tail_of "$tmp/said"
	like "$tmp/said" '^ +before +after +change$' "what was before is beside what is after"
	like "$tmp/said" '^null system call.* [0-9]+ +[0-9]+ +[+-][0-9.]+%$' "with the change in percent"
	is "$(ls -d build/base 2>/dev/null)" "" "and nothing of it is left"
fi

boot debug --image build/debug/Image --append 'selftest=none bench=all'
is "$status" 0 "the debug build runs the kernel's own" || tail_of "$console"
like "$console" '^bench: vmalloc .*10,000 live areas: [0-9]' "to the last"
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
like "$console" "no benchmark matches 'pagse'.*all, boot, memory, pages, reclaim, slab, kmap, vmalloc" "and said, with those that there are"
like "$console" '^ok [0-9]+ - string' "beside self-tests, too"

done_testing
