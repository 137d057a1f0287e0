#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Do the slab caches keep their promises under the sanitizers?
. "$(dirname "$0")/build-host.sh"
host_test slab "" tests/host/slab.c kernel/lib/radix-tree.c kernel/lib/find_bit.c $slab_sources
