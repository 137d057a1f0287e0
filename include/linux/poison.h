/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fills, so that a dump can be read by eye.
 *
 *   6b 6b 6b .. a5   a free slab object            5a   a fresh one, not yet written
 *   bb               red zone of a free object     cc   of one in use; freed init memory
 *   aa               a free page of the buddy allocator
 *   00000100 00000200  next and prev of a list entry that was removed
 */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

#define POISON_INUSE		0x5a
#define POISON_FREE		0x6b
#define POISON_END		0xa5
#define SLUB_RED_INACTIVE	0xbb
#define SLUB_RED_ACTIVE		0xcc
#define PAGE_POISON		0xaa
#define POISON_FREE_INITMEM	0xcc

#define LIST_POISON1		((void *)0x100)
#define LIST_POISON2		((void *)0x200)

#endif
