#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do programs run as on Linux: those of tests/user, on both machines, freestanding, on glibc and on musl?
. "$(dirname "$0")/lib.sh"
TIMEOUT=300
trouble='(^|\] )(BUG|WARNING|Internal error|Oops|Unable to handle)|[^a-z]bad page'

# The programs' own tests are indented; init's lines are the plan.
runs() {
	name=$1 dir=$2 words=$3
	shift 3
	boot "$name" --image "$dir/Image" --initrd build/user.cpio \
		--append "selftest=none init.exit loglevel=7 -- $words" "$@"
	complaint=$(tap_complete "$console")
	if [ "$status" = 0 ] && [ -z "$complaint" ]; then
		ok 0 "$name: $(grep -c '^ok ' "$console") programs, $(grep -c '^    ok ' "$console") tests"
	else
		ok 1 "$name"
		diag "exit status $status" "$complaint" "$(grep -E '^ *(not ok|# tests/|# [a-z-]*: )' "$console" | head -n 40)"
		tail_of "$console"
	fi
}

# Random calls make files that nobody removes: what random calls leave isn't counted.
runs 'virt, 1G, each twice'     build 'repeat -fuzz' --machine virt --memory 1G
unlike "$console" "$trouble" "nothing that a program does is the kernel's fault"
like "$console" 'die\[[0-9]+\]: segfault at ' "a bad program's end is one line"
runs 'vexpress-a15, 512M'       build '' --machine vexpress-a15 --memory 512M
# Checked after each step, 65,530 areas would take minutes.
runs 'virt, debug build'        build/debug -stress --machine virt --memory 1G
unlike "$console" "$trouble" "no invariant is broken"
runs 'virt, cortex-a7, 3G'      build '' --machine virt --memory 3G --cpu cortex-a7

runs 'virt, 64M, each twice'    build 'repeat -fuzz' --machine virt --memory 64M

# init's status is the machine's.
boot fails --image build/Image --initrd build/user.cpio --append 'selftest=none init.exit quiet -- nosuch'
is "$status" 1 "a program that fails makes the run fail"
like "$console" '^not ok 1 - nosuch' "and is named"

done_testing
