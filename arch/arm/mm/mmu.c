/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * paging_init: from head.S's few sections to the kernel's address space.
 *
 * Idea.  swapper_pg_dir exists and is in use; every piece of address space is described by a
 * struct map_desc {virtual, pfn, length, type} and entered by create_mapping(), which walks
 * pgd, pud, pmd like everything else and uses a 1 MiB section where virtual address, physical
 * address and length allow it, and a table of small pages where not.
 *
 *   setup_arch -> paging_init                                      (article 3.2.3, 3.2.4)
 *     prepare_page_table   away with the identity map and all else below PAGE_OFFSET
 *     map_lowmem           for_each_memblock: create_mapping -> alloc_init_pud
 *                            -> alloc_init_pmd -> section, or alloc_init_pte
 *     devicemaps_init      vectors and stubs pages, static device mappings, fill_pmd_gaps
 *     kmap_init            the tables of PKMAP and FIXADDR
 *
 *   bfe00000  PKMAP            one table, empty
 *   c0000000  lowmem           page-mapped around the image:  ..._stext rw-  text r-x
 *                              rodata r--  init r-x  data rw-;  sections rw- beyond
 *   high_memory .. vmalloc     empty, but for static device sections
 *   ffc00000  FIXADDR          two tables, in the image, for they are needed first of all
 *   ffff0000  vectors r-x (user may read), ffff1000 stubs r-x
 *
 * Invariants (nothing asserts them by these numbers: M1 is what the test mmu.lowmem_linear asks, M2 and M3
 * are P2 and P3 of dump.c, and the last case of M4 is P5)
 *   M1  every page of lowmem is mapped to phys = virt - PAGE_OFFSET + PHYS_OFFSET, once
 *   M2  nothing is writable and executable
 *   M3  no entry below MODULES_VADDR is present
 *   M4  a pair of first-level entries is two sections, section and hole, or one table
 *
 * Context.  One processor, interrupts off, before any allocator but memblock.  Tables come
 * from early_alloc(), which may only hand out memory that is mapped already: until map_lowmem()
 * has finished that is what head.S mapped (BOOT_MAP_EXTRA behind the image).
 *
 * Live entries change here: a section of head.S becomes a table that maps the same memory in
 * the same way (split_section), then single pages change permission.  Each step is followed
 * by a flush of the TLB before anything relies on it; addresses and memory types never change.
 *
 * Different from Linux: one processor type, so mem_types[] is constant; permissions by page
 * instead of by section.  Read after boot/head.S; then init.c, dump.c.  Tests: mmu.* (3.2.3),
 * mmu.fixmap* (3.2.4), ptdump.* (3.2.3)
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/cp15.h>
#include <asm/fixmap.h>
#include <asm/mach/map.h>
#include <asm/pgalloc.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/system_misc.h>
#include <asm/tlbflush.h>
#include "mm.h"

struct page *empty_zero_page;

/* What the parts of mem_types[] have in common */
#define PROT_PTE_MEMORY	(L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_DIRTY | L_PTE_MT_WRITEALLOC | L_PTE_SHARED)
#define PROT_PTE_DEVICE	(L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_DIRTY | L_PTE_XN)
#define PROT_L1_KERNEL	(PMD_TYPE_TABLE | PMD_BIT4 | PMD_DOMAIN(DOMAIN_KERNEL))
#define PROT_L1_IO	(PMD_TYPE_TABLE | PMD_BIT4 | PMD_DOMAIN(DOMAIN_IO))
#define PROT_SECT_MEMORY (PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_WBWA | PMD_SECT_S | \
			  PMD_DOMAIN(DOMAIN_KERNEL))
#define PROT_SECT_IO	(PMD_TYPE_SECT | PMD_SECT_AP_WRITE | PMD_SECT_XN | PMD_SECT_S | \
			 PMD_DOMAIN(DOMAIN_IO))

