#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does the page allocator do what a naive list of frames does?
. "$(dirname "$0")/build-host.sh"
host_test buddy "" tests/host/buddy.c $buddy_sources
