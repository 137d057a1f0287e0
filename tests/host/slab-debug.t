#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# And those of the debug build, where every cache has red zones, poison and owners?
. "$(dirname "$0")/build-host.sh"
host_test slab-debug -DCONFIG_DEBUG_KERNEL=1 tests/host/slab.c kernel/lib/radix-tree.c kernel/lib/find_bit.c $slab_sources
