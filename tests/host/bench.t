#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is every number of `make bench` measured, the same in two runs, and within reach or no worse than it was?
. "$(dirname "$0")/lib.sh"

scripts/bench >"$tmp/bench" 2>&1
is $? 0 "everything is measured, and two runs agree to the digit" || tail_of "$tmp/bench"
like "$tmp/bench" 'reached$' "numbers are compared with those to reach"
unlike "$tmp/bench" '[0-9]% over$' "none falls short, or further behind than it was"

done_testing
