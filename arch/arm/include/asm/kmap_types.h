/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_KMAP_TYPES_H
#define _ASM_KMAP_TYPES_H

/* How deep kmap_atomic() may nest */
#define KM_TYPE_NR	16

#endif
