#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the kernel pass its own tests on virt with 1 GiB?
. "$(dirname "$0")/lib.sh"

boot 1G --machine virt --memory 1G
all_passed 'virt, 1G'

done_testing
