/* SPDX-License-Identifier: GPL-2.0-only */
/* The areas of vmalloc space, between mm/vmalloc.c and mm/vmap_area.c; under vmap_area_lock */
#ifndef _MM_VMAP_AREA_H
#define _MM_VMAP_AREA_H

#include <linux/vmalloc.h>

struct vm_struct *vmap_first_gap(unsigned long size);
struct vm_struct *vmap_next_gap(struct vm_struct *vm, unsigned long size);
struct vm_struct *vmap_area_find(const void *addr);
void vmap_area_insert(struct vm_struct *vm);
void vmap_area_erase(struct vm_struct *vm);
bool vmap_areas_check(const struct vm_struct *first, const struct vm_struct *last);

/* Where an area ends, with its guard; 0 for none */
static inline unsigned long vmap_area_end(const struct vm_struct *vm)
{
	return vm ? (unsigned long)vm->addr + vm->size : 0;
}

#endif