/* ARM ARM B3.7 (permissions), B3.8 (memory types).  prot_sect 0: only ever in pages. */
static const struct mem_type mem_types[NR_MEM_TYPES] = {
	[MT_DEVICE] = {
		.prot_pte	= PROT_PTE_DEVICE | L_PTE_MT_DEV_SHARED | L_PTE_SHARED,
		.prot_l1	= PROT_L1_IO,
		.prot_sect	= PROT_SECT_IO | PMD_SECT_DEV_SHARED,
		.domain		= DOMAIN_IO,
	},
	[MT_DEVICE_CACHED] = {
		.prot_pte	= PROT_PTE_DEVICE | L_PTE_MT_WRITEALLOC | L_PTE_SHARED,
		.prot_l1	= PROT_L1_IO,
		.prot_sect	= PROT_SECT_IO | PMD_SECT_WBWA,
		.domain		= DOMAIN_IO,
	},
	[MT_DEVICE_WC] = {
		.prot_pte	= PROT_PTE_DEVICE | L_PTE_MT_BUFFERABLE | L_PTE_SHARED,
		.prot_l1	= PROT_L1_IO,
		.prot_sect	= PROT_SECT_IO | PMD_SECT_BUFFERABLE,
		.domain		= DOMAIN_IO,
	},
	[MT_UNCACHED] = {
		.prot_pte	= PROT_PTE_DEVICE | L_PTE_MT_UNCACHED,
		.prot_l1	= PROT_L1_IO,
		.prot_sect	= PROT_SECT_IO | PMD_SECT_UNCACHED,
		.domain		= DOMAIN_IO,
	},
	[MT_LOW_VECTORS] = {
		.prot_pte	= PROT_PTE_MEMORY | L_PTE_RDONLY,
		.prot_l1	= PROT_L1_KERNEL,
		.domain		= DOMAIN_KERNEL,
	},
	[MT_HIGH_VECTORS] = {
		.prot_pte	= PROT_PTE_MEMORY | L_PTE_RDONLY | L_PTE_USER,
		.prot_l1	= PROT_L1_KERNEL,
		.domain		= DOMAIN_KERNEL,
	},
	[MT_MEMORY_RWX] = {
		.prot_pte	= PROT_PTE_MEMORY,
		.prot_l1	= PROT_L1_KERNEL,
		.prot_sect	= PROT_SECT_MEMORY,
		.domain		= DOMAIN_KERNEL,
	},
	[MT_MEMORY_RW] = {
		.prot_pte	= PROT_PTE_MEMORY | L_PTE_XN,
		.prot_l1	= PROT_L1_KERNEL,
		.prot_sect	= PROT_SECT_MEMORY | PMD_SECT_XN,
		.domain		= DOMAIN_KERNEL,
	},
	[MT_MEMORY_RX] = {
		.prot_pte	= PROT_PTE_MEMORY | L_PTE_RDONLY,
		.prot_l1	= PROT_L1_KERNEL,
		.domain		= DOMAIN_KERNEL,
	},
	[MT_ROM] = {
		.prot_pte	= PROT_PTE_MEMORY | L_PTE_RDONLY | L_PTE_XN,
		.prot_l1	= PROT_L1_KERNEL,
		.domain		= DOMAIN_KERNEL,
	},
};

const struct mem_type *get_mem_type(unsigned int type)
{
	return type < NR_MEM_TYPES ? &mem_types[type] : NULL;
}

/* ------------------------------------------------------------------ tables, early */

/* Zeroed memory, mapped, aligned to its size.  Panics without memory. */
static void *__init early_alloc(unsigned long sz)
{
	return memblock_virt_alloc(sz, sz);
}

/* The bits of the pages that map the memory of @section as it does; of a section of the kernel's memory */
static pteval_t section_pte_prot(pmd_t section)
{
	pteval_t prot = mem_types[MT_MEMORY_RWX].prot_pte;

	if (pmd_val(section) & PMD_SECT_XN)
		prot |= L_PTE_XN;
	if (pmd_val(section) & PMD_SECT_APX)
		prot |= L_PTE_RDONLY;
	return prot;
}

