/* SPDX-License-Identifier: GPL-2.0-only */
/* Made from arch/arm/kernel/asm-offsets.c by the build */
#include <asm-offsets.h>
