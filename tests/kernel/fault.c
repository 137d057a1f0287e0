/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about exceptions in the kernel (article 3.4.1 to 3.4.3): each access that must not
 * succeed is tried, and the Oops must say what happened.
 */
#include <linux/extable.h>
#include <linux/kdebug.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/mmu_context.h>
#include <asm/pgalloc.h>
#include <asm/sections.h>
#include <asm/system_misc.h>
#include "selftest.h"

#define FS(fsr)		(((fsr) & 15) | ((fsr) >> 6 & 16))
#define FS_ALIGNMENT	1
#define FS_SECTION_TRANSLATION 5
#define FS_PAGE_PERMISSION 15
#define FSR_WRITE_BIT	(1 << 11)

static int read_word(void *p)
{
	return *(volatile int *)p;
}

static int write_word(void *p)
{
	*(volatile int *)p = 1;
	return 0;
}

static int call(void *p)
{
	((void (*)(void))p)();
	return 0;
}

/* Is a NULL pointer found, read and written, with the right words? */
SELFTEST(fault, null)
{
	ASSERT(EXPECT_OOPS(read_word, NULL));
	EXPECT(strstr(last_oops.text, "NULL pointer dereference at virtual address 00000000"));
	EXPECT_EQ(last_oops.addr, 0);
	EXPECT_EQ(FS(last_oops.fsr), FS_SECTION_TRANSLATION);
	EXPECT(!(last_oops.fsr & FSR_WRITE_BIT));
	ASSERT(EXPECT_OOPS(write_word, (void *)0x123c));
	EXPECT(strstr(last_oops.text, "paging request at virtual address 0000123c"));
	EXPECT(last_oops.fsr & FSR_WRITE_BIT);
}

/* Can nobody write to text? */
SELFTEST(fault, write_text)
{
	u32 before = *(u32 *)_stext;

	ASSERT(EXPECT_OOPS(write_word, _stext));
	EXPECT_EQ(FS(last_oops.fsr), FS_PAGE_PERMISSION);
	EXPECT_EQ(last_oops.addr, _stext);
	EXPECT_EQ(*(u32 *)_stext, before);
}

static const u32 a_constant[4] = { 1, 2, 3, 4 };

/* Can nobody write to rodata? */
SELFTEST(fault, write_rodata)
{
	ASSERT(EXPECT_OOPS(write_word, (void *)a_constant));
	EXPECT_EQ(FS(last_oops.fsr), FS_PAGE_PERMISSION);
	EXPECT_EQ(last_oops.addr, a_constant);
	EXPECT_EQ(READ_ONCE(a_constant[0]), 1);
}

#define BX_LR	0xe12fff1e

/* Can nobody execute data, of the image, of lowmem, of vmalloc? */
SELFTEST(fault, execute_data)
{
	static u32 code[2] = { BX_LR, BX_LR };
	u32 *page = (u32 *)__get_free_page(GFP_KERNEL), *area = vmalloc(PAGE_SIZE);

	if (EXPECT(page && area)) {
		*page = *area = BX_LR;
		flush_icache_range((unsigned long)page, (unsigned long)page + 4);
		EXPECT_OOPS(call, code);
		EXPECT(strstr(last_oops.text, "execution of non-executable memory"));
		EXPECT_EQ(last_oops.pc, code);
		EXPECT_OOPS(call, page);
		EXPECT_EQ(last_oops.addr, page);
		EXPECT_OOPS(call, area);
		EXPECT_EQ(FS(last_oops.fsr), FS_PAGE_PERMISSION);
	}
	vfree(area);
	free_page((unsigned long)page);
}

/* Is the gap between lowmem and vmalloc empty? */
SELFTEST(fault, vmalloc_gap)
{
	EXPECT_OOPS(read_word, high_memory);
	EXPECT_EQ(last_oops.addr, high_memory);
	EXPECT_EQ(FS(last_oops.fsr), FS_SECTION_TRANSLATION);
}

/* Recursion that the compiler can't turn into a loop */
static noinline int overflow(void *depth)
{
	volatile char frame[256];

	frame[0] = (char)(unsigned long)depth;
	return depth == (void *)~0UL ? 0 : overflow((char *)depth + 1) + frame[0];
}

