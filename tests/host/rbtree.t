#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Is the red-black tree balanced, in order and rightly augmented, whatever is done to it?
. "$(dirname "$0")/build-host.sh"
host_test rbtree "" tests/host/rbtree.c kernel/lib/rbtree.c
