#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the debug build's page allocator, too: with poison, owners and list checks?
. "$(dirname "$0")/build-host.sh"
host_test buddy-debug -DCONFIG_DEBUG_KERNEL=1 tests/host/buddy.c $buddy_sources