/* Does a stack that overflows run into its guard, and does the Oops say so? */
SELFTEST(fault, stack_overflow)
{
	ASSERT(EXPECT_OOPS(overflow, NULL));
	EXPECT(strstr(last_oops.text, "Insufficient stack space"));
	EXPECT(strstr(last_oops.text, "kernel stack overflow"));
	EXPECT(strstr(last_oops.text, "PC is at overflow"));
}

/* Does the report have everything that a reader needs? */
SELFTEST(fault, report)
{
	static const char * const parts[] = {
		"Unable to handle kernel paging request at virtual address ffbadbe0",
		"FSR = 005: section translation fault on a read, domain ", "pgd = ", "[ffbadbe0] *pgd=", "Internal error: Oops: ", "CPU: 0 PID: ",
		"PC is at read_word+0x", "LR is at ", "sp : ", "r10: ", "Flags: ", "Control: ",
		"Process oops (pid: ", "Stack: ", "(read_word) from ", "(ret_from_fork+0x", "Code: ",
	};
	unsigned int i;

	ASSERT(EXPECT_OOPS(read_word, (void *)0xffbadbe0));
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (!strstr(last_oops.text, parts[i]))
			selftest_fail(__FILE__, __LINE__, "the report contains \"%s\"", parts[i]);
}

/* Does show_pte print the Linux entry and the hardware's, side by side? */
SELFTEST(fault, show_pte)
{
	char want[80];
	pte_t *pte = pte_offset_kernel(pmd_offset(pud_offset(pgd_offset_k(PAGE_OFFSET), 0), 0),
				       (unsigned long)_stext);
	u64 mark = selftest_mute();

	show_pte(NULL, (unsigned long)_stext);
	selftest_unmute();
	snprintf(want, sizeof(want), "*pte=%08x, *ppte=%08x", pte_val(pte[0]),
		 pte_val(pte[PTE_HWTABLE_PTRS]));
	EXPECT(strstr(selftest_log_since(mark), want));
}

static int do_bug(void *unused)
{
	BUG();
	return 0;
}

/* Does BUG() name its file and line? */
SELFTEST(fault, bug)
{
	ASSERT(EXPECT_OOPS(do_bug, NULL));
	EXPECT(strstr(last_oops.text, "kernel BUG at tests/kernel/fault.c:"));
	EXPECT(strstr(last_oops.text, "PC is at do_bug"));
}

static int undefined(void *unused)
{
	__asm__ volatile(".word 0xe7f000f0");
	return 0;
}

/* Is an undefined instruction that is no BUG() reported as one? */
SELFTEST(fault, undefined_instruction)
{
	ASSERT(EXPECT_OOPS(undefined, NULL));
	EXPECT(strstr(last_oops.text, "undefined instruction"));
}

static int unaligned_exclusive(void *p)
{
	u32 v;

	__asm__ volatile("ldrex %0, [%1]" : "=r" (v) : "r" ((char *)p + 1) : "memory");
	return (int)v;
}

/* Is an exclusive access to an odd address an alignment fault? */
SELFTEST(fault, alignment)
{
	static u32 word[2];

	ASSERT(EXPECT_OOPS(unaligned_exclusive, word));
	EXPECT_EQ(FS(last_oops.fsr), FS_ALIGNMENT);
	EXPECT(strstr(last_oops.text, "alignment exception"));
}

/* Reads *@p by an instruction that the exception table knows: -1 when it faults */
static noinline int read_fixed(const void *p)
{
	int value;

	__asm__ volatile(
	"1:	ldr	%0, [%1]\n"
	"2:\n"
	"	.pushsection .fixup, \"ax\"\n"
	"3:	mvn	%0, #0\n"
	"	b	2b\n"
	"	.popsection\n"
	"	.pushsection __ex_table, \"a\"\n"
	"	.align	3\n"
	"	.long	1b, 3b\n"
	"	.popsection"
	: "=&r" (value) : "r" (p));
	return value;
}

