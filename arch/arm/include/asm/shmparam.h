/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef __ASM_SHMPARAM_H
#define __ASM_SHMPARAM_H

/*
 * shmat(2) takes multiples of this: four colours are the most that a VIPT cache of ARM has, and a program need not
 * know whether its processor has one.
 */
#define SHMLBA	(4 * PAGE_SIZE)

#endif
