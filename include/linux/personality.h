/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PERSONALITY_H
#define _LINUX_PERSONALITY_H

/* task_struct.personality: how a program wants to be treated */
#define ADDR_NO_RANDOMIZE	0x0040000
#define ADDR_COMPAT_LAYOUT	0x0200000	/* the legacy layout of its address space */
#define READ_IMPLIES_EXEC	0x0400000	/* what may be read may be executed */
#define ADDR_LIMIT_32BIT	0x0800000
#define PER_MASK		0x00ff
#define PER_LINUX		0x0000
#define PER_LINUX_32BIT		(PER_LINUX | ADDR_LIMIT_32BIT)

#endif
