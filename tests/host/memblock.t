#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Does memblock do what a bitmap of the same memory does?
. "$(dirname "$0")/build-host.sh"
host_test memblock "" tests/host/memblock.c mm/memblock.c
