/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ASIDs: eight bits that tell the translations of one address space from those of another.
 *
 * Idea.  The TLB files what isn't global under the ASID of CONTEXTIDR, so a switch of address
 * spaces needs no flush.  255 numbers must do for any number of spaces: each is given out once,
 * and when all are gone a new generation begins, with one flush of the whole TLB.  A space keeps
 * its number with the generation that it was given in, and gets a new one when it is switched to
 * in a later generation.
 *
 *     mm->context.id     63 ........................ 8 | 7 .... 0
 *                        generation, from 1            | ASID, 1 to 255 (0: reserved)
 *
 *     switch to A B C ... (255 spaces)    1:01 1:02 1:03 ... 1:ff
 *     switch to one more                  generation 2: bitmap empty but for what runs, flush
 *     switch to A again                   its 1:01 is old -> 2:01 if still free, else another
 *
 * Invariants (nothing asserts them; tests look for C1 and C2 in a roll-over)
 *   C1  two address spaces of the current generation never have the same ASID
 *   C2  an ASID is given to another space only after the TLB has forgotten the first
 *   C3  the page directory that is loaded maps the kernel stack that runs (check_vmalloc_seq)
 *   C4  under ASID 0 no user translation is ever filed: it is loaded while TTBR0 changes
 *
 * Locking.  cpu_asid_lock, interrupts off, for everything but the fast path: a space of the
 * current generation, whose number is then only noted as active.  ARM ARM B3.10.4.
 *
 * Differs from Linux 4.x: nothing in how it works.  TTBR1 isn't used, so the change of TTBR0 is
 * guarded by ASID 0; where TTBR1 has the kernel's part, Linux loads it as TTBR0, too, for that
 * moment (cpu_set_reserved_ttbr0()).
 *
 * Read check_and_switch_context(), new_context(), flush_context().  Tests: context.*
 */
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/mmu_context.h>
#include <asm/tlbflush.h>

#define ASID_FIRST_VERSION	(1ULL << ASID_BITS)
#define NUM_USER_ASIDS		(1UL << ASID_BITS)

static DEFINE_SPINLOCK(cpu_asid_lock);
static atomic64_t asid_generation = ATOMIC64_INIT(ASID_FIRST_VERSION);
static unsigned long asid_map[NUM_USER_ASIDS / BITS_PER_LONG] = { 1 };	/* 0 is reserved */
static unsigned int cur_idx = 1;				/* where the search goes on */

/* What runs on each processor; 0 since the last flush_context() that saw it */
static atomic64_t active_asids[CONFIG_NR_CPUS];
/* What ran there at the last change of generation: it stays valid in the next */
static u64 reserved_asids[CONFIG_NR_CPUS];
static bool tlb_flush_pending[CONFIG_NR_CPUS];

/* A new generation: all numbers are free but those in use on a processor right now */
static void flush_context(void)
{
	unsigned int cpu;

	memset(asid_map, 0, sizeof(asid_map));
	asid_map[0] = 1;
	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++) {
		u64 asid = (u64)atomic64_xchg(&active_asids[cpu], 0);

		/* Two changes without a switch between them: it still runs with the old one */
		if (!asid)
			asid = reserved_asids[cpu];
		asid_map[(asid & ~ASID_MASK) / BITS_PER_LONG] |=
			1UL << (asid & ~ASID_MASK) % BITS_PER_LONG;
		reserved_asids[cpu] = asid;
		tlb_flush_pending[cpu] = true;
	}
}

/* Does a processor run with @asid?  Then all who do are moved to @newasid. */
static bool check_update_reserved_asid(u64 asid, u64 newasid)
{
	unsigned int cpu;
	bool hit = false;

	for (cpu = 0; cpu < CONFIG_NR_CPUS; cpu++)
		if (reserved_asids[cpu] == asid) {
			hit = true;
			reserved_asids[cpu] = newasid;
		}
	return hit;
}

static bool take_asid(unsigned int asid)
{
	unsigned long *word = &asid_map[asid / BITS_PER_LONG];
	unsigned long bit = 1UL << asid % BITS_PER_LONG;

	if (*word & bit)
		return false;
	*word |= bit;
	return true;
}

/* The first free number from where the last one was found; NUM_USER_ASIDS if there is none */
static unsigned int find_asid(unsigned int from)
{
	while (from < NUM_USER_ASIDS && !take_asid(from))
		from++;
	return from;
}

/* An id of the current generation for @mm: its old number if that can be, else a free one */
static u64 new_context(struct mm_struct *mm)
{
	u64 asid = (u64)atomic64_read(&mm->context.id);
	u64 generation = (u64)atomic64_read(&asid_generation);

	if (asid) {
		u64 newasid = generation | (asid & ~ASID_MASK);

		if (check_update_reserved_asid(asid, newasid))
			return newasid;
		if (take_asid((unsigned int)(asid & ~ASID_MASK)))
			return newasid;
	}
	cur_idx = find_asid(cur_idx);
	if (cur_idx == NUM_USER_ASIDS) {
		generation += ASID_FIRST_VERSION;
		atomic64_set(&asid_generation, (s64)generation);
		flush_context();
		cur_idx = find_asid(1);
	}
	return generation | cur_idx;
}

/* The id of @mm becomes one of this generation, and the TLB is fit for it */
static void renew_context(struct mm_struct *mm)
{
	unsigned int cpu = smp_processor_id();
	unsigned long flags;
	u64 asid;

	spin_lock_irqsave(&cpu_asid_lock, flags);
	asid = (u64)atomic64_read(&mm->context.id);
	if ((asid ^ (u64)atomic64_read(&asid_generation)) >> ASID_BITS) {
		asid = new_context(mm);
		atomic64_set(&mm->context.id, (s64)asid);
	}
	if (tlb_flush_pending[cpu]) {
		tlb_flush_pending[cpu] = false;
		local_flush_bp_all();
		local_flush_tlb_all();
	}
	atomic64_set(&active_asids[cpu], (s64)asid);
	spin_unlock_irqrestore(&cpu_asid_lock, flags);
}

/*
 * check_and_switch_context - load the page tables of @mm, under a valid ASID.
 *
 * Called by switch_mm() with interrupts off, or by exec for the current task.  Doesn't sleep.
 * That active_asids was 0 says that the generation is changing: then the lock decides.
 */
void check_and_switch_context(struct mm_struct *mm, struct task_struct *tsk)
{
	s64 asid;

	check_vmalloc_seq(mm);
	if (unlikely(mm == &init_mm)) {
		cpu_switch_mm(mm->pgd, mm);
		return;
	}
	asid = atomic64_read(&mm->context.id);
	if (unlikely((u64)(asid ^ atomic64_read(&asid_generation)) >> ASID_BITS) ||
	    !atomic64_xchg(&active_asids[smp_processor_id()], asid))
		renew_context(mm);
	cpu_switch_mm(mm->pgd, mm);
}

/*
 * __check_vmalloc_seq - bring the vmalloc part of @mm's page directory up to date (C3).
 *
 * Any context.  Entries are only ever added, so nothing needs to be flushed.
 */
void __check_vmalloc_seq(struct mm_struct *mm)
{
	unsigned int seq;

	do {
		seq = READ_ONCE(init_mm.context.vmalloc_seq);
		memcpy(pgd_offset(mm, VMALLOC_START), pgd_offset_k(VMALLOC_START),
		       sizeof(pgd_t) * (pgd_index(VMALLOC_END) - pgd_index(VMALLOC_START)));
		dsb(ishst);
		mm->context.vmalloc_seq = seq;
	} while (seq != READ_ONCE(init_mm.context.vmalloc_seq));
}
