#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the debug build find any invariant broken while programs run?
. "$(dirname "$0")/lib.sh"
TIMEOUT=600

# Checked after each step, 65,530 VMAs would take minutes.
programs_pass 'virt, debug build' build/debug -stress --machine virt --memory 1G

# Another I cache (tests/host/selftests-debug.t)
programs_pass 'virt, cortex-a7, debug build' build/debug code --machine virt --memory 1G --cpu cortex-a7

done_testing
