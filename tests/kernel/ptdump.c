/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions about the page-table dump and the check: do they see what is there? */
#include <linux/ptdump.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <asm/fixmap.h>
#include <asm/pgalloc.h>
#include <asm/sections.h>
#include "selftest.h"

/* The dump of @pgd, to be freed by vfree() */
static char *dump(pgd_t *pgd)
{
	struct seq_file m = { .size = SZ_64K };

	m.buf = vmalloc(m.size);
	if (m.buf)
		ptdump_walk_pgd(&m, pgd);
	EXPECT(!seq_has_overflowed(&m));
	return m.buf;
}

/* The line that begins with the range [start, end), or NULL */
static char *line_of(char *text, unsigned long start, unsigned long end)
{
	char want[32];

	snprintf(want, sizeof(want), "0x%08lx-0x%08lx ", start, end);
	return strstr(text, want);
}

/* Is @text the next thing in the line after the size? */
static bool says(const char *line, const char *bits)
{
	char buf[120];

	if (!line)
		return false;
	strlcpy(buf, line, sizeof(buf));
	*strchr(buf, '\n') = '\0';
	return strstr(buf, bits) != NULL;
}

/* Are the markers there, in their order, each once? */
SELFTEST(ptdump, markers)
{
	static const char * const markers[] = {
		"---[ User ]---", "---[ Modules ]---", "---[ PKMAP ]---", "---[ Kernel Mapping ]---",
		"---[ vmalloc() Area ]---", "---[ vmalloc() End ]---",
#ifdef CONFIG_SPARSEMEM_VMEMMAP
		"---[ vmemmap ]---", "---[ vmemmap End ]---",
#endif
		"---[ Fixmap Area ]---", "---[ Vectors ]---",
	};
	char *text = dump(swapper_pg_dir), *p = text;
	unsigned int i;

	ASSERT(text);
	for (i = 0; i < ARRAY_SIZE(markers); i++) {
		p = strstr(p, markers[i]);
		if (!EXPECT(p))
			break;
		p++;
		EXPECT(!strstr(p, markers[i]));
	}
	EXPECT(!strncmp(text, "---[ User ]---\n---[ Modules ]---\n", 33));
	vfree(text);
}

/* Do the image's parts have the permissions that paging_init and free_initmem gave them? */
SELFTEST(ptdump, image)
{
	unsigned long ro = (unsigned long)__start_rodata, end = (unsigned long)__end_rodata;
	char *text = dump(swapper_pg_dir);

	ASSERT(text);
	EXPECT(says(line_of(text, PAGE_OFFSET, (unsigned long)_stext),
		    "RW NX SHD MEM/CACHED/WBWA"));
	EXPECT(says(line_of(text, (unsigned long)_stext, (unsigned long)_etext),
		    "ro x  SHD MEM/CACHED/WBWA"));
	EXPECT(says(line_of(text, (unsigned long)__init_begin, ro), "RW NX SHD MEM/CACHED/WBWA"));
	EXPECT(says(line_of(text, ro, end), "ro NX SHD MEM/CACHED/WBWA"));
	EXPECT(says(line_of(text, CONFIG_VECTORS_BASE, CONFIG_VECTORS_BASE + PAGE_SIZE),
		    "USR ro x  SHD MEM/CACHED/WBWA"));
	EXPECT(says(line_of(text, CONFIG_VECTORS_BASE + PAGE_SIZE,
			    CONFIG_VECTORS_BASE + 2 * PAGE_SIZE), "    ro x  SHD MEM"));
	EXPECT(says(line_of(text, VMALLOC_END - SECTION_SIZE, VMALLOC_END),
		    "IO         RW NX SHD DEV/SHARED"));
	vfree(text);
}

/* Are neighbours with equal bits one line, and a change of bits a new one? */
SELFTEST(ptdump, merges)
{
	struct mm_struct mm = { };
	unsigned long a = 0x10000000;
	char *text = NULL;
	pmd_t *pmd;
	pte_t *pte;
	unsigned int i;

	spin_lock_init(&mm.page_table_lock);
	mm.pgd = pgd_alloc(&mm);
	ASSERT(mm.pgd);
	pmd = pmd_offset(pud_offset(pgd_offset(&mm, a), a), a);
	pte = pte_alloc_map(&mm, pmd, a);
	if (EXPECT(pte)) {
		for (i = 0; i < 6; i++)
			set_pte_at(&mm, a + i * PAGE_SIZE, pte + i,
				   pfn_pte(0x12345 + i, i < 4 ? PAGE_SHARED : PAGE_READONLY));
		text = dump(mm.pgd);
	}
	if (text) {
		EXPECT(says(line_of(text, a, a + 4 * PAGE_SIZE), "16K        USR RW NX SHD"));
		EXPECT(says(line_of(text, a + 4 * PAGE_SIZE, a + 6 * PAGE_SIZE),
			    "8K        USR ro NX SHD"));
	}
	vfree(text);
	if (pte) {
		pmd_clear(pmd);
		pte_free(&mm, virt_to_page(pte));
	}
	pgd_free(&mm, mm.pgd);
}

