#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel pass its own tests on virt, whatever the RAM, the processor and the order?
. "$(dirname "$0")/lib.sh"

# One run with all self-tests: NAME OPTION...  (selftests.t has the one with 1 GiB.)
passes() {
	name=$1
	shift
	boot "$name" --machine virt "$@"
	all_passed "virt, $name"
}

passes 16M        --memory 16M
passes 64M        --memory 64M
passes 128M       --memory 128M
passes 3G         --memory 3G
passes 1G-a7      --memory 1G --cpu cortex-a7
passes seed-2     --memory 256M --append 'selftest.seed=2'
passes seed-3     --memory 256M --append 'selftest.seed=3'

# RAM that lies above 4 GiB cannot be reached with two-level tables: it is left alone, and said so.
passes 4096M --memory 4096M
like "$console" '(above|beyond).*4 ?GiB|4 ?GiB.*(unused|ignored)' "warns of RAM above 4 GiB"
like "$console" '1024 ?MiB?|1048576 ?K|1 ?GiB' "and says how much it is"

done_testing
