/* SPDX-License-Identifier: GPL-2.0-only */
/* The order of locks is checked in the kernel only. */
#undef CONFIG_LOCKDEP
#include_next <linux/lockdep.h>
