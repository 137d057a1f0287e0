#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the debug build, which checks its invariants, pass its own tests on virt with 1 GiB?
. "$(dirname "$0")/lib.sh"

boot debug-1G --machine virt --memory 1G --image build/debug/Image
all_passed 'virt, 1G, debug build'

done_testing
