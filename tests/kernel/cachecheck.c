/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about instructions that the kernel writes for programs: does each way of writing leave them where
 * they are fetched from, and does the debug build's model of the caches notice when one doesn't?
 *
 * The harness counts warnings, so in the debug build every test here asks the model, too.
 */
#include <linux/highmem.h>
#include <linux/kdebug.h>
#include <linux/page_ext.h>
#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include "user_mm.h"

#define RX	(VM_READ | VM_EXEC)

/* A page that programs execute, and the address space in which it is mapped */
static struct mm_struct *mm;
static struct page *code;

static int code_fault(struct vm_area_struct *vma, struct vm_fault *vmf)
{
	get_page(code);
	vmf->page = code;
	return 0;
}

static const struct vm_operations_struct code_ops = { .fault = code_fault };

/* Takes and maps it: executable, and clean */
static bool map_code(unsigned long flags)
{
	mm = user_mm_create();
	code = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	if (!EXPECT(mm && code && user_mm_map(mm, USER_ADDR, PAGE_SIZE, flags)))
		return false;
	mm->mmap->vm_ops = &code_ops;
	user_mm_enter(mm);
	return EXPECT_EQ(user_read(USER_ADDR), 0);
}

/* Its VMA with other flags, as mprotect() would, but for the entries */
static void set_flags(unsigned long flags)
{
	vm_stat_account(mm, mm->mmap->vm_flags, -(long)vma_pages(mm->mmap));
	mm->mmap->vm_flags = flags;
	vm_stat_account(mm, mm->mmap->vm_flags, (long)vma_pages(mm->mmap));
}

static void unmap_code(void)
{
	zap_page_range(mm->mmap, USER_ADDR, PAGE_SIZE, NULL);
}

static void drop_code(void)
{
	unmap_code();
	mm->mmap->vm_ops = NULL;
	user_mm_leave(mm);
	user_mm_destroy(mm);
	__free_page(code);
}

/* As the kernel writes to it, without a word to anybody */
static void write_code(u32 value)
{
	u32 *kaddr = kmap_atomic(code);

	kaddr[3] = value;
	kunmap_atomic(kaddr);
}

/* Is the end of a page that becomes zero, mapped or not, clean when it is executed? */
SELFTEST(cachecheck, zero_user)
{
	ASSERT(map_code(RX));
	write_code(0xe12fff1e);
	flush_dcache_page(code);
	EXPECT_EQ(user_read(USER_ADDR + 12), 0xe12fff1e);
	zero_user(code, 8, PAGE_SIZE - 8);
	EXPECT_EQ(user_read(USER_ADDR + 12), 0);
	EXPECT(code->flags & 1UL << PG_dcache_clean);
	unmap_code();
	zero_user_segment(code, 0, 16);
	EXPECT(!(code->flags & 1UL << PG_dcache_clean));
	EXPECT_EQ(user_read(USER_ADDR), 0);
	drop_code();
}

/* Is what a debugger writes clean: to code, and to what becomes code again? */
SELFTEST(cachecheck, access_remote)
{
	u32 insn = 0xe12fff1e;
	pte_t *pte;

	mm = user_mm_create();
	ASSERT(mm && user_mm_map(mm, USER_ADDR, PAGE_SIZE, RX));
	user_mm_enter(mm);
	EXPECT_EQ(access_remote_vm(mm, USER_ADDR, &insn, 4, 1), 4);
	EXPECT_EQ(user_read(USER_ADDR), insn);
	insn++;
	EXPECT_EQ(access_remote_vm(mm, USER_ADDR, &insn, 4, 1), 4);
	EXPECT_EQ(user_read(USER_ADDR), insn);

	pte = user_mm_pte(mm, USER_ADDR);
	set_flags(mm->mmap->vm_flags & ~(unsigned long)VM_EXEC);
	set_pte_at(mm, USER_ADDR, pte, pte_exprotect(*pte));
	insn++;
	EXPECT_EQ(access_remote_vm(mm, USER_ADDR, &insn, 4, 1), 4);
	set_flags(mm->mmap->vm_flags | VM_EXEC);
	set_pte_at(mm, USER_ADDR, pte, pte_mkexec(*pte));
	flush_tlb_page(mm->mmap, USER_ADDR);
	EXPECT_EQ(user_read(USER_ADDR), insn);
	user_mm_leave(mm);
	user_mm_destroy(mm);
}

