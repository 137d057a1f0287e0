/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's own: mm/zap.c works on it */
#include "../../../../arch/arm/include/asm/tlb.h"
