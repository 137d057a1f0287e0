#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do programs run on a Cortex-A7, and with 3 GiB, most of which is high memory?
. "$(dirname "$0")/lib.sh"
TIMEOUT=600

programs_pass 'virt, cortex-a7, 3G' build '' --machine virt --memory 3G --cpu cortex-a7

done_testing
