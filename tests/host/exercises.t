#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the exercises fit the tree of today, and is their judge just?  (make exercises builds and runs every one of them.)
. "$(dirname "$0")/lib.sh"

EXERCISE_DIR=build/exercise/of-the-test
export EXERCISE_DIR
trap 'rm -rf "$tmp" $EXERCISE_DIR' EXIT
rm -rf $EXERCISE_DIR

scripts/exercise --lint >"$tmp/out" 2>&1
is "$? $(cat "$tmp/out")" "0 " "each applies, names tests that exist, and every section has two"
scripts/exercise >"$tmp/out"
is "$(grep -c '^  3\.' "$tmp/out")" "$(ls docs/exercises/3.*.md | wc -l)" "all of them are listed"

# exercise STATUS NAME N [OPTION...]: what the script says is in $said
said=$tmp/said
exercise() {
	wanted=$1 name=$2
	shift 2
	scripts/exercise "$@" >"$said" 2>&1
	is $? "$wanted" "$name" || tail_of "$said"
}

# A prediction: the change is shown, the answer isn't, until it is known.
exercise 0 "3.3.4-1 is set up" 3.3.4-1
like "$said" 'Question' "asks its question"
like "$said" '^    \+.*is_mergeable_anon_vma' "shows the change"
unlike "$said" 'pages 5 and 3' "and not the answer"
[ -e $EXERCISE_DIR/3.3.4-1/mm/vma.c ] && ! cmp -s mm/vma.c $EXERCISE_DIR/3.3.4-1/mm/vma.c
ok $? "a copy of the tree has the change"
git diff --quiet -- mm/vma.c
ok $? "and the tree itself hasn't"
exercise 1 "a wrong prediction is wrong" 3.3.4-1 --answer 'vma.merge_map nosuch.test'
like "$said" '^Wrong: vma.merge_map stays green; it asks: Does a mapping join' "says what stays green, and what it asks"
like "$said" '^Wrong: nosuch.test is none of the tests that ran' "... and what is no test"
like "$said" '^1 more goes red' "... and how many are missing"
unlike "$said" 'pages 5 and 3' "without the answer"
exercise 0 "the right one is right" 3.3.4-1 --answer mremap.file_pages
like "$said" '^Right: mremap.file_pages' "says so"
like "$said" 'pages 5 and 3' "and why"

# Something to find: red, then what doesn't build, then what doesn't run, then green.
exercise 0 "3.3.5-2 is set up" 3.3.5-2
unlike "$said" 'brk & PAGE_MASK' "without the change"
exercise 1 "untouched it is red" 3.3.5-2
like "$said" '^  not ok  brk.heap: Does brk grow and shrink the heap' "names the test with its question"
like "$said" '^            .*expected: ' "and its diagnostics"
copy=$EXERCISE_DIR/3.3.5-2
echo 'int broken = ;' >>$copy/mm/mmap.c
exercise 2 "what doesn't build is not solved" 3.3.5-2
like "$said" 'does not build' "says so"
like "$said" 'mm/mmap.c:[0-9]+:.*error' "and where"
sed -i '$d' $copy/mm/mmap.c
sed -i 's/newbrk = brk & PAGE_MASK;/newbrk = PAGE_ALIGN(brk);/' $copy/mm/mmap.c
cp $copy/kernel/main.c "$tmp/main.c"
sed -i 's/status = run_selftests(\(.*\));/status = 0 * !(\1);/' $copy/kernel/main.c
exercise 2 "a run without tests is not solved" 3.3.5-2
like "$said" "can't be told" "says so"
sed 's/status = run_selftests/for (;;)\n\t\tbarrier();\n\tstatus = run_selftests/' "$tmp/main.c" >$copy/kernel/main.c
EXERCISE_TIMEOUT=4 exercise 1 "a hang is not solved" 3.3.5-2
like "$said" 'a hang' "says so"
cp "$tmp/main.c" $copy/kernel/main.c
echo '#error no test here' >>$copy/tests/kernel/vma.c
exercise 0 "the solution is" 3.3.5-2
like "$said" 'put back.*tests/kernel/vma.c' "by the tree's tests, not the copy's"
like "$said" '^Green: solved' "says so"
like "$said" 'must be rounded up' "and why"

# A copy that was not finished is none.
rm $copy/.exercise
exercise 0 "half a copy is made anew" 3.3.5-2
like "$said" 'Question' "with its question"
exercise 1 "and is red" 3.3.5-2
like "$said" 'not ok  brk.bytes: ' "programs' tests have their questions, too"

# Something to write, whose lack ends in a panic; what SHOW=1 shows solves it.
exercise 0 "3.4.3-2 is set up" 3.4.3-2
exercise 1 "a panic is red" 3.4.3-2
like "$said" 'not ok  fault.fixup' "of the test that ran"
like "$said" 'ended with a panic' "and is named"
exercise 0 "the solution is shown" 3.4.3-2 --show
sed -n '/^    --- a/,/^$/s/^    //p' "$said" >"$tmp/patch"
(cd $EXERCISE_DIR/3.4.3-2 && GIT_DIR=no-git git apply -C1 --recount "$tmp/patch")
ok $? "as a change that fits"
exercise 0 "and is one" 3.4.3-2

exercise 2 "an exercise that doesn't exist" 3.4.3-99
like "$said" "there is no exercise '3.4.3-99'" "is said"
make exercise N=3.3.4-1 ANSWER=vma.merge_protect >"$said" 2>&1
like "$said" '^Wrong: vma.merge_protect stays green' "make exercise passes its words on"

done_testing