/*
 * split_section - the entries of @table map what the sections of @pmd's pair map
 *
 * Each half with its own permissions, so that the code that runs in it doesn't notice when the table takes
 * the place of the pair; the caller then gives its pages their type.  @table is empty.
 */
void split_section(const pmd_t *pmd, pte_t *table)
{
	unsigned int half, i;

	for (half = 0; half < 2; half++) {
		if (!pmd_large(pmd[half]))
			continue;
		for (i = 0; i < SECTION_SIZE / PAGE_SIZE; i++) {
			phys_addr_t phys = (pmd_val(pmd[half]) & SECTION_MASK) + i * PAGE_SIZE;

			set_pte_ext(&table[half * (SECTION_SIZE / PAGE_SIZE) + i],
				    __pte(phys | section_pte_prot(pmd[half])), 0);
		}
	}
}

/*
 * The table behind @pmd, made if there is none: @prot are the bits of its first-level entry.
 * Returns the Linux entry for @addr.
 */
static pte_t * __init early_pte_alloc(pmd_t *pmd, unsigned long addr, unsigned long prot)
{
	if (pmd_none(pmd[0]) || pmd_bad(pmd[0]) || pmd_bad(pmd[1])) {
		pte_t *pte = early_alloc(PTE_HWTABLE_OFF + PTE_HWTABLE_SIZE);

		split_section(pmd, pte);
		__pmd_populate(pmd, __pa(pte), prot);
		local_flush_tlb_all();
	}
	BUG_ON(pmd_bad(*pmd));
	return pte_offset_kernel(pmd, addr);
}

/* ------------------------------------------------------------------ create_mapping */

static void __init alloc_init_pte(pmd_t *pmd, unsigned long addr, unsigned long end,
				  unsigned long pfn, const struct mem_type *type)
{
	pte_t *pte = early_pte_alloc(pmd, addr, type->prot_l1);

	do {
		set_pte_ext(pte, pfn_pte(pfn, __pgprot(type->prot_pte)), 0);
		pfn++;
	} while (pte++, addr += PAGE_SIZE, addr != end);
}

/* One or both sections of a pair */
static void __init __map_init_section(pmd_t *pmd, unsigned long addr, unsigned long end,
				      phys_addr_t phys, const struct mem_type *type)
{
	pmd_t *p = pmd;

	if (addr & SECTION_SIZE)
		pmd++;
	do {
		*pmd = __pmd(phys | type->prot_sect);
		phys += SECTION_SIZE;
	} while (pmd++, addr += SECTION_SIZE, addr != end);
	flush_pmd_entry(p);
}

static void __init alloc_init_pmd(pud_t *pud, unsigned long addr, unsigned long end,
				  phys_addr_t phys, const struct mem_type *type)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned long next;

	do {
		bool has_table;

		next = pmd_addr_end(addr, end);
		has_table = !pmd_none(*pmd) && !pmd_bad(*pmd);
		if (type->prot_sect && !has_table && ((addr | next | phys) & ~SECTION_MASK) == 0)
			__map_init_section(pmd, addr, next, phys, type);
		else
			alloc_init_pte(pmd, addr, next, __phys_to_pfn(phys), type);
		phys += next - addr;
	} while (pmd++, addr = next, addr != end);
}

static void __init alloc_init_pud(pgd_t *pgd, unsigned long addr, unsigned long end,
				  phys_addr_t phys, const struct mem_type *type)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned long next;

	do {
		next = pud_addr_end(addr, end);
		alloc_init_pmd(pud, addr, next, phys, type);
		phys += next - addr;
	} while (pud++, addr = next, addr != end);
}

/*
 * create_mapping - enter what @md describes into swapper_pg_dir
 *
 * Boot only.  An address below MODULES_VADDR is refused with a warning.  The caller flushes the TLB where entries were valid before.  Article 3.2.3.
 */