/* Do pt_check() and the dump find a hardware entry that isn't its Linux entry's twin? */
SELFTEST(ptdump, check_twin)
{
	unsigned long *area = vmalloc(PAGE_SIZE), a = (unsigned long)area;
	pte_t *pte, saved;
	char *text;
	u64 mark;

	ASSERT(area);
	pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(a), a), a), a);
	EXPECT(pt_check());
	saved = pte[PTE_HWTABLE_PTRS];
	pte[PTE_HWTABLE_PTRS] = __pte(pte_val(saved) ^ PTE_EXT_APX);
	mark = selftest_mute();
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pt_check: P1 violated"));
	text = dump(swapper_pg_dir);
	if (EXPECT(text))
		EXPECT(says(line_of(text, a, a + PAGE_SIZE), "HARDWARE ENTRY DIFFERS"));
	vfree(text);
	pte[PTE_HWTABLE_PTRS] = saved;
	text = dump(swapper_pg_dir);
	EXPECT(text && !strstr(text, "DIFFERS"));
	vfree(text);
	vfree(area);
}

/* Do pt_check() and the dump find a page that is writable and executable? */
SELFTEST(ptdump, check_wx)
{
	unsigned long *area = vmalloc(PAGE_SIZE), a = (unsigned long)area;
	pte_t *pte, saved;
	u64 mark;

	ASSERT(area);
	pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(a), a), a), a);
	saved = *pte;
	set_pte_ext(pte, pte_mkexec(saved), 0);
	mark = selftest_mute();
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pt_check: P2 violated"));
	set_pte_ext(pte, saved, 0);
	vfree(area);
}

/* Do pt_check() and the dump find a kernel page that is open to users? */
SELFTEST(ptdump, check_user)
{
	unsigned long *area = vmalloc(PAGE_SIZE), a = (unsigned long)area;
	pte_t *pte, saved;
	u64 mark;

	ASSERT(area);
	pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(a), a), a), a);
	saved = *pte;
	set_pte_ext(pte, pte_mkread(saved), 0);
	mark = selftest_mute();
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pt_check: P3 violated"));
	set_pte_ext(pte, saved, 0);
	vfree(area);
}

/* Do pt_check() and the dump find a pair of first-level entries that isn't two halves of one table? */
SELFTEST(ptdump, check_pair)
{
	unsigned long a;
	void *area;
	pmd_t *pmd;
	u64 mark;

	/* Far from this thread's stack, in the lower half of a pair */
	area = __vmalloc_node_range(PAGE_SIZE, PMD_SIZE, VMALLOC_START + SZ_64M, VMALLOC_END,
				    GFP_KERNEL, PAGE_KERNEL, 0, NUMA_NO_NODE, NULL);
	ASSERT(area);
	a = (unsigned long)area;
	pmd = pmd_offset(pud_offset(pgd_offset_k(a), a), a);
	pmd[1] = __pmd(pmd_val(pmd[1]) ^ 0x400);
	mark = selftest_mute();
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pt_check: P5 violated"));
	pmd[1] = __pmd(pmd_val(pmd[1]) ^ 0x400);
	EXPECT(pt_check());
	vfree(area);
}

/* Do pt_check() and the dump find a fixmap entry that nobody has asked for? */
SELFTEST(ptdump, check_fixmap)
{
	u64 mark;

	__set_fixmap(FIX_BTMAP_END, page_to_phys(ZERO_PAGE(0)), FIXMAP_PAGE_RO);
	mark = selftest_mute();
	EXPECT(!pt_check());
	selftest_unmute();
	EXPECT(strstr(selftest_log_since(mark), "pt_check: P6 violated"));
	clear_fixmap(FIX_BTMAP_END);
	EXPECT(pt_check());
}
