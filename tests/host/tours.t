#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does each tour come to its end on both machines, and show what its transcript in docs/tours shows?
. "$(dirname "$0")/lib.sh"

unset MAKEFLAGS MAKELEVEL
make STEP=1 image build/tour.cpio build/tour.img >"$tmp/make" 2>&1
is $? 0 "the image for stepping builds" || tail_of "$tmp/make"

for tour in $(scripts/tour | awk '{ print $1 }'); do
	for machine in virt vexpress-a15; do
		scripts/tour --transcript "$tour" --machine $machine >"$tmp/$tour.$machine"
		diff -u docs/tours/$tour.txt "$tmp/$tour.$machine" >"$tmp/diff" 2>&1
		is $? 0 "$tour on $machine" || diag "$(head -n 40 "$tmp/diff")" "make tours writes the transcripts anew"
	done
done

scripts/tour nosuch >"$tmp/nosuch" 2>&1
is $? 1 "one that isn't there"
like "$tmp/nosuch" "no tour 'nosuch'" "is said to be none"
is "$(ls docs/tours | wc -l)" "$(scripts/tour | wc -l)" "no transcript is left of a tour that is gone"

done_testing
