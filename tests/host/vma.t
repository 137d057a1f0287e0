#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Are VMAs what an array of pages says, after thousands of random calls, some without memory?
. "$(dirname "$0")/build-host.sh"
host_test vma "" tests/host/vma.c tests/host/vma_env.c mm/vma.c mm/mmap.c mm/vmacache.c \
	mm/interval_tree.c mm/mprotect.c mm/mremap.c mm/mlock.c mm/madvise.c mm/fremap.c mm/commit.c \
	mm/util.c mm/pagewalk.c arch/arm/mm/mmap.c kernel/lib/rbtree.c