void __init create_mapping(struct map_desc *md)
{
	const struct mem_type *type;
	unsigned long addr, length, end;
	phys_addr_t phys;
	pgd_t *pgd;

	if (md->virtual < MODULES_VADDR) {
		pr_warn("BUG: not creating mapping for 0x%08lx at 0x%08lx in user region\n",
			(unsigned long)__pfn_to_phys(md->pfn), md->virtual);
		return;
	}
	type = get_mem_type(md->type);
	BUG_ON(!type);

	addr = md->virtual & PAGE_MASK;
	phys = __pfn_to_phys(md->pfn);
	length = PAGE_ALIGN(md->length + (md->virtual & ~PAGE_MASK));
	if (!length)
		return;

	pgd = pgd_offset_k(addr);
	end = addr + length;
	do {
		unsigned long next = pgd_addr_end(addr, end);

		alloc_init_pud(pgd, addr, next, phys, type);
		phys += next - addr;
		addr = next;
	} while (pgd++, addr != end);
}

/* ------------------------------------------------------------------ lowmem */

phys_addr_t arm_lowmem_limit;
void *high_memory;

static unsigned long vmalloc_min __initdata =
	VMALLOC_END - (240 << 20) - VMALLOC_OFFSET;

/* vmalloc=SIZE: how much address space vmalloc gets; lowmem gets what is left */
static int __init early_vmalloc(char *arg)
{
	char *end;
	unsigned long long vmalloc_reserve = memparse(arg, &end);
	unsigned long most = VMALLOC_END - (PAGE_OFFSET + (32 << 20) + VMALLOC_OFFSET);

	if (*end || end == arg)
		return -EINVAL;
	if (vmalloc_reserve < SZ_16M) {
		vmalloc_reserve = SZ_16M;
		pr_warn("vmalloc area too small, limiting to %lluMB\n", vmalloc_reserve >> 20);
	}
	if (vmalloc_reserve > most) {
		vmalloc_reserve = most;
		pr_warn("vmalloc area is too big, limiting to %lluMB\n", vmalloc_reserve >> 20);
	}
	vmalloc_min = round_down(VMALLOC_END - (unsigned long)vmalloc_reserve - VMALLOC_OFFSET, PMD_SIZE);
	return 0;
}
early_param("vmalloc", early_vmalloc);

/*
 * Sets arm_lowmem_limit and high_memory: lowmem ends where memory does, or where the vmalloc
 * area needs the address space.  Boot only, after all of memblock.memory is known.
 */
void __init adjust_lowmem_bounds(void)
{
	phys_addr_t vmalloc_limit = (phys_addr_t)(vmalloc_min - PAGE_OFFSET) + PHYS_OFFSET;
	phys_addr_t lowmem_limit = 0;
	struct memblock_region *reg;

	/* RAM near 4 GiB may be nearer than the limit */
	if (vmalloc_limit < PHYS_OFFSET)
		vmalloc_limit = ULONG_MAX & PAGE_MASK;

	for_each_memblock(memory, reg) {
		phys_addr_t block_end = reg->base + reg->size;

		if (reg->base >= vmalloc_limit)
			continue;
		if (block_end > lowmem_limit)
			lowmem_limit = min(block_end, vmalloc_limit);
	}
	arm_lowmem_limit = lowmem_limit;
	high_memory = (char *)__va(arm_lowmem_limit - 1) + 1;
}

/* The parts of the image, in order of address, and what each may do */
static const struct {
	const char *start;
	unsigned int type;
} image_parts[] __initconst = {
	{ _stext,		MT_MEMORY_RX },
	{ __start_rodata,	MT_ROM },
	{ __end_rodata,		MT_MEMORY_RW },
};

static void __init map_range(phys_addr_t start, phys_addr_t end, unsigned int type)
{
	struct map_desc map = {
		.pfn = __phys_to_pfn(start),
		.virtual = __phys_to_virt(start),
		.length = end - start,
		.type = type,
	};

	if (start < end)
		create_mapping(&map);
}

