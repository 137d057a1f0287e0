/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's page tables, printed and checked.
 *
 * Idea.  One walk over pgd, pud, pmd, pte gives a stream of (address, level, bits); equal
 * neighbours are merged into one line, and a line that begins an area prints its marker.
 *
 *   ---[ vmalloc() Area ]---
 *   0xf0800000-0xf0801000           4K     RW NX SHD MEM/CACHED/WBWA
 *      start      end             size     bits, by pte_bits[] or section_bits[]
 *
 * Sections are decoded from the hardware entry, pages from the Linux entry; what the hardware
 * entry of a page must be follows from that, and a line says so where it isn't.
 *
 * Invariants that pt_check() asserts
 *   P1  the hardware twin of each Linux entry is what cpu_set_pte_ext() makes of it
 *   P2  nothing is writable and executable
 *   P3  nothing below MODULES_VADDR is mapped, and only the vectors page is open to users
 *   P4  PKMAP's entries are its slots: K1 and K2 of mm/highmem.c
 *   P5  a pair of first-level entries is two halves of one table, or has no table at all
 *   P6  a present fixmap entry belongs to a slot that is in use
 * Entries of vmalloc space belong to areas: V4 and V5 of vmap_check().
 *
 * Context: any; the tables mustn't change meanwhile, which one processor and no preemption
 * give.  Article 3.1.1.  Read after asm/pgtable-2level.h.  Tests: ptdump.*,
 * tests/host/ptdump.t; ptdump on the command line.
 */
#include <linux/console.h>
#include <linux/highmem.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/ptdump.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>

/* ------------------------------------------------------------------ bits and areas */

struct prot_bits {
	pteval_t mask, val;
	const char *set, *clear;
};

static const struct prot_bits pte_bits[] = {
	{ L_PTE_USER,	 L_PTE_USER,		"USR", "   " },
	{ L_PTE_RDONLY,	 L_PTE_RDONLY,		"ro", "RW" },
	{ L_PTE_XN,	 L_PTE_XN,		"NX", "x " },
	{ L_PTE_SHARED,	 L_PTE_SHARED,		"SHD", "   " },
	{ L_PTE_MT_MASK, L_PTE_MT_UNCACHED,	"SO/UNCACHED" },
	{ L_PTE_MT_MASK, L_PTE_MT_BUFFERABLE,	"MEM/BUFFERABLE/WC" },
	{ L_PTE_MT_MASK, L_PTE_MT_WRITETHROUGH,	"MEM/CACHED/WT" },
	{ L_PTE_MT_MASK, L_PTE_MT_WRITEBACK,	"MEM/CACHED/WBRA" },
	{ L_PTE_MT_MASK, L_PTE_MT_DEV_SHARED,	"DEV/SHARED" },
	{ L_PTE_MT_MASK, L_PTE_MT_WRITEALLOC,	"MEM/CACHED/WBWA" },
};

#define SECT_AP		(PMD_SECT_APX | PMD_SECT_AP_READ | PMD_SECT_AP_WRITE)
#define SECT_TYPE	(PMD_SECT_TEX(1) | PMD_SECT_CACHEABLE | PMD_SECT_BUFFERABLE)

static const struct prot_bits section_bits[] = {
	{ PMD_SECT_AP_READ, PMD_SECT_AP_READ,	"USR", "   " },
	{ SECT_AP,	 PMD_SECT_AP_WRITE,	"RW", "ro" },
	{ PMD_SECT_XN,	 PMD_SECT_XN,		"NX", "x " },
	{ PMD_SECT_S,	 PMD_SECT_S,		"SHD", "   " },
	{ SECT_TYPE,	 PMD_SECT_UNCACHED,	"SO/UNCACHED" },
	{ SECT_TYPE,	 PMD_SECT_BUFFERABLE,	"MEM/BUFFERABLE/WC" },
	{ SECT_TYPE,	 PMD_SECT_DEV_SHARED,	"DEV/SHARED" },
	{ SECT_TYPE,	 PMD_SECT_WBWA,		"MEM/CACHED/WBWA" },
};

/* What counts when neighbours are compared */
#define PTE_SHOWN	(L_PTE_USER | L_PTE_RDONLY | L_PTE_XN | L_PTE_SHARED | L_PTE_MT_MASK)
#define SECT_SHOWN	(SECT_AP | PMD_SECT_XN | PMD_SECT_S | SECT_TYPE | PMD_DOMAIN_MASK)
#define TWIN_DIFFERS	0x80000000	/* of a page: where others keep the frame's number */

struct addr_marker {
	unsigned long start;
	const char *name;
};

/* Two of the addresses are known only at run time */
enum { MARK_VMALLOC = 3 };

