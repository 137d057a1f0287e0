#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the same programs run on vexpress-a15?
. "$(dirname "$0")/lib.sh"
TIMEOUT=600

programs_pass 'vexpress-a15, 512M' build '' --machine vexpress-a15 --memory 512M

done_testing