/* A piece of one bank: what of the image lies in it gets its own permissions */
static void __init map_lowmem_bank(phys_addr_t start, phys_addr_t end)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(image_parts); i++) {
		phys_addr_t part = clamp_t(phys_addr_t, __pa(image_parts[i].start), start, end);

		map_range(start, part, i ? image_parts[i - 1].type : MT_MEMORY_RW);
		start = part;
	}
	map_range(start, end, MT_MEMORY_RW);
}

/* Lowmem becomes one linear mapping (article 3.2.3) */
static void __init map_lowmem(void)
{
	struct memblock_region *reg;

	for_each_memblock(memory, reg) {
		phys_addr_t start = PAGE_ALIGN(reg->base);
		phys_addr_t end = (reg->base + reg->size) & PAGE_MASK;

		if (end > arm_lowmem_limit)
			end = arm_lowmem_limit;
		if (start >= end)
			break;
		map_lowmem_bank(start, end);
	}
	local_flush_tlb_all();
}

#ifdef CONFIG_SPARSEMEM_VMEMMAP
/* vmemmap_populate - puts memory behind the struct pages at [@start, @end), by pages.  0.  Boot; article 3.2.2. */
int __init vmemmap_populate(unsigned long start, unsigned long end, int node)
{
	BUILD_BUG_ON(sizeof(struct page) != 1 << STRUCT_PAGE_MAX_SHIFT);
	return vmemmap_populate_basepages(start, end, node);
}
#endif

/* ------------------------------------------------------------------ fixmap */

pte_t bm_pte[FIXMAP_TABLES][PTRS_PER_PTE + PTE_HWTABLE_PTRS]
	__aligned(PTE_HWTABLE_OFF + PTE_HWTABLE_SIZE) __section(".bss..page_aligned");

/* The fixmap's tables, before anything else can be mapped: they lie in the image */
void __init early_fixmap_init(void)
{
	unsigned int i;

	for (i = 0; i < FIXMAP_TABLES; i++)
		__pmd_populate(pmd_off_k(FIXADDR_START + i * PMD_SIZE), __pa(bm_pte[i]),
				_PAGE_KERNEL_TABLE);
}

void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot)
{
	unsigned long vaddr = __fix_to_virt(idx);
	pte_t *pte = fixmap_pte(vaddr);

	BUG_ON(idx >= __end_of_fixed_addresses);
	if (pgprot_val(prot))
		set_pte_at(NULL, vaddr, pte, pfn_pte(__phys_to_pfn(phys), prot));
	else
		pte_clear(NULL, vaddr, pte);
	local_flush_tlb_kernel_page(vaddr);
}

/* ------------------------------------------------------------------ devices, vectors */

/*
 * A pair of which a static section fills one half has no room for a table: the other half is
 * entered in vmlist, so that vmalloc never wants to put pages there.
 */
static void __init pmd_empty_section_gap(unsigned long addr)
{
	struct static_vm *svm = memblock_virt_alloc(sizeof(*svm), __alignof__(*svm));

	svm->vm.addr = (void *)addr;
	svm->vm.size = SECTION_SIZE;
	svm->vm.flags = VM_IOREMAP | VM_ARM_EMPTY_MAPPING;
	svm->vm.caller = pmd_empty_section_gap;
	add_static_vm_early(svm);
}

static void __init fill_pmd_gaps(void)
{
	struct static_vm *svm, *next;

	list_for_each_entry_safe(svm, next, &static_vmlist, list) {
		unsigned long addr = (unsigned long)svm->vm.addr;
		unsigned long end = addr + svm->vm.size;

		if ((addr & ~PMD_MASK) == SECTION_SIZE && pmd_none(*pmd_off_k(addr)))
			pmd_empty_section_gap(addr & PMD_MASK);
		if ((end & ~PMD_MASK) == SECTION_SIZE && pmd_none(pmd_off_k(end)[1]))
			pmd_empty_section_gap(end);
	}
}