static struct addr_marker address_markers[] = {
	{ MODULES_VADDR,	"Modules" },
	{ PKMAP_BASE,		"PKMAP" },
	{ PAGE_OFFSET,		"Kernel Mapping" },
	{ 0,			"vmalloc() Area" },
	{ VMALLOC_END,		"vmalloc() End" },
#ifdef CONFIG_SPARSEMEM_VMEMMAP
	{ VMEMMAP_START,	"vmemmap" },
	{ VMEMMAP_END,		"vmemmap End" },
#endif
	{ FIXADDR_START,	"Fixmap Area" },
	{ CONFIG_VECTORS_BASE,	"Vectors" },
	{ ~0UL,			NULL },
};

/* ------------------------------------------------------------------ the walk */

/*
 * The walk's visitor: one call for each section (level 3) or page (level 4), 0 for holes; and
 * the page's entry, NULL for a section.
 */
struct pg_state {
	void (*note)(struct pg_state *st, unsigned long addr, unsigned int level, u32 val,
		     const pte_t *pte);
	void (*table)(struct pg_state *st, unsigned long addr, pmd_t *pmd);
	struct seq_file *m;
	const struct addr_marker *marker;
	unsigned long start;
	unsigned int level;
	u32 val;
	bool good;
};

static void walk_pte(struct pg_state *st, pmd_t *pmd, unsigned long addr)
{
	pte_t *pte = pte_offset_kernel(pmd, 0);
	unsigned int i;

	if (st->table)
		st->table(st, addr, pmd);
	for (i = 0; i < PTRS_PER_PTE; i++, pte++, addr += PAGE_SIZE)
		st->note(st, addr, 4, pte_present(*pte) ? pte_val(*pte) : 0, pte);
}

static void walk_pmd(struct pg_state *st, pud_t *pud, unsigned long addr)
{
	pmd_t *pmd = pmd_offset(pud, addr);
	unsigned int half;

	if (!pmd_none(*pmd) && !pmd_large(*pmd)) {
		walk_pte(st, pmd, addr);
		return;
	}
	for (half = 0; half < 2; half++)
		st->note(st, addr + half * SECTION_SIZE, 3, pmd_val(pmd[half]), NULL);
}

static void walk_pud(struct pg_state *st, pgd_t *pgd, unsigned long addr)
{
	pud_t *pud = pud_offset(pgd, addr);
	unsigned int i;

	for (i = 0; i < PTRS_PER_PUD; i++, pud++)
		walk_pmd(st, pud, addr + i * PUD_SIZE);
}

static void walk_pgd(struct pg_state *st, pgd_t *pgd)
{
	unsigned int i;

	for (i = 0; i < PTRS_PER_PGD; i++, pgd++)
		walk_pud(st, pgd, i * PGDIR_SIZE);
}

/* Isn't the hardware twin of @pte, the entry of @addr, what set_pte_at() makes of it? */
static bool twin_differs(const pte_t *pte, unsigned long addr)
{
	static pte_t scratch[PTE_HWTABLE_PTRS + 1];	/* nobody walks this one */
	u32 twin = pte_val(pte[PTE_HWTABLE_PTRS]);

	if (!pte_val(*pte))
		return twin;
	set_pte_ext(scratch, *pte, addr < TASK_SIZE ? PTE_EXT_NG : 0);
	return twin != pte_val(scratch[PTE_HWTABLE_PTRS]);
}

/* ------------------------------------------------------------------ the dump */

static void dump_bits(struct seq_file *m, const struct prot_bits *bits, unsigned int n, u32 val)
{
	for (; n--; bits++) {
		const char *s = (val & bits->mask) == bits->val ? bits->set : bits->clear;

		if (s)
			seq_printf(m, " %s", s);
	}
}

static const char *domain_name(u32 l1)
{
	switch ((l1 & PMD_DOMAIN_MASK) >> 5) {
	case DOMAIN_KERNEL:
		return "KERNEL";
	case DOMAIN_USER:
		return "USER";
	case DOMAIN_IO:
		return "IO";
	}
	return "?";
}

/* The line of what ends at @end */
static void dump_line(struct pg_state *st, unsigned long end)
{
	unsigned long kb = (end - st->start) >> 10;

	seq_printf(st->m, "0x%08lx-0x%08lx %8lu%c", st->start, end,
		   kb % 1024 ? kb : kb / 1024, kb % 1024 ? 'K' : 'M');
	if (st->level == 3) {
		seq_printf(st->m, " %-6s", domain_name(st->val));
		dump_bits(st->m, section_bits, ARRAY_SIZE(section_bits), st->val);
	} else {
		seq_printf(st->m, " %-6s", "");
		dump_bits(st->m, pte_bits, ARRAY_SIZE(pte_bits), st->val);
		if (st->val & TWIN_DIFFERS)
			seq_puts(st->m, " HARDWARE ENTRY DIFFERS");
	}
	seq_putc(st->m, '\n');
}

