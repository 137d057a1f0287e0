#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the walkers of mm/ work with two, three and four levels of page tables, whatever is folded?
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/build-host.sh"

for levels in 2 3 4; do
	HOST_INCLUDE=-Itests/host/levels
	(host_test levels$levels -DHOST_LEVELS=$levels tests/host/levels.c mm/pgtable-generic.c mm/pagewalk.c mm/insert.c \
		mm/zap.c mm/copy_range.c mm/mremap.c) >"$tmp/$levels" 2>&1
	is $? 0 "$levels levels" || tail_of "$tmp/$levels"
done

done_testing
