#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the files' heads tell the truth about tests, files, functions, invariants and the article, and would a lie be noticed?
. "$(dirname "$0")/lib.sh"

scripts/check-heads >"$tmp/out"
is "$?" 0 "everything that is named exists" || diag "$(cat "$tmp/out")"

# A copy of the tree, and one lie at a time in the head of mm/mlock.c
mkdir "$tmp/tree"
cp -R Makefile README.md linker.ld mm arch kernel include boot tests scripts "$tmp/tree"
lie() {		# lie OLD NEW COMPLAINT NAME
	sed "s|$1|$2|" mm/mlock.c >"$tmp/tree/mm/mlock.c"
	"$tmp/tree/scripts/check-heads" mm/mlock.c >"$tmp/out"
	is "$? $(grep -c . "$tmp/out") $(grep -cF -- "$3" "$tmp/out")" "1 1 1" "$4" || diag "$(cat "$tmp/out")"
}
lie 'Tests: mlock\.\*' 'Tests: mlok.*' "no self-test is named mlok.*" "a pattern that no self-test has"
lie 'Tests: mlock\.\*' 'Tests: mlock.*, .nothing' "no self-test is named mlock.nothing" "... also a short one"
lie 'Tests: mlock\.\*' 'Tests: tests/user/{mmap,mlok}.c' "there is no tests/user/mlok.c" "a test program that isn't there"
lie 'Tests: mlock\.\*' 'Tests: many' "neither a pattern" "words instead of tests"
lie '(mm/gup\.c)' '(mm/gap.c)' "there is no mm/gap.c" "a file"
lie '(mm/gup\.c)' '(linux/gap.h)' "there is no linux/gap.h" "a header"
lie '(mm/gup\.c)' '(get_user_page_of())' "there is no get_user_page_of()" "a function"
lie '(rmap_counters_check() asserts L1;' '(no_check() asserts L1;' "there is no no_check()" "a check"
lie '(rmap_counters_check() asserts L1;' '(rmap_counters_check() asserts L1 and L3;' "no message that names L3" \
    "an invariant that its check doesn't name"
lie '(rmap_counters_check() asserts.*' '' "don't say whether" "invariants of which nobody says who asserts them"
lie '(A5 of mm/vma\.c)' '(A9 of mm/vma.c)' "mm/vma.c has no A9" "another file's invariant"
lie 'too (L3)' 'too (L4)' "its head has no L4" "... and one's own"
lie 'Article 3\.3\.4' 'Article 3.3.4, 3.3.6' "no section 3.3.6" "a section"
lie 'Tests: mlock\.\*' 'Tests: mlock.* (3.3.4, 3.9.1)' "no section 3.9.1" "... also one of some tests alone"

done_testing