static void note_page(struct pg_state *st, unsigned long addr, unsigned int level, u32 val,
		      const pte_t *pte)
{
	u32 shown = !val ? 0 : level == 3 ? (val & SECT_SHOWN) | PMD_TYPE_SECT :
					    (val & PTE_SHOWN) | L_PTE_PRESENT;
	bool new_area = addr >= st->marker->start;

	if (pte && twin_differs(pte, addr))
		shown |= TWIN_DIFFERS;
	if (!new_area && shown == st->val && (level == st->level || !shown))
		return;
	if (st->val)
		dump_line(st, addr);
	while (addr >= st->marker->start) {
		seq_printf(st->m, "---[ %s ]---\n", st->marker->name);
		st->marker++;
	}
	st->start = addr;
	st->level = level;
	st->val = shown;
}

void ptdump_walk_pgd(struct seq_file *m, pgd_t *pgd)
{
	struct pg_state st = { .note = note_page, .m = m, .marker = address_markers };

	address_markers[MARK_VMALLOC].start = VMALLOC_START;
	seq_puts(m, "---[ User ]---\n");
	walk_pgd(&st, pgd);
	if (st.val)
		dump_line(&st, 0);
}

void ptdump_show(struct seq_file *m)
{
	ptdump_walk_pgd(m, swapper_pg_dir);
}

/* ------------------------------------------------------------------ on the command line */

static bool dump_at_end __initdata, dump_stages __initdata;

/* ptdump: the finished tables; ptdump=stages: also as head.S and paging_init() left them */
static int __init setup_ptdump(char *arg)
{
	if (*arg && strcmp(arg, "stages"))
		return -EINVAL;
	dump_at_end = true;
	dump_stages = *arg;
	return 0;
}
early_param("ptdump", setup_ptdump);

void __init ptdump_stage(const char *stage)
{
	static char text[8192] __initdata;
	struct seq_file m = { .buf = text, .size = sizeof(text) };

	if (!(strcmp(stage, "boot") ? dump_stages : dump_at_end))
		return;
	seq_printf(&m, "===[ %s ]===\n", stage);
	ptdump_show(&m);
	console_puts(m.buf, m.count);
}

/* ------------------------------------------------------------------ the check */

static void violated(struct pg_state *st, const char *which, unsigned long addr, u32 val)
{
	if (st->good)
		pr_err("pt_check: %s violated at %08lx: %08x\n", which, addr, val);
	st->good = false;
}

/* P6: may the entry @idx of the fixmap be present? */
static bool fixmap_slot_used(unsigned int idx)
{
	if (idx >= FIX_BTMAP_END && idx <= FIX_BTMAP_BEGIN)
		return early_ioremap_slot_used(idx);
	if (idx >= FIX_KMAP_BEGIN && idx <= FIX_KMAP_END)
		return kmap_atomic_slot_used(idx);
	return idx < __end_of_fixed_addresses;
}

static void check_page(struct pg_state *st, unsigned long addr, unsigned int level, u32 val,
		       const pte_t *pte)
{
	bool section = level == 3, writable, executable, user;

	if (pte && twin_differs(pte, addr))
		violated(st, "P1", addr, pte_val(pte[PTE_HWTABLE_PTRS]));
	if (!val)
		return;
	writable = section ? (val & SECT_AP) == PMD_SECT_AP_WRITE : !(val & L_PTE_RDONLY);
	executable = section ? !(val & PMD_SECT_XN) : !(val & L_PTE_XN);
	user = section ? val & PMD_SECT_AP_READ : val & L_PTE_USER;
	if (writable && executable)
		violated(st, "P2", addr, val);
	if (addr < MODULES_VADDR || (user && addr != CONFIG_VECTORS_BASE))
		violated(st, "P3", addr, val);
	if (addr >= FIXADDR_START && addr < FIXADDR_END && !fixmap_slot_used(__virt_to_fix(addr)))
		violated(st, "P6", addr, val);
}

static void check_table(struct pg_state *st, unsigned long addr, pmd_t *pmd)
{
	if (pmd_val(pmd[1]) != pmd_val(pmd[0]) + PTE_HWTABLE_OFF / 2)
		violated(st, "P5", addr, pmd_val(pmd[1]));
}

/* Asserts P1 to P6: false and a message when one doesn't hold */
bool pt_check(void)
{
	struct pg_state st = { .note = check_page, .table = check_table, .good = true };

	walk_pgd(&st, swapper_pg_dir);
	if (!pkmap_check())
		violated(&st, "P4", PKMAP_BASE, 0);
	return st.good;
}
