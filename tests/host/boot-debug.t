#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the debug build pass its own tests whatever the RAM, the processor and the order?
. "$(dirname "$0")/lib.sh"

# One run with all self-tests: NAME OPTION...
passes() {
	name=$1
	shift
	boot "$name" --machine virt --image build/debug/Image "$@"
	all_passed "virt, debug build, $name"
}

passes 16M  --memory 16M
passes seed --memory 128M --cpu cortex-a7 --append 'selftest.seed=4'

done_testing