/* Does the exception table lead a fault to its fixup, and only one of its instructions? */
SELFTEST(fault, fixup)
{
	int word = 42;

	EXPECT_EQ(read_fixed(&word), 42);
	EXPECT_EQ(read_fixed((void *)0xffbadbe0), (unsigned long)-1);
	EXPECT_EQ(read_fixed(NULL), (unsigned long)-1);
	EXPECT(exception_table_sorted());
	EXPECT(!search_exception_tables((unsigned long)read_word));
}

/* Is user memory closed to the kernel, and does the report say that this was it? */
SELFTEST(fault, user_domain)
{
	struct mm_struct mm = {
		.mm_users = ATOMIC_INIT(1),
		.mm_count = ATOMIC_INIT(1),
	};
	struct page *page;
	unsigned long addr = 0x10000;
	int inside = 0, outside = 0;
	pmd_t *pmd;
	pte_t *pte;
	u64 mark;

	if (IS_ENABLED(CONFIG_STEP))
		SELFTEST_SKIP("user memory is open to the debugger");
	page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	spin_lock_init(&mm.page_table_lock);
	mm.pgd = pgd_alloc(&mm);
	ASSERT(mm.pgd && page);
	pmd = pmd_offset(pud_offset(pgd_offset(&mm, addr), addr), addr);
	pte = pte_alloc_map(&mm, pmd, addr);
	if (EXPECT(pte)) {
		*(int *)page_address(page) = 7;
		set_pte_at(&mm, addr, pte, mk_pte(page, PAGE_SHARED));
		mark = selftest_mute();
		pagefault_disable();
		cpu_switch_mm(mm.pgd, &mm);
		local_flush_tlb_all();
		outside = read_fixed((void *)addr);
		set_domain(DACR_UACCESS);
		inside = read_fixed((void *)addr);
		set_domain(DACR_KERNEL);
		cpu_switch_mm(init_mm.pgd, &init_mm);
		local_flush_tlb_all();
		pagefault_enable();
		selftest_unmute();
		EXPECT_EQ(inside, 7);
		EXPECT_EQ(outside, (unsigned long)-1);
		EXPECT(strstr(selftest_log_since(mark), "outside the uaccess routines"));
		pmd_clear(pmd);
		pte_free(&mm, virt_to_page(pte));
	}
	pgd_free(&mm, mm.pgd);
	__free_page(page);
}

static int notified(struct notifier_block *nb, unsigned long val, void *data)
{
	struct die_args *args = data;

	return val == DIE_OOPS && args->regs->ARM_pc ? NOTIFY_STOP : NOTIFY_DONE;
}

/* Is a notifier of the die chain told, and can it end the report? */
SELFTEST(fault, die_notifier)
{
	static struct notifier_block nb = { .notifier_call = notified };

	register_die_notifier(&nb);
	EXPECT_OOPS(read_word, (void *)0xffbadbe0);
	unregister_die_notifier(&nb);
	EXPECT(!strstr(last_oops.text, "PC is at"));
	EXPECT_OOPS(read_word, (void *)0xffbadbe0);
	EXPECT(strstr(last_oops.text, "PC is at"));
}

static noinline unsigned long smash(unsigned long n)
{
	volatile char buf[16];
	unsigned long i;

	for (i = 0; i < n; i++)
		buf[i] = 'x';
	return (unsigned long)buf[0];
}

/* Does the stack protector let a function with an array pass that keeps to its bounds? */
SELFTEST(fault, stack_protector)
{
	EXPECT_EQ(smash(16), 'x');
}

/* Are all registers of the interrupted code what they were when it goes on after a fault? */
SELFTEST(exception, registers_survive)
{
	u32 in[8], out[8];
	unsigned int i;

	for (i = 0; i < 8; i++)
		in[i] = selftest_random();
	__asm__ volatile(
	"	push	{r4-r11}\n"
	"	mov	ip, %1\n"
	"	ldm	%0, {r4-r10}\n"
	"	mov	r11, #0\n"
	"1:	ldr	r11, [r11]\n"
	"2:	stm	ip, {r4-r10}\n"
	"	pop	{r4-r11}\n"
	"	.pushsection __ex_table, \"a\"\n"
	"	.align	3\n"
	"	.long	1b, 2b\n"
	"	.popsection"
	: : "r" (in), "r" (out) : "ip", "memory");
	for (i = 0; i < 7; i++)
		EXPECT_EQ(out[i], in[i]);
}
