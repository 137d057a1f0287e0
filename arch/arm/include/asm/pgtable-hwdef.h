/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_PGTABLE_HWDEF_H
#define _ASM_PGTABLE_HWDEF_H

#include <asm/pgtable-2level-hwdef.h>

#endif
