#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do programs run in 64 MiB, and leave as much of it as they found?
. "$(dirname "$0")/lib.sh"
TIMEOUT=600

programs_pass 'virt, 64M, each twice' build 'repeat -fuzz' --machine virt --memory 64M

done_testing