#ifdef CONFIG_DEBUG_CACHE

/* When the page is unmapped, does the model say @what, or nothing for NULL? */
static bool unmapping_tells(const char *what)
{
	unsigned long before = nr_warnings;
	u64 mark = selftest_mute();
	char *log;

	unmap_code();
	log = selftest_log_since(mark);
	selftest_unmute();
	if (!what)
		return EXPECT_EQ(nr_warnings, before);
	return EXPECT_EQ(nr_warnings, before + 1) && EXPECT(strstr(log, what));
}

/* Is a page noticed that the kernel wrote to while it was mapped, and is it told once? */
SELFTEST(cachecheck, not_cleaned)
{
	ASSERT(map_code(RX));
	write_code(1);
	unmapping_tells("cachecheck: page");
	EXPECT_EQ(user_read(USER_ADDR + 12), 1);
	write_code(2);
	unmapping_tells("C2 violated");
	EXPECT_EQ(user_read(USER_ADDR + 12), 2);
	unmapping_tells(NULL);
	drop_code();
}

/* Is a page noticed that was cleaned, while the I cache still had its old lines? */
SELFTEST(cachecheck, not_invalidated)
{
	ASSERT(map_code(RX));
	write_code(1);
	cachecheck_dcache(code, false);
	unmapping_tells("C3 violated");
	EXPECT_EQ(user_read(USER_ADDR), 0);
	write_code(2);
	cachecheck_dcache(code, false);
	__flush_icache_all();
	unmapping_tells(NULL);
	drop_code();
}

/* Is a page noticed whose I cache lines were invalidated by an address not the program's, unless they are tagged physically? */
SELFTEST(cachecheck, other_lines)
{
	ASSERT(map_code(RX));
	write_code(1);
	cachecheck_dcache(code, false);
	cachecheck_icache_line(code);
	unmapping_tells(icache_is_pipt() ? NULL : "C3 violated");
	drop_code();
}

/* Is a page noticed that is said to be clean from a life before? */
SELFTEST(cachecheck, never_cleaned)
{
	u64 mark;

	ASSERT(map_code(VM_READ));
	unmap_code();
	lookup_page_ext(code)->flags &= (u8)~PAGE_EXT_POU;
	set_bit(PG_dcache_clean, &code->flags);
	set_flags(mm->mmap->vm_flags | VM_EXEC);
	vma_set_page_prot(mm->mmap);
	mark = selftest_mute();
	EXPECT_EQ(user_read(USER_ADDR), 0);
	EXPECT(strstr(selftest_log_since(mark), "C1 violated"));
	selftest_unmute();
	drop_code();
}

/* Is what a program writes itself its own duty, until the page is somebody else's? */
SELFTEST(cachecheck, programs_duty)
{
	ASSERT(map_code(RX | VM_WRITE | VM_SHARED));
	EXPECT_EQ(user_write(USER_ADDR, 1), 0);
	EXPECT_EQ(user_write(USER_ADDR, 2), 0);
	unmapping_tells(NULL);
	EXPECT_EQ(user_read(USER_ADDR), 2);
	unmap_code();
	ClearPageDirty(code);

	/* Its contents are new, and none of its entries may write */
	clear_bit(PG_dcache_clean, &code->flags);
	set_flags(mm->mmap->vm_flags & ~(unsigned long)VM_WRITE);
	vma_set_page_prot(mm->mmap);
	EXPECT_EQ(user_read(USER_ADDR), 2);
	write_code(3);
	unmapping_tells("C2 violated");
	drop_code();
}

#endif
