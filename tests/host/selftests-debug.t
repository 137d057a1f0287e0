#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the debug build, which checks its invariants, pass its own tests on virt with 1 GiB?
. "$(dirname "$0")/lib.sh"

boot debug-1G --machine virt --memory 1G --image build/debug/Image
all_passed 'virt, 1G, debug build'

# The I cache of a Cortex-A7 isn't physically indexed: more has to be invalidated.
boot debug-a7 --machine virt --memory 1G --cpu cortex-a7 --image build/debug/Image \
	--append 'selftest=cachecheck.*,fault_user.*'
all_passed 'virt, cortex-a7, debug build: caches'

done_testing
