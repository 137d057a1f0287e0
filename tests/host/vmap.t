#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does vmalloc take the lowest hole, flush before it reuses, and undo what it can't finish?
. "$(dirname "$0")/build-host.sh"
host_test vmap "" tests/host/vmap.c mm/pagewalk.c kernel/lib/rbtree.c $slab_sources
