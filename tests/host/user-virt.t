#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do programs run as on Linux: those of tests/user, freestanding, on glibc and on musl?
. "$(dirname "$0")/lib.sh"
TIMEOUT=600

# Random calls make files that nobody removes: what random calls leave isn't counted.
programs_pass 'virt, 1G, each twice' build 'repeat -fuzz' --machine virt --memory 1G
like "$console" 'die\[[0-9]+\]: segfault at ' "a bad program's end is one line"

# A program that runs as init, and catches its faults.
boot handles --image build/Image --initrd build/bench.cpio --append 'selftest=none init.exit -- profile nothing'
is "$status" 0 "a fault that init catches isn't its end"
unlike "$console" 'segfault at ' "and no line says so"

# init's status is the machine's.
boot fails --image build/Image --initrd build/user.cpio --append 'selftest=none init.exit quiet -- nosuch'
is "$status" 1 "a program that fails makes the run fail"
like "$console" '^not ok 1 - nosuch' "and is named"

done_testing
