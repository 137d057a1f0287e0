/* SPDX-License-Identifier: GPL-2.0-only */
/* Device registers: mapping them, and touching them one access at a time */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <linux/list.h>
#include <linux/vmalloc.h>
#include <asm/barrier.h>
#include <asm/memory.h>

#define __raw_readb(a)		(*(const volatile u8 __force *)(a))
#define __raw_readw(a)		(*(const volatile u16 __force *)(a))
#define __raw_readl(a)		(*(const volatile u32 __force *)(a))
#define __raw_writeb(v, a)	((void)(*(volatile u8 __force *)(a) = (v)))
#define __raw_writew(v, a)	((void)(*(volatile u16 __force *)(a) = (v)))
#define __raw_writel(v, a)	((void)(*(volatile u32 __force *)(a) = (v)))

/* With memory: what was written before is seen by the device, what is read after is new */
#define readb(a)	({ u8 __v = __raw_readb(a); rmb(); __v; })
#define readw(a)	({ u16 __v = __raw_readw(a); rmb(); __v; })
#define readl(a)	({ u32 __v = __raw_readl(a); rmb(); __v; })
#define writeb(v, a)	({ wmb(); __raw_writeb(v, a); })
#define writew(v, a)	({ wmb(); __raw_writew(v, a); })
#define writel(v, a)	({ wmb(); __raw_writel(v, a); })

/*
 * ioremap - an address for the registers at [phys, phys + size); NULL: RAM, a range that
 * wraps, no address space.  May sleep.  arch/arm/mm/ioremap.c
 */
void __iomem *ioremap(phys_addr_t phys, size_t size);
void __iomem *ioremap_wc(phys_addr_t phys, size_t size);
void __iomem *ioremap_cache(phys_addr_t phys, size_t size);
#define ioremap_nocache ioremap
void __iomem *__arm_ioremap_caller(phys_addr_t phys, size_t size, unsigned int mtype,
				   const void *caller);
void iounmap(volatile void __iomem *addr);

/* Mappings made at boot by iotable_init(), for ioremap() to find */
struct static_vm {
	struct vm_struct vm;
	struct list_head list;
};

extern struct list_head static_vmlist;
void add_static_vm_early(struct static_vm *svm);
struct static_vm *find_static_vm_paddr(phys_addr_t paddr, size_t size, unsigned int mtype);
struct static_vm *find_static_vm_vaddr(const void *vaddr);

/* mm/early_ioremap.c: before vmalloc works, in fixmap slots; at most FIX_BTMAPS_SLOTS at once */
void __iomem *early_ioremap(phys_addr_t phys, size_t size);
void early_iounmap(void __iomem *addr, size_t size);

#endif