/*
 * iotable_init - @nr static device mappings, known to vmalloc and found by ioremap()
 *
 * Boot only, from devicemaps_init().
 */
void __init iotable_init(struct map_desc *io_desc, int nr)
{
	struct map_desc *md;
	struct static_vm *svm;

	if (!nr)
		return;
	svm = memblock_virt_alloc(sizeof(*svm) * nr, __alignof__(*svm));
	for (md = io_desc; nr; md++, nr--, svm++) {
		create_mapping(md);
		svm->vm.addr = (void *)(md->virtual & PAGE_MASK);
		svm->vm.size = PAGE_ALIGN(md->length + (md->virtual & ~PAGE_MASK));
		svm->vm.phys_addr = __pfn_to_phys(md->pfn);
		svm->vm.flags = VM_IOREMAP | VM_ARM_STATIC_MAPPING | VM_ARM_MTYPE(md->type);
		svm->vm.caller = iotable_init;
		add_static_vm_early(svm);
	}
}

/* The top of vmalloc space: a section for the console's registers, which ioremap() finds */
#define DEBUG_LL_VIRT	(VMALLOC_END - SECTION_SIZE)

void __init debug_ll_io_init(void)
{
	struct map_desc map = {
		.virtual = DEBUG_LL_VIRT,
		.pfn = __phys_to_pfn(early_console_phys & SECTION_MASK),
		.length = SECTION_SIZE,
		.type = MT_DEVICE,
	};

	if (early_console_phys)
		iotable_init(&map, 1);
}

/*
 * The vectors page, where the processor jumps; the stubs page behind it; the console's
 * registers as a static section.  The page at vectors is written through its lowmem address
 * now and never again: both mappings that execute are read-only.
 */
static void __init devicemaps_init(void)
{
	void *vectors = early_alloc(PAGE_SIZE * 2);
	struct map_desc map = {
		.pfn = __phys_to_pfn(virt_to_phys(vectors)),
		.virtual = CONFIG_VECTORS_BASE,
		.length = PAGE_SIZE,
		.type = MT_HIGH_VECTORS,
	};

	early_trap_init(vectors);
	create_mapping(&map);
	map.pfn++;
	map.virtual += PAGE_SIZE;
	map.type = MT_LOW_VECTORS;
	create_mapping(&map);
	local_flush_tlb_all();
	set_cr(get_cr() | CR_V);

	debug_ll_io_init();
	fill_pmd_gaps();
	local_flush_tlb_all();
}

/* ------------------------------------------------------------------ the rest */

pte_t *pkmap_page_table;

/* PKMAP's table, and the fixmap's (article 3.2.4) */
static void __init kmap_init(void)
{
	pkmap_page_table = early_pte_alloc(pmd_off_k(PKMAP_BASE), PKMAP_BASE, _PAGE_KERNEL_TABLE);
	early_pte_alloc(pmd_off_k(FIXADDR_START), FIXADDR_START, _PAGE_KERNEL_TABLE);
	kmap_atomic_init();
}

/* Nothing that head.S mapped stays but the image's own sections and the fixmap */
static void __init prepare_page_table(void)
{
	unsigned long addr;

	for (addr = 0; addr < PAGE_OFFSET; addr += PMD_SIZE)
		pmd_clear(pmd_off_k(addr));
	local_flush_tlb_all();
}

/*
 * paging_init - the kernel's address space, then mem_map and the zones
 *
 * Called once by setup_arch(), memblock filled in, interrupts off.  Article 3.2.3.
 */
void __init paging_init(void)
{
	prepare_page_table();
	memblock_set_current_limit(__pa(ALIGN((unsigned long)_end, SECTION_SIZE) + BOOT_MAP_EXTRA));
	map_lowmem();
	memblock_set_current_limit(arm_lowmem_limit);
	devicemaps_init();
	kmap_init();
	bootmem_init();
	empty_zero_page = virt_to_page(early_alloc(PAGE_SIZE));
}
