#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel pass its own tests on virt, whatever the RAM, the processor, the build and the order?
. "$(dirname "$0")/lib.sh"

# One run with all self-tests: NAME BUILD-DIRECTORY OPTION...
passes() {
	name=$1 dir=$2
	shift 2
	boot "$name" --machine virt --image "$dir/Image" "$@"
	all_passed "virt, $name"
}

passes 16M        build --memory 16M
passes 64M        build --memory 64M
passes 128M       build --memory 128M
passes 1G         build --memory 1G
passes 3G         build --memory 3G
passes 1G-a7      build --memory 1G --cpu cortex-a7
passes seed-2     build --memory 256M --append 'selftest.seed=2'
passes seed-3     build --memory 256M --append 'selftest.seed=3'
passes debug-16M  build/debug --memory 16M
passes debug-1G   build/debug --memory 1G
passes debug-seed build/debug --memory 128M --cpu cortex-a7 --append 'selftest.seed=4'

# RAM that lies above 4 GiB cannot be reached with two-level tables: it is left alone, and said so.
passes 4096M build --memory 4096M
like "$console" '(above|beyond).*4 ?GiB|4 ?GiB.*(unused|ignored)' "warns of RAM above 4 GiB"
like "$console" '1024 ?MiB?|1048576 ?K|1 ?GiB' "and says how much it is"

done_testing
